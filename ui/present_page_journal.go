package ui

import (
	"fmt"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"anteroom/softphone"
)

// callRow is one line of the journal: a heading when Heading is set, else a call.
type callRow struct {
	Heading     string
	ID          softphone.CallID
	Incoming    bool
	Way         string // the direction in words
	Time        string
	Who         string
	Number      string
	Own         string
	Ring        string // the ring it was answered on, "–" when it was not
	LateRing    bool
	Talk        string
	Holds       string // how many, and how long together
	Returns     string // made of due
	Late        string // the worst lateness, "" when never late
	Steps       string // visited script steps
	End         string
	Why         string // the reason alone, "" where who ended it says as much
	Missed      bool
	Undisturbed bool // heard busy because of do not disturb
	Unfinished  bool
}

// presentJournal lays out calls, newest first, under their days.
func presentJournal(calls []softphone.Call, s softphone.State, now time.Time, say wording) []callRow {
	var rows []callRow
	day := ""
	for _, c := range calls {
		if d := dayWord(c.Started, now, say); d != day {
			day = d
			rows = append(rows, callRow{Heading: d})
		}
		rows = append(rows, journalLine(c, s, now, say))
	}
	return rows
}

func journalLine(c softphone.Call, s softphone.State, now time.Time, say wording) callRow {
	r := callRow{ID: c.ID, Incoming: c.Direction == softphone.In, Way: say("journal.way." + string(c.Direction)),
		Time: c.Started.In(now.Location()).Format("15:04"), Who: c.Title(), Own: c.OwnNumber, Ring: "–", Talk: "–", Holds: "–", Returns: "–",
		Unfinished: c.Unfinished}
	if n := readAloud(c.Peer.Number); n != c.Peer.Number || n != r.Who {
		r.Number = n
	}
	if r.Who == c.Peer.Number {
		r.Who, r.Number = readAloud(c.Peer.Number), ""
	}
	if dialable(c.OwnNumber) {
		r.Own = softphone.GroupNumber(c.OwnNumber)
	}
	if c.AnsweredOnRing > 0 {
		r.Ring = fmt.Sprint(c.AnsweredOnRing)
		r.LateRing = c.AnsweredOnRing > s.Settings.Number(softphone.SetAnswerBy)
	}
	if talk, ok := talkTime(c, now); ok {
		r.Talk = span(talk)
	}
	if len(c.Holds) > 0 {
		r.Holds = say("journal.holds", len(c.Holds), span(c.HeldFor(endOf(c, now))))
		switch made, due := c.ReturnsMade(), c.ReturnsDue(); {
		case due > 0:
			r.Returns = say("journal.returns", made, due)
		case made > 0: // sooner than she had to
			r.Returns = count(made)
		}
		if late := worstLateness(c); late >= time.Second {
			r.Late = say("journal.late", span(late))
		}
	}
	r.Steps = fmt.Sprint(len(c.Visits))
	if r.Steps == "0" {
		r.Steps = "–"
	}
	r.Missed = r.Incoming && c.Answered.IsZero() && !c.Live() && !refusedByHand(c)
	r.Undisturbed = c.EndReason.Code == softphone.Undisturbed
	r.Why = endReason(c, say)
	r.End = journalEnd(c, r.Why, say)
	return r
}

// endOf is the last moment known of a call.
func endOf(c softphone.Call, now time.Time) time.Time {
	if !c.Ended.IsZero() {
		return c.Ended
	}
	return now
}

// talkTime is how long the two talked: from the answer to the end, less the holds. False: never answered, or the end
// is not known.
func talkTime(c softphone.Call, now time.Time) (time.Duration, bool) {
	if c.Answered.IsZero() || (c.Unfinished && c.Ended.IsZero()) {
		return 0, false
	}
	return max(0, endOf(c, now).Sub(c.Answered)-c.HeldFor(endOf(c, now))), true
}

func worstLateness(c softphone.Call) (d time.Duration) {
	for _, h := range c.Holds {
		d = max(d, h.Lateness)
	}
	return d
}

// endReason is why a call ended, in words.
func endReason(c softphone.Call, say wording) string {
	switch {
	case c.Wrong:
		return say("journal.wrong_number")
	case c.EndReason.Code == softphone.NoReason, c.EndReason.Code == softphone.HungUp, c.EndReason.Code == softphone.Cancelled:
		return ""
	}
	return say("reason." + string(c.EndReason.Code))
}

// unansweredByUs: an incoming call that ended here without being answered.
func unansweredByUs(c softphone.Call) bool {
	return c.Direction == softphone.In && c.Answered.IsZero() && c.EndedBy == softphone.EndedByUs
}

// refusedByHand: the secretary did not want to answer, or sent it on; it was not missed.
func refusedByHand(c softphone.Call) bool {
	switch c.EndReason.Code {
	case softphone.Rejected, softphone.Later, softphone.Transferred:
		return unansweredByUs(c)
	}
	return false
}

// capital begins a line with a capital letter.
func capital(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	if n == 0 {
		return s
	}
	return string(unicode.ToUpper(r)) + s[n:]
}

func journalEnd(c softphone.Call, why string, say wording) string {
	if c.Unfinished {
		return say("journal.unfinished")
	}
	if c.Live() {
		return say("journal.lasts")
	}
	by := ""
	switch {
	case c.Answered.IsZero() && why != "": // nobody can hang up on a call that never began
	case c.EndedBy == softphone.EndedByPeer && c.Direction == softphone.Out:
		by = say("journal.by.peer_out")
	case c.EndedBy != "":
		by = say("journal.by." + string(c.EndedBy))
	}
	return capital(strings.Trim(why+", "+by, ", "))
}

// span is a duration as mm:ss, with hours only when there are any.
func span(d time.Duration) string {
	s := int(d.Round(time.Second) / time.Second)
	if s >= 3600 {
		return fmt.Sprintf("%d:%02d:%02d", s/3600, s/60%60, s%60)
	}
	return fmt.Sprintf("%02d:%02d", s/60, s%60)
}

// callDetail is one call beside the list.
type callDetail struct {
	Row   callRow
	Facts []fact2
	Holds []holdLine
	Kept  []keptLine
}

// keptLine is one recording: when, how long, its marks, and its file.
type keptLine struct{ When, Marks, File string }

// holdLine is one stretch of waiting, in words.
type holdLine struct {
	When, Words string
	Late        bool
}

func presentJournalCall(c softphone.Call, s softphone.State, now time.Time, say wording) callDetail {
	d := callDetail{Row: journalLine(c, s, now, say)}
	at := func(t time.Time) string {
		if t.IsZero() {
			return ""
		}
		return t.In(now.Location()).Format("15:04:05")
	}
	add := func(key, v string) {
		if v != "" && v != "–" {
			d.Facts = append(d.Facts, fact2{say("journal." + key), v})
		}
	}
	add("started", dayWord(c.Started, now, say)+" "+at(c.Started))
	add("own", d.Row.Own)
	add("answered", at(c.Answered))
	add("ring", d.Row.Ring)
	add("talk", d.Row.Talk)
	add("ended", at(c.Ended))
	add("end", d.Row.End)
	switch {
	case c.EndReason.Code == softphone.Transferred:
		add("sent_to", groupIfDigits(c.EndReason.Detail))
	case c.EndedBy != softphone.EndedByUs:
		add("detail", c.EndReason.Detail)
	}
	add("stopped", c.StoppedAt)
	if p, ok := s.Principal(c.Principal); ok {
		add("wanted", p.Name())
	}
	add("topic", c.Topic)
	add("against", againstWords(c.Against, say))
	add("codec", codecWords(c.Codec()))
	add("quality", qualityWords(c.Quality, say))
	for _, h := range c.Holds {
		line := holdLine{When: at(h.Start) + "–" + at(h.End)}
		end := h.End
		if end.IsZero() {
			end = endOf(c, now)
		}
		line.Words = say("journal.hold_line", span(end.Sub(h.Start)), h.ReturnsMade, h.ReturnsDue)
		if h.Asked {
			line.Words += ", " + say("journal.hold.asked")
		}
		if h.Lateness >= time.Second {
			line.Late = true
			line.Words += ", " + say("journal.late", span(h.Lateness))
		}
		d.Holds = append(d.Holds, line)
	}
	for _, p := range c.Promises {
		line := holdLine{When: at(p.Made) + "–" + at(p.Over), Words: say("journal.promise", p.Minutes()), Late: !p.Kept()}
		verdict := "journal.promise.kept"
		if line.Late {
			verdict = "journal.promise.broken"
		}
		line.Words += ": " + say(verdict)
		d.Holds = append(d.Holds, line)
	}
	for _, r := range c.Recordings {
		end := r.End
		if end.IsZero() {
			end = endOf(c, now)
		}
		k := keptLine{When: at(r.Start) + " · " + span(end.Sub(r.Start)), File: r.File}
		for _, m := range r.Marks {
			k.Marks = joinDots(k.Marks, say("journal.mark", span(m)))
		}
		d.Kept = append(d.Kept, k)
	}
	return d
}
