package softphone

import (
	"encoding/csv"
	"io"
)

// TableWriter writes a table as CSV (RFC 4180) in UTF-8 with a byte order mark, without which spreadsheets take æ, ø and å
// for something else. No cell of it runs as a formula.
type TableWriter struct {
	w     io.Writer
	csv   *csv.Writer
	begun bool
	guard func(cell string) string
}

// NewTableWriter begins a table; comma parts its cells. guard makes a cell harmless, nil: GuardedCell.
func NewTableWriter(w io.Writer, comma rune, guard func(string) string) *TableWriter {
	t := &TableWriter{w: w, csv: csv.NewWriter(w), guard: guard}
	t.csv.Comma, t.csv.UseCRLF = comma, true
	if guard == nil {
		t.guard = GuardedCell
	}
	return t
}

// Row adds a row.
func (t *TableWriter) Row(cells ...string) error {
	if !t.begun {
		t.begun = true
		if _, err := io.WriteString(t.w, "\ufeff"); err != nil {
			return err
		}
	}
	safe := make([]string, len(cells))
	for i, c := range cells {
		safe[i] = t.guard(c)
	}
	return t.csv.Write(safe)
}

// Flush hands on what is still kept back; without it the table is not whole.
func (t *TableWriter) Flush() error {
	t.csv.Flush()
	return t.csv.Error()
}
