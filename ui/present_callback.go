package ui

import (
	"time"

	"anteroom/softphone"
)

// callbacksListed is how many callbacks the desk shows; the rest are counted.
const callbacksListed = 8

// callbackView is the callback being written, and the list of what is promised while no call is up.
type callbackView struct {
	Form callbackForm
	List []callbackRow
	Head string // how many are open, and how many late
	Late bool
	More string
	Idle bool // the list shows
}

// callbackForm is the one being written; its ID is "" for none.
type callbackForm struct {
	Callback softphone.Callback
	Title    string
	What     string // label of the field
	Due      string // what the time typed comes to, in words
	Unknown  bool   // it is not understood
}

// callbackRow is one promise in the list.
type callbackRow struct {
	ID                softphone.CallbackID
	Name, Under, What string
	When              string
	Late, Done        bool
	Unfinished        bool
	Ring              bool   // has a number to ring
	Key               string // of the deed that rings it
}

// presentCallbacks shows the callback in hand for the selected call, or the one that was taken up from the list.
func presentCallbacks(s softphone.State, editing softphone.CallbackID, now time.Time, say wording) callbackView {
	v := callbackView{Idle: !anyCall(s, softphone.Call.Live)}
	b, ok := s.CallbackInHand(s.Selected)
	if x, known := s.Callback(editing); known && x.Open() && v.Idle {
		b, ok = x, true
	}
	if c, _ := s.Call(s.Selected); ok && (v.Idle && b.ID == editing || c.Live() || b.Call == s.Selected) {
		v.Form = callbackForm{Callback: b, Title: say("callback.title"), What: say("callback.what")}
		if b.Kind == softphone.Task {
			v.Form.Title, v.Form.What = say("callback.title.task"), say("callback.what.task")
		}
		switch {
		case !b.Due.IsZero():
			v.Form.Due = say("callback.due", dateAndClock(b.Due, now, say))
		case b.When != "":
			v.Form.Due, v.Form.Unknown = say("callback.due.unknown"), true
		}
	}
	if !v.Idle {
		return v
	}
	next, _ := s.NextCallback()
	open := s.OpenCallbacks()
	late := 0
	for i, b := range open {
		if b.Late(now) {
			late++
		}
		if i >= callbacksListed {
			continue
		}
		row := callbackLine(b, now, say)
		if b.ID == next.ID {
			row.Key = commandNamed("callback_next").cap(say)
		}
		v.List = append(v.List, row)
	}
	if n := len(open) - callbacksListed; n > 0 {
		v.More = say("callback.more", n)
	}
	v.Late = late > 0
	if len(open) > 0 {
		v.Head = plural(say, "callback.list.count", len(open))
	}
	if late > 0 {
		v.Head = joinDots(v.Head, say("callback.list.late", late))
	}
	for _, b := range s.Callbacks {
		if !b.Open() {
			v.List = append(v.List, callbackLine(b, now, say))
		}
	}
	return v
}

func callbackLine(b softphone.Callback, now time.Time, say wording) callbackRow {
	r := callbackRow{ID: b.ID, Name: b.Name, Under: groupIfDigits(b.Number), What: b.What, Late: b.Late(now), Done: !b.Open(),
		Unfinished: b.Agreed.IsZero(), Ring: softphone.CleanNumber(b.Number) != ""}
	if r.Name == "" {
		r.Name, r.Under = r.Under, ""
	}
	if r.Name == "" {
		r.Name = say("callback.kind." + string(b.Kind))
	}
	switch {
	case r.Done:
		r.When = say("callback.done_at", dayAndClock(b.Done, now, say))
	case r.Unfinished:
		r.When = say("callback.unfinished")
	case r.Late:
		r.When = say("callback.late", dayAndClock(b.Due, now, say))
	case !b.Due.IsZero():
		r.When = dayAndClock(b.Due, now, say)
	case b.When != "":
		r.When = b.When
	default:
		r.When = say("callback.no_time")
	}
	return r
}

// advice is what the desk suggests for the call shown: one thing at a time, the most pressing.
func advice(s softphone.State, c softphone.Call, now time.Time, say wording) (string, tone) {
	if !c.Live() || c.ConsultFor != "" || c.Answered.IsZero() {
		return "", toneMuted
	}
	waited := c.HeldFor(now)
	p, promised := c.Promised()
	switch today := c.RedirectedToday(); {
	case promised && !now.Before(p.Due):
		return say("desk.promise.over"), toneDanger
	case s.OwesNextStep(c):
		return say("desk.refusal.owed"), toneWarn
	case today >= softphone.ManyRedirects:
		return say("desk.redirects.warn", today), toneWarn
	case waited >= time.Duration(s.Settings.Number(softphone.SetLongWait))*time.Second:
		return say("desk.long_wait.offer", say("desk.search.minutes", int(waited/time.Minute))), toneWarn
	case today == 1 && (c.Transfer.Active() || c.Situation == "redirect"):
		return say("desk.redirects.once"), toneAccent
	}
	return "", toneMuted
}
