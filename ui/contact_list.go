package ui

import (
	"context"
	"slices"

	"anteroom/softphone"
)

// contactList is what a search found, read in pages as they come into view. Everything but the reading is done on the UI
// goroutine; what an older question gives is thrown away.
type contactList struct {
	w     *Window
	shown func() // something changed

	query softphone.ContactQuery
	inquiry
	total   int
	pages   map[int][]softphone.Contact
	reading map[int]bool
	begun   bool
	trouble error
}

// find asks a new question; what was found before stays until the answer is there.
func (l *contactList) find(q softphone.ContactQuery) {
	asked := 0
	if q == l.query {
		asked = l.again()
	} else {
		asked = l.ask()
	}
	l.query, l.begun = q, true
	l.w.read(func(ctx context.Context) func() {
		found, err := l.w.contacts.FindContacts(ctx, q, 0, pageSize)
		return func() {
			if !l.newest(asked) {
				return
			}
			if l.trouble = err; err == nil {
				l.total, l.pages, l.reading = found.Total, map[int][]softphone.Contact{0: found.Contacts}, map[int]bool{}
			}
			l.shown()
			l.settle(err)
		}
	})
}

// more reads a further page of what was found.
func (l *contactList) more(page int) {
	if l.reading[page] {
		return
	}
	l.reading[page] = true
	asked, q := l.asked, l.query
	l.w.read(func(ctx context.Context) func() {
		found, err := l.w.contacts.FindContacts(ctx, q, page*pageSize, pageSize)
		return func() {
			if !l.newest(asked) {
				return
			}
			if l.trouble = err; err == nil {
				l.total, l.pages[page] = found.Total, found.Contacts
			}
			l.shown()
		}
	})
}

// at is the contact in a row, once it has been read.
func (l *contactList) at(row int) (softphone.Contact, bool) {
	page := l.pages[row/pageSize]
	if page == nil && l.pages != nil && l.trouble == nil {
		l.more(row / pageSize)
	}
	if i := row % pageSize; i < len(page) {
		return page[i], true
	}
	return softphone.Contact{}, false
}

// row is where a contact stands among those that were read, -1 for nowhere.
func (l *contactList) row(id softphone.ContactID) int {
	for p, page := range l.pages {
		if i := slices.IndexFunc(page, func(c softphone.Contact) bool { return c.ID == id }); i >= 0 {
			return p*pageSize + i
		}
	}
	return -1
}
