package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"strings"
	"time"

	"anteroom/softphone"
)

func contactColumns(c *softphone.Contact) []column {
	return []column{
		{"id", &c.ID}, {"kind", &c.Kind}, {"surname", &c.Surname}, {"first_name", &c.FirstName}, {"patronymic", &c.Patronymic},
		{"position", &c.Position}, {"department", &c.Department}, {"organisation", &c.Organisation}, {"address", &c.Address},
		{"principal", &c.Principal}, {"responsible", &c.Responsible}, {"mood", &c.Mood}, {"last_contact", moment{&c.LastContact}},
		{"notes", &c.Notes}, {"changed", moment{&c.Changed}},
	}
}

var (
	contactNames  = names(contactColumns(new(softphone.Contact)))
	contactUpsert = upsert("contact", "id", append(contactColumns(new(softphone.Contact)), column{name: "folded"}, column{name: "sorted"}))
)

// Parts of a contact that there may be several of.
const (
	partEmail  = "email"
	partGroup  = "group"
	partTopic  = "topic"
	partDeputy = "deputy"
)

// Contact gives one; the error of an unknown one is a softphone.Reason NoSuchContact.
func (s *Store) Contact(ctx context.Context, id softphone.ContactID) (softphone.Contact, error) {
	var all []softphone.Contact
	err := s.view(ctx, func(tx *sql.Tx) (err error) {
		all, err = readContacts(ctx, tx, []softphone.ContactID{id})
		return err
	})
	if err == nil && len(all) == 0 {
		err = softphone.Reason{Code: softphone.NoSuchContact, Detail: string(id)}
	}
	if err != nil {
		return softphone.Contact{}, failed(err, "read contact %s", id)
	}
	return all[0], nil
}

// FindContacts gives the page of at most limit contacts that begins at offset, the best first.
func (s *Store) FindContacts(ctx context.Context, q softphone.ContactQuery, offset, limit int) (softphone.ContactPage, error) {
	var page softphone.ContactPage
	ids, total, err := s.searchContacts(ctx, q, offset, limit)
	if err == nil {
		page.Total = total
		err = s.view(ctx, func(tx *sql.Tx) (err error) {
			page.Contacts, err = readContacts(ctx, tx, ids)
			return err
		})
	}
	return page, failed(err, "find contacts")
}

// searchContacts takes the index before a connection, as whoever changes it does: the other way round each could wait
// for the other.
func (s *Store) searchContacts(ctx context.Context, q softphone.ContactQuery, offset, limit int) ([]softphone.ContactID, int, error) {
	x := &s.contacts
	x.mu.Lock()
	defer x.mu.Unlock()
	if !x.loaded {
		if err := s.view(ctx, func(tx *sql.Tx) error { return x.load(ctx, tx) }); err != nil {
			return nil, 0, err
		}
	}
	found := x.find(q)
	var ids []softphone.ContactID
	for _, i := range found[min(max(0, offset), len(found)):min(max(0, offset)+max(0, limit), len(found))] {
		ids = append(ids, x.rows[i].id)
	}
	return ids, len(found), nil
}

// drop has the index read anew.
func (x *contactIndex) drop() {
	x.mu.Lock()
	defer x.mu.Unlock()
	x.loaded = false
	x.last.found = nil
}

// readContacts reads contacts in the order of ids; unknown ones are left out.
func readContacts(ctx context.Context, tx *sql.Tx, ids []softphone.ContactID) ([]softphone.Contact, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	list, err := json.Marshal(ids)
	if err != nil {
		return nil, err
	}
	out, err := selectContacts(ctx, tx, "IN (SELECT value FROM json_each(?))", string(list))
	if err != nil {
		return nil, err
	}
	at := make(map[softphone.ContactID]softphone.Contact, len(out))
	for _, c := range out {
		at[c.ID] = c
	}
	out = out[:0]
	for _, id := range ids {
		if c, ok := at[id]; ok {
			out = append(out, c)
		}
	}
	return out, nil
}

// selectContacts reads the contacts whose id fits.
func selectContacts(ctx context.Context, tx *sql.Tx, which string, args ...any) ([]softphone.Contact, error) {
	var out []softphone.Contact
	at := map[softphone.ContactID]int{}
	err := query(ctx, tx, "SELECT "+contactNames+" FROM contact WHERE id "+which+" ORDER BY sorted, seq", args, func(rows *sql.Rows) error {
		var c softphone.Contact
		err := rows.Scan(fields(contactColumns(&c))...)
		at[c.ID], out = len(out), append(out, c)
		return err
	})
	if err != nil {
		return nil, err
	}
	err = query(ctx, tx, "SELECT contact, kind, number FROM contact_number WHERE contact "+which+" ORDER BY contact, place", args, func(rows *sql.Rows) error {
		var id softphone.ContactID
		var n softphone.ContactNumber
		err := rows.Scan(&id, &n.Kind, &n.Number)
		if i, ok := at[id]; ok {
			out[i].Numbers = append(out[i].Numbers, n)
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	return out, query(ctx, tx, "SELECT contact, kind, text FROM contact_part WHERE contact "+which+" ORDER BY contact, kind, place", args, func(rows *sql.Rows) error {
		var id softphone.ContactID
		var kind, text string
		err := rows.Scan(&id, &kind, &text)
		i, ok := at[id]
		if !ok {
			return err
		}
		switch c := &out[i]; kind {
		case partEmail:
			c.Emails = append(c.Emails, text)
		case partGroup:
			c.Groups = append(c.Groups, text)
		case partTopic:
			c.Topics = append(c.Topics, text)
		case partDeputy:
			c.Deputies = append(c.Deputies, softphone.ContactID(text))
		}
		return err
	})
}

// EachContact hands over all contacts, by name, until told to stop.
func (s *Store) EachContact(ctx context.Context, tell func(softphone.Contact) error) error {
	var all []softphone.Contact
	err := s.view(ctx, func(tx *sql.Tx) (err error) {
		all, err = selectContacts(ctx, tx, "IS NOT NULL")
		return err
	})
	for i := 0; err == nil && i < len(all); i++ {
		err = tell(all[i])
	}
	return failed(err, "read all contacts")
}

// ContactCount counts contacts, groups and topics.
func (s *Store) ContactCount(ctx context.Context) (softphone.ContactCount, error) {
	var out softphone.ContactCount
	err := s.view(ctx, func(tx *sql.Tx) error {
		err := query(ctx, tx, "SELECT kind, count(*) FROM contact GROUP BY kind", nil, func(rows *sql.Rows) error {
			var kind softphone.ContactKind
			var n int
			err := rows.Scan(&kind, &n)
			if kind == softphone.Staff {
				out.Staff = n
			} else {
				out.Outside += n
			}
			return err
		})
		if err != nil {
			return err
		}
		return query(ctx, tx, "SELECT kind, text, count(*) FROM contact_part WHERE kind IN ('group', 'topic') GROUP BY kind, text ORDER BY text COLLATE NOCASE", nil,
			func(rows *sql.Rows) error {
				var kind string
				var t softphone.Tally
				err := rows.Scan(&kind, &t.Name, &t.Count)
				if kind == partGroup {
					out.Groups = append(out.Groups, t)
				} else {
					out.Topics = append(out.Topics, t)
				}
				return err
			})
	})
	return out, failed(err, "count contacts")
}

// country is the country code of the settings.
func country(ctx context.Context, tx *sql.Tx) (string, error) {
	settings, err := readSettings(ctx, tx)
	return settings.Get(softphone.SetCountryCode), err
}

// fullNumber is a number as it is compared.
func (s *Store) fullNumber(ctx context.Context, tx *sql.Tx, number string) (string, error) {
	code, err := country(ctx, tx)
	return s.full(number, code), err
}

// sortedName is how a contact is sorted: surname first; an organisation stands for itself.
func sortedName(c softphone.Contact) string {
	if n := foldName(c.Surname, c.FirstName, c.Patronymic); n != "" {
		return n
	}
	return foldName(c.Organisation)
}

// cleanContact leaves out what says nothing.
func cleanContact(c softphone.Contact) softphone.Contact {
	for _, f := range []*string{&c.Surname, &c.FirstName, &c.Patronymic, &c.Position, &c.Department, &c.Organisation, &c.Address} {
		*f = strings.Join(strings.Fields(*f), " ")
	}
	if c.Kind != softphone.Staff {
		c.Kind = softphone.Outside
	}
	var numbers []softphone.ContactNumber
	for _, n := range c.Numbers {
		if n.Number = strings.TrimSpace(n.Number); n.Number != "" {
			if n.Kind == "" {
				n.Kind = softphone.NumberOther
			}
			numbers = append(numbers, n)
		}
	}
	c.Numbers = numbers
	for _, list := range []*[]string{&c.Emails, &c.Groups, &c.Topics} {
		var kept []string
		for _, w := range *list {
			if w = strings.Join(strings.Fields(w), " "); w != "" {
				kept = append(kept, w)
			}
		}
		*list = kept
	}
	return c
}

// NoteContact keeps when there was contact last; it is no change that an undoing would have to spare.
func (s *Store) NoteContact(ctx context.Context, id softphone.ContactID, at time.Time) error {
	return failed(s.reindexed(ctx, []softphone.ContactID{id}, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, "UPDATE contact SET last_contact = ? WHERE id = ? AND coalesce(last_contact, '') < ?", moment{&at}, id, instant(at))
		return err
	}), "note contact with %s", id)
}
