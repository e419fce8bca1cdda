package benchmark

import (
	"math"
	"slices"
	"time"
)

// quantile is the smallest value that at least the share q (0 to 1) of the values does not exceed (the nearest-rank
// definition); of nothing it is NaN.
func quantile(values []float64, q float64) float64 {
	if len(values) == 0 {
		return math.NaN()
	}
	sorted := slices.Sorted(slices.Values(values))
	return sorted[min(len(sorted)-1, max(0, int(math.Ceil(q*float64(len(sorted))))-1))]
}

func median(values []float64) float64 { return quantile(values, 0.5) }

func millis(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }

// arrival is one RTP packet as it came in.
type arrival struct {
	seq uint16
	at  time.Time // the kernel's, where it gives one
}

// lateWindow is over how many packets the earliest one sets the schedule: 5 s, in which two clocks part by less than
// 0.5 ms.
const lateWindow = 250

// lateness is by how many milliseconds each packet missed its place in a schedule of one packet every 20 ms. The
// schedule goes through the earliest packet among each 250: nobody sends too early on purpose.
func lateness(packets []arrival) []float64 {
	var late []float64
	for part := range slices.Chunk(packets, lateWindow) {
		offsets := make([]float64, len(part))
		for i, p := range part {
			due := time.Duration(int16(p.seq-part[0].seq)) * 20 * time.Millisecond
			offsets[i] = millis(p.at.Sub(part[0].at) - due)
		}
		first := slices.Min(offsets)
		for _, o := range offsets {
			late = append(late, o-first)
		}
	}
	return late
}
