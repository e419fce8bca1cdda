package store

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"anteroom/softphone"
)

// Whoever adds a table says whether it holds a person's data; then it is exported, and has to be deleted as well.
func TestPersonTables_EveryTableIsCoveredOrHarmless(t *testing.T) {
	s := open(t, t.TempDir())
	rows, err := s.read.Query("SELECT name FROM sqlite_master WHERE type = 'table'")
	must(t, err)
	defer rows.Close()
	seen := map[string]bool{}
	for rows.Next() {
		var name string
		must(t, rows.Scan(&name))
		seen[name] = true
		covered := slices.ContainsFunc(personTables, func(h held) bool { return h.table == name })
		_, harmless := personHarmless[name]
		if strings.Contains(name, "_search") { // an index of what stands elsewhere, built anew at a deletion
			harmless = true
		}
		if covered == harmless {
			t.Errorf("table %s: covered %v, declared harmless %v; see personTables and deleteRows", name, covered, harmless)
		}
	}
	must(t, rows.Err())
	for _, h := range personTables {
		if !seen[h.table] {
			t.Errorf("there is no table %s", h.table)
		}
	}
}

func TestExportPerson_WritesOneFileAndTheRecordingsOfOnePersonOnly(t *testing.T) {
	dir := t.TempDir()
	s := open(t, dir)
	start := time.Date(2026, 11, 24, 9, 0, 0, 0, time.UTC)
	for i, who := range []string{"Østby", "Moen"} {
		id := softphone.CallID(who)
		must(t, s.SaveCall(t.Context(), softphone.Call{ID: id, Started: start, Ended: start.Add(time.Minute), Peer: softphone.Peer{Number: "+47 2241307" + string(rune('1'+i))},
			Holds: []softphone.Hold{{Start: start}}, Recordings: []softphone.Recording{{File: "2026-11/" + who + ".wav", Start: start}}}))
		must(t, s.SaveMessage(t.Context(), softphone.Message{ID: softphone.MessageID(who), Call: id, Surname: who, Verbatim: "ordene til " + who, State: softphone.New}))
		must(t, os.MkdirAll(filepath.Join(dir, RecordingsFolder, "2026-11"), 0o700))
		must(t, os.WriteFile(filepath.Join(dir, RecordingsFolder, "2026-11", who+".wav"), []byte("lyd av "+who), 0o600))
	}
	to := filepath.Join(t.TempDir(), "ny", "Østby")
	found, err := s.ExportPerson(t.Context(), softphone.Person{Number: "22413071"}, to)
	must(t, err)
	if found.Calls != 1 || found.Messages != 1 || found.Recordings != 1 {
		t.Errorf("%+v", found)
	}
	text, err := os.ReadFile(filepath.Join(to, "person.json"))
	must(t, err)
	var x exported
	must(t, json.Unmarshal(text, &x))
	if len(x.Tables["call"]) != 1 || len(x.Tables["call_hold"]) != 1 || x.Tables["message"][0]["verbatim"] != "ordene til Østby" || strings.Contains(string(text), "Moen") {
		t.Errorf("%s", text)
	}
	sound, err := os.ReadFile(filepath.Join(to, "2026-11 Østby.wav"))
	must(t, err)
	if string(sound) != "lyd av Østby" || len(x.Files) != 1 {
		t.Errorf("%q, %v", sound, x.Files)
	}
	if info, _ := os.Stat(to); info.Mode().Perm() != 0o700 {
		t.Errorf("others may look into it: %v", info.Mode())
	}
	if _, err := s.ExportPerson(t.Context(), softphone.Person{Number: "22413071"}, to); reasonOf(err) != softphone.FileUnwritten {
		t.Errorf("written over: %v", err)
	}
	// Nothing of him is left once he is deleted: no table that is exported still has rows of his.
	_, err = s.ErasePerson(t.Context(), softphone.Person{Number: "22413071"}, "x")
	must(t, err)
	again := filepath.Join(t.TempDir(), "igjen")
	_, err = s.ExportPerson(t.Context(), softphone.Person{Number: "22413071", Name: "Østby"}, again)
	must(t, err)
	if text, _ := os.ReadFile(filepath.Join(again, "person.json")); strings.Contains(string(text), "ordene") {
		t.Errorf("left: %s", text)
	}
}

func TestExportPerson_WhatCannotBeWrittenLeavesNothing(t *testing.T) {
	s := open(t, t.TempDir())
	for _, to := range []string{"", "relative", "/proc/none/x"} {
		if _, err := s.ExportPerson(t.Context(), softphone.Person{Number: "1"}, to); err == nil {
			t.Errorf("%q passes", to)
		}
	}
}
