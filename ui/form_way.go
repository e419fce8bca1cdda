package ui

import (
	"fmt"
	"strings"

	"anteroom/softphone"
	"anteroom/ui/kit"

	"fyne.io/fyne/v2"
)

// spell shows the number in words, or no longer.
func (f *messageForm) spell() {
	f.spelling = !f.spelling
	f.paintSpelled()
	if f.spelling && f.drafts.current().local.Number == "" {
		f.focus("number")
	}
}

func (f *messageForm) paintSpelled() {
	words := ""
	if d := f.drafts.current(); f.spelling && d != nil {
		words = spelled(d.local.Number, f.w.tr)
	}
	if words == f.spelledAs {
		return
	}
	f.spelledAs = words
	if words == "" {
		f.inWords.Put(nil)
		return
	}
	f.inWords.Put(kit.P(words, kit.C.Text, 16, kit.Med))
}

// paintTimes shows what was understood of the times.
func (f *messageForm) paintTimes(m softphone.Message) {
	now := f.w.now()
	note(f.window, readWindow(m.CallWhen, m, now, f.w.tr))
	note(f.due, readWindow(m.PromisedBy, m, now, f.w.tr))
}

// readBack shows the whole message as sentences to read aloud in large letters; yes ticks that it was read.
func (f *messageForm) readBack() {
	d := f.drafts.current()
	if d == nil || kit.TopDialog(f.w.canvas()) != nil {
		return
	}
	m := d.local
	var rows []any
	for _, s := range readBackLines(m, f.w.tr) {
		rows = append(rows, kit.P(s, kit.C.Text, kit.Say, kit.Reg))
	}
	var text fyne.CanvasObject = kit.Stack(kit.Empty(640, 0), kit.Col(10, rows...))
	if len([]rune(m.Verbatim)) > 600 { // longer than the window is high
		text = kit.Stack(kit.Empty(640, 320), kit.VScroll(kit.Pad(0, 8, 0, 12, kit.Col(10, rows...))))
	}
	f.w.confirm(question{title: f.w.tr("readback.title"), yes: f.w.tr("readback.yes"), more: text, then: func() {
		now := f.w.form
		if cur := now.drafts.current(); cur == nil || cur.local.ID != m.ID {
			return
		}
		if m.Number != "" {
			now.typed("read_back", "yes")
		}
		now.typed("all_read_back", "yes")
		now.put("read_back", now.drafts.current().local)
		now.put("all_read_back", now.drafts.current().local)
	}})
}

// deputiesButton unfolds the principals beside the field of deputies; one chosen is added.
func (f *messageForm) addDeputy(p softphone.Principal) {
	d := f.drafts.current()
	if d == nil {
		return
	}
	name := forWhom(p)
	for _, has := range softphone.ReceiversOf(d.local.Deputies, f.state.Principals) {
		if strings.EqualFold(has.Name, name) {
			return
		}
	}
	f.typed("deputies", strings.TrimPrefix(d.local.Deputies+", "+name, ", "))
	f.put("deputies", d.local)
}

// paintDelivery offers, once a message has been taken, how it is to reach its addressee, and shows how that goes.
func (f *messageForm) paintDelivery() {
	m, ok := f.state.OpenMessage(f.fresh)
	mail, mailed := f.state.MailOf(m.ID)
	shows := fmt.Sprint(ok, m.ID, m.State, m.DeliveredHow, mailed, mail.State, mail.Attempts, mail.Reason)
	if shows == f.delivering {
		return
	}
	f.delivering = shows
	if !ok {
		f.deliver.Put(nil)
		return
	}
	w := f.w
	later := kit.Btn(kit.Default, "", w.tr("way.later"), "", func() {
		f.fresh = ""
		f.paintDelivery()
	})
	button := func(kind kit.Kind, icon, id string) any {
		return kit.G(kit.KeyBtn(kind, icon, w.tr("way.deed."+id), w.keycap(id), func() { w.run(id) }))
	}
	var words fyne.CanvasObject
	rows := []any{}
	said, trouble := mailWords(mail, mailed, w.now(), w.tr)
	switch {
	case m.State != softphone.New:
		words = kit.P(w.tr("way.arrived", whomShort(m), w.tr("way.how."+string(howOf(m)))), kit.C.Ok, kit.Line, kit.Med)
		rows = append(rows, kit.RowS(6, button(kit.Default, "check", "done"), kit.G(later)))
	case mailed && !trouble:
		words = kit.P(said, kit.C.Text, kit.Line, kit.Med)
	default:
		words = kit.P(w.tr("way.ask", whomShort(m)), kit.C.Text, kit.Line, kit.Med)
		first := button(kit.Primary, "mail", "mail_message")
		if trouble {
			words = kit.P(said, kit.C.Danger, kit.Line, kit.Med)
			first = button(kit.Primary, "mail", "retry_mail")
		}
		byPhone := kit.Btn(kit.Default, "phone", w.tr("way.deed.told_phone"), "", func() { w.run("told_phone") })
		byPhone.WithHint(w.hintOf("told_phone"))
		rows = append(rows, kit.RowS(6, first), kit.RowS(6, button(kit.Default, "check", "told"), kit.G(byPhone)),
			kit.RowS(6, button(kit.Default, "note", "print_message"), kit.G(later)))
	}
	f.deliver.Put(kit.Stack(kit.Box(kit.C.AccentSoft, kit.C.AccentLine, 6), kit.Pad(8, 8, 10, 10, kit.Col(8, append([]any{words}, rows...)...))))
}

func howOf(m softphone.Message) softphone.Way {
	if m.DeliveredHow == "" {
		return softphone.OtherWay
	}
	return softphone.Way(m.DeliveredHow)
}
