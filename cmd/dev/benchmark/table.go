package benchmark

import (
	"fmt"
	"io"
	"text/tabwriter"
)

// table is rows of what was measured, a column a telephone.
type table struct {
	heads []string
	rows  []row
}

type row struct {
	what  string
	cells []string // by head; "" where nothing was measured
}

// put fills a cell, and begins a row where there is none of that name yet.
func (t *table) put(what string, column int, cell string) {
	for _, r := range t.rows {
		if r.what == what {
			r.cells[column] = cell
			return
		}
	}
	r := row{what, make([]string, len(t.heads))}
	r.cells[column] = cell
	t.rows = append(t.rows, r)
}

func (t *table) print(out io.Writer) error {
	w := tabwriter.NewWriter(out, 0, 0, 3, ' ', 0)
	line := func(first string, cells []string) {
		fmt.Fprint(w, first)
		for _, c := range cells {
			if c == "" {
				c = "–"
			}
			fmt.Fprint(w, "\t", c)
		}
		fmt.Fprintln(w)
	}
	line("", t.heads)
	for _, r := range t.rows {
		line(r.what, r.cells)
	}
	return w.Flush()
}
