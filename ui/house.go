package ui

import (
	"reflect"
	"strings"
	"time"

	"anteroom/softphone"
	"anteroom/ui/kit"

	"fyne.io/fyne/v2"
)

// weekFromMonday is the order of the days.
var weekFromMonday = [7]time.Weekday{time.Monday, time.Tuesday, time.Wednesday, time.Thursday, time.Friday, time.Saturday, time.Sunday}

// housePane is what the house knows of a principal, or, with no principal, of the office: the calendar his presence follows, his
// reception hours, and what is not told by telephone. It is set into the settings and into the policy page.
type housePane struct {
	w     *Window
	owner softphone.PrincipalID
	late  *lateSave

	hours    softphone.Reception // as typed
	list     []softphone.NotTold
	address  *kit.Entry
	followed string
	status   kit.Box1
	days     [7]*kit.Entry
	strips   kit.Box1
	dates    *kit.Entry
	wrong    *kit.Ell
	said     kit.Box1
	matters  kit.Box1
	body     fyne.CanvasObject
}

func newHousePane(w *Window, owner softphone.PrincipalID) *housePane {
	p := &housePane{w: w, owner: owner, late: newLateSave(w), status: kit.Slot(), strips: kit.Slot(), said: kit.Slot(), matters: kit.Slot()}
	p.hours, _ = w.state.Reception(owner)
	p.list = softphone.NotToldOf(w.state.Office.NotTold, owner)
	var a []any
	if owner != "" {
		a = append(a, p.calendarCard())
	}
	a = append(a, p.receptionCard(), p.notToldCard())
	p.body = kit.Col(12, a...)
	p.paint(w.state, w.now())
	return p
}

func (p *housePane) object() fyne.CanvasObject { return p.body }

// leave sends what was typed.
func (p *housePane) leave(on bool) {
	if !on {
		p.late.flush()
	}
}

func (p *housePane) paint(s softphone.State, now time.Time) {
	if p.owner != "" {
		c, known := s.Calendar(p.owner)
		words, bad := calendarWords(c, known, now, p.w.tr)
		if words != p.followed {
			p.followed = words
			fg, icon := kit.C.Muted, "clock"
			if bad {
				fg, icon = kit.C.Danger, "warn"
			}
			p.status.Put(kit.Row(6, kit.Top(kit.Pad(2, 0, 0, 0, kit.Icon(icon, fg, 13))), kit.G(kit.P(words, fg, kit.Small, kit.Reg))))
			kit.Relay(p.body)
		}
		if !p.address.Focused() {
			p.address.Put(c.Address)
		}
	}
	if p.late.pending("hours") || p.typingHours() {
		return
	}
	if r, _ := s.Reception(p.owner); !reflect.DeepEqual(r, p.hours) {
		p.hours = r
		for i, d := range weekFromMonday {
			p.days[i].Put(dayHours(r, d))
		}
		p.dates.Put(daysTyped(r.Days, p.w.tr))
		p.drawHours()
	}
	if list := softphone.NotToldOf(s.Office.NotTold, p.owner); !p.late.pending("matters") && !p.typingMatters() && !reflect.DeepEqual(list, p.given()) {
		p.list = list
		p.drawMatters()
	}
}

func (p *housePane) typingHours() bool {
	for _, e := range p.days {
		if e.Focused() {
			return true
		}
	}
	return p.dates.Focused()
}

func (p *housePane) calendarCard() fyne.CanvasObject {
	tr := p.w.tr
	p.address = kit.NewEntry("", tr("house.calendar.hint"), nil)
	set := func(v string) {
		c, _ := p.w.state.Calendar(p.owner)
		if v = strings.TrimSpace(v); v == c.Address {
			return
		}
		p.w.press(func(x softphone.Press) softphone.Event {
			return softphone.CalendarSet{Press: x, Principal: p.owner, Address: v}
		})
	}
	p.address.OnSubmitted = set
	p.address.OnFocus = func(on bool) {
		if !on {
			set(p.address.Text)
		}
	}
	return kit.Card(16, kit.Col(8, kit.Heading(tr("house.calendar")), kit.Field(tr("house.calendar.address"), p.address), p.status,
		kit.P(tr("house.calendar.why"), kit.C.Muted, kit.Small, kit.Reg)))
}

func (p *housePane) receptionCard() fyne.CanvasObject {
	tr := p.w.tr
	names := strings.Fields(tr("frame.weekdays"))
	var fields []any
	for i, d := range weekFromMonday {
		e := kit.NewEntry(dayHours(p.hours, d), "", func(v string) { p.dayTyped(d, v) })
		e.OnFocus = p.leave
		p.days[i] = e
		fields = append(fields, kit.G(kit.Field(names[i], e)))
	}
	p.dates = kit.NewMultiLine(daysTyped(p.hours.Days, tr), tr("house.days.hint"), 2, p.datesTyped)
	p.dates.Limit, p.dates.OnFocus = softphone.MaxVerbatim, p.leave
	p.wrong = remark(kit.C.Danger)
	p.drawHours()
	title := tr("house.reception")
	if p.owner == "" {
		title = tr("house.reception.office")
	}
	return kit.Card(16, kit.Col(8, kit.Row(10, kit.T(title, kit.C.Text, kit.Head, kit.Semi), kit.G(kit.E(tr("house.reception.hint"), kit.C.Muted, kit.Line, kit.Reg))),
		kit.RowS(6, fields...), p.strips, p.wrong, kit.Field(tr("house.days"), p.dates), p.said))
}

func (p *housePane) dayTyped(d time.Weekday, text string) {
	r, ok := withDay(p.hours, d, text)
	if !ok {
		note(p.wrong, p.w.tr("house.hours.wrong", text))
		return
	}
	p.saveHours(r)
}

func (p *housePane) datesTyped(text string) {
	days, bad := parseDays(text, p.w.now())
	if bad != "" {
		note(p.wrong, p.w.tr("house.days.wrong", bad))
		return
	}
	r := p.hours
	r.Days = days
	p.saveHours(r)
}

// saveHours keeps hours and sends them when typing pauses.
func (p *housePane) saveHours(r softphone.Reception) {
	note(p.wrong, "")
	r.Owner, p.hours = p.owner, r
	p.drawHours()
	at := p.w.now()
	p.late.put("hours", func() softphone.Event {
		return softphone.ReceptionSaved{Press: softphone.Press{At: softphone.At{At: at}}, Reception: r}
	})
}

func (p *housePane) drawHours() {
	var a []any
	for _, d := range weekFromMonday {
		a = append(a, kit.G(hourStrip(p.hours, d)))
	}
	p.strips.Put(kit.RowS(6, a...))
	said := p.hours.Say(p.w.lang, p.w.now())
	if said == "" {
		p.said.Put(nil)
		return
	}
	p.said.Put(kit.P(p.w.tr("house.said", said), kit.C.Muted, kit.Small, kit.Reg))
}

// hourStrip is a day from 7 to 19 as a bar, open hours filled.
func hourStrip(r softphone.Reception, d time.Weekday) fyne.CanvasObject {
	l := stripLayout{from: 7 * 60, to: 19 * 60}
	objects := []fyne.CanvasObject{kit.Rect(kit.C.Sunken, 3)}
	for _, w := range r.Week {
		if w.Day == d {
			l.spans = append(l.spans, w.OpenSpan)
			objects = append(objects, kit.Rect(kit.C.Accent, 3))
		}
	}
	return kit.Hold(l, objects...)
}

// stripLayout sets bars into a strip of hours; the first object is the ground.
type stripLayout struct {
	from, to int
	spans    []softphone.OpenSpan
}

func (stripLayout) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(30, 8) }

func (l stripLayout) Layout(o []fyne.CanvasObject, s fyne.Size) {
	kit.Place(o[0], 0, 0, s.Width, s.Height)
	x := func(m int) float32 { return s.Width * float32(min(max(m, l.from), l.to)-l.from) / float32(l.to-l.from) }
	for i, span := range l.spans {
		kit.Place(o[i+1], x(span.From), 0, max(2, x(span.To)-x(span.From)), s.Height)
	}
}
