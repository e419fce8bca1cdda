package ui

import (
	"time"

	"anteroom/softphone"
	"anteroom/ui/kit"

	"fyne.io/fyne/v2"
)

// softphoneKeys are the settings of a list that are set by hand.
func softphoneKeys(specs []softphone.SettingSpec) (out []softphone.SettingKey) {
	for _, s := range specs {
		if s.Key != softphone.SetReportLast {
			out = append(out, s.Key)
		}
	}
	return out
}

// mailPane is the part of the settings of mail that is no setting: the password, the test, the warning.
type mailPane struct {
	w        *Window
	password *kit.Entry
	to       *kit.Entry
	result   *kit.Ell
	warn     kit.Box1
	plain    bool
	drawn    bool
}

// mail is the mail server, reminders and the report of the day.
func (p *settingsPage) mail() fyne.CanvasObject {
	w := p.w
	m := &mailPane{w: w, warn: kit.Slot(), result: kit.E("", kit.C.Muted, kit.Line, kit.Reg)}
	m.password = kit.NewPassword(w.tr("settings.mail_password.hint"), nil)
	save := func() {
		secret := softphone.Secret(m.password.Text)
		w.press(func(x softphone.Press) softphone.Event { return softphone.MailPasswordSet{Press: x, Password: secret} },
			func(softphone.CallID) {
				m.password.SetText("")
				w.notify(noticeDone, w.tr("settings.mail_password.saved"))
			})
	}
	m.password.OnSubmitted = func(string) { save() }
	m.to = kit.NewEntry("", w.tr("settings.mail_test.hint"), nil)
	try := func() {
		to := m.to.Text
		if to == "" {
			to = p.typedSettings().MailServer().From
		}
		p.late.flush()
		w.press(func(x softphone.Press) softphone.Event { return softphone.MailTried{Press: x, To: to} })
	}
	m.to.OnSubmitted = func(string) { try() }
	p.mailPane = m
	return kit.Col(12,
		p.section("mail",
			kit.RowS(16, kit.GW(2, p.field(softphone.SetMailHost)), kit.GW(0.6, p.field(softphone.SetMailPort)), kit.GW(1.6, p.field(softphone.SetMailSecurity))),
			m.warn.Container,
			kit.RowS(16, kit.G(p.field(softphone.SetMailFrom)), kit.G(p.field(softphone.SetMailUser))),
			kit.RowS(16, kit.G(kit.Field(w.tr("settings.mail_password"), kit.Row(8, kit.G(m.password), kit.Btn(kit.Default, "check", w.tr("settings.mail_password.save"), "", save)))),
				kit.G(kit.Field(w.tr("settings.mail_test"), kit.Row(8, kit.G(m.to), kit.Btn(kit.Default, "mail", w.tr("settings.mail_test.send"), "", try))))),
			m.result, kit.LineH(kit.C.Border),
			kit.RowS(16, kit.G(p.field(softphone.SetRemindAfter)), kit.G(p.field(softphone.SetRemindBefore))),
			kit.RowS(16, kit.G(p.field(softphone.SetEscalateUrgent)), kit.G(p.field(softphone.SetEscalateImmediate)), kit.G(p.field(softphone.SetReportAt))),
			kit.P(w.tr("settings.mail.why"), kit.C.Muted, kit.Line, kit.Reg)))
}

// paint shows what came of the test, and warns where letters go open.
func (m *mailPane) paint(s softphone.State) {
	if plain := s.Settings.Get(softphone.SetMailSecurity) == "plain"; plain != m.plain || !m.drawn {
		m.plain, m.drawn = plain, true
		if plain {
			m.warn.Put(kit.Strip(kit.C.Warn, kit.C.WarnSoft, "warn", kit.P(m.w.tr("settings.mail.plain"), kit.C.Text, kit.Line, kit.Reg)))
		} else {
			m.warn.Put(nil)
		}
	}
	t, words, c := s.MailTest, "", kit.C.Muted
	switch {
	case t.At == (time.Time{}):
	case t.Running:
		words = m.w.tr("settings.mail_test.running", t.To)
	case t.Reason.Zero():
		words, c = m.w.tr("settings.mail_test.went", t.To, t.At.In(m.w.now().Location()).Format("15:04:05")), kit.C.Ok
	default:
		words, c = m.w.tr("settings.mail_test.failed", reasonWords(t.Reason, m.w.tr)), kit.C.Danger
	}
	m.result.SetColor(c)
	m.result.Set(words)
}
