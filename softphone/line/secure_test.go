package line

import (
	"context"
	"strings"
	"testing"

	"anteroom/softphone"

	"github.com/emiago/sipgo/sip"
)

// ruled opens a direct line with a rule about encryption.
func ruled(t *testing.T, rule softphone.SRTP) (*desk, *stage) {
	t.Helper()
	s := newStage(t)
	d := newDesk(t, Options{})
	d.open(softphone.Account{ID: "a", Address: s.addr.String(), User: "alice", Transport: softphone.UDP, SRTP: rule}, "")
	d.registered("a")
	return d, s
}

// secureSDP is a description of encrypted sound.
func secureSDP(lines ...string) string {
	return strings.Replace(sdpWith(4000, lines...), "RTP/AVP", "RTP/SAVP", 1)
}

func TestSecure_APreferenceGivesWayToARefusal(t *testing.T) {
	t.Parallel()
	d, s := ruled(t, softphone.SRTPPreferred)
	i := dialled(d, s, "c")
	if !strings.Contains(string(i.Body()), "RTP/SAVP") {
		t.Errorf("offered\n%s", i)
	}
	s.answer(i, 488, "x", "")
	s.request(sip.ACK)
	again := s.request(sip.INVITE)
	if strings.Contains(string(again.Body()), "SAVP") || strings.Contains(string(again.Body()), "crypto") || again.CSeq().SeqNo <= i.CSeq().SeqNo || again.To().Params.Has("tag") {
		t.Errorf("offered then\n%s", again)
	}
	picked(s, again, "y", sdpWith(4000))
	if e := await[softphone.MediaAgreed](t, d.ear, nil); e.Media.Keys != (softphone.MediaKeys{}) {
		t.Errorf("agreed %+v", e)
	}
	await[softphone.CallAnswered](t, d.ear, nil)
	id := dialled(d, s, "d")
	s.answer(id, 488, "x", "")
	s.request(sip.ACK)
	again = s.request(sip.INVITE)
	s.answer(again, 488, "x", "") // refused in clear as well
	s.request(sip.ACK)
	if e := hungUp(t, d, "d"); e.Reason.Code != softphone.NoCommonCodec {
		t.Errorf("told %+v", e)
	}
}

func TestSecure_ARequirementDoesNotGiveWay(t *testing.T) {
	t.Parallel()
	d, s := ruled(t, softphone.SRTPRequired)
	i := dialled(d, s, "c")
	s.answer(i, 488, "x", "")
	s.request(sip.ACK)
	if e := hungUp(t, d, "c"); e.Reason.Code != softphone.NotEncrypted {
		t.Errorf("told %+v", e)
	}
	f := s.dial(d, "a", sdpWith(4000))
	res := s.status(sip.INVITE, 488)
	if w := res.GetHeader("Warning"); w == nil || !strings.Contains(w.Value(), "not encrypted") {
		t.Errorf("refused with\n%s", res)
	}
	f.ackRefusal(res)
	i = dialled(d, s, "d")
	s.answer(i, 183, "x", sdpWith(4000)) // early sound in clear is not heard
	s.answer(i, 200, "x", sdpWith(4000))
	s.request(sip.ACK)
	s.answer(s.request(sip.BYE), 200, "", "")
	if e := hungUp(t, d, "d"); e.Reason.Code != softphone.NotEncrypted {
		t.Errorf("told %+v", e)
	}
	if n := count[softphone.MediaAgreed](d.ear, nil) + count[softphone.CallArrived](d.ear, nil); n != 0 {
		t.Errorf("%d calls in clear got somewhere", n)
	}
}

func TestSecure_ACallKeepsItsKeysThroughHoldAndRefusesToGoInClear(t *testing.T) {
	t.Parallel()
	d, s := ruled(t, softphone.SRTPRequired)
	f, id := answered(d, s, secureSDP(cryptoLine(2, softphone.AESGCM128, "k")))
	keys := await[softphone.MediaAgreed](t, d.ear, nil).Media.Keys
	if keys.Suite != softphone.AESGCM128 || keys.Theirs != keyOf(softphone.AESGCM128, "k") {
		t.Errorf("agreed %s", keys.Suite)
	}
	d.must(d.SendHold(context.Background(), id))
	i := s.request(sip.INVITE)
	if lines := ourLines(t, i.Body()); len(lines) != 1 || lines[0].key != keys.Ours || lines[0].tag != 2 {
		t.Errorf("held with\n%s", i)
	}
	s.answer(i, 200, "", secureSDP(cryptoLine(2, softphone.AESGCM128, "k"), "a=recvonly"))
	s.request(sip.ACK)
	held := await(t, d.ear, func(e softphone.MediaAgreed) bool { return e.Media.Direction == softphone.SendOnly })
	if held.Media.Keys != keys {
		t.Error("held with other keys")
	}
	f.ask("INVITE", sdpWith(4000))
	s.status(sip.INVITE, 488)
	f.ask("INVITE", secureSDP(cryptoLine(2, softphone.AESGCM128, "l")))
	s.status(sip.INVITE, 200)
	f.ack(f.seq, "")
	renewed := await(t, d.ear, func(e softphone.MediaAgreed) bool { return e.Media.Keys != keys })
	if renewed.Media.Keys.Ours != keys.Ours || renewed.Media.Keys.Theirs != keyOf(softphone.AESGCM128, "l") {
		t.Error("renewed wrongly")
	}
	d.must(d.SendHangUp(context.Background(), id))
	s.answer(s.request(sip.BYE), 200, "", "")
}

func TestSecure_AnInviteWithoutAnOfferGetsWhatTheRuleAllows(t *testing.T) {
	t.Parallel()
	for rule, secure := range map[softphone.SRTP]bool{softphone.SRTPOffered: false, softphone.SRTPPreferred: false, softphone.SRTPRequired: true} {
		d, s := ruled(t, rule)
		f := s.dial(d, "a", "")
		id := arrived(d).Call
		d.must(d.SendAnswer(context.Background(), id, media(30000)))
		res := s.status(sip.INVITE, 200)
		f.took(res)
		if got := strings.Contains(string(res.Body()), "RTP/SAVP"); got != secure {
			t.Errorf("%s offers\n%s", rule, res)
		}
		f.ack(1, sdpWith(4000)) // in clear
		if !secure {
			await[softphone.CallAnswered](t, d.ear, nil)
			continue
		}
		s.answer(s.request(sip.BYE), 200, "", "")
		if e := hungUp(t, d, id); e.Reason.Code != softphone.NotEncrypted {
			t.Errorf("told %+v", e)
		}
	}
}

func TestSecure_TwoDesksAgreeOnEachOthersKeys(t *testing.T) {
	t.Parallel()
	alice, bob := newDesk(t, Options{}), newDesk(t, Options{})
	bob.open(softphone.Account{ID: "b", Address: "127.0.0.1", User: "bob", Transport: softphone.TCP}, "")
	bob.registered("b")
	alice.open(softphone.Account{ID: "a", Address: bob.port("b").String(), User: "alice", Transport: softphone.TCP, SRTP: softphone.SRTPRequired}, "")
	alice.registered("a")
	a, _ := talk(t, alice, bob)
	one, two := await[softphone.MediaAgreed](t, alice.ear, nil).Media.Keys, await[softphone.MediaAgreed](t, bob.ear, nil).Media.Keys
	if one.Suite != softphone.AESGCM256 || one != (softphone.MediaKeys{Suite: two.Suite, Ours: two.Theirs, Theirs: two.Ours}) {
		t.Errorf("agreed %s and %s, or keys that do not fit", one.Suite, two.Suite)
	}
	bob.must(bob.SendHold(context.Background(), arrived(bob).Call))
	await[softphone.HoldConfirmed](t, bob.ear, nil)
	await(t, alice.ear, func(e softphone.MediaAgreed) bool {
		return e.Call == a && e.Media.Direction == softphone.RecvOnly && e.Media.Keys == one
	})
}
