package ui

import (
	"strings"

	"anteroom/softphone"
	"anteroom/ui/kit"

	"fyne.io/fyne/v2"
)

func upper(s string) string { return strings.ToUpper(s) }

// lineEditor is the form of one line.
type lineEditor struct {
	of       *linesSection
	account  softphone.Account
	fields   map[string]*kit.Entry
	wrong    map[string]*kit.Ell
	password *kit.Entry
	trans    *kit.Segmented
	codecs   *kit.Select
	srtp     *kit.Select
	register *kit.Tick
	body     fyne.CanvasObject
}

func newLineEditor(of *linesSection, a softphone.Account, title string) *lineEditor {
	w, f := of.w, formOfAccount(a)
	e := &lineEditor{of: of, account: a, fields: map[string]*kit.Entry{}, wrong: map[string]*kit.Ell{}}
	e.password = kit.NewPassword("", func(string) { note(e.wrong["password"], "") })
	e.password.OnSubmitted = func(string) { e.save() }
	e.trans = kit.NewSegmented([]kit.Option{{Value: "udp", Label: "UDP"}, {Value: "tcp", Label: "TCP"}, {Value: "tls", Label: "TLS"}}, string(f.Transport), nil)
	e.codecs = kit.NewSelect("", options(codecChoices(f.Codecs, w.tr)), strings.Join(f.Codecs, ","), nil)
	e.srtp = kit.NewSelect("", options(srtpChoices(w.tr)), string(f.SRTP), nil)
	e.register = kit.NewTick(f.Register, w.tr("settings.line.register"), kit.C.Accent, nil)
	pair := func(a, b fyne.CanvasObject) any { return kit.RowS(12, kit.G(a), kit.G(b)) }
	e.body = kit.Card(20, kit.Col(12,
		kit.Heading(title),
		pair(e.text("address", f.Address), kit.Col(4, kit.Caption(w.tr("settings.line.transport")), e.trans)),
		pair(e.text("user", f.User), e.input("password", e.password)),
		pair(e.text("name", f.Name), e.text("own_number", f.OwnNumber)),
		pair(e.text("auth_user", f.AuthUser), e.text("proxy", f.Proxy)),
		pair(kit.Field(w.tr("settings.line.codecs"), e.codecs), kit.Field(w.tr("settings.line.srtp"), e.srtp)),
		pair(e.text("listen", f.Listen), kit.Col(2, kit.Empty(0, 14), e.register, kit.E(w.tr("settings.line.register_hint"), kit.C.Muted, kit.Small, kit.Reg))),
		pair(e.text("stun", f.STUN), kit.Empty(0, 0)),
		kit.Row(8, kit.Fill(), kit.Btn(kit.Default, "", w.tr("settings.line.cancel"), "", of.shut),
			kit.Btn(kit.Primary, "check", w.tr("settings.line.save"), "Enter", e.save))))
	return e
}

// text is a field of the line, with its label, its hint where it has one, and what is wrong below.
func (e *lineEditor) text(name, value string) fyne.CanvasObject {
	hint := ""
	switch name {
	case "address", "auth_user", "proxy", "own_number", "listen", "stun":
		hint = e.of.w.tr("settings.line." + name + ".hint")
	}
	in := kit.NewEntry(value, hint, func(string) { note(e.wrong[name], "") })
	in.OnSubmitted = func(string) { e.save() }
	e.fields[name] = in
	return e.input(name, in)
}

func (e *lineEditor) input(name string, in fyne.CanvasObject) fyne.CanvasObject {
	e.wrong[name] = remark(kit.C.Danger)
	return kit.Col(4, kit.Caption(e.of.w.tr("settings.line."+name)), in, e.wrong[name])
}

// save checks the fields, says what is wrong beside each, or adds the line. What was typed stays until it is saved.
func (e *lineEditor) save() {
	tr := e.of.w.tr
	f := formOfAccount(e.account)
	v := func(name string) string { return e.fields[name].Text }
	f.Address, f.User, f.AuthUser, f.Name, f.OwnNumber = v("address"), v("user"), v("auth_user"), v("name"), v("own_number")
	f.Proxy, f.Listen, f.Transport, f.Register = v("proxy"), v("listen"), softphone.Transport(e.trans.Value), e.register.On
	f.STUN = v("stun")
	f.Codecs, f.SRTP = splitList(e.codecs.Value), softphone.SRTP(e.srtp.Value)
	a, wrong := f.account(tr)
	password, known := softphone.Secret(e.password.Text), false
	if password == "" && e.account.ID != "" {
		password, known = e.of.typed[e.account.ID]
		if !known && a.Register {
			wrong["password"] = tr("settings.wrong.password")
		}
	}
	first := ""
	for _, name := range []string{"address", "user", "password", "name", "own_number", "auth_user", "proxy", "listen", "stun"} {
		note(e.wrong[name], wrong[name])
		if first == "" && wrong[name] != "" {
			first = name
		}
	}
	switch {
	case first == "password":
		e.of.w.canvas().Focus(e.password)
	case first != "":
		e.of.w.canvas().Focus(e.fields[first])
	default:
		e.of.save(a, password, func(softphone.CallID) { e.of.shut() })
	}
}
