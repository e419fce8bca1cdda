package line

import (
	"context"
	"strings"
	"testing"

	"anteroom/softphone"

	"github.com/emiago/sipgo/sip"
)

// again calls the desk with more headers, as somebody else would, and leaves the first call's end alone.
func (f *far) again(d *desk, extra ...string) *far {
	f.t.Helper()
	return f.stage.dial(d, "a", sdpWith(4010), extra...)
}

func TestReplaces_ACallTakesThePlaceOfOneThatStands(t *testing.T) {
	t.Parallel()
	d, s := direct(t)
	f, old := answered(d, s, sdpWith(4000))
	g := f.again(d, "Replaces: "+replaces{callID: f.callID, toTag: f.theirTag, fromTag: f.tag}.String(), "Require: replaces")
	r := await[softphone.CallReplaced](t, d.ear, nil)
	if r.Old != old || count(d.ear, func(e softphone.CallArrived) bool { return e.Call == r.Call }) != 1 {
		t.Errorf("told %+v", r)
	}
	d.must(d.SendAnswer(context.Background(), r.Call, media(30002)))
	ok := s.status(sip.INVITE, 200)
	if !strings.Contains(field(ok, "Supported"), "replaces") || !strings.Contains(field(ok, "Allow"), "REFER, NOTIFY") {
		t.Errorf("answered\n%s", ok)
	}
	g.took(ok)
	g.ack(1, "")
	d.must(d.SendHangUp(context.Background(), old))
	bye := s.request(sip.BYE)
	if bye.CallID().Value() != f.callID {
		t.Errorf("the wrong one is ended\n%s", bye)
	}
	s.answer(bye, 200, "", "")
}

func TestReplaces_ACallOfOursThatStillRingsMayBeReplaced(t *testing.T) {
	t.Parallel()
	d, s := direct(t)
	i := dialled(d, s, "c")
	s.answer(i, 180, "x", "")
	await[softphone.PeerRinging](t, d.ear, nil)
	tag, _ := i.From().Params.Get("tag")
	s.dial(d, "a", sdpWith(4010), "Replaces: "+i.CallID().Value()+" ; FROM-TAG = x;to-tag="+tag+";early-only")
	if r := await[softphone.CallReplaced](t, d.ear, nil); r.Old != "c" {
		t.Errorf("told %+v", r)
	}
}

func TestReplaces_WhatDoesNotMatchIsRefused(t *testing.T) {
	t.Parallel()
	d, s := direct(t)
	f, _ := answered(d, s, sdpWith(4000))
	good := replaces{callID: f.callID, toTag: f.theirTag, fromTag: f.tag}
	value := "Replaces: " + good.String()
	turned := replaces{callID: f.callID, toTag: f.tag, fromTag: f.theirTag}
	for header, status := range map[string]int{
		"Replaces: " + turned.String():                    481,
		"Replaces: x" + good.String():                     481,
		"Replaces: " + good.String() + "x":                481,
		value + ";early-only":                             486,
		value + "\r\n" + value:                            400,
		value + ", " + good.String():                      400,
		value + ";to-tag=1":                               400,
		"Replaces: " + f.callID + ";to-tag=" + f.theirTag: 400,
		"Replaces: ":                                      400,
		value + "\r\nJoin: x;to-tag=1;from-tag=2":         400,
		"Require: replaces, x\r\n" + value:                420,
	} {
		g := f.again(d, header)
		g.ackRefusal(s.status(sip.INVITE, status))
	}
	if n := count[softphone.CallArrived](d.ear, nil); n != 1 {
		t.Errorf("%d calls arrived", n)
	}
}

func TestReplaces_NoRingingCallAndNoneThatIsOverIsReplaced(t *testing.T) {
	t.Parallel()
	d, s := direct(t)
	f := s.dial(d, "a", sdpWith(4000))
	id := arrived(d).Call
	d.must(d.SendRinging(context.Background(), id))
	f.took(s.status(sip.INVITE, 180))
	r := "Replaces: " + replaces{callID: f.callID, toTag: f.theirTag, fromTag: f.tag}.String()
	f.again(d, r).ackRefusal(s.status(sip.INVITE, 481))
	d.must(d.SendAnswer(context.Background(), id, media(30000)))
	s.status(sip.INVITE, 200)
	f.ack(1, "")
	await[softphone.CallAnswered](t, d.ear, nil)
	d.must(d.SendHangUp(context.Background(), id))
	bye := s.request(sip.BYE)
	f.again(d, r).ackRefusal(s.status(sip.INVITE, 603))
	s.answer(bye, 200, "", "")
}

// TestReplaces_ThreeDesksConnectTwoOfThem is an announced transfer with this package at every end.
func TestReplaces_ThreeDesksConnectTwoOfThem(t *testing.T) {
	t.Parallel()
	for _, tr := range []softphone.Transport{softphone.UDP, softphone.TCP} {
		t.Run(string(tr), func(t *testing.T) {
			ctx := context.Background()
			open := func(name string) (*desk, string) {
				d := newDesk(t, Options{})
				d.open(softphone.Account{ID: "a", Address: "127.0.0.1", User: name, Transport: tr}, "")
				d.registered("a")
				uri := "sip:" + name + "@" + d.port("a").String()
				if tr == softphone.TCP {
					uri += ";transport=tcp"
				}
				return d, uri
			}
			alice, _ := open("alice")
			bob, bobAt := open("bob")
			carol, carolAt := open("carol")
			alice.must(alice.SendInvite(ctx, "ab", "a", bobAt, media(20000)))
			ab := arrived(bob).Call
			bob.must(bob.SendAnswer(ctx, ab, media(20002)))
			await(t, bob.ear, func(e softphone.CallAnswered) bool { return e.Call == ab })
			bob.must(bob.SendHold(ctx, ab))
			await(t, bob.ear, func(e softphone.HoldConfirmed) bool { return e.Call == ab })
			bob.must(bob.SendInvite(ctx, "bc", "a", carolAt, media(20004)))
			bc := arrived(carol).Call
			carol.must(carol.SendAnswer(ctx, bc, media(20006)))
			await(t, bob.ear, func(e softphone.CallAnswered) bool { return e.Call == "bc" })

			bob.must(bob.SendTransfer(ctx, ab, "", "bc"))
			asked := await[softphone.ReferArrived](t, alice.ear, nil).Refer
			if asked.Call != "ab" || !strings.HasPrefix(asked.By, "sip:bob@") {
				t.Errorf("asked %+v", asked)
			}
			alice.must(alice.AnswerRefer(ctx, asked.ID, true, "ac"))
			alice.must(alice.SendInvite(ctx, "ac", "a", asked.Target, media(20008)))
			r := await[softphone.CallReplaced](t, carol.ear, nil)
			if r.Old != bc {
				t.Errorf("told %+v", r)
			}
			carol.must(carol.SendAnswer(ctx, r.Call, media(20010)))
			carol.must(carol.SendHangUp(ctx, bc))
			await(t, alice.ear, func(e softphone.CallAnswered) bool { return e.Call == "ac" })
			await(t, bob.ear, func(e softphone.TransferDone) bool { return e.Call == ab })
			if e := hungUp(t, bob, "bc"); e.By != softphone.EndedByPeer {
				t.Errorf("told %+v", e)
			}
			bob.must(bob.SendHangUp(ctx, ab))
			hungUp(t, alice, "ab")
			if count(alice.ear, func(e softphone.CallHungUp) bool { return e.Call == "ac" }) != 0 {
				t.Error("the two are parted")
			}
		})
	}
}

func FuzzReplaces(f *testing.F) {
	f.Add("a@b;to-tag=1;from-tag=2", "sip:a@b?Replaces=a%40b%3Bto-tag%3D1%3Bfrom-tag%3D2&Require=replaces")
	f.Add("a;early-only;to-tag=1;from-tag=2;x=y", "<sip:a?b@c;method=INVITE?Replaces=x>")
	f.Add(";;=;to-tag", `"<" <sip:[::1]:5070;lr?&&=&replaces=%>;x`)
	f.Fuzz(func(t *testing.T, header, address string) {
		if r, ok := readReplaces(header); ok {
			if again, ok := readReplaces(r.String()); !ok || again != r {
				t.Errorf("%q read as %+v, then %+v", header, r, again)
			}
			if strings.ContainsAny(r.String(), "\r\n") {
				t.Errorf("%q would break a message", header)
			}
		}
		addr, ok := addressIn(address)
		if !ok {
			return
		}
		to, r, err := readDialled(addr, host{name: "x"})
		if err != nil || r == nil || softphone.CleanNumber(r.within(to)) == "" {
			return
		}
		again, named, err := readDialled(r.within(to), host{name: "x"})
		if err != nil || named == nil || *named != *r || again.String() != to.String() {
			t.Errorf("%q dialled as %s, then as %s (%v)", address, to.String(), again.String(), err)
		}
	})
}

func FuzzFragment(f *testing.F) {
	f.Add([]byte("SIP/2.0 200 OK\r\nTo: x\r\n"))
	f.Add([]byte("\nsip/2.0  699 \xff"))
	f.Fuzz(func(t *testing.T, body []byte) {
		status, phrase, ok := readFragment(body)
		if !ok {
			return
		}
		if s, p, ok := readFragment(fragment(status, phrase)); !ok || s != status || p != phrase || s < 100 || s > 699 {
			t.Errorf("%q read as %d %q, then %d %q", body, status, phrase, s, p)
		}
	})
}
