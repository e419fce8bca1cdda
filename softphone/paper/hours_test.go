package paper

import (
	"encoding/json"
	"testing"

	"anteroom/softphone"
)

// The words of the languages are in the translations, so that the reading of hours is tried here.
func TestHours_AreReadAsTheyAreWrittenAndAsTheyAreTyped(t *testing.T) {
	today := softphone.Date{Year: 2026, Month: 11, Day: 23}
	for _, c := range []struct{ lang, text, want string }{
		{"nb", "", `null`},
		{"nb", "tir og tor 10–12", `["tue,thu 10:00-12:00"]`},
		{"nb", "Man–fre kl. 8-9.30, Ons 13:00 - 16", `["mon,tue,wed,thu,fri 08:00-09:30","wed 13:00-16:00"]`},
		{"nb", "fredager 8–9, 13–14", `["fri 08:00-09:00","fri 13:00-14:00"]`},
		{"nb", "hver dag før 9", `["00:00-09:00"]`},
		{"nb", "etter 15", `["15:00-24:00"]`},
		{"nb", "24.12. hele dagen", `["2026-12-24 00:00-24:00"]`},
		{"nb", "24. des. 2026–2. januar 8–16", `["2026-12-24..2027-01-02 08:00-16:00"]`},
		{"nb", "2026-12-24", `["2026-12-24 00:00-24:00"]`},
		{"nb", "lør–søn hele dagen", `["sat,sun 00:00-24:00"]`},
		{"en", "Tue and Thu 10–12", `["tue,thu 10:00-12:00"]`},
		{"en", "weds, fridays after 15", `["wed,fri 15:00-24:00"]`},
		{"en", "24 December 8-16", `["2026-12-24 08:00-16:00"]`},
		{"en", "fri 22-6", `["fri 22:00-06:00"]`},
	} {
		say := Words(c.lang)
		hours, _, ok := softphone.ParseHours(c.text, today, say)
		got, err := json.Marshal(hours)
		if !ok || err != nil || string(got) != c.want {
			t.Errorf("%q: %s, %v", c.text, got, ok)
			continue
		}
		for _, lang := range []string{"nb", "en"} { // and what is written is read back
			say := Words(lang)
			text := softphone.HoursWords(hours, say)
			back, at, ok := softphone.ParseHours(text, today, say)
			if again, _ := json.Marshal(back); !ok || string(again) != c.want {
				t.Errorf("%s: %q came back as %s (%v at %d)", lang, text, again, ok, at)
			}
		}
	}
	for text, at := range map[string]int{"man": 3, "man 8": 4, "8–8": 0, "man 9–10 quer": 9, "31.2. 8–9": 0, "man 25–26": 4} {
		if hours, where, ok := softphone.ParseHours(text, today, Words("nb")); ok || where != at {
			t.Errorf("%q was taken as %v (%v at %d)", text, hours, ok, where)
		}
	}
}
