package softphone

import (
	"slices"
	"strings"
	"time"
)

// stepOffice is presence, reception hours, calendars, and what is not told.
func (t *turn) stepOffice(e Event) {
	switch e := e.(type) {
	case ReceptionSaved:
		t.receptionSaved(e)
	case NotToldSaved:
		t.notToldSaved(e)
	case CalendarSet:
		t.calendarSet(e)
	case CalendarRead:
		t.calendarHeard(e.Principal, e.Address, func(c *Calendar) { c.Busy, c.Read, c.Trouble = e.Busy, t.at, Reason{} })
	case CalendarFailed:
		t.calendarHeard(e.Principal, e.Address, func(c *Calendar) { c.Trouble = e.Reason })
	case PersonErased: // off the desk as well, so that no later save brings it back
		country := t.s.Settings.Get(SetCountryCode)
		t.s.Office.Staff = slices.DeleteFunc(slices.Clone(t.s.Office.Staff), func(x StaffPresence) bool {
			return e.Person.Is(Stand{Names: []string{x.Name}}, country)
		})
	case AnswerChosen:
		t.answerChosen(e)
	}
}

func (t *turn) officeOpened(o Office) {
	t.s.Office = o
	if len(o.Calendars) > 0 {
		t.do(FollowCalendars{Calendars: o.Calendars})
	}
	t.settlePresence()
}

// officeForgets drops what was kept of a principal who is removed.
func (t *turn) officeForgets(id PrincipalID) {
	o := &t.s.Office
	o.Receptions = slices.DeleteFunc(slices.Clone(o.Receptions), func(r Reception) bool { return r.Owner == id })
	o.NotTold = slices.DeleteFunc(slices.Clone(o.NotTold), func(n NotTold) bool { return n.Owner == id })
	if _, ok := t.s.Calendar(id); ok {
		o.Calendars = slices.DeleteFunc(slices.Clone(o.Calendars), func(c Calendar) bool { return c.Principal == id })
		t.do(FollowCalendars{Calendars: o.Calendars})
	}
}

// known tells whether hours and lists can be of this owner, and refuses the press otherwise.
func (t *turn) known(p Press, owner PrincipalID) bool {
	if _, ok := t.s.Principal(owner); owner != "" && !ok {
		t.reply(p, "", NoSuchPrincipal, string(owner))
		return false
	}
	return true
}

func (t *turn) receptionSaved(e ReceptionSaved) {
	if !t.known(e.Press, e.Reception.Owner) {
		return
	}
	if why := e.Reception.Check(); !why.Zero() {
		t.reply(e.Press, "", why.Code, why.Detail)
		return
	}
	r := e.Reception.tidy()
	all := slices.DeleteFunc(slices.Clone(t.s.Office.Receptions), func(x Reception) bool { return x.Owner == r.Owner })
	t.s.Office.Receptions = append(all, r)
	save := SaveReception{Reception: r}
	t.replyWhenSaved(e.Press, save)
	t.save(save)
}

func (t *turn) notToldSaved(e NotToldSaved) {
	if !t.known(e.Press, e.Owner) {
		return
	}
	list := make([]NotTold, 0, len(e.List))
	for _, n := range e.List {
		n.Owner, n.Matter = e.Owner, strings.TrimSpace(n.Matter)
		if n.Matter == "" {
			continue
		}
		if why := n.Check(); !why.Zero() {
			t.reply(e.Press, "", why.Code, why.Detail)
			return
		}
		list = append(list, n)
	}
	others := slices.DeleteFunc(slices.Clone(t.s.Office.NotTold), func(n NotTold) bool { return n.Owner == e.Owner })
	t.s.Office.NotTold = append(others, list...)
	save := SaveNotTold{Owner: e.Owner, List: list}
	t.replyWhenSaved(e.Press, save)
	t.save(save)
}

func (t *turn) calendarSet(e CalendarSet) {
	if _, ok := t.s.Principal(e.Principal); !ok {
		t.reply(e.Press, "", NoSuchPrincipal, string(e.Principal))
		return
	}
	address := strings.TrimSpace(e.Address)
	if why := CheckCalendarAddress(address); !why.Zero() {
		t.reply(e.Press, "", why.Code, why.Detail)
		return
	}
	all := slices.DeleteFunc(slices.Clone(t.s.Office.Calendars), func(c Calendar) bool { return c.Principal == e.Principal })
	if address != "" {
		all = append(all, Calendar{Principal: e.Principal, Address: address})
	}
	t.s.Office.Calendars = all
	save := SaveCalendar{Principal: e.Principal, Address: address}
	t.replyWhenSaved(e.Press, save)
	t.save(save)
	t.do(FollowCalendars{Calendars: all})
	if address == "" { // what it said goes with it
		if p, ok := t.s.Principal(e.Principal); ok && p.Presence.From == ByCalendar {
			t.presenceOf(p, Presence{Kind: PresenceIn, Since: t.at})
		}
	}
	t.settlePresence()
}

// CheckCalendarAddress says what is wrong with the address of a calendar: a file's path, http, https or webcal.
func CheckCalendarAddress(a string) Reason {
	scheme, rest, web := strings.Cut(a, "://")
	switch {
	case a == "":
		return Reason{}
	case len(a) > 2000:
		return Reason{BadValue, "calendar: too long"}
	case web && (!slices.Contains([]string{"http", "https", "webcal", "file"}, strings.ToLower(scheme)) || rest == ""):
		return Reason{BadValue, "calendar: a file, http, https or webcal"}
	}
	return Reason{}
}

// calendarHeard takes in what came of reading a calendar; of an address that was changed meanwhile nothing.
func (t *turn) calendarHeard(id PrincipalID, address string, change func(*Calendar)) {
	i := slices.IndexFunc(t.s.Office.Calendars, func(c Calendar) bool { return c.Principal == id && c.Address == address })
	if i < 0 {
		return
	}
	t.s.Office.Calendars = slices.Clone(t.s.Office.Calendars)
	change(&t.s.Office.Calendars[i])
	t.settlePresence()
}

func (t *turn) presenceSet(e PresenceSet) {
	if !slices.Contains(PresenceKinds, e.Presence.Kind) {
		t.reply(e.Press, "", BadValue, "presence "+string(e.Presence.Kind))
		return
	}
	set := e.Presence
	set.Since, set.From, set.Note = t.at, ByHand, strings.TrimSpace(set.Note)
	set.Until = set.Until.Round(0) // on the wall, whether the computer sleeps meanwhile or not
	if !set.Until.IsZero() && !set.Until.After(t.at) {
		t.reply(e.Press, "", BadValue, "until")
		return
	}
	if p, ok := t.s.Principal(e.Principal); ok {
		t.replyWhenSaved(e.Press, SavePrincipal{Principal: p})
		t.presenceOf(p, set)
		t.settlePresence()
		return
	}
	switch {
	case e.Principal != "":
		t.reply(e.Press, "", NoSuchPrincipal, string(e.Principal))
	case e.Staff == "":
		t.reply(e.Press, "", NoSuchStaff, "")
	default:
		x := StaffPresence{Contact: e.Staff, Name: e.Name, Presence: set}
		t.replyWhenSaved(e.Press, SaveStaffPresence{Staff: x})
		t.staffPresence(x)
		t.settlePresence()
	}
}

// presenceOf changes where a principal is, keeps it, and notes it in the history.
func (t *turn) presenceOf(p Principal, now Presence) {
	t.notePresence(PresenceEntry{Principal: p.ID}, p.Presence, now)
	p.Presence = now
	i := slices.IndexFunc(t.s.Principals, func(y Principal) bool { return y.ID == p.ID })
	t.s.Principals = slices.Clone(t.s.Principals)
	t.s.Principals[i] = p
	t.save(SavePrincipal{Principal: p})
}

func (t *turn) staffPresence(x StaffPresence) {
	all := slices.Clone(t.s.Office.Staff)
	i := slices.IndexFunc(all, func(y StaffPresence) bool { return y.Contact == x.Contact })
	if i < 0 {
		i, all = len(all), append(all, StaffPresence{})
	}
	t.notePresence(PresenceEntry{Staff: x.Contact}, all[i].Presence, x.Presence)
	all[i], t.s.Office.Staff = x, all
	t.save(SaveStaffPresence{Staff: x})
}

func (t *turn) notePresence(e PresenceEntry, before, now Presence) {
	if before.Kind == now.Kind && before.Until.Equal(now.Until) && before.From == now.From {
		return
	}
	e.At, e.Kind, e.Until, e.From = t.at, now.Kind, now.Until, now.From
	t.save(NotePresence{Entry: e})
}

// settlePresence brings everybody where he is now, and wakes when that may change.
func (t *turn) settlePresence() {
	var next time.Time
	sooner := func(at time.Time) {
		if at.After(t.at) && (next.IsZero() || at.Before(next)) {
			next = at
		}
	}
	for _, p := range t.s.Principals {
		cal, _ := t.s.Calendar(p.ID)
		now := presenceNow(p.Presence, cal.Busy, !cal.Read.IsZero(), t.at, t.s.Settings)
		if now != p.Presence {
			t.presenceOf(p, now)
		}
		sooner(now.Until)
		for _, b := range cal.Busy {
			sooner(b.Start)
			sooner(b.End)
		}
	}
	for _, x := range t.s.Office.Staff {
		now := presenceNow(x.Presence, nil, true, t.at, t.s.Settings)
		if now != x.Presence {
			x.Presence = now
			t.staffPresence(x)
		}
		sooner(now.Until)
	}
	if !next.IsZero() && !next.Equal(t.s.presenceWake) {
		t.s.presenceWake = next
		t.do(WakeAt{At: next, Key: WakeKey{What: WakePresence}})
	}
}
