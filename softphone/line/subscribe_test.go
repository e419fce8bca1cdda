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

// following registers a line at a stage that takes its subscriptions.
func following(t *testing.T, o Options) (*desk, *stage) {
	t.Helper()
	s, d := newStage(t), newDesk(t, o)
	s.told = true
	d.open(registering(s), "secret")
	s.answer(s.request(sip.REGISTER), 200, "x", "")
	d.registered("a")
	return d, s
}

// subscribed takes a SUBSCRIBE for so many seconds and gives the exchange's end of its dialog.
func (s *stage) subscribed(req *sip.Request, seconds int) *far {
	s.t.Helper()
	s.answer(req, 200, "mwi", "", fmt.Sprintf("Expires: %d", seconds))
	return s.answering(req, "mwi")
}

func (f *far) news(event, kind, state, body string) {
	f.t.Helper()
	f.ask("NOTIFY", body, "Event: "+event, "Subscription-State: "+state, "Content-Type: "+kind)
}

func (f *far) mail(state, count string) {
	f.t.Helper()
	waiting := "yes"
	if strings.HasPrefix(count, "0/") {
		waiting = "no"
	}
	f.news(eventSummary, kindSummary, state, "Messages-Waiting: "+waiting+"\r\nVoice-Message: "+count+" (0/0)\r\n")
}

func mailOf(fresh, old int) func(softphone.VoicemailChanged) bool {
	return func(e softphone.VoicemailChanged) bool {
		return e.Line == "a" && e.Voicemail == softphone.Voicemail{Waiting: fresh > 0, New: fresh, Old: old}
	}
}

// leave closes the line and takes its un-subscription and un-registration in whatever order they come.
func (s *stage) leave(d *desk) (unsubscribed []*sip.Request) {
	s.t.Helper()
	closed := make(chan error, 1)
	go func() { closed <- d.CloseLine(context.Background(), "a") }()
	for {
		r := s.next().(*sip.Request)
		s.answer(r, 200, "x", "", "Expires: 0")
		if r.Method == sip.SUBSCRIBE {
			unsubscribed = append(unsubscribed, r)
		}
		if r.Method == sip.REGISTER {
			break
		}
	}
	for len(unsubscribed) == 0 {
		r := s.request(sip.SUBSCRIBE)
		s.answer(r, 200, "x", "", "Expires: 0")
		unsubscribed = append(unsubscribed, r)
	}
	if err := <-closed; err != nil {
		s.t.Error(err)
	}
	return unsubscribed
}

func TestSubscribe_TellsWhatIsInTheMailboxAndUnsubscribesAtTheEnd(t *testing.T) {
	t.Parallel()
	d, s := following(t, Options{})
	req := s.request(sip.SUBSCRIBE)
	if field(req, "Event") != "message-summary" || field(req, "Accept") != kindSummary || field(req, "Expires") != "600" {
		t.Errorf("subscribes with\n%s", req)
	}
	if got := req.Recipient.String(); got != "sip:1001@"+s.addr.String() {
		t.Errorf("subscribes at %s", got)
	}
	f := s.subscribed(req, 600)
	f.mail("active;expires=600", "2/8")
	s.status(sip.NOTIFY, 200)
	await(t, d.ear, mailOf(2, 8))
	f.mail("active;expires=590", "0/10")
	s.status(sip.NOTIFY, 200)
	await(t, d.ear, mailOf(0, 10))
	end := s.leave(d)
	if len(end) != 1 || field(end[0], "Expires") != "0" || end[0].CallID().Value() != req.CallID().Value() {
		t.Errorf("un-subscribes with %v", end)
	}
}

func TestSubscribe_AnswersTheChallengeAndRefreshesInItsDialog(t *testing.T) {
	t.Parallel()
	_, s := following(t, Options{})
	s.answer(s.request(sip.SUBSCRIBE), 401, "x", "", "WWW-Authenticate: "+md5Ask)
	req := s.request(sip.SUBSCRIBE)
	if !checkDigest(req, "Authorization", md5Ask, "1001", "secret") {
		t.Errorf("credentials: %s", req.GetHeader("Authorization"))
	}
	s.subscribed(req, 1)
	again := s.request(sip.SUBSCRIBE)
	if tag, _ := again.To().Params.Get("tag"); tag != "mwi" || again.CallID().Value() != req.CallID().Value() || again.CSeq().SeqNo <= req.CSeq().SeqNo {
		t.Errorf("refreshes with\n%s", again)
	}
	s.answer(again, 423, "", "", "Min-Expires: 1200")
	if longer := s.request(sip.SUBSCRIBE); field(longer, "Expires") != "1200" {
		t.Errorf("asks for %s seconds", field(longer, "Expires"))
	}
}

func TestSubscribe_WhoeverRefusesIsNotAskedAgain(t *testing.T) {
	t.Parallel()
	for _, status := range []int{403, 404, 405, 489} {
		d, s := following(t, Options{Expires: time.Second, Retry: time.Millisecond})
		s.answer(s.request(sip.SUBSCRIBE), status, "x", "")
		for range 2 { // refreshes of the registration bring none
			s.answer(s.request(sip.REGISTER), 200, "x", "")
		}
		s.letGo(d)
	}
}

func TestSubscribe_NewRegistrationAsksOnceMore(t *testing.T) {
	t.Parallel()
	_, s := following(t, Options{Expires: time.Second})
	s.answer(s.request(sip.SUBSCRIBE), 489, "x", "")
	s.answer(s.request(sip.REGISTER), 500, "x", "")
	s.answer(s.request(sip.REGISTER), 200, "x", "")
	s.request(sip.SUBSCRIBE)
}

func TestSubscribe_TroubleIsTriedAgainInANewDialog(t *testing.T) {
	t.Parallel()
	for _, what := range []string{"500", "481 to the refresh", "deactivated"} {
		_, s := following(t, Options{Retry: time.Millisecond})
		req := s.request(sip.SUBSCRIBE)
		switch what {
		case "500":
			s.answer(req, 500, "x", "")
		case "deactivated":
			s.subscribed(req, 600).mail("terminated;reason=deactivated", "1/0")
			s.status(sip.NOTIFY, 200)
		default:
			s.subscribed(req, 1)
			s.answer(s.request(sip.SUBSCRIBE), 481, "", "")
		}
		if again := s.request(sip.SUBSCRIBE); again.CallID().Value() == req.CallID().Value() || again.To().Params.Has("tag") {
			t.Errorf("%s: tried again with\n%s", what, again)
		}
	}
}

func TestSubscribe_RejectedByNotifyIsForGood(t *testing.T) {
	t.Parallel()
	d, s := following(t, Options{Retry: time.Millisecond, Expires: time.Second})
	s.subscribed(s.request(sip.SUBSCRIBE), 600).mail("terminated;reason=noresource", "0/0")
	s.status(sip.NOTIFY, 200)
	s.answer(s.request(sip.REGISTER), 200, "x", "")
	s.letGo(d)
}

func TestSubscribe_NotifyMayOvertakeTheAnswer(t *testing.T) {
	t.Parallel()
	d, s := following(t, Options{})
	req := s.request(sip.SUBSCRIBE)
	f := s.answering(req, "mwi")
	f.mail("active", "3/0")
	s.status(sip.NOTIFY, 200)
	await(t, d.ear, mailOf(3, 0))
	s.subscribed(req, 600)
	f.seq = 20
	f.mail("active", "4/0")
	s.status(sip.NOTIFY, 200)
	await(t, d.ear, mailOf(4, 0))
	f.seq = 2
	f.mail("active", "9/9") // late: answered, and not believed
	s.status(sip.NOTIFY, 200)
	f.tag = "other"
	f.mail("active", "9/9") // a fork
	s.status(sip.NOTIFY, 481)
	if n := count(d.ear, mailOf(9, 9)); n != 0 {
		t.Errorf("old news was believed %d times", n)
	}
}

func TestSubscribe_UnaskedMailNewsIsTaken(t *testing.T) {
	t.Parallel()
	d, s := following(t, Options{})
	s.answer(s.request(sip.SUBSCRIBE), 500, "x", "")
	f := &far{stage: s, callID: random(8), tag: "z", target: "sip:1001@" + d.port("a").String(), local: "<sip:1001@example.org>", remote: "<sip:1001@example.org>"}
	f.mail("terminated", "5/1")
	s.status(sip.NOTIFY, 200)
	await(t, d.ear, mailOf(5, 1))
	f.callID = random(8)
	f.news("presence", "application/pidf+xml", "terminated", "<presence/>")
	s.status(sip.NOTIFY, 489)
}

func TestSubscribe_DirectLineTakesNoMailNews(t *testing.T) {
	t.Parallel()
	d, s := direct(t)
	s.peer = d.port("a")
	f := &far{stage: s, callID: random(8), tag: "z", target: "sip:a@" + s.peer.String(), local: "<sip:b@example.org>", remote: "<sip:a@example.org>"}
	f.mail("terminated", "5/1")
	s.status(sip.NOTIFY, 489)
}

func TestSummary_CountsVoiceMessages(t *testing.T) {
	for body, want := range map[string]softphone.Voicemail{
		"Messages-Waiting: yes\r\nMessage-Account: sip:a@b\r\nVoice-Message: 4/8 (1/2)\r\n\r\nTo: x\r\n": {Waiting: true, New: 4, Old: 8},
		"messages-waiting : YES\n":                               {Waiting: true},
		"Messages-Waiting: no\r\nFax-Message: 2/0\r\n":           {},
		"Voice-Message: 1/0\r\nMessages-Waiting: no\r\n":         {Waiting: true, New: 1},
		"Messages-Waiting: yes\r\nVoice-Message: 4294967296/-1":  {Waiting: true},
		"Messages-Waiting: yes\r\nVoice-Message: 2147483647/0\r": {Waiting: true, New: maxWaiting},
	} {
		if got, ok := readSummary([]byte(body)); !ok || got != want {
			t.Errorf("%q: %+v, %v", body, got, ok)
		}
	}
	if _, ok := readSummary([]byte("Voice-Message: 4/8\r\n")); ok {
		t.Error("a summary without Messages-Waiting was taken")
	}
}

func FuzzSummary(f *testing.F) {
	f.Add([]byte("Messages-Waiting: yes\r\nVoice-Message: 4/8 (1/2)\r\n"))
	f.Add([]byte("Messages-Waiting: no\r\nVoice-Message: /\r\n"))
	f.Fuzz(func(t *testing.T, body []byte) {
		v, ok := readSummary(body)
		if v.New < 0 || v.Old < 0 || v.New > maxWaiting || v.Old > maxWaiting || !ok && v != (softphone.Voicemail{}) || v.New > 0 && !v.Waiting {
			t.Errorf("%q: %+v, %v", body, v, ok)
		}
	})
}

// followingOverTCP is following over a connection, up to the first news; answered is whether the SUBSCRIBE is before it.
func followingOverTCP(t *testing.T, answered bool) (*stage, *sip.Request) {
	t.Helper()
	s, d := newStreamStage(t, nil), newDesk(t, Options{})
	s.told = true
	a := registering(s)
	a.Transport = softphone.TCP
	d.open(a, "secret")
	s.answer(s.request(sip.REGISTER), 200, "x", "")
	d.registered("a")
	req := s.request(sip.SUBSCRIBE)
	f := s.answering(req, "mwi")
	if answered {
		f = s.subscribed(req, 600)
	}
	f.mail("active", "2/0")
	s.status(sip.NOTIFY, 200)
	await(t, d.ear, mailOf(2, 0))
	return s, req
}

func TestSubscribe_OverTCPARemadeConnectionIsToldOfAtOnce(t *testing.T) {
	for name, answered := range map[string]bool{"answered": true, "known by its news": false} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, req := followingOverTCP(t, answered)
			s.drop()
			s.answer(s.request(sip.REGISTER), 200, "x", "")
			again := s.request(sip.SUBSCRIBE)
			if again.CallID().Value() != req.CallID().Value() || again.Contact().Address.Port == req.Contact().Address.Port {
				t.Errorf("tells\n%s", again)
			}
		})
	}
}
