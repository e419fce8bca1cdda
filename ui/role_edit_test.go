package ui

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"anteroom/softphone"
	"anteroom/ui/kit"
)

// locked is an office whose manager has set the password "long enough".
func (h *whole) locked() {
	h.tellAll(softphone.DeedsLocked{Press: softphone.Press{At: now0}, Sealed: "sealed:long enough"})
}

// opens gives the password to the question on screen.
func (h *whole) opens(password string) {
	h.t.Helper()
	h.pass(0)
	e, ok := h.canvas().Focused().(*kit.Entry)
	if !ok || !e.Password {
		h.t.Fatalf("no password is asked for: %T", h.canvas().Focused())
	}
	h.writeIn(password)
	h.strike("Return")
	h.pass(0)
}

func TestRole_APolicySheetIsOpenedOnceByThePasswordAndClosedWithThePage(t *testing.T) {
	h := newWhole(t, "nb")
	h.locked()
	h.open(pagePolicy)
	rules := func() int {
		x, _ := h.desk.State().Principal("aasen")
		return len(x.Policy.Rules)
	}
	p := h.pages[pagePolicy].(*policyPage)
	p.pick(softphone.AskQuiet)
	h.strike("Insert")
	h.opens("not it")
	if p.rows[softphone.AskQuiet-1].edit != nil {
		t.Fatal("the wrong password opens the sheet")
	}
	h.strike("Insert")
	h.opens("long enough")
	h.writeIn("man–fre 12–15")
	h.strike("Return")
	h.pass(0)
	if rules() != 1 {
		t.Fatalf("%d rules: %s", rules(), h.reads())
	}
	h.canvas().Unfocus()
	h.strike("Ctrl+U") // asks no more
	h.pass(0)
	if rules() != 0 {
		t.Fatal("not undone while the sheet is open")
	}
	h.open(pageDesk)
	h.open(pagePolicy)
	h.canvas().Focus(p.answers[p.current-1])
	before := p.answers[p.current-1].Text
	h.writeIn("x")
	if now := p.answers[p.current-1].Text; now != before {
		t.Errorf("typed in a sheet that is closed: %q", now)
	}
	h.opens("long enough")
	h.writeIn("xy")
	if got := p.edit.Policy.Notes[p.current-1]; !strings.Contains(got, "xy") {
		t.Errorf("the note is %q", got)
	}
}

func TestRole_AScriptIsSavedAndAContactRemovedOnlyByWhoMay(t *testing.T) {
	b := &scriptShelf{}
	h, p, pass := newScripts(t, "nb", b)
	h.locked()
	edit := func(title string) {
		p.choose(softphone.GeneralScript)
		p.parts["title0"].(*kit.Entry).SetText(title)
		pass()
	}
	edit("Velkomst")
	h.pass(0)
	if p.changed(softphone.GeneralScript) {
		t.Fatal("a draft is begun without the password")
	}
	h.opens("long enough")
	edit("Velkomst")
	h.strike("Ctrl+Shift+V")
	h.pass(0)
	if len(b.saved) == 0 {
		t.Fatalf("not saved: %s", h.reads())
	}
	h.tellAll(softphone.RoleChosen{Press: softphone.Press{At: now0}, Role: softphone.Trainee})
	n := len(b.saved)
	edit("Hilsen")
	if p.changed(softphone.GeneralScript) {
		t.Error("a trainee drafts scripts")
	}
	h.strike("Ctrl+Shift+V")
	h.pass(0)
	if len(b.saved) != n {
		t.Error("a trainee saves scripts")
	}
	book := h.contacts.(*phonebook)
	h.open(pageDirectory)
	h.pass(0)
	d := h.directory()
	d.chosen = softphone.Contact{ID: "1", Surname: "Berg"}
	d.remove()
	h.pass(0)
	if len(book.changes) != 0 {
		t.Error("a trainee removes contacts")
	}
	if s := h.reads(); !strings.Contains(s, h.tr("reason.not_yours")) {
		t.Errorf("nobody says why: %s", s)
	}
}

func TestRole_TheGreetingIsTypedOnlyByWhoMay(t *testing.T) {
	h, p, pass := newScripts(t, "en", &scriptShelf{})
	h.locked()
	p.choose("")
	key := softphone.GreetingKeys("en")[0]
	greet := func() string { return h.desk.State().Settings.Get(key) }
	before := greet()
	h.canvas().Focus(p.parts["phrase0"])
	h.writeIn("x")
	pass()
	if greet() != before || p.parts["phrase0"].(*kit.Entry).Text != p.greetingParts().Phrase {
		t.Fatalf("typed without the password: %q", p.parts["phrase0"].(*kit.Entry).Text)
	}
	h.opens("long enough")
	if h.canvas().Focused() != p.parts["phrase0"] {
		t.Fatal("the caret is not back in the field")
	}
	h.writeIn("Good day")
	p.late.flush()
	pass()
	if !strings.Contains(greet(), "Good day") {
		t.Errorf("the greeting is %q", greet())
	}
}

func TestRole_ALinesOwnGreetingIsChangedOnlyByWhoMay(t *testing.T) {
	h := newWhole(t, "nb", lineUp)
	h.locked()
	h.open(pageSettings)
	lines := h.pages[pageSettings].(*settingsPage).lines
	line := h.desk.State().Lines[0].Account
	greeting := func() softphone.LineOwn {
		l, _ := h.desk.State().Line(line.ID)
		return l.Account.Own
	}
	lines.open(line, "x")
	lines.edit.fields["company"].SetText("Fjord Båt") // the rest of a line is the secretary's
	lines.edit.save()
	h.pass(0)
	if greeting().Company != "Fjord Båt" || lines.edit != nil {
		t.Fatalf("%+v", greeting())
	}
	line, _ = func() (softphone.Account, bool) { l, ok := h.desk.State().Line(line.ID); return l.Account, ok }()
	lines.open(line, "x")
	lines.edit.fields["greeting"].SetText("Hei, dette er {company}.")
	lines.edit.save()
	h.opens("not it")
	if greeting().Greeting != "" || lines.edit == nil || lines.edit.fields["greeting"].Text == "" {
		t.Fatalf("the wrong password changes it, or what was typed is lost: %+v", greeting())
	}
	lines.edit.save()
	h.opens("long enough")
	if greeting().Greeting != "Hei, dette er {company}." || lines.edit != nil {
		t.Fatalf("%+v", greeting())
	}
	h.tellAll(softphone.RoleChosen{Press: softphone.Press{At: now0}, Role: softphone.Trainee})
	line.Own = greeting()
	lines.open(line, "x")
	lines.edit.fields["greeting"].SetText("")
	lines.edit.save()
	h.pass(0)
	if greeting().Greeting == "" || !strings.Contains(h.reads(), h.tr("reason.not_yours")) {
		t.Errorf("a trainee takes a line's greeting away: %+v", greeting())
	}
}

func TestRole_ATraineeNeitherRemovesAnswersNorTakesTheDirectoryOut(t *testing.T) {
	h, shelf := withAnswers(t, "nb", quay)
	h.tellAll(softphone.RoleChosen{Press: softphone.Press{At: now0}, Role: softphone.Trainee})
	h.chooseAnswer("x")
	h.answersOf().remove()
	h.pass(0)
	if kit.TopDialog(h.canvas()) != nil || len(shelf.all) != 2 || !strings.Contains(h.reads(), h.tr("reason.not_yours")) {
		t.Errorf("a trainee removes answers: %s", h.reads())
	}
	h.open(pageDirectory)
	h.Window.run("contact_export")
	h.pass(0)
	if left, _ := os.ReadDir(filepath.Join(h.dataDir, "export")); len(left) != 0 {
		t.Errorf("a trainee took the directory out: %v", left)
	}
	h.tellAll(softphone.RoleChosen{Press: softphone.Press{At: now0}, Role: softphone.Secretary})
	h.Window.run("contact_export")
	h.pass(0)
	if left, _ := os.ReadDir(filepath.Join(h.dataDir, "export")); len(left) != 2 {
		t.Errorf("the secretary did not: %v", left)
	}
}

func TestRole_IsAskedAtTheStartWhereItIsNotAlwaysTheSecretary(t *testing.T) {
	const asks = "Hvem sitter ved pulten"
	role := func(r softphone.Role) softphone.Event {
		return softphone.RoleChosen{Press: softphone.Press{At: now0}, Role: r, Proven: true}
	}
	h := newWhole(t, "nb", lineUp)
	if strings.Contains(h.reads(), asks) {
		t.Error("it is asked where nobody else ever sat")
	}
	h = newWhole(t, "nb", lineUp, role(softphone.Trainee))
	reads(t, h, asks, "Sekretær", "Kontorleder", "Under opplæring")
	h.click("Sekretær")
	if r := h.desk.State().Role(); r != softphone.Secretary || strings.Contains(h.reads(), asks) {
		t.Errorf("%s sits at the desk: %s", r, h.reads())
	}
	h.tellAll(role(softphone.Trainee))
	if strings.Contains(h.reads(), asks) {
		t.Error("it is asked after the start")
	}
	h = newWhole(t, "nb", join([]softphone.Event{role(softphone.Trainee)}, answered("a", "22413077"))...)
	if strings.Contains(h.reads(), asks) {
		t.Error("it is asked while somebody is talked to")
	}
}
