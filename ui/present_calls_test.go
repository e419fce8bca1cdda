package ui

import (
	"strings"
	"testing"
	"time"

	"anteroom/softphone"
)

var nb = inLanguage("nb")

// stateOf is the desk after events.
func stateOf(t *testing.T, lang string, events ...softphone.Event) softphone.State {
	t.Helper()
	return newStepDesk(append([]softphone.Event{office(t, lang)}, events...)...).State()
}

func later(e []softphone.Event, d time.Duration) []softphone.Event {
	for i, x := range e {
		if h, ok := x.(softphone.HoldConfirmed); ok {
			h.At.At = h.At.At.Add(d)
			e[i] = h
		}
	}
	return e
}

func TestCalls_TheCallerNearestZeroIsOnTopAndOwnsF5(t *testing.T) {
	s := stateOf(t, "nb", join(later(held("late", "91500123"), 20*time.Second), later(held("soon", "91500124"), 5*time.Second), later(held("last", "91500125"), 30*time.Second))...)
	d := presentCalls(s, at.Add(31*time.Second), nb)
	var order, caps []string
	for _, c := range d.Waiting {
		order, caps = append(order, string(c.ID)), append(caps, c.Key)
	}
	if strings.Join(order, " ") != "soon late last" || strings.Join(caps, "|") != "F5|⇧ F5|" {
		t.Errorf("order %v with keys %q", order, caps)
	}
	if l := d.Ticks["soon"].Left; l != 14 {
		t.Errorf("%d seconds left, want 14", l)
	}
}

func TestCalls_TheCountdownGoesOverIntoLateness(t *testing.T) {
	s := stateOf(t, "nb", join(held("a", "91500123"))...)
	for _, x := range []struct {
		after     time.Duration
		left      int
		soon, due bool
	}{{0, 40, false, false}, {30 * time.Second, 10, false, false}, {30500 * time.Millisecond, 10, false, false}, {31 * time.Second, 9, true, false},
		{39900 * time.Millisecond, 1, true, false}, {40 * time.Second, 0, true, true}, {47 * time.Second, -7, true, true}} {
		d := presentCalls(s, at.Add(x.after), nb)
		c, k := d.Waiting[0], d.Ticks["a"]
		if k.Left != x.left || c.Soon != x.soon || c.Due != x.due {
			t.Errorf("after %v: %d left, soon %v, due %v", x.after, k.Left, c.Soon, c.Due)
		}
	}
}

func TestCalls_TheRingIsCountedByTheCadence(t *testing.T) {
	s := stateOf(t, "nb", lineUp, arrives("a", "22413077"))
	for ring, after := range map[int]time.Duration{1: 0, 2: 5 * time.Second, 4: 19 * time.Second, 5: 20 * time.Second} {
		c := presentCalls(s, at.Add(after), nb).Ringing[0]
		if c.Ring != ring || c.Key != "F2" {
			t.Errorf("after %v: ring %d (%s), key %q", after, c.Ring, c.RingText, c.Key)
		}
	}
}

// Calls for the director come first: on top, in the pop-up, and under the key.
func TestCalls_TheDirectorsOwnNumberComesFirst(t *testing.T) {
	rings := func(id softphone.CallID, own string) softphone.Event {
		return softphone.CallArrived{At: now0, Call: id, Line: "l", Peer: softphone.Peer{Number: "2241307" + string(id)}, OwnNumber: own}
	}
	director := softphone.Principal{ID: "aasen", FirstName: "Henrik", Surname: "Aasen", Number: "101"}
	s := stateOf(t, "nb", lineUp, softphone.PrincipalSaved{Press: softphone.Press{At: now0}, Principal: director}, rings("1", "100"), rings("2", "101"))
	d := presentCalls(s, at, nb)
	if d.Ringing[0].ID != "2" || d.Ringing[0].Key != "F2" || d.Ringing[1].Key != "" {
		t.Errorf("%+v", d.Ringing)
	}
	if v := presentRinging(s, at, nb); v.Call != "2" || v.More == "" {
		t.Errorf("%+v", v)
	}
}

func TestCalls_LongWaitingAndRedirectsWarn(t *testing.T) {
	events := join(held("a", "91500123"))
	a := softphone.Press{At: now0, Call: "a"}
	for _, joined := range []softphone.CallID{"a-1", "a-2"} { // sent on to somebody who is busy, and back, and waiting again
		events = append(events, softphone.TransferPressed{Press: a, Number: "101"},
			softphone.CallHungUp{At: now0, Call: joined, By: softphone.EndedByPeer, Reason: softphone.Reason{Code: softphone.Busy}},
			softphone.ResumeConfirmed{At: now0, Call: "a"}, softphone.HoldPressed{Press: a}, softphone.HoldConfirmed{At: now0, Call: "a"})
	}
	s := stateOf(t, "nb", events...)
	c := presentCalls(s, at.Add(179*time.Second), nb).Waiting[0]
	if c.LongWait != "" || c.Redirects != "Satt over 2 ganger" || !c.ManyRedirect {
		t.Errorf("%+v", c)
	}
	if c = presentCalls(s, at.Add(181*time.Second), nb).Waiting[0]; c.LongWait == "" {
		t.Error("three minutes of waiting suggest nothing")
	}
}

func TestCalls_HowACallEnded(t *testing.T) {
	hung := func(by softphone.EndedBy, code softphone.ReasonCode) softphone.Event {
		return softphone.CallHungUp{At: now0, Call: "a", By: by, Reason: softphone.Reason{Code: code}}
	}
	for want, events := range map[string][]softphone.Event{
		"desk.end.missed":  {arrives("a", "22413077"), hung(softphone.EndedByPeer, softphone.Cancelled)},
		"desk.end.by_peer": append(answered("a", "22413077"), hung(softphone.EndedByPeer, softphone.HungUp)),
		"desk.end.by_us":   append(answered("a", "22413077"), hung(softphone.EndedByUs, softphone.HungUp)),
		"desk.end.wrong": append(answered("a", "22413077"), softphone.WrongNumberPressed{Press: softphone.Press{At: now0, Call: "a"}},
			hung(softphone.EndedByUs, softphone.HungUp)),
		"reason.connection_cut": append(answered("a", "22413077"), hung(softphone.EndedByNetwork, softphone.ConnectionCut)),
	} {
		d := presentCalls(stateOf(t, "nb", join(events)...), at, nb)
		if len(d.Ended) != 1 || d.Ended[0].How != nb(want) {
			t.Errorf("%s: %+v", want, d.Ended)
		}
	}
	out := softphone.Call{Direction: softphone.Out, State: softphone.Ended, Answered: at, EndedBy: softphone.EndedByPeer}
	if got := endWords(out, nb); got != "Den andre la på" {
		t.Errorf("whoever was rung hung up: %q", got)
	}
}

func TestCalls_PresenceInFewWords(t *testing.T) {
	p := softphone.Principal{Presence: softphone.Presence{Kind: softphone.PresenceTravel}}
	p.Presence.Until = at.AddDate(0, 0, 10)
	if got := whereShort(p, at, inLanguage("en")); got != "Travelling until 3/12" {
		t.Errorf("in English %q", got)
	}
	for want, until := range map[string]time.Time{"På reise": {}, "På reise til 16:30": at.Add(3*time.Hour + 28*time.Minute), "På reise til fre.": at.AddDate(0, 0, 4),
		"På reise til 3.12.": at.AddDate(0, 0, 10)} {
		p.Presence.Until = until
		if got := whereShort(p, at, nb); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

func TestCall_TilesFollowTheState(t *testing.T) {
	word := func(s softphone.State, i int) string { return presentCall(s, at, nb).Tiles[i].Label }
	ringing := stateOf(t, "nb", lineUp, arrives("a", "22413077"))
	h := presentCall(ringing, at, nb)
	if h.Tiles[0].Weight != toneAccent || h.Tiles[5].Command != "reject" || h.Tiles[1].Can {
		t.Errorf("ringing: %+v", h.Tiles)
	}
	talking := stateOf(t, "nb", join(answered("a", "22413077"))...)
	if word(talking, 1) != "På vent" || word(talking, 2) != "Sett over" || word(talking, 3) != "Ring, toner" || presentCall(talking, at, nb).Tiles[0].Can {
		t.Errorf("talking: %+v", presentCall(talking, at, nb).Tiles)
	}
	waits := stateOf(t, "nb", join(held("a", "22413077"))...)
	if word(waits, 1) != "Ta tilbake" || presentCall(waits, at, nb).Tiles[1].Weight != toneAccent {
		t.Errorf("waiting: %+v", presentCall(waits, at, nb).Tiles)
	}
	none := presentCall(stateOf(t, "nb", lineUp), at, nb)
	if none.Tiles[5].Can || none.Tiles[4].Can || !none.Tiles[2].Can {
		t.Errorf("no call: %+v", none.Tiles)
	}
}

// The caller hangs up first: the desk hints at it, and never blocks.
func TestCall_HintsThatTheCallerHangsUpFirstAndBlocksNothing(t *testing.T) {
	for name, events := range map[string][]softphone.Event{"talking": answered("a", "22413077"), "waiting": held("a", "22413077")} {
		h := presentCall(stateOf(t, "nb", join(events)...), at, nb)
		if h.Hint != "La innringeren legge på først" || h.Tiles[5].Command != "hangup" || !h.Tiles[5].Can {
			t.Errorf("%s: %q, %+v", name, h.Hint, h.Tiles[5])
		}
	}
	if h := presentCall(stateOf(t, "nb", lineUp, arrives("a", "22413077")), at, nb); h.Hint != "" {
		t.Errorf("before it is answered: %q", h.Hint)
	}
}

func TestFrame_SaysWhyALineFailed(t *testing.T) {
	s := stateOf(t, "en", softphone.LineChanged{At: now0, Line: "l", State: softphone.LineFailed, Reason: softphone.Reason{Code: softphone.WrongPassword, Detail: "403 Forbidden"}})
	v := presentFrame(s, pageDesk, notice{}, at, inLanguage("en"))
	if v.Line.Tone != toneDanger || v.Line.Words != "ida.holm@sip.nordvik.example: Wrong password: type it again in Settings (403 Forbidden)" {
		t.Errorf("%+v", v.Line)
	}
}

func TestFrame_OffersToAnswerOnOtherPagesOnlyWhileSomebodyRings(t *testing.T) {
	for want, events := range map[bool][]softphone.Event{true: {lineUp, arrives("a", "22413077")}, false: {lineUp}} {
		got := false
		for _, h := range presentFrame(stateOf(t, "nb", events...), pageSettings, notice{}, at, nb).Hints {
			got = got || h.Value == nb("key.answer.short")
		}
		if got != want {
			t.Errorf("offered: %v, want %v", got, want)
		}
	}
}

func TestCall_TheNumberThatWasRungIsSaidWhereItIsNotTheLinesOwn(t *testing.T) {
	for own, want := range map[string]string{"22004400": "ringte 22 00 44 00", "": "", "22413000": "", "+4722413000": "", "004722413000": "",
		"+4622413000": "ringte +46 224 130 00"} {
		s := stateOf(t, "nb", lineUp, softphone.CallArrived{At: now0, Call: "a", Line: "l", Peer: softphone.Peer{Number: "22413077", Name: "Ragnhild"}, OwnNumber: own})
		s.Lines[0].Account.OwnNumber = "22 41 30 00"
		if got := presentCall(s, at, nb).Under; got != joinDots("22 41 30 77", want) {
			t.Errorf("%q: %q", own, got)
		}
	}
}

func TestFrame_TheDateInBothLanguages(t *testing.T) {
	if got := dateWords(at, nb); got != "man. 23. november" {
		t.Errorf("got %q", got)
	}
	if got := dateWords(at, inLanguage("en")); got != "Mon 23 November" {
		t.Errorf("got %q", got)
	}
}

func TestIdle_TellsWhatTheLastRunLeft(t *testing.T) {
	e := office(t, "nb").(softphone.DeskOpened)
	e.Snapshot.Drafts = []softphone.Message{{ID: "d", Surname: "Østby", FirstName: "Ragnhild", For: "Henrik Aasen", State: softphone.Draft, Taken: at}}
	e.Snapshot.Unfinished = []softphone.Call{{ID: "u", State: softphone.Ended, Started: at, Unfinished: true, Peer: softphone.Peer{Name: "Leif-Arne Hagen"}}}
	s := newStepDesk(e).State()
	v := presentIdle(s, at, seenNotices{role: true}, nb)
	if !strings.Contains(v.Unfinished, "Leif-Arne Hagen") || !strings.Contains(v.Unfinished, "13:02") || v.Offered != "En kladd fra sist venter: Ragnhild Østby → Henrik Aasen" {
		t.Errorf("%+v", v)
	}
	if v = presentIdle(s, at, seenNotices{true, true, true}, nb); v.Unfinished+v.Offered != "" {
		t.Errorf("put away, it still says %+v", v)
	}
}

func TestNextChange_IsTheFullSecondWhileSomethingCounts(t *testing.T) {
	now := at.Add(300 * time.Millisecond)
	if got := nextChange(stateOf(t, "nb", lineUp), notice{}, now); !got.Equal(at.Add(time.Minute)) {
		t.Errorf("nothing counts: %v", got)
	}
	if got := nextChange(stateOf(t, "nb", join(answered("a", "1"))...), notice{}, now); !got.Equal(at.Add(time.Second)) {
		t.Errorf("a talk: %v", got)
	}
	s := stateOf(t, "nb", join(later(held("a", "1"), 500*time.Millisecond))...)
	if got := nextChange(s, notice{}, at.Add(40200*time.Millisecond)); !got.Equal(at.Add(40500 * time.Millisecond)) {
		t.Errorf("a return that falls due: %v", got)
	}
}

func TestClock_AndLateness(t *testing.T) {
	for want, s := range map[string]int{"00:00": 0, "02:14": 134, "59:59": 3599, "1:00:01": 3601} {
		if got := clock(s); got != want {
			t.Errorf("clock(%d) = %q, want %q", s, got, want)
		}
	}
	for want, name := range map[string]string{"RØ": "Ragnhild Østby", "LH": "Leif-Arne Hagen", "Å": "Åse", "–": "915 00 123", "АИ": "Анна Петровна Иванова"} {
		if got := initials(name); got != want {
			t.Errorf("initials(%q) = %q, want %q", name, got, want)
		}
	}
}

func TestHead_SaysThatACallWaitsInAQueueAndWhatTheExchangeSaysOfIt(t *testing.T) {
	dialled := func(text string) softphone.State {
		return stateOf(t, "nb", lineUp, softphone.DialPressed{Press: softphone.Press{At: softphone.At{At: at}}, NewCall: "a", Number: "22413077"},
			softphone.VoiceOpened{At: softphone.At{At: at}, Call: "a"}, softphone.PeerQueued{At: softphone.At{At: at}, Call: "a", Text: text})
	}
	for text, want := range map[string]string{"": "I kø", "2 before you": "I kø: 2 before you",
		"All our telephones are taken, please be patient and stay": "I kø: All our telephones are taken, please be…"} {
		if word, _ := stateWord(dialled(text), dialled(text).Calls[0], nb); word != want {
			t.Errorf("%q, want %q", word, want)
		}
	}
}
