package kit

import (
	"fmt"
	"image/color"
	"math"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"
)

const (
	levelSegments = 30
	levelStep     = 2                          // decibels a segment
	levelFloor    = -levelSegments * levelStep // of the first segment
	levelHot      = -6                         // from here on it is too loud
	levelNumber   = 58                         // width of the figure
)

// LevelMeter is a row of segments for a loudness in decibels of full scale, with the figure beside it and a line under
// the range that is good. Only segments that change are painted anew.
type LevelMeter struct {
	widget.BaseWidget
	from, to float32 // the good range
	lit      int
	segments [levelSegments]*canvas.Rectangle
	good     *canvas.Rectangle
	num      *canvas.Text
}

// NewLevelMeter makes a silent meter with a range that is good, in decibels.
func NewLevelMeter(from, to float32) *LevelMeter {
	m := &LevelMeter{from: from, to: to, good: Rect(C.Ok, 1), num: T("–", C.Muted, Small, Reg)}
	m.num.Alignment = fyne.TextAlignTrailing
	for i := range m.segments {
		m.segments[i] = Rect(C.Border, 2)
	}
	m.ExtendBaseWidget(m)
	return m
}

// Set shows a level and tells whether anything on screen changed.
func (m *LevelMeter) Set(decibels float32) bool {
	lit := min(max(int(math.Ceil(float64(decibels-levelFloor)/levelStep)), 0), levelSegments)
	text := "–"
	if lit > 0 {
		text = strings.Replace(fmt.Sprintf("%.0f dB", decibels), "-", "−", 1)
	}
	changed := lit != m.lit || text != m.num.Text
	for i := min(lit, m.lit); i < max(lit, m.lit); i++ {
		m.segments[i].FillColor = C.Border
		if i < lit {
			m.segments[i].FillColor = levelColor(i)
		}
		m.segments[i].Refresh()
	}
	m.lit = lit
	if text != m.num.Text {
		m.num.Text = text
		m.num.Refresh()
	}
	return changed
}

// Lit is how many segments are on; Text is the figure.
func (m *LevelMeter) Lit() int     { return m.lit }
func (m *LevelMeter) Text() string { return m.num.Text }

func levelColor(i int) color.NRGBA {
	if levelFloor+(i+1)*levelStep > levelHot {
		return C.Warn
	}
	return C.Ok
}

func (m *LevelMeter) CreateRenderer() fyne.WidgetRenderer { return &levelRenderer{m} }

type levelRenderer struct{ m *LevelMeter }

func (r *levelRenderer) Destroy()           {}
func (r *levelRenderer) MinSize() fyne.Size { return fyne.NewSize(160, 18) }
func (r *levelRenderer) Refresh()           { canvas.Refresh(r.m) }
func (r *levelRenderer) Objects() []fyne.CanvasObject {
	o := []fyne.CanvasObject{r.m.good, r.m.num}
	for _, s := range r.m.segments {
		o = append(o, s)
	}
	return o
}

func (r *levelRenderer) Layout(s fyne.Size) {
	m := r.m
	each := (s.Width - levelNumber) / levelSegments
	for i, seg := range m.segments {
		Place(seg, float32(i)*each, 1, each-2, 11)
	}
	at := func(decibels float32) float32 { return (decibels - levelFloor) / levelStep * each }
	Place(m.good, at(m.from), 15, at(m.to)-at(m.from)-2, 2)
	h := m.num.MinSize().Height
	Place(m.num, s.Width-levelNumber, (13-h)/2, levelNumber, h)
}
