package ui

import (
	"os"
	"testing"

	"anteroom/softphone"
	"anteroom/ui/kit"

	"fyne.io/fyne/v2"
)

// anew builds the window anew, as another theme does.
func (h *whole) anew() {
	h.t.Helper()
	h.tellAll(softphone.SettingChanged{Press: softphone.Press{At: now0}, Key: softphone.SetTheme, Value: "dark"})
	h.t.Cleanup(func() { kit.Use(h.app, kit.Light) })
}

func TestDirectory_AnotherThemeKeepsWhatIsTypedOfAContact(t *testing.T) {
	h, b := withPeople(t, "nb")
	h.strike("Ctrl+4")
	h.strike("Ctrl+N")
	old := h.directory()
	for field, text := range map[softphone.ContactField]string{softphone.FieldSurname: "Berg", fieldDeputies: "Siri Nes", fieldResponsible: "Siri"} {
		old.edit.fields[field].SetText(text)
	}
	h.anew()
	p := h.directory()
	if p == old || p.edit == nil || p.edit.fields[softphone.FieldSurname].Text != "Berg" || p.edit.fields[fieldDeputies].Text != "Siri Nes" || p.edit.fields[fieldResponsible].Text != "Siri" {
		t.Fatalf("%+v", p.edit)
	}
	p.edit.save()
	p.edit.fields[softphone.FieldPosition].SetText("Los") // while it is saved
	h.pass(0)
	if len(b.changes) != 1 || b.changes[0].Put[0].Deputies[0] != "1" || b.changes[0].Put[0].Responsible != "1" {
		t.Fatalf("%+v", b.changes)
	}
	if p.edit == nil || p.edit.fields[softphone.FieldPosition].Text != "Los" {
		t.Fatal("what was typed while it was saved is lost")
	}
	p.edit.save()
	h.pass(0)
	if len(b.changes) != 2 || b.changes[1].Put[0].ID != b.changes[0].Put[0].ID || b.changes[1].Put[0].Position != "Los" || p.edit != nil {
		t.Errorf("%+v", b.changes)
	}
}

func TestDirectory_AnotherThemeLeavesAnImportGoingOn(t *testing.T) {
	h, b := withPeople(t, "nb")
	b.gate = make(chan struct{})
	b.plan = softphone.ImportPlan{New: []softphone.PlannedContact{{Line: 3, After: softphone.Contact{ID: "9", Surname: "Moe", FirstName: "Kari"}}}}
	file := t.TempDir() + "/folk.csv"
	if err := os.WriteFile(file, []byte("x"), 0o600); err != nil {
		t.Fatal(err)
	}
	h.strike("Ctrl+4")
	h.strike("Ctrl+O")
	h.directory().reading.path.SetText(file)
	h.directory().reading.read(nil)
	h.desk.Tell(softphone.SettingChanged{Press: softphone.Press{At: now0}, Key: softphone.SetTheme, Value: "dark"})
	t.Cleanup(func() { kit.Use(h.app, kit.Light) })
	old := h.directory()
	h.paint(nil)
	p := h.directory()
	if p == old || p.reading == nil || p.reading.path.Text != file {
		t.Fatal("the import is gone")
	}
	close(b.gate)
	h.pass(0)
	reads(t, h, "1 nye", "Moe, Kari")
	var pane fyne.CanvasObject = p.reading.body
	if len(p.left.Objects) != 1 || p.left.Objects[0] != pane {
		t.Error("the import does not stand in the page")
	}
	h.strike("Ctrl+Shift+Return")
	h.pass(0)
	if len(b.changes) != 1 || p.reading != nil {
		t.Errorf("%+v", b.changes)
	}
}
