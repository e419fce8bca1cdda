package ui

import (
	"strconv"
	"strings"
	"time"

	"anteroom/softphone"
	"anteroom/ui/kit"
)

// What the commands do, and when they apply.

// pressed makes a command's deed of a press.
func pressed(e func(*Window, softphone.Press) softphone.Event) func(*Window, string) {
	return func(w *Window, _ string) {
		w.press(func(p softphone.Press) softphone.Event { return e(w, p) })
	}
}

func answer(w *Window, p softphone.Press) softphone.Event {
	if c, ok := toAnswer(w.state); ok {
		p.Call = c.ID
	}
	return softphone.AnswerPressed{Press: p}
}

func reject(w *Window, p softphone.Press) softphone.Event {
	if c, ok := toAnswer(w.state); ok {
		p.Call = c.ID
	}
	return softphone.RejectPressed{Press: p}
}

func askLater(w *Window, p softphone.Press) softphone.Event {
	if c, ok := toAnswer(w.state); ok {
		p.Call = c.ID
	}
	return softphone.LaterPressed{Press: p}
}

func silence(_ *Window, p softphone.Press) softphone.Event { return softphone.SilencePressed{Press: p} }
func hangUp(_ *Window, p softphone.Press) softphone.Event  { return softphone.HangUpPressed{Press: p} }
func wrongNumber(_ *Window, p softphone.Press) softphone.Event {
	return softphone.WrongNumberPressed{Press: p}
}
func otherWording(_ *Window, p softphone.Press) softphone.Event {
	return softphone.WordingPressed{Press: p}
}
func actSituation(_ *Window, p softphone.Press) softphone.Event {
	return softphone.SituationActed{Press: p}
}
func nextStep(_ *Window, p softphone.Press) softphone.Event { return softphone.NextPressed{Press: p} }
func previousStep(_ *Window, p softphone.Press) softphone.Event {
	return softphone.PreviousPressed{Press: p}
}

// holdOrTakeBack holds the call talked to; where nobody is, it takes the selected or the most urgent one back.
func holdOrTakeBack(w *Window, _ string) {
	for _, c := range w.state.Calls {
		if talkedTo(c) && c.Changing == "" {
			w.press(func(p softphone.Press) softphone.Event { p.Call = c.ID; return softphone.HoldPressed{Press: p} },
				func(softphone.CallID) { w.askStopped(c.ID) })
			return
		}
	}
	w.press(func(p softphone.Press) softphone.Event { return softphone.ResumePressed{Press: p} })
}

// returnTo goes back to the waiting caller nearest zero, or to the one after.
func returnTo(nth int) func(*Window, string) {
	return func(w *Window, _ string) {
		held := waiting(w.state)
		if nth >= len(held) {
			return
		}
		w.press(func(p softphone.Press) softphone.Event {
			p.Call = held[nth].ID
			return softphone.ReturnPressed{Press: p}
		})
	}
}

// choose follows a choice of the script; a number that has none does nothing.
func choose(w *Window, arg string) {
	n, err := strconv.Atoi(arg)
	g, ok := softphone.GuideFor(w.state, w.state.Selected, w.now())
	if err != nil || !ok || n > len(g.Choices) && len(g.Minutes) == 0 {
		return
	}
	w.press(func(p softphone.Press) softphone.Event { return softphone.ChoicePressed{Press: p, Number: n} })
}

// situate lays the situation of a letter over the script; the letter of the one that lies there takes it off.
func situate(w *Window, letter string) {
	g, ok := softphone.GuideFor(w.state, w.state.Selected, w.now())
	if !ok {
		return
	}
	for _, x := range g.All {
		if strings.EqualFold(x.Key, letter) {
			id := x.ID
			if g.Situation == id {
				id = ""
			}
			w.press(func(p softphone.Press) softphone.Event { return softphone.SituationPressed{Press: p, Situation: id} })
			return
		}
	}
}

func (w *Window) selectCall(id softphone.CallID) {
	w.press(func(p softphone.Press) softphone.Event { p.Call = id; return softphone.SelectPressed{Press: p} })
}

// selectBy moves the selection along the cards of the left column.
func selectBy(by int) func(*Window, string) {
	return func(w *Window, _ string) {
		all := inOrder(w.state)
		at := -1
		for i, c := range all {
			if c.ID == w.state.Selected {
				at = i
			}
		}
		if to := at + by; to >= 0 && to < len(all) {
			w.selectCall(all[to].ID)
		}
	}
}

func (w *Window) practise(caller string) {
	w.press(func(p softphone.Press) softphone.Event { return softphone.PracticePressed{Press: p, Caller: caller} })
}

// escape goes one thing back: the welcome card, the ring sound, the dial bar, a text field, a situation, the sheet.
func escape(w *Window, _ string) {
	switch c, _ := w.state.Call(w.state.Selected); {
	case w.frame.welcomeUp():
		w.frame.closeWelcome()
	case w.frame.bars.escape():
	case w.frame.ringing.up() && ringingAloud(w.state): // the pop-up says so
		w.run("silence")
	case w.at == pageDirectory && w.directory().escape():
	case w.dial.open():
		w.dial.close()
	case w.where.open():
		w.where.close()
	case ringingAloud(w.state):
		w.run("silence")
	case w.at == pageDesk && w.deskPage().answers.searching():
		w.deskPage().answers.leave()
	case w.at == pageMessages && w.messagesPage().closeReport():
	case w.at == pagePolicy && w.pages[pagePolicy].(*policyPage).stopEditing():
	case w.at == pageHelp && w.canvas().Overlays().Top() == nil: // as its button says
		w.open(pageDesk)
	case w.canvas().Focused() != nil:
		w.canvas().Unfocus()
	case w.at == pageDesk && tiedShown(w.state):
		w.run("take_back")
	case w.at == pageDesk && c.Situation != "":
		w.press(func(p softphone.Press) softphone.Event { return softphone.SituationPressed{Press: p} })
	case w.at == pageDesk && w.deskPage().unfolded:
		w.deskPage().unfoldPolicy(false)
	case w.at != pageDesk:
		w.open(pageDesk)
	}
}

// textScrolls: the caret is in a field of several lines, where PgUp and PgDn move in the text.
func (w *Window) textScrolls() bool {
	e, ok := w.canvas().Focused().(*kit.Entry)
	return ok && e.MultiLine
}

func (w *Window) deskPage() *deskPage { return w.pages[pageDesk].(*deskPage) }

// toAnswer is the call that the key answers: the one shown, else the first in line.
func toAnswer(s softphone.State) (softphone.Call, bool) {
	if c, ok := s.Call(s.Selected); ok && canAnswer(c) {
		return c, true
	}
	if all := s.RingingIn(); len(all) > 0 {
		return all[0], true
	}
	return softphone.Call{}, false
}

func canAnswer(c softphone.Call) bool {
	return c.Direction == softphone.In && c.State == softphone.Ringing && c.Changing == ""
}

func anyCall(s softphone.State, ok func(softphone.Call) bool) bool {
	for _, c := range s.Calls {
		if ok(c) {
			return true
		}
	}
	return false
}

// talkedTo: the secretary is in it, unlike in two calls that are joined.
func talkedTo(c softphone.Call) bool { return c.State == softphone.Talking && c.Bridged == "" }

func someRinging(s softphone.State) bool  { return anyCall(s, canAnswer) }
func ringingAloud(s softphone.State) bool { return s.Ringing && !s.Silenced }
func someHeld(s softphone.State) bool     { return len(waiting(s)) > 0 }
func severalHeld(s softphone.State) bool  { return len(waiting(s)) > 1 }
func practiceOpen(s softphone.State) bool { return s.PracticeOpen }
func somePrincipal(s softphone.State) bool {
	return len(s.Principals) > 0
}
func holdable(s softphone.State) bool {
	return someHeld(s) || anyCall(s, talkedTo)
}
func hangable(s softphone.State) bool {
	c, ok := s.Call(s.Selected)
	return ok && (c.State == softphone.Held || c.Bridged != "") || anyCall(s, func(c softphone.Call) bool {
		return talkedTo(c) || c.Direction == softphone.Out && (c.State == softphone.Ringing || c.State == softphone.Early)
	})
}
func someSelected(s softphone.State) bool { _, ok := s.Call(s.Selected); return ok }
func someSelectedLive(s softphone.State) bool {
	c, ok := s.Call(s.Selected)
	return ok && c.Live()
}
func situationActs(s softphone.State) bool {
	g, ok := softphone.GuideFor(s, s.Selected, time.Time{})
	return ok && s.Selected != "" && g.Action != ""
}

// askStopped asks where the talk stopped, unless she writes something else or has noted it.
func (w *Window) askStopped(id softphone.CallID) {
	c, _ := w.state.Call(id)
	if w.at == pageDesk && w.state.Selected == id && c.Live() && c.StoppedAt == "" && w.canvas().Focused() == nil && w.canvas().Overlays().Top() == nil {
		w.deskPage().focusStopped()
	}
}
