package benchmark

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"runtime"
	"slices"
	"strings"
	"sync"
	"time"

	"anteroom/cmd/dev/process"
	"anteroom/cmd/dev/xvfb"
)

// session is one run.
type session struct {
	out     io.Writer
	devices *devices
	makers  []maker
	table   table
	screen  *xvfb.Display // for the next telephone; nil: it is to have no window
	mu      sync.Mutex    // guards table and out where several calls are measured at once
}

// parts are what can be measured by itself, in the table's order.
var parts = []struct {
	name string
	do   func(s *session, ctx context.Context, column int) error
}{
	{"start", (*session).startup},
	{"setup", (*session).setup},
	{"window", (*session).window},
	{"g711", func(s *session, ctx context.Context, column int) error {
		return s.oneCall(ctx, column, "pcmu", "G.711")
	}},
	{"opus", func(s *session, ctx context.Context, column int) error { return s.oneCall(ctx, column, "opus", "Opus") }},
	{"eight", (*session).eightCalls},
}

// Names are the parts that Run knows.
func Names() []string {
	names := []string{}
	for _, p := range parts {
		names = append(names, p.name)
	}
	return append(names, "speech")
}

// Run measures the parts named, or all, with the built program, and prints the table. What fails is said, and leaves
// its cells empty.
func Run(ctx context.Context, out io.Writer, program string, only []string) error {
	for _, tool := range []string{"baresip", "pulseaudio", "pactl", "parec", "pacat"} {
		if _, err := exec.LookPath(tool); err != nil {
			return fmt.Errorf("benchmark: %w", err)
		}
	}
	for _, name := range only {
		if !slices.Contains(Names(), name) {
			return fmt.Errorf("benchmark: there is no part %q; there are %s", name, strings.Join(Names(), ", "))
		}
	}
	d, err := openDevices(ctx)
	if err != nil {
		return err
	}
	defer d.close()
	s := &session{out: out, devices: d, makers: []maker{anteroom(program), baresip}}
	if _, err := exec.LookPath("linphonec"); err == nil {
		s.makers = append(s.makers, linphone)
	}
	for _, m := range s.makers {
		s.table.heads = append(s.table.heads, m.name)
	}
	wanted := func(name string) bool { return len(only) == 0 || slices.Contains(only, name) }
	fmt.Fprintf(out, "%d cores; load before: %s\n", runtime.NumCPU(), load())
	var failed error
	for _, p := range parts {
		for column, m := range s.makers {
			if !wanted(p.name) || ctx.Err() != nil {
				continue
			}
			fmt.Fprintf(out, "measuring %s: %s\n", p.name, m.name)
			if err := p.do(s, ctx, column); err != nil {
				fmt.Fprintln(out, "FAILED:", err)
				failed = errors.Join(failed, err)
			}
		}
	}
	if wanted("speech") && ctx.Err() == nil {
		failed = errors.Join(failed, s.speech(ctx))
	}
	fmt.Fprintf(out, "load after: %s\n\n", load())
	return errors.Join(s.table.print(out), failed)
}

func load() string {
	text, err := os.ReadFile("/proc/loadavg")
	if err != nil {
		return "unknown"
	}
	fields := strings.Fields(string(text))
	return strings.Join(fields[:min(3, len(fields))], " ")
}

func (s *session) put(what string, column int, format string, values ...any) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.table.put(what, column, fmt.Sprintf(format, values...))
	fmt.Fprintf(s.out, "  %s: %s %s\n", what, s.makers[column].name, fmt.Sprintf(format, values...))
}

// withProbe starts a telephone that takes calls at the port sip, beside a probe that is its exchange. Stopping it is do's.
func (s *session) withProbe(ctx context.Context, column int, registers bool, do func(p *probe, sip int, t *phone) error) error {
	p, err := openProbe()
	if err != nil {
		return err
	}
	defer p.close()
	sip, err := freePort()
	if err != nil {
		return err
	}
	t, err := s.makers[column].start(ctx, s.devices, role{
		sip: sip, peer: portOf(p.conn), microphone: "quiet.monitor", ear: "dump", codec: "pcmu", registers: registers, screen: s.screen,
	})
	if err != nil {
		return err
	}
	return do(p, sip, t)
}

const starts = 7

func (s *session) startup(ctx context.Context, column int) error {
	return s.withProbe(ctx, column, true, func(p *probe, sip int, t *phone) error {
		var took []float64
		for i := range starts + 1 { // the first start is no measurement: it has set everything up
			select {
			case at := <-p.register:
				if i > 0 {
					took = append(took, millis(at.Sub(t.begun)))
				}
			case <-time.After(startPatience):
				t.stop()
				return fmt.Errorf("benchmark: %s does not register", t.name)
			}
			t.stop()
			for len(p.register) > 0 {
				<-p.register
			}
			if i < starts {
				next, err := t.again()
				if err != nil {
					return err
				}
				t = next
			}
		}
		s.put(fmt.Sprintf("registered after start, median of %d", starts), column, "%.0f ms", median(took))
		return nil
	})
}

const invites = 60

func (s *session) setup(ctx context.Context, column int) error {
	return s.withProbe(ctx, column, false, func(p *probe, sip int, t *phone) error {
		defer t.stop()
		if err := pause(ctx, 2*time.Second); err != nil {
			return err
		}
		var took []float64
		for range invites {
			o, err := p.dial(sip)
			if err != nil {
				return err
			}
			h, err := o.until(ctx, "INVITE", 180)
			if err != nil {
				return err
			}
			took = append(took, millis(h.at.Sub(o.invite)))
			if err := errors.Join(o.giveUp(ctx), pause(ctx, 100*time.Millisecond)); err != nil {
				return err
			}
		}
		s.put(fmt.Sprintf("INVITE to 180, median of %d", invites), column, "%.1f ms", median(took))
		s.put("INVITE to 180, p99", column, "%.1f ms", quantile(took, 0.99))
		return nil
	})
}

// processor is the percentage of a core that processes use while something is done, their mean.
func processor(phones []*phone, do func() error) (float64, error) {
	before, start := make([]time.Duration, len(phones)), time.Now()
	for i, p := range phones {
		var err error
		if before[i], err = process.ProcessorTime(p.process.Pid()); err != nil {
			return 0, err
		}
	}
	if err := do(); err != nil {
		return 0, err
	}
	sum := 0.0
	for i, p := range phones {
		after, err := process.ProcessorTime(p.process.Pid())
		if err != nil {
			return 0, err
		}
		sum += float64(after - before[i])
	}
	return 100 * sum / float64(len(phones)) / float64(time.Since(start)), nil
}

const (
	watched     = 30 * time.Second // 3000 packets of two telephones
	clicksHeard = 24
)

func (s *session) oneCall(ctx context.Context, column int, codec, name string) error {
	m := s.makers[column]
	p, err := startPair(ctx, s.devices, m, m.name+codec, codec, false)
	if err != nil {
		return err
	}
	defer p.close()
	note := p.bridge.note()
	share, err := processor(p.phones[:], func() error { return pause(ctx, watched) })
	if err != nil {
		return err
	}
	idle := note()
	use, err := process.MemoryOf(p.phones[1].process.Pid())
	if err != nil {
		return err
	}
	s.put("processor, one call, "+name, column, "%.1f %%", share)
	s.put("memory, one call, "+name+" (peak)", column, "%.0f MB (%.0f)", use.Now, use.Peak)
	// Only now: a jitter buffer that the beginning of a call has widened takes its time to come down again.
	sent, got, err := s.devices.say(ctx, p.wire, clicks(clicksHeard))
	if err != nil {
		return err
	}
	delays := clickDelays(sent, got)
	lost := ""
	if len(delays) < clicksHeard {
		lost = fmt.Sprintf(" (%d of %d clicks)", len(delays), clicksHeard)
	}
	s.put("mouth to ear, "+name, column, "%.0f ms%s", median(delays), lost)
	if codec != "pcmu" {
		return nil
	}
	s.put("lateness of sending p50, p99, p99.9", column, "%s", threeQuantiles(idle))
	note = p.bridge.note()
	if err := busy(func() error { return pause(ctx, watched) }); err != nil {
		return err
	}
	s.put("the same with all cores busy", column, "%s", threeQuantiles(note()))
	return nil
}

func threeQuantiles(a [2][]arrival) string {
	late := append(lateness(a[0]), lateness(a[1])...)
	return fmt.Sprintf("%.1f, %.1f, %.1f ms", quantile(late, 0.5), quantile(late, 0.99), quantile(late, 0.999))
}

// busy keeps every core at work while something is done.
func busy(do func() error) error {
	for range runtime.NumCPU() {
		p, err := process.Start(exec.Command("sh", "-c", "while :; do :; done"))
		if err != nil {
			return err
		}
		defer p.Stop(time.Second)
	}
	return do()
}

const several = 8

func (s *session) eightCalls(ctx context.Context, column int) error {
	if s.makers[column].busy {
		return nil
	}
	return s.withProbe(ctx, column, false, func(p *probe, sip int, t *phone) error {
		defer t.stop()
		var calls []*outgoing
		for range several {
			if err := pause(ctx, 500*time.Millisecond); err != nil {
				return err
			}
			o, err := p.dial(sip)
			if err != nil {
				return err
			}
			if _, err := o.until(ctx, "INVITE", 180); err != nil {
				return err
			}
			if err := t.answer(); err != nil {
				return err
			}
			if err := o.talk(ctx); err != nil {
				return err
			}
			calls = append(calls, o)
		}
		listening, stop := context.WithTimeout(ctx, 26*time.Second)
		defer stop()
		type result struct {
			received []int64
			err      error
		}
		done := make(chan result, 1)
		go func() { // ends with its context
			received, err := chorus(listening, calls)
			done <- result{received, err}
		}()
		share := 0.0
		err := pause(ctx, 4*time.Second)
		if err == nil {
			share, err = processor([]*phone{t}, func() error { return pause(ctx, 20*time.Second) })
		}
		use, errMemory := process.MemoryOf(t.process.Pid())
		r := <-done
		for _, o := range calls {
			err = errors.Join(err, o.hangUp(ctx))
		}
		if err := errors.Join(err, errMemory, r.err); err != nil {
			return err
		}
		alive := 0
		for _, n := range r.received {
			if n > 26*50*9/10 {
				alive++
			}
		}
		s.put("processor, eight calls, G.711", column, "%.1f %%", share)
		s.put("of which send sound all the time", column, "%d", alive)
		s.put("memory, eight calls (peak)", column, "%.0f MB (%.0f)", use.Now, use.Peak)
		return nil
	})
}
