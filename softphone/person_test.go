package softphone

import (
	"testing"
	"time"
)

func TestPerson_IsFoundUnderEveryWayOfWritingTheNumber(t *testing.T) {
	ways := []string{"22413077", "22 41 30 77", "+4722413077", "0047 22 41 30 77", "tel:+47-22-41-30-77", "4722413077",
		"+47 (0) 22 41 30 77", "(+47) 22 41 30 77", "sip:22413077@pbx.example", "SIP:+4722413077@pbx.example;user=phone"}
	others := []string{"2413077", "22413078", "+46722413077", "+4622413077", "+122413077", "", "+46122413077", "sip:pbx.example", "sip:olaf@pbx.example"}
	for _, asked := range ways {
		for _, n := range ways {
			if !(Person{Number: asked}).Is(Stand{Numbers: []string{n}}, "47") {
				t.Errorf("%q is not found by %q", n, asked)
			}
		}
		for _, n := range others {
			if (Person{Number: asked}).Is(Stand{Numbers: []string{n}}, "47") {
				t.Errorf("%q is found by %q", n, asked)
			}
		}
	}
}

func TestPerson_ANumberWithoutCountryCodeIsOfThisCountry(t *testing.T) {
	for _, x := range []struct {
		a, b, country string
		same          bool
	}{
		{"+46 8 123 456", "08123456", "46", true}, // with the trunk prefix
		{"+46 8 123 456", "08123456", "47", false},
		{"+46 (0)8 123 456", "0046 8 123456", "47", true},
		{"101", "+47101", "47", true},
		{"101", "1011", "47", false},
		{"47224130", "+4747224130", "47", true}, // begins as the country code does, and is a whole number
		{"02800", "2800", "47", false},
		{"+1 212 555 0123", "2125550123", "1", true},
		{"22413077", "+4722413077", "", false},
		{"*21", "*21", "47", true},
		{"Olaf", "olaf", "47", true},
		{"sip:olaf@a.example", "sip:olaf@b.example", "47", false},
	} {
		if got := (Person{Number: x.a}).Is(Stand{Numbers: []string{x.b}}, x.country); got != x.same {
			t.Errorf("%+v: %v", x, got)
		}
	}
}

func TestPerson_AWithheldNumberIsNobodys(t *testing.T) {
	for _, n := range []string{"anonymous", "Anonymous", "unknown", "unavailable", "restricted", "private", "asterisk", "freeswitch", "s",
		"sip:anonymous@anonymous.invalid"} {
		p := Person{Number: n}
		if !p.Empty() || p.Is(StandOf(Call{Peer: Peer{Number: n, Name: "Anonymous"}}), "47") {
			t.Errorf("the number %q is somebody's", n)
		}
	}
	for _, n := range []string{"Anonymous", "anonym", "Ukjent", "Skjult  nummer", "Unknown caller", "asterisk"} {
		p := Person{Name: n}
		if !p.Empty() || p.Is(StandOf(Call{Peer: Peer{Number: "anonymous", Name: n}}), "47") {
			t.Errorf("the name %q is somebody's", n)
		}
	}
	if (Person{Number: "anonymous", Name: "Ragnhild Østby"}).Empty() {
		t.Error("a name is enough")
	}
}

func TestPerson_IsFoundUnderTheWholeNameOnly(t *testing.T) {
	p := Person{Name: " ragnhild  ØSTBY "}
	c := Call{Caller: CallerFields{FirstName: "Ragnhild", Surname: "Østby"}}
	if !p.Is(StandOf(c), "47") || !p.Is(StandOf(Call{Peer: Peer{Name: "Ragnhild Østby"}}), "47") || !p.Is(StandOfMessage(Message{FirstName: "Ragnhild", Surname: "Østby"}), "47") {
		t.Error("not found")
	}
	if p.Is(StandOf(Call{Caller: CallerFields{Surname: "Østby"}}), "47") || (Person{}).Is(Stand{Names: []string{""}, Numbers: []string{""}}, "47") {
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

func TestErasure_TakesTheNumberOutOfCallsOfOthersOnTheDesk(t *testing.T) {
	r := newRig(t)
	r.arrive("a")
	r.talk("a")
	r.play(CallHungUp{r.at(), "a", EndedByPeer, Reason{HungUp, "x"}})
	r.s.Calls[0].TransferredTo, r.s.Calls[0].EndReason = "+4732", Reason{Transferred, "32"}
	r.s.Calls[0].Colleague = Colleague{Name: "Siri Nes", Number: "32"}
	r.play(SaveFailed{At: r.at(), Effect: SaveCall{Call: r.call("a")}, Reason: Reason{Code: DiskFull}},
		SaveFailed{At: r.at(), Effect: SaveCall{Call: Call{ID: "off the desk", State: Ended, TransferredTo: "32"}}, Reason: Reason{Code: DiskFull}})
	r.play(PersonErased{Press: r.press(""), Person: Person{Number: "32"}})
	want[ErasePerson](r) // a save may have been on its way
	if c := r.call("a"); c.ID == "" || c.TransferredTo != "" || c.Colleague != (Colleague{}) || c.EndReason != (Reason{Code: Transferred}) {
		t.Fatalf("%+v", c)
	}
	r.pass(time.Minute)
	r.play(WokeUp{r.at(), WakeKey{What: WakeRetry}})
	saved := 0
	for _, e := range r.did {
		if e, ok := e.(SaveCall); ok {
			saved++
			if e.Call.TransferredTo != "" || e.Call.EndReason.Detail != "" {
				t.Errorf("written back: %+v", e.Call)
			}
		}
	}
	if saved != 2 {
		t.Errorf("%d calls saved", saved)
	}
}

func TestErasure_TakesWhatWasNeverSaved(t *testing.T) {
	r := newRig(t)
	r.arrive("his")
	r.talk("his")
	r.play(CallHungUp{r.at(), "his", EndedByPeer, Reason{Code: HungUp}})
	r.arrive("lasts")
	r.talk("lasts")
	r.s.Calls[0].Peer, r.s.Calls[1].Peer = Peer{Number: "22413077"}, Peer{Number: "22413077"}
	full := Reason{Code: DiskFull}
	r.play(DraftEdited{Press: r.press(""), Draft: Message{ID: "draft", Number: "22 41 30 77"}},
		DraftEdited{Press: r.press(""), Draft: Message{ID: "another's", Number: "22413078"}},
		DraftEdited{Press: r.press(""), Draft: Message{ID: "now", Call: "lasts", Number: "22413077"}})
	r.play(SaveFailed{At: r.at(), Effect: SaveCall{Call: r.call("his")}, Reason: full},
		SaveFailed{At: r.at(), Effect: SaveCall{Call: Call{ID: "with a message", State: Ended}}, Reason: full},
		SaveFailed{At: r.at(), Effect: SaveDraft{Message: Message{ID: "of the call", Call: "with a message", Number: "+4722413077"}}, Reason: full},
		SaveFailed{At: r.at(), Effect: SaveDraft{Message: r.draft("draft")}, Reason: full},
		SaveFailed{At: r.at(), Effect: SaveDraft{Message: r.draft("another's")}, Reason: full})
	r.s.unsaved = append(r.s.unsaved, SaveMessage{Message: Message{ID: "taken", Number: "4722413077"}})
	r.play(PersonErased{Press: r.press(""), Person: Person{Number: "22413077"}})
	want[ErasePerson](r)
	if _, on := r.s.Call("his"); on {
		t.Error("his call is on the desk")
	}
	if _, on := r.s.Call("lasts"); !on || r.draft("now").ID == "" || r.draft("another's").ID == "" {
		t.Error("a call that lasts, its draft or another's draft is gone")
	}
	if r.draft("draft").ID != "" {
		t.Error("his draft is on the desk")
	}
	if len(r.s.unsaved) != 1 || r.s.unsaved[0].(SaveDraft).Message.ID != "another's" {
		t.Errorf("to be saved: %+v", r.s.unsaved)
	}
}
