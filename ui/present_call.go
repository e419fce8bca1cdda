package ui

import (
	"time"

	"anteroom/softphone"
)

// tone is the colour of a state word.
type tone int

const (
	toneMuted tone = iota
	toneOk
	toneAccent
	toneWarn
	toneDanger
)

// nameValue is a name and a value.
type nameValue struct{ Name, Value string }

// actionTile is one of the tiles under the caller's name.
type actionTile struct {
	Command string
	Label   string
	Icon    string
	Cap     string
	Can     bool
	Weight  tone // toneAccent: the thing to do now; toneDanger: ends the call
}

// callHead is the card of the call in the middle, between the ticks of its clock.
type callHead struct {
	ID         softphone.CallID
	Name       string
	Under      string
	Initials   string
	State      string
	Tone       tone
	Clock      bool // a clock runs
	Wrong      bool
	Record     string // that it is recorded, or paused
	Lock       string // words where the sound is encrypted
	Trouble    string
	Asked      string // whether to call whom the other side asks us to call, or where this call was sent
	Facts      [4]nameValue
	Tiles      [6]actionTile
	Hint       string
	Advice     string // what the desk suggests
	AdviceTone tone
}

// presentCall is the card in the middle; without a call it says how to begin.
func presentCall(s softphone.State, now time.Time, say wording) callHead {
	c, ok := s.Call(s.Selected)
	h := callHead{Tiles: tiles(s, c, say)}
	if !ok {
		h.Name, h.Initials = say("desk.no_call"), "–"
		h.Under = say("desk.no_call.hint", commandNamed("answer").cap(say), commandNamed("dial").cap(say))
		return h
	}
	h.ID, h.Name, h.Wrong = c.ID, titleOf(c, say), c.Wrong
	h.Initials = initials(h.Name)
	h.Under = joinDots(c.Caller.Position, c.Caller.Organisation, numberUnlessTitle(c), rungWords(s, c, say))
	h.State, h.Tone = stateWord(s, c, say)
	h.Clock, h.Record = c.Live(), recordWord(c, say)
	if c.Live() && c.Encrypted() {
		h.Lock = say("desk.encrypted")
	}
	if !c.Trouble.Zero() && c.Live() {
		h.Trouble = reasonWords(c.Trouble, say)
	} else if !c.Failed.Reason.Zero() && c.Live() {
		h.Trouble = failureWords(s, c, say)
	}
	switch refer, sent, _ := asked(s); {
	case refer.ID != "":
		h.Asked = say("desk.refer", titleOf(c, say), nameOfNumber(s, refer.Number()))
	case sent.Call != "":
		l, _ := s.Line(sent.Line)
		h.Asked = say("desk.redirect", nameOfNumber(s, sent.Number(l.Account)))
	}
	h.Facts = facts(s, c, now, say)
	h.Advice, h.AdviceTone = advice(s, c, now, say)
	if c.ConsultFor == "" && (c.State == softphone.Talking || c.State == softphone.Held) {
		h.Hint = say("desk.let_caller_end")
		if s.CanWait(c) && c.WaitsFor == "" {
			h.Hint = say("desk.can_wait", nameOfNumber(s, c.BusyAt), commandNamed("wait_for").cap(say))
		}
	}
	return h
}

// rungWords says which number an incoming call was for, where that is not the line's own: it was sent on to us.
func rungWords(s softphone.State, c softphone.Call, say wording) string {
	l, _ := s.Line(c.Line)
	if c.Direction != softphone.In || c.OwnNumber == "" || c.Line == softphone.PracticeLine || s.SameNumber(c.OwnNumber, l.Account.Rung()) {
		return ""
	}
	return say("desk.rung", groupIfDigits(c.OwnNumber))
}

func numberUnlessTitle(c softphone.Call) string {
	if n := groupIfDigits(numberOf(c)); n != groupIfDigits(c.Title()) {
		return n
	}
	return ""
}

func joinDots(parts ...string) string {
	out := ""
	for _, p := range parts {
		if p == "" {
			continue
		}
		if out != "" {
			out += " · "
		}
		out += p
	}
	return out
}

func stateWord(s softphone.State, c softphone.Call, say wording) (string, tone) {
	if w := tieWord(s, c, say); w != "" {
		return w, toneAccent
	}
	if w := changingWord(c, say); w != "" {
		return w, toneMuted
	}
	switch c.State {
	case softphone.Ringing, softphone.Early:
		if c.Queued {
			return queueWord(c, say), toneAccent
		}
	}
	switch c.State {
	case softphone.Ringing:
		if c.Direction == softphone.Out {
			return say("desk.state.dialling"), toneAccent
		}
		return say("desk.state.ringing"), toneAccent
	case softphone.Early:
		return say("desk.state.early"), toneAccent
	case softphone.Held:
		return say("desk.state.held"), toneWarn
	case softphone.Ended:
		return endWords(c, say), toneMuted
	}
	if c.PeerHolds {
		return say("desk.peer_holds"), toneWarn
	}
	return say("desk.state.talking"), toneOk
}

// queueWords is how many characters of what an exchange says of its queue have room.
const queueWords = 40

func queueWord(c softphone.Call, say wording) string {
	if c.QueueText == "" {
		return say("desk.state.queued")
	}
	return say("desk.state.queued_as", firstWords(c.QueueText, queueWords))
}

func facts(s softphone.State, c softphone.Call, now time.Time, say wording) [4]nameValue {
	own := nameValue{say("desk.fact.own"), groupIfDigits(c.OwnNumber)}
	if c.Direction == softphone.Out {
		own.Name = say("desk.fact.shows")
	}
	began := nameValue{say("desk.fact.began"), c.Started.In(now.Location()).Format("15:04:05")}
	answered := nameValue{say("desk.fact.answered"), "–"}
	switch {
	case c.AnsweredOnRing > 0:
		answered.Value = say("desk.answered_on", c.AnsweredOnRing, elapsed(c.Started, c.Answered))
	case !c.Answered.IsZero():
		answered.Value = say("desk.answered_after", elapsed(c.Started, c.Answered))
	}
	waited := nameValue{say("desk.fact.waited"), "–"}
	switch n := len(c.Holds); {
	case n > 0 && c.State == softphone.Held:
		waited.Value = say("desk.waiting_now", n)
	case n > 0:
		waited.Value = joinDots(clock(int(c.HeldFor(now)/time.Second)), plural(say, "desk.waited", n))
	}
	if own.Value == "" {
		own.Value = "–"
	}
	if words := earlierWords(c.Earlier, c.EarlierLast, now, say); words != "" { // how often goes before when it began: the clock runs
		began = nameValue{say("desk.fact.earlier"), words}
	}
	return [4]nameValue{own, began, answered, waited}
}

// tiles are the six deeds of the desk in their places.
func tiles(s softphone.State, c softphone.Call, say wording) [6]actionTile {
	tile := func(id, label string, weight tone) actionTile {
		cm := commandNamed(id)
		t := actionTile{Command: id, Label: label, Icon: cm.icon, Cap: cm.cap(say), Can: cm.can == nil || cm.can(s)}
		if t.Can {
			t.Weight = weight
		}
		return t
	}
	answerWord := say("desk.tile.answer")
	for _, x := range s.Calls {
		if canAnswer(x) && s.Selected != "" && x.ID != s.Selected {
			answerWord = say("desk.tile.answer_name", firstWord(titleOf(x, say)))
			break
		}
	}
	talking := anyCall(s, talkedTo)
	answer := tile("answer", answerWord, toneMuted)
	if answer.Can && !talking {
		answer.Weight = toneAccent
	}
	hold := tile("hold", say("desk.tile.hold"), toneMuted)
	if hold.Can && !talking {
		hold.Label, hold.Icon = say("desk.tile.take_back"), "play"
		if !answer.Can {
			hold.Weight = toneAccent
		}
	}
	last := tile("hangup", say("desk.tile.hangup"), toneDanger)
	if canAnswer(c) {
		last = tile("reject", say("desk.tile.reject"), toneDanger)
	}
	wrong := tile("wrong", say("desk.tile.wrong"), toneMuted)
	if c.Wrong {
		wrong.Label, wrong.Weight = say("desk.tile.wrong_on"), toneWarn
	}
	dial := tile("dial", say("desk.tile.dial"), toneMuted)
	if talking {
		dial.Label = say("desk.tile.keys")
	}
	message := tile("message", say("desk.tile.message"), toneMuted)
	if !connectable(s) {
		return [6]actionTile{answer, hold, dial, message, wrong, last}
	}
	consult, beside := tile("consult", say("desk.tile.consult"), toneMuted), dial
	if caller, _ := callerShown(s); caller.Transfer.Active() {
		consult.Label, consult.Can, hold.Weight = say("desk.tile.connect"), caller.Transfer.Step == softphone.Consulting, toneMuted
		if consult.Can {
			consult.Weight = toneAccent
		}
		if s.CanSwap(caller) {
			hold = tile("swap", say("desk.tile.swap"), toneMuted)
		}
	}
	if conferable(s) {
		beside = tile("conference", say("desk.tile.conference"), toneMuted)
		if anyCall(s, func(x softphone.Call) bool { return x.Conference }) {
			beside.Label, beside.Weight = say("desk.tile.part"), toneAccent
			consult.Weight = toneMuted
		}
	}
	return [6]actionTile{answer, hold, consult, beside, message, last}
}

func firstWord(s string) string {
	for i, r := range s {
		if r == ' ' {
			return s[:i]
		}
	}
	return s
}

// callClock is the clock beside the name.
func callClock(c softphone.Call, now time.Time) string {
	switch {
	case c.ID == "":
		return ""
	case c.State == softphone.Ended && c.Answered.IsZero():
		return ""
	case c.State == softphone.Ended:
		return clock(elapsed(c.Answered, c.Ended))
	case c.Answered.IsZero():
		return clock(elapsed(c.Started, now))
	}
	return clock(elapsed(c.Answered, now))
}
