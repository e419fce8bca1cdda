package softphone

import (
	"testing"
	"time"
)

func TestReception_IsSaidNaturally(t *testing.T) {
	span := func(text string) []OpenSpan { return ParseSpans(text) }
	week := func(hours map[time.Weekday]string) (out []WeekSpan) {
		for d, text := range hours {
			for _, o := range span(text) {
				out = append(out, WeekSpan{d, o})
			}
		}
		return out
	}
	const mon, tue, wed, thu, fri = time.Monday, time.Tuesday, time.Wednesday, time.Thursday, time.Friday
	for _, c := range []struct {
		hours  map[time.Weekday]string
		days   []OpenDay
		nb, en string
	}{
		{map[time.Weekday]string{mon: "9-11", tue: "9-11", wed: "9-11", thu: "9-11"}, nil, "mandag til torsdag fra 9 til 11", "Monday to Thursday from 9 to 11 a.m."},
		{map[time.Weekday]string{mon: "8:30-15:30", tue: "8:30-15:30", wed: "8:30-15:30", thu: "8:30-15:30", fri: "830-1500"}, nil,
			"mandag til torsdag fra 8.30 til 15.30, og fredag fra 8.30 til 15", "Monday to Thursday from 8:30 a.m. to 3:30 p.m., and Friday from 8:30 a.m. to 3 p.m."},
		{map[time.Weekday]string{tue: "10-12", thu: "10-12"}, nil, "tirsdag og torsdag fra 10 til 12", "Tuesday and Thursday from 10 a.m. to noon"},
		{map[time.Weekday]string{mon: "9-11, 13–15"}, nil, "mandag fra 9 til 11 og fra 13 til 15", "Monday from 9 to 11 a.m. and from 1 to 3 p.m."},
		{map[time.Weekday]string{mon: "9-11"}, []OpenDay{{Date: "2026-11-28"}, {Date: "2026-11-30", Open: span("12-13"), Note: "etter flyttingen"}, {Date: "2027-11-30"}},
			"mandag fra 9 til 11, men i morgen stengt, og mandag 30. november, etter flyttingen, fra 12 til 13",
			"Monday from 9 to 11 a.m., but tomorrow closed, and on Monday 30 November, etter flyttingen, from noon to 1 p.m."},
		{nil, nil, "", ""},
	} {
		r := Reception{Week: week(c.hours), Days: c.days}.tidy()
		if got := r.Say("nb", friday); got != c.nb {
			t.Errorf("nb: %q\nwant %q", got, c.nb)
		}
		if got := r.Say("en", friday); got != c.en {
			t.Errorf("en: %q\nwant %q", got, c.en)
		}
	}
}

func TestReception_TellsWhetherItIsOpen(t *testing.T) {
	oslo, err := time.LoadLocation("Europe/Oslo")
	if err != nil {
		t.Skip(err)
	}
	r := Reception{Week: []WeekSpan{{time.Monday, OpenSpan{9 * 60, 11 * 60}}, {time.Friday, OpenSpan{9 * 60, 11 * 60}}},
		Days: []OpenDay{{Date: "2026-10-26"}}} // the Monday after the clocks go back
	at := func(day, hour, min int) time.Time { return time.Date(2026, 10, day, hour, min, 0, 0, oslo) }
	for _, c := range []struct {
		now    time.Time
		open   bool
		change time.Time
	}{
		{at(23, 8, 0), false, at(23, 9, 0)}, {at(23, 9, 0), true, at(23, 11, 0)}, {at(23, 11, 0), false, at(30, 9, 0)},
	} {
		if open, change := r.Open(c.now); open != c.open || !change.Equal(c.change) {
			t.Errorf("%v: %v until %v", c.now, open, change)
		}
	}
	if _, never := (Reception{}).Open(friday); !never.IsZero() {
		t.Error("opens without hours")
	}
}

func TestSpansTyped_RefusesWhatIsNoTime(t *testing.T) {
	for _, text := range []string{"9", "11-9", "9-25", "9-11x", "a-b", "9-11;12-13", "0-24:30", "-5-3"} {
		if got, ok := SpansTyped(text); ok {
			t.Errorf("%q gave %v", text, got)
		}
	}
	if got, ok := SpansTyped("13-15, 9.30–11, 11-12"); !ok || len(got) != 2 || got[0] != (OpenSpan{570, 720}) {
		t.Errorf("%v %v", got, ok)
	}
}

func TestStep_ReceptionIsCheckedTidiedAndKept(t *testing.T) {
	r := newRig(t)
	r.play(ReceptionSaved{r.press(""), Reception{Week: []WeekSpan{{time.Monday, OpenSpan{660, 720}}, {time.Monday, OpenSpan{540, 660}}}}})
	if got := want[SaveReception](r).Reception.Week; len(got) != 1 || got[0].OpenSpan != (OpenSpan{540, 720}) {
		t.Errorf("%v", got)
	}
	refuses(r, ReceptionSaved{r.press(""), Reception{Owner: "nobody"}}, NoSuchPrincipal)
	refuses(r, ReceptionSaved{r.press(""), Reception{Days: []OpenDay{{Date: "24.12."}}}}, BadValue)
}
