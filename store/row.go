package store

import (
	"database/sql/driver"
	"fmt"
	"net/netip"
	"strings"
	"time"

	"anteroom/softphone"
)

// column joins a column of a table to the field it keeps. The field is a pointer: it is read when the row is written
// and filled when the row is read, so that a noun's columns stand in one list only.
type column struct {
	name  string
	field any
}

func fields(cols []column) []any {
	out := make([]any, len(cols))
	for i, c := range cols {
		out[i] = c.field
	}
	return out
}

func names(cols []column) string {
	out := make([]string, len(cols))
	for i, c := range cols {
		out[i] = c.name
	}
	return strings.Join(out, ", ")
}

// upsert writes a row or, where one with the same key stands, all its columns anew. The row keeps its place (seq).
func upsert(table, key string, cols []column) string {
	var set []string
	for _, c := range cols {
		set = append(set, c.name+" = excluded."+c.name)
	}
	return fmt.Sprintf("INSERT INTO %s (%s) VALUES (?%s) ON CONFLICT (%s) DO UPDATE SET %s",
		table, names(cols), strings.Repeat(", ?", len(cols)-1), key, strings.Join(set, ", "))
}

// moment keeps a time as text: the instant in UTC, and the offset of its wall clock behind it in brackets (the manner
// of RFC 9557 §3.1). The zero time is NULL.
type moment struct{ t *time.Time }

const (
	instantForm = "2006-01-02T15:04:05.000000000Z"
	offsetForm  = "[-07:00]"
)

func (m moment) Value() (driver.Value, error) {
	if m.t.IsZero() {
		return nil, nil
	}
	if y := m.t.UTC().Year(); y < 1 || y > 9999 {
		return nil, softphone.Reason{Code: softphone.BadValue, Detail: fmt.Sprintf("the year %d", y)}
	}
	return instant(*m.t) + m.t.Format(offsetForm), nil
}

// Scan takes what it cannot read as not known: a file with a damaged value must still open the desk.
func (m moment) Scan(v any) error {
	*m.t = time.Time{}
	text, _ := v.(string)
	if len(text) < len(instantForm) {
		return nil
	}
	t, err := time.Parse(instantForm, text[:len(instantForm)])
	if err != nil {
		return nil
	}
	*m.t = t
	wall, err := time.Parse(offsetForm, text[len(instantForm):])
	if err != nil {
		return nil
	}
	_, offset := wall.Zone()
	if _, here := t.In(time.Local).Zone(); here == offset {
		*m.t = t.In(time.Local)
	} else if offset != 0 {
		*m.t = t.In(time.FixedZone("", offset))
	}
	return nil
}

// instant is the part of a moment that orders.
func instant(t time.Time) string { return t.UTC().Format(instantForm) }

// before is the bound for "earlier than t"; zero gives one that every moment is under.
func before(t time.Time) string {
	if t.IsZero() {
		return "~"
	}
	return instant(t)
}

// address keeps an IP address and port as text, "" for none.
type address struct{ a *netip.AddrPort }

func (a address) Value() (driver.Value, error) {
	if !a.a.IsValid() {
		return "", nil
	}
	return a.a.String(), nil
}

func (a address) Scan(v any) error {
	text, _ := v.(string)
	*a.a, _ = netip.ParseAddrPort(text) // as with moments, what cannot be read is not known
	return nil
}

// list keeps short names in order, joined by commas.
type list struct{ l *[]string }

func (l list) Value() (driver.Value, error) { return strings.Join(*l.l, ","), nil }

func (l list) Scan(v any) error {
	*l.l = nil
	if text, ok := v.(string); ok && text != "" {
		*l.l = strings.Split(text, ",")
	}
	return nil
}
