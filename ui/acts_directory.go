package ui

import (
	"context"
	"time"

	"anteroom/softphone"
	"anteroom/ui/kit"
)

// directoryCommands are the deeds of the directory, and those on a call that need it.
func directoryCommands() []*command {
	on := func(do func(*directoryPage)) func(*Window, string) {
		return func(w *Window, _ string) { do(w.directory()) }
	}
	return []*command{
		{id: "search", keys: keys("Ctrl+K"), icon: "search", menu: "go", where: frameOnly, do: just(func(w *Window) { w.finder.focus() })},
		{id: "save_caller", keys: keys("Ctrl+Shift+S"), icon: "user", menu: "directory", where: frameOnly, can: savable, do: just((*Window).saveCaller)},
		{id: "caller_card", keys: keys("Ctrl+Shift+C"), icon: "users", menu: "directory", where: frameOnly, can: callerIsKnown, do: just((*Window).callerCard)},
		{id: "contact_ring", keys: keys("Shift+F3"), icon: "phone", menu: "directory", where: onDirectory, do: on(func(p *directoryPage) {
			p.withChosen(func() { p.call(min(1, max(0, len(p.chosen.Numbers)-1))) })
		})},
		{id: "contact_find", keys: keys("Ctrl+F"), icon: "search", menu: "directory", where: onDirectory, do: on(func(p *directoryPage) { p.w.canvas().Focus(p.search) })},
		{id: "new_here", keys: keys("Ctrl+N"), icon: "plus", menu: "go", where: frameOnly, do: just((*Window).newHere)},
		{id: "contact_new", by: "new_here", icon: "plus", menu: "directory", where: onDirectory, do: on(func(p *directoryPage) { p.begin(softphone.Contact{Kind: softphone.Outside}) })},
		{id: "contact_edit", keys: keys("Ctrl+E"), icon: "note", menu: "directory", where: onDirectory, do: on(func(p *directoryPage) {
			p.withChosen(func() {
				if p.chosen.ID != "" {
					p.begin(p.chosen)
				}
			})
		})},
		{id: "contact_save", keys: keys("Ctrl+Shift+Return", "Ctrl+Shift+Enter"), icon: "check", menu: "directory", where: onDirectory, do: on(func(p *directoryPage) {
			switch {
			case p.edit != nil:
				p.edit.save()
			case p.reading != nil:
				p.reading.carryOut()
			}
		})},
		{id: "contact_remove", keys: keys("Ctrl+Delete"), icon: "x", menu: "directory", where: onDirectory, do: on(func(p *directoryPage) { p.withChosen(p.remove) })},
		{id: "contact_undo", keys: keys("Ctrl+Shift+Z"), icon: "back", menu: "directory", where: onDirectory, do: on((*directoryPage).undo)},
		{id: "contact_import", keys: keys("Ctrl+O"), icon: "in", menu: "directory", where: onDirectory, do: on((*directoryPage).beginImport)},
		{id: "contact_export", keys: keys("Ctrl+Shift+E"), icon: "out", menu: "directory", where: onDirectory, do: on(func(p *directoryPage) { p.w.may(softphone.DeedExport, p.export) })},
		{id: "contact_twins", keys: keys("Ctrl+D"), icon: "users", menu: "directory", where: onDirectory, do: on((*directoryPage).showTwins)},
	}
}

// newHere begins another of what the page holds; where that is nothing one begins, a message.
func (w *Window) newHere() {
	switch p := w.pages[w.at].(type) {
	case *directoryPage:
		p.begin(softphone.Contact{Kind: softphone.Outside})
	case *answersPage:
		p.add()
	case *scriptsPage:
		p.edits(p.add)
	case *policyPage:
		w.run("policy_new")
	case *settingsPage:
		if p.at != "lines" {
			p.turn("lines")
		}
		if p.lines.edit == nil { // what is typed stays
			p.lines.add()
		}
	default:
		w.newMessage()
	}
}

func (w *Window) directory() *directoryPage { return w.pages[pageDirectory].(*directoryPage) }

// contactsChanged tells the desk and the open pages that the directory is another one now.
// Those saved are called by their names in the policy sheets too.
func (w *Window) contactsChanged(saved ...softphone.Contact) {
	for _, e := range w.desk.State().NamedAnew(saved, softphone.At{At: w.now()}) {
		w.desk.Tell(e)
	}
	w.desk.Tell(softphone.Saved{At: softphone.At{At: w.now()}, What: softphone.SavedContacts})
}

// dialOrRing opens the dial field; where somebody was looked up it rings him, and on the page of the directory the contact
// that is shown.
func (w *Window) dialOrRing() {
	if w.finder.ringFound() {
		return
	}
	if w.at == pageDirectory && !w.dial.open() && w.directory().ring() {
		return
	}
	w.dial.focus()
}

// openContact shows a contact on the directory page.
func (w *Window) openContact(id softphone.ContactID) {
	w.open(pageDirectory)
	p := w.directory()
	if p.edit == nil && p.reading == nil {
		p.choose(id)
	}
}

// begin opens the form.
func (p *directoryPage) begin(c softphone.Contact) {
	if p.edit != nil && p.edit.changed() { // what is typed stays
		p.w.canvas().Focus(p.edit.fields[softphone.FieldSurname])
		return
	}
	p.edit = newContactForm(p, c)
	p.showCard()
	p.w.canvas().Focus(p.edit.fields[softphone.FieldSurname])
}

// remove takes the chosen contact out; it can be undone, so nobody is asked.
func (p *directoryPage) remove() {
	c := p.chosen
	if c.ID == "" || p.edit != nil {
		return
	}
	p.w.may(softphone.DeedDelete, func() {
		p.change(softphone.ContactChange{Kind: softphone.ContactRemoved, Remove: []softphone.ContactID{c.ID}}, func(id softphone.ChangeID) {
			p.chosen, p.history, p.wanted = softphone.Contact{}, nil, ""
			p.showCard()
			p.w.removed(p.w.tr("directory.removed", listedName(c)), func() { p.undoChange(id) })
		})
	})
}

// change carries a change out away from the screen.
func (p *directoryPage) change(c softphone.ContactChange, then func(softphone.ChangeID)) {
	p.w.read(func(ctx context.Context) func() {
		id, err := p.w.contacts.ChangeContacts(ctx, c, nil)
		return func() {
			if err != nil {
				p.w.refuse(err)
				return
			}
			p.w.contactsChanged(c.Put...)
			then(id)
		}
	})
}

// undo puts back what the last change that still can be undone found.
func (p *directoryPage) undo() { p.undoChange(0) }

// undoChange undoes a change; 0 is the last one that can be undone.
func (p *directoryPage) undoChange(id softphone.ChangeID) {
	p.w.inBackground(func() func() {
		ctx, cancel := context.WithTimeout(p.w.ctx, 5*time.Minute) // a whole import may be taken back
		defer cancel()
		all, err := p.w.contacts.ContactChanges(ctx, 200)
		var last softphone.DoneChange
		for _, d := range all {
			if d.ID == id || id == 0 && !d.Undone {
				last = d
				break
			}
		}
		var done softphone.UndoneChange
		if err == nil && last.ID != 0 {
			done, err = p.w.contacts.UndoContacts(ctx, last.ID)
		}
		return func() {
			switch {
			case err != nil:
				p.w.refuse(err)
			case last.ID == 0:
				p.w.notify(noticeRefused, p.w.tr("directory.nothing_to_undo"))
			default:
				p.w.contactsChanged()
				text := p.w.tr("directory.undone."+string(last.Kind), plural(p.w.tr, "directory.people", done.Restored))
				if done.Kept > 0 {
					text += " " + plural(p.w.tr, "directory.kept", done.Kept)
				}
				kind := noticeDone
				if done.Gone > 0 {
					text += " " + plural(p.w.tr, "directory.gone", done.Gone)
				}
				if done.Restored == 0 {
					kind = noticeRefused
				}
				p.w.notify(kind, text)
			}
		}
	})
}

// savable: something was noted of a caller whom the directory does not know.
func savable(s softphone.State) bool {
	_, ok := unsavedCaller(s)
	return ok
}

// unsavedCaller is the caller to save: the one at hand, else the last one who rang off.
func unsavedCaller(s softphone.State) (softphone.Call, bool) {
	if c, ok := s.Caller(); ok && c.Live() {
		return c, c.Savable()
	}
	var last softphone.Call
	for _, c := range s.Calls {
		if !c.Live() && c.Savable() && c.Ended.After(last.Ended) {
			last = c
		}
	}
	return last, last.ID != ""
}

func callerIsKnown(s softphone.State) bool {
	c, ok := s.Caller()
	return ok && (c.Contact != "" || len(c.Hits) > 0)
}

// saveCaller takes the caller into the directory as he was noted, by one key.
func (w *Window) saveCaller() {
	c, ok := unsavedCaller(w.state)
	if !ok {
		return
	}
	x := c.AsContact()
	x.ID = softphone.ContactID(newMessageID())
	w.read(func(ctx context.Context) func() {
		_, err := w.contacts.ChangeContacts(ctx, softphone.ContactChange{Kind: softphone.ContactEdited, Put: []softphone.Contact{x}}, nil)
		return func() {
			if err != nil {
				w.refuse(err)
				return
			}
			w.contactsChanged()
			w.tell(func(p softphone.Press) softphone.Event {
				p.Call = c.ID
				return softphone.CallerChosen{Press: p, Contact: x}
			})
			w.notify(noticeDone, w.tr("directory.saved", listedName(x), w.keycap("contact_undo")))
		}
	})
}

// callerCard shows the caller on the directory page, or, where several share his number, asks who of them it is.
func (w *Window) callerCard() {
	c, ok := w.state.Caller()
	if !ok {
		return
	}
	if len(c.Hits) < 2 {
		id := c.Contact
		if id == "" {
			id = c.Hits[0].ID
		}
		w.openContact(id)
		return
	}
	var opts []kit.Option
	for _, x := range c.Hits {
		opts = append(opts, kit.Option{Value: string(x.ID), Label: joinDots(listedName(x), x.Position, houseOf(x)), Icon: "user"})
	}
	opts = append(opts, kit.Option{Value: "", Label: w.tr("directory.nobody_of_these"), Icon: "x"})
	size := w.canvas().Size()
	kit.Choose(w.canvas(), size.Width*0.3, size.Height*0.2, w.tr("directory.who_is_it"), opts, string(c.Contact), func(v string) {
		var chosen softphone.Contact
		for _, x := range c.Hits {
			if string(x.ID) == v {
				chosen = x
			}
		}
		w.tell(func(p softphone.Press) softphone.Event {
			p.Call = c.ID
			return softphone.CallerChosen{Press: p, Contact: chosen}
		})
	})
}
