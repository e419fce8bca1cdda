package control

import (
	"strings"
	"testing"

	"anteroom/softphone"
)

func TestPerson_IsShownFirstAndDeletedOnlyWithAYes(t *testing.T) {
	d, dir := running(t)
	if w, err := ctl(t, dir, "person", "find", "--name", "Ragnhild Østby"); err != nil || w["calls"] != 2.0 {
		t.Fatalf("%v %v", w, err)
	}
	w, err := ctl(t, dir, "person", "erase", "--number", "22413077")
	if err == nil || !strings.Contains(err.Error(), string(softphone.NeedsYes)) || w["calls"] != 2.0 || len(d.erased) != 0 {
		t.Fatalf("%v %v %v", w, err, d.erased)
	}
	if _, err := ctl(t, dir, "person", "erase", "--number", "22413077", "--yes"); err != nil || len(d.erased) != 1 || d.erased[0].Number != "22413077" {
		t.Fatalf("%v %v", err, d.erased)
	}
	if w, err := ctl(t, dir, "person", "log"); err != nil || w["by"] != "Ida Holm" {
		t.Fatalf("%v %v", w, err)
	}
	for _, bad := range [][]string{{"person"}, {"person", "erase", "--yes"}, {"person", "erase", "22413077"}, {"person", "find", "--name", " "}} {
		if _, err := ctl(t, dir, bad...); err == nil || !strings.Contains(err.Error(), "usage") {
			t.Errorf("%v: %v", bad, err)
		}
	}
	if len(d.erased) != 1 {
		t.Error("more is deleted than was asked for")
	}
}

func TestMessage_MayBelongToAnyCallOfTheJournal(t *testing.T) {
	_, dir := running(t)
	w, err := ctl(t, dir, "message", "new", "lastyear", "verbatim=x")
	if err != nil || w["call"] != "lastyear" || w["number"] != "22413077" || !strings.HasPrefix(w["taken"].(string), "2025-11-27") {
		t.Fatalf("%v %v", w, err)
	}
	if _, err := ctl(t, dir, "message", "new", "never", "verbatim=x"); err == nil || !strings.Contains(err.Error(), string(softphone.NoSuchCall)) {
		t.Fatalf("%v", err)
	}
}
