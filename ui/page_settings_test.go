package ui

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"anteroom/softphone"

	"fyne.io/fyne/v2"
)

func newSettings(t *testing.T, lang string, d *stepDesk) (*screen, *settingsPage, func()) {
	s := newScreen(t, lang, d)
	s.dataDir = "/home/ida/.local/share/anteroom"
	p := newSettingsPage(s.Window)
	pass := byHand(p.late)
	s.show(p.object(), 1160, 640)
	return s, p, pass
}

func TestSettings_EverySettingHasItsField(t *testing.T) {
	for _, lang := range []string{"nb", "en"} {
		_, p, _ := newSettings(t, lang, newStepDesk(opened()))
		found := map[softphone.SettingKey]bool{}
		for _, sec := range settingSections {
			p.turn(sec.Name)
			for k := range p.inputs {
				found[k] = true
			}
			if m := p.object().MinSize(); m.Width > 1200 || m.Height > 640 {
				t.Errorf("%s, %s needs %v", lang, sec.Name, m)
			}
		}
		for _, spec := range softphone.SettingSpecs {
			if softphone.OfGreeting(spec.Key) { // composed on the page of scripts
				continue
			}
			if found[spec.Key] == slices.Contains([]softphone.SettingKey{softphone.SetFirstCallDone, softphone.SetReportLast, softphone.SetWindow, softphone.SetRole, softphone.SetManagerPassword}, spec.Key) { // not set by hand
				t.Errorf("%s: field %v", spec.Key, found[spec.Key])
			}
		}
	}
}

func TestSettings_TextIsSavedWhenTypingPausesAndTroubleIsToldBeside(t *testing.T) {
	s, p, pass := newSettings(t, "nb", newStepDesk(opened()))
	p.turn("ringing")
	e := p.inputs[softphone.SetReturnAfter].(textInput).Entry
	s.canvas().Focus(e)
	e.SetText("0")
	pass()
	if p.errors[softphone.SetReturnAfter].Text() != "Et helt tall fra 1 til 600" || s.desk.State().Settings.Get(softphone.SetReturnAfter) != "40" {
		t.Fatalf("%q", p.errors[softphone.SetReturnAfter].Text())
	}
	e.SetText("30")
	pass()
	if p.errors[softphone.SetReturnAfter].Text() != "" || s.desk.State().Settings.Get(softphone.SetReturnAfter) != "30" {
		t.Fatalf("%q", s.desk.State().Settings.Get(softphone.SetReturnAfter))
	}
	if p.rule.Text() != "Ett ring er 1 s på og 4 s av. Svar er i tide til og med ring 4." {
		t.Errorf("%q", p.rule.Text())
	}
}

func TestSettings_HoldMusicMustBeThere(t *testing.T) {
	s, p, pass := newSettings(t, "nb", newStepDesk(opened()))
	p.turn("sound")
	e := p.inputs[softphone.SetHoldMusic].(textInput).Entry
	file := filepath.Join(t.TempDir(), "vente æ.wav")
	e.SetText(file)
	s.settled()
	pass()
	if p.errors[softphone.SetHoldMusic].Text() != "Finner ikke filen" || s.desk.State().Settings.Get(softphone.SetHoldMusic) != "" {
		t.Fatalf("%q", p.errors[softphone.SetHoldMusic].Text())
	}
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	e.SetText("")
	e.SetText(file)
	s.settled()
	pass()
	if p.errors[softphone.SetHoldMusic].Text() != "" || s.desk.State().Settings.Get(softphone.SetHoldMusic) != file {
		t.Fatalf("%q, %q", p.errors[softphone.SetHoldMusic].Text(), s.desk.State().Settings.Get(softphone.SetHoldMusic))
	}
	e.SetText("musikk.ogg")
	if p.errors[softphone.SetHoldMusic].Text() != "Filen må være WAV, MP3 eller FLAC" {
		t.Errorf("%q", p.errors[softphone.SetHoldMusic].Text())
	}
}

func TestSettings_AChangeFromOutsideShowsButNotOverTyping(t *testing.T) {
	s, p, _ := newSettings(t, "nb", newStepDesk(opened()))
	p.turn("greeting")
	name := p.inputs[softphone.SetSecretary].(textInput).Entry
	s.typeIn(name, "Ida")
	for k, v := range map[softphone.SettingKey]string{softphone.SetCompany: "Nordvik", softphone.SetSecretary: "Kari"} {
		s.desk.Tell(softphone.SettingChanged{Press: softphone.Press{At: now0}, Key: k, Value: v})
	}
	p.paint(s.desk.State(), at)
	if got := p.inputs[softphone.SetCompany].(textInput).Text; got != "Nordvik" || name.Text != "Ida" {
		t.Fatalf("company %q, name %q", got, name.Text)
	}
}

func TestSettings_TheGreetingIsPreviewedAsItIsTyped(t *testing.T) {
	d := newStepDesk(softphone.DeskOpened{At: now0, Snapshot: softphone.Snapshot{Scripts: []softphone.Script{{ID: "nb", Language: "nb",
		Operations: []softphone.Operation{{ID: "greet", Title: "Hilsen", Sentences: []string{"{greeting}, {company}, {secretary}."}}},
		Situations: []softphone.Situation{{ID: softphone.SituationReturn, Sentences: []string{"x"}}}}}}})
	s, p, _ := newSettings(t, "nb", d)
	p.turn("greeting")
	if !slices.Contains(p.preview.warns, s.tr("scripts.flaw.no_name")) {
		t.Errorf("no warning of a greeting without a name: %q", p.preview.warns)
	}
	s.typeIn(p.inputs[softphone.SetSecretary].(textInput).Entry, "Ida Holm")
	s.typeIn(p.inputs[softphone.SetCompany].(textInput).Entry, "Østby AS")
	s.typeIn(p.inputs[softphone.SetBusiness].(textInput).Entry, "verftet")
	if got := softphone.Text(p.preview.runs); got != "God dag, verftet Østby AS, Ida Holm." {
		t.Errorf("%q", got)
	}
	if len(p.preview.warns) != 0 {
		t.Errorf("%q", p.preview.warns)
	}
	s.typeIn(p.inputs[softphone.SetPosition].(textInput).Entry, "jeg lytter")
	if !strings.Contains(strings.Join(p.preview.warns, " "), "«jeg lytter» sier ingenting") {
		t.Errorf("%q", p.preview.warns)
	}
}

func TestLines_AFormSaysWhatIsWrongAndKeepsWhatWasTyped(t *testing.T) {
	s, p, _ := newSettings(t, "nb", newStepDesk(softphone.DeskOpened{At: now0}))
	p.lines.open(softphone.Account{Transport: softphone.UDP, Register: true}, s.tr("settings.line.new_title"))
	e := p.lines.edit
	s.typeIn(e.fields["user"], "ida.holm")
	e.save()
	if e.wrong["address"].Text() == "" || s.canvas().Focused() != fyne.Focusable(e.fields["address"]) || e.fields["user"].Text != "ida.holm" {
		t.Fatalf("%q", e.wrong["address"].Text())
	}
	s.typeIn(e.fields["address"], "sip.nordvik.example")
	s.typeIn(e.password, "hemmelig æ")
	e.trans.Set("tls")
	e.save()
	s.settled()
	added := lastTold[softphone.LineAdded](t, s.desk)
	if string(added.Password) != "hemmelig æ" || added.Account.Transport != softphone.TLS || !added.Account.Register || p.lines.edit != nil {
		t.Fatalf("%+v", added.Account)
	}
	p.paint(s.desk.State(), at)
	if len(p.lines.lines) != 1 || p.lines.lines[0].Account.User != "ida.holm" {
		t.Fatalf("%+v", p.lines.lines)
	}
	// The desk has the password; it is wanted again before it goes to another exchange.
	p.lines.typed = map[softphone.LineID]softphone.Secret{}
	p.lines.open(p.lines.lines[0].Account, s.tr("settings.line.edit_title", "x"))
	e = p.lines.edit
	e.turn("own")
	s.typeIn(e.fields["address"], "sip.elsewhere.example")
	e.save()
	if e.wrong["password"].Text() == "" || e.part.Value != "connection" || s.canvas().Focused() != fyne.Focusable(e.password) {
		t.Error("the password would go to another exchange unasked")
	}
	p.lines.open(p.lines.lines[0].Account, s.tr("settings.line.edit_title", "x"))
	p.lines.edit.save()
	s.settled()
	if p.lines.edit != nil || lastTold[softphone.LineAdded](t, s.desk).Password != "" {
		t.Error("a line cannot be changed without typing its password")
	}
	s.desk.Tell(softphone.LineChanged{At: now0, Line: added.Account.DefaultID(), State: softphone.LineFailed, Reason: softphone.Reason{Code: softphone.KeyringLocked}})
	s.settled()
	p.lines.open(p.lines.lines[0].Account, s.tr("settings.line.edit_title", "x"))
	p.lines.edit.save()
	if p.lines.edit == nil || p.lines.edit.wrong["password"].Text() == "" {
		t.Error("a line whose password is locked away would be saved without one")
	}
}

func TestLines_ARefusedCertificateShowsItsFingerprintAndIsTrustedByHand(t *testing.T) {
	d := newStepDesk(opened())
	const print = "0a1b2c3d"
	d.Tell(softphone.LineChanged{At: now0, Line: "l", State: softphone.LineFailed, Reason: softphone.Reason{Code: softphone.CertificateRefused, Detail: print}})
	s, p, _ := newSettings(t, "nb", d)
	if got := fingerprintWords(print); got != "0A 1B 2C 3D" {
		t.Errorf("%q", got)
	}
	p.passwords["l"] = "hemmelig"
	p.lines.trust(p.lines.lines[0])
	s.canvas().FocusNext() // from "cancel" to "trust it"
	s.canvas().Focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeySpace})
	s.settled()
	added := lastTold[softphone.LineAdded](t, s.desk)
	if added.Account.TrustedCert != print || added.Account.ID != "l" || string(added.Password) != "hemmelig" {
		t.Fatalf("%+v", added.Account)
	}
}

func TestLines_AnotherCertificateThanTheOneAcceptedIsAWarningWithBothFingerprints(t *testing.T) {
	before, now := strings.Repeat("0a", 32), strings.Repeat("1b", 32)
	e := opened().(softphone.DeskOpened)
	e.Snapshot.Accounts[0].TrustedCert = before
	d := newStepDesk(e)
	d.Tell(softphone.LineChanged{At: now0, Line: "l", State: softphone.LineFailed, Reason: softphone.Reason{Code: softphone.CertificateRefused, Detail: now}})
	s, p, _ := newSettings(t, "nb", d)
	if w := strings.Join(textsIn(p.pane.Container), "|"); !strings.Contains(w, "et annet sertifikat enn det du har godtatt") {
		t.Error(w)
	}
	if v := presentLine(d.State(), nb); strings.Contains(v.Words, "1b1b") || !strings.Contains(v.Words, "byttet") {
		t.Errorf("%+v", v)
	}
	p.lines.trust(p.lines.lines[0])
	row := strings.TrimSpace(strings.Repeat("1B ", 8))
	shown := textsIn(s.canvas().Overlays().Top())
	n := 0
	for _, line := range shown {
		if line == row {
			n++
		}
	}
	if words := strings.Join(shown, "|"); n != 4 || !strings.Contains(words, "er byttet") || !strings.Contains(words, "0A 0A") {
		t.Errorf("%d rows: %s", n, words)
	}
	s.canvas().FocusNext()
	s.canvas().Focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeySpace})
	s.settled()
	// Without a password typed here, the desk takes the one it has.
	if added := lastTold[softphone.LineAdded](t, s.desk); added.Account.TrustedCert != now || added.Password != "" {
		t.Fatalf("%+v", added.Account)
	}
}

func TestLines_ARemovedLineCanBeHadBack(t *testing.T) {
	s, p, _ := newSettings(t, "en", newStepDesk(opened()))
	before := p.lines.lines[0].Account
	p.lines.remove(before)
	s.settled()
	for _, l := range s.desk.State().Lines {
		if l.Account.ID == before.ID {
			t.Fatal("not removed")
		}
	}
	s.offer.do()
	s.settled()
	if l, ok := s.desk.State().Line(before.ID); !ok || l.Account.Address != before.Address {
		t.Fatalf("not had back: %+v", s.desk.State().Lines)
	}
}

func TestSettings_StorageSaysWherePasswordsAndDataAre(t *testing.T) {
	d := newStepDesk(softphone.DeskOpened{At: now0, Snapshot: softphone.Snapshot{SecretsInFile: true}})
	s, p, _ := newSettings(t, "nb", d)
	p.turn("storage")
	words := strings.Join(textsIn(p.pane.Container), "|")
	if !strings.Contains(words, "nøkkelring") || !strings.Contains(words, s.dataDir) {
		t.Errorf("%s", words)
	}
}
