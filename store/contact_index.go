package store

import (
	"bytes"
	"cmp"
	"context"
	"database/sql"
	"slices"
	"strings"
	"sync"
	"time"

	"anteroom/softphone"
)

// Marks before the words of a searched text. A word begins after one of them and ends before the next.
const (
	markWord     = " "
	markSound    = "\x01" // a name in Latin letters, by its sound
	markCyrillic = "\x02" // one in Cyrillic letters, by its sound
	markNumber   = "\x03" // digits of a number, found by any part
	markStaff    = "\x04"
	markOutside  = "\x05"
	markGroup    = "\x06" // a group, whole
	markTopic    = "\x07"
	markEnd      = "\n"
)

// foldedContact is the text that a contact is found by.
func foldedContact(c softphone.Contact, full []string) string {
	var b strings.Builder
	if c.Kind == softphone.Staff {
		b.WriteString(markStaff)
	} else {
		b.WriteString(markOutside)
	}
	for _, g := range c.Groups {
		b.WriteString(markGroup + strings.Join(foldWords(g), "_") + markGroup)
	}
	for _, t := range c.Topics {
		b.WriteString(markTopic + strings.Join(foldWords(t), "_") + markTopic)
	}
	seen := map[string]bool{}
	put := func(mark, w string) {
		if w != "" && !seen[mark+w] {
			seen[mark+w] = true
			b.WriteString(mark + w)
		}
	}
	for _, text := range append([]string{c.Surname, c.FirstName, c.Patronymic, c.Position, c.Department, c.Organisation},
		slices.Concat(c.Topics, c.Groups, c.Emails)...) {
		for _, w := range foldWords(text) {
			put(markWord, w)
		}
	}
	for _, text := range []string{c.Surname, c.FirstName, c.Patronymic, c.Organisation} {
		for _, w := range splitWords(text) {
			if cyrillic(w) {
				put(markCyrillic, soundWord(w))
			} else {
				put(markSound, soundWord(w))
			}
		}
	}
	for i, n := range c.Numbers {
		have := digitsOf(full[i])
		put(markNumber, have)
		if d := digitsOf(n.Number); !strings.Contains(have, d) {
			put(markNumber, d)
		}
		if strings.ContainsFunc(n.Number, func(r rune) bool { return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' }) { // an address
			for _, w := range foldWords(n.Number) {
				put(markWord, w)
			}
		}
	}
	return b.String() + markEnd
}

// contactIndex holds the searched text of all contacts, one after the other, and finds by looking through all of it:
// ten megabytes for 100,000 contacts take a few milliseconds, and nothing has to be kept in step.
type contactIndex struct {
	mu     sync.Mutex // guards the rest
	loaded bool
	text   []byte
	rows   []indexRow // in the order of text
	place  map[softphone.ContactID]int
	order  []int32 // rows by rank
	dead   int     // bytes of text that belong to nobody
	last   struct {
		query softphone.ContactQuery
		found []int32
	}
}

type indexRow struct {
	id       softphone.ContactID
	from, to int
	staff    bool
	contact  int64 // last contact, in seconds; 0: never
	sorted   string
	gone     bool // replaced or removed: its text is blank
}

// before ranks: staff, then whom there was contact with last, then by name.
func (a indexRow) before(b indexRow) int {
	if a.staff != b.staff {
		if a.staff {
			return -1
		}
		return 1
	}
	return cmp.Or(cmp.Compare(b.contact, a.contact), strings.Compare(a.sorted, b.sorted), strings.Compare(string(a.id), string(b.id)))
}

// load reads the index from the books, once. The caller holds the lock.
func (x *contactIndex) load(ctx context.Context, tx *sql.Tx) error {
	if x.loaded {
		return nil
	}
	x.text, x.rows, x.order, x.dead = nil, nil, nil, 0
	x.place = map[softphone.ContactID]int{}
	err := query(ctx, tx, "SELECT id, kind, last_contact, sorted, folded FROM contact", nil, func(rows *sql.Rows) error {
		var id softphone.ContactID
		var kind softphone.ContactKind
		var last time.Time
		var sorted, folded string
		err := rows.Scan(&id, &kind, moment{&last}, &sorted, &folded)
		x.append(id, kind, last, sorted, folded)
		return err
	})
	if err != nil {
		return err
	}
	x.sort()
	x.loaded = true
	return nil
}

func (x *contactIndex) append(id softphone.ContactID, kind softphone.ContactKind, last time.Time, sorted, folded string) {
	from := len(x.text)
	x.text = append(x.text, folded...)
	r := indexRow{id: id, from: from, to: len(x.text), staff: kind == softphone.Staff, sorted: sorted}
	if !last.IsZero() {
		r.contact = last.Unix()
	}
	x.place[id] = len(x.rows)
	x.rows = append(x.rows, r)
}

func (x *contactIndex) sort() {
	x.order = x.order[:0]
	for i, r := range x.rows {
		if !r.gone {
			x.order = append(x.order, int32(i))
		}
	}
	slices.SortFunc(x.order, func(a, b int32) int { return x.rows[a].before(x.rows[b]) })
	x.settle()
}

// settle forgets the last answer after order has changed.
func (x *contactIndex) settle() {
	x.last.found, x.last.query = nil, softphone.ContactQuery{}
}

// forget takes a contact out of the text. The caller holds the lock, and calls settle when all is done.
func (x *contactIndex) forget(id softphone.ContactID) {
	i, ok := x.place[id]
	if !ok {
		return
	}
	delete(x.place, id)
	if at, found := slices.BinarySearchFunc(x.order, int32(i), func(a, b int32) int { return x.rows[a].before(x.rows[b]) }); found {
		x.order = slices.Delete(x.order, at, at+1)
	}
	r := &x.rows[i]
	clear(x.text[r.from:r.to])
	x.dead += r.to - r.from
	r.gone = true
	x.loaded = x.loaded && x.dead < 1<<20+len(x.text)/2 // read anew, without the gaps
}

// put takes a contact in, or anew.
func (x *contactIndex) put(c softphone.Contact, sorted, folded string) {
	x.forget(c.ID)
	x.append(c.ID, c.Kind, c.LastContact, sorted, folded)
	i := int32(len(x.rows) - 1)
	at, _ := slices.BinarySearchFunc(x.order, i, func(a, b int32) int { return x.rows[a].before(x.rows[b]) })
	x.order = slices.Insert(x.order, at, i)
}

// find gives the rows that have everything a query asks for, the best first. The caller holds the lock.
func (x *contactIndex) find(q softphone.ContactQuery) []int32 {
	if x.last.found != nil && x.last.query == q {
		return x.last.found
	}
	needles := needlesOf(q)
	var found []int32
	if len(needles) == 0 {
		found = x.order
	} else {
		hit, n := x.scan(needles)
		found = x.byRank(hit, n, q)
	}
	x.last.query, x.last.found = q, found
	return found
}

// needle is one thing that a contact must have: any of these beginnings.
type needle [][]byte

func needlesOf(q softphone.ContactQuery) (out []needle) {
	if digits, ok := wholeNumber(q.Words); ok {
		out = append(out, needle{[]byte(digits)})
	} else {
		for _, w := range splitWords(q.Words) {
			f := foldWord(w)
			if f == "" {
				continue
			}
			n, sound := needle{[]byte(markWord + f)}, soundWord(w)
			if len(sound) > 2 || cyrillic(w) { // what a Latin word sounds like says little before
				n = append(n, []byte(markCyrillic+sound))
			}
			if cyrillic(w) {
				n = append(n, []byte(markSound+sound))
			}
			if d := digitsOf(w); d == w {
				n = needle{[]byte(d)}
			}
			out = append(out, n)
		}
	}
	slices.SortStableFunc(out, func(a, b needle) int { return cmp.Compare(len(b[0]), len(a[0])) }) // the rarest first
	for _, part := range []struct{ mark, name string }{{markGroup, q.Group}, {markTopic, q.Topic}} {
		if part.name != "" {
			out = append(out, needle{[]byte(part.mark + strings.Join(foldWords(part.name), "_") + part.mark)})
		}
	}
	switch q.Kind {
	case softphone.Staff:
		out = append(out, needle{[]byte(markStaff)})
	case softphone.Outside:
		out = append(out, needle{[]byte(markOutside)})
	}
	return out
}

// wholeNumber gives the digits where all of the words are one number.
func wholeNumber(words string) (string, bool) {
	if strings.Trim(words, "0123456789+-/(). \u00a0") != "" {
		return "", false
	}
	d := digitsOf(words)
	if strings.HasPrefix(strings.TrimSpace(words), "00") && len(d) > 4 {
		d = d[2:]
	}
	return d, len(d) > 1
}

// scan looks through the whole text for the first needle, and in the rows that have it for the rest.
func (x *contactIndex) scan(needles []needle) (hit []bool, n int) {
	hit = make([]bool, len(x.rows))
	for _, beginning := range needles[0] {
		row := 0
		for at := 0; at < len(x.text); {
			i := bytes.Index(x.text[at:], beginning)
			if i < 0 {
				break
			}
			at += i
			row = x.rowAt(row, at)
			r := x.rows[row]
			if !hit[row] && hasAll(x.text[r.from:r.to], needles[1:]) {
				hit[row] = true
				n++
			}
			at = r.to
		}
	}
	return hit, n
}

// rowAt is the row that a place in the text belongs to, at or after row.
func (x *contactIndex) rowAt(row, at int) int {
	step := 1
	for row+step < len(x.rows) && (x.rows[row+step].to <= at) {
		row += step
		step *= 2
	}
	n, _ := slices.BinarySearchFunc(x.rows[row:min(row+step+1, len(x.rows))], at, func(r indexRow, at int) int {
		if r.to <= at {
			return -1
		}
		return 1
	})
	return row + n
}

func hasAll(text []byte, needles []needle) bool {
	for _, n := range needles {
		if !slices.ContainsFunc(n, func(b []byte) bool { return bytes.Contains(text, b) }) {
			return false
		}
	}
	return true
}

// byRank puts what was found in order: staff first, then whom there was contact with, and among them a surname that begins
// so before other words that do. The order of all is there, so that nothing is sorted anew.
func (x *contactIndex) byRank(hit []bool, n int, q softphone.ContactQuery) []int32 {
	first := ""
	if words := foldWords(q.Words); len(words) > 0 {
		first = words[0]
	}
	var classes [8][]int32
	for _, i := range x.order {
		if !hit[i] {
			continue
		}
		class, r := 0, &x.rows[i]
		if !r.staff {
			class += 4
		}
		if r.contact == 0 {
			class += 2
		}
		if first == "" || !strings.HasPrefix(r.sorted, first) {
			class++
		}
		classes[class] = append(classes[class], i)
	}
	found := make([]int32, 0, n)
	for _, c := range classes {
		found = append(found, c...)
	}
	return found
}
