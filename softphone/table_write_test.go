package softphone

import (
	"errors"
	"strings"
	"testing"
)

func TestTableWriter_IsWhatSpreadsheetsReadAndRunsNothing(t *testing.T) {
	var b strings.Builder
	w := NewTableWriter(&b, ';', nil)
	for _, row := range [][]string{{"navn", "melding"}, {"Åse; Øst", "=1+1"}, {"\"Ro\"", "to\nlinjer"}} {
		if err := w.Row(row...); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Flush(); err != nil {
		t.Fatal(err)
	}
	if got, want := b.String(), "\ufeffnavn;melding\r\n\"Åse; Øst\";'=1+1\r\n\"\"\"Ro\"\"\";\"to\r\nlinjer\"\r\n"; got != want {
		t.Errorf("%q\nnot %q", got, want)
	}
	full := NewTableWriter(fullDisk{}, ',', func(s string) string { return s })
	if err := full.Row("x"); err == nil {
		t.Error("no error")
	}
}

type fullDisk struct{}

func (fullDisk) Write([]byte) (int, error) { return 0, errors.New("full") }
