package softphone

import (
	"net/netip"
	"testing"
	"time"
)

// FuzzStep plays shuffled, doubled and unknown events and holds the rules that nothing may break.
func FuzzStep(f *testing.F) {
	f.Add([]byte{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19})
	f.Add([]byte{0, 20, 40, 1, 21, 5, 6, 41, 7, 46, 8, 25, 9})
	f.Add([]byte{10, 2, 30, 4, 50, 5, 70, 7, 90, 9, 110, 13, 14, 15, 0, 5, 5, 6, 6, 7, 7, 8, 8})
	f.Fuzz(func(t *testing.T, script []byte) {
		r := newRig(t)
		for _, b := range script {
			r.pass(time.Duration(b) * 173 * time.Millisecond)
			r.play(shuffled(r, int(b)%20, CallID(rune('a'+int(b)/20%4))))
			holdsTogether(t, r)
		}
	})
}

func shuffled(r *rig, n int, id CallID) Event {
	p := Press{At: r.at(), Call: id, Ask: 1}
	return []Event{
		CallArrived{At: r.at(), Call: id, Line: "office", Bind: netip.MustParseAddr("127.0.0.1")},
		AnswerPressed{p}, VoiceOpened{At: r.at(), Call: id}, CallAnswered{r.at(), id}, MediaAgreed{At: r.at(), Call: id, Early: n%2 == 0},
		HoldPressed{p}, HoldConfirmed{r.at(), id}, ResumePressed{p}, ResumeConfirmed{r.at(), id}, CallHungUp{r.at(), id, EndedByPeer, Reason{Code: HungUp}},
		DialPressed{Press: p, NewCall: id, Number: "22"}, HoldFailed{r.at(), id, Reason{Code: ServerTrouble}}, ResumeFailed{r.at(), id, Reason{Code: ServerTrouble}},
		WokeUp{r.at(), WakeKey{What: WakeReturn, Call: id}}, HangUpPressed{p}, ReturnPressed{Press{At: r.at()}},
		NextPressed{p}, SituationPressed{Press: p, Situation: "otherline"}, SituationActed{p},
		DraftEdited{Press: p, Draft: Message{ID: MessageID("m-" + string(id)), Call: id, Verbatim: "x"}},
	}[n]
}

func holdsTogether(t *testing.T, r *rig) {
	talking := 0
	for _, c := range r.s.Calls {
		if hasVoice(c) && c.State != Ringing {
			talking++
		}
		open := len(c.Holds) > 0 && c.Holds[len(c.Holds)-1].End.IsZero()
		if open != (c.State == Held) || (c.State == Held) == c.ReturnDue.IsZero() {
			t.Fatalf("hold does not fit the state: %+v", c)
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
	if talking > 1 {
		t.Fatalf("%d calls talk at once: %+v", talking, r.s.Calls)
	}
	seen := map[AskID]int{}
	for _, e := range r.did {
		if a, ok := e.(Reply); ok {
			seen[a.Ask]++
		}
	}
	if seen[1] > 1 {
		t.Fatalf("answered %d times", seen[1])
	}
}
