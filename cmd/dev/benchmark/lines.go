package benchmark

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"
)

var (
	losses  = []float64{0, 0.03, 0.1}
	jitters = []time.Duration{0, 30 * time.Millisecond, 60 * time.Millisecond}
)

const (
	spoken  = 14.0 // seconds
	settled = 3.0  // seconds at the beginning that jitter buffers may take to find their length
)

// speech measures how a voice survives bad lines, in three calls at the same time.
func (s *session) speech(ctx context.Context) error {
	voice, err := speech(spoken)
	if err != nil {
		return err
	}
	calls := []struct {
		column            int
		codec, name, wire string
	}{{0, "pcmu", "G.711", "s0"}, {0, "opus", "Opus", "s1"}, {1, "pcmu", "G.711", "s2"}}
	s.heads(calls[0].name, calls[1].name)
	failed := make([]error, len(calls))
	var work sync.WaitGroup
	for i, c := range calls {
		p, err := startPair(ctx, s.devices, s.makers[c.column], c.wire, c.codec, true)
		if err != nil {
			failed[i] = err
			continue
		}
		defer p.close()
		work.Go(func() {
			failed[i] = p.through(ctx, s.devices, voice, func(w weather, dB float64, delay int) {
				s.put(sentence(c.name, w), c.column, "%.1f dB, %d ms", dB, delay*1000/soundRate)
			})
		})
	}
	work.Wait()
	return errors.Join(failed...)
}

// heads puts the rows in order: three calls fill them at the same time.
func (s *session) heads(names ...string) {
	for _, name := range names {
		for _, j := range jitters {
			for _, l := range losses {
				s.table.put(sentence(name, weather{l, j}), 0, "")
			}
		}
	}
}

func sentence(name string, w weather) string {
	return fmt.Sprintf("speech, %s, %.0f %% loss, %.0f ms jitter", name, 100*w.loss, millis(w.jitter))
}

// through says a voice through every weather.
func (p *pair) through(ctx context.Context, d *devices, voice []float64, tell func(w weather, dB float64, delay int)) error {
	for _, j := range jitters {
		for _, l := range losses {
			w := weather{l, j}
			p.bridge.set(w)
			sent, got, err := d.say(ctx, p.wire, voice)
			if err != nil {
				return err
			}
			if len(sent) < int(spoken*soundRate) {
				return fmt.Errorf("benchmark: %d samples of a voice were recorded", len(sent))
			}
			from := int(settled * soundRate)
			dB, delay := distortion(sent[from:], got[from:], soundRate/2)
			tell(w, dB, delay)
		}
	}
	return nil
}
