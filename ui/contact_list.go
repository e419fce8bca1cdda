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

	query   softphone.ContactQuery
	asked   int // counts questions
	total   int
	pages   map[int][]softphone.Contact
	reading map[int]bool
	begun   bool
	trouble error
}

// find asks a new question; what was found before stays until the answer is there.
func (l *contactList) find(q softphone.ContactQuery) {
	l.query, l.begun = q, true
	l.asked++
	l.read(0, true)
}

func (l *contactList) read(page int, anew bool) {
	asked, q := l.asked, l.query
	if !anew {
		if l.reading[page] {
			return
		}
		l.reading[page] = true
	}
	l.w.read(func(ctx context.Context) func() {
		found, err := l.w.contacts.FindContacts(ctx, q, page*pageSize, pageSize)
		return func() {
			if asked != l.asked {
				return
			}
			if l.trouble = err; err == nil {
				if anew {
					l.pages, l.reading = map[int][]softphone.Contact{}, map[int]bool{}
				}
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
		l.read(row/pageSize, false)
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
