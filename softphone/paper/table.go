package paper

// Column is one column of a table.
type Column struct {
	Head  string
	Width float64 // its share of the page, beside the shares of the others
	Bold  bool
	Right bool // letters stand at its right edge, as numbers do
}

// Table is rows under the heads of their columns, which are repeated on each page.
type Table struct {
	Columns []Column
	Rows    [][]string // a cell for each column; line breaks are kept
	Size    float64    // of the letters in points; 0: 9
}

// Table writes a table. Without any head it has no head row.
func (p *Paper) Table(t Table) {
	size := t.Size
	if size == 0 {
		size = 9
	}
	size *= p.scale
	var sum float64
	headed := false
	heads := make([]string, len(t.Columns))
	for i, c := range t.Columns {
		sum += c.Width
		heads[i] = c.Head
		headed = headed || c.Head != ""
	}
	gap := 3 * p.scale
	widths := make([]float64, len(t.Columns))
	for i, c := range t.Columns {
		widths[i] = (width-2*margin)*c.Width/sum - gap
	}
	head := func() {
		if headed {
			p.row(t.Columns, widths, gap, heads, size*0.9, true)
		}
	}
	p.room(4 * lead(size))
	head()
	for _, cells := range t.Rows {
		if need := p.rowHeight(t.Columns, widths, cells, size); p.pdf.GetY()+need > height-margin && p.pdf.GetY() > margin+1 {
			p.pdf.AddPage()
			head()
		}
		p.row(t.Columns, widths, gap, cells, size, false)
	}
}

const cellPad = 1.1

func (p *Paper) rowHeight(cols []Column, widths []float64, cells []string, size float64) float64 {
	most := 1
	for i, c := range cols {
		if i < len(cells) {
			p.font(style(c.Bold), size, Black)
			most = max(most, len(p.pdf.SplitText(clean(cells[i]), widths[i])))
		}
	}
	return float64(most)*lead(size) + 2*cellPad*p.scale
}

func (p *Paper) row(cols []Column, widths []float64, gap float64, cells []string, size float64, head bool) {
	x, y := margin, p.pdf.GetY()
	pad := cellPad * p.scale
	bottom := y
	first := p.pdf.PageNo()
	for i, c := range cols {
		if i >= len(cells) {
			break
		}
		ink := Black
		if head {
			ink = Muted
		}
		p.font(style(c.Bold || head), size, ink)
		align := "L"
		if c.Right {
			align = "R"
		}
		// A cell taller than a page goes on on the next; the columns after it begin where it ended.
		p.pdf.SetXY(x, y+pad)
		p.pdf.MultiCell(widths[i], lead(size), clean(cells[i]), "", align, false)
		if p.pdf.PageNo() != first {
			first, y, bottom = p.pdf.PageNo(), margin, p.pdf.GetY()
		}
		bottom = max(bottom, p.pdf.GetY())
		x += widths[i] + gap
	}
	p.pdf.SetXY(margin, bottom+pad)
	p.line(margin, width-margin, bottom+pad)
}

func style(bold bool) string {
	if bold {
		return "B"
	}
	return ""
}

// Bar is a stretch of one day in a week strip, in minutes after midnight.
type Bar struct {
	From, To int
	Label    string
	Open     bool // an outline, not filled: colour is never alone
}

// Week is a strip for each day, from one time of day to another.
type Week struct {
	Days     []string
	Bars     [][]Bar // of each day
	From, To int     // minutes after midnight, the hours the strip shows
}

// Week draws a week strip with its hours above.
func (p *Paper) Week(w Week) {
	const label = 16.0
	if w.To <= w.From {
		return
	}
	row := 5.2 * p.scale
	p.room(row * float64(len(w.Days)+1))
	y, wide := p.pdf.GetY(), width-2*margin-label
	at := func(minute int) float64 {
		return margin + label + wide*float64(min(max(minute, w.From), w.To)-w.From)/float64(w.To-w.From)
	}
	p.font("", 7*p.scale, Muted)
	for m := (w.From + 59) / 60 * 60; m <= w.To; m += 60 {
		p.pdf.Text(at(m)-1, y+row*0.6, hour(m))
	}
	for i, day := range w.Days {
		top := y + row*float64(i+1)
		p.font("", 8*p.scale, Black)
		p.pdf.Text(margin, top+row*0.62, clean(day))
		p.pdf.SetFillColor(Pale.R, Pale.G, Pale.B)
		p.pdf.Rect(margin+label, top, wide, row*0.82, "F")
		if i >= len(w.Bars) {
			continue
		}
		for _, b := range w.Bars[i] {
			from, to := at(b.From), at(b.To)
			if to <= from {
				continue
			}
			p.pdf.SetDrawColor(Blue.R, Blue.G, Blue.B)
			p.pdf.SetLineWidth(0.3)
			ink, how := Ink{255, 255, 255}, "FD"
			p.pdf.SetFillColor(Blue.R, Blue.G, Blue.B)
			if b.Open {
				ink = Blue
				p.pdf.SetFillColor(255, 255, 255)
			}
			p.pdf.Rect(from, top, to-from, row*0.82, how)
			p.font("", 7*p.scale, ink)
			if text := clean(b.Label); p.pdf.GetStringWidth(text) < to-from-1.5 {
				p.pdf.Text(from+1, top+row*0.58, text)
			}
		}
	}
	p.pdf.SetXY(margin, y+row*float64(len(w.Days)+1)+1)
}

func hour(minute int) string {
	h := minute / 60
	return string([]byte{byte('0' + h/10), byte('0' + h%10)})
}
