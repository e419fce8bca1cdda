package ui

import (
	"time"

	"anteroom/softphone"
)

// seenNotices is what the secretary has put away since the start.
type seenNotices struct{ unfinished, offered, role bool }

// practiceLine is a practice caller in the list.
type practiceLine struct{ ID, Name, Story string }

// idleView is what shows while no call is up: notices of the last run, and the practice callers.
type idleView struct {
	Role       softphone.Role // who sat here last, where that is asked; "" where it is not
	Unfinished string         // words; "" for no notice
	Offered    string
	OfferedID  softphone.MessageID
	Practice   bool
	Trouble    string
	Callers    []practiceLine
}

func presentIdle(s softphone.State, now time.Time, seen seenNotices, say wording) idleView {
	v := idleView{}
	if anyCall(s, softphone.Call.Live) { // what is said now needs the room
		return v
	}
	if !seen.role {
		v.Role = s.Role()
	}
	if n := len(s.Unfinished); n > 0 && !seen.unfinished {
		v.Unfinished = say("desk.unfinished.several", n)
		if c, ok := s.Call(s.Unfinished[0]); ok && n == 1 {
			v.Unfinished = say("desk.unfinished.one", titleOf(c, say), c.Started.In(now.Location()).Format("15:04"))
		}
	}
	if n := len(s.Offered); n > 0 && !seen.offered {
		v.OfferedID = s.Offered[n-1]
		v.Offered = say("desk.offered.several", n)
		if m, ok := s.Draft(v.OfferedID); ok && n == 1 {
			v.Offered = say("desk.offered.one", draftWords(m, say))
		}
	}
	if !s.PracticeTrouble.Zero() {
		v.Trouble = reasonWords(s.PracticeTrouble, say)
	}
	v.Practice = s.PracticeOpen
	if !s.PracticeOpen {
		return v
	}
	lang := s.Settings.Get(softphone.SetLanguage)
	for _, c := range s.Practice {
		if c.Language == lang {
			v.Callers = append(v.Callers, practiceLine{c.ID, c.Name, c.Story})
		}
	}
	return v
}

// draftWords says whose a draft is, as well as is known.
func draftWords(m softphone.Message, say wording) string {
	who := joinSpace(m.FirstName, m.Surname)
	if who == "" {
		who = m.Organisation
	}
	if who == "" {
		who = groupIfDigits(m.Number)
	}
	if who == "" {
		who = say("desk.unknown")
	}
	if m.For == "" {
		return who
	}
	return who + " → " + m.For
}

func joinSpace(a, b string) string {
	if a == "" || b == "" {
		return a + b
	}
	return a + " " + b
}
