package softphone

import (
	"math/rand/v2"
	"net/netip"
	"testing"
	"time"
)

// crooked is a world that answers what the desk wants done: late, in any order, twice, not at all, or with a failure.
type crooked struct {
	t      *testing.T
	r      *rig
	random *rand.Rand
	coming []Event
	read   int // effects answered so far
	honest bool
	voice  map[CallID]bool // open
}

func (w *crooked) chance(percent int) bool { return !w.honest && w.random.IntN(100) < percent }

// step plays one event, checks the rules and lets the world answer.
func (w *crooked) step(e Event) {
	w.r.play(e)
	holdsTogether(w.t, w.r)
	for _, effect := range w.r.all[w.read:] {
		w.answer(effect)
	}
	w.read = len(w.r.all)
}

func (w *crooked) answer(effect Effect) {
	at := w.r.at()
	switch e := effect.(type) {
	case OpenVoice:
		w.voice[e.Call] = true
	case CloseVoice:
		delete(w.voice, e.Call)
	}
	if w.chance(4) {
		if _, ok := SavedBy(effect, w.r.now); ok {
			w.coming = append(w.coming, SaveFailed{At: at, Effect: effect, Reason: Reason{Code: DiskFull}})
			return
		}
		w.coming = append(w.coming, EffectFailed{At: at, Effect: effect, Reason: Reason{Code: Unreachable}})
		return
	}
	if saved, ok := SavedBy(effect, w.r.now); ok {
		w.coming = append(w.coming, saved)
		return
	}
	switch e := effect.(type) {
	case WakeAt:
		if w.honest { // its time has not come
			return
		}
		w.coming = append(w.coming, WokeUp{at, e.Key})
	case OpenVoice:
		w.coming = append(w.coming, VoiceOpened{At: at, Call: e.Call})
	case SendInvite:
		w.coming = append(w.coming, PeerRinging{at, e.Call}, PeerQueued{at, e.Call, "2 before you"})
		switch {
		case w.chance(20):
			w.coming = append(w.coming, CallHungUp{at, e.Call, EndedByPeer, Reason{Code: Busy}})
		case w.chance(10):
			w.coming = append(w.coming, CallRedirected{At: at, Call: e.Call, Targets: []string{"sip:27@pbx.example"}},
				CallHungUp{at, e.Call, EndedByPeer, Reason{Code: Redirected}})
		default:
			w.coming = append(w.coming, MediaAgreed{At: at, Call: e.Call, Early: w.chance(50)}, CallAnswered{at, e.Call})
		}
	case SendAnswer:
		w.coming = append(w.coming, MediaAgreed{At: at, Call: e.Call}, CallAnswered{at, e.Call})
	case SendHold:
		if w.chance(15) {
			w.coming = append(w.coming, HoldFailed{at, e.Call, Reason{Code: HoldRefused}})
			return
		}
		w.coming = append(w.coming, HoldConfirmed{at, e.Call})
	case SendResume:
		if w.chance(15) {
			w.coming = append(w.coming, ResumeFailed{at, e.Call, Reason{Code: HoldRefused}})
			return
		}
		w.coming = append(w.coming, ResumeConfirmed{at, e.Call})
	case SendTransfer:
		if w.chance(40) {
			w.coming = append(w.coming, TransferFailed{At: at, Call: e.Call, Refused: w.chance(50), Reason: Reason{Code: Declined}})
			return
		}
		w.coming = append(w.coming, TransferDone{at, e.Call}, CallHungUp{at, e.Call, EndedByPeer, Reason{Code: HungUp}})
	case SendHangUp:
		w.coming = append(w.coming, CallHungUp{at, e.Call, EndedByUs, Reason{Code: HungUp}})
	case SendReject:
		w.coming = append(w.coming, CallHungUp{at, e.Call, EndedByUs, Reason{Code: Rejected}})
	case SendDeflect:
		w.coming = append(w.coming, CallHungUp{at, e.Call, EndedByUs, Reason{Code: Transferred}})
	case SendProbe:
		w.coming = append(w.coming, VoiceSilent{at, e.Call, 0})
	}
}

// deliver plays one of the answers that are on their way: any, perhaps not for the last time, perhaps never.
func (w *crooked) deliver() {
	i := w.random.IntN(len(w.coming))
	if w.honest {
		i = 0
	}
	e := w.coming[i]
	if !w.chance(12) {
		w.coming = append(w.coming[:i:i], w.coming[i+1:]...)
	}
	if !w.chance(8) {
		w.step(e)
	}
}

// Whatever was shuffled, doubled and lost: when she has hung up everything, and what is still to come has come, nothing
// lives, nothing sounds and no call's sound is open.
func TestStep_NothingIsLeftOpenByAWorldThatShufflesDoublesAndLoses(t *testing.T) {
	for seed := range uint64(300) {
		w := &crooked{t: t, r: newRig(t), random: rand.New(rand.NewPCG(seed, 7)), voice: map[CallID]bool{}}
		for range 250 {
			w.r.pass(time.Duration(w.random.IntN(2000)) * time.Millisecond)
			id := CallID(rune('a' + w.random.IntN(6)))
			other := CallID(rune('a' + w.random.IntN(6)))
			switch n := w.random.IntN(100); {
			case n < 55 && len(w.coming) > 0:
				w.deliver()
			case n < 60:
				w.step(CallArrived{At: w.r.at(), Call: id, Line: "office", Bind: netip.MustParseAddr("127.0.0.1")})
			case n < 63:
				w.step(VoiceSilent{w.r.at(), id, time.Duration(w.random.IntN(60)) * time.Second})
			case n < 65:
				w.step(RecordPressed{Press{At: w.r.at(), Call: id, Ask: 1}})
			case n < 66:
				w.step(LineChanged{At: w.r.at(), Line: "office", State: []LineState{LineRegistered, LineFailed}[w.random.IntN(2)]})
			default:
				if e := shuffled(w.r, w.random.IntN(200), id, other); e != (DeskClosing{w.r.at()}) {
					w.step(e)
				}
			}
		}
		w.honest = true
		for range 12 { // a caller joined with another, or a call for him, may take a round more
			for _, c := range w.r.s.Calls {
				if c.Live() {
					w.step(HangUpPressed{w.r.press(c.ID)})
				}
			}
			for n := 0; len(w.coming) > 0 && n < 2000; n++ {
				w.r.pass(time.Millisecond)
				w.deliver()
			}
		}
		for _, c := range w.r.s.Calls {
			if c.Live() {
				t.Errorf("seed %d: a call lives on: %+v", seed, c)
			}
		}
		if len(w.voice) > 0 || w.r.s.Ringing || len(w.r.s.Refers) > 0 {
			t.Errorf("seed %d: sound open of %v, ringing %v, asked to call %v", seed, w.voice, w.r.s.Ringing, w.r.s.Refers)
		}
		if t.Failed() {
			return
		}
	}
}
