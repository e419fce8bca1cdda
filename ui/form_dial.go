package ui

import (
	"strings"
	"time"

	"anteroom/softphone"
	"anteroom/ui/kit"

	"fyne.io/fyne/v2"
)

// dialBar is the field for a number or an address: Enter dials it, Esc closes it. While somebody is talked to it can
// send tones instead, key by key.
type dialBar struct {
	w      *Window
	state  softphone.State
	entry  *kit.Entry
	mode   *kit.Segmented
	modes  kit.Box1
	spoken *kit.Ell
	deed   kit.Box1
	tones  bool   // sends tones
	sent   string // the digits sent since it opened
	toned  softphone.CallID
	body   *fyne.Container
}

func newDialBar(w *Window) *dialBar {
	d := &dialBar{w: w, modes: kit.Slot(), deed: kit.Slot()}
	d.entry = kit.NewEntry("", w.tr("dial.hint"), d.typed)
	d.entry.OnSubmitted = func(string) { d.enter() }
	d.spoken = kit.E("", kit.C.Text, 16, kit.Semi)
	d.mode = kit.NewSegmented([]kit.Option{{Value: "dial", Label: w.tr("dial.mode.dial")}, {Value: "tones", Label: w.tr("dial.mode.tones")}}, "dial",
		func(v string) { d.setTones(v == "tones") })
	d.modes.Put(nil)
	d.body = kit.Stack(kit.Box(kit.C.Surface, kit.C.Accent, 8), kit.Pad(10, 10, 14, 14, kit.Row(12,
		kit.Icon("phone", kit.C.Accent, 18), kit.W(170, d.modes.Container), kit.GW(2, d.entry), kit.G(d.spoken), d.deed.Container,
		kit.Btn(kit.Default, "", w.tr("dialog.close"), "Esc", d.close))))
	d.setTones(false)
	d.body.Hide()
	return d
}

func (d *dialBar) object() fyne.CanvasObject { return d.body }

// open tells whether the bar shows.
func (d *dialBar) open() bool { return d.body.Visible() }

// focus opens the bar and puts the caret in it.
func (d *dialBar) focus() {
	if !d.open() {
		call, talking := d.talking()
		d.toned, d.sent = call, ""
		d.entry.Put("")
		d.setTones(talking)
		d.body.Show()
	}
	d.paint(d.w.state, d.w.now())
	d.w.canvas().Focus(d.entry)
}

// begin opens the bar with a number to dial.
func (d *dialBar) begin(number string) {
	d.focus()
	d.setTones(false)
	d.entry.Put(number)
	d.entry.CursorColumn = len([]rune(number))
	d.spell(number)
}

func (d *dialBar) close() {
	d.body.Hide()
	d.entry.Put("")
	if d.entry.Focused() {
		d.w.canvas().Unfocus()
	}
}

func (d *dialBar) paint(s softphone.State, _ time.Time) {
	d.state = s
	call, talking := d.talking()
	if d.tones && (!talking || call != d.toned) {
		d.setTones(false) // that talk is over: what is typed now must not go to another caller as tones
		d.entry.Put("")
	}
	if talking {
		d.modes.Put(d.mode)
	} else {
		d.modes.Put(nil)
	}
}

func (d *dialBar) talking() (softphone.CallID, bool) {
	for _, c := range d.w.state.Calls {
		if c.State == softphone.Talking {
			return c.ID, true
		}
	}
	return "", false
}

func (d *dialBar) setTones(on bool) {
	call, talking := d.talking()
	d.tones = on && talking
	d.toned = call
	d.sent = ""
	word, mode, hint := "dial.call", "dial", "dial.hint"
	if d.tones {
		word, mode, hint = "dial.done", "tones", "dial.hint.tones"
	}
	d.entry.SetPlaceHolder(d.w.tr(hint))
	d.mode.Set(mode)
	d.deed.Put(kit.Btn(kit.Primary, "", d.w.tr(word), "Enter", d.enter))
	if d.tones {
		d.entry.Put("")
	}
	d.spell(d.entry.Text)
}

func (d *dialBar) typed(text string) {
	if !d.tones {
		d.spell(text)
		return
	}
	digits := tonesOf(text)
	if rest, ok := strings.CutPrefix(digits, d.sent); ok && rest != "" {
		call := d.toned
		d.w.tell(func(p softphone.Press) softphone.Event {
			p.Call = call
			return softphone.DigitsPressed{Press: p, Digits: rest}
		})
	}
	d.sent = digits
	d.spell(digits)
}

// spell shows what was typed as it is read aloud; tones as they were sent.
func (d *dialBar) spell(text string) {
	if !d.tones {
		text = readAloud(text)
	}
	d.spoken.Set(text)
}

func (d *dialBar) enter() {
	number := strings.TrimSpace(d.entry.Text)
	if d.tones || number == "" {
		d.close()
		return
	}
	id := softphone.CallID(newMessageID())
	d.w.press(func(p softphone.Press) softphone.Event {
		return softphone.DialPressed{Press: p, NewCall: id, Number: number}
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
