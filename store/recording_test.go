package store

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
	"time"

	"anteroom/softphone"
)

// recorded saves a call with one recording, begun at a moment, whose file is there.
func recorded(t *testing.T, s *Store, id softphone.CallID, at time.Time) (file string) {
	t.Helper()
	name := "2026-11/" + string(id) + ".wav"
	file = filepath.Join(s.dir, RecordingsFolder, name)
	must(t, os.MkdirAll(filepath.Dir(file), 0o700))
	must(t, os.WriteFile(file, []byte("RIFF"), 0o600))
	must(t, s.SaveCall(t.Context(), softphone.Call{ID: id, State: softphone.Ended, Started: at, Ended: at.Add(time.Minute),
		Recordings: []softphone.Recording{{File: name, Start: at, End: at.Add(time.Minute), Marks: []time.Duration{time.Second, 3 * time.Second}}}}))
	return file
}

func there(t *testing.T, file string) bool {
	t.Helper()
	_, err := os.Stat(file)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		t.Fatal(err)
	}
	return err == nil
}

func recordingsOf(t *testing.T, s *Store, id softphone.CallID) []softphone.Recording {
	t.Helper()
	c, err := s.JournalCall(t.Context(), id)
	must(t, err)
	return c.Recordings
}

func TestRecordings_GoWithTheirFilesWhenTheyAreOldOrDeleted(t *testing.T) {
	s := open(t, t.TempDir())
	now := time.Date(2026, 11, 27, 12, 0, 0, 0, time.UTC)
	old, young, other := recorded(t, s, "old", now.AddDate(0, 0, -91)), recorded(t, s, "young", now.AddDate(0, 0, -89)), recorded(t, s, "other", now)
	must(t, s.PruneRecordings(t.Context(), now.AddDate(0, 0, -90)))
	if there(t, old) || len(recordingsOf(t, s, "old")) != 0 || !there(t, young) || len(recordingsOf(t, s, "young")) != 1 {
		t.Error("the wrong ones were pruned")
	}
	must(t, s.DeleteRecordings(t.Context(), "other"))
	if there(t, other) || len(recordingsOf(t, s, "other")) != 0 {
		t.Error("not deleted")
	}
	must(t, os.Remove(young)) // by hand
	must(t, s.DeleteRecordings(t.Context(), "young"))
	if len(recordingsOf(t, s, "young")) != 0 {
		t.Error("a row without a file stays for ever")
	}
}

func TestRecordings_NothingOutsideTheirFolderIsDeleted(t *testing.T) {
	dir := t.TempDir()
	s := open(t, dir)
	outside := filepath.Join(dir, "precious")
	must(t, os.WriteFile(outside, nil, 0o600))
	must(t, s.SaveCall(t.Context(), softphone.Call{ID: "c", Started: time.Now(), Recordings: []softphone.Recording{{File: "../precious"}}}))
	must(t, s.DeleteRecordings(t.Context(), "c"))
	if !there(t, outside) {
		t.Error("deleted what is not ours")
	}
}
