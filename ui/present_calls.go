package ui

import (
	"slices"
	"time"

	"anteroom/softphone"
)

// cardKind is which of the left column's groups a call stands in.
type cardKind int

const (
	cardRinging cardKind = iota
	cardDialling
	cardTalking
	cardWaiting
	cardEnded
)

// callCard is what a card of the left column shows between the ticks of its clock.
type callCard struct {
	ID       softphone.CallID
	Kind     cardKind
	Selected bool
	Name     string
	Under    string // number, and the own number that was rung
	Key      string // of the deed that it waits for
	Trouble  string
	Record   string // that it is recorded
	Muted    string // in words, while the microphone is off
	Changing string // what has been asked for and is not confirmed yet

	Ring     int // number of the ring that sounds
	AnswerBy int
	RingText string

	Due          bool // the caller must be gone back to now
	Soon         bool
	Stopped      string
	Promise      bool // an answer is promised; the tick tells when
	Redirects    string
	ManyRedirect bool
	LongWait     string
	Returns      string
	Free         string // that whom he waits for is free, in words

	When string // an ended call: when it ended
	How  string
}

// callTick is what changes on a card by itself.
type callTick struct {
	Clock       string // how long it talks, dials or has waited in all
	Left        int    // seconds until the return, negative when late
	Of          int
	Promise     string // how long until a promised answer, or how late it is
	PromiseLate bool
}

// principalCard is a principal as the left column shows him.
type principalCard struct {
	ID       softphone.PrincipalID
	Name     string
	Position string
	Presence softphone.PresenceKind
	Where    string
	Reach    reachView
	Late     bool   // should be back
	Open     string // whether he receives now
	Who      person
}

// deskCalls is the whole left column.
type deskCalls struct {
	Ringing, Talking, Waiting, Ended []callCard
	Principals                       []principalCard
	Open                             string // whether the office is
	Ticks                            map[softphone.CallID]callTick
}

// waiting is every caller on hold, the one nearest zero first.
func waiting(s softphone.State) []softphone.Call {
	var held []softphone.Call
	for _, c := range s.Calls {
		if c.State == softphone.Held {
			held = append(held, c)
		}
	}
	slices.SortStableFunc(held, func(a, b softphone.Call) int { return a.ReturnDue.Compare(b.ReturnDue) })
	return held
}

// inOrder is the calls in the order of the left column.
func inOrder(s softphone.State) []softphone.Call {
	var ringing, talking, ended []softphone.Call
	for _, c := range s.Calls {
		switch {
		case c.State == softphone.Ended:
			ended = append([]softphone.Call{c}, ended...)
		case c.Direction == softphone.In && c.State == softphone.Ringing:
			ringing = append(ringing, c)
		case c.State != softphone.Held:
			talking = append(talking, c)
		}
	}
	slices.SortStableFunc(ringing, s.Ahead)
	return slices.Concat(ringing, talking, waiting(s), ended)
}

func presentCalls(s softphone.State, now time.Time, say wording) deskCalls {
	d := deskCalls{Ticks: map[softphone.CallID]callTick{}}
	nth := 0
	for _, c := range inOrder(s) {
		card := callCard{ID: c.ID, Selected: c.ID == s.Selected, Name: titleOf(c, say), Under: underName(c), Changing: changingWord(c, say), Record: recordWord(c, say)}
		if w := tieWord(s, c, say); w != "" {
			card.Changing = w
		}
		if !c.Trouble.Zero() {
			card.Trouble = reasonWords(c.Trouble, say)
		} else if !c.Failed.Reason.Zero() {
			card.Trouble = failureWords(s, c, say)
		}
		switch {
		case c.State == softphone.Ended:
			d.Ended = append(d.Ended, endedCard(card, c, now, say))
		case c.Direction == softphone.In && c.State == softphone.Ringing:
			d.Ringing = append(d.Ringing, ringingCard(card, c, s, now, say))
		case c.State == softphone.Held:
			w, t := waitingCard(card, c, s, now, say)
			if nth < 2 {
				w.Key = commandNamed([]string{"return", "return_next"}[nth]).cap(say)
			}
			nth++
			d.Waiting = append(d.Waiting, w)
			d.Ticks[c.ID] = t
		default:
			card.Kind = cardTalking
			since := c.Answered
			if c.State != softphone.Talking {
				card.Kind, since = cardDialling, c.Started
				card.Key = commandNamed("hangup").cap(say)
			}
			if s.Muted {
				card.Muted = say("desk.muted")
			}
			if c.PeerHolds {
				card.Changing = say("desk.peer_holds")
			}
			d.Talking = append(d.Talking, card)
			d.Ticks[c.ID] = callTick{Clock: clock(elapsed(since, now))}
		}
	}
	first, _ := toAnswer(s)
	for i := range d.Ringing {
		if d.Ringing[i].ID == first.ID {
			d.Ringing[i].Key = commandNamed("answer").cap(say)
		}
	}
	d.Principals = principalCards(s, now, say)
	if r, ok := s.Reception(""); ok {
		d.Open = openWords("house.open", r, now, say)
	}
	return d
}

func ringingCard(card callCard, c softphone.Call, s softphone.State, now time.Time, say wording) callCard {
	card.Kind = cardRinging
	card.Ring = softphone.RingNumber(c.Started, now, s.Settings.Cadence())
	card.AnswerBy = s.Settings.Number(softphone.SetAnswerBy)
	card.RingText = say("desk.ring_of", card.Ring, card.AnswerBy)
	return card
}

func waitingCard(card callCard, c softphone.Call, s softphone.State, now time.Time, say wording) (callCard, callTick) {
	t := callTick{Clock: clock(int(c.HeldFor(now) / time.Second)), Left: left(c.ReturnDue, now), Of: s.Settings.Number(softphone.SetReturnAfter)}
	card.Kind = cardWaiting
	card.Due, card.Soon = t.Left <= 0, t.Left < 10
	if p, ok := c.Promised(); ok {
		s := left(p.Due, now)
		card.Promise = true
		if t.Promise = say("desk.promise.left", clock(s)); s <= 0 {
			t.Promise, t.PromiseLate = say("desk.promise.late", clock(-s)), true
		}
	}
	if c.StoppedAt != "" {
		card.Stopped = say("desk.stopped_at", c.StoppedAt)
	}
	if s.FreeNow(c) {
		card.Free, card.Changing = card.Changing, ""
	}
	if n := c.RedirectedToday(); n > 0 {
		card.Redirects, card.ManyRedirect = plural(say, "desk.redirected", n), n >= softphone.ManyRedirects
	}
	if c.HeldFor(now) >= time.Duration(s.Settings.Number(softphone.SetLongWait))*time.Second {
		card.LongWait = say("desk.long_wait")
	}
	if n := c.ReturnsMade(); n > 0 {
		card.Returns = plural(say, "desk.returns_made", n)
	}
	return card, t
}

func endedCard(card callCard, c softphone.Call, now time.Time, say wording) callCard {
	card.Kind = cardEnded
	end := c.Ended
	if end.IsZero() {
		end = c.Started
	}
	card.When = end.In(now.Location()).Format("15:04")
	card.How = endWords(c, say)
	card.Trouble = ""
	return card
}

// endWords says how a call ended.
func endWords(c softphone.Call, say wording) string {
	switch {
	case c.Wrong:
		return say("desk.end.wrong")
	case c.Unfinished:
		return say("desk.end.unfinished")
	case c.Answered.IsZero() && c.Direction == softphone.In && c.EndedBy == softphone.EndedByPeer:
		return say("desk.end.missed")
	case !c.Answered.IsZero() && c.EndedBy == softphone.EndedByPeer && c.Direction == softphone.Out:
		return say("desk.end.by_peer_out")
	case !c.Answered.IsZero() && c.EndedBy == softphone.EndedByPeer:
		return say("desk.end.by_peer")
	case !c.Answered.IsZero() && c.EndedBy == softphone.EndedByUs:
		return say("desk.end.by_us")
	case c.EndReason.Code == softphone.Transferred && c.EndReason.Detail != "" && c.Answered.IsZero():
		return say("desk.end.sent_on", groupIfDigits(c.EndReason.Detail))
	case c.EndReason.Code != "":
		return say("reason." + string(c.EndReason.Code))
	}
	return say("desk.end.ended")
}
