package softphone

import "testing"

// sentOn dials and has the call sent elsewhere.
func (r *rig) sentOn(id CallID, number string, targets ...string) {
	r.t.Helper()
	r.play(DialPressed{Press: r.press(""), NewCall: id, Number: number}, VoiceOpened{At: r.at(), Call: id})
	r.redirected(id, targets...)
}

func (r *rig) redirected(id CallID, targets ...string) {
	r.t.Helper()
	r.play(CallRedirected{r.at(), id, targets}, CallHungUp{r.at(), id, EndedByPeer, Reason{Code: Redirected}})
}

func TestRedirect_NobodyIsCalledWithoutAYes(t *testing.T) {
	r := newRig(t)
	r.sentOn("a", "200", "sip:300@pbx.example", "sip:301@pbx.example")
	wantNo[OpenVoice](r)
	if len(r.s.Redirects) != 1 || r.s.Redirects[0].Target != "sip:300@pbx.example" || r.call("a").EndReason.Code != Redirected {
		t.Fatalf("%+v, %+v", r.s.Redirects, r.call("a"))
	}
	r.play(RedirectAnswered{Press: r.press("a")})
	wantNo[OpenVoice](r)
	if len(r.s.Redirects) != 0 {
		t.Fatal("still offered")
	}
	r.play(RedirectAnswered{Press: r.press("a"), NewCall: "n", Yes: true})
	if want[Reply](r).Reason.Code != NothingToConnect {
		t.Fatalf("%+v", r.did)
	}
}

func TestRedirect_AYesCallsThere(t *testing.T) {
	r := newRig(t)
	r.sentOn("a", "200", "sip:300@pbx.example")
	r.play(RedirectAnswered{Press: r.press(""), NewCall: "n", Yes: true})
	want[OpenVoice](r)
	r.play(VoiceOpened{At: r.at(), Call: "n"})
	if x := want[SendInvite](r); x.Number != "sip:300@pbx.example" || x.Line != "office" || r.call("n").Peer.Number != "300" || r.s.Selected != "n" {
		t.Fatalf("%+v", x)
	}
}

func TestRedirect_ALoopIsNotOffered(t *testing.T) {
	r := newRig(t)
	r.sentOn("a", "200", "sip:200@PBX.example:5060;user=phone", "sip:100@pbx.example", "sip:300@pbx.example")
	r.play(RedirectAnswered{Press: r.press("a"), NewCall: "b", Yes: true}, VoiceOpened{At: r.at(), Call: "b"})
	if want[SendInvite](r).Number != "sip:300@pbx.example" {
		t.Fatal("its own number, or the secretary's, was offered")
	}
	r.redirected("b", "200", "sip:300@pbx.example")
	if len(r.s.Redirects) != 0 {
		t.Fatalf("goes round: %+v", r.s.Redirects)
	}
}

func TestRedirect_EndsAfterFive(t *testing.T) {
	r := newRig(t)
	r.sentOn("a", "200", "201")
	id := CallID("a")
	for n, next := range []CallID{"b", "c", "d", "e", "f"} {
		r.play(RedirectAnswered{Press: r.press(id), NewCall: next, Yes: true}, VoiceOpened{At: r.at(), Call: next})
		want[SendInvite](r)
		id = next
		r.redirected(id, "30"+string(rune('0'+n)))
	}
	if len(r.s.Redirects) != 0 {
		t.Fatalf("%+v", r.s.Redirects)
	}
}

func TestRedirect_ABlockedNumberIsNotCalledEvenWithAYes(t *testing.T) {
	r := newRig(t)
	r.play(SettingChanged{Press: r.press(""), Key: SetBlockedPrefixes, Value: "829"})
	r.sentOn("a", "200", "sip:82912345@pbx.example")
	r.play(RedirectAnswered{Press: r.press("a"), NewCall: "n", Yes: true})
	wantNo[OpenVoice](r)
	if want[Reply](r).Reason.Code != NumberBlocked {
		t.Fatalf("%+v", r.did)
	}
}

func TestRedirect_OfACallForAWaitingCallerIsMadeForHim(t *testing.T) {
	r := newRig(t)
	r.arrive("a")
	r.talk("a")
	r.play(ConsultPressed{Press: r.press("a"), NewCall: "b", Number: "200"}, HoldConfirmed{r.at(), "a"}, VoiceOpened{At: r.at(), Call: "b"})
	r.redirected("b", "300")
	r.play(RedirectAnswered{Press: r.press("b"), NewCall: "n", Yes: true})
	if c := r.call("n"); c.ConsultFor != "a" || r.call("a").Transfer.With != "n" {
		t.Fatalf("%+v, %+v", c, r.call("a").Transfer)
	}
}

func TestRedirect_AForeignAddressIsNamedWhole(t *testing.T) {
	at := Account{ID: "office", Address: "pbx.example", User: "100"}
	for target, want := range map[string]string{
		"sip:300@pbx.example;user=phone": "300", "+4722": "+4722", "sip:boss@other.example": "boss@other.example",
		"sip:[2001:db8::1]:5062": "[2001:db8::1]:5062",
	} {
		if got := (RedirectOffered{Target: target}).Number(at); got != want {
			t.Errorf("%s is named %s, want %s", target, got, want)
		}
	}
}
