package ui

import (
	"slices"

	"anteroom/softphone"
	"anteroom/ui/kit"

	"fyne.io/fyne/v2"
)

// paintDrafts shows the row of open drafts and the notice over one found at the start.
func (f *messageForm) paintDrafts() {
	tabs := presentDrafts(f.state, f.drafts.shown, f.w.tr)
	if !slices.Equal(tabs, f.tabs) || f.row.Objects == nil && len(tabs) > 0 {
		f.tabs = tabs
		f.row.Put(f.draftRow(tabs))
	} else if len(tabs) == 0 && f.row.Visible() {
		f.row.Put(nil)
	}
	found := softphone.MessageID("")
	if slices.Contains(f.state.Offered, f.drafts.shown) {
		found = f.drafts.shown
	}
	if found != f.offered || found == "" && f.offer.Visible() {
		f.offered = found
		f.offer.Put(f.offerNotice(found))
	}
}

func (f *messageForm) draftRow(tabs []draftTab) fyne.CanvasObject {
	if len(tabs) == 0 {
		return nil
	}
	var chips []fyne.CanvasObject
	for _, t := range tabs {
		fill, line, ink := kit.C.Surface, kit.C.Strong, kit.C.Text
		if t.Shown {
			fill, line, ink = kit.C.AccentSoft, kit.C.Accent, kit.C.Accent
		}
		a := []any{}
		switch {
		case t.Offered:
			a = append(a, kit.Icon("back", kit.C.Warn, 13))
		case t.Call != "":
			a = append(a, kit.Icon("phone", ink, 13))
		default:
			a = append(a, kit.Icon("note", ink, 13))
		}
		a = append(a, kit.T(firstWords(t.Name, 16), ink, 12.5, kit.Med))
		chip := kit.NewTap(fill, line, 6, kit.Stack(kit.Empty(0, 26), kit.Pad(0, 0, 7, 8, kit.Row(5, a...))), func() { f.pick(t.ID) })
		if t.Offered {
			chip.WithHint(f.w.tr("form.offered"))
		}
		chips = append(chips, chip)
	}
	more := kit.NewTap(kit.None, kit.None, 6, kit.Stack(kit.Empty(0, 26), kit.Pad(0, 0, 6, 8, kit.Row(4, kit.Icon("plus", kit.C.Accent, 13),
		kit.T(f.w.tr("form.new_draft"), kit.C.Accent, 12.5, kit.Med)))), f.startBlank)
	more.WithHint(f.w.tr("messages.new"))
	return kit.WrapBox(5, 5, append(chips, more)...)
}

// offerNotice stands over a draft that an earlier run left; nil for none.
func (f *messageForm) offerNotice(id softphone.MessageID) fyne.CanvasObject {
	if id == "" {
		return nil
	}
	words := kit.P(f.w.tr("form.offered"), kit.C.Text, 12.5, kit.Reg)
	buttons := kit.RowS(8, kit.G(kit.Btn(kit.Default, "check", f.w.tr("form.take_up"), "", f.takeUp)),
		kit.G(kit.Btn(kit.Danger, "", f.w.tr("form.drop"), "", f.drop)))
	return kit.Stack(kit.Box(kit.C.WarnSoft, kit.C.WarnLine, 6), kit.Pad(8, 8, 10, 10, kit.Col(8, words, buttons)))
}

// takeUp goes on with the draft found: told unchanged, it counts as taken up.
func (f *messageForm) takeUp() {
	d := f.drafts.current()
	f.drafts.pick(d.local.ID)
	f.tell(d.local)
	f.focus("")
}

// drop throws the draft in the form away; it can be had back, as a draft of its own.
func (f *messageForm) drop() {
	d := f.drafts.current()
	if d == nil || !d.known {
		return
	}
	id, gone := d.local.ID, d.local
	f.w.press(func(p softphone.Press) softphone.Event { return softphone.DraftDropped{Press: p, Message: id} }, func(softphone.CallID) {
		f.w.removed(f.w.tr("bar.draft_removed", draftName(gone, f.w.tr)), func() {
			gone.ID = softphone.MessageID(newMessageID()) // the desk takes no late keys of the old one
			f.w.press(func(p softphone.Press) softphone.Event { return softphone.DraftEdited{Press: p, Draft: gone} })
		})
	})
}

// formFooter is what stands under the form: whether the draft is saved, what is missing, and the one button.
type formFooter struct {
	w       *Window
	body    fyne.CanvasObject
	saved   *kit.Ell
	mark    kit.Box1
	markOf  string
	missing kit.Box1
	lacks   string // in missing
	notice  kit.Box1
	words   string // in notice
	button  kit.Box1
	anyway  bool
	take    func()
	told    string // "message saved", until the next key
}

func newFormFooter(w *Window, take func()) *formFooter {
	p := &formFooter{w: w, take: take, mark: kit.Slot(), notice: kit.Slot(), button: kit.Slot()}
	p.saved, p.missing = small("", kit.C.Muted), kit.Slot()
	p.missing.Put(nil)
	p.notice.Put(nil)
	p.button.Put(p.takeButton())
	p.body = kit.Col(6, kit.Row(6, p.mark.Container, kit.G(p.saved)), p.missing.Container, p.notice.Container, p.button.Container)
	return p
}

func (p *formFooter) takeButton() fyne.CanvasObject {
	word := "form.take"
	if p.anyway {
		word = "form.take_anyway"
	}
	return kit.Btn(kit.Primary, "mail", p.w.tr(word), p.w.keycap("take_message"), p.take)
}

// done shows words about the message just taken; "" takes them away.
func (p *formFooter) done(words string) { p.told = words }

func (p *formFooter) paint(f formFoot, warned bool) {
	icon, c := "check", kit.C.Ok
	if f.Trouble {
		icon, c = "warn", kit.C.Danger
	}
	line := f.Saved
	if p.told != "" && !f.Trouble {
		line = p.told
	}
	if icon != p.markOf {
		p.markOf = icon
		p.mark.Put(kit.Icon(icon, c, 14))
	}
	p.saved.Set(line)
	if f.Trouble {
		p.saved.SetColor(kit.C.Danger)
	} else {
		p.saved.SetColor(kit.C.Muted)
	}
	warned = warned && f.Missing != ""
	if warned {
		p.lack("")
		key := p.w.keycap("take_message")
		if key == "" {
			key = p.w.tr("form.take_anyway")
		}
		p.say(p.w.tr("form.again", f.Missing, key))
	} else {
		p.lack(f.Missing)
		p.say("")
	}
	if warned != p.anyway {
		p.anyway = warned
		p.button.Put(p.takeButton())
	}
}

// lack shows what is still missing, in as many lines as it takes.
func (p *formFooter) lack(words string) {
	if words == p.lacks {
		return
	}
	p.lacks = words
	if words == "" {
		p.missing.Put(nil)
		return
	}
	p.missing.Put(kit.P(words, kit.C.Muted, kit.Small, kit.Reg))
}

func (p *formFooter) say(words string) {
	if words == p.words {
		return
	}
	p.words = words
	if words == "" {
		p.notice.Put(nil)
		return
	}
	p.notice.Put(kit.Stack(kit.Box(kit.C.WarnSoft, kit.C.WarnLine, 6), kit.Pad(6, 6, 10, 10, kit.P(words, kit.C.Text, 12.5, kit.Reg))))
}
