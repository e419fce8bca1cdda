package interop

import (
	"fmt"
	"math"
	"slices"
	"time"
)

// Trend is something measured again and again.
type Trend struct {
	Name    string
	Unit    string
	Allowed float64 // growth over the whole time that says nothing
	at      []time.Duration
	values  []float64
}

// Add takes a measurement.
func (t *Trend) Add(at time.Duration, value float64) {
	t.at, t.values = append(t.at, at), append(t.values, value)
}

// Growth is what the straight line through the measurements after a moment rises by from the first to the last, and
// their median. The line is Theil and Sen's, the median of the slopes between all pairs: a measurement now and then that
// is far off, such as one during a garbage collection, does not tilt it. Fewer than three measurements have no growth.
func (t *Trend) Growth(after time.Duration) (growth, middle float64) {
	first := 0
	for first < len(t.at) && t.at[first] < after {
		first++
	}
	at, values := t.at[first:], t.values[first:]
	if len(at) < 3 {
		return 0, math.NaN()
	}
	var slopes []float64
	for i := range at {
		for j := i + 1; j < len(at); j++ {
			if d := (at[j] - at[i]).Seconds(); d > 0 {
				slopes = append(slopes, (values[j]-values[i])/d)
			}
		}
	}
	return median(slopes) * (at[len(at)-1] - at[0]).Seconds(), median(values)
}

// Verdict says in one line how it has developed after a moment, and whether that is more than allowed.
func (t *Trend) Verdict(after time.Duration) (text string, grows bool) {
	growth, middle := t.Growth(after)
	grows = !(growth <= t.Allowed)
	word := "steady"
	if grows {
		word = "GROWS"
	}
	return fmt.Sprintf("%-16s median %9.2f %-5s growth %+8.2f, allowed %+6.2f: %s", t.Name, middle, t.Unit, growth, t.Allowed, word), grows
}

func median(values []float64) float64 {
	if len(values) == 0 {
		return 0
	}
	sorted := slices.Sorted(slices.Values(values))
	return (sorted[(len(sorted)-1)/2] + sorted[len(sorted)/2]) / 2
}
