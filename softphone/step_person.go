package softphone

import (
	"slices"
)

type (
	// ErasurePressed has everything deleted that is kept of a person, at his request. Calls that last stay, with the
	// message written in them.
	ErasurePressed struct {
		Press
		Person  Person
		Outside bool // by `anteroom ctl`
	}
	// PersonErased: it is gone from the disk.
	PersonErased struct {
		Press
		Person Person
		By     string
		Erased Erased
	}
	// ErasePerson takes it from the disk, in the order of the saves.
	ErasePerson struct {
		onStore
		Ask    AskID
		Person Person
		By     string // who sits at the desk
	}
)

func (t *turn) stepPerson(e Event) {
	switch e := e.(type) {
	case ErasurePressed:
		t.erasurePressed(e)
	case PersonErased:
		t.personErased(e)
	}
}

func (t *turn) erasurePressed(e ErasurePressed) {
	if e.Person.Empty() {
		t.reply(e.Press, "", BadValue, "person")
		return
	}
	for _, m := range t.s.Drafts { // what was typed within the last second is to be found as well
		t.flushDraft(m.ID)
	}
	by := t.s.Settings.Get(SetSecretary)
	if e.Outside {
		by = FullName(by, "(ctl)")
	}
	t.do(ErasePerson{Ask: e.Ask, Person: e.Person, By: by})
}

// personErased takes off the desk what is no longer in the books, so that no later save brings it back.
func (t *turn) personErased(e PersonErased) {
	t.reply(e.Press, "", NoReason, "")
	calls := map[CallID]bool{}
	for _, id := range e.Erased.CallIDs {
		calls[id] = true
	}
	onDesk := false
	for _, id := range e.Erased.MessageIDs {
		_, known := t.s.Draft(id)
		onDesk = onDesk || known
		t.forgetDraft(id)
		t.s.taken = append(slices.Clone(t.s.taken[max(0, len(t.s.taken)-keptTaken):]), id) // against late keys
	}
	t.s.Calls = slices.DeleteFunc(slices.Clone(t.s.Calls), func(c Call) bool {
		if !calls[c.ID] || c.Live() {
			return false
		}
		onDesk = true
		if t.s.Selected == c.ID {
			t.s.Selected = ""
		}
		t.forgetDraft(c.Draft)
		return true
	})
	t.ownCalls = true
	t.forgetRedirects()
	t.s.Unfinished = slices.DeleteFunc(slices.Clone(t.s.Unfinished), func(id CallID) bool { return calls[id] })
	t.s.unsaved = slices.DeleteFunc(slices.Clone(t.s.unsaved), func(u Effect) bool {
		switch u := u.(type) {
		case SaveCall:
			return calls[u.Call.ID]
		case SaveDraft:
			return slices.Contains(e.Erased.MessageIDs, u.Message.ID)
		case SaveMessage:
			return slices.Contains(e.Erased.MessageIDs, u.Message.ID)
		}
		return false
	})
	if onDesk { // a save of it may have been on its way meanwhile
		t.do(ErasePerson{Person: e.Person, By: e.By})
	}
}
