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
	own      *lineOwnForm
	part     *kit.Segmented // which of the two parts shows
	parts    map[string]fyne.CanvasObject
	shown    kit.Box1
	body     fyne.CanvasObject
}

func newLineEditor(of *linesSection, a softphone.Account, title string) *lineEditor {
	w, f := of.w, formOfAccount(a)
	e := &lineEditor{of: of, account: a, fields: map[string]*kit.Entry{}, wrong: map[string]*kit.Ell{}}
	hint := ""
	if a.ID != "" {
		hint = w.tr("settings.line.password.kept")
	}
	e.password = kit.NewPassword(hint, func(string) { note(e.wrong["password"], "") })
	e.password.OnSubmitted = func(string) { e.save() }
	e.trans = kit.NewSegmented([]kit.Option{{Value: "udp", Label: "UDP"}, {Value: "tcp", Label: "TCP"}, {Value: "tls", Label: "TLS"}}, string(f.Transport), nil)
	e.codecs = kit.NewSelect("", options(codecChoices(f.Codecs, w.tr)), strings.Join(f.Codecs, ","), nil)
	e.srtp = kit.NewSelect("", options(srtpChoices(w.tr)), string(f.SRTP), nil)
	e.register = kit.NewTick(f.Register, w.tr("settings.line.register"), kit.C.Accent, nil)
	pair := func(a, b fyne.CanvasObject) any { return kit.RowS(12, kit.G(a), kit.G(b)) }
	connection := kit.Col(12,
		pair(e.text("address", f.Address), kit.Col(4, kit.Caption(w.tr("settings.line.transport")), e.trans)),
		pair(e.text("user", f.User), e.input("password", e.password)),
		pair(e.text("name", f.Name), e.text("own_number", f.OwnNumber)),
		pair(e.text("auth_user", f.AuthUser), e.text("proxy", f.Proxy)),
		pair(kit.Field(w.tr("settings.line.codecs"), e.codecs), kit.Field(w.tr("settings.line.srtp"), e.srtp)),
		pair(e.text("listen", f.Listen), e.text("stun", f.STUN)),
		kit.Col(2, e.register, kit.E(w.tr("settings.line.register_hint"), kit.C.Muted, kit.Small, kit.Reg)))
	e.own = e.newOwn(f, pair)
	e.parts = map[string]fyne.CanvasObject{"connection": connection, "own": e.own.body}
	e.shown = kit.Slot()
	e.part = kit.NewSegmented([]kit.Option{{Value: "connection", Label: w.tr("settings.line.part.connection")}, {Value: "own", Label: w.tr("settings.line.part.own")}},
		"connection", e.turn)
	e.turn("connection")
	e.sayGreeting()
	e.body = kit.Card(20, kit.Col(12,
		kit.Row(12, kit.G(kit.Heading(title)), kit.W(340, e.part)), e.shown.Container,
		kit.Row(8, kit.Fill(), kit.Btn(kit.Default, "", w.tr("settings.line.cancel"), "", of.shut),
			kit.Btn(kit.Primary, "check", w.tr("settings.line.save"), "Enter", e.save))))
	return e
}

// turn shows one part of the form.
func (e *lineEditor) turn(part string) {
	e.part.Set(part)
	e.shown.Put(e.parts[part])
}

// text is a field of the line, with its label, its hint where it has one, and what is wrong below.
func (e *lineEditor) text(name, value string) fyne.CanvasObject {
	hint := ""
	switch name {
	case "address", "auth_user", "proxy", "own_number", "listen", "stun", "greeting", "hold_music":
		hint = e.of.w.tr("settings.line." + name + ".hint")
	case "company":
		hint = e.of.w.tr("settings.line.company.none")
		if all := e.of.w.state.Settings.Get(softphone.SetCompany); all != "" {
			hint = e.of.w.tr("settings.line.company.hint", all)
		}
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
	e.own.put(e, &f)
	a, wrong := f.account(tr)
	password := softphone.Secret(e.password.Text)
	if password == "" && e.account.ID != "" {
		known := false
		if password, known = e.of.typed[e.account.ID]; !known && e.wantsPassword(a) {
			wrong["password"] = tr("settings.wrong.password")
		}
	}
	first := ""
	for _, name := range []string{"address", "user", "password", "name", "own_number", "auth_user", "proxy", "listen", "stun", "company", "greeting", "hold_music"} {
		note(e.wrong[name], wrong[name])
		if first == "" && wrong[name] != "" {
			first = name
		}
	}
	switch {
	case first == "password":
		e.turn("connection")
		e.of.w.canvas().Focus(e.password)
	case first != "":
		e.turn(partOf(first))
		e.of.w.canvas().Focus(e.fields[first])
	default:
		save := func() { e.of.save(a, password, func(softphone.CallID) { e.of.shut() }) }
		if e.of.w.state.GreetsAnew(a) { // as the greeting of the house
			e.of.w.may(softphone.DeedScripts, save)
			return
		}
		save()
	}
}

// partOf is the part of the form that a field is in.
func partOf(field string) string {
	switch field {
	case "company", "greeting", "hold_music":
		return "own"
	}
	return "connection"
}

// wantsPassword: the desk has the password of a line that is there. It is wanted again where it would go to somebody else,
// and where the keyring did not give it.
func (e *lineEditor) wantsPassword(a softphone.Account) bool {
	l, known := e.of.w.state.Line(a.ID)
	was := e.account
	return a.Register && (!known || !was.Register || l.Reason.Code == softphone.KeyringLocked ||
		a.Address != was.Address || a.Proxy != was.Proxy || a.User != was.User || a.AuthUser != was.AuthUser)
}
