package softphone

import (
	"testing"
	"time"
)

var friday = time.Date(2026, 11, 27, 12, 0, 0, 0, time.UTC) // a Friday

func TestWhere_JoinsWhatIsSetWithTheTelephone(t *testing.T) {
	until := friday.Add(time.Hour)
	for _, c := range []struct {
		name  string
		p     Presence
		lamp  LampState
		told  Told
		kind  PresenceKind
		phone bool
		reach Reachable
	}{
		{"in, on the telephone", Presence{Kind: PresenceIn, From: ByHand}, LampBusy, Told{}, PresenceIn, true, ReachableSoon},
		{"in, and his telephone rings", Presence{}, LampRinging, Told{}, PresenceIn, false, ReachableSoon},
		{"in and free", Presence{Kind: PresenceIn}, LampIdle, Told{Kind: ToldOpen}, PresenceIn, false, ReachableNow},
		{"in a meeting though his telephone is used", Presence{Kind: PresenceMeeting, Until: until, From: ByHand}, LampBusy, Told{}, PresenceMeeting, true, ReachableNot},
		{"tells a meeting himself, nobody else has said anything", Presence{}, LampIdle, Told{Kind: ToldMeeting}, PresenceMeeting, false, ReachableNot},
		{"tells a meeting, but the secretary has said that he is in", Presence{Kind: PresenceIn, From: ByHand}, LampIdle, Told{Kind: ToldMeeting}, PresenceIn, false, ReachableNow},
		{"no telephone of his is there", Presence{}, LampUnknown, Told{Kind: ToldClosed}, PresenceIn, false, ReachableNot},
		{"says he is on the telephone, but it hangs", Presence{}, LampIdle, Told{Kind: ToldOnPhone}, PresenceIn, false, ReachableNow},
	} {
		w := Where(c.p, c.lamp, c.told, friday)
		if w.Kind != c.kind || w.OnPhone != c.phone || w.Reachable != c.reach {
			t.Errorf("%s: %+v", c.name, w)
		}
	}
	if !Where(Presence{Kind: PresenceOut, Until: friday}, "", Told{}, friday).Overdue {
		t.Error("who should be back is not overdue")
	}
}

func TestBusyAt_TakesTheWeightiestToTheEndOfWhatFollows(t *testing.T) {
	h := func(n float64) time.Time { return friday.Add(time.Duration(n * float64(time.Hour))) }
	all := []BusyTime{{h(-1), h(1), PresenceMeeting, "A"}, {h(1), h(2), PresenceMeeting, "B"}, {h(2.5), h(3), PresenceMeeting, ""}}
	b, ok := BusyAt(all, friday)
	if !ok || b.Kind != PresenceMeeting || !b.End.Equal(h(2)) || b.Note != "A" {
		t.Errorf("%v %+v", ok, b)
	}
	all = append(all, BusyTime{h(-20), h(30), PresenceTravel, "Gdynia"})
	if b, _ = BusyAt(all, friday); b.Kind != PresenceTravel || !b.End.Equal(h(30)) {
		t.Errorf("the trip does not go before: %+v", b)
	}
	if _, ok = BusyAt(all[:3], h(2.2)); ok {
		t.Error("busy between two meetings")
	}
}

func TestPresenceNow_TheSecretaryGoesBeforeTheCalendarUntilHerTimeIsOver(t *testing.T) {
	set := Settings{}
	meeting := []BusyTime{{friday, friday.Add(2 * time.Hour), PresenceMeeting, "Styrerommet"}}
	at := func(min int) time.Time { return friday.Add(time.Duration(min) * time.Minute) }
	hand := func(k PresenceKind, until time.Time, since int) Presence {
		return Presence{Kind: k, Until: until, Since: at(since), From: ByHand}
	}
	for _, c := range []struct {
		name string
		p    Presence
		now  time.Time
		want PresenceKind
		from PresenceSource
	}{
		{"nobody said anything", Presence{Kind: PresenceIn}, at(1), PresenceMeeting, ByCalendar},
		{"out by hand", hand(PresenceOut, at(30), -10), at(1), PresenceOut, ByHand},
		{"busy by hand, over", hand(PresenceBusy, at(30), -10), at(31), PresenceMeeting, ByCalendar},
		{"said in during the meeting", hand(PresenceIn, time.Time{}, 5), at(6), PresenceIn, ByHand},
		{"said in before the meeting", hand(PresenceIn, time.Time{}, -5), at(6), PresenceMeeting, ByCalendar},
		{"in until a time", hand(PresenceIn, at(60), -5), at(6), PresenceIn, ByHand},
		{"the meeting is over", Presence{Kind: PresenceMeeting, Until: at(120), From: ByCalendar}, at(120), PresenceIn, ByItself},
		{"out, which asks at its end", hand(PresenceOut, at(30), -10), at(200), PresenceOut, ByHand},
	} {
		p := presenceNow(c.p, meeting, true, c.now, set)
		if p.Kind != c.want || p.From != c.from {
			t.Errorf("%s: %+v", c.name, p)
		}
	}
	kept := Presence{Kind: PresenceTravel, Until: at(300), From: ByCalendar}
	if p := presenceNow(kept, nil, false, at(1), set); p != kept {
		t.Errorf("before the calendar is read anew: %+v", p)
	}
}

func TestStep_PresenceFollowsTheCalendarAndIsNoted(t *testing.T) {
	r := newRig(t)
	r.play(PrincipalSaved{Press: r.press(""), Principal: Principal{ID: "p", Surname: "Aasen"}},
		CalendarSet{Press: r.press(""), Principal: "p", Address: " webcal://example.org/a.ics "})
	if f := want[FollowCalendars](r); len(f.Calendars) != 1 || f.Calendars[0].Address != "webcal://example.org/a.ics" {
		t.Fatalf("%+v", f)
	}
	start, end := r.now.Add(time.Hour), r.now.Add(2*time.Hour)
	r.play(CalendarRead{r.at(), "p", "an older address", []BusyTime{{r.now, end, PresenceIll, ""}}},
		CalendarRead{r.at(), "p", "webcal://example.org/a.ics", []BusyTime{{start, end, PresenceMeeting, "Styrerommet"}}})
	where := func() Presence { p, _ := r.s.Principal("p"); return p.Presence }
	if where().Kind != PresenceIn {
		t.Fatalf("%+v", where())
	}
	w := want[WakeAt](r)
	if !w.At.Equal(start) {
		t.Fatalf("wakes at %v", w.At)
	}
	r.now = w.At
	r.play(WokeUp{r.at(), w.Key})
	if p := where(); p.Kind != PresenceMeeting || !p.Until.Equal(end) || p.Note != "Styrerommet" || p.MayTell {
		t.Fatalf("%+v", p)
	}
	if n := want[NotePresence](r); n.Entry.Kind != PresenceMeeting || n.Entry.From != ByCalendar || !n.Entry.At.Equal(r.now) {
		t.Fatalf("%+v", n)
	}
	r.play(CalendarFailed{r.at(), "p", "webcal://example.org/a.ics", Reason{CalendarUnreachable, "x"}})
	if c, _ := r.s.Calendar("p"); c.Trouble.Code != CalendarUnreachable || len(c.Busy) != 1 {
		t.Fatalf("%+v", c)
	}
	r.now = end
	r.play(WokeUp{r.at(), w.Key})
	if p := where(); p.Kind != PresenceIn || p.From != ByItself {
		t.Fatalf("%+v", p)
	}
	r.now = start.Add(time.Minute)
	r.play(WokeUp{r.at(), w.Key}, CalendarSet{Press: r.press(""), Principal: "p"})
	if p := where(); p.Kind != PresenceIn || len(r.s.Office.Calendars) != 0 {
		t.Fatalf("what the calendar said stays without it: %+v", p)
	}
}

func TestStep_PresenceThatAsksStaysUntilSheSaysSo(t *testing.T) {
	r := newRig(t)
	r.play(PrincipalSaved{Press: r.press(""), Principal: Principal{ID: "p", Surname: "Aasen"}},
		PresenceSet{Press: r.press(""), Principal: "p", Presence: Presence{Kind: PresenceOut, Until: r.now.Add(time.Hour), Note: " Rotterdam "}})
	r.now = r.now.Add(time.Hour)
	r.play(WokeUp{r.at(), WakeKey{What: WakePresence}})
	p, _ := r.s.Principal("p")
	if p.Presence.Kind != PresenceOut || !p.Presence.Overdue(r.now) || p.Presence.Note != "Rotterdam" {
		t.Fatalf("%+v", p.Presence)
	}
	r.play(SettingChanged{r.press(""), "presence_ends_out", PresenceReturns}, WokeUp{r.at(), WakeKey{What: WakePresence}})
	if p, _ = r.s.Principal("p"); p.Presence.Kind != PresenceIn {
		t.Fatalf("%+v", p.Presence)
	}
}

func TestStep_PresenceOfStaffWhoAreNoPrincipals(t *testing.T) {
	r := newRig(t)
	r.play(PresenceSet{Press: r.press(""), Staff: "c", Name: "Siri Nes", Presence: Presence{Kind: PresenceMeeting, Until: r.now.Add(time.Hour)}})
	if s := want[SaveStaffPresence](r).Staff; s.Name != "Siri Nes" || s.Presence.From != ByHand {
		t.Fatalf("%+v", s)
	}
	if p, ok := r.s.StaffPresence(Contact{ID: "c"}); !ok || p.Kind != PresenceMeeting {
		t.Fatalf("%+v", p)
	}
	r.now = r.now.Add(time.Hour)
	r.play(WokeUp{r.at(), WakeKey{What: WakePresence}})
	if p, _ := r.s.StaffPresence(Contact{ID: "c"}); p.Kind != PresenceIn {
		t.Fatalf("%+v", p)
	}
	refuses(r, PresenceSet{Press: r.press(""), Presence: Presence{Kind: PresenceOut}}, NoSuchStaff)
	refuses(r, PresenceSet{Press: r.press(""), Staff: "c", Presence: Presence{Kind: PresenceOut, Until: r.now}}, BadValue)
}

// refuses plays a press that is to be answered with a reason.
func refuses(r *rig, e Event, why ReasonCode) {
	r.t.Helper()
	r.play(e)
	if got := want[Reply](r).Reason.Code; got != why {
		r.t.Errorf("%T was answered with %q, not %q", e, got, why)
	}
}

func TestStep_PresenceIsLookedAtAgainWhenTheClockWasSetBack(t *testing.T) {
	r := newRig(t)
	r.play(PrincipalSaved{Press: r.press(""), Principal: Principal{ID: "p", Surname: "Aasen"}},
		PresenceSet{Press: r.press(""), Principal: "p", Presence: Presence{Kind: PresenceMeeting, Until: r.now.Add(time.Hour)}})
	w := want[WakeAt](r)
	r.play(WokeUp{r.at(), w.Key}) // the clock shows an hour less than it ran
	if again := want[WakeAt](r); again.Key != w.Key || !again.At.Equal(w.At) {
		t.Errorf("woken %+v, not %+v", again, w)
	}
}
