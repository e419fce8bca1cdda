package ui

import (
	"strings"
	"testing"

	"anteroom/softphone"

	"fyne.io/fyne/v2"
)

// everyStrip is a desk with all that can stand over the page: callers of every kind, a note, a bar for a number with people
// offered, and where somebody is.
func everyStrip(t *testing.T, lang string) *whole {
	t.Helper()
	h := newWhole(t, lang, join(held("b", "91500123"), held("c", "91500124"), answered("a", "22413077"), []softphone.Event{arrives("d", "55001720"), selects("a")})...)
	h.deskPage().policy.choose("aasen")
	h.pass(0)
	h.notify(noticeRefused, strings.Repeat("Sentralen tar ikke imot forbindelsen. ", 20))
	return h
}

func TestWindow_BarsAndStripsNeverMakeItGrow(t *testing.T) {
	people := &phonebook{}
	for range dialHits {
		people.all = append(people.all, softphone.Contact{ID: softphone.ContactID(strings.Repeat("x", len(people.all)+1)), Surname: "Aasen", Numbers: []softphone.ContactNumber{{Number: "22413077"}}})
	}
	for _, l := range languages {
		h := everyStrip(t, l)
		h.contacts = people
		h.dial.ask(forDialling, "", "")
		h.dial.entry.SetText("aas")
		h.pass(0)
		if len(h.dial.offers.hits) != dialHits {
			t.Fatalf("%d are offered", len(h.dial.offers.hits))
		}
		h.where.body.Show()
		for _, p := range pageOrder {
			h.open(p.id)
			if m := h.win.Content().MinSize(); m.Width > 1280 || m.Height > 720-menuBar {
				t.Errorf("%s, page %s: at least %.0f×%.0f", l, p.id, m.Width, m.Height)
			}
		}
	}
}

// bottom is how far down an object reaches in the window.
func (h *whole) bottom(o fyne.CanvasObject) float32 {
	return h.app.Driver().AbsolutePositionForObject(o).Y + o.Size().Height
}

func TestDesk_WhatIsSaidAndWhereItStoppedAreInSightOnEveryScreen(t *testing.T) {
	for _, l := range languages {
		for _, size := range []fyne.Size{{Width: 1280, Height: 720 - menuBar}, {Width: 1440, Height: 900 - menuBar - 24}} {
			h := newWhole(t, l, join(held("b", "91500123"), answered("a", "22413077"), []softphone.Event{selects("a")})...)
			d := h.deskPage()
			h.win.Resize(size)
			h.pass(0)
			if got, foot := h.bottom(d.script.stopped), h.bottom(d.middle); got > foot {
				t.Errorf("%s, %v: the note ends at %.0f, the column at %.0f", l, size, got, foot)
			}
			if !d.script.lower.Visible() || d.script.situations.Size().Height < 20 {
				t.Errorf("%s, %v: no situations", l, size)
			}
			before := h.app.Driver().AbsolutePositionForObject(d.script.stopped)
			h.dial.ask(forDialling, "", "")
			h.pass(0)
			h.dial.close()
			h.pass(0)
			if after := h.app.Driver().AbsolutePositionForObject(d.script.stopped); after != before {
				t.Errorf("%s, %v: the dial bar moved the desk from %v to %v", l, size, before, after)
			}
		}
	}
}

func TestDesk_TheSituationThatMattersShowsInOneLine(t *testing.T) {
	h := newWhole(t, "nb", join(answered("a", "22413077"), []softphone.Event{arrives("d", "55001720"), selects("a")})...)
	p := h.deskPage().script
	fold := p.fold
	chips := p.situations.Objects[0].(*fyne.Container).Objects
	for lines := 1; lines <= mostLines; lines++ {
		fold.lines = lines
		fold.set(chips, 480, true)
		if !chips[fold.must].Visible() {
			t.Errorf("%d lines: the one that matters is folded away", lines)
		}
		if folded := !chips[len(chips)-2].Visible(); folded != chips[len(chips)-1].Visible() {
			t.Errorf("%d lines: folded %v, told %v", lines, folded, !folded)
		}
	}
}

func TestDesk_NothingTakesNoGapAboveTheSituations(t *testing.T) {
	h := newWhole(t, "nb", join(answered("a", "22413077"), []softphone.Event{selects("a")})...)
	d := h.deskPage()
	if d.callbacks.object().Visible() {
		t.Error("an empty list of callbacks takes a gap")
	}
	h.win.Resize(fyne.NewSize(1440, 900-menuBar))
	h.strike("I")
	h.pass(0)
	above, foot := d.middle.Content.MinSize().Height, d.script.lower.Size().Height
	if room := d.column.Size().Height - above - foot - 8; d.script.fold.lines < mostLines && room > 31 {
		t.Errorf("%d lines of situations, and %.0f left where another takes 31", d.script.fold.lines, room)
	}
}
