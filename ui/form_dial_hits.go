package ui

import (
	"context"
	"slices"
	"strings"

	"anteroom/softphone"
	"anteroom/ui/kit"

	"fyne.io/fyne/v2"
)

// dialHits is how many people the dial field offers.
const dialHits = 5

// dialOffer is whom the directory offers for what is typed in the dial field: by name, position, topic or number.
type dialOffer struct {
	d *dialBar
	inquiry
	hits []softphone.Contact
	at   int                          // -1: none is chosen yet, and what is typed counts
	from map[softphone.ContactID]bool // those of the directory server
	stop context.CancelFunc           // of the question to it
	list kit.Box1
}

func newDialOffer(d *dialBar) *dialOffer {
	o := &dialOffer{d: d, at: -1, list: kit.Slot()}
	o.list.Put(nil)
	return o
}

// clear forgets what was offered.
func (o *dialOffer) clear() {
	o.drop()
	o.hits, o.at = nil, -1
	o.list.Put(nil)
}

// ask looks up what is typed.
func (o *dialOffer) ask(text string) {
	w := o.d.w
	text = strings.TrimSpace(text)
	if text == "" || o.d.purpose == forTones || w.contacts == nil {
		o.clear()
		return
	}
	asked := o.inquiry.ask()
	w.read(func(ctx context.Context) func() {
		page, err := w.contacts.FindContacts(ctx, softphone.ContactQuery{Words: text}, 0, 3*dialHits)
		return func() {
			if !o.newest(asked) || !o.d.open() {
				return
			}
			defer o.settle(err)
			if err != nil {
				o.hits, o.at = nil, -1
				o.draw()
				o.d.spell(o.d.entry.Text)
				w.refuse(err)
				return
			}
			o.hits = slices.DeleteFunc(page.Contacts, func(c softphone.Contact) bool { return len(c.Numbers) == 0 })
			o.hits = o.hits[:min(dialHits, len(o.hits))]
			o.at = -1
			o.from = map[softphone.ContactID]bool{}
			o.draw()
			o.d.spell(o.d.entry.Text)
			if len(o.hits) < dialHits {
				o.askElsewhere(text, asked)
			}
		}
	})
}

// askElsewhere fills what is free with people of the directory server. That it does not answer holds nobody up.
func (o *dialOffer) askElsewhere(text string, asked int) {
	if o.stop != nil {
		o.stop()
	}
	o.stop = o.d.w.findElsewhere(text, func(all []softphone.Contact, _ error) {
		if !o.newest(asked) || !o.d.open() {
			return
		}
		for _, c := range all {
			if len(c.Numbers) > 0 && len(o.hits) < dialHits {
				o.hits = append(o.hits, c)
				o.from[c.ID] = true
			}
		}
		o.draw()
		o.d.spell(o.d.entry.Text)
	})
}

// chosen is whom Enter means: the one moved to, or, where letters are typed that are no address, the best.
func (o *dialOffer) chosen(typed string) (softphone.Contact, bool) {
	switch {
	case o.at >= 0 && o.at < len(o.hits):
		return o.hits[o.at], true
	case len(o.hits) > 0 && namesSomebody(typed):
		return o.hits[0], true
	}
	return softphone.Contact{}, false
}

// namesSomebody tells a name from a number or an address: it has letters, and cannot be dialled as an extension that is a
// word unless nothing else fits.
func namesSomebody(typed string) bool {
	return strings.ContainsFunc(typed, func(r rune) bool { return r >= 'A' && r <= 'Z' || r >= 'a' && r <= 'z' || r > 0x7f }) && !strings.ContainsAny(typed, "@:")
}

func (o *dialOffer) key(k fyne.KeyName) bool {
	if o.inquiry.open() && (k == fyne.KeyDown || k == fyne.KeyUp) {
		o.await(func() { o.key(k) })
		return true
	}
	if len(o.hits) == 0 {
		return false
	}
	switch k {
	case fyne.KeyDown:
		o.at = min(o.at+1, len(o.hits)-1)
	case fyne.KeyUp:
		o.at = max(o.at-1, -1)
	default:
		return false
	}
	o.draw()
	o.d.spell(o.d.entry.Text)
	return true
}

func (o *dialOffer) draw() {
	defer o.d.fit()
	if len(o.hits) == 0 {
		o.list.Put(nil)
		return
	}
	w := o.d.w
	chosen, meant := o.chosen(o.d.entry.Text)
	a := []any{}
	for i, c := range o.hits {
		fill := kit.None
		if meant && c.ID == chosen.ID {
			fill = kit.C.AccentSoft
		}
		r := presentContact(c, w.state, w.now(), w.tr)
		var mark fyne.CanvasObject = kit.Empty(12, 12)
		if r.Presence != "" {
			mark = presenceMark(r.Presence, 12)
		}
		if o.from[c.ID] {
			mark = kit.Icon("globe", kit.C.Muted, 13)
			r.Where = w.tr("directory.from_server")
		}
		a = append(a, kit.NewTouch(fill, kit.None, 6, kit.Pad(5, 5, 8, 8, kit.Row(12, kit.W(14, mark), kit.W(110, kit.E(r.Where, kit.C.Muted, kit.Small, kit.Reg)),
			kit.GW(1.2, kit.E(c.Name(), kit.C.Text, kit.Line, kit.Semi)), kit.GW(1.4, kit.E(joinDots(r.Position, r.House), kit.C.Text, kit.Line, kit.Reg)),
			kit.G(kit.E(r.Tags, kit.C.Muted, kit.Small, kit.Reg)), kit.W(120, kit.E(r.Number, kit.C.Text, kit.Line, kit.Med)))), func() {
			o.at = i
			o.draw()
			o.d.send()
		}))
	}
	o.list.Put(kit.Pad(4, 0, 0, 0, kit.Col(1, a...)))
}
