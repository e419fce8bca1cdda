package ui

import (
	"strings"
	"time"

	"anteroom/softphone"
	"anteroom/ui/kit"

	"fyne.io/fyne/v2"
)

// purpose is what the dial bar asks a number for.
type purpose string

const (
	forDialling purpose = "dial"
	forTones    purpose = "tones"    // no number: the keys go to whoever is talked to
	forConsult  purpose = "consult"  // whom to ask for a waiting caller's sake
	forTransfer purpose = "transfer" // whom the caller gets at once
	forDeflect  purpose = "deflect"  // where a ringing call is sent

	forColleague purpose = "colleague" // whom a caller is told of before he is put through; nobody is rung
)

// dialBar is the field for a number or an address: Enter does with it what it was asked for, Esc closes it. While
// somebody is talked to it can send tones instead, key by key.
type dialBar struct {
	w       *Window
	state   softphone.State
	entry   *kit.Entry
	mode    *kit.Segmented // between two purposes that go together
	modes   kit.Box1
	spoken  *kit.Ell
	deed    kit.Box1
	purpose purpose
	about   softphone.CallID // the call that is asked for; of tones, who gets them
	sent    string           // the digits sent since it opened
	offers  *dialOffer       // whom the directory offers
	body    *fyne.Container
}

func newDialBar(w *Window) *dialBar {
	d := &dialBar{w: w, modes: kit.Slot(), deed: kit.Slot()}
	d.entry = kit.NewEntry("", w.tr("dial.hint.dial"), d.typed)
	d.entry.OnSubmitted = func(string) { d.enter() }
	d.offers = newDialOffer(d)
	d.entry.OnKey = d.offers.key
	d.spoken = kit.E("", kit.C.Text, 16, kit.Semi)
	d.modes.Put(nil)
	d.body = kit.Stack(kit.Box(kit.C.Surface, kit.C.Accent, 8), kit.Pad(10, 10, 14, 14, kit.Col(0, kit.Row(12,
		kit.Icon("phone", kit.C.Accent, 18), kit.W(190, d.modes.Container), kit.GW(2, d.entry), kit.G(d.spoken), d.deed.Container,
		kit.Btn(kit.Default, "", w.tr("dialog.close"), "Esc", d.close)), d.offers.list.Container)))
	d.turn(forDialling)
	d.body.Hide()
	return d
}

func (d *dialBar) object() fyne.CanvasObject { return d.body }

// open tells whether the bar shows.
func (d *dialBar) open() bool { return d.body.Visible() }

// ready tells whether a number to put a caller through to stands in the bar.
func (d *dialBar) ready(call softphone.CallID) bool {
	return d.open() && (d.purpose == forConsult || d.purpose == forTransfer) && d.about == call && d.number(d.entry.Text) != ""
}

// focus opens the bar and puts the caret in it.
func (d *dialBar) focus() {
	if d.open() {
		d.paint(d.w.state, d.w.now())
		d.w.canvas().Focus(d.entry)
		return
	}
	call, talking := d.talking()
	p := forDialling
	if talking {
		p = forTones
	}
	d.ask(p, call, "")
}

// begin opens the bar with a number to dial.
func (d *dialBar) begin(number string) {
	call, _ := d.talking()
	d.ask(forDialling, call, number)
}

// ask opens the bar for a purpose, with a number that is likely, and puts the caret in it.
func (d *dialBar) ask(p purpose, about softphone.CallID, number string) {
	d.show(p, about, number)
	d.w.canvas().Focus(d.entry)
}

// offer opens the bar with a number that came from outside; the caret stays where she types.
func (d *dialBar) offer(number string) { d.show(forDialling, "", number) }

func (d *dialBar) show(p purpose, about softphone.CallID, number string) {
	d.about = about
	d.body.Show()
	d.turn(p)
	d.paint(d.w.state, d.w.now())
	d.entry.Put(number)
	d.entry.CursorColumn = len([]rune(number))
	d.offers.clear()
	d.spell(number)
}

func (d *dialBar) close() {
	d.body.Hide()
	d.offers.clear()
	d.entry.Put("")
	if d.entry.Focused() {
		d.w.canvas().Unfocus()
	}
}

// fit gives the bar the room that whom it offers takes; the page gives way.
func (d *dialBar) fit() {
	if f := d.w.frame; f != nil {
		f.under.Layout.Layout(f.under.Objects, f.under.Size())
	}
	kit.Relay(d.body)
}

func (d *dialBar) paint(s softphone.State, _ time.Time) {
	d.state = s
	call, talking := d.talking()
	c, known := s.Call(d.about)
	switch {
	case d.purpose == forTones && (!talking || call != d.about):
		d.turn(forDialling) // that talk is over: what is typed now must not go to another caller as tones
		d.entry.Put("")
	case (d.purpose == forConsult || d.purpose == forTransfer || d.purpose == forColleague) && (!known || !c.Live()),
		d.purpose == forDeflect && (!known || !canAnswer(c)):
		d.turn(forDialling)
		d.close()
	}
	if d.purpose == forDialling && !talking || d.purpose == forDeflect || d.purpose == forColleague {
		d.modes.Put(nil)
	} else {
		d.modes.Put(d.mode)
	}
}

func (d *dialBar) talking() (softphone.CallID, bool) {
	for _, c := range d.w.state.Calls {
		if talkedTo(c) {
			return c.ID, true
		}
	}
	return "", false
}

// turn sets what the number is for.
func (d *dialBar) turn(p purpose) {
	pair := []purpose{forDialling, forTones}
	switch {
	case p == forConsult || p == forTransfer:
		pair = []purpose{forConsult, forTransfer}
	case p == forTones:
		d.about, _ = d.talking()
	}
	had := d.purpose
	d.purpose, d.sent = p, ""
	if had == forTones || p == forTones {
		d.entry.Put("")
	}
	opts := make([]kit.Option, 0, 2)
	for _, x := range pair {
		opts = append(opts, kit.Option{Value: string(x), Label: d.w.tr("dial.mode." + string(x))})
	}
	d.mode = kit.NewSegmented(opts, string(p), func(v string) {
		d.turn(purpose(v))
		d.paint(d.w.state, d.w.now())
		d.w.canvas().Focus(d.entry)
	})
	d.entry.SetPlaceHolder(d.w.tr("dial.hint." + string(p)))
	d.deed.Put(kit.Btn(kit.Primary, "", d.w.tr("dial.deed."+string(p)), "Enter", d.enter))
	d.spell(d.entry.Text)
}

func (d *dialBar) typed(text string) {
	if d.purpose != forTones {
		d.offers.ask(text)
		d.spell(text)
		return
	}
	digits := tonesOf(text)
	if rest, ok := strings.CutPrefix(digits, d.sent); ok && rest != "" {
		call := d.about
		d.w.tell(func(p softphone.Press) softphone.Event {
			p.Call = call
			return softphone.DigitsPressed{Press: p, Digits: rest}
		})
	}
	d.sent = digits
	d.spell(digits)
}

// spell shows what was typed as it is read aloud; tones as they were sent; a principal's name as the number it stands for.
func (d *dialBar) spell(text string) {
	if d.purpose != forTones {
		if c, ok := d.whom(text); ok {
			text = spokenContact(c)
		} else {
			text = readAloud(d.number(text))
		}
	}
	d.spoken.Set(text)
}

// whom is who of the directory is meant. A principal begun by name goes before whoever the directory offers by itself.
func (d *dialBar) whom(typed string) (softphone.Contact, bool) {
	if p, ok := principalBegun(typed, d.state.Principals); ok && p.Number != "" && d.offers.at < 0 {
		return softphone.Contact{}, false
	}
	return d.offers.chosen(typed)
}

// number is what is dialled for what was typed: a principal may be named.
func (d *dialBar) number(typed string) string {
	typed = strings.TrimSpace(typed)
	if c, ok := d.whom(typed); ok {
		return c.Numbers[0].Number
	}
	if p, ok := principalBegun(typed, d.state.Principals); ok && p.Number != "" {
		return p.Number
	}
	return typed
}

// colleague is who was typed, as a caller is told of him.
func (d *dialBar) colleague(typed string) softphone.Colleague {
	typed = strings.TrimSpace(typed)
	if c, ok := d.whom(typed); ok {
		return softphone.Colleague{Name: c.Name(), Position: c.Position, Number: c.Numbers[0].Number}
	}
	if p, ok := principalBegun(typed, d.state.Principals); ok {
		return softphone.Colleague{Name: p.Name(), Position: p.Position, Number: p.Number}
	}
	if namesSomebody(typed) {
		return softphone.Colleague{Name: typed}
	}
	return softphone.Colleague{Number: typed}
}

// enter does with what was typed what it was asked for. A name waits for whom the directory has by it; a number does not.
func (d *dialBar) enter() {
	if d.offers.inquiry.open() && (namesSomebody(d.entry.Text) || d.offers.pending()) {
		d.offers.await(d.send)
		return
	}
	d.send()
}

func (d *dialBar) send() {
	number := d.number(d.entry.Text)
	if d.purpose == forTones || number == "" {
		d.close()
		return
	}
	id, p, about := softphone.CallID(newMessageID()), d.purpose, d.about
	colleague := d.colleague(d.entry.Text)
	d.w.press(func(x softphone.Press) softphone.Event {
		switch x.Call = about; p {
		case forConsult:
			return softphone.ConsultPressed{Press: x, NewCall: id, Number: number}
		case forTransfer:
			return softphone.TransferPressed{Press: x, Number: number}
		case forDeflect:
			return softphone.DeflectPressed{Press: x, Number: number}
		case forColleague:
			return softphone.ColleagueNoted{Press: x, Colleague: colleague}
		}
		x.Call = ""
		return softphone.DialPressed{Press: x, NewCall: id, Number: number}
	}, func(softphone.CallID) { d.close() })
}

// tonesOf keeps what a telephone's keys can send.
func tonesOf(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r >= '0' && r <= '9', r == '*', r == '#', r >= 'A' && r <= 'D':
			return r
		case r >= 'a' && r <= 'd':
			return r - 'a' + 'A'
		}
		return -1
	}, text)
}
