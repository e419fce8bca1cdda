package softphone

import "time"

// Hold is one stretch of a caller's waiting.
type Hold struct {
	Start       time.Time // the moment the hold was confirmed
	End         time.Time // zero while it lasts
	ReturnsDue  int       // how often the secretary was due back
	ReturnsMade int       // 1 when she came back after being due, else 0
	// Lateness is how long after the first due moment she came back; 0 when never due or still away.
	Lateness time.Duration
	// FirstDue is the first moment she was due back; zero when the hold ended before.
	FirstDue time.Time
	// Asked: the caller was asked first, by a situation of the script.
	Asked bool
}

// HeldFor is the total time the caller has waited on hold up to now.
func (c Call) HeldFor(now time.Time) time.Duration {
	var d time.Duration
	for _, h := range c.Holds {
		end := h.End
		if end.IsZero() {
			end = now
		}
		d += end.Sub(h.Start)
	}
	return d
}

// ReturnsDue and ReturnsMade are the sums over all holds.
func (c Call) ReturnsDue() (n int) {
	for _, h := range c.Holds {
		n += h.ReturnsDue
	}
	return n
}

func (c Call) ReturnsMade() (n int) {
	for _, h := range c.Holds {
		n += h.ReturnsMade
	}
	return n
}
