package ui

import (
	"context"
	"os"
	"path/filepath"
	"time"

	"anteroom/softphone"
	"anteroom/ui/kit"

	"fyne.io/fyne/v2"
)

// twinsShown is how many groups of possible duplicates are shown at a time.
const twinsShown = 30

// showTwins looks for contacts that may be one and the same, and shows what joining them would give.
func (p *directoryPage) showTwins() {
	w := p.w
	if p.reading != nil {
		return
	}
	p.left.Put(kit.Panel(emptyWords(w.tr("directory.twins.looking"))))
	w.inBackground(func() func() {
		ctx, cancel := context.WithTimeout(w.ctx, 2*time.Minute)
		defer cancel()
		all, err := w.contacts.Duplicates(ctx, twinsShown)
		return func() {
			if err != nil {
				p.closeTwins()
				w.refuse(err)
				return
			}
			p.layTwins(all)
		}
	})
}

func (p *directoryPage) closeTwins() {
	p.left.Put(p.table)
	p.refresh()
	p.w.canvas().Focus(p.search)
}

func (p *directoryPage) layTwins(all []softphone.Duplicate) {
	w := p.w
	closing := kit.Btn(kit.Default, "", w.tr("dialog.close"), "", p.closeTwins)
	head := kit.Row(8, kit.G(kit.P(w.tr("directory.twins.title", len(all)), kit.C.Text, kit.Body, kit.Semi)), closing)
	if len(all) == 0 {
		p.left.Put(kit.Col(10, head, kit.G(kit.Panel(emptyWords(w.tr("directory.twins.none"))))))
		w.canvas().Focus(closing)
		return
	}
	a := []any{}
	var first fyne.Focusable
	for _, d := range all {
		join := kit.Btn(kit.Primary, "users", w.tr("directory.twins.join"), "", func() { p.join(d) })
		if first == nil {
			first = join
		}
		rows := []any{kit.Row(8, kit.G(kit.E(w.tr("directory.twins."+string(d.Cause)), kit.C.Muted, kit.Small, kit.Med)), join)}
		for _, c := range d.Contacts {
			number := ""
			if len(c.Numbers) > 0 {
				number = groupIfDigits(c.Numbers[0].Number)
			}
			rows = append(rows, kit.E(joinDots(listedName(c), c.Position, houseOf(c), number), kit.C.Text, kit.Line, kit.Med))
		}
		for _, x := range softphone.ContactDiff(d.Contacts[0], p.joined(d)) {
			rows = append(rows, kit.P(w.tr("directory.field."+string(x.Field))+": "+x.New, kit.C.Accent, kit.Small, kit.Reg))
		}
		a = append(a, kit.Card(12, kit.Col(4, rows...)))
	}
	p.left.Put(kit.Col(10, head, kit.G(kit.VScroll(kit.Pad(0, 0, 0, 8, kit.Col(8, a...))))))
	w.canvas().Focus(first)
}

// joined is what the first of a group becomes with what the others know.
func (p *directoryPage) joined(d softphone.Duplicate) softphone.Contact {
	c := d.Contacts[0]
	for _, o := range d.Contacts[1:] {
		c = c.Joined(o, false, p.w.state.SameNumber)
	}
	return c
}

func (p *directoryPage) join(d softphone.Duplicate) {
	c := p.joined(d)
	change := softphone.ContactChange{Kind: softphone.ContactsMerged, Put: []softphone.Contact{c}}
	for _, o := range d.Contacts[1:] {
		change.Remove = append(change.Remove, o.ID)
	}
	p.change(change, func(id softphone.ChangeID) {
		p.choose(c.ID)
		p.showTwins()
		p.w.removed(p.w.tr("directory.joined", listedName(c)), func() { p.undoChange(id) })
	})
}

// export writes the whole directory as vCard and as a table into the data folder's exports, and says where.
func (p *directoryPage) export() {
	w := p.w
	stamp := w.now().Format("2006-01-02-150405")
	w.inBackground(func() func() {
		ctx, cancel := context.WithTimeout(w.ctx, 5*time.Minute)
		defer cancel()
		folder := filepath.Join(w.dataDir, "export")
		var all []softphone.Contact
		err := w.contacts.EachContact(ctx, func(c softphone.Contact) error { all = append(all, c); return nil })
		if err == nil {
			err = os.MkdirAll(folder, 0o700)
		}
		for _, f := range []struct {
			format softphone.ContactFormat
			ext    string
		}{{softphone.FormatVCard, ".vcf"}, {softphone.FormatCSV, ".csv"}} {
			var text []byte
			if err == nil {
				text, err = w.files.Write(ctx, f.format, all)
			}
			if err == nil {
				err = writeWhole(filepath.Join(folder, "contacts-"+stamp+f.ext), text)
			}
		}
		return func() {
			if err != nil {
				w.notify(noticeRefused, w.tr("directory.not_exported", err.Error()))
				return
			}
			w.notify(noticeDone, w.tr("directory.exported", plural(w.tr, "directory.people", len(all)), folder))
		}
	})
}
