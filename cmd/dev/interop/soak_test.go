//go:build interop

package interop

import (
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"anteroom/cmd/dev/process"
)

// soakTime names the variable with the time that TestSoak_… lasts; `dev soak` sets it.
const soakTime = "ANTEROOM_SOAK"

// soakSlot is one of the eight calls that are always there, renewed every two minutes.
type soakSlot struct {
	name   string
	ring   func()  // has a peer ring us; nil where we dial
	dial   string  // the number
	says   float64 // Hz, where it gives a tone; what echoes does not, our microphone's sound ends after five minutes
	digits bool
	ends   bool // by itself: the tone after 100 s, baresip when its sound of two minutes is over

	id    string
	since time.Time
}

type soak struct {
	t       *testing.T
	d       *desk
	begun   time.Time
	slots   []*soakSlot
	trends  map[string]*Trend
	idle    process.Files // before the first call
	spent   spent         // at the last sample
	renewed int
	heard   int
	failed  int
}

// spent is the processor time used up to a moment.
type spent struct{ at, used time.Duration }

// Eight calls at a time, G.711 and Opus, made and taken, one of them talked to and seven on hold, tones dialled, each
// ended by us or by the other side after some two minutes and renewed. Nothing that the program takes may grow.
func TestSoak_EightCallsLeakNothing(t *testing.T) {
	text := os.Getenv(soakTime)
	if text == "" {
		t.Skip("go run ./cmd/dev soak")
	}
	lasts, err := time.ParseDuration(text)
	if err != nil {
		t.Fatal(err)
	}
	a := startAsterisk(t)
	a.needModule(t, "codec_opus")
	b := startBaresip(t, a.sip)
	await(t, "baresip is registered", func() bool { return a.contacts(t, "1002") == 1 })
	d := startDesk(t, micTone)
	d.join("secret1001", a.address(), "--user", "1001")
	d.join("secret1005", a.address(), "--user", "1005", "--codecs", "opus")
	go func() { // nobody else reads them, and ctl must not wait; ends with the desk
		for range d.events {
		}
	}()
	originate := func(user, number string) func() {
		return func() { a.command(t, "channel originate PJSIP/"+user+" extension "+number+"@office") }
	}
	s := &soak{t: t, d: d, begun: time.Now(), slots: []*soakSlot{
		{name: "echo, dialled, G.711", dial: "600"},
		{name: "tone, dialled, G.711", dial: "617", says: 1004},
		{name: "digits, dialled, G.711", dial: "618", digits: true},
		{name: "baresip, dialled, G.711", dial: "1002", says: 440, ends: true},
		{name: "baresip rings, G.711", ring: func() { b.do(t, "dial", "1001") }, ends: true},
		{name: "echo rings, Opus", ring: originate("1005", "600")},
		{name: "digits ring, Opus", ring: originate("1005", "618"), digits: true},
		{name: "tone rings, Opus, hangs up", ring: originate("1005", "619"), says: 1004, ends: true},
	}, trends: map[string]*Trend{}}
	for _, x := range []Trend{
		{Name: "goroutines", Allowed: 4}, {Name: "threads", Allowed: 4}, {Name: "open files", Allowed: 3}, {Name: "sockets", Allowed: 3},
		{Name: "UDP ports", Allowed: 2}, {Name: "heap in use", Unit: "MB", Allowed: 1.5}, {Name: "RSS", Unit: "MB", Allowed: 8},
		{Name: "processor", Unit: "%", Allowed: 5}, {Name: "RTP loss", Unit: "%", Allowed: 0.5},
	} {
		s.trends[x.Name] = &x
	}
	if s.idle, err = process.FilesOf(s.d.status().Program.PID); err != nil {
		t.Fatal(err)
	}
	s.live(lasts)

	warm := min(max(lasts/6, time.Minute), 10*time.Minute)
	t.Logf("%v, %d calls, a tone heard %d times; %v to warm up do not count", time.Since(s.begun).Round(time.Second), s.renewed, s.heard, warm)
	for _, name := range s.names() {
		verdict, grows := s.trends[name].Verdict(warm)
		t.Log(verdict)
		if grows {
			t.Errorf("%s grows", name)
		}
	}
	if _, loss := s.trends["RTP loss"].Growth(warm); loss > 1 {
		t.Errorf("%.2f %% of the packets were lost", loss)
	}
	s.leftover(a)
}

func (s *soak) names() []string {
	names := []string{}
	for n := range s.trends {
		names = append(names, n)
	}
	slices.Sort(names)
	return names
}

// wrong notes what went wrong; the soak goes on, since what follows tells more, but not for ever.
func (s *soak) wrong(format string, args ...any) {
	s.t.Errorf("%v: %s", time.Since(s.begun).Round(time.Second), fmt.Sprintf(format, args...))
	if s.failed++; s.failed > 20 {
		s.t.Fatal("too much goes wrong")
	}
}

func (s *soak) live(lasts time.Duration) {
	tick := time.NewTicker(5 * time.Second)
	defer tick.Stop()
	for round := 0; time.Since(s.begun) < lasts; round++ {
		for _, x := range s.slots {
			if c, live := s.call(x.id); !live {
				if x.id != "" && !x.ends {
					s.wrong("%s has ended by itself: %s by %s", x.name, c.EndReason, c.EndedBy)
				}
				s.open(x)
			}
		}
		if round%2 == 0 {
			s.sample(round%12 == 0)
		}
		<-tick.C
		if round%3 == 2 {
			s.renew()
		}
		s.talk(s.slots[round%len(s.slots)])
	}
}

func (s *soak) call(id string) (call, bool) {
	for _, c := range s.d.status().Calls {
		if c.ID == id {
			return c.call, c.State != "ended"
		}
	}
	return call{}, false
}

// open makes the call of a slot and waits until it is talked to.
func (s *soak) open(x *soakSlot) {
	x.id = ""
	if x.ring == nil {
		x.id = s.d.ctlCall("call", x.dial).ID
	} else {
		asked := time.Now()
		x.ring()
		s.until(x, "it rings", func() bool {
			for _, c := range s.d.status().Calls {
				if c.State == "ringing" && c.Direction == "in" {
					x.id = c.ID
					return true
				}
			}
			if time.Since(asked) > patience/4 { // baresip sometimes makes nothing of it while another call of its ends
				s.t.Logf("%v: %s is asked again to ring", time.Since(s.begun).Round(time.Second), x.name)
				asked = time.Now()
				x.ring()
			}
			return false
		})
		if _, err := s.d.ask("", "answer", x.id); err != nil {
			s.wrong("%s: %v", x.name, err)
		}
	}
	s.until(x, "it is talked to", func() bool { c, _ := s.call(x.id); return c.State == "talking" })
	x.since = time.Now()
	s.renewed++
}

func (s *soak) until(x *soakSlot, what string, so func() bool) {
	late := time.Now().Add(patience)
	for !so() {
		if time.Now().After(late) {
			s.wrong("%s: waited %v in vain until %s", x.name, patience, what)
			return
		}
		pause(50 * time.Millisecond)
	}
}

// renew ends the oldest call and makes another.
func (s *soak) renew() {
	x := slices.MinFunc(s.slots, func(a, b *soakSlot) int { return a.since.Compare(b.since) })
	s.hangUp(x)
	s.open(x)
}

// hangUp ends a call. The desk forgets all but the last few calls that have ended, also one that ctl just waits for.
func (s *soak) hangUp(x *soakSlot) {
	if _, live := s.call(x.id); !live {
		return
	}
	if _, err := s.d.ask("", "hangup", x.id); err != nil {
		if _, live := s.call(x.id); live || !strings.Contains(err.Error(), "no_such_call") {
			s.wrong("%s: %v", x.name, err)
		}
	}
}

// talk takes a call from hold, whereby the one talked to goes on hold, and listens.
func (s *soak) talk(x *soakSlot) {
	c, live := s.call(x.id)
	switch {
	case !live:
		return
	case c.State == "held":
		if _, err := s.d.ask("", "resume", x.id); err != nil {
			if _, live := s.call(x.id); live || !x.ends {
				s.wrong("%s: %v", x.name, err)
			}
			return
		}
	}
	if x.digits {
		if _, err := s.d.ask("", "dtmf", x.id, "12"); err != nil {
			s.wrong("%s: %v", x.name, err)
		}
	}
	if x.says == 0 {
		return
	}
	heard := func() bool {
		sound, err := ReadEndOfWAV(s.d.out, 48000)
		return err == nil && sound.IsTone(x.says)
	}
	s.until(x, fmt.Sprintf("the headset gives %v Hz", x.says), func() bool {
		_, live := s.call(x.id)
		return heard() || x.ends && !live
	})
	s.heard++
}

func (s *soak) sample(show bool) {
	st := s.d.status()
	files, errFiles := process.FilesOf(st.Program.PID)
	memory, errMemory := process.MemoryOf(st.Program.PID)
	used, errTime := process.ProcessorTime(st.Program.PID)
	if err := errors.Join(errFiles, errMemory, errTime); err != nil {
		s.t.Fatal(err)
	}
	at := time.Since(s.begun)
	measured, loss := 0.0, 0.0
	for _, c := range st.Calls {
		if c.State != "ended" && c.Quality != nil {
			measured, loss = measured+1, loss+c.Quality.Loss
		}
	}
	values := map[string]float64{
		"goroutines": st.Program.Goroutines, "heap in use": st.Program.HeapBytes / 1e6, "RSS": memory.Now, "threads": float64(memory.Threads),
		"open files": float64(files.Open), "sockets": float64(files.Sockets), "UDP ports": float64(files.UDP),
	}
	if measured > 0 {
		values["RTP loss"] = 100 * loss / measured
	}
	if before := s.spent; before.at > 0 {
		values["processor"] = 100 * float64(used-before.used) / float64(at-before.at)
	}
	s.spent = spent{at, used}
	var b strings.Builder
	for _, name := range s.names() {
		if v, ok := values[name]; ok {
			s.trends[name].Add(at, v)
			fmt.Fprintf(&b, "  %s %.4g", name, v)
		}
	}
	if show {
		fmt.Printf("%8v %4d calls%s\n", at.Round(time.Second), s.renewed, b.String())
	}
}

// leftover ends all calls: then nothing of them may be open, here or there.
func (s *soak) leftover(a asterisk) {
	for _, x := range s.slots {
		s.hangUp(x)
	}
	await(s.t, "Asterisk has no call any more", func() bool { return a.channels(s.t) == 0 })
	st := s.d.status()
	files, err := process.FilesOf(st.Program.PID)
	if err != nil {
		s.t.Fatal(err)
	}
	s.t.Logf("without a call: %.0f goroutines, %+v", st.Program.Goroutines, files)
	await(s.t, "the calls' ports are closed", func() bool {
		now, err := process.FilesOf(st.Program.PID)
		return err == nil && now.UDP <= s.idle.UDP
	})
}
