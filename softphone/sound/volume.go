package sound

import "sync/atomic"

// volume is how loud a device is to be, in percent; anybody sets it. The rest is the engine's.
type volume struct {
	percent atomic.Int32
	gain    float32
}

func (v *volume) set(percent int) { v.percent.Store(int32(percent)) }

// scale makes out from in, which may be the same. Loudness is felt in decibels: the square of the percentage comes near
// it. A new volume is reached in a frame.
func (v *volume) scale(out, in []int16) {
	to := float32(v.percent.Load()) / 100
	to *= to
	if to == 1 && v.gain == 1 {
		copy(out, in)
		return
	}
	by := (to - v.gain) / float32(len(in))
	for i, s := range in {
		v.gain += by
		out[i] = toSample(float32(s) * v.gain)
	}
	v.gain = to
}
