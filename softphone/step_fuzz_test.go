package softphone

import (
	"math/rand/v2"
	"net/netip"
	"testing"
	"time"
)

// FuzzStep plays shuffled, doubled and unknown events and holds the rules that nothing may break.
func FuzzStep(f *testing.F) {
	f.Add([]byte{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19})
	f.Add([]byte{0, 20, 40, 1, 21, 5, 6, 41, 7, 46, 8, 25, 9})
	f.Add([]byte{10, 2, 30, 4, 50, 5, 70, 7, 90, 9, 110, 13, 14, 15, 0, 5, 5, 6, 6, 7, 7, 8, 8})
	f.Fuzz(playShuffled)
}

// playShuffled plays two bytes an event: which, and of which of four calls.
func playShuffled(t *testing.T, script []byte) {
	r := newRig(t)
	r.play(PrincipalSaved{Principal: Principal{ID: "p", Number: "23"}, Press: Press{At: r.at()}}, LampChanged{r.at(), "office", "23", LampBusy})
	for i := 0; i+1 < len(script); i += 2 {
		r.pass(time.Duration(script[i]) * 173 * time.Millisecond)
		id := CallID(rune('a' + script[i+1]%4))
		next := CallID(rune('a' + (script[i+1]%4+1+script[i+1]/4%3)%4))
		r.play(shuffled(r, int(script[i]), id, next))
		holdsTogether(t, r)
	}
}

func TestStep_ShuffledEventsBreakNoRule(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for range 500 {
		script := make([]byte, 2*80)
		for i := range script {
			script[i] = byte(random.Uint32())
		}
		playShuffled(t, script)
		if t.Failed() {
			t.Fatalf("script %v", script)
		}
	}
}

func shuffled(r *rig, n int, id, other CallID) Event {
	r.asked++
	ask := r.asked
	p := Press{At: r.at(), Call: id, Ask: ask}
	all := []Event{
		CallArrived{At: r.at(), Call: id, Line: "office", Bind: netip.MustParseAddr("127.0.0.1")},
		AnswerPressed{p}, VoiceOpened{At: r.at(), Call: id}, CallAnswered{r.at(), id}, MediaAgreed{At: r.at(), Call: id, Early: n%2 == 0},
		HoldPressed{p}, HoldConfirmed{r.at(), id}, ResumePressed{p}, ResumeConfirmed{r.at(), id}, CallHungUp{r.at(), id, EndedByPeer, Reason{Code: HungUp}},
		DialPressed{Press: p, NewCall: id, Number: "22"}, HoldFailed{r.at(), id, Reason{Code: ServerTrouble}}, ResumeFailed{r.at(), id, Reason{Code: ServerTrouble}},
		WokeUp{r.at(), WakeKey{What: WakeReturn, Call: id}}, HangUpPressed{p}, ReturnPressed{Press{At: r.at()}},
		NextPressed{p}, SituationPressed{Press: p, Situation: "otherline"}, SituationActed{p},
		DraftEdited{Press: p, Draft: Message{ID: MessageID("m-" + string(id)), Call: id, Verbatim: "x"}},
		ConsultPressed{Press: p, NewCall: other, Number: "23"}, ConsultPressed{Press: Press{At: r.at(), Ask: ask}, NewCall: other, Number: "23"},
		ConsultPressed{Press: p}, ConnectPressed{p}, ConnectPressed{Press{At: r.at(), Ask: ask}}, TakeBackPressed{p}, SwapPressed{p}, SwapPressed{Press{At: r.at(), Ask: ask}},
		TransferPressed{Press: p, Number: "24"}, TransferDone{r.at(), id},
		TransferFailed{At: r.at(), Call: id, Refused: true, Reason: Reason{Code: Declined}},
		TransferFailed{At: r.at(), Call: id, Reason: Reason{Code: Busy}},
		ConferencePressed{p}, ConferencePressed{Press{At: r.at(), Ask: ask}}, DeflectPressed{Press: p, Number: "25"},
		CallReplaced{At: r.at(), Call: id, Old: other},
		ReferArrived{At: r.at(), Refer: ReferAsked{ID: "r", Call: id, Target: "26"}},
		ReferAnswered{Press: p, Refer: "r", NewCall: other, Yes: true}, ReferAnswered{Press: p, Refer: "r"},
		WaitForPressed{p}, WaitForPressed{Press{At: r.at(), Ask: ask}}, LampChanged{r.at(), "office", "23", LampBusy}, LampChanged{r.at(), "office", "23", LampIdle},
		CallRedirected{At: r.at(), Call: id, Targets: []string{"sip:27@pbx.example"}}, RedirectAnswered{Press: p, NewCall: other, Yes: true},
		PeerRinging{r.at(), id}, PeerQueued{r.at(), id, "2 before you"},
		LineAdded{Press: p, Account: Account{ID: "office", Address: "pbx.example", User: "100", Transport: UDP, Register: true, Digits: DigitsInfo,
			Own: LineOwn{Ring: TuneWood, HoldMusic: "/own.wav", Greeting: "Hi", Record: RecordAll}}},
		DigitsPressed{Press: p, Digits: "1#"}, DigitsFailed{r.at(), id, Reason{Code: DigitsRefused}}, RingTried{Press: p, Tune: TuneBell},
		SearchPromised{Press: p, Minutes: 1}, WokeUp{r.at(), WakeKey{What: WakePromise, Call: id}}, RedirectsCounted{r.at(), id, "", 2},
		CallbackPressed{Press: p}, CallbackEdited{Press: p, Callback: Callback{ID: CallbackID("cb-" + id), Call: id, Kind: RingBack, Number: "28", When: "+1"}},
		CallbackAgreed{Press: p, Callback: CallbackID("cb-" + id)}, CallbackClosed{Press: p, Callback: CallbackID("cb-" + id), Open: n%2 == 0},
		CallbackDropped{Press: p, Callback: CallbackID("cb-" + id)}, CallbackDialled{Press: p, NewCall: other},
		CallHungUp{r.at(), id, EndedByPeer, Reason{Code: Busy}}, DeskClosing{r.at()},
	}
	// What moves a call on comes more often than what ends it.
	often := []int{0, 1, 2, 3, 5, 6, 7, 8, 10, 2, 3, 20, 20, 21, 23, 24}
	if n >= len(all) {
		n = often[n%len(often)]
	}
	if n == len(all)-1 && len(r.all)%3 > 0 { // the end of the program should be rare
		n = 0
	}
	return all[n]
}

func holdsTogether(t *testing.T, r *rig) {
	talking := 0
	for _, c := range r.s.Calls {
		if hasVoice(c) && c.State != Ringing && !c.Conference {
			talking++
		}
		tied(t, r, c)
		open := len(c.Holds) > 0 && c.Holds[len(c.Holds)-1].End.IsZero()
		if open != (c.State == Held) || (c.State == Held) == c.ReturnDue.IsZero() {
			t.Fatalf("hold does not fit the state: %+v", c)
		}
		if c.Queued && (c.Direction != Out || c.State != Ringing && c.State != Early) {
			t.Fatalf("in a queue, and not on its way: %+v", c)
		}
		if (c.State == Ended) == c.Ended.IsZero() {
			t.Fatalf("end does not fit the state: %+v", c)
		}
		for i, v := range c.Visits {
			if v.Left.IsZero() && i < len(c.Visits)-1 {
				t.Fatalf("an earlier visit is still open: %+v", c.Visits)
			}
		}
	}
	if joined := conferring(r); joined == 1 || joined > 0 && talking > 0 {
		t.Fatalf("%d in conference, %d talk beside it: %+v", joined, talking, r.s.Calls)
	}
	if talking > 1 {
		t.Fatalf("%d calls talk at once: %+v", talking, r.s.Calls)
	}
	seen := map[AskID]int{}
	for _, e := range r.did {
		if a, ok := e.(Reply); ok {
			seen[a.Ask]++
		}
	}
	for ask, n := range seen {
		if ask != 0 && n > 1 {
			t.Fatalf("%d answered %d times: %+v", ask, n, r.did)
		}
	}
}

func conferring(r *rig) (n int) {
	for _, c := range r.s.Calls {
		if c.Conference && c.Live() {
			n++
		}
	}
	return n
}

// tied: what joins calls holds at both ends.
func tied(t *testing.T, r *rig, c Call) {
	other := func(id CallID) Call { o, _ := r.s.Call(id); return o }
	switch {
	case !c.Live() && (c.Transfer.Active() || c.ConsultFor != "" || c.Bridged != "" || c.Conference):
		t.Fatalf("an ended call is tied: %+v", c)
	case c.Transfer.Step == Consulting && (other(c.Transfer.With).ConsultFor != c.ID || !other(c.Transfer.With).Live()):
		t.Fatalf("consults nobody: %+v\n%+v", c, other(c.Transfer.With))
	case c.ConsultFor != "" && !other(c.ConsultFor).Live():
		t.Fatalf("called for nobody: %+v", c)
	case c.WaitsFor != "" && (c.Transfer.Active() || c.State != Held && c.Changing != Held):
		t.Fatalf("waits for somebody without waiting: %+v", c)
	case !c.Live() && c.BusyAt != "":
		t.Fatalf("an ended call knows who is busy: %+v", c)
	case c.Bridged != "" && other(c.Bridged).Bridged != c.ID:
		t.Fatalf("joined with nobody: %+v", c)
	}
}
