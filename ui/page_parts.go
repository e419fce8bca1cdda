package ui

import (
	"image/color"

	"anteroom/ui/kit"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"
)

// twoPanes is a fluid left pane beside a right one of fixed width.
type twoPanes struct{ right, leftMin, gap float32 }

func (p twoPanes) MinSize(o []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(p.leftMin+p.gap+p.right, max(o[0].MinSize().Height, o[1].MinSize().Height))
}

func (p twoPanes) Layout(o []fyne.CanvasObject, s fyne.Size) {
	kit.Place(o[0], 0, 0, s.Width-p.right-p.gap, s.Height)
	kit.Place(o[1], s.Width-p.right, 0, p.right, s.Height)
}

func beside(right, leftMin float32, l, r fyne.CanvasObject) fyne.CanvasObject {
	return container.New(twoPanes{right, leftMin, 16}, l, r)
}

// sidePanes is a left pane of fixed width beside a fluid one.
type sidePanes struct{ left, rightMin, gap float32 }

func (p sidePanes) MinSize(o []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(p.left+p.gap+p.rightMin, max(o[0].MinSize().Height, o[1].MinSize().Height))
}

func (p sidePanes) Layout(o []fyne.CanvasObject, s fyne.Size) {
	kit.Place(o[0], 0, 0, p.left, s.Height)
	kit.Place(o[1], p.left+p.gap, 0, s.Width-p.left-p.gap, s.Height)
}

// tableHead is the line of column names over a list; cells are kit.Items of the same widths as the rows'.
func tableHead(cells ...any) fyne.CanvasObject {
	bg := kit.Rect(kit.C.Sunken, 0)
	bg.TopLeftCornerRadius, bg.TopRightCornerRadius = 7, 7
	return kit.Stack(bg, kit.Empty(0, 34), kit.Pad(0, 0, 16, 16, kit.RowS(12, cells...)),
		kit.Col(0, kit.Fill(), kit.LineH(kit.C.Border)))
}

func headCell(s string) fyne.CanvasObject { return kit.E(s, kit.C.Muted, kit.Small, kit.Med) }

// logRow is a row of a virtual list: a heading over the rows of a day, or cells.
type logRow struct {
	widget.BaseWidget
	heading, count *kit.Ell
	head, cells    *fyne.Container
	body           fyne.CanvasObject
	texts          []*kit.Ell
	pairs          []*fyne.Container // cells of two lines
	mark           *canvas.Image
	marked         fyne.Resource
	low            float32 // how high it is at least; 0: as a heading
}

const (
	headingHeight float32 = 28
	rowHeight     float32 = 52
)

// newLogRow makes an empty row. lay gives its cells from the row's own texts, made by cell.
func newLogRow(lay func(r *logRow) []any) *logRow {
	r := &logRow{}
	r.heading = kit.E("", kit.C.Muted, kit.Small, kit.Semi)
	r.count = kit.E("", kit.C.Muted, kit.Small, kit.Reg)
	r.head = kit.Stack(kit.Rect(kit.C.Sunken, 0), kit.Pad(0, 0, 16, 16, kit.Hold(headingLine{r.heading}, r.heading, r.count)))
	r.mark = canvas.NewImageFromResource(nil)
	r.mark.FillMode = canvas.ImageFillContain
	r.mark.SetMinSize(fyne.NewSize(13, 13))
	r.cells = kit.Stack(kit.Pad(0, 0, 16, 16, kit.RowS(12, lay(r)...)))
	r.body = kit.Stack(r.head, r.cells, kit.Col(0, kit.Fill(), kit.LineH(kit.C.Border)))
	r.ExtendBaseWidget(r)
	return r
}

func (r *logRow) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(r.body) }

// MinSize is that of a row whatever it shows, so that the list measures one kind.
func (r *logRow) MinSize() fyne.Size { return fyne.NewSize(200, max(headingHeight, r.low)) }

// cell is the next text of the row, settable by its number.
func (r *logRow) cell(size float32, w kit.Weight) *kit.Ell {
	t := kit.E("", kit.C.Text, size, w)
	r.texts = append(r.texts, t)
	return t
}

// pair is a cell of two lines, the second smaller; where it is empty, the first stands in the middle.
func (r *logRow) pair() fyne.CanvasObject {
	c := kit.Col(0, kit.Fill(), r.cell(kit.Line, kit.Med), r.cell(kit.Small, kit.Reg), kit.Fill())
	r.pairs = append(r.pairs, c)
	return c
}

// settle lays the cells of two lines out once their texts are set.
func (r *logRow) settle() {
	for _, c := range r.pairs {
		second := c.Objects[2].(*kit.Ell)
		if on := second.Text() != ""; on != second.Visible() {
			if on {
				second.Show()
			} else {
				second.Hide()
			}
			c.Layout.Layout(c.Objects, c.Size())
		}
	}
}

func (r *logRow) set(n int, s string, c color.NRGBA) {
	r.texts[n].SetColor(c)
	r.texts[n].Set(s)
}

func (r *logRow) setMark(res fyne.Resource) {
	if r.marked != nil && res != nil && r.marked.Name() == res.Name() {
		return
	}
	r.marked = res
	r.mark.Resource = res
	r.mark.Refresh()
}

func (r *logRow) showHeading(words, count string) {
	r.cells.Hide()
	r.head.Show()
	r.heading.Set(words)
	r.count.Set(count)
	kit.Relay(r.head)
}

// headingLine sets what is counted right behind the words of a heading.
type headingLine struct{ words *kit.Ell }

func (headingLine) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(100, 18) }

func (l headingLine) Layout(o []fyne.CanvasObject, s fyne.Size) {
	w := min(s.Width, kit.TextWidth(l.words.Text(), kit.Small, kit.Semi)+1)
	kit.Place(o[0], 0, 0, w, s.Height)
	kit.Place(o[1], w+8, 0, max(0, s.Width-w-8), s.Height)
}

func (r *logRow) showCells() {
	r.head.Hide()
	r.cells.Show()
}

// fact is a name and a value that may wrap.
func fact(name, value string) fyne.CanvasObject {
	return kit.Row(8, kit.Top(kit.W(118, kit.E(name, kit.C.Muted, kit.Line, kit.Reg))), kit.G(kit.P(value, kit.C.Text, kit.Line, kit.Reg)))
}

// quoted shows a text exactly as it was taken, lines and spaces kept; it can be marked and copied.
func quoted(text string) fyne.CanvasObject {
	l := widget.NewLabel(text)
	l.Wrapping = fyne.TextWrapWord
	l.Selectable = true
	l.SizeName = "subHeadingText"
	return kit.Stack(kit.Rect(kit.C.AccentSoft, 6), kit.RowS(0, kit.W(3, kit.Rect(kit.C.Accent, 1.5)), kit.G(kit.Pad(4, 4, 6, 6, l))))
}

// emptyWords stand where there is nothing to show.
func emptyWords(s string) fyne.CanvasObject {
	return kit.Pad(40, 40, 24, 24, kit.P(s, kit.C.Muted, kit.Body, kit.Reg))
}

// markResource is the picture of a state's mark.
func markResource(name string, c color.NRGBA) fyne.Resource {
	return kit.Mark(name, c, 13).(*canvas.Image).Resource
}
