package exchange

import (
	"math"
	"time"
)

// slice is the step in which everybody at the exchange lives: one RTP packet.
const slice = 20 * time.Millisecond

const (
	loudestFloor = 300.0 // RMS of a 16-bit signal, about -41 dBFS: the background is never taken for louder
	quietest     = 120.0 // about -49 dBFS: never speech, whatever the background
	onset        = 3     // loud slices within the last five that make speech
	hangover     = 4     // slices speech lasts after the last loud one
)

// hearing tells speech from quiet in what comes in, slice by slice. Gaps between words are bridged, clicks are not
// speech. The zero value is ready.
type hearing struct {
	floor    float64 // RMS of the background
	recent   uint8   // last slices, newest in bit 0, 1 for loud
	lasting  int     // slices of hangover left
	speaking bool
}

// slice takes the loudness of 20 ms (RMS of 16-bit samples, 0 when nothing came) and tells whether the other side is
// speaking.
func (h *hearing) slice(rms float64) bool {
	loud := rms > max(quietest, 3*h.floor)
	if rms < h.floor {
		h.floor = rms
	} else if h.floor < loudestFloor {
		h.floor = min(loudestFloor, h.floor+(rms-h.floor)/500) // up slowly: about ten seconds
	}
	h.recent = h.recent<<1 | bit(loud)
	switch {
	case ones(h.recent&0x1F) >= onset:
		h.speaking, h.lasting = true, hangover
	case h.speaking && loud:
		h.lasting = hangover
	case h.speaking:
		h.lasting--
		h.speaking = h.lasting > 0
	}
	return h.speaking
}

func bit(b bool) uint8 {
	if b {
		return 1
	}
	return 0
}

func ones(b uint8) (n int) {
	for ; b != 0; b &= b - 1 {
		n++
	}
	return n
}

// loudness is the RMS of a G.711 payload.
func loudness(l law, payload []byte) float64 {
	if len(payload) == 0 {
		return 0
	}
	var sum float64
	for _, b := range payload {
		v := float64(l.decode(b))
		sum += v * v
	}
	return math.Sqrt(sum / float64(len(payload)))
}
