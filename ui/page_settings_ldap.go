package ui

import (
	"context"

	"anteroom/softphone"
	"anteroom/ui/kit"

	"fyne.io/fyne/v2"
)

// ldapKeys are the settings of the directory server.
func ldapKeys() (out []softphone.SettingKey) {
	for _, s := range softphone.LDAPSpecs {
		out = append(out, s.Key)
	}
	return out
}

// elsewhere is the directory server: where it is, who asks, and a question to try it.
func (p *settingsPage) elsewhere() fyne.CanvasObject {
	w := p.w
	password := kit.NewPassword(w.tr("settings.ldap_password.hint"), nil)
	save := func() {
		secret := softphone.Secret(password.Text)
		w.read(func(ctx context.Context) func() {
			err := w.ldapSecret.SaveLDAPPassword(ctx, secret)
			return func() {
				if err != nil {
					w.refuse(err)
					return
				}
				password.SetText("")
				w.notify(noticeDone, w.tr("settings.ldap_password.saved"))
			}
		})
	}
	password.OnSubmitted = func(string) { save() }
	result := kit.P(w.tr("settings.ldap.why"), kit.C.Muted, kit.Line, kit.Reg)
	shown := kit.Slot()
	shown.Put(result)
	words := kit.NewEntry("", w.tr("settings.ldap_test.hint"), nil)
	try := func() {
		p.late.flush()
		asked := words.Text
		w.read(func(ctx context.Context) func() {
			all, err := w.elsewhere.Find(ctx, asked, hitsOfKind)
			return func() {
				text, ink := plural(w.tr, "directory.hits", len(all)), kit.C.Ok
				for i, c := range all {
					if i < 3 {
						text += " · " + listedName(c)
					}
				}
				if err != nil {
					text, ink = reasonWords(err, w.tr), kit.C.Danger
				}
				shown.Put(kit.P(text, ink, kit.Line, kit.Med))
			}
		})
	}
	words.OnSubmitted = func(string) { try() }
	return kit.Col(12, p.section("directory",
		kit.RowS(16, kit.GW(2, p.field(softphone.SetLDAPServer)), kit.GW(1.6, p.field(softphone.SetLDAPSecurity))),
		kit.RowS(16, kit.G(p.field(softphone.SetLDAPBase)), kit.G(p.field(softphone.SetLDAPCA))),
		kit.RowS(16, kit.G(p.field(softphone.SetLDAPBind)),
			kit.G(kit.Field(w.tr("settings.ldap_password"), kit.Row(8, kit.G(password), kit.Btn(kit.Default, "check", w.tr("settings.ldap_password.save"), "", save))))),
		p.field(softphone.SetLDAPFilter), p.field(softphone.SetLDAPMap),
		kit.Field(w.tr("settings.ldap_test"), kit.Row(8, kit.G(words), kit.Btn(kit.Default, "search", w.tr("settings.ldap_test.ask"), "", try))),
		shown.Container))
}
