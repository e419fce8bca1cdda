package store

import (
	"slices"
	"strings"
	"testing"
)

// Every table but those of the search, which are built anew, and goose's own is carried over from a damaged file.
func TestSalvage_LeavesNoTableOut(t *testing.T) {
	s := open2(t)
	rows, err := s.read.Query("SELECT name, sql LIKE '%WITHOUT ROWID%' FROM sqlite_master WHERE type = 'table'")
	must(t, err)
	defer rows.Close()
	seen := 0
	for rows.Next() {
		var name string
		var without bool
		must(t, rows.Scan(&name, &without))
		if strings.HasPrefix(name, "sqlite_") || strings.HasPrefix(name, "goose_") || strings.Contains(name, "_search") {
			continue
		}
		seen++
		if !slices.Contains(salvaged, name) {
			t.Errorf("%s is not salvaged", name)
		}
		if _, ordered := orders[name]; ordered != without {
			t.Errorf("%s: read by its rowid: %v, has one: %v", name, !ordered, !without)
		}
	}
	must(t, rows.Err())
	if seen != len(salvaged) {
		t.Errorf("%d tables, %d salvaged", seen, len(salvaged))
	}
}
