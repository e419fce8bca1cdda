package paper

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
	"time"
)

var made = time.Date(2026, 11, 24, 12, 0, 0, 0, time.UTC)

func TestPaper_LongTextGoesOnOnFurtherPages(t *testing.T) {
	p := New("Meldinger", "Ida Holm", "Anteroom", made)
	p.Title("Meldinger – Привет, ærlig øl 日本 🙂\x00")
	p.Heading("I dag")
	var rows [][]string
	for i := range 120 {
		rows = append(rows, []string{fmt.Sprint(i), "Liv Aasen", strings.Repeat("et ord til ", i%9+1)})
	}
	p.Table(Table{Columns: []Column{{Head: "Nr.", Width: 1, Right: true}, {Head: "Fra", Width: 3, Bold: true}, {Head: "Melding", Width: 6}}, Rows: rows})
	p.Rule()
	p.Para("Slutt.\nNy linje.")
	p.Small("liten")
	if p.Pages() < 3 {
		t.Errorf("%d pages", p.Pages())
	}
	var b bytes.Buffer
	if err := p.Write(&b); err != nil || !bytes.HasPrefix(b.Bytes(), []byte("%PDF-")) || !bytes.Contains(b.Bytes()[b.Len()-16:], []byte("%%EOF")) {
		t.Errorf("%d bytes, %v", b.Len(), err)
	}
}

func TestPaper_ACellLongerThanAPageIsWrittenWhole(t *testing.T) {
	p := New("t", "", "", made)
	p.Table(Table{Columns: []Column{{Width: 1}, {Width: 1}}, Rows: [][]string{{strings.Repeat("ord ", 6000), "b"}, {"c", "d"}}})
	if n := p.Pages(); n < 4 {
		t.Errorf("%d pages", n)
	}
}

func TestOnePage_ShrinksUntilItFits(t *testing.T) {
	layout := func(n int) func(*Paper) {
		return func(p *Paper) {
			p.Title("Regelark")
			p.Week(Week{Days: []string{"Man", "Tir"}, Bars: [][]Bar{{{From: 480, To: 570, Label: "Stille"}}, {{From: 600, To: 660, Label: "Egne", Open: true}}}, From: 420, To: 1080})
			for i := range n {
				p.Para(fmt.Sprintf("linje %d", i))
			}
		}
	}
	for n, want := range map[int]int{10: 1, 90: 1, 400: 2} {
		if p := OnePage("t", "", "f", made, layout(n)); p.Pages() < want || want == 1 && p.Pages() > 1 {
			t.Errorf("%d lines: %d pages", n, p.Pages())
		}
	}
}
