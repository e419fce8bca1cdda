package store

import (
	"context"
	"database/sql"
	"fmt"
	"slices"

	"anteroom/softphone"
)

// freeTexts is where anybody may write whatever he likes: the columns, and by what a row is known that goes with the person.
var freeTexts = []struct {
	where   softphone.NamedWhere
	from    string // table, and which rows of it
	key     string
	columns string // put together with blanks between
	gone    func(belongings) []any
}{
	{softphone.NamedInMessages, "message", "id", "verbatim || ' ' || promised || ' ' || for_whom || ' ' || deputies", func(b belongings) []any { return keysOf(b.messages) }},
	{softphone.NamedInMessages, "draft", "id", "verbatim || ' ' || promised || ' ' || for_whom || ' ' || deputies", func(b belongings) []any { return keysOf(b.drafts) }},
	{softphone.NamedInCalls, "call WHERE stopped_at <> '' OR against_why <> ''", "id", "stopped_at || ' ' || against_why", func(b belongings) []any { return keysOf(b.calls) }},
	{softphone.NamedInCallbacks, "callback", "id", "what || ' ' || said", func(b belongings) []any { return anys(b.callbacks) }},
	{softphone.NamedInContacts, "contact WHERE notes <> ''", "id", "notes", func(b belongings) []any { return anys(b.contacts) }},
	{softphone.NamedInWordings, "script_wording WHERE own", "seq", "text", nil},
	{softphone.NamedInWordings, "script", "seq", "body", nil},
	{softphone.NamedInWordings, "script_draft", "id", "body", nil},
	{softphone.NamedInSheets, "policy_answer", "seq", "answer", nil},
	{softphone.NamedInAnswers, "faq", "seq", "question || ' ' || answer || ' ' || prices || ' ' || next", nil},
	{softphone.NamedInAnswers, "begun WHERE kind = 'answer'", "seq", "body", nil},
	{softphone.NamedInOffice, "principal", "seq", "presence_note", nil},
	{softphone.NamedInOffice, "staff_presence", "contact", "presence_note", func(b belongings) []any { return anys(b.contacts) }},
	{softphone.NamedInOffice, "reception_day", "seq", "note", nil},
	{softphone.NamedInOffice, "not_told", "seq", "matter || ' ' || words || ' ' || instead || ' ' || say", nil},
}

// namedIn counts the free texts that name a person and do not go with him, in the order of freeTexts.
func namedIn(ctx context.Context, tx *sql.Tx, p softphone.Person, country string, b belongings) ([]softphone.NamedIn, error) {
	var out []softphone.NamedIn
	named := p.NamedBy(country)
	for _, f := range freeTexts {
		gone := map[string]bool{}
		if f.gone != nil {
			for _, id := range f.gone(b) {
				gone[fmt.Sprint(id)] = true
			}
		}
		err := query(ctx, tx, fmt.Sprintf("SELECT CAST(%s AS TEXT), %s FROM %s", f.key, f.columns, f.from), nil, func(rows *sql.Rows) error {
			var key, text string
			if err := rows.Scan(&key, &text); err != nil || gone[key] || !named(text) {
				return err
			}
			i := slices.IndexFunc(out, func(n softphone.NamedIn) bool { return n.Where == f.where })
			if i < 0 {
				i, out = len(out), append(out, softphone.NamedIn{Where: f.where})
			}
			out[i].Count++
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	return out, nil
}
