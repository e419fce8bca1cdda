package softphone

import (
	"strings"
	"testing"
	"time"
)

var tuesday = time.Date(2026, 11, 24, 12, 4, 30, 0, time.FixedZone("", 3600))

func TestReadDay_IsADayAndNothingElse(t *testing.T) {
	for words, want := range map[string][2]string{ // ahead, back
		"24.11.": {"2026-11-24", "2026-11-24"}, "1.12": {"2026-12-01", "2026-12-01"}, "2.1.": {"2027-01-02", "2026-01-02"}, "2/1": {"2027-01-02", "2026-01-02"},
		"2026-11-20": {"2026-11-20", "2026-11-20"}, "5.12.25": {"2025-12-05", "2025-12-05"}, "1. desember 2026": {"2026-12-01", "2026-12-01"}, "3 Jan": {"2027-01-03", "2026-01-03"},
		"fredag": {"2026-11-27", "2026-11-20"}, "Tuesday": {"2026-12-01", "2026-11-24"}, "i dag": {"2026-11-24", "2026-11-24"}, "yesterday": {"", "2026-11-23"}, "i går": {"", "2026-11-23"},
		"": {}, "15:00": {}, "24.11. 9": {}, "snart": {}, "31.2.": {}, "2.1.2027": {"2027-01-02", "2027-01-02"},
	} {
		for i, back := range []bool{false, true} {
			got := ""
			if d, ok := ReadDay(words, tuesday, back); ok {
				got = d.Format(time.DateOnly)
				if d.Hour()+d.Minute()+d.Second() != 0 {
					t.Errorf("%q is no midnight: %v", words, d)
				}
			}
			if words == "Tuesday" && back {
				want[1] = "2026-11-24"
			}
			if got != want[i] {
				t.Errorf("%q, back %v: %q, not %q", words, back, got, want[i])
			}
		}
	}
}

func TestEndOf_TakesTheTimeAndLeavesTheNote(t *testing.T) {
	for words, want := range map[string]string{
		"1330": "24 13:30|", "13.30 Rom 4": "24 13:30|Rom 4", "+30": "24 12:34|", "+2t i byen": "24 14:04|i byen", "fre 9": "27 09:00|", "fredag i Gdynia": "27 08:00|i Gdynia",
		"i morgen kl. 10 hos DNV": "25 10:00|hos DNV", "tomorrow": "25 08:00|", "i Rotterdam": "|i Rotterdam", "Styrerommet 3": "|Styrerommet 3", "halv fire": "24 15:30|",
		"24.12. 9 juleferie": "24 09:00|juleferie", "innen 15": "24 15:00|", "3": "24 15:00|", "om en time": "24 13:04|", "20 min": "24 12:24|", "": "|",
		"14 til 15 i byen": "24 14:00|til 15 i byen", "møte 4": "|møte 4",
	} {
		all := strings.Fields(words)
		at, n := EndOf(all, tuesday)
		got := "|" + strings.Join(all[n:], " ")
		if n > 0 {
			got = at.Format("02 15:04") + got
		}
		if got != want {
			t.Errorf("%q is %q, not %q", words, got, want)
		}
	}
}
