package ui

import (
	"strings"
	"testing"

	"anteroom/softphone"
	"anteroom/ui/kit"

	"fyne.io/fyne/v2"
)

// Everything that can be pressed has room for its words and its key, in the smallest window, on every page.
func TestButtons_HaveRoomForTheirWordsAndKeys(t *testing.T) {
	m := softphone.Message{ID: "m", State: softphone.New, For: "Henrik Aasen", Surname: "Bjørnstad", FirstName: "Åse", Number: "55001720", Taken: at, Changed: at}
	for _, l := range languages {
		h := newWhole(t, l, join(answered("a", "22413077"), held("b", "91500123"), []softphone.Event{arrives("c", "55001720"), selects("a")})...)
		h.win.Resize(fyne.NewSize(1280, 720-menuBar))
		look := func(where string) {
			t.Helper()
			kit.Relay(h.win.Content())
			everyObject(h.win.Content(), func(o fyne.CanvasObject) {
				if _, ok := o.(interface {
					Hint() string
					fyne.Tappable
				}); ok && o.Size().Width > 0 && o.MinSize().Width > o.Size().Width+0.5 {
					t.Errorf("%s, %s: %q has %.0f and needs %.0f", l, where, strings.Join(textsIn(o), " "), o.Size().Width, o.MinSize().Width)
				}
			})
		}
		for _, p := range pageOrder {
			h.open(p.id)
			look(string(p.id))
		}
		for _, s := range settingSections {
			h.openSettings(s.Name)
			look("settings " + s.Name)
		}
		h.open(pageMessages)
		p := h.messagesPage()
		for what, d := range map[string]messageDetail{"new": {}, "mail in trouble": {MailTrouble: true}} {
			p.detail.Put(p.deeds(m, d, false))
			look("a message, " + what)
		}
		p.detail.Put(newReportSheet(h.Window, "").body)
		look("the report")
	}
}
