package softphone

import (
	"context"
	"slices"
)

// Begun is something half written on a page of the books, which its own book cannot take yet. It is kept as it stands,
// through quitting and a power cut, until it is finished or given up.
type Begun struct {
	Kind BegunKind
	ID   string // of this kind
	Body string // as the page writes it (JSON)
}

// BegunKind is what it is to become.
type BegunKind string

const (
	BegunRule   BegunKind = "rule"   // of a policy sheet
	BegunAnswer BegunKind = "answer" // an entry of the FAQ sheet
)

// BegunBook keeps what is half written.
type BegunBook interface {
	SaveBegun(ctx context.Context, b Begun) error
	// DropBegun forgets it; an unknown one is no error.
	DropBegun(ctx context.Context, k BegunKind, id string) error
}

type (
	// BegunKept keeps something as it is being written.
	BegunKept struct {
		Press
		Begun Begun
	}
	// BegunDropped: it is finished, or given up.
	BegunDropped struct {
		Press
		Kind BegunKind
		ID   string
	}
	SaveBegun struct {
		onStore
		Begun Begun
	}
	DropBegun struct {
		onStore
		Kind BegunKind
		ID   string
	}
)

// SavedBegun is news of what is half written.
const SavedBegun SavedKind = "begun"

func (b Begun) key() string { return string(b.Kind) + " " + b.ID }

func (t *turn) stepBegun(e Event) {
	switch e := e.(type) {
	case BegunKept:
		if e.Begun.ID == "" || e.Begun.Body == "" {
			t.reply(e.Press, "", BadValue, "begun")
			return
		}
		t.s.Begun = append(t.s.begunWithout(e.Begun.Kind, e.Begun.ID), e.Begun)
		t.save(SaveBegun{Begun: e.Begun})
		t.done(e.Press, "")
	case BegunDropped:
		t.s.Begun = t.s.begunWithout(e.Kind, e.ID)
		t.save(DropBegun{Kind: e.Kind, ID: e.ID})
		t.done(e.Press, "")
	}
}

func (s State) begunWithout(k BegunKind, id string) []Begun {
	return slices.DeleteFunc(slices.Clone(s.Begun), func(b Begun) bool { return b.Kind == k && b.ID == id })
}

// BegunOf is what is half written of one kind, in the order it was written last.
func (s State) BegunOf(k BegunKind) (out []Begun) {
	for _, b := range s.Begun {
		if b.Kind == k {
			out = append(out, b)
		}
	}
	return out
}

// Owns reports whether something half written goes with a person: a rule that names him. A question of the FAQ sheet
// that does belongs to others.
func (p Person) Owns(b Begun, country string) bool {
	return b.Kind == BegunRule && p.NamedBy(country)(b.Body)
}

// forgetBegun drops the rules that name a person who was deleted, and tells whether there were any.
func (t *turn) forgetBegun(p Person, country string) (any bool) {
	for _, b := range t.s.Begun {
		if p.Owns(b, country) {
			t.s.Begun, any = t.s.begunWithout(b.Kind, b.ID), true
			t.save(DropBegun{Kind: b.Kind, ID: b.ID})
		}
	}
	return any
}
