package softphone

import (
	"testing"
	"time"
)

func TestPerson_IsFoundUnderEveryWayOfWritingTheNumber(t *testing.T) {
	p := Person{Number: "22 41 30 77"}
	for n, want := range map[string]bool{
		"22413077": true, "+4722413077": true, "0047 22 41 30 77": true, "tel:+47-22-41-30-77": true,
		"2413077": false, "22413078": false, "+46722413077": false, "": false, "+46122413077": false,
	} {
		if got := p.Is(Stand{Numbers: []string{n}}); got != want {
			t.Errorf("%q: %v", n, got)
		}
	}
	if (Person{Number: "+46 8 123 456"}).Is(Stand{Numbers: []string{"08123456"}}) != true {
		t.Error("with its trunk prefix a number is another one")
	}
	if (Person{Number: "101"}).Is(Stand{Numbers: []string{"1011", "2101", "+47101"}}) == false {
		t.Error("+47101 is 101 with its country code")
	}
}

func TestPerson_IsFoundUnderTheWholeNameOnly(t *testing.T) {
	p := Person{Name: " ragnhild  ØSTBY "}
	c := Call{Caller: CallerFields{FirstName: "Ragnhild", Surname: "Østby"}}
	if !p.Is(StandOf(c)) || !p.Is(StandOf(Call{Peer: Peer{Name: "Ragnhild Østby"}})) || !p.Is(StandOfMessage(Message{FirstName: "Ragnhild", Surname: "Østby"})) {
		t.Error("not found")
	}
	if p.Is(StandOf(Call{Caller: CallerFields{Surname: "Østby"}})) || (Person{}).Is(Stand{Names: []string{""}, Numbers: []string{""}}) {
		t.Error("somebody else is found")
	}
	if !(Person{Number: " - ", Name: " "}).Empty() || (Person{Name: "x"}).Empty() {
		t.Error("who is nobody")
	}
}

func erased(r *rig, ask AskID, calls ...CallID) PersonErased {
	return PersonErased{Press: Press{At: r.at(), Ask: ask}, Person: Person{Number: "22"}, Erased: Erased{CallIDs: calls, MessageIDs: []MessageID{"d"}}}
}

func TestErasure_ComesAfterWhatIsStillToBeSavedAndTellsWhoDidIt(t *testing.T) {
	r := newRig(t)
	r.play(SettingChanged{Press: r.press(""), Key: SetSecretary, Value: "Ida Holm"}, DraftEdited{Press: r.press(""), Draft: Message{ID: "d", Number: "22"}})
	r.play(ErasurePressed{Press: r.press(""), Person: Person{Number: "22"}})
	if k := kinds(r.did); len(k) != 2 || k[0] != "softphone.SaveDraft" || k[1] != "softphone.ErasePerson" {
		t.Fatalf("%v", k)
	}
	if e := want[ErasePerson](r); e.Ask != 7 || e.By != "Ida Holm" {
		t.Fatalf("%+v", e)
	}
	r.play(ErasurePressed{Press: r.press(""), Person: Person{Number: "22"}, Outside: true})
	if e := want[ErasePerson](r); e.By != "Ida Holm (ctl)" {
		t.Fatalf("%+v", e)
	}
	r.play(EffectFailed{At: r.at(), Effect: ErasePerson{Ask: 7}, Reason: Reason{Code: StoreFailed}})
	if want[Reply](r).Reason.Code != StoreFailed {
		t.Fatal("a failure is not told")
	}
	r.play(ErasurePressed{Press: r.press(""), Person: Person{Name: " "}})
	wantNo[ErasePerson](r)
	if want[Reply](r).Reason.Code != BadValue {
		t.Fatal("nobody is meant, and it is not said")
	}
}

func TestErasure_NothingOfItComesBackFromTheDesk(t *testing.T) {
	r := newRig(t)
	r.arrive("a")
	r.talk("a")
	r.arrive("b")
	r.talk("b")
	r.play(CallHungUp{r.at(), "a", EndedByPeer, Reason{Code: HungUp}}, SelectPressed{r.press("a")},
		DraftEdited{Press: r.press(""), Draft: Message{ID: "d", Verbatim: "x"}})
	r.play(SaveFailed{At: r.at(), Effect: SaveCall{Call: r.call("a")}, Reason: Reason{Code: DiskFull}})
	r.play(erased(r, 7, "a", "b"))
	if want[Reply](r).Reason.Code != NoReason || want[ErasePerson](r).Ask != 0 { // again: a save may have been on its way
		t.Fatal("not confirmed")
	}
	if _, on := r.s.Call("a"); on || r.s.Selected == "a" || len(r.s.unsaved) != 0 {
		t.Fatal("still on the desk")
	}
	if _, on := r.s.Call("b"); !on {
		t.Fatal("a call that lasts is gone")
	}
	if _, on := r.s.Draft("d"); on {
		t.Fatal("the draft is still there")
	}
	r.play(DraftEdited{Press: r.press(""), Draft: Message{ID: "d", Verbatim: "xy"}}) // a late key
	r.pass(time.Second)
	r.play(WokeUp{r.at(), WakeKey{What: WakeDraft, ID: "d"}}, WokeUp{r.at(), WakeKey{What: WakeRetry}})
	for _, e := range r.did {
		if _, ok := e.(SaveDraft); ok {
			t.Fatal("the draft is written again")
		}
	}
	r.play(erased(r, 0, "a"))
	wantNo[ErasePerson](r)
}
