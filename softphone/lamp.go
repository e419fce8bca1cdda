package softphone

import "slices"

// LampState is whether a colleague's telephone is in use, as the exchange tells it (RFC 4235).
type LampState string

const (
	LampUnknown LampState = "unknown" // not told yet, or not at all
	LampIdle    LampState = "idle"
	LampRinging LampState = "ringing"
	LampBusy    LampState = "busy" // talks, waits, or is calling somebody
)

// Lamp is one telephone that is watched.
type Lamp struct {
	Number string
	State  LampState
	Told   Told // of its owner
}

// LampChanged: the exchange tells that a watched telephone is in use, or is not any more; or it tells no longer.
type LampChanged struct {
	At
	Line   LineID
	Number string
	State  LampState
}

// WatchLamps has a line watch these numbers, and no others: the telephones, and whether their owners can be had.
type WatchLamps struct {
	onLine
	Line    LineID
	Numbers []string
}

// maxLamps is how many numbers are watched at the most.
const maxLamps = 100

// Lamp is how a number's telephone stands.
func (s State) Lamp(number string) LampState {
	if number = CleanNumber(number); number != "" {
		for _, l := range s.Lamps {
			if l.Number == number {
				return l.State
			}
		}
	}
	return LampUnknown
}

// lampNumbers is whose telephones are to be watched: the principals', in their order.
func (s State) lampNumbers() (out []string) {
	for _, p := range s.Principals {
		if n := CleanNumber(p.Number); n != "" && !slices.Contains(out, n) && len(out) < maxLamps {
			out = append(out, n)
		}
	}
	return out
}

// lampWatcher is the line that watches: the one that does, as long as it can, else the first that can. Where none is
// registered it is left at that, since what a line watches is the exchange's to end.
func (s State) lampWatcher() LineID {
	now, ok := s.Line(s.lampLine)
	if ok && now.State == LineRegistered {
		return s.lampLine
	}
	for _, l := range s.Lines {
		if l.State == LineRegistered && l.Account.Register && l.Account.ID != PracticeLine {
			return l.Account.ID
		}
	}
	if ok {
		return s.lampLine
	}
	return ""
}

// settleLamps has a line watch the principals' telephones.
func (t *turn) settleLamps() {
	line, numbers := t.s.lampWatcher(), t.s.lampNumbers()
	if line != t.s.lampLine {
		if _, there := t.s.Line(t.s.lampLine); there {
			t.do(WatchLamps{Line: t.s.lampLine})
		}
		t.s.lampLine, t.s.Lamps = line, nil
	}
	if line == "" || slices.EqualFunc(t.s.Lamps, numbers, func(l Lamp, n string) bool { return l.Number == n }) {
		return
	}
	var lamps []Lamp
	for _, n := range numbers {
		lamps = append(lamps, Lamp{Number: n, State: t.s.Lamp(n), Told: t.s.Told(n)})
	}
	t.s.Lamps = lamps
	t.do(WatchLamps{Line: line, Numbers: numbers})
}

func (t *turn) lampChanged(e LampChanged) {
	i := slices.IndexFunc(t.s.Lamps, func(l Lamp) bool { return l.Number == e.Number })
	if i < 0 || e.Line != t.s.lampLine {
		return
	}
	was := t.s.Lamps[i].State
	t.s.Lamps = slices.Clone(t.s.Lamps)
	t.s.Lamps[i].State = e.State
	if e.State == LampIdle && was != LampIdle {
		t.lampIdle(e.Number)
	}
}
