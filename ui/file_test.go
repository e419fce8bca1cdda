package ui

import (
	"os"
	"path/filepath"
	"testing"

	"anteroom/softphone"
)

func TestWriteWhole_LeavesTheOldFileOrTheNewOneAndNothingHalf(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "contacts.csv")
	for _, text := range []string{"one", "another"} {
		if err := writeWhole(path, []byte(text)); err != nil {
			t.Fatal(err)
		}
		got, _ := os.ReadFile(path)
		if info, err := os.Stat(path); err != nil || string(got) != text || info.Mode().Perm() != 0o600 {
			t.Errorf("%q %v %v", got, info, err)
		}
	}
	if err := os.MkdirAll(filepath.Join(dir, "taken", "x"), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := writeWhole(filepath.Join(dir, "taken"), []byte("x")); err == nil {
		t.Error("no error for a name that cannot be")
	}
	left, _ := os.ReadDir(dir)
	if len(left) != 2 {
		t.Errorf("left behind: %v", left)
	}
}

func TestLateSave_HoldsOnToTheWindowOnlyWhileSomethingWaits(t *testing.T) {
	h := newWhole(t, "nb", lineUp)
	l := newLateSave(h.Window)
	pass := byHand(l)
	if l.closing != nil {
		t.Error("it is held before anything was typed")
	}
	l.put("x", func() softphone.Event { return softphone.ScriptDraftDropped{} })
	if l.closing == nil {
		t.Error("what waits would be lost as the window closes")
	}
	pass()
	if l.closing != nil {
		t.Error("it is held for ever")
	}
}
