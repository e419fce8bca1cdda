package softphone

import (
	"testing"
	"time"
)

func TestStep_CallbackIsBegunWithWhatIsKnownOfTheCaller(t *testing.T) {
	r := newRig(t)
	r.arrive("a")
	r.talk("a")
	r.play(CallerNoted{Press: r.press("a"), Caller: CallerFields{FirstName: "Ragnhild", Surname: "Østby", Number: "22413077"}})
	r.play(SituationPressed{Press: r.press("a"), Situation: "refusal"})
	if !r.s.OwesNextStep(r.call("a")) {
		t.Fatal("after a no nothing is owed")
	}
	r.play(SituationActed{r.press("a")})
	if f := want[FocusField](r); f.Field != "callback" {
		t.Fatalf("the caret goes to %q", f.Field)
	}
	b, ok := r.s.CallbackInHand("a")
	if !ok || b.Name != "Ragnhild Østby" || b.Number != "22413077" || b.Kind != RingBack {
		t.Fatalf("%+v", b)
	}
	want[SaveCallback](r) // on disk at once, survives a kill

	b.What, b.When = "the freight rate", "15:30"
	r.play(CallbackEdited{Press: r.press("a"), Callback: b})
	r.play(WokeUp{r.at(), WakeKey{What: WakeCallback, ID: string(b.ID)}})
	if saved := want[SaveCallback](r).Callback; saved.What != b.What || !saved.Due.Equal(noon.Add(3*time.Hour+30*time.Minute)) || !saved.Agreed.IsZero() {
		t.Fatalf("%+v", saved)
	}
	if !r.s.OwesNextStep(r.call("a")) {
		t.Fatal("a half-written callback is no promise")
	}
	r.pass(time.Second)
	r.play(CallbackAgreed{r.press(""), b.ID})
	wantNo[Reply](r) // not before it is on disk
	if w := want[WakeAt](r); !w.At.Equal(noon.Add(3*time.Hour+30*time.Minute)) || w.Key.What != WakeCallbackDue {
		t.Fatalf("%+v", w)
	}
	r.play(Saved{r.at(), SavedCallback, string(b.ID)})
	want[Reply](r)
	if r.s.OwesNextStep(r.call("a")) {
		t.Fatal("still owed")
	}
	if _, inHand := r.s.CallbackInHand("a"); inHand {
		t.Fatal("still being written")
	}
}

func TestStep_CallbackNeedsANumberAndATaskItsWords(t *testing.T) {
	r := newRig(t)
	r.play(CallbackEdited{Press: r.press(""), Callback: Callback{ID: "x", Kind: RingBack}}, CallbackAgreed{r.press(""), "x"})
	if why := want[Reply](r).Reason; why.Code != BadNumber {
		t.Fatalf("%+v", why)
	}
	r.play(CallbackEdited{Press: r.press(""), Callback: Callback{ID: "x", Kind: Task}}, CallbackAgreed{r.press(""), "x"})
	if why := want[Reply](r).Reason; why.Code != BadValue {
		t.Fatalf("%+v", why)
	}
	r.play(CallbackEdited{Press: r.press(""), Callback: Callback{ID: "x", Kind: "other"}})
	if why := want[Reply](r).Reason; why.Code != BadValue {
		t.Fatalf("%+v", why)
	}
}

func TestStep_CallbackNextIsRungAndDoneAndOpenAgain(t *testing.T) {
	r := newRig(t)
	for id, when := range map[CallbackID]string{"late": "14:00", "soon": "13:00"} {
		r.play(CallbackEdited{Press: r.press(""), Callback: Callback{ID: id, Kind: RingBack, Number: "22413077", When: when}})
		r.play(CallbackAgreed{r.press(""), id})
	}
	r.play(CallbackDialled{Press: r.press(""), NewCall: "out"})
	if want[OpenVoice](r); r.call("out").Direction != Out || r.call("out").Caller.Number != "22413077" {
		t.Fatalf("%+v", r.call("out"))
	}
	if b, _ := r.s.CallbackOf("out"); b.ID != "soon" {
		t.Fatalf("rung for %q", b.ID)
	}
	r.play(CallbackClosed{Press: r.press(""), Callback: "soon"})
	if b, _ := r.s.NextCallback(); b.ID != "late" {
		t.Fatalf("next is %q", b.ID)
	}
	r.play(CallbackClosed{Press: r.press(""), Callback: "soon", Open: true})
	if b, _ := r.s.NextCallback(); b.ID != "soon" || want[SaveCallback](r).Callback.ID != "soon" {
		t.Fatalf("next is %q", b.ID)
	}
}

func TestStep_CallbacksOfAnErasedPersonLeaveTheDesk(t *testing.T) {
	r := newRig(t)
	r.play(CallbackEdited{Press: r.press(""), Callback: Callback{ID: "x", Kind: RingBack, Number: "22 41 30 77"}})
	r.play(PersonErased{Press: r.press(""), Person: Person{Number: "22413077"}})
	if len(r.s.Callbacks) != 0 {
		t.Fatalf("%+v", r.s.Callbacks)
	}
}

// One reader reads the times of callbacks and of messages, so that the same words are the same time.
func TestDueAt_IsWhatTheMessageFormUnderstands(t *testing.T) {
	now := time.Date(2026, 11, 24, 12, 0, 0, 0, time.FixedZone("", 3600)) // a Tuesday
	for words, want := range map[string]string{
		"15:30": "24 15:30", "kl. 15.30": "24 15:30", "kl 9": "25 09:00", "1530": "24 15:30", "før kl. 14": "24 14:00", "before 3 pm": "24 15:00",
		"kl. 3": "24 15:00", "halv fire": "24 15:30", "fre 9": "27 09:00", "9-11": "25 09:00", "innen fredag": "27 16:00", "etter 14": "24 14:00",
		"+20": "24 12:20", "20 min": "24 12:20", "om 2 timer": "24 14:00", "in an hour": "24 13:00", "om en time": "24 13:00",
		"i morgen": "25 08:00", "i morgen kl. 10": "25 10:00", "Tomorrow at 10:15": "25 10:15", "fredag 9": "27 09:00", "on Friday": "27 08:00",
		"tirsdag 8": "01 08:00", "2.12. 14": "02 14:00", "2/12": "02 08:00", "i dag 16": "24 16:00", "": "", "snart": "", "25:00": "", "32.1": "", "31.2.": "",
	} {
		at, ok := DueAt(words, now)
		got := ""
		if ok {
			got = at.Format("02 15:04")
		}
		if got != want {
			t.Errorf("%q: %q, want %q", words, got, want)
		}
		m := Message{CallWhen: words, Taken: now}.timed(now)
		if said := m.CallFrom; !m.CallFrom.Equal(at) && !(said.IsZero() && m.CallUntil.Equal(at)) {
			t.Errorf("%q: a message has %v to %v, a callback %v", words, m.CallFrom, m.CallUntil, at)
		}
	}
}

func TestStep_CallbackIsStillToldWhenTheClockWasSetBack(t *testing.T) {
	r := newRig(t)
	r.play(CallbackEdited{Press: r.press(""), Callback: Callback{ID: "x", Kind: RingBack, Number: "22413077", When: "13:00"}}, CallbackAgreed{r.press(""), "x"})
	r.play(WokeUp{r.at(), WakeKey{What: WakeCallbackDue, ID: "x"}}) // an hour early
	wantNo[RaiseWindow](r)
	if w := want[WakeAt](r); !w.At.Equal(noon.Add(time.Hour)) {
		t.Errorf("woken at %v", w.At)
	}
}

func TestStep_CallbackKeepsItsTimeWhileOtherWordsAreTyped(t *testing.T) {
	r := newRig(t)
	b := Callback{ID: "x", Kind: RingBack, Number: "22413077", When: "+20"}
	r.play(CallbackEdited{Press: r.press(""), Callback: b}, CallbackAgreed{r.press(""), "x"})
	due := noon.Add(20 * time.Minute)
	r.pass(10 * time.Minute)
	b.What = "the freight rate"
	r.play(CallbackEdited{Press: r.press(""), Callback: b})
	if got, _ := r.s.Callback("x"); got.Due.Sub(due).Abs() > time.Minute {
		t.Fatalf("due at %v, not %v", got.Due, due)
	}
	b.When = "+30"
	r.play(CallbackEdited{Press: r.press(""), Callback: b})
	got, _ := r.s.Callback("x")
	if w := want[WakeAt](r); got.Due.Sub(due).Abs() < 15*time.Minute || !w.At.Equal(got.Due) {
		t.Fatalf("due at %v, woken at %v", got.Due, w.At)
	}
	r.arrive("a")
	r.talk("a")
	r.s.Now = got.Due
	r.pass(got.Due.Sub(r.at().At))
	r.play(WokeUp{r.at(), WakeKey{What: WakeCallbackDue, ID: "x"}})
	wantNo[RaiseWindow](r)
	if w := want[WakeAt](r); w.Key.What != WakeCallbackDue { // again after the talk
		t.Fatalf("%+v", w)
	}
}
