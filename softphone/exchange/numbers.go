package exchange

import "time"

// Numbers at the exchange besides the people of the stories.
const (
	ownNumber    = "100" // the console
	numberBusy   = "102"
	numberNobody = "103"
	numberEcho   = "600"
)

// party is who takes part at the exchange's end of a call.
type party struct {
	name, number string
	behaviour    behaviour
	clips        map[string][]byte
	echo         bool
}

// partyAt is who answers a dialled number; nil for a number that does not exist.
func (e *Exchange) partyAt(dialled string) *party {
	switch dialled {
	case numberBusy:
		return &party{number: dialled, behaviour: busy{}}
	case numberNobody:
		return &party{number: dialled, behaviour: nobody{}}
	case numberEcho:
		return &party{number: dialled, behaviour: &echo{}, echo: true}
	}
	var found *Story
	for _, s := range e.stories {
		fits := s.Number == dialled
		if s.Role == "" {
			fits = sameNumber(s.Number, dialled)
		}
		if fits && (found == nil || s.Language == e.language()) {
			found = s
		}
	}
	if found == nil {
		return nil
	}
	p := &party{name: found.Name, number: found.Number, clips: found.clips, behaviour: newCalled(found, e.manners)}
	if found.Role == roleAnnouncement {
		p.behaviour = &announcement{}
	}
	return p
}

// busy refuses with 486.
type busy struct{}

func (busy) live(moment) deed { return deed{act: refuse, code: 486} }

// nobody rings for a minute.
type nobody struct{}

const ringsFor = time.Minute

func (nobody) live(m moment) deed {
	switch {
	case m.at == 0:
		return deed{act: ring}
	case m.at >= ringsFor:
		return deed{act: refuse, code: 480}
	}
	return deed{}
}

// echo answers at once; the sound does the rest.
type echo struct{ answered bool }

func (e *echo) live(moment) deed {
	if e.answered {
		return deed{}
	}
	e.answered = true
	return deed{act: answer}
}

// announcement is spoken before any answer (183), and then the call is refused.
type announcement struct{ steps int }

func (a *announcement) live(m moment) deed {
	a.steps++
	switch {
	case a.steps == 1:
		return deed{act: progress}
	case a.steps == 2:
		return deed{act: say, clip: turnClip(0)}
	case !m.saying:
		return deed{act: refuse, code: 480}
	}
	return deed{}
}
