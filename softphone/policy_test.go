package softphone

import (
	"encoding/json"
	"testing"
	"time"
)

var oslo = func() *time.Location {
	l, err := time.LoadLocation("Europe/Oslo")
	if err != nil {
		return time.FixedZone("CET", 3600)
	}
	return l
}()

func spans(t testing.TB, texts ...string) []Span {
	t.Helper()
	var out []Span
	for _, text := range texts {
		var s Span
		if err := s.UnmarshalText([]byte(text)); err != nil {
			t.Fatal(err)
		}
		out = append(out, s)
	}
	return out
}

// sheetOf is the sheet that most of these tests ask.
func sheetOf(t testing.TB) Sheet {
	person := func(n string) Who { return Who{Name: n} }
	group := func(g string) Who { return Who{Group: g} }
	return Sheet{
		Rules: []Rule{
			{ID: "board", Question: AskTopics, Topic: "Board"},
			{ID: "home", Question: AskTopics, Topic: "Private", Private: true},
			{ID: "berth", Question: AskPass, Topic: "Berth", To: person("Odd Kvamme"), Hours: spans(t, "mon-fri 08:00-12:00")},
			{ID: "berth2", Question: AskPass, Topic: "Berth", To: person("Siri Nes"), Hours: spans(t, "mon-fri 12:00-15:00")},
			{ID: "tax", Question: AskPass, Topic: "Tax"},
			{ID: "hours", Question: AskSettle, Topic: "Opening hours"},
			{ID: "morning", Question: AskQuiet, Hours: spans(t, "mon-fri 08:00-09:30")},
			{ID: "friday", Question: AskQuiet, Hours: spans(t, "fri 13:00-15:00")},
			{ID: "party", Question: AskQuiet, Open: true, Hours: spans(t, "2026-11-25 08:00-09:00")},
			{ID: "sellers", Question: AskNever, Who: group("Sellers")},
			{ID: "bruland", Question: AskNever, Who: person("K. Bruland"), Text: "is answered by letter"},
			{ID: "yards", Question: AskOnlyAt, Who: group("Yards"), Hours: spans(t, "tue,thu 10:00-12:00")},
			{ID: "broker", Question: AskOnlyAt, Who: group("Brokers"), Hours: spans(t, "fri 14:00-15:00")},
			{ID: "press", Question: AskOnlyAt, Who: group("Press"), Hours: spans(t, "fri 14:00-16:00"), Before: true},
			{ID: "chair", Question: AskAlways, Who: person("Ragnhild Østby")},
			{ID: "crew", Question: AskAlways, Who: group("Crew"), Topic: "Accident"},
			{ID: "seller7", Question: AskAlways, Who: person("Tor Vik")},
			{ID: "wife", Question: AskPrivate, Who: person("Liv Aasen")},
			{ID: "others", Question: AskPrivate, Hours: spans(t, "15:00-17:00")},
			{ID: "own", Question: AskOwnCalls, Hours: spans(t, "mon,thu 15:00-16:00")},
			{ID: "gdynia", Question: AskReach, Who: group("Gdynia"), Hours: spans(t, "mon-fri 10:00-14:00")},
			{ID: "lunch", Question: AskReach, Who: group("Lunch"), Hours: spans(t, "mon-fri 11:00-15:30")},
		},
		Deputies: []Deputy{
			{Who: person("Marit Lunde"), Hours: spans(t, "mon-wed 08:00-16:00")},
			{Who: person("Anne Moe"), Hours: spans(t, "thu 08:00-16:00")},
		},
	}
}

func TestVerdict_APersonsOwnHoursGoBeforeHisGroups(t *testing.T) {
	person, group := Who{Name: "Tor Vik"}, Who{Group: "Yards"}
	who := Subject{Name: "Tor Vik", Groups: []string{"Yards"}}
	hours := func(q int, w Who, before bool, span string) Rule {
		return Rule{ID: RuleID(w.Title() + " " + span), Question: q, Who: w, Before: before, Hours: spans(t, span)}
	}
	for _, c := range []struct {
		name    string
		rules   []Rule
		topic   string
		at      string
		outcome Outcome
		rule    RuleID
		when    string
	}{
		{"narrower, and it is his group's hour", []Rule{hours(AskOnlyAt, group, false, "mon-fri 09:00-15:00"), hours(AskOnlyAt, person, false, "fri 14:00-15:00")}, "", "2026-11-23 10:00", TakeNote, "Tor Vik fri 14:00-15:00", "2026-11-27 14:00"},
		{"wider, and it is not his group's hour", []Rule{hours(AskOnlyAt, group, false, "fri 14:00-15:00"), hours(AskOnlyAt, person, false, "mon-fri 09:00-15:00")}, "", "2026-11-23 10:00", Connect, "Tor Vik mon-fri 09:00-15:00", ""},
		{"two of his own: the one whose hour it is", []Rule{hours(AskOnlyAt, person, false, "fri 14:00-15:00"), hours(AskOnlyAt, person, false, "mon 09:00-11:00")}, "", "2026-11-23 10:00", Connect, "Tor Vik mon 09:00-11:00", ""},
		{"his group goes before quiet hours, he does not", []Rule{{ID: "quiet", Question: AskQuiet, Hours: spans(t, "mon 09:00-11:00")}, hours(AskOnlyAt, group, true, "mon 09:00-15:00"), hours(AskOnlyAt, person, false, "mon 09:00-15:00")}, "", "2026-11-23 10:00", TakeNote, "quiet", "2026-11-23 11:00"},
		{"private calls likewise", []Rule{{ID: "home", Question: AskTopics, Topic: "Private", Private: true}, hours(AskPrivate, Who{}, false, "mon 09:00-15:00"), hours(AskPrivate, person, false, "mon 12:00-13:00")}, "Private", "2026-11-23 10:00", TakeNote, "Tor Vik mon 12:00-13:00", "2026-11-23 12:00"},
	} {
		got := Verdict(Sheet{Rules: c.rules}, who, c.topic, at(c.at), Presence{Kind: PresenceIn})
		when := ""
		if !got.At.IsZero() {
			when = got.At.Format("2006-01-02 15:04")
		}
		if got.Outcome != c.outcome || got.Rule != c.rule || when != c.when {
			t.Errorf("%s: %s by %q at %s", c.name, got.Outcome, got.Rule, when)
		}
	}
}

func TestVerdict_WhatGoesBeforeWhat(t *testing.T) {
	sheet := sheetOf(t)
	in := Presence{Kind: PresenceIn}
	meeting := Presence{Kind: PresenceMeeting, Until: at("2026-11-23 13:30")}
	travel := Presence{Kind: PresenceTravel}
	person := func(n string) Subject { return Subject{Name: n} }
	group := func(g ...string) Subject { return Subject{Name: "Somebody", Groups: g} }
	for _, c := range []struct {
		name     string
		who      Subject
		topic    string
		at       string // Monday is 2026-11-23
		presence Presence
		outcome  Outcome
		rule     RuleID
		to       string
		when     string
	}{
		{"nothing says otherwise: he is asked", Subject{}, "", "2026-11-23 12:00", in, AskFirst, "", "", ""},
		{"a topic without rules changes nothing", Subject{}, "Board", "2026-11-23 12:00", in, AskFirst, "", "", ""},
		{"quiet hours", Subject{}, "", "2026-11-23 08:15", in, TakeNote, "morning", "", "2026-11-23 09:30"},
		{"always goes before quiet hours", person("Ragnhild Østby"), "", "2026-11-23 08:15", in, Connect, "chair", "", ""},
		{"surname first is the same name", person("ØSTBY, Ragnhild"), "", "2026-11-23 08:15", in, Connect, "chair", "", ""},
		{"always goes before a meeting", person("Ragnhild Østby"), "", "2026-11-23 13:00", meeting, Connect, "chair", "", ""},
		{"always, and far away: asked first", person("Ragnhild Østby"), "", "2026-11-23 13:00", travel, AskFirst, "chair", "", ""},
		{"always goes before a topic that others take", person("Ragnhild Østby"), "Berth", "2026-11-23 09:00", in, Connect, "chair", "", ""},
		{"always only about a topic", group("Crew"), "Accident", "2026-11-27 13:15", in, Connect, "crew", "", ""},
		{"and not about another", group("Crew"), "Board", "2026-11-27 13:15", in, TakeNote, "friday", "", "2026-11-27 15:00"},
		{"never", group("Sellers"), "", "2026-11-23 12:00", in, TakeNote, "sellers", "", ""},
		{"never goes before a topic", group("Sellers"), "Berth", "2026-11-23 09:00", in, TakeNote, "sellers", "", ""},
		{"never goes before hours", group("Sellers", "Yards"), "", "2026-11-24 10:30", in, TakeNote, "sellers", "", ""},
		{"never and always as close: never", group("Sellers", "Crew"), "", "2026-11-23 12:00", in, TakeNote, "sellers", "", ""},
		{"a person goes before his group", Subject{Name: "Tor Vik", Groups: []string{"sellers"}}, "", "2026-11-23 12:00", in, Connect, "seller7", "", ""},
		{"a topic is closer than none", group("Sellers", "Crew"), "accident", "2026-11-23 12:00", in, Connect, "crew", "", ""},
		{"settle", Subject{}, "opening HOURS ", "2026-11-23 08:15", in, Settle, "hours", "", ""},
		{"pass on in the morning", Subject{}, "Berth", "2026-11-23 09:00", in, PassOn, "berth", "Odd Kvamme", ""},
		{"pass on to whoever is there now", Subject{}, "Berth", "2026-11-23 13:00", in, PassOn, "berth2", "Siri Nes", ""},
		{"pass on to the deputy on duty", Subject{}, "Tax", "2026-11-26 13:00", in, PassOn, "tax", "Anne Moe", ""},
		{"nobody there to pass on to", Subject{}, "Berth", "2026-11-23 16:00", in, TakeNote, "berth", "Odd Kvamme", "2026-11-24 08:00"},
		{"topic goes before hours", group("Yards"), "Berth", "2026-11-24 10:30", in, PassOn, "berth", "Odd Kvamme", ""},
		{"absent: the deputy", Subject{}, "", "2026-11-23 12:00", travel, PassOn, "", "Marit Lunde", ""},
		{"absent: another deputy on another day", Subject{}, "", "2026-11-26 12:00", travel, PassOn, "", "Anne Moe", ""},
		{"absent, no deputy on duty: a message", Subject{}, "", "2026-11-27 12:00", meeting, TakeNote, "", "", "2026-11-23 13:30"},
		{"absent goes before hours", group("Yards"), "", "2026-11-24 10:30", travel, PassOn, "", "Marit Lunde", ""},
		{"only at hours, and it is one", group("Yards"), "", "2026-11-24 10:30", in, Connect, "yards", "", ""},
		{"only at hours, and it is not", group("Yards"), "", "2026-11-24 12:00", in, TakeNote, "yards", "", "2026-11-26 10:00"},
		{"quiet goes before hours", group("Brokers"), "", "2026-11-27 14:10", in, TakeNote, "friday", "", "2026-11-27 15:00"},
		{"unless the rule says otherwise", group("Press"), "", "2026-11-27 14:10", in, Connect, "press", "", ""},
		{"private from one named", person("Liv Aasen"), "Private", "2026-11-23 12:00", in, Connect, "wife", "", ""},
		{"private from one named in quiet hours", person("Liv Aasen"), "Private", "2026-11-23 08:15", in, TakeNote, "morning", "", "2026-11-23 09:30"},
		{"private from others at the hour", Subject{}, "Private", "2026-11-23 15:30", in, Connect, "others", "", ""},
		{"private from others before it", Subject{}, "Private", "2026-11-23 12:00", in, TakeNote, "others", "", "2026-11-23 15:00"},
		{"he makes calls himself", Subject{}, "", "2026-11-23 15:30", in, AskFirst, "own", "", ""},
		{"an exception by date", Subject{}, "", "2026-11-25 08:15", in, AskFirst, "", "", ""},
		{"and when it is over", Subject{}, "", "2026-11-25 09:15", in, TakeNote, "morning", "", "2026-11-25 09:30"},
		{"call back when he is best reached", group("Gdynia"), "", "2026-11-27 13:15", in, CallBack, "friday", "", "2026-11-30 10:00"},
		{"within the principal's own hours", group("Lunch"), "", "2026-11-27 13:15", in, CallBack, "friday", "", "2026-11-30 15:00"},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := Verdict(sheet, c.who, c.topic, at(c.at), c.presence)
			when := time.Time{}
			if c.when != "" {
				when = at(c.when)
			}
			if got.Outcome != c.outcome || got.Rule != c.rule || got.To.Title() != c.to || !got.At.Equal(when) {
				t.Errorf("got %s by rule %q (question %d), to %q, at %v", got.Outcome, got.Rule, got.Question, got.To.Title(), got.At)
			}
			if r, ok := sheet.Rule(got.Rule); ok && r.Question != got.Question {
				t.Errorf("rule %q is of question %d, not %d", got.Rule, r.Question, got.Question)
			}
		})
	}
}

func at(text string) time.Time {
	t, err := time.ParseInLocation("2006-01-02 15:04", text, oslo)
	if err != nil {
		panic(err)
	}
	return t
}

func TestVerdict_ReadsHoursOnTheClockOfTheOffice(t *testing.T) {
	sheet := sheetOf(t)
	utc := at("2026-11-23 08:15").UTC() // 07:15
	if r := Verdict(sheet, Subject{}, "", utc.In(oslo), Presence{}); r.Rule != "morning" {
		t.Errorf("in Oslo: %+v", r)
	}
	if r := Verdict(sheet, Subject{}, "", utc, Presence{}); r.Rule != "" {
		t.Errorf("on a clock of UTC: %+v", r)
	}
}

func TestSpan_EndsOnTheWallClockWhenThatIsPutBack(t *testing.T) {
	s := spans(t, "sun 01:00-04:00")[0]
	end, ok := s.Holds(at("2026-10-25 01:30"))
	if !ok || end.Hour() != 4 || end.Sub(at("2026-10-25 01:30")) != 3*time.Hour+30*time.Minute && oslo.String() == "Europe/Oslo" {
		t.Errorf("ends %v, holds %v", end, ok)
	}
}

func TestSpan_OverMidnightBelongsToTheDayItBegan(t *testing.T) {
	s := spans(t, "fri 22:00-06:00")[0]
	for when, want := range map[string]bool{
		"2026-11-27 21:59": false, "2026-11-27 22:00": true, "2026-11-28 05:59": true, "2026-11-28 06:00": false, "2026-11-28 22:30": false, "2026-11-27 05:00": false,
	} {
		if _, ok := s.Holds(at(when)); ok != want {
			t.Errorf("at %s: %v", when, ok)
		}
	}
}

func TestSpan_TextComesBack(t *testing.T) {
	for in, want := range map[string]string{
		"mon-fri 8-9:30":              "mon,tue,wed,thu,fri 08:00-09:30",
		"sat-mon 0-24":                "mon,sat,sun 00:00-24:00",
		"09.30-1000":                  "09:30-10:00",
		"2026-12-24 0-24":             "2026-12-24 00:00-24:00",
		"2026-12-24..2026-12-31 8-16": "2026-12-24..2026-12-31 08:00-16:00",
	} {
		s := spans(t, in)[0]
		text, err := json.Marshal(s)
		if err != nil || string(text) != `"`+want+`"` {
			t.Errorf("%q became %s, %v", in, text, err)
		}
		var back Span
		if err := json.Unmarshal(text, &back); err != nil {
			t.Error(err)
		}
		if again, _ := json.Marshal(back); string(again) != string(text) {
			t.Errorf("%s came back as %s", text, again)
		}
	}
	for _, bad := range []string{"man 8-9", "mon 9-9", "mon 8", "2026-02-30 8-9", "mon 25-26", "2026-12-31..2026-12-24 0-24", "8:5-9"} {
		var s Span
		if err := s.UnmarshalText([]byte(bad)); err == nil {
			t.Errorf("%q was taken as %+v", bad, s)
		}
	}
}

func BenchmarkVerdict(b *testing.B) {
	sheet := sheetOf(b)
	now, who := at("2026-11-27 13:15"), Subject{Name: "Jan Kowalski", Number: "+48585550123", Groups: []string{"Gdynia", "Customers"}}
	for b.Loop() {
		Verdict(sheet, who, "Board", now, Presence{})
	}
}
