package softphone

import (
	"slices"
	"time"
)

// KnownCaller is what the directory and the journal know of a number.
type KnownCaller struct {
	Hits    []Contact // whoever has it, the best first
	Earlier int       // calls with that number before this one
	Last    time.Time // the last of them
}

// maxHits is how many of those who share a number are offered for choice.
const maxHits = 9

type onDirectory struct{}

func (onDirectory) Queue() string { return "directory" }

type (
	// KnowCaller looks up whose number a call comes from or goes to.
	KnowCaller struct {
		onDirectory
		Call   CallID
		Number string
		Before time.Time
	}
	// NoteContact keeps when there was contact with somebody last.
	NoteContact struct {
		onDirectory
		Contact ContactID
		At      time.Time
	}
	// CallerKnown answers KnowCaller.
	CallerKnown struct {
		At
		Call   CallID
		Number string // the one looked up
		Known  KnownCaller
	}
	// CallerChosen says which of several it is, or that it is another one than was thought; an empty Contact: none.
	CallerChosen struct {
		Press
		Contact Contact
	}
)

func (t *turn) stepKnown(e Event) {
	switch e := e.(type) {
	case CallerKnown:
		t.callerKnown(e)
	case CallerChosen:
		t.callerChosen(e)
	case ContactNamed:
		t.contactNamed(e)
	}
}

// lookUpAll looks the live calls up again: the directory has changed.
func (t *turn) lookUpAll() {
	for _, c := range t.s.Calls {
		if c.Live() {
			t.lookUp(c)
		}
	}
}

// lookUp asks whose number it is.
func (t *turn) lookUp(c Call) {
	if number := bareNumber(c.Peer.Number); number != "" {
		t.do(KnowCaller{Call: c.ID, Number: c.Peer.Number, Before: c.Started})
	}
}

func (t *turn) callerKnown(e CallerKnown) {
	c := t.call(e.Call)
	if c == nil || e.Number != c.Peer.Number {
		return
	}
	c.Earlier, c.EarlierLast = e.Known.Earlier, e.Known.Last
	has := func(x Contact) bool { return x.ID == c.Contact }
	was := slices.ContainsFunc(c.Hits, has)
	c.Hits = slices.Clone(e.Known.Hits[:min(maxHits, len(e.Known.Hits))])
	if was && !slices.ContainsFunc(c.Hits, has) { // removed meanwhile, or the number is not his any more
		c.Contact, c.Groups = "", nil
	}
	if len(c.Hits) == 0 {
		return
	}
	best := c.Hits[0]
	if i := slices.IndexFunc(c.Hits, has); i >= 0 {
		best = c.Hits[i]
	} else if c.Contact != "" {
		return // she has said that it is somebody else
	}
	t.takeFor(c, best)
}

// takeFor takes a call to be with somebody: his groups count from now on, and what is not noted yet is filled in.
func (t *turn) takeFor(c *Call, x Contact) {
	c.Contact, c.Groups = x.ID, slices.Clone(x.Groups)
	before := c.Caller
	c.Caller = c.Caller.FilledFrom(x)
	if m, ok := t.s.Draft(c.Draft); ok && c.Caller != before {
		t.fillDraft(m, x)
	}
	t.saveCall(c)
}

// FilledFrom is the fields with the gaps filled from a contact. A name that was noted stays as it is, whole.
func (f CallerFields) FilledFrom(x Contact) CallerFields {
	if f.Surname == "" && f.FirstName == "" && f.Patronymic == "" {
		f.Surname, f.FirstName, f.Patronymic, f.Address = x.Surname, x.FirstName, x.Patronymic, x.Address
	}
	if f.Position == "" {
		f.Position = x.Position
	}
	if f.Organisation == "" {
		f.Organisation = x.Organisation
	}
	return f
}

// fillDraft fills the gaps of the message begun for a call. Until a key is typed in it, the draft counts as blank.
func (t *turn) fillDraft(m Message, x Contact) {
	t.s.filled = cloneMap(t.s.filled)
	t.s.filled[m.ID] = t.s.Blank(m)
	f := CallerFields{Surname: m.Surname, FirstName: m.FirstName, Patronymic: m.Patronymic, Position: m.Position, Organisation: m.Organisation}.FilledFrom(x)
	m.Surname, m.FirstName, m.Patronymic, m.Position, m.Organisation = f.Surname, f.FirstName, f.Patronymic, f.Position, f.Organisation
	if m.Email == "" && len(x.Emails) > 0 {
		m.Email = x.Emails[0]
	}
	t.putDraft(m)
}

// Blank reports whether nobody has written anything in a draft: what the directory knew of the caller does not count.
func (s State) Blank(m Message) bool { return m.Empty() || s.filled[m.ID] }

func (t *turn) callerChosen(e CallerChosen) {
	c := t.shown(e.Press)
	if c == nil {
		t.reply(e.Press, e.Call, NoSuchCall, string(e.Call))
		return
	}
	id := c.ID
	for _, x := range c.Hits { // what was filled in for the one before goes again
		if x.ID == c.Contact && c.Caller == (CallerFields{Number: c.Caller.Number}).FilledFrom(x) {
			c.Caller = CallerFields{Number: c.Caller.Number}
			if m, ok := t.s.Draft(c.Draft); ok {
				t.unfillDraft(m, x)
			}
		}
	}
	c.Contact, c.Groups = "", nil
	if e.Contact.ID != "" {
		t.takeFor(c, e.Contact)
	} else {
		t.saveCall(c)
	}
	t.done(e.Press, id)
}

// unfillDraft takes out of a draft what fillDraft put there, where it still stands as it was put.
func (t *turn) unfillDraft(m Message, x Contact) {
	drop := func(have *string, put string) {
		if *have == put {
			*have = ""
		}
	}
	if m.Surname == x.Surname && m.FirstName == x.FirstName && m.Patronymic == x.Patronymic {
		m.Surname, m.FirstName, m.Patronymic = "", "", ""
	}
	drop(&m.Position, x.Position)
	drop(&m.Organisation, x.Organisation)
	if len(x.Emails) > 0 {
		drop(&m.Email, x.Emails[0])
	}
	t.putDraft(m)
}

// Savable tells whether something was noted of a caller whom the directory does not know.
func (c Call) Savable() bool {
	return c.Contact == "" && (c.Caller.Surname != "" || c.Caller.FirstName != "" || c.Caller.Organisation != "")
}

// AsContact is the caller as he would stand in the directory.
func (c Call) AsContact() Contact {
	f := c.Caller
	x := Contact{Kind: Outside, Surname: f.Surname, FirstName: f.FirstName, Patronymic: f.Patronymic, Position: f.Position,
		Organisation: f.Organisation, LastContact: c.Started}
	if n := f.Number; bareNumber(n) != "" {
		x.Numbers = []ContactNumber{{NumberWork, n}}
	}
	return x
}
