package softphone

import "testing"

func TestStep_RingingToneIsSilentDuringATalkAndComesBack(t *testing.T) {
	r := newRig(t)
	r.play(DialPressed{Press: r.press(""), NewCall: "out", Number: "22413077"}, VoiceOpened{At: r.at(), Call: "out"},
		PeerRinging{At: r.at(), Call: "out"})
	if want[SetVoice](r).Mode != VoiceRingback {
		t.Fatal("no ringing tone")
	}
	heard := func() (m VoiceMode) { // what was set last of the call that rings
		for _, e := range r.all {
			if v, ok := e.(SetVoice); ok && v.Call == "out" {
				m = v.Mode
			}
		}
		return m
	}
	r.arrive("a")
	r.talk("a")
	if heard() != VoiceQuiet {
		t.Fatal("the ringing tone goes on over the talk")
	}
	r.play(PeerRinging{At: r.at(), Call: "out"})
	wantNo[SetVoice](r)
	r.hold("a")
	if heard() != VoiceRingback {
		t.Fatal("the ringing tone does not come back")
	}
}

func TestStep_AutoAnswerWaitsForTheTalkToEnd(t *testing.T) {
	r := newRig(t)
	r.play(SettingChanged{Press: r.press(""), Key: SetAutoAnswer, Value: "1"})
	r.arrive("a")
	r.talk("a")
	r.arrive("b")
	r.play(WokeUp{r.at(), WakeKey{What: WakeAutoAnswer, Call: "b"}})
	again := want[WakeAt](r)
	r.play(HoldPressed{r.press("a")}, HoldConfirmed{r.at(), "a"}, WokeUp{r.at(), again.Key})
	want[OpenVoice](r)
}

func TestStep_DialledNumberHasAnAddressAndAnAddressANumber(t *testing.T) {
	for dialled, peer := range map[string]Peer{
		"22413077":              {Number: "22413077", URI: "sip:22413077@pbx.example"},
		"sip:anna@192.0.2.7:80": {Number: "anna", URI: "sip:anna@192.0.2.7:80"},
		"sip:192.0.2.7":         {URI: "sip:192.0.2.7"},
	} {
		r := newRig(t)
		r.play(DialPressed{Press: r.press(""), NewCall: "out", Number: dialled}, VoiceOpened{At: r.at(), Call: "out"})
		if got := r.call("out").Peer; got != peer || want[SendInvite](r).Number != dialled {
			t.Errorf("%s: %+v, sent to %q", dialled, got, want[SendInvite](r).Number)
		}
	}
}

func TestStep_RealNumberIsNotDialledIntoThePracticeLine(t *testing.T) {
	r := newRig(t)
	r.play(PracticeOpened{At: r.at(), Account: Account{ID: PracticeLine}},
		LineChanged{At: r.at(), Line: PracticeLine, State: LineRegistered},
		LineChanged{At: r.at(), Line: "office", State: LineFailed, Reason: Reason{Code: NoAnswerFromHost}},
		DialPressed{Press: r.press(""), NewCall: "out", Number: "22413077"})
	if want[Reply](r).Reason.Code != LineNotReady {
		t.Fatal("dialled")
	}
}

func TestStep_AQueueIsShownUntilItRingsOrIsAnswered(t *testing.T) {
	r := newRig(t)
	r.play(DialPressed{Press: r.press(""), NewCall: "out", Number: "22413077"}, VoiceOpened{At: r.at(), Call: "out"},
		PeerQueued{r.at(), "out", "2 before you"})
	if want[SetVoice](r).Mode != VoiceRingback {
		t.Error("nothing is heard in the queue")
	}
	if c := r.call("out"); !c.Queued || c.QueueText != "2 before you" {
		t.Errorf("queued %v, %q", c.Queued, c.QueueText)
	}
	r.play(PeerRinging{r.at(), "out"})
	if c := r.call("out"); c.Queued || c.QueueText != "" {
		t.Error("it rings, and is still shown in the queue")
	}
	r.play(MediaAgreed{At: r.at(), Call: "out", Early: true}, PeerQueued{r.at(), "out", ""})
	if c := r.call("out"); !c.Queued || c.State != Early {
		t.Errorf("with the queue's music: queued %v, %s", c.Queued, c.State)
	}
	r.play(CallAnswered{r.at(), "out"})
	if c := r.call("out"); c.Queued {
		t.Error("it is answered, and still shown in the queue")
	}
	r.play(PeerQueued{r.at(), "out", "late"})
	if c := r.call("out"); c.Queued {
		t.Error("a late 182 counts")
	}
}
