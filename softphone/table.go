package softphone

import "context"

// TableFile is a table being written to disk, row by row. Under its name it stands only once Close has returned; Abandon
// leaves nothing behind.
type TableFile interface {
	Row(cells ...string) error
	Close() error
	Abandon()
}

// TableFiles makes tables: CSV or a workbook (XLSX), by the ending of the path. Errors are Reasons: BadValue for another
// ending or a path that cannot be, DiskFull, FileUnwritten.
type TableFiles interface {
	// CreateTable begins a table. comma parts the cells of a CSV file: ';' where numbers have a decimal comma.
	CreateTable(path string, comma rune) (TableFile, error)
	// WriteWhole writes a file of any kind that only its owner reads: under its name stands the whole of it or, after an
	// error, what stood there before.
	WriteWhole(path string, text []byte) error
}

// MessageColumns are the columns of an exported log; screens translate them ("log.column.<name>").
var MessageColumns = []string{"taken", "state", "for", "surname", "first_name", "patronymic", "position", "organisation", "verbatim", "mood", "number",
	"read_back", "call_when", "email", "deputies", "urgency", "promised", "promised_by", "delivered_at", "delivered_how", "call", "id"}

// MessageCells are a message's cells of MessageColumns. word turns the values of state, mood and urgency, and yes, into
// words; nil leaves them as they are kept.
func MessageCells(m Message, word func(column, value string) string) []string {
	if word == nil {
		word = func(_, v string) string { return v }
	}
	if m.Urgency == "" {
		m.Urgency = Normal
	}
	const clock = "2006-01-02 15:04"
	say := func(column, v string) string {
		if v == "" {
			return ""
		}
		return word(column, v)
	}
	at := ""
	if !m.DeliveredAt.IsZero() {
		at = m.DeliveredAt.Format(clock)
	}
	read := ""
	if m.ReadBack {
		read = say("read_back", "yes")
	}
	return []string{m.Taken.Format(clock), say("state", string(m.State)), m.For, m.Surname, m.FirstName, m.Patronymic, m.Position, m.Organisation, m.Verbatim,
		say("mood", string(m.Mood)), m.Number, read, m.CallWhen, m.Email, m.Deputies, say("urgency", string(m.Urgency)), m.Promised, m.PromisedBy,
		at, m.DeliveredHow, string(m.Call), string(m.ID)}
}

// exportPage is how many messages are read at a time: so many stand in memory, however long the log.
const exportPage = 500

// ExportMessages writes the messages that fit to a table, drafts first, then the log from the newest back, and closes or
// abandons it. told is told now and then how many there are so far; it gives that at the end, too.
func ExportMessages(ctx context.Context, log MessageLog, drafts []Message, f MessageFilter, out TableFile, head []string, row func(Message) []string, told func(int)) (n int, err error) {
	defer func() {
		if err != nil {
			out.Abandon()
			return
		}
		err = out.Close()
	}()
	if err := out.Row(head...); err != nil {
		return 0, err
	}
	put := func(m Message) error {
		n++
		return out.Row(row(m)...)
	}
	for _, d := range drafts {
		if !d.Empty() && f.Fits(d) {
			if err := put(d); err != nil {
				return n, err
			}
		}
	}
	for place := LogPlace(0); ; {
		page, next, err := log.FindMessages(ctx, f, place, exportPage)
		if err != nil {
			return n, err
		}
		for _, m := range page {
			if err := put(m); err != nil {
				return n, err
			}
		}
		told(n)
		if len(page) < exportPage {
			return n, nil
		}
		place = next
	}
}
