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
	if t.s.Role() == Trainee {
		t.reply(e.Press, "", NotYours, string(DeedErase))
		return
	}
	for _, m := range t.s.Drafts { // what was typed within the last second is to be found as well
		t.flushDraft(m.ID)
	}
	by := t.s.Who()
	if e.Outside {
		by = FullName(by, "(ctl)")
	}
	t.do(ErasePerson{Ask: e.Ask, Person: e.Person, By: by})
}

// personErased takes off the desk what is no longer in the books, so that no later save brings it back, and what is the
// person's and never came as far as the books.
func (t *turn) personErased(e PersonErased) {
	t.reply(e.Press, "", NoReason, "")
	calls, messages, onDesk := t.personsOwn(e)
	for id := range messages {
		t.forgetDraft(id)
		t.s.taken = append(slices.Clone(t.s.taken[max(0, len(t.s.taken)-keptTaken):]), id) // against late keys
	}
	country := t.s.Settings.Get(SetCountryCode)
	t.s.Open = slices.DeleteFunc(slices.Clone(t.s.Open), func(m Message) bool { return messages[m.ID] })
	t.s.Mails = slices.DeleteFunc(slices.Clone(t.s.Mails), func(m Mail) bool { return messages[m.Message] })
	t.s.Reminders = slices.DeleteFunc(slices.Clone(t.s.Reminders), func(r Reminder) bool { return messages[r.Message] })
	var stay []Call
	for _, c := range t.s.Calls {
		if calls[c.ID] {
			t.forgetDraft(c.Draft)
		}
	}
	for _, c := range t.s.Calls {
		switch without, mentioned := e.Person.WithoutMention(c, country); {
		case calls[c.ID]:
			onDesk = true
			if t.s.Selected == c.ID {
				t.s.Selected = ""
			}
		case mentioned && !c.Live():
			onDesk = true
			stay = append(stay, without)
		default:
			stay = append(stay, c)
		}
	}
	t.s.Calls, t.ownCalls = stay, true
	t.forgetCallbacks(func(b Callback) bool { return calls[b.Call] || e.Person.Is(StandOfCallback(b), country) })
	t.s.Principals = slices.Clone(t.s.Principals)
	for i, x := range t.s.Principals {
		if sheet, named := e.Person.WithoutRules(x.Policy, country); named {
			old := x
			x.Policy = sheet
			t.s.Principals[i] = deputiesIn(old, x)
			t.save(SavePrincipal{Principal: t.s.Principals[i]})
			onDesk = true
		}
	}
	onDesk = t.forgetBegun(e.Person, country) || onDesk
	t.forgetRedirects()
	t.s.Unfinished = slices.DeleteFunc(slices.Clone(t.s.Unfinished), func(id CallID) bool { return calls[id] })
	t.s.unsaved = slices.DeleteFunc(slices.Clone(t.s.unsaved), func(u Effect) bool {
		switch u := u.(type) {
		case SaveCall:
			return calls[u.Call.ID]
		case SaveDraft:
			return messages[u.Message.ID]
		case SaveMessage:
			return messages[u.Message.ID]
		case MoveMessage:
			return messages[u.Message.ID]
		case SaveMail:
			return messages[u.Mail.Message]
		case SaveCallback:
			return calls[u.Callback.Call] || e.Person.Is(StandOfCallback(u.Callback), country)
		case SaveBegun:
			return e.Person.Owns(u.Begun, country)
		}
		return false
	})
	for i, u := range t.s.unsaved {
		if u, ok := u.(SaveCall); ok && !u.Call.Live() {
			u.Call, _ = e.Person.WithoutMention(u.Call, country)
			t.s.unsaved[i] = u
		}
	}
	if onDesk { // a save of it may have been on its way meanwhile
		t.do(ErasePerson{Person: e.Person, By: e.By})
	}
}

// personsOwn are the calls that are over and the messages that were deleted, or would have been, had they been saved;
// and whether a draft among them is on the desk.
func (t *turn) personsOwn(e PersonErased) (calls map[CallID]bool, messages map[MessageID]bool, onDesk bool) {
	country := t.s.Settings.Get(SetCountryCode)
	known, written := slices.Clone(t.s.Calls), slices.Clone(t.s.Drafts)
	for _, u := range t.s.unsaved {
		switch u := u.(type) {
		case SaveCall:
			known = append(known, u.Call)
		case SaveDraft:
			written = append(written, u.Message)
		case SaveMessage:
			written = append(written, u.Message)
		}
	}
	calls, messages = map[CallID]bool{}, map[MessageID]bool{}
	for _, id := range e.Erased.CallIDs {
		calls[id] = true
	}
	for _, id := range e.Erased.MessageIDs {
		messages[id] = true
	}
	for _, m := range written {
		if m.Call != "" && e.Person.Is(StandOfMessage(m), country) {
			calls[m.Call] = true
		}
	}
	for _, c := range known {
		if e.Person.Is(StandOf(c), country) || c.Contact != "" && slices.Contains(e.Erased.ContactIDs, c.Contact) {
			calls[c.ID] = true
		}
	}
	live := func(id CallID) bool { c, _ := t.s.Call(id); return c.ID != "" && c.Live() }
	for _, m := range written {
		if (calls[m.Call] || e.Person.Is(StandOfMessage(m), country)) && !live(m.Call) {
			messages[m.ID] = true
		}
	}
	for id := range calls {
		if live(id) {
			delete(calls, id)
		}
	}
	return calls, messages, slices.ContainsFunc(t.s.Drafts, func(m Message) bool { return messages[m.ID] })
}
