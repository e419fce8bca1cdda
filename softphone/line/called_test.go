package line

import (
	"context"
	"testing"

	"anteroom/softphone"

	"github.com/emiago/sipgo/sip"
)

func TestCalled_TheNumberRungFirstAndTheCallerAsExchangesSendThem(t *testing.T) {
	t.Parallel()
	d, s := direct(t)
	kari := softphone.Peer{Name: "Kari Åsen", Number: "4722334455", URI: "sip:4722334455@example.org"}
	for name, c := range map[string]struct {
		headers []string
		peer    softphone.Peer
		own     string
	}{
		"plain": {nil, kari, "4790001122"},
		"Asterisk, forwarded": {[]string{
			`P-Asserted-Identity: "Chef" <sip:1002@192.0.2.10>`,
			`Diversion: "Einkauf" <sip:1003@192.0.2.10>;reason=no-answer`,
			`Diversion: "Zentrale" <sip:22001100@192.0.2.10>;reason=unconditional`,
		}, softphone.Peer{Name: "Chef", Number: "1002", URI: "sip:1002@192.0.2.10"}, "22001100"},
		"Asterisk, with History-Info": {[]string{
			`History-Info: <sip:1002@192.0.2.10>;index=1,<sip:1003@192.0.2.10>;index=1.1`,
		}, kari, "1002"},
		"FreeSWITCH, forwarded by a telephone": {[]string{
			`Remote-Party-ID: "+4799887766" <sip:+4799887766@192.0.2.20>;party=calling;screen=yes;privacy=off`,
			`History-Info: <sip:1001@192.0.2.20>;index=2, <sip:22001101@192.0.2.20?Reason=SIP%3Bcause%3D302%3Btext%3D%22Moved%22>;index=1`,
		}, softphone.Peer{Name: "+4799887766", Number: "+4799887766", URI: "sip:+4799887766@192.0.2.20"}, "22001101"},
		"Cisco, sent on twice": {[]string{
			`Remote-Party-ID: "Kari" <sip:3001@192.0.2.30>;party=calling;screen=yes;privacy=off`,
			`Remote-Party-ID: "Desk" <sip:3009@192.0.2.30>;party=called;screen=yes;privacy=off`,
			`Diversion: "B" <sip:3002@192.0.2.30>;privacy=off;reason=unconditional;screen=yes,"Front, desk" <sip:3000@192.0.2.30>;privacy=off;reason=follow-me;screen=yes`,
		}, softphone.Peer{Name: "Kari", Number: "3001", URI: "sip:3001@192.0.2.30"}, "3000"},
		"a carrier, older than ten entries": {[]string{
			`History-Info: <sip:+4722001103@ims.example;user=phone>;index=1.10;mp=1.2`,
			`History-Info: <sip:+4722001102@ims.example;user=phone>;index=1.2;rc=1, <tel:+4722001101>;index=1`,
			`P-Called-Party-ID: <sip:22001109@ims.example>`,
		}, kari, "+4722001101"},
		"the first place hides itself": {[]string{
			`History-Info: <sip:anonymous@anonymous.invalid>;index=1,<sip:22001104@ims.example>;index=1.1`,
		}, kari, "22001104"},
		"a diversion that hides itself": {[]string{
			`Diversion: <sip:22001105@example.org>;privacy=full;reason=unconditional`, `P-Called-Party-ID: <sip:22001106@ims.example>`,
		}, kari, "22001106"},
		"a number withheld": {[]string{
			`P-Asserted-Identity: <sip:+4799887766@example.org>`, "Privacy: id;critical",
		}, kari, "4790001122"},
		"nothing that can be read": {[]string{
			"History-Info: <<;index=1", "Diversion: ", "P-Asserted-Identity: ,", "Remote-Party-ID: x",
		}, kari, "4790001122"},
	} {
		known := count[softphone.CallArrived](d.ear, nil)
		f := s.dial(d, "a", sdpWith(4000), c.headers...)
		e := await(t, d.ear, func(softphone.CallArrived) bool { known--; return known < 0 })
		if e.Peer != c.peer || e.OwnNumber != c.own {
			t.Errorf("%s: %+v rang %s", name, e.Peer, e.OwnNumber)
		}
		d.must(d.SendReject(context.Background(), e.Call, softphone.Busy))
		f.ackRefusal(s.status(sip.INVITE, 486))
	}
}

func TestCalled_AStrangersIdentityIsNotEvenRead(t *testing.T) {
	t.Parallel()
	d, exchange := direct(t)
	stranger := newStageAt(t, "127.0.0.2:0")
	f := stranger.dial(d, "a", sdpWith(4000), `P-Asserted-Identity: <sip:1002@example.org>`)
	f.ackRefusal(stranger.status(sip.INVITE, 403))
	exchange.dial(d, "a", sdpWith(4000))
	if e := arrived(d); e.Peer.Number != "4722334455" || count[softphone.CallArrived](d.ear, nil) != 1 {
		t.Errorf("arrived %+v", e)
	}
}
