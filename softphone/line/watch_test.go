package line

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"anteroom/softphone"

	"github.com/emiago/sipgo/sip"
)

// watchingLamp registers a line that watches a number, and gives the SUBSCRIBE that came for it.
func watchingLamp(t *testing.T, o Options, number string) (*desk, *stage, *sip.Request) {
	t.Helper()
	d, s := following(t, o)
	s.answer(s.request(sip.SUBSCRIBE), 489, "x", "") // the mailbox
	d.must(d.WatchLamps(context.Background(), "a", []string{number}))
	return d, s, s.request(sip.SUBSCRIBE)
}

func infoBody(version int, state string, dialogs ...string) string {
	return fmt.Sprintf(`<?xml version="1.0" encoding="UTF-8"?>`+"\n"+
		`<dialog-info xmlns="urn:ietf:params:xml:ns:dialog-info" version="%d" state="%s" entity="sip:101@example.org">%s</dialog-info>`,
		version, state, strings.Join(dialogs, ""))
}

func infoDialog(id, direction, state string) string {
	return fmt.Sprintf(`<dialog id="%s" direction="%s"><state event="x">%s</state><remote><target uri="sip:b@c"/></remote></dialog>`, id, direction, state)
}

func (f *far) lamp(d *desk, body string, want softphone.LampState) {
	f.t.Helper()
	f.news(eventDialog, kindDialog, "active;expires=600", body)
	f.status(sip.NOTIFY, 200)
	d.lampIs("101", want)
}

// lampIs waits until the newest news of a lamp is this state.
func (d *desk) lampIs(number string, want softphone.LampState) {
	d.t.Helper()
	await(d.t, d.ear, func(softphone.LampChanged) bool {
		d.ear.mu.Lock()
		defer d.ear.mu.Unlock()
		for i := len(d.events) - 1; i >= 0; i-- {
			if e, ok := d.events[i].(softphone.LampChanged); ok && e.Line == "a" && e.Number == number {
				return e.State == want
			}
		}
		return false
	})
}

func TestWatchLamps_ShowsIdleRingingAndBusy(t *testing.T) {
	t.Parallel()
	d, s, req := watchingLamp(t, Options{}, "101")
	if field(req, "Event") != "dialog" || field(req, "Accept") != kindDialog || req.Recipient.String() != "sip:101@"+s.addr.String() {
		t.Errorf("subscribes with\n%s", req)
	}
	f := s.subscribed(req, 600)
	f.lamp(d, infoBody(0, "full", infoDialog("1", "recipient", "terminated")), softphone.LampIdle)
	f.lamp(d, infoBody(1, "full", infoDialog("1", "recipient", "early")), softphone.LampRinging)
	f.lamp(d, infoBody(2, "full", infoDialog("1", "recipient", "confirmed")), softphone.LampBusy)
	f.lamp(d, infoBody(3, "full"), softphone.LampIdle)
	f.lamp(d, infoBody(4, "full", infoDialog("2", "initiator", "trying")), softphone.LampBusy)
	if end := s.leave(d); len(end) != 1 || field(end[0], "Expires") != "0" || end[0].CallID().Value() != req.CallID().Value() {
		t.Errorf("un-subscribes with %v", end)
	}
}

func TestWatchLamps_PartsAreAddedUpAndAGapAsksForTheWhole(t *testing.T) {
	t.Parallel()
	d, s, req := watchingLamp(t, Options{}, "101")
	f := s.subscribed(req, 600)
	f.lamp(d, infoBody(7, "full", infoDialog("1", "recipient", "early")), softphone.LampRinging)
	f.lamp(d, infoBody(8, "partial", infoDialog("2", "recipient", "confirmed")), softphone.LampBusy)
	f.lamp(d, infoBody(9, "partial", infoDialog("2", "recipient", "terminated")), softphone.LampRinging)
	f.lamp(d, infoBody(9, "partial", infoDialog("3", "recipient", "confirmed")), softphone.LampRinging) // known already
	f.news(eventDialog, kindDialog, "active", infoBody(11, "partial"))
	s.status(sip.NOTIFY, 200)
	again := s.request(sip.SUBSCRIBE)
	if again.CallID().Value() != req.CallID().Value() || field(again, "Expires") != "600" {
		t.Errorf("asks for the whole with\n%s", again)
	}
	s.answer(again, 200, "", "", "Expires: 600")
	f.lamp(d, infoBody(12, "full"), softphone.LampIdle)
}

func TestWatchLamps_AGapBeforeTheSubscriptionIsAnsweredAsksForTheWholeAfterIt(t *testing.T) {
	t.Parallel()
	d, s, req := watchingLamp(t, Options{}, "101")
	f := s.answering(req, "mwi")
	f.lamp(d, infoBody(7, "full", infoDialog("1", "recipient", "early")), softphone.LampRinging)
	f.news(eventDialog, kindDialog, "active", infoBody(9, "partial"))
	s.status(sip.NOTIFY, 200)
	s.answer(req, 200, "mwi", "", "Expires: 600")
	s.answer(s.request(sip.SUBSCRIBE), 200, "", "", "Expires: 600")
	f.lamp(d, infoBody(10, "full"), softphone.LampIdle)
}

func TestWatchLamps_OtherNumbersAreTakenUpAndLeft(t *testing.T) {
	t.Parallel()
	d, s, req := watchingLamp(t, Options{}, "101")
	f := s.subscribed(req, 600)
	f.lamp(d, infoBody(0, "full"), softphone.LampIdle)
	d.must(d.WatchLamps(context.Background(), "a", []string{"102"}))
	for range 2 {
		switch r := s.request(sip.SUBSCRIBE); {
		case r.CallID().Value() == req.CallID().Value() && field(r, "Expires") == "0":
			s.answer(r, 200, "", "", "Expires: 0")
		case strings.HasPrefix(r.Recipient.String(), "sip:102@") && field(r, "Expires") == "600":
			s.answer(r, 404, "x", "") // no such telephone: nothing is told of it
		default:
			t.Errorf("came\n%s", r)
		}
	}
	s.letGo(d)
	if n := count(d.ear, func(e softphone.LampChanged) bool { return e.Number != "101" || e.State != softphone.LampIdle }); n != 0 {
		t.Errorf("told %s", d.story())
	}
}

func TestWatchLamps_NothingIsKnownWhenTheSubscriptionEndsAndItIsTriedAgain(t *testing.T) {
	t.Parallel()
	d, s, req := watchingLamp(t, Options{Retry: time.Millisecond}, "101")
	f := s.subscribed(req, 600)
	f.lamp(d, infoBody(0, "full", infoDialog("1", "recipient", "confirmed")), softphone.LampBusy)
	f.news(eventDialog, kindDialog, "terminated;reason=probation;retry-after=0", "")
	s.status(sip.NOTIFY, 200)
	d.lampIs("101", softphone.LampUnknown)
	f = s.subscribed(s.request(sip.SUBSCRIBE), 600)
	f.lamp(d, infoBody(0, "full"), softphone.LampIdle)
}

func TestWatchLamps_BodiesThatCannotBeReadChangeNothing(t *testing.T) {
	t.Parallel()
	d, s, req := watchingLamp(t, Options{}, "101")
	f := s.subscribed(req, 600)
	f.lamp(d, infoBody(0, "full"), softphone.LampIdle)
	f.lamp(d, "<dialog-info", softphone.LampIdle)
	f.news(eventDialog, "text/plain", "active", infoBody(1, "full", infoDialog("1", "recipient", "confirmed")))
	s.status(sip.NOTIFY, 200)
	f.lamp(d, infoBody(1, "full", infoDialog("1", "recipient", "early")), softphone.LampRinging)
	if n := count(d.ear, func(e softphone.LampChanged) bool { return e.State == softphone.LampBusy }); n != 0 {
		t.Errorf("told %s", d.story())
	}
}

func TestDialogInfo_IsRefusedWhereItCouldGrow(t *testing.T) {
	bomb := `<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>`
	for what, body := range map[string]string{
		"entities":      bomb + infoBody(1, "full", infoDialog("1", "", "&b;")),
		"undeclared":    infoBody(1, "full", infoDialog("1", "", "&b;")),
		"depth":         infoBody(1, "full", strings.Repeat("<a>", 20)+strings.Repeat("</a>", 20)),
		"many dialogs":  infoBody(1, "full", strings.Repeat(infoDialog("1", "", "early"), maxInfoDialogs+1)),
		"size":          infoBody(1, "full", strings.Repeat(" ", maxInfoBody)),
		"two roots":     infoBody(1, "full") + `<dialog-info version="1" state="full"/>`,
		"another root":  `<presence version="1" state="full"/>`,
		"no version":    `<dialog-info state="full"/>`,
		"crossed":       `<dialog-info version="1" state="full"><dialog id="1"></dialog-info></dialog>`,
		"unfinished":    `<dialog-info version="1" state="full">`,
		"empty":         "",
		"not a charset": `<?xml version="1.0" encoding="x"?><dialog-info version="1" state="full"/>`,
	} {
		if info, err := readDialogInfo([]byte(body)); err == nil {
			t.Errorf("%s: taken as %+v", what, info)
		}
	}
}

func TestDialogInfo_MayHaveItsNamespaceNamed(t *testing.T) {
	body := `<d:dialog-info xmlns:d="urn:ietf:params:xml:ns:dialog-info" version="3" state="partial"><d:dialog id="a" direction="initiator">` +
		`<d:state> confirmed </d:state></d:dialog></d:dialog-info>`
	info, err := readDialogInfo([]byte(body))
	if err != nil || info.full || info.version != 3 || len(info.dialogs) != 1 || info.dialogs[0] != (dialogState{"a", "confirmed", true}) {
		t.Errorf("%+v, %v", info, err)
	}
}

func FuzzDialogInfo(f *testing.F) {
	f.Add([]byte(infoBody(0, "full", infoDialog("1", "recipient", "early"))), []byte(infoBody(1, "partial", infoDialog("1", "", "terminated"))))
	f.Add([]byte(`<!DOCTYPE x [<!ENTITY a "b">]><dialog-info version="1">&a;</dialog-info>`), []byte("<a/>"))
	f.Fuzz(func(t *testing.T, first, second []byte) {
		var v lampView
		for _, body := range [][]byte{first, second} {
			info, err := readDialogInfo(body)
			if err != nil {
				continue
			}
			if len(info.dialogs) > maxInfoDialogs {
				t.Errorf("%q: %d dialogs", body, len(info.dialogs))
			}
			v.take(info)
			if s := v.state(); len(v.dialogs) > maxInfoDialogs || s == softphone.LampUnknown == v.known {
				t.Errorf("%q then %q: %s, %+v", first, second, s, v)
			}
		}
	})
}
