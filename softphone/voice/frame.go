package voice

import "time"

const (
	engineRate = 48000                 // samples a second inside the engine and at the devices
	tickLength = 10 * time.Millisecond // one frame
	frameSize  = engineRate / ticksASec
	ticksASec  = 100
	// usualPacket is how long packets are where nothing else was agreed.
	usualPacket = 20 * time.Millisecond
)

// frame is 10 ms of mono sound at 48 kHz; full scale is ±32768.
type frame [frameSize]float32

func (f *frame) clear() { *f = frame{} }

// add mixes g in, its loudness going evenly from one factor to another, so that no step is heard.
func (f *frame) add(g *frame, from, to float32) {
	if from == to {
		if to == 0 {
			return
		}
		for i, v := range g {
			f[i] += v * to
		}
		return
	}
	step := (to - from) / frameSize
	for i, v := range g {
		from += step
		f[i] += v * from
	}
}

func (f *frame) fromPCM(pcm []int16) {
	for i := range f {
		f[i] = float32(pcm[i])
	}
}

func (f *frame) toPCM(pcm []int16) {
	for i, v := range f {
		pcm[i] = clip(v)
	}
}

// clip rounds to the nearest sample and holds what is too loud at full scale.
func clip(v float32) int16 {
	switch {
	case v >= 32767:
		return 32767
	case v <= -32768:
		return -32768
	case v < 0:
		return int16(v - 0.5)
	}
	return int16(v + 0.5)
}
