package ui

import (
	"cmp"
	"context"
	"time"

	"anteroom/softphone"
	"anteroom/ui/kit"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"
)

// directoryPage is the directory: a search over everybody, and one of them beside it.
type directoryPage struct {
	w     *Window
	state softphone.State
	found *contactList
	count softphone.ContactCount

	search *kit.Entry
	kind   *kit.Segmented
	group  *kit.Select
	title  *kit.Ell
	list   *kit.List
	empty  kit.Box1
	left   kit.Box1 // the list, or what an import would do, or who stands twice
	table  fyne.CanvasObject
	card   kit.Box1

	chosen  softphone.Contact
	wanted  softphone.ContactID // whom the books were asked for last
	choice  inquiry
	history *softphone.ContactHistory
	names   map[softphone.ContactID]string // of deputies and whoever is responsible
	edit    *contactForm
	reading *importPane
	body    fyne.CanvasObject
}

func newDirectoryPage(w *Window) *directoryPage {
	p := &directoryPage{w: w, empty: kit.Slot(), left: kit.Slot(), card: kit.Slot(), names: map[softphone.ContactID]string{}}
	p.found = &contactList{w: w, shown: p.layOut}
	p.search = kit.NewEntry("", w.tr("directory.search"), func(string) { p.ask() })
	p.search.OnKey = p.searchKey
	p.kind = kit.NewSegmented([]kit.Option{{Value: "", Label: w.tr("directory.all")}, {Value: string(softphone.Staff), Label: w.tr("directory.staff")},
		{Value: string(softphone.Outside), Label: w.tr("directory.outside")}}, "", func(v string) {
		p.found.query.Kind = softphone.ContactKind(v)
		p.ask()
	})
	p.group = kit.NewSelect("users", p.groupOptions(), "", func(v string) { p.found.query.Group = v; p.ask() })
	p.title = kit.E("", kit.C.Muted, kit.Line, kit.Reg)
	p.list = kit.NewList(func() int { return p.found.total }, p.newRow, p.fill)
	p.list.OnChosen = func(i widget.ListItemID) { p.chooseRow(i) }
	p.list.HideSeparators = true
	cell := func(k string) fyne.CanvasObject { return headCell(w.tr("directory.head." + k)) }
	columns := tableHead(kit.W(13, kit.Empty(0, 0)), kit.GW(1.3, cell("name")), kit.GW(1.1, cell("position")), kit.W(132, cell("number")), kit.GW(0.9, cell("topics")))
	btn := func(id, icon string, k kit.Kind) fyne.CanvasObject {
		return kit.Btn(k, icon, w.tr("directory.button."+id), w.keycap(cmp.Or(map[string]string{"new": "new_here"}[id], "contact_"+id)), func() { w.run("contact_" + id) }).WithHint(w.hintOf("contact_" + id))
	}
	head := kit.Row(8, kit.T(w.tr("directory.title"), kit.C.Text, kit.Title, kit.Semi), kit.G(p.title), btn("import", "in", kit.Default), btn("new", "plus", kit.Primary))
	asks := kit.Row(8, kit.G(p.search), kit.W(250, p.kind), kit.W(150, p.group))
	p.table = kit.Col(10, asks, kit.G(kit.Panel(kit.Col(0, columns, kit.G(kit.Stack(p.list, p.empty.Container))))))
	p.left.Put(p.table)
	right := kit.Stack(kit.Box(kit.C.Surface, kit.C.Border, 8), kit.Pad(16, 8, 16, 8, p.card.Container))
	p.body = kit.Pad(16, 12, 16, 16, beside(330, 660, kit.Col(10, head, kit.G(p.left.Container)), right))
	if old, ok := w.pages[pageDirectory].(*directoryPage); ok { // built anew for another language or palette
		p.chosen, p.wanted, p.history, p.names, p.count = old.chosen, old.wanted, old.history, old.names, old.count
		p.search.Put(old.search.Text)
		p.found.query = old.found.query
		if old.edit != nil { // what is typed stays
			p.edit = old.edit.again(p)
		}
		if old.reading != nil { // and what is being read goes on
			p.reading = old.reading
			p.reading.again(p)
		}
	}
	p.showCard()
	return p
}

func (p *directoryPage) object() fyne.CanvasObject { return p.body }

func (p *directoryPage) shown() {
	if p.edit == nil && p.reading == nil {
		p.w.canvas().Focus(p.search)
	}
	p.refresh()
}

// escape leaves what is being done on the page; it tells whether there was something. What was typed into the form of a
// contact is given up only by its own button.
func (p *directoryPage) escape() bool {
	switch {
	case p.w.dial.open():
		return false
	case p.edit != nil && p.edit.changed():
		p.edit.trouble.Set(p.w.tr("directory.unsaved", p.w.keycap("contact_save")))
	case p.edit != nil:
		p.edit.close()
	case p.reading != nil:
		p.reading.close()
	default:
		return false
	}
	return true
}

func (p *directoryPage) paint(s softphone.State, _ time.Time) {
	before := p.state
	p.state = s
	same := directoryShows(before, s)
	if !same || before.Now.Minute() != s.Now.Minute() {
		p.list.Refresh()
	}
	if !same && p.edit == nil && p.chosen.ID != "" {
		p.showCard()
	}
}

func (p *directoryPage) saved(k softphone.SavedKind) {
	if p.found.begun && (k == softphone.SavedContacts || k == softphone.SavedErasure) {
		p.refresh()
		p.choose(p.wanted)
	}
}

// refresh asks the books again.
func (p *directoryPage) refresh() {
	p.ask()
	p.w.read(func(ctx context.Context) func() {
		n, err := p.w.contacts.ContactCount(ctx)
		return func() {
			if err == nil {
				p.count = n
				p.group.SetOptions(p.groupOptions())
				p.layOut()
			}
		}
	})
}

func (p *directoryPage) groupOptions() []kit.Option {
	out := []kit.Option{{Value: "", Label: p.w.tr("directory.every_group")}}
	for _, g := range p.count.Groups {
		out = append(out, kit.Option{Value: g.Name, Label: g.Name + "  " + countWords(g.Count)})
	}
	return out
}

func (p *directoryPage) ask() {
	q := p.found.query
	q.Words = p.search.Text
	p.found.find(q)
}

// searchKey takes the keys that lead from the search into the list.
func (p *directoryPage) searchKey(k fyne.KeyName) bool {
	switch k {
	case fyne.KeyDown:
		p.found.await(p.intoList)
	case fyne.KeyReturn, fyne.KeyEnter:
		p.found.await(func() {
			p.list.Mark(-1)
			p.intoList()
		})
	default:
		return false
	}
	return true
}

// intoList leads from the search into the list, a row down.
func (p *directoryPage) intoList() {
	if p.found.total > 0 && p.w.at == pageDirectory {
		p.w.canvas().Focus(p.list)
		p.list.TypedKey(&fyne.KeyEvent{Name: fyne.KeyDown})
	}
}

// withChosen does a deed with the contact that was asked for last, once he is shown.
func (p *directoryPage) withChosen(deed func()) {
	if p.found.pending() {
		p.found.await(func() {
			if p.found.total > 0 {
				p.choice.await(deed)
			}
		})
		return
	}
	p.choice.await(deed)
}

func (p *directoryPage) layOut() {
	w := p.w
	p.title.Set(w.tr("directory.count", countWords(p.count.Staff), countWords(p.count.Outside)))
	if p.search.Text != "" || p.found.query.Kind != "" || p.found.query.Group != "" {
		p.title.Set(plural(w.tr, "directory.hits", p.found.total))
	}
	p.list.Refresh()
	p.list.Mark(p.found.row(p.chosen.ID))
	switch {
	case p.found.trouble != nil:
		p.empty.Put(troubledNotice(w, p.found.trouble, p.refresh))
	case p.found.total > 0:
		p.empty.Put(nil)
	case p.found.pages == nil:
		p.empty.Put(emptyWords(w.tr("page.loading")))
	case p.search.Text != "":
		p.empty.Put(emptyWords(w.tr("directory.none", p.search.Text)))
	default:
		p.empty.Put(emptyWords(w.tr("directory.empty")))
	}
}

func (p *directoryPage) newRow() fyne.CanvasObject {
	return newLogRow(func(r *logRow) []any {
		return []any{kit.W(13, r.mark), kit.GW(1.3, r.pair()), kit.GW(1.1, r.pair()), kit.W(132, r.cell(kit.Line, kit.Med)), kit.GW(0.9, r.cell(kit.Small, kit.Reg))}
	})
}

func (p *directoryPage) fill(i widget.ListItemID, o fyne.CanvasObject) {
	v := o.(*logRow)
	p.list.SetItemHeight(i, rowHeight)
	v.showCells()
	c, ok := p.found.at(i)
	if !ok {
		c = softphone.Contact{}
	}
	r := presentContact(c, p.w.state, p.w.now(), p.w.tr)
	v.setMark(nil)
	if r.Presence != "" {
		v.setMark(markOf(r.Presence))
	}
	for n, x := range []string{r.Name, r.Where, r.Position, r.House, r.Number, r.Tags} {
		ink := kit.C.Text
		if n == 1 || n == 3 || n == 5 {
			ink = kit.C.Muted
		}
		v.set(n, x, ink)
	}
	v.settle()
}

func (p *directoryPage) chooseRow(i int) {
	if c, ok := p.found.at(i); ok {
		p.choose(c.ID)
	}
}

// choose shows a contact, read anew with what is kept about him.
func (p *directoryPage) choose(id softphone.ContactID) {
	if id == "" {
		return
	}
	asked := 0
	if id == p.wanted {
		asked = p.choice.again()
	} else {
		asked = p.choice.ask()
	}
	p.wanted = id
	p.w.read(func(ctx context.Context) func() {
		c, err := p.w.contacts.Contact(ctx, id)
		var h softphone.ContactHistory
		names := map[softphone.ContactID]string{}
		if err == nil {
			h, err = p.w.contacts.ContactHistory(ctx, id, time.Time{})
			for _, d := range append(append([]softphone.ContactID{}, c.Deputies...), c.Responsible) {
				if x, err := p.w.contacts.Contact(ctx, d); err == nil && d != "" {
					names[d] = x.Name()
				}
			}
		}
		return func() {
			if !p.choice.newest(asked) {
				return
			}
			defer p.choice.settle(err)
			if err != nil { // removed meanwhile
				if p.wanted = ""; p.chosen.ID == id {
					p.chosen, p.history = softphone.Contact{}, nil
					p.showCard()
				}
				return
			}
			p.chosen, p.history, p.names = c, &h, names
			if p.edit == nil {
				p.showCard()
			}
			p.list.Mark(p.found.row(id))
		}
	})
}
