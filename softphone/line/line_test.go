package line

import (
	"context"
	"fmt"
	"net/netip"
	"os"
	"reflect"
	"sync"
	"testing"
	"time"

	"anteroom/softphone"

	"github.com/emiago/sipgo/sip"
	"go.uber.org/goleak"
)

func TestMain(m *testing.M) {
	sip.SetTimers(40*time.Millisecond, 320*time.Millisecond, 200*time.Millisecond)
	sip.Timer_D = 2 * time.Second
	code := m.Run()
	if code == 0 {
		if err := goleak.Find(); err != nil {
			fmt.Fprintln(os.Stderr, err)
			code = 1
		}
	}
	os.Exit(code)
}

// patience is how long a test waits for anything.
const patience = 10 * time.Second

// ear collects the events of one Line.
type ear struct {
	mu     sync.Mutex // guards events, news
	events []softphone.Event
	news   chan struct{}
}

func newEar() *ear { return &ear{news: make(chan struct{})} }

func (e *ear) tell(ev softphone.Event) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.events = append(e.events, ev)
	close(e.news)
	e.news = make(chan struct{})
}

// await gives the first event of type T, from the nth event on, that fits.
func await[T softphone.Event](t testing.TB, e *ear, fits func(T) bool) T {
	t.Helper()
	deadline := time.After(patience)
	for i := 0; ; {
		e.mu.Lock()
		var got []softphone.Event
		got = append(got, e.events[i:]...)
		i = len(e.events)
		news := e.news
		e.mu.Unlock()
		for _, ev := range got {
			if v, ok := ev.(T); ok && (fits == nil || fits(v)) {
				return v
			}
		}
		select {
		case <-news:
		case <-deadline:
			var zero T
			t.Fatalf("no %v came; heard: %s", reflect.TypeOf(zero), e.story())
		}
	}
}

func (e *ear) story() string {
	e.mu.Lock()
	defer e.mu.Unlock()
	s := ""
	for _, ev := range e.events {
		s += fmt.Sprintf("\n  %T %+v", ev, ev)
	}
	return s
}

// count says how many events of type T fit so far.
func count[T softphone.Event](e *ear, fits func(T) bool) (n int) {
	e.mu.Lock()
	defer e.mu.Unlock()
	for _, ev := range e.events {
		if v, ok := ev.(T); ok && (fits == nil || fits(v)) {
			n++
		}
	}
	return n
}

// desk is a Line under test with its ear.
type desk struct {
	*Line
	*ear
	t testing.TB
}

func newDesk(t testing.TB, o Options) *desk {
	t.Helper()
	e := newEar()
	if o.Retry == 0 {
		o.Retry = 50 * time.Millisecond
	}
	d := &desk{Line: New(e.tell, o), ear: e, t: t}
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- d.Run(ctx) }()
	t.Cleanup(func() {
		stop()
		select {
		case err := <-ended:
			if err != nil {
				t.Error(err)
			}
		case <-time.After(2 * patience):
			t.Error("Run did not return")
		}
	})
	return d
}

func (d *desk) open(a softphone.Account, password softphone.Secret) {
	d.t.Helper()
	if err := d.OpenLine(context.Background(), a, password); err != nil {
		d.t.Fatal(err)
	}
}

func (d *desk) registered(id softphone.LineID) softphone.LineChanged {
	d.t.Helper()
	return await(d.t, d.ear, func(e softphone.LineChanged) bool { return e.Line == id && e.State == softphone.LineRegistered })
}

func (d *desk) must(err error) {
	d.t.Helper()
	if err != nil {
		d.t.Fatal(err)
	}
}

// port is where the open line listens.
func (d *desk) port(id softphone.LineID) netip.AddrPort {
	d.Line.mu.Lock()
	a := d.accounts[id]
	d.Line.mu.Unlock()
	return a.trunk().localAddr()
}

var (
	pcma = softphone.Codec{Name: "pcma", PayloadType: 8, ClockRate: 8000}
	pcmu = softphone.Codec{Name: "pcmu", PayloadType: 0, ClockRate: 8000}
	g722 = softphone.Codec{Name: "g722", PayloadType: 9, ClockRate: 8000}
)

func media(port uint16) softphone.LocalMedia {
	return softphone.LocalMedia{RTP: netip.AddrPortFrom(netip.MustParseAddr("127.0.0.1"), port),
		Codecs: []softphone.Codec{pcma, pcmu}, EventType: 101}
}

// pair are two desks with direct lines to each other.
func pair(t testing.TB, tr softphone.Transport) (alice, bob *desk) {
	t.Helper()
	alice, bob = newDesk(t, Options{}), newDesk(t, Options{})
	bob.open(softphone.Account{ID: "b", Address: "127.0.0.1", User: "bob", Transport: tr}, "")
	bob.registered("b")
	alice.open(softphone.Account{ID: "a", Address: bob.port("b").String(), User: "alice", DisplayName: `Alice "Å"`, Transport: tr}, "")
	alice.registered("a")
	return alice, bob
}

// talk brings a call up from alice to bob.
func talk(t testing.TB, alice, bob *desk) (a, b softphone.CallID) {
	t.Helper()
	ctx := context.Background()
	a = softphone.CallID(random(16))
	alice.must(alice.SendInvite(ctx, a, "a", "4790001122", media(20000)))
	in := await[softphone.CallArrived](t, bob.ear, func(e softphone.CallArrived) bool {
		return count(bob.ear, func(x softphone.CallHungUp) bool { return x.Call == e.Call }) == 0 &&
			count(bob.ear, func(x softphone.CallAnswered) bool { return x.Call == e.Call }) == 0
	})
	b = in.Call
	bob.must(bob.SendRinging(ctx, b))
	await(t, alice.ear, func(e softphone.PeerRinging) bool { return e.Call == a })
	bob.must(bob.SendAnswer(ctx, b, media(30000)))
	await(t, alice.ear, func(e softphone.CallAnswered) bool { return e.Call == a })
	await(t, bob.ear, func(e softphone.CallAnswered) bool { return e.Call == b })
	return a, b
}

func hungUp(t testing.TB, d *desk, id softphone.CallID) softphone.CallHungUp {
	t.Helper()
	e := await(t, d.ear, func(e softphone.CallHungUp) bool { return e.Call == id })
	if n := count(d.ear, func(e softphone.CallHungUp) bool { return e.Call == id }); n != 1 {
		t.Errorf("CallHungUp came %d times", n)
	}
	return e
}

func TestCall_AnsweredHeldResumedAndHungUp(t *testing.T) {
	t.Parallel()
	for _, tr := range []softphone.Transport{softphone.UDP, softphone.TCP} {
		t.Run(string(tr), func(t *testing.T) {
			ctx := context.Background()
			alice, bob := pair(t, tr)
			a, b := talk(t, alice, bob)

			in := await[softphone.CallArrived](t, bob.ear, nil)
			if in.Peer.Name != `Alice "Å"` || in.Peer.Number != "alice" || in.OwnNumber != "4790001122" || in.Bind.String() != "127.0.0.1" {
				t.Errorf("arrived as %+v", in)
			}
			m := await[softphone.MediaAgreed](t, alice.ear, nil).Media
			if m.RTP.Port() != 30000 || m.RTCP.Port() != 30001 || m.Codec != pcma || m.EventType != 101 || m.Direction != softphone.SendRecv || m.Ptime != 0 {
				t.Errorf("agreed %+v", m)
			}

			alice.must(alice.SendHold(ctx, a))
			await[softphone.HoldConfirmed](t, alice.ear, nil)
			await(t, bob.ear, func(e softphone.PeerHeld) bool { return e.Call == b && e.Held })
			await(t, alice.ear, func(e softphone.MediaAgreed) bool { return e.Media.Direction == softphone.SendOnly })
			await(t, bob.ear, func(e softphone.MediaAgreed) bool { return e.Media.Direction == softphone.RecvOnly })

			bob.must(bob.SendHold(ctx, b))
			await[softphone.HoldConfirmed](t, bob.ear, nil)
			await(t, bob.ear, func(e softphone.MediaAgreed) bool { return e.Media.Direction == softphone.Inactive })
			await(t, alice.ear, func(e softphone.MediaAgreed) bool { return e.Media.Direction == softphone.Inactive })

			alice.must(alice.SendResume(ctx, a))
			await[softphone.ResumeConfirmed](t, alice.ear, nil)
			await(t, bob.ear, func(e softphone.PeerHeld) bool { return !e.Held })
			await(t, bob.ear, func(e softphone.MediaAgreed) bool { return e.Media.Direction == softphone.SendOnly })
			bob.must(bob.SendResume(ctx, b))
			await[softphone.ResumeConfirmed](t, bob.ear, nil)

			bob.must(bob.SendHangUp(ctx, b))
			if e := hungUp(t, bob, b); e.By != softphone.EndedByUs || e.Reason.Code != softphone.HungUp {
				t.Errorf("bob: %+v", e)
			}
			if e := hungUp(t, alice, a); e.By != softphone.EndedByPeer || e.Reason.Code != softphone.HungUp {
				t.Errorf("alice: %+v", e)
			}
		})
	}
}
