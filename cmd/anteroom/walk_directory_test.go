package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// manyContacts writes a table of n people as a spreadsheet does: in Windows-1252, with semicolons. One of them is the chair.
func (w *walker) manyContacts(n int, chair string) string {
	w.t.Helper()
	surnames := []string{"Aasen", "Lunde", "Kvamme", "Bj\xf8rnstad", "B\xf8e", "\xc5dland"}
	var b strings.Builder
	fmt.Fprintf(&b, "%s;%s;%s;%s;%s\r\n", w.says("directory.field.surname"), w.says("directory.field.first_name"),
		w.says("directory.field.position"), w.says("directory.field.organisation"), w.says("directory.field.work"))
	for i := range n {
		fmt.Fprintf(&b, "%s;Nr %d;Sjef;Hus %d AS;2%07d\r\n", surnames[i%len(surnames)], i, i/50, i)
	}
	fmt.Fprintf(&b, "\xd8stby;Ragnhild;%s;\xd8stby Invest AS;22 41 30 77\r\n", chair)
	file := filepath.Join(w.t.TempDir(), "people.csv")
	if err := os.WriteFile(file, []byte(b.String()), 0o600); err != nil {
		w.t.Fatal(err)
	}
	return file
}

// A directory of 100,000 contacts is taken in and searched in the real window, with every spelling.
func TestWalk_DirectoryOf100000(t *testing.T) {
	w := walk(t, t.TempDir())
	chair := w.in("Styreleder", "Chair of the board")
	var plan struct{ New, Problems int }
	w.ctl(&plan, "contact", "import", w.manyContacts(100_000, chair), "--yes")
	if plan.New != 100_001 || plan.Problems != 0 {
		t.Fatalf("%+v", plan)
	}
	for _, words := range []string{"ostby", "østby", "Østby Ragnhild", "Эстбю", "2241 30"} {
		var first struct{ Name string }
		w.ctl(&first, "contact", "find", words)
		if first.Name != "Ragnhild Østby" {
			t.Errorf("%q finds %q first", words, first.Name)
		}
	}
	w.ctl(nil, "set", "first_call_done", "yes")
	w.key("Escape", "ctrl+4")
	w.types(chair + " ostby")
	w.key("Return")
	w.picture("directory-1-found")
	w.key("F3") // by one key, from where she stands
	w.until("she is rung", 20*time.Second, func() bool {
		calls := w.status().Calls
		return len(calls) > 0 && strings.HasSuffix(calls[len(calls)-1].Peer.Number, "22 41 30 77") || len(calls) > 0 && strings.HasSuffix(calls[len(calls)-1].Peer.Number, "22413077")
	})
	w.picture("directory-2-rung")
	var undone struct{ Restored int }
	w.ctl(&undone, "contact", "undo")
	if undone.Restored != 100_001 {
		t.Errorf("%+v", undone)
	}
}
