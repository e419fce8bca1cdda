package softphone

import (
	"testing"
	"time"
)

func TestReadWhen_UnderstandsWhatIsSaidOnTheTelephone(t *testing.T) {
	now := time.Date(2026, 11, 24, 12, 4, 0, 0, time.FixedZone("", 3600)) // a Tuesday
	for words, want := range map[string]string{
		"i morgen 9-11": "25 09:00 25 11:00", "I morgen kl. 9–11": "25 09:00 25 11:00", "tomorrow 9-11": "25 09:00 25 11:00",
		"15:00": "24 15:00 -", "kl 15": "24 15:00 -", "15.30": "24 15:30 -", "9": "25 09:00 -", "3pm": "24 15:00 -", "kl. 3": "24 15:00 -",
		"tirsdag": "01 08:00 01 16:00", "torsdag": "26 08:00 26 16:00", "Thursday": "26 08:00 26 16:00", "fredag 10-12": "27 10:00 27 12:00",
		"neste fredag": "04 08:00 04 16:00", "innen fredag": "- 27 16:00", "innen 15:00": "- 24 15:00", "by 3pm": "- 24 15:00",
		"etter 14": "24 14:00 -", "tomorrow after 3": "25 15:00 -", "i ettermiddag": "24 12:00 24 16:00", "i morgen formiddag": "25 09:00 25 12:00",
		"I dag 13:30–15": "24 13:30 24 15:00", "26.11. kl. 09.15": "26 09:15 -", "1. desember": "01 08:00 01 16:00", "Dec 2 at 10": "02 10:00 -",
		"om en halv time": "", "om 30 min": "24 12:34 -", "in 2 hours": "24 14:04 -", "halv fire": "24 15:30 -", "between 1 and 3": "24 13:00 24 15:00",
		"+20": "24 12:24 -", "20 min": "24 12:24 -", "1 hour": "24 13:04 -", "en time": "24 13:04 -", "fre 9": "27 09:00 -", "idag 16": "24 16:00 -",
		"kl. 9.10": "25 09:10 -", "at 10.11": "25 10:11 -", "i morgen kl. 9.10-10.10": "25 09:10 25 10:10", "9.10.": "09 08:00 09 16:00", "the day after tomorrow at 10": "26 10:00 -", "29.2.": "29 08:00 29 16:00",
		"25:00": "", "32.1": "", "31.2.": "", "30 February": "", "12:75": "", "1530": "24 15:30 -",
		"mellom 10 og 12 i morgen": "25 10:00 25 12:00", "2026-12-01 11:00": "01 11:00 -", "11-1 pm": "24 11:00 24 13:00",
		"så snart som mulig": "", "as soon as possible": "", "": "", "når han har tid": "", "etter møtet": "",
	} {
		w, ok := ReadWhen(words, now)
		got := ""
		if ok {
			show := func(t time.Time) string {
				if t.IsZero() {
					return "-"
				}
				return t.Format("02 15:04")
			}
			got = show(w.From) + " " + show(w.Until)
		}
		if got != want {
			t.Errorf("%q is %q, not %q", words, got, want)
		}
	}
}

func FuzzReadWhen(f *testing.F) {
	f.Add("i morgen 9-11")
	f.Add("99.99.9999 25:61-99 pm")
	f.Fuzz(func(t *testing.T, words string) {
		if w, ok := ReadWhen(words, noon); ok && w == (Window{}) {
			t.Errorf("%q is understood as nothing", words)
		}
	})
}
