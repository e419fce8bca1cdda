package kit

import (
	"unicode/utf8"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// Entry is a text field with its own box and focus ring. Keys go to the canvas's handler before they edit text; Tab
// always moves on.
type Entry struct {
	widget.Entry
	// Limit is how many characters it takes, 0 for any number; what is too much is refused whole and OnLimit told.
	Limit   int
	OnLimit func()
	// OnFocus is told when the caret comes and goes.
	OnFocus func(bool)
	// OnKey sees a key without Ctrl or Alt before everybody else, and says whether it took it; nil: nobody does.
	OnKey func(fyne.KeyName) bool

	frame   *canvas.Rectangle
	focused bool
	hint    string // in full; what shows may be shortened
}

// NewEntry is a field of one line; f is told every change and may be nil.
func NewEntry(text, hint string, f func(string)) *Entry {
	e := &Entry{}
	e.Scroll = container.ScrollHorizontalOnly
	e.begin(text, hint, f)
	return e
}

// NewMultiLine is a field of several wrapped lines, at least rows high.
func NewMultiLine(text, hint string, rows int, f func(string)) *Entry {
	e := &Entry{}
	e.MultiLine, e.Wrapping = true, fyne.TextWrapWord
	e.begin(text, hint, f)
	e.SetMinRowsVisible(rows)
	return e
}

// NewPassword is a field that shows dots.
func NewPassword(hint string, f func(string)) *Entry {
	e := &Entry{}
	e.Password = true
	e.Scroll = container.ScrollHorizontalOnly
	e.begin("", hint, f)
	return e
}

func (e *Entry) begin(text, hint string, f func(string)) {
	e.frame = Box(C.Surface, C.Input, 6)
	e.ExtendBaseWidget(e)
	e.Text, e.PlaceHolder, e.hint = text, hint, hint
	e.OnChanged = f
}

// Put sets the text without telling OnChanged, and leaves caret and text alone where it stands already.
func (e *Entry) Put(text string) {
	if e.Text == text {
		return
	}
	f := e.OnChanged
	e.OnChanged = nil
	e.SetText(text)
	e.OnChanged = f
}

// SetPlaceHolder changes the hint.
func (e *Entry) SetPlaceHolder(hint string) {
	e.hint = hint
	e.PlaceHolder = e.shortened(e.Size().Width)
	e.Refresh()
}

func (e *Entry) Resize(s fyne.Size) {
	if h := e.shortened(s.Width); h != e.PlaceHolder {
		e.PlaceHolder = h
		defer e.Refresh()
	}
	e.Entry.Resize(s)
}

// shortened is the hint as it fits into one line of a field so wide; Fyne would cut it off in the middle of a letter.
func (e *Entry) shortened(width float32) string {
	room := width - 2*theme.InnerPadding()
	if e.Password {
		room -= theme.IconInlineSize() + theme.InnerPadding()
	}
	if e.MultiLine || room <= 0 {
		return e.hint
	}
	return shorten(e.hint, theme.TextSize(), Reg, room)
}

// Focused tells whether the caret is in it.
func (e *Entry) Focused() bool { return e.focused }

func (e *Entry) AcceptsTab() bool { return false }

func (e *Entry) FocusGained() {
	e.focused = true
	if !e.MultiLine && e.SelectedText() == "" { // where typing goes on; FocusLost left it elsewhere
		e.CursorColumn = len([]rune(e.Text))
	}
	e.ring()
	e.Entry.FocusGained()
	if e.OnFocus != nil {
		e.OnFocus(true)
	}
}

func (e *Entry) FocusLost() {
	e.focused = false
	e.ring()
	if !e.MultiLine && e.SelectedText() == "" { // a long text is read from its beginning
		e.CursorColumn = 0
	}
	e.Entry.FocusLost()
	if e.OnFocus != nil {
		e.OnFocus(false)
	}
}

func (e *Entry) ring() {
	e.frame.StrokeColor, e.frame.StrokeWidth = C.Input, 1
	if e.focused {
		e.frame.StrokeColor, e.frame.StrokeWidth = C.Accent, 2
	}
	e.frame.Refresh()
}

func (e *Entry) TypedKey(k *fyne.KeyEvent) {
	if e.OnKey != nil && Modifiers() == 0 && e.OnKey(k.Name) {
		return
	}
	st := StrokeOf(k)
	st.InText = true
	if Forward(e, st) {
		return
	}
	if e.MultiLine && (k.Name == fyne.KeyReturn || k.Name == fyne.KeyEnter) && e.full(1) {
		return
	}
	e.Entry.TypedKey(k)
}

func (e *Entry) TypedRune(r rune) {
	if !padTyped(r) && !e.full(1) {
		e.Entry.TypedRune(r)
	}
}

func (e *Entry) TypedShortcut(s fyne.Shortcut) {
	if st, ok := chord(s); ok {
		st.InText = true
		if Forward(e, st) {
			return
		}
	}
	if p, ok := s.(*fyne.ShortcutPaste); ok && e.full(utf8.RuneCountInString(p.Clipboard.Content())) {
		return
	}
	e.Entry.TypedShortcut(s)
}

// full tells whether n characters more are too many, and says so to OnLimit.
func (e *Entry) full(n int) bool {
	if e.Limit == 0 || utf8.RuneCountInString(e.Text)+n-utf8.RuneCountInString(e.SelectedText()) <= e.Limit {
		return false
	}
	if e.OnLimit != nil {
		e.OnLimit()
	}
	return true
}

func (e *Entry) CreateRenderer() fyne.WidgetRenderer {
	r := &entryRenderer{WidgetRenderer: e.Entry.CreateRenderer(), e: e}
	r.objs = append([]fyne.CanvasObject{e.frame}, r.WidgetRenderer.Objects()...)
	if !e.MultiLine {
		r.foot, r.edge = Rect(C.Surface, 0), Rect(C.Input, 0)
		r.objs = append(r.objs, r.foot, r.edge)
	}
	return r
}

// entryRenderer draws the box behind Fyne's own objects, and covers the scroll bar that would lie under the letters
// of one line.
type entryRenderer struct {
	fyne.WidgetRenderer
	e    *Entry
	foot *canvas.Rectangle
	edge *canvas.Rectangle
	objs []fyne.CanvasObject
}

func (r *entryRenderer) Layout(s fyne.Size) {
	r.e.frame.Resize(s)
	r.WidgetRenderer.Layout(s)
	if r.foot != nil {
		r.cover(s)
	}
}

func (r *entryRenderer) cover(s fyne.Size) {
	line := r.e.frame.StrokeWidth
	r.edge.FillColor = r.e.frame.StrokeColor
	Place(r.foot, 3, s.Height-7, s.Width-6, 7-line)
	Place(r.edge, 6, s.Height-line, s.Width-12, line)
}

func (r *entryRenderer) Refresh() {
	if r.foot != nil {
		r.cover(r.e.Size())
		r.edge.Refresh()
	}
	r.WidgetRenderer.Refresh()
}

func (r *entryRenderer) Objects() []fyne.CanvasObject { return r.objs }

// Field is a label above an input, with anything small at the label's right.
func Field(label string, o fyne.CanvasObject, right ...any) *fyne.Container {
	if len(right) == 0 {
		return Col(4, Caption(label), o)
	}
	return Col(4, Row(4, append([]any{G(Caption(label))}, right...)...), o)
}
