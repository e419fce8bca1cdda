package ui

import (
	"fmt"
	"strings"
	"time"

	"anteroom/softphone"
)

// qualityView is how the call that is talked to sounds, for the status bar.
type qualityView struct {
	Words string // codec, round trip ± jitter, loss, estimated opinion score
	Poor  string // said beside it where the other side is hard to understand
	Tone  tone
}

func presentQuality(c softphone.Call, say wording) qualityView {
	q := c.Quality
	v := qualityView{Words: codecWords(c.Codec())}
	if !q.Measured() || !c.Live() {
		return v
	}
	trip := "± " + milliseconds(q.Jitter)
	if q.RTT > 0 {
		trip = strings.TrimSuffix(milliseconds(q.RTT), " ms") + " " + trip
	}
	v.Words = joinDots(v.Words, trip, say("frame.quality.loss", percent(q.Loss, say)), "MOS "+tenths(q.MOS, say))
	switch q.Grade() {
	case softphone.GradeFair:
		v.Tone, v.Poor = toneWarn, say("frame.quality.fair")
	case softphone.GradePoor:
		v.Tone, v.Poor = toneDanger, say("frame.quality.poor")
	}
	return v
}

// qualityWords is the same for the journal, in full.
func qualityWords(q softphone.Quality, say wording) string {
	if !q.Measured() {
		return ""
	}
	trip := ""
	if q.RTT > 0 {
		trip = say("journal.quality.trip", milliseconds(q.RTT))
	}
	return joinDots(say("journal.quality.mos", tenths(q.MOS, say)), say("frame.quality.loss", percent(q.Loss, say)),
		say("journal.quality.jitter", milliseconds(q.Jitter)), trip, say("journal.quality.buffer", milliseconds(q.Buffer)))
}

// milliseconds never says 0 of something that was measured.
func milliseconds(d time.Duration) string {
	return fmt.Sprintf("%d ms", max(1, int(d.Round(time.Millisecond)/time.Millisecond)))
}

func percent(share float64, say wording) string { return say("frame.percent", tenths(100*share, say)) }

// tenths is a number with one decimal, after the language's comma.
func tenths(v float64, say wording) string {
	return strings.Replace(fmt.Sprintf("%.1f", v), ".", say("frame.comma"), 1)
}
