package control

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"net"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"

	"anteroom/softphone"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// fakeDesk steps at once and lets the network agree to everything.
type fakeDesk struct {
	mu       sync.Mutex // guards the rest
	s        softphone.State
	watchers []func(softphone.State, softphone.Event)
	mute     bool // the network confirms nothing
	erased   []softphone.Person
}

func (d *fakeDesk) State() softphone.State { d.mu.Lock(); defer d.mu.Unlock(); return d.s }
func (d *fakeDesk) Watch(fn func(softphone.State, softphone.Event)) func() {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.watchers = append(d.watchers, fn)
	return func() {}
}
func (d *fakeDesk) Tell(e softphone.Event) { d.step(e) }
func (d *fakeDesk) Ask(_ context.Context, press func(softphone.AskID) softphone.Event) (softphone.CallID, error) {
	for _, r := range d.step(press(1)) {
		if !r.Reason.Zero() {
			return r.Call, r.Reason
		}
		return r.Call, nil
	}
	return "", errors.New("no reply")
}

func (d *fakeDesk) step(e softphone.Event) (replies []softphone.Reply) {
	d.mu.Lock()
	s, effects := softphone.Step(d.s, e)
	d.s = s
	watchers, at := d.watchers, softphone.At{At: e.When()}
	d.mu.Unlock()
	for _, w := range watchers {
		w(s, e)
	}
	for _, effect := range effects {
		switch f := effect.(type) {
		case softphone.Reply:
			replies = append(replies, f)
		case softphone.OpenVoice:
			d.step(softphone.VoiceOpened{At: at, Call: f.Call})
		case softphone.SendHold:
			if !d.mute {
				d.step(softphone.HoldConfirmed{At: at, Call: f.Call})
			}
		case softphone.SendHangUp:
			d.step(softphone.CallHungUp{At: at, Call: f.Call, By: softphone.EndedByUs})
		case softphone.ErasePerson:
			replies = append(replies, d.step(softphone.PersonErased{Press: softphone.Press{At: at, Ask: f.Ask}})...)
			d.mu.Lock()
			d.erased = append(d.erased, f.Person)
			d.mu.Unlock()
		case softphone.OpenLine:
			d.step(softphone.LineChanged{At: at, Line: f.Account.ID, State: softphone.LineRegistered})
		}
		if saved, ok := softphone.SavedBy(effect, at.At); ok {
			replies = append(replies, d.step(saved)...)
		}
	}
	return replies
}

type noMessages struct{}

func (noMessages) Messages(context.Context, time.Time, int) ([]softphone.Message, error) {
	return []softphone.Message{{ID: "old", Verbatim: "earlier"}}, nil
}
func (noMessages) Message(context.Context, softphone.MessageID) (softphone.Message, error) {
	return softphone.Message{}, softphone.Reason{Code: softphone.NoSuchMessage}
}

// oldCalls is a journal with one call.
type oldCalls struct{}

func (oldCalls) Calls(context.Context, time.Time, int) ([]softphone.Call, error) { return nil, nil }
func (oldCalls) JournalCall(_ context.Context, id softphone.CallID) (softphone.Call, error) {
	if id != "lastyear" {
		return softphone.Call{}, softphone.Reason{Code: softphone.NoSuchCall, Detail: string(id)}
	}
	return softphone.Call{ID: id, Started: time.Date(2025, 11, 27, 9, 0, 0, 0, time.UTC), Caller: softphone.CallerFields{Number: "22413077"}}, nil
}

func (d *fakeDesk) FindPerson(_ context.Context, p softphone.Person) (softphone.Traces, error) {
	return softphone.Traces{Calls: 2, Names: []string{p.Name}}, nil
}
func (d *fakeDesk) Erasures(context.Context, int) ([]softphone.Erasure, error) {
	return []softphone.Erasure{{By: "Ida Holm", Calls: 2}}, nil
}

// running serves a folder until the test ends.
func running(t *testing.T) (*fakeDesk, string) { t.Helper(); return runningWith(t, func(*Options) {}) }

// runningWith is running, with more behind it.
func runningWith(t *testing.T, more func(*Options)) (*fakeDesk, string) {
	t.Helper()
	dir := t.TempDir()
	door, err := Listen(dir)
	if err != nil {
		t.Fatal(err)
	}
	d := &fakeDesk{}
	d.step(softphone.DeskOpened{At: softphone.At{At: time.Now()}, Snapshot: softphone.Snapshot{
		Accounts: []softphone.Account{{ID: "office", Address: "pbx", User: "1", Register: true}}}})
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	n := 0
	go func() {
		o := Options{Desk: d, Messages: noMessages{}, Journal: oldCalls{}, People: d, Keys: twoKeys{}, Version: "9", Quit: cancel, Raise: func() {}, Now: time.Now,
			NewID: func() string { n++; return "id" + string(rune('0'+n)) }}
		more(&o)
		ended <- door.Serve(ctx, o)
	}()
	t.Cleanup(func() {
		cancel()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	})
	return d, dir
}

// ctl runs a verb and gives its first answer.
func ctl(t *testing.T, dir string, args ...string) (map[string]any, error) {
	t.Helper()
	var out bytes.Buffer
	err := Send(t.Context(), dir, args, "secret\n", &out)
	var first map[string]any
	if line, _, _ := strings.Cut(out.String(), "\n"); line != "" {
		if e := json.Unmarshal([]byte(line), &first); e != nil {
			t.Fatal(e)
		}
	}
	return first, err
}

func TestCtl_CallHoldAndHangUpPrintTheCall(t *testing.T) {
	d, dir := running(t)
	c, err := ctl(t, dir, "call", "22 41 30 77")
	if err != nil || c["state"] != "ringing" || c["direction"] != "out" || c["peer"].(map[string]any)["number"] != "22413077" {
		t.Fatalf("%v %v", c, err)
	}
	id := c["id"].(string)
	d.step(softphone.CallAnswered{At: softphone.At{At: time.Now()}, Call: softphone.CallID(id)})
	if c, err = ctl(t, dir, "hold", id); err != nil || c["state"] != "held" || c["return_due_s"].(float64) < 35 {
		t.Fatalf("%v %v", c, err)
	}
	if c, err = ctl(t, dir, "hangup", id); err != nil || c["state"] != "ended" || c["ended_by"] != "us" {
		t.Fatalf("%v %v", c, err)
	}
	s, err := ctl(t, dir, "status")
	if err != nil || s["version"] != "9" || len(s["calls"].([]any)) != 1 {
		t.Fatalf("%v %v", s, err)
	}
	if p := s["program"].(map[string]any); p["pid"].(float64) != float64(os.Getpid()) || p["goroutines"].(float64) < 2 {
		t.Errorf("the program's own: %v", p)
	}
}

func TestCtl_ACallTellsItsQualityOnceMeasured(t *testing.T) {
	d, dir := running(t)
	c, err := ctl(t, dir, "call", "22 41 30 77")
	if err != nil || c["quality"] != nil {
		t.Fatalf("%v %v", c, err)
	}
	id := softphone.CallID(c["id"].(string))
	q := softphone.Quality{Loss: 0.0123, Jitter: 1240 * time.Microsecond, RTT: 18 * time.Millisecond}.Estimated()
	d.step(softphone.CallAnswered{At: softphone.At{At: time.Now()}, Call: id})
	d.step(softphone.QualityMeasured{At: softphone.At{At: time.Now()}, Call: id, Quality: q})
	c, err = ctl(t, dir, "hold", string(id))
	if err != nil {
		t.Fatal(err)
	}
	got := c["quality"].(map[string]any)
	if got["loss"] != 0.0123 || got["jitter_ms"] != 1.2 || got["rtt_ms"] != 18.0 || got["mos"].(float64) < 4 {
		t.Errorf("%v", got)
	}
}

func TestCtl_MuteSwitchesTheMicrophone(t *testing.T) {
	d, dir := running(t)
	c, err := ctl(t, dir, "call", "22 41 30 77")
	if err != nil {
		t.Fatal(err)
	}
	d.step(softphone.CallAnswered{At: softphone.At{At: time.Now()}, Call: softphone.CallID(c["id"].(string))})
	for _, on := range []bool{true, false} {
		word := map[bool]string{true: "on", false: "off"}[on]
		if m, err := ctl(t, dir, "mute", word); err != nil || m["muted"] != on {
			t.Fatalf("%v %v", m, err)
		}
		if s, err := ctl(t, dir, "status"); err != nil || s["audio"].(map[string]any)["muted"] != on {
			t.Fatalf("%v %v", s, err)
		}
	}
}

func TestCtl_RefusalsSayWhy(t *testing.T) {
	_, dir := running(t)
	for _, args := range [][]string{
		{"answer"}, {"hold", "none"}, {"set", "nonsense", "1"}, {"get", "nonsense"}, {"frobnicate"}, {}, {"call"},
		{"message", "new", "colour=red"}, {"message", "new", "mood=blue"}, {"message", "show", "none"}, {"dtmf", "x"}, {"mute"}, {"mute", "on"},
		{"line", "add"}, {"line", "add", "a", "--user", "u", "--transport", "pigeon"}, {"line", "remove", "none"},
	} {
		var refused Refused
		if _, err := ctl(t, dir, args...); !errors.As(err, &refused) || refused == "" {
			t.Errorf("%v gave %v", args, err)
		}
	}
}

func TestCtl_LineMayBeNamedBeforeOrAmongItsFlags(t *testing.T) {
	d, dir := running(t)
	for _, args := range [][]string{
		{"line", "add", "pbx.example", "--user", "7", "--password-stdin", "--transport", "tcp", "--codecs", "pcma,pcmu"},
		{"line", "add", "--user", "7", "--no-register", "pbx.example", "--listen", "127.0.0.1:5099"},
	} {
		if l, err := ctl(t, dir, args...); err != nil || l["id"] != "7@pbx.example" || l["state"] != "registered" {
			t.Fatalf("%v %v", l, err)
		}
	}
	if _, err := ctl(t, dir, "line", "add", "pbx.example", "--user", "7", "--no-register", "--srtp", "sometimes"); err == nil {
		t.Error("--srtp sometimes was taken")
	}
	if _, err := ctl(t, dir, "line", "add", "pbx.example", "--user", "7", "--no-register", "--stun", "stun.example:99999"); err == nil {
		t.Error("--stun with port 99999 was taken")
	}
	_, err := ctl(t, dir, "line", "add", "pbx.example", "--user", "7", "--no-register", "--listen", "127.0.0.1:5099", "--codecs", "opus,pcma", "--srtp", "required", "--stun", "stun.example")
	if l, _ := d.State().Line("7@pbx.example"); err != nil || l.Account.SRTP != softphone.SRTPRequired || l.Account.STUN != "stun.example" || !slices.Equal(l.Account.Codecs, []string{"opus", "pcma"}) {
		t.Errorf("%+v, %v", l.Account, err)
	}
	l, _ := d.State().Line("7@pbx.example")
	if l.Account.Register || l.Account.Listen != "127.0.0.1:5099" {
		t.Fatalf("%+v", l.Account)
	}
}

func TestCtl_MessageKeepsEveryLetter(t *testing.T) {
	_, dir := running(t)
	text := "Ring Åse «nå» – Привет, \"x\"=1"
	m, err := ctl(t, dir, "message", "new", "verbatim="+text, "surname=Øst", "read_back=true", "urgency=urgent")
	if err != nil || m["verbatim"] != text || m["read_back"] != true || m["state"] != "new" {
		t.Fatalf("%v %v", m, err)
	}
	if m, err = ctl(t, dir, "message", "list"); err != nil || m["id"] != "old" {
		t.Fatalf("%v %v", m, err)
	}
}

func TestCtl_EventsComeAsTheyHappen(t *testing.T) {
	d, dir := running(t)
	ctx, cancel := context.WithCancel(t.Context())
	lines := make(lineWriter, 100)
	ended := make(chan error, 1)
	go func() { ended <- Send(ctx, dir, []string{"events"}, "", lines) }()
	if first := <-lines; !strings.Contains(first, "listening") {
		t.Fatal(first)
	}
	d.step(softphone.CallArrived{At: softphone.At{At: time.Now()}, Call: "a", Line: "office", Peer: softphone.Peer{Number: "55"}})
	var e struct {
		Event string
		Call  struct{ ID, State string }
	}
	if err := json.Unmarshal([]byte(<-lines), &e); err != nil || e.Event != "call_arrived" || e.Call.ID != "a" || e.Call.State != "ringing" {
		t.Fatalf("%+v %v", e, err)
	}
	cancel()
	if err := <-ended; err != nil {
		t.Fatal(err)
	}
}

type lineWriter chan string

func (w lineWriter) Write(b []byte) (int, error) { w <- string(b); return len(b), nil }

func TestListen_SecondInstanceIsToldAndAnOldSocketIsNoHindrance(t *testing.T) {
	_, dir := running(t)
	if _, err := Listen(dir); !errors.Is(err, ErrRunning) {
		t.Fatalf("%v", err)
	}
	if err := Send(t.Context(), t.TempDir(), []string{"status"}, "", &bytes.Buffer{}); !errors.Is(err, ErrNotRunning) {
		t.Fatalf("%v", err)
	}
	old := t.TempDir()
	if err := os.WriteFile(filepath.Join(old, "control.sock"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	door, err := Listen(old)
	if err != nil {
		t.Fatal(err)
	}
	door.Close()
}

func TestListen_OnlyTheUserMayOpenTheSocket(t *testing.T) {
	_, dir := running(t)
	info, err := os.Stat(SocketPath(dir))
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Fatalf("%v %v", info.Mode(), err)
	}
}

func TestListen_LongFolderNamesGetAShorterSocket(t *testing.T) {
	dir := filepath.Join(t.TempDir(), strings.Repeat("very-long-", 12))
	if err := os.MkdirAll(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	door, err := Listen(dir)
	if err != nil {
		t.Fatal(err)
	}
	door.Close()
}

func FuzzServe(f *testing.F) {
	f.Add("{\"args\":[\"status\"]}\n")
	f.Add("{\"args\":[\"line\",\"add\",\"x\",\"--user\"]}\n")
	f.Add("nonsense\n")
	f.Add("{\"args\":[\"message\",\"new\",\"=\"]}\n")
	f.Fuzz(func(t *testing.T, text string) {
		if strings.Contains(text, "events") {
			return // lasts until the guest leaves
		}
		d := &fakeDesk{}
		us, them := net.Pipe()
		done := make(chan struct{})
		go func() {
			defer close(done)
			serve(t.Context(), them, Options{Desk: d, Messages: noMessages{}, Quit: func() {}, Raise: func() {}, NewID: func() string { return "x" }, Now: time.Now})
			them.Close()
		}()
		go us.Write([]byte(text + "\n"))
		var out bytes.Buffer
		if _, err := out.ReadFrom(us); err != nil {
			t.Fatal(err)
		}
		us.Close()
		<-done
		if !strings.Contains(out.String(), `"end":true`) {
			t.Fatalf("no end: %q", out.String())
		}
	})
}

func TestCtl_RedirectCallsWhereACallWasSent(t *testing.T) {
	d, dir := running(t)
	c, err := ctl(t, dir, "call", "22 41 30 77")
	if err != nil {
		t.Fatal(err)
	}
	id, at := softphone.CallID(c["id"].(string)), softphone.At{At: time.Now()}
	d.step(softphone.CallRedirected{At: at, Call: id, Targets: []string{"300"}})
	d.step(softphone.CallHungUp{At: at, Call: id, By: softphone.EndedByPeer})
	if c, err = ctl(t, dir, "redirect", "yes"); err != nil || c["peer"].(map[string]any)["number"] != "300" || c["direction"] != "out" {
		t.Fatalf("%v %v", c, err)
	}
	var refused Refused
	if _, err = ctl(t, dir, "redirect", "no"); !errors.As(err, &refused) {
		t.Fatalf("%v", err)
	}
}
