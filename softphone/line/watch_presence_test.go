package line

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"anteroom/softphone"

	"github.com/emiago/sipgo/sip"
)

func pidf(basic, activity, note string) string {
	if activity != "" {
		activity = "<rpid:" + activity + "/>"
	}
	return fmt.Sprintf(`<?xml version="1.0" encoding="UTF-8"?>
<presence xmlns="urn:ietf:params:xml:ns:pidf" xmlns:dm="urn:ietf:params:xml:ns:pidf:data-model" xmlns:rpid="urn:ietf:params:xml:ns:pidf:rpid" entity="pres:101@example.org">
 <tuple id="t1"><status><basic>%s</basic></status><contact>sip:101@192.0.2.1</contact></tuple>
 <dm:person id="p1"><rpid:activities>%s</rpid:activities><dm:note>%s</dm:note></dm:person>
</presence>`, basic, activity, note)
}

// told waits until the newest news of a colleague is this.
func (d *desk) told(number string, want softphone.Told) {
	d.t.Helper()
	await(d.t, d.ear, func(softphone.PresenceTold) bool {
		d.ear.mu.Lock()
		defer d.ear.mu.Unlock()
		for i := len(d.events) - 1; i >= 0; i-- {
			if e, ok := d.events[i].(softphone.PresenceTold); ok && e.Line == "a" && e.Number == number {
				return e.Told == want
			}
		}
		return false
	})
}

func TestWatchPresence_TellsWhatTheExchangeTells(t *testing.T) {
	t.Parallel()
	d, s := following(t, Options{})
	s.answer(s.request(sip.SUBSCRIBE), 489, "x", "") // the mailbox
	d.must(d.WatchPresence(context.Background(), "a", []string{"101"}))
	req := s.request(sip.SUBSCRIBE)
	if field(req, "Event") != "presence" || field(req, "Accept") != "application/pidf+xml" || req.Recipient.String() != "sip:101@"+s.addr.String() {
		t.Errorf("subscribes with\n%s", req)
	}
	f := s.subscribed(req, 600)
	tell := func(body string, want softphone.Told) {
		t.Helper()
		f.news(eventPresence, kindPresence, "active;expires=600", body)
		f.status(sip.NOTIFY, 200)
		d.told("101", want)
	}
	tell(pidf("open", "", ""), softphone.Told{Kind: softphone.ToldOpen})
	tell(pidf("open", "away", "back at 14"), softphone.Told{Kind: softphone.ToldAway, Note: "back at 14"})
	tell("<presence", softphone.Told{Kind: softphone.ToldAway, Note: "back at 14"})
	tell(pidf("closed", "", ""), softphone.Told{Kind: softphone.ToldClosed})
	f.news(eventPresence, kindPresence, "terminated;reason=noresource", "")
	s.status(sip.NOTIFY, 200)
	d.told("101", softphone.Told{})
}

func TestWatchPresence_AnExchangeThatTellsNothingIsLeftInPeace(t *testing.T) {
	t.Parallel()
	d, s := following(t, Options{})
	s.answer(s.request(sip.SUBSCRIBE), 489, "x", "")
	d.must(d.WatchPresence(context.Background(), "a", []string{"101", "no number!"}))
	s.answer(s.request(sip.SUBSCRIBE), 489, "x", "")
	s.letGo(d)
	if n := count(d.ear, func(softphone.PresenceTold) bool { return true }); n != 0 {
		t.Errorf("told %s", d.story())
	}
}

func TestPIDF_TheActivityComesBeforeTheStatusAndOneOpenTupleIsEnough(t *testing.T) {
	tuples := `<presence><tuple id="a"><status><basic>closed</basic></status></tuple><tuple id="b"><status><basic> open </basic></status></tuple></presence>`
	asterisk := `<?xml version="1.0" encoding="UTF-8"?>
<presence entity="sip:1002@127.0.0.1:35545" xmlns="urn:ietf:params:xml:ns:pidf" xmlns:dm="urn:ietf:params:xml:ns:pidf:data-model" xmlns:rpid="urn:ietf:params:xml:ns:pidf:rpid">
 <note>Ringing</note>
 <tuple id="1002"><status><basic>open</basic></status><contact priority="1">sip:1001@127.0.0.1</contact></tuple>
 <dm:person><rpid:activities><rpid:on-the-phone /></rpid:activities></dm:person>
</presence>`
	for body, want := range map[string]softphone.ToldKind{
		asterisk:                         softphone.ToldOnPhone,
		tuples:                           softphone.ToldOpen,
		pidf("open", "on-the-phone", ""): softphone.ToldOnPhone,
		pidf("closed", "vacation", ""):   softphone.ToldHoliday,
		pidf("open", "unknown", ""):      softphone.ToldOpen,
		pidf("sideways", "", ""):         softphone.ToldNothing,
		`<presence/>`:                    softphone.ToldNothing,
		`<presence><person><status><activities><busy/><meeting/></activities></status></person></presence>`: softphone.ToldMeeting,
		`<presence><activity>away</activity><basic>closed</basic></presence>`:                               softphone.ToldNothing,
	} {
		got, err := readPIDF([]byte(body))
		if err != nil || got.Kind != want {
			t.Errorf("%s: %+v, %v", body, got, err)
		}
	}
	long, err := readPIDF([]byte(pidf("open", "", strings.Repeat("ø", 500))))
	if err != nil || len(long.Note) != maxPIDFNote {
		t.Errorf("%d bytes, %v", len(long.Note), err)
	}
}

func TestPIDF_IsRefusedWhereItCouldGrowOrIsBroken(t *testing.T) {
	for what, body := range map[string]string{
		"entities":     `<!DOCTYPE x [<!ENTITY a "aaaa">]>` + pidf("open", "", "&a;"),
		"depth":        "<presence>" + strings.Repeat("<a>", 30) + strings.Repeat("</a>", 30) + "</presence>",
		"size":         pidf("open", "", strings.Repeat(" ", maxPIDFBody)),
		"two roots":    "<presence/><presence/>",
		"another root": `<dialog-info version="1" state="full"/>`,
		"crossed":      "<presence><a></presence></a>",
		"unfinished":   "<presence>",
		"empty":        "",
	} {
		if told, err := readPIDF([]byte(body)); err == nil {
			t.Errorf("%s: taken as %+v", what, told)
		}
	}
}

func FuzzPIDF(f *testing.F) {
	f.Add([]byte(pidf("open", "away", "x")))
	f.Add([]byte("<presence><note>\xff</note></presence>"))
	f.Fuzz(func(t *testing.T, body []byte) {
		if told, err := readPIDF(body); err == nil && len(told.Note) > maxPIDFNote {
			t.Errorf("%q: %+v", body, told)
		}
	})
}
