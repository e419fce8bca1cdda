package ui

import (
	"context"
	"errors"
	"maps"
	"slices"
	"strings"

	"anteroom/softphone"
	"anteroom/ui/kit"

	"fyne.io/fyne/v2"
)

// contactForm changes a contact, or makes a new one.
type contactForm struct {
	p       *directoryPage
	begun   softphone.Contact // as it was
	id      softphone.ContactID
	fields  map[softphone.ContactField]*kit.Entry
	kind    *kit.Segmented
	staff   softphone.ContactKind
	trouble *kit.Ell
	body    fyne.CanvasObject
}

// Fields of the form that no file has.
const (
	fieldDeputies    softphone.ContactField = "deputies"
	fieldResponsible softphone.ContactField = "responsible"
)

func newContactForm(p *directoryPage, c softphone.Contact) *contactForm {
	f := &contactForm{p: p, begun: c, id: c.ID, fields: map[softphone.ContactField]*kit.Entry{}, staff: c.Kind}
	if f.id == "" {
		f.id = softphone.ContactID(newMessageID())
	}
	w := p.w
	f.kind = kit.NewSegmented([]kit.Option{{Value: string(softphone.Outside), Label: w.tr("directory.one_outside")}, {Value: string(softphone.Staff), Label: w.tr("directory.one_staff")}},
		string(c.Kind), func(v string) { f.staff = softphone.ContactKind(v) })
	entry := func(field softphone.ContactField, text string) fyne.CanvasObject {
		e := kit.NewEntry(text, "", nil)
		e.Limit = 500
		f.fields[field] = e
		return kit.Field(w.tr("directory.field."+string(field)), e)
	}
	of := func(field softphone.ContactField) fyne.CanvasObject { return entry(field, c.Text(field)) }
	var deputies []string
	for _, d := range c.Deputies {
		deputies = append(deputies, p.names[d])
	}
	notes := kit.NewMultiLine(c.Notes, "", 3, nil)
	notes.Limit = softphone.MaxVerbatim
	f.fields[softphone.FieldNotes] = notes
	f.trouble = kit.E("", kit.C.Danger, kit.Small, kit.Med)
	title := w.tr("directory.edit.title")
	if c.ID == "" {
		title = w.tr("directory.new.title")
	}
	form := kit.Col(8, f.kind, of(softphone.FieldSurname), kit.RowS(8, kit.G(of(softphone.FieldFirstName)), kit.G(of(softphone.FieldPatronymic))),
		kit.RowS(8, kit.GW(2, of(softphone.FieldPosition)), kit.G(of(softphone.FieldAddress))), of(softphone.FieldDepartment), of(softphone.FieldOrganisation),
		kit.RowS(8, kit.G(of(softphone.FieldWork)), kit.G(of(softphone.FieldMobile))), kit.RowS(8, kit.G(of(softphone.FieldHome)), kit.G(of(softphone.FieldOther))),
		of(softphone.FieldEmail), of(softphone.FieldTopics), of(softphone.FieldGroups),
		entry(fieldDeputies, strings.Join(deputies, ", ")), entry(fieldResponsible, p.names[c.Responsible]),
		kit.Field(w.tr("directory.field.notes"), notes), kit.P(w.tr("directory.lists"), kit.C.Muted, kit.Small, kit.Reg))
	foot := kit.Row(8, kit.G(kit.Btn(kit.Default, "", w.tr("dialog.cancel"), "Esc", f.close)), kit.G(kit.Btn(kit.Primary, "check", w.tr("directory.save"), w.keycap("contact_save"), func() { w.run("contact_save") })))
	f.body = kit.Col(8, kit.T(title, kit.C.Text, 16, kit.Semi), f.trouble, kit.G(kit.VScroll(kit.Pad(0, 8, 2, 10, form))), foot)
	return f
}

// again is the form on a page built anew, with what is typed.
func (f *contactForm) again(p *directoryPage) *contactForm {
	g := newContactForm(p, f.begun)
	g.id, g.staff = f.id, f.staff
	g.kind.Set(string(f.staff))
	for field, e := range f.fields {
		g.fields[field].Put(e.Text)
	}
	return g
}

// typed is what stands in every field.
func (f *contactForm) typed() map[softphone.ContactField]string {
	out := map[softphone.ContactField]string{softphone.FieldKind: string(f.staff)}
	for field, e := range f.fields {
		out[field] = e.Text
	}
	return out
}

// shown is this form as it is on the screen by now; of one that was closed, itself.
func (f *contactForm) shown() *contactForm {
	if g := f.p.w.directory().edit; g != nil && g.id == f.id {
		return g
	}
	return f
}

// contact is what stands in the form, without deputies and whoever is responsible.
func (f *contactForm) contact() softphone.Contact {
	c := f.begun
	text := func(field softphone.ContactField) string { return strings.TrimSpace(f.fields[field].Text) }
	c.Kind = f.staff
	c.Surname, c.FirstName, c.Patronymic = text(softphone.FieldSurname), text(softphone.FieldFirstName), text(softphone.FieldPatronymic)
	c.Position, c.Department, c.Organisation, c.Address = text(softphone.FieldPosition), text(softphone.FieldDepartment), text(softphone.FieldOrganisation), text(softphone.FieldAddress)
	c.Numbers = nil
	for _, k := range []struct {
		field softphone.ContactField
		kind  softphone.NumberKind
	}{{softphone.FieldWork, softphone.NumberWork}, {softphone.FieldMobile, softphone.NumberMobile}, {softphone.FieldHome, softphone.NumberHome}, {softphone.FieldOther, softphone.NumberOther}} {
		for _, n := range listIn(text(k.field)) {
			c.Numbers = append(c.Numbers, softphone.ContactNumber{Kind: k.kind, Number: n})
		}
	}
	c.Emails, c.Groups, c.Topics = listIn(text(softphone.FieldEmail)), listIn(text(softphone.FieldGroups)), listIn(text(softphone.FieldTopics))
	c.Notes = text(softphone.FieldNotes)
	return c
}

// listIn parts a list written in one field.
func listIn(s string) (out []string) {
	for _, part := range strings.FieldsFunc(s, func(r rune) bool { return r == ',' || r == ';' || r == '\n' }) {
		if part = strings.TrimSpace(part); part != "" {
			out = append(out, part)
		}
	}
	return out
}

// changed tells whether something would be lost.
func (f *contactForm) changed() bool {
	var deputies []string
	for _, d := range f.begun.Deputies {
		deputies = append(deputies, f.p.names[d])
	}
	return len(softphone.ContactDiff(f.begun, f.contact())) > 0 || f.fields[fieldDeputies].Text != strings.Join(deputies, ", ") ||
		f.fields[fieldResponsible].Text != f.p.names[f.begun.Responsible]
}

func (f *contactForm) close() {
	f.p.edit = nil
	f.p.showCard()
	f.p.w.canvas().Focus(f.p.list)
}

// save keeps what stands in the form. Deputies and whoever is responsible are looked up among the staff.
func (f *contactForm) save() {
	p, c := f.p, f.contact()
	if c.Name() == "" && c.Organisation == "" {
		f.say("directory.name_wanted", nil)
		p.w.canvas().Focus(f.fields[softphone.FieldSurname])
		return
	}
	for _, n := range c.Numbers {
		if softphone.BareNumber(n.Number) == "" {
			f.trouble.Set(p.w.tr("directory.bad_number", n.Number))
			return
		}
	}
	c.ID = f.id
	sent := f.typed()
	deputies, responsible := listIn(f.fields[fieldDeputies].Text), strings.TrimSpace(f.fields[fieldResponsible].Text)
	known := map[string]softphone.ContactID{}
	for id, name := range p.names {
		known[name] = id
	}
	p.w.read(func(ctx context.Context) func() {
		c.Deputies, c.Responsible = nil, ""
		for _, name := range deputies {
			id, err := p.w.staffNamed(ctx, name, known)
			if err != nil {
				return func() { f.say("directory.unknown_staff", err) }
			}
			if !slices.Contains(c.Deputies, id) && id != c.ID {
				c.Deputies = append(c.Deputies, id)
			}
		}
		if responsible != "" {
			id, err := p.w.staffNamed(ctx, responsible, known)
			if err != nil {
				return func() { f.say("directory.unknown_staff", err) }
			}
			c.Responsible = id
		}
		_, err := p.w.contacts.ChangeContacts(ctx, softphone.ContactChange{Kind: softphone.ContactEdited, Put: []softphone.Contact{c}}, nil)
		return func() {
			g := f.shown()
			p := g.p
			if err != nil {
				g.trouble.Set(reasonWords(err, p.w.tr))
				return
			}
			p.w.contactsChanged(c)
			if p.edit == g && !maps.Equal(g.typed(), sent) { // typed on meanwhile
				g.begun = c
			} else if p.edit == g {
				p.edit = nil
				p.w.canvas().Focus(p.list)
			}
			p.choose(c.ID)
			p.w.notify(noticeDone, p.w.tr("directory.saved", listedName(c), p.w.keycap("contact_undo")))
		}
	})
}

func (f *contactForm) say(key string, err error) {
	f = f.shown()
	var who nameless
	if errors.As(err, &who) {
		f.trouble.Set(f.p.w.tr(key, string(who)))
		return
	}
	if err != nil {
		f.trouble.Set(reasonWords(err, f.p.w.tr))
		return
	}
	f.trouble.Set(f.p.w.tr(key))
}

// nameless is a name that no member of staff has, or several have.
type nameless string

func (n nameless) Error() string { return "nobody, or several: " + string(n) }

// staffNamed finds the one member of staff with a name, or the one already known by it.
func (w *Window) staffNamed(ctx context.Context, name string, known map[string]softphone.ContactID) (softphone.ContactID, error) {
	if id, ok := known[name]; ok && id != "" {
		return id, nil
	}
	page, err := w.contacts.FindContacts(ctx, softphone.ContactQuery{Words: name, Kind: softphone.Staff}, 0, 2)
	if err != nil {
		return "", err
	}
	if len(page.Contacts) != 1 {
		return "", nameless(name)
	}
	return page.Contacts[0].ID, nil
}
