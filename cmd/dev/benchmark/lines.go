package benchmark

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"
)

// weathers are the lines a voice is said through: every loss with every jitter, and what other telephones are known to
// have been measured with.
var weathers = func() (w []weather) {
	const ms = time.Millisecond
	for _, jitter := range []time.Duration{0, 30 * ms, 60 * ms} {
		for _, loss := range []float64{0, 0.03, 0.1} {
			w = append(w, weather{loss: loss, jitter: jitter})
		}
	}
	for _, loss := range []float64{0.05, 0.1, 0.2} {
		w = append(w, weather{loss: loss, jitter: 40 * ms, least: 20 * ms})
	}
	return w
}()

const (
	spoken  = 14.0 // seconds
	settled = 3.0  // seconds at the beginning that jitter buffers may take to find their length
)

// speech measures how a voice survives bad lines, one telephone after the other, in two calls at the same time.
func (s *session) speech(ctx context.Context) error {
	voice, err := speech(spoken)
	if err != nil {
		return err
	}
	codecs := []struct{ codec, name string }{{"pcmu", "G.711"}, {"opus", "Opus"}}
	for _, c := range codecs {
		for _, w := range weathers { // the rows in order: the calls fill them at the same time
			s.table.put(sentence(c.name, w), 0, "")
		}
	}
	var failed error
	for column, m := range s.makers {
		fmt.Fprintf(s.out, "measuring speech: %s\n", m.name)
		broken := make([]error, len(codecs))
		var work sync.WaitGroup
		for i, c := range codecs {
			work.Go(func() { broken[i] = s.speechOf(ctx, column, c.codec, c.name, voice) })
		}
		work.Wait()
		failed = errors.Join(failed, errors.Join(broken...))
	}
	return failed
}

func (s *session) speechOf(ctx context.Context, column int, codec, name string, voice []float64) error {
	p, err := startPair(ctx, s.devices, s.makers[column], fmt.Sprintf("s%d%s", column, codec), codec, true)
	if err != nil {
		return err
	}
	defer p.close()
	return p.through(ctx, s.devices, voice, func(w weather, dB float64, delay int) {
		s.put(sentence(name, w), column, "%.1f dB, %d ms", dB, delay*1000/soundRate)
	})
}

func sentence(name string, w weather) string {
	jitter := fmt.Sprintf("%.0f ms jitter", millis(w.jitter))
	if w.least > 0 {
		jitter = fmt.Sprintf("%.0f±%.0f ms", millis(w.least+w.jitter/2), millis(w.jitter/2))
	}
	return fmt.Sprintf("speech, %s, %.0f %% loss, %s", name, 100*w.loss, jitter)
}

// through says a voice through every weather.
func (p *pair) through(ctx context.Context, d *devices, voice []float64, tell func(w weather, dB float64, delay int)) error {
	for _, w := range weathers {
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
	return nil
}
