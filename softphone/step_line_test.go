package softphone

import (
	"strings"
	"testing"
	"time"
)

// secondLine gives the rig a line "shop" beside "office", registered.
func (r *rig) secondLine(own LineOwn) {
	r.t.Helper()
	r.play(LineAdded{Press: r.press(""), Account: r.shop(own), Password: "p"}, LineChanged{At: r.at(), Line: "shop", State: LineRegistered})
}

func (r *rig) shop(own LineOwn) Account {
	return Account{ID: "shop", Address: "pbx.example", User: "200", Transport: UDP, Register: true, OwnNumber: "+47 22 00 00 02", Own: own}
}

func (r *rig) arriveOver(line LineID, id CallID, own string) {
	r.t.Helper()
	r.play(CallArrived{At: r.at(), Call: id, Line: line, OwnNumber: own, Peer: Peer{Number: "22410000"}})
}

func (r *rig) said(id CallID) string {
	r.t.Helper()
	g, ok := GuideFor(r.s, id, r.now)
	if !ok {
		r.t.Fatalf("nothing to say in call %q", id)
	}
	return Text(g.Sentence)
}

func TestLine_IsAnsweredWithItsOwnCompanyOrSentence(t *testing.T) {
	r := newRig(t)
	r.play(SettingChanged{Press: r.press(""), Key: SetBusiness, Value: "Accountants"}, SettingChanged{Press: r.press(""), Key: SetSecretary, Value: "Ida"})
	r.secondLine(LineOwn{Company: "Fjord Boats"})
	r.arrive("a")
	r.arriveOver("shop", "b", "")
	if got := r.said("a"); got != "Good afternoon, Accountants Nordvik, Ida." {
		t.Errorf("the general greeting is %q", got)
	}
	if got := r.said("b"); got != "Good afternoon, Fjord Boats, Ida." {
		t.Errorf("the line's greeting is %q", got)
	}
	r.play(LineAdded{Press: r.press(""), Account: r.shop(LineOwn{Company: "Fjord Boats", Greeting: "Ahoy, {company}, {secretary}!"})})
	if got := r.said("b"); got != "Ahoy, Fjord Boats, Ida!" {
		t.Errorf("the line's own sentence is %q", got)
	}
	r.play(WordingPressed{r.press("b")})
	if got := r.said("b"); got != "Good afternoon, Fjord Boats, Ida." {
		t.Errorf("the next wording is %q", got)
	}
	r.play(StepPressed{r.press("b"), "ending"})
	if got := r.said("b"); got != "Thank you." {
		t.Errorf("at the end she says %q", got)
	}
	r.play(SituationPressed{Press: r.press("b"), Situation: "wait"}, StepPressed{r.press("b"), "greeting"}, SituationPressed{Press: r.press("b"), Situation: "wait"})
	if got := r.said("b"); got != "One moment?" {
		t.Errorf("in a situation she says %q", got)
	}
	if got := Text(GreetingOn(r.s, r.shop(LineOwn{Company: "Ægir"}), r.now)); got != "Good afternoon, Ægir, Ida." {
		t.Errorf("as it would be answered: %q", got)
	}
	if got := r.said(""); got != "Good afternoon, Accountants Nordvik, Ida." {
		t.Errorf("for the next call, wherever it comes from, %q", got)
	}
}

func TestLine_TheNumberRungCountsWhereverTheCallCame(t *testing.T) {
	r := newRig(t)
	r.secondLine(LineOwn{Company: "Fjord Boats", Ring: TuneWood, Record: RecordIncoming})
	for id, own := range map[CallID]string{"a": "+4722000002", "b": "22 00 00 02", "c": "004722000002"} {
		r.arriveOver("office", id, own)
		if got := r.said(id); got != "Good afternoon, Fjord Boats, …." {
			t.Errorf("to %s: %q", own, got)
		}
	}
	r.arriveOver("office", "d", "22000003")
	if got := r.said("d"); got != "Good afternoon, Nordvik, …." {
		t.Errorf("to another number: %q", got)
	}
	r.play(DialPressed{Press: r.press(""), NewCall: "e", Line: "office", Number: "22"})
	if got := r.said("e"); got != "Good afternoon, Nordvik, …." {
		t.Errorf("in a call of ours: %q", got)
	}
}

func TestLine_WithoutANumberOfItsOwnIsRungByItsUserName(t *testing.T) {
	r := newRig(t)
	for id, user := range map[LineID]string{"one": "100", "two": "200"} {
		a := r.shop(LineOwn{Company: "Boats " + user})
		a.ID, a.User, a.OwnNumber = id, user, ""
		r.play(LineAdded{Press: r.press(""), Account: a, Password: "p"})
	}
	for own, boats := range map[string]string{"200": "200", "100": "100", "300": "100"} {
		r.arriveOver("one", CallID("for "+own), own)
		if got := r.said(CallID("for " + own)); got != "Good afternoon, Boats "+boats+", …." {
			t.Errorf("to %s over the line 100: %q", own, got)
		}
	}
	s := State{Lines: []LineStatus{{Account: Account{ID: PracticeLine, User: "anteroom", OwnNumber: "200"}}, {Account: Account{ID: "one", User: "100"}}}}
	if l := s.LineOf(Call{Line: "one", Direction: In, OwnNumber: "200"}); l.Account.ID != "one" {
		t.Errorf("the practice line has the ways of a call over %q", l.Account.ID)
	}
}

func TestLine_IsHeardByItsRing(t *testing.T) {
	r := newRig(t)
	r.play(SettingChanged{Press: r.press(""), Key: SetRingTune, Value: string(TuneBell)})
	r.secondLine(LineOwn{Ring: TuneWood})
	r.arriveOver("shop", "a", "")
	if e := want[StartRing](r); e.Tune != TuneWood || e.Sound != RingNormal {
		t.Fatalf("%+v", e)
	}
	r.arrive("b")
	wantNo[StartRing](r) // the key answers the first
	r.play(AnswerPressed{r.press("a")})
	if e := want[StartRing](r); e.Tune != TuneBell {
		t.Fatalf("then the second rings with %+v", e)
	}
	r.play(VoiceOpened{At: r.at(), Call: "a"})
	if e := want[StartRing](r); e.Tune != TuneBell || e.Sound != RingWaiting {
		t.Fatalf("while she talks: %+v", e)
	}
	r.play(RingTried{Press: r.press(""), Tune: TuneHarp})
	wantNo[TryRing](r)
	r.play(RejectPressed{r.press("b")}, RingTried{Press: r.press(""), Tune: TuneHarp})
	if e := want[TryRing](r); e.Tune != TuneHarp {
		t.Fatalf("%+v", e)
	}
	r.play(RingTried{Press: r.press(""), Tune: "gong"})
	if why := want[Reply](r).Reason; why.Code != BadValue {
		t.Errorf("an unknown tune: %v", why)
	}
}

func TestLine_RecordsByItsOwnRule(t *testing.T) {
	r := newRig(t)
	r.play(SettingChanged{Press: r.press(""), Key: SetRecord, Value: RecordAll})
	r.secondLine(LineOwn{Record: RecordByKey})
	r.arriveOver("shop", "a", "")
	r.talk("a")
	if _, on := r.call("a").Recording(); on {
		t.Error("recorded against the line's rule")
	}
	r.arrive("b")
	r.talk("b")
	if _, on := r.call("b").Recording(); !on {
		t.Error("the general rule does not hold for the other line")
	}
}

func TestLine_ItsHoldMusicIsReadOnceAndPlayedToItsCallers(t *testing.T) {
	r := newRig(t)
	r.secondLine(LineOwn{HoldMusic: "/boats.mp3"})
	found := false
	for _, e := range r.all {
		found = found || e == ChooseMusic{Line: "shop", File: "/boats.mp3"}
	}
	if !found {
		t.Fatal("the music was not read")
	}
	r.arriveOver("shop", "a", "")
	r.talk("a")
	r.play(HoldPressed{r.press("a")})
	if e := want[PlayMusicOf](r); e.Line != "shop" {
		t.Fatalf("%+v", e)
	}
	r.arrive("b")
	r.talk("b")
	r.play(HoldPressed{r.press("b")})
	wantNo[PlayMusicOf](r)
	why := Reason{MusicUnplayed, "no such file"}
	r.play(EffectFailed{At: r.at(), Effect: ChooseMusic{Line: "shop", File: "/boats.mp3"}, Reason: why})
	if l, _ := r.s.Line("shop"); l.MusicTrouble != why || !r.s.MusicTrouble.Zero() {
		t.Fatalf("trouble: %+v, %+v", l.MusicTrouble, r.s.MusicTrouble)
	}
	r.play(LineAdded{Press: r.press(""), Account: r.shop(LineOwn{})})
	if e := want[ChooseMusic](r); e.Line != "shop" || e.File != "" {
		t.Fatalf("%+v", e)
	}
	r.play(EffectFailed{At: r.at(), Effect: ChooseMusic{Line: "shop", File: "/boats.mp3"}, Reason: why}) // of before
	if l, _ := r.s.Line("shop"); !l.MusicTrouble.Zero() {
		t.Errorf("%+v", l.MusicTrouble)
	}
}

func TestLine_ChangedInWhatIsItsOwnStaysOpenWithItsCalls(t *testing.T) {
	r := newRig(t)
	r.secondLine(LineOwn{})
	r.arriveOver("shop", "a", "")
	a := r.shop(LineOwn{Company: "Fjord", Ring: TuneHarp, Record: RecordAll, Greeting: "Hi", HoldMusic: "/x.wav"})
	a.Digits, a.Codecs = DigitsTones, []string{}
	r.play(LineAdded{Press: r.press(""), Account: a})
	wantNo[CloseLine](r)
	wantNo[OpenLine](r)
	if e := want[ChangeLine](r); e.Account.Digits != DigitsTones {
		t.Fatalf("%+v", e)
	}
	if e := want[SaveAccount](r); e.Account.Own != a.Own || e.Password != "p" {
		t.Fatalf("%+v", e)
	}
	if l, _ := r.s.Line("shop"); l.State != LineRegistered || l.Account.Own != a.Own {
		t.Fatalf("%+v", l)
	}
	for state, why := range map[LineState]Reason{LineRegistering: {}, LineFailed: {Code: NoAnswer}} {
		r.play(LineChanged{At: r.at(), Line: "shop", State: state, Reason: why})
		a.Own.Company = string(state)
		r.play(LineAdded{Press: r.press(""), Account: a})
		wantNo[CloseLine](r)
		wantNo[OpenLine](r)
		if l, _ := r.s.Line("shop"); l.State != state || l.Account.Own != a.Own {
			t.Fatalf("while it is %s: %+v", state, l)
		}
	}
	a.RefuseMD5 = true
	r.play(LineAdded{Press: r.press(""), Account: a})
	want[CloseLine](r)
	if e := want[OpenLine](r); !e.Account.RefuseMD5 || e.Password != "p" {
		t.Fatalf("%+v", e)
	}
	r.play(CallHungUp{r.at(), "a", EndedByUs, Reason{}}, LineAdded{Press: r.press(""), Account: a}) // not registered: it is tried at once
	want[OpenLine](r)
}

func TestLine_WhatIsItsOwnIsLookedThrough(t *testing.T) {
	r := newRig(t)
	long := string(make([]byte, 501))
	for name, change := range map[string]func(*Account){
		"company":  func(a *Account) { a.Own.Company = long },
		"greeting": func(a *Account) { a.Own.Greeting = long },
		"names":    func(a *Account) { a.Own.Greeting = "Hello from {firm}" },
		"music":    func(a *Account) { a.Own.HoldMusic = long },
		"ring":     func(a *Account) { a.Own.Ring = "gong" },
		"record":   func(a *Account) { a.Own.Record = "never" },
		"digits":   func(a *Account) { a.Digits = "smoke" },
	} {
		a := r.shop(LineOwn{})
		change(&a)
		r.play(LineAdded{Press: r.press(""), Account: a})
		if why := want[Reply](r).Reason; why.Code != BadValue {
			t.Errorf("%s: %v", name, why)
		}
	}
	for n, code := range map[int]ReasonCode{120: NoReason, 121: BadValue} { // characters, of two bytes each
		if why := (LineOwn{Company: strings.Repeat("ø", n)}).Check(); why.Code != code {
			t.Errorf("a name of %d characters: %v", n, why)
		}
	}
}

func TestDigits_GoTheWayOfTheLine(t *testing.T) {
	for _, how := range DigitsChoices {
		r := newRig(t)
		a := r.shop(LineOwn{})
		a.Digits = how
		r.play(LineAdded{Press: r.press(""), Account: a, Password: "p"}, LineChanged{At: r.at(), Line: "shop", State: LineRegistered})
		r.arriveOver("shop", "a", "")
		r.talk("a")
		r.pass(time.Second)
		r.play(DigitsPressed{Press: r.press("a"), Digits: "12#"})
		if e := want[SendDigits](r); e.How != how || e.Digits != "12#" {
			t.Errorf("%q: %+v", how, e)
		}
		if how != DigitsInfo {
			wantNo[SendDigitsByInfo](r)
			continue
		}
		if e := want[SendDigitsByInfo](r); e.Digits != "12#" {
			t.Errorf("%+v", e)
		}
		why := Reason{DigitsRefused, "415 Unsupported Media Type"}
		r.play(DigitsFailed{At: r.at(), Call: "a", Reason: why})
		if c := r.call("a"); c.Trouble != why || c.State != Talking {
			t.Errorf("%+v", c.Trouble)
		}
	}
}
