// Package paper lays text out on A4 pages and writes them as PDF.
//
// A Paper is written from the top down: headings, paragraphs, tables. Lengths are in millimetres, sizes of letters in
// points. A new page begins where one is full; a row of a table is never parted.
package paper

import (
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/go-pdf/fpdf"

	"anteroom/assets"
)

const (
	width, height = 210.0, 297.0 // A4 (ISO 216)
	margin        = 16.0
	family        = "Inter"
	point         = 25.4 / 72
)

// Paper is a document that is being written.
type Paper struct {
	pdf   *fpdf.Fpdf
	scale float64 // of letters and distances; 1 is as asked for
	foot  string
}

// New begins a document. title and author are kept in the file; foot stands under each page, with its number.
func New(title, author, foot string, made time.Time) *Paper {
	return newAt(title, author, foot, made, 1)
}

func newAt(title, author, foot string, made time.Time, scale float64) *Paper {
	p := &Paper{pdf: fpdf.New("P", "mm", "A4", ""), scale: scale, foot: clean(foot)}
	p.pdf.AddUTF8FontFromBytes(family, "", assets.PaperRegular)
	p.pdf.AddUTF8FontFromBytes(family, "B", assets.PaperSemiBold)
	p.pdf.SetTitle(clean(title), true)
	p.pdf.SetAuthor(clean(author), true)
	p.pdf.SetCreator("Anteroom", true)
	p.pdf.SetCreationDate(made)
	p.pdf.SetModificationDate(made)
	p.pdf.SetMargins(margin, margin, margin)
	p.pdf.SetAutoPageBreak(true, margin)
	p.pdf.SetCellMargin(0)
	p.pdf.AliasNbPages("{pages}")
	p.pdf.SetFooterFunc(p.footer)
	p.pdf.AddPage()
	return p
}

// OnePage writes what layout lays out, smaller until it fits on one page, down to half the size; what is longer even then
// goes on on further pages.
func OnePage(title, author, foot string, made time.Time, layout func(*Paper)) *Paper {
	for scale := 1.0; ; scale -= 0.05 {
		p := newAt(title, author, foot, made, scale)
		layout(p)
		if p.Pages() == 1 || scale < 0.5 {
			return p
		}
	}
}

func (p *Paper) footer() {
	if p.foot == "" {
		return
	}
	p.pdf.SetY(-margin + 4)
	p.font("", 7.5, Muted)
	p.pdf.CellFormat(width/2-margin, 4, p.foot, "", 0, "L", false, 0, "")
	p.pdf.CellFormat(0, 4, fmt.Sprintf("%d / {pages}", p.pdf.PageNo()), "", 0, "R", false, 0, "")
}

// Pages is how many there are.
func (p *Paper) Pages() int { return p.pdf.PageCount() }

// Write writes the file; the Paper is done with.
func (p *Paper) Write(w io.Writer) error {
	if err := p.pdf.Output(w); err != nil {
		return fmt.Errorf("paper: write: %w", err)
	}
	return nil
}

// Ink is a colour of letters and lines.
type Ink struct{ R, G, B int }

var (
	Black = Ink{28, 28, 26}
	Muted = Ink{104, 104, 98}
	Line  = Ink{206, 206, 200}
	Blue  = Ink{38, 71, 160}
	Pale  = Ink{240, 240, 236}
)

func (p *Paper) font(style string, size float64, ink Ink) {
	p.pdf.SetFont(family, style, size)
	p.pdf.SetTextColor(ink.R, ink.G, ink.B)
}

// lead is the height of a line of letters of a size.
func lead(size float64) float64 { return size * point * 1.38 }

func (p *Paper) text(style string, size float64, ink Ink, text string) {
	p.font(style, size*p.scale, ink)
	p.pdf.MultiCell(0, lead(size*p.scale), clean(text), "", "L", false)
}

// Title is the first line of a document.
func (p *Paper) Title(text string) { p.text("B", 18, Black, text) }

// Heading begins a part. It is not left alone at the foot of a page.
func (p *Paper) Heading(text string) {
	p.room(lead(11*p.scale) * 3)
	p.Space(2.5)
	p.text("B", 11, Black, text)
	p.Space(0.8)
}

// Para is a paragraph; line breaks in it are kept.
func (p *Paper) Para(text string) { p.text("", 9.5, Black, text) }

// Small is a line that stands back.
func (p *Paper) Small(text string) { p.text("", 8.5, Muted, text) }

// Space leaves some millimetres free.
func (p *Paper) Space(mm float64) { p.pdf.Ln(mm * p.scale) }

// Rule draws a line across the page.
func (p *Paper) Rule() {
	p.Space(1.5)
	p.line(margin, width-margin, p.pdf.GetY())
	p.Space(1.5)
}

func (p *Paper) line(from, to, y float64) {
	p.pdf.SetDrawColor(Line.R, Line.G, Line.B)
	p.pdf.SetLineWidth(0.2)
	p.pdf.Line(from, y, to, y)
}

// room begins a new page where less than this is left of the present one.
func (p *Paper) room(mm float64) {
	if p.pdf.GetY()+mm > height-margin {
		p.pdf.AddPage()
	}
}

// clean leaves out what the file cannot hold: control characters, and letters beyond the first plane.
func clean(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n':
			return r
		case r == '\t':
			return ' '
		case r < ' ' || r == 0x7f:
			return -1
		case r > 0xffff:
			return '□'
		}
		return r
	}, text)
}
