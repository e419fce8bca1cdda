package ui

import (
	"testing"
	"time"
)

// What is understood of a promise is understood of a presence, of hours and of a report: they are read by the same reader.
func TestTimes_AreReadAlikeWhereverTheyAreTyped(t *testing.T) {
	now := time.Date(2026, 11, 24, 12, 4, 0, 0, time.UTC) // a Tuesday
	for text, want := range map[string]time.Time{
		"m halv fire hos DNV": time.Date(2026, 11, 24, 15, 30, 0, 0, time.UTC),
		"u 1. desember kl. 9": time.Date(2026, 12, 1, 9, 0, 0, 0, time.UTC),
		"o om en time":        time.Date(2026, 11, 24, 13, 4, 0, 0, time.UTC),
	} {
		p, ok := parsePresence(text, "nb", now)
		if !ok || !p.Until.Equal(want) {
			t.Errorf("%q: %v %+v", text, ok, p)
		}
		if text[0] == 'm' && p.Note != "hos DNV" {
			t.Errorf("the note is %q", p.Note)
		}
	}
	if got, ok := parseUntil("fredag kl. 10", now); !ok || got.Format("2 15:04") != "27 10:00" {
		t.Errorf("%v", got)
	}
	if days, bad := parseDays("1/12/2026 9-12", now); bad != "" || len(days) != 1 || days[0].Date != "2026-12-01" {
		t.Errorf("%q %+v", bad, days)
	}
	h := newWhole(t, "nb", lineUp)
	r := newReportSheet(h.Window, "")
	for text, want := range map[string]string{"i går": "22", "søndag": "22", "20. november": "20", "20.11.": "20"} {
		r.from.Put(text)
		from, _, ok := r.span()
		if !ok || from.Format("2") != want {
			t.Errorf("a report from %q begins %v (now %v)", text, from, h.now())
		}
	}
	if d, ok := parseDay("mandag", now); !ok || d.Format(time.DateOnly) != "2026-11-23" {
		t.Errorf("%v", d)
	}
}
