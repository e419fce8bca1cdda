package ui

import (
	"crypto/rand"
	"encoding/hex"
	"slices"
	"time"

	"anteroom/softphone"
)

// newMessageID makes the name of a new draft: 128 random bits in hex.
func newMessageID() softphone.MessageID {
	var b [16]byte
	rand.Read(b[:]) // never fails (crypto/rand)
	return softphone.MessageID(hex.EncodeToString(b[:]))
}

// formDrafts keeps the form's copies of all drafts in work and decides which one stands in the form: the one the
// secretary picked from the row of drafts, else the selected call's, else the open one, else a blank one.
type formDrafts struct {
	mirrors map[softphone.MessageID]*draftMirror
	blank   map[softphone.CallID]softphone.MessageID // id kept ready for a call's first key; "" for no call
	shown   softphone.MessageID
	picked  softphone.MessageID
	call    softphone.CallID // the call selected when picked was set
	begin   func() softphone.MessageID
}

func newFormDrafts() *formDrafts {
	return &formDrafts{mirrors: map[softphone.MessageID]*draftMirror{}, blank: map[softphone.CallID]softphone.MessageID{}, begin: newMessageID}
}

// current is the copy in the form; nil before the first state.
func (d *formDrafts) current() *draftMirror { return d.mirrors[d.shown] }

// pick puts a draft of the row into the form until another call is selected.
func (d *formDrafts) pick(id softphone.MessageID) { d.picked = id }

// startBlank puts a new message that belongs to no call into the form.
func (d *formDrafts) startBlank() {
	delete(d.blank, "")
	d.picked = d.blankFor("")
}

func (d *formDrafts) blankFor(c softphone.CallID) softphone.MessageID {
	if d.blank[c] == "" {
		d.blank[c] = d.begin()
	}
	return d.blank[c]
}

// see takes a new state. It reports whether another draft stands in the form now, and which fields of the shown one
// changed from outside.
func (d *formDrafts) see(s softphone.State, now time.Time, focused string) (another bool, changed []string) {
	for id, m := range d.mirrors {
		if _, ok := s.Draft(id); !ok && m.known {
			d.letGo(id)
		}
	}
	if caller, _ := s.Caller(); caller.ID != d.call {
		d.call, d.picked = caller.ID, ""
	}
	m := d.choose(s, now)
	if m.ID != d.shown {
		d.shown, another = m.ID, true
	}
	mirror := d.mirrors[m.ID]
	if mirror == nil {
		mirror = newDraftMirror(m)
		d.mirrors[m.ID] = mirror
		another = true
	}
	if desk, ok := s.Draft(m.ID); ok {
		changed = mirror.see(desk, focused)
	} else if !mirror.waiting() {
		// Still blank: follow what the call learns meanwhile.
		fresh := newDraftMirror(m)
		for _, f := range formFields {
			if f.name != "taken" && f.name != focused && f.get(m) != f.get(mirror.local) {
				changed = append(changed, f.name)
			}
		}
		if len(changed) > 0 {
			fresh.local.Taken = mirror.local.Taken
			d.mirrors[m.ID] = fresh
		}
	}
	d.forget(s)
	return another, changed
}

// letGo forgets a draft that was taken or dropped.
func (d *formDrafts) letGo(id softphone.MessageID) {
	delete(d.mirrors, id)
	for c, b := range d.blank {
		if b == id {
			delete(d.blank, c)
		}
	}
	if d.picked == id {
		d.picked = ""
	}
}

func (d *formDrafts) choose(s softphone.State, now time.Time) softphone.Message {
	if d.picked != "" {
		if m, ok := s.Draft(d.picked); ok {
			return m
		}
		if m := d.mirrors[d.picked]; m != nil {
			return m.local
		}
		if d.picked == d.blank[""] {
			return blankMessage(d.picked, softphone.Call{}, s, now)
		}
	}
	c, _ := s.Caller()
	if mirror := d.mirrors[d.blank[c.ID]]; mirror != nil && mirror.waiting() {
		return mirror.local // begun here; the desk does not know it yet
	}
	if c.ID != "" {
		if m, ok := s.Draft(c.Draft); ok {
			return m
		}
		for _, m := range slices.Backward(s.Drafts) {
			if m.Call == c.ID {
				return m
			}
		}
		return blankMessage(d.blankFor(c.ID), c, s, now)
	}
	if m, ok := s.Draft(s.OpenDraft); ok {
		return m
	}
	return blankMessage(d.blankFor(""), softphone.Call{}, s, now)
}

// forget drops what was kept ready for calls that are long gone and were never written about.
func (d *formDrafts) forget(s softphone.State) {
	for c, id := range d.blank {
		if _, live := s.Call(c); live || c == "" || id == d.shown {
			continue
		}
		if m := d.mirrors[id]; m == nil || (!m.known && !m.waiting()) {
			delete(d.blank, c)
			delete(d.mirrors, id)
		}
	}
}

// draftTab is one open draft in the row above the form.
type draftTab struct {
	ID      softphone.MessageID
	Call    softphone.CallID // the live call it belongs to; "" for none
	Name    string
	Shown   bool
	Offered bool // found at the start, not yet taken up
}

// presentDrafts lists the open drafts, oldest first; none when the only one is in the form anyway.
func presentDrafts(s softphone.State, shown softphone.MessageID, say wording) []draftTab {
	var tabs []draftTab
	for _, m := range s.Drafts {
		t := draftTab{ID: m.ID, Name: draftName(m, say), Shown: m.ID == shown, Offered: slices.Contains(s.Offered, m.ID)}
		if s.Blank(m) && !t.Shown && !t.Offered {
			continue // begun by the desk for a call, nothing typed yet
		}
		if c, ok := s.Call(m.Call); ok && c.Live() {
			t.Call = c.ID
		}
		tabs = append(tabs, t)
	}
	if len(tabs) == 1 && tabs[0].Shown && !tabs[0].Offered {
		return nil
	}
	return tabs
}
