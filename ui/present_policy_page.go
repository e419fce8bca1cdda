package ui

import (
	"strings"
	"time"

	"anteroom/softphone"
)

// deputyRow is the row of the deputies, under the ten questions.
const deputyRow = softphone.PolicyQuestions + 1

// policyRows is how many rows the sheet has on screen.
const policyRows = deputyRow

// chipView is one rule on its row.
type chipView struct {
	Rule   softphone.RuleID
	Deputy int // its place among the deputies, on their row
	Pieces []softphone.Piece
	Clash  bool // it is at odds with another
}

// begunView is a rule that is not written to its end, with what it lacks: as it stands on a chip, and whole.
type begunView struct{ Chip, Whole string }

// policyRow is one question with its rules.
type policyRow struct {
	Question string
	Hint     string
	Chips    []chipView
	Begun    []begunView
	Note     string
}

func presentRows(s softphone.Sheet, clashes []softphone.Conflict, say wording) [policyRows]policyRow {
	var out [policyRows]policyRow
	at := map[softphone.RuleID]bool{}
	for _, c := range clashes {
		at[c.Wins.ID], at[c.Loses.ID] = true, true
	}
	for i := range softphone.PolicyQuestions {
		n := count(i + 1)
		r := policyRow{Question: say("policy.q" + n), Hint: say("policy.q" + n + ".hint"), Note: strings.TrimSpace(s.Notes[i])}
		for _, x := range s.Of(i + 1) {
			r.Chips = append(r.Chips, chipView{Rule: x.ID, Pieces: x.Pieces(softphone.Words(say)), Clash: at[x.ID]})
		}
		out[i] = r
	}
	d := policyRow{Question: say("policy.deputy.question"), Hint: say("policy.deputy.hint")}
	for i, x := range s.Deputies {
		as := softphone.Rule{Question: softphone.AskReach, Who: x.Who, Hours: x.Hours}
		d.Chips = append(d.Chips, chipView{Deputy: i, Pieces: as.Pieces(softphone.Words(say))})
	}
	out[deputyRow-1] = d
	return out
}

// conflictView is one conflict in words, with what resolves it.
type conflictView struct {
	Title, Text, Example string
	Fixes                []string
	More                 string // how many others there are
}

func presentConflict(all []softphone.Conflict, which int, p softphone.Principal, now time.Time, say wording) conflictView {
	c := all[which]
	words := func(r softphone.Rule) string { return softphone.RuleWords(r, softphone.Words(say)) }
	v := conflictView{Text: say("policy.conflict.text", words(c.Wins), words(c.Loses))}
	alike := c.Wins.Question != c.Loses.Question && words(c.Wins) == words(c.Loses) // only where they stand tells them apart
	if alike {
		v.Text = say("policy.conflict.text.alike", words(c.Wins), c.Wins.Question, c.Loses.Question)
	}
	switch {
	case c.Kind == softphone.NobodyThere:
		v.Title, v.Text = say("policy.conflict.nobody", c.Wins.Question), say("policy.conflict.text.nobody", words(c.Wins))
	case c.Kind == softphone.Doubled:
		v.Title = say("policy.conflict.doubled", c.Wins.Question)
	case c.Wins.Question == c.Loses.Question && c.Kind == softphone.Contradiction:
		v.Title = say("policy.conflict.title.same", c.Wins.Question)
	case c.Wins.Question == c.Loses.Question:
		v.Title = say("policy.conflict.shadowed", c.Loses.Question)
	default:
		a, b := c.Wins.Question, c.Loses.Question
		v.Title = say("policy.conflict.title", min(a, b), max(a, b))
	}
	if who := subjectWords(c.Example.Who, say); !c.Example.At.IsZero() {
		ruling := presentRuling(c.Ruling, p, "", now, say)
		when, what := momentWords(c.Example.At, now, say), softphone.Small(ruling.Title)
		if c.Example.Topic != "" {
			v.Example = say("policy.conflict.example.topic", softphone.Capital(who), when, c.Example.Topic, what)
		} else {
			v.Example = say("policy.conflict.example", softphone.Capital(who), when, what)
		}
	}
	for _, f := range c.Fixes {
		if alike && f.Kind == softphone.FixRemove {
			v.Fixes = append(v.Fixes, say("policy.fix.remove.alike", f.Rule.Question))
			continue
		}
		v.Fixes = append(v.Fixes, fixWords(f, words, say))
	}
	if n := len(all) - 1; n > 0 {
		v.More = say("policy.conflict.more", n)
	}
	return v
}

func fixWords(f softphone.Fix, words func(softphone.Rule) string, say wording) string {
	switch f.Kind {
	case softphone.FixBefore:
		return say("policy.fix.before", f.Rule.Who.Title())
	case softphone.FixMove, softphone.FixCut:
		return say("policy.fix."+string(f.Kind), softphone.Within(softphone.HoursWords(f.Rule.Hours, softphone.Words(say)), softphone.Words(say)))
	}
	return say("policy.fix.remove", words(f.Rule))
}

func subjectWords(s softphone.Subject, say wording) string {
	switch {
	case len(s.Groups) > 0:
		return s.Groups[0]
	case s.Name != "":
		return s.Name
	case s.Number != "":
		return groupIfDigits(s.Number)
	}
	return say("policy.conflict.someone")
}

// sheetPeople are whom the rules of a sheet name: what to choose from in trying it out.
func sheetPeople(s softphone.Sheet) []softphone.Who {
	var out []softphone.Who
	seen := map[string]bool{}
	for _, r := range s.Rules {
		key := "p" + strings.ToLower(r.Who.Name)
		if r.Who.Group != "" {
			key = "g" + strings.ToLower(r.Who.Group)
		}
		if r.Who.Anybody() || seen[key] {
			continue
		}
		seen[key] = true
		out = append(out, r.Who)
	}
	return out
}

// parseTry reads when a call is tried at: "now" or nothing, a time of today, a day and a time.
func parseTry(text string, now time.Time, say wording) (time.Time, bool) {
	text = strings.TrimSpace(strings.ToLower(text))
	if text == "" || text == say("policy.try.now") {
		return now, true
	}
	if t, err := time.ParseInLocation("2006-01-02 15:04", text, now.Location()); err == nil {
		return t, true
	}
	i := strings.LastIndexByte(text, ' ')
	clock, ok := softphone.ParseClock(text[i+1:])
	if !ok || clock >= 24*60 {
		return now, false
	}
	y, m, d := now.Date()
	if i > 0 { // the day, as hours are read
		hours, _, ok := softphone.ParseHours(text[:i]+" "+say("policy.read.whole"), softphone.DateOf(now), softphone.Words(say))
		if !ok || len(hours) != 1 {
			return now, false
		}
		begin := hours[0].Next(now.Add(-24 * time.Hour))
		if begin.IsZero() {
			return now, false
		}
		y, m, d = begin.Date()
	}
	return time.Date(y, m, d, int(clock)/60, int(clock)%60, 0, 0, now.Location()), true
}

// draftRule is a rule as it is being edited: every field as typed.
type draftRule struct {
	Rule  softphone.Rule
	Kind  string // of Who: person, group, or "" for anybody
	Who   string
	Phone string
	Hours string
	To    string
	// Picked are those chosen from the directory, by name.
	Picked map[string]softphone.Who
}

func draftOf(r softphone.Rule, say wording) draftRule {
	d := draftRule{Rule: r, Kind: "person", Who: r.Who.Name, Phone: r.Who.Number, To: r.To.Title(), Hours: softphone.HoursWords(r.Hours, softphone.Words(say))}
	switch {
	case r.Who.Group != "":
		d.Kind, d.Who = "group", r.Who.Group
	case r.Who.Anybody() && r.ID != "" && (r.Question == softphone.AskPrivate || r.Question == softphone.AskAlways || r.Question == softphone.AskNever):
		d.Kind = ""
	}
	return d
}

// rule is what the draft says, or what is wrong with it in words.
func (d draftRule) rule(today softphone.Date, say wording) (softphone.Rule, string) {
	r := d.Rule
	name := strings.TrimSpace(d.Who)
	switch old := r.Who; {
	case d.Kind == "group":
		r.Who = softphone.Who{Group: name}
	case d.Kind == "":
		r.Who = softphone.Who{}
	default:
		r.Who = softphone.Who{Name: name, Number: strings.TrimSpace(d.Phone)}
		if old.Name == name && name != "" {
			r.Who.Contact = old.Contact
		}
		if x, ok := d.Picked[name]; ok {
			r.Who = x
		}
	}
	if !asksWho(r.Question) {
		r.Who = softphone.Who{}
	}
	if to := strings.TrimSpace(d.To); to != r.To.Title() {
		r.To = softphone.Who{Name: to}
		if to == "" {
			r.To = softphone.Who{}
		}
	}
	r.Topic, r.Text = strings.TrimSpace(r.Topic), strings.TrimSpace(r.Text)
	hours, at, ok := softphone.ParseHours(d.Hours, today, softphone.Words(say))
	if !ok {
		rest := []rune(d.Hours)
		return r, say("policy.hours.bad", string(rest[min(at, len(rest)):]))
	}
	r.Hours = hours
	anybody := r.Who.Title() == ""
	switch q := r.Question; {
	case (q == softphone.AskTopics || q == softphone.AskPass || q == softphone.AskSettle) && r.Topic == "":
		return r, say("policy.rule.bad.topic")
	case (q == softphone.AskOnlyAt || q == softphone.AskReach || q == deputyRow) && anybody,
		(q == softphone.AskNever || q == softphone.AskAlways) && anybody && r.Topic == "",
		asksWho(q) && d.Kind != "" && anybody:
		return r, say("policy.rule.bad.who")
	case (q == softphone.AskQuiet || q == softphone.AskOwnCalls || q == softphone.AskReach || q == softphone.AskOnlyAt) && len(hours) == 0:
		return r, say("policy.rule.bad.hours")
	}
	return r, ""
}

func asksWho(question int) bool {
	switch question {
	case softphone.AskNever, softphone.AskOnlyAt, softphone.AskAlways, softphone.AskPrivate, softphone.AskReach, deputyRow:
		return true
	}
	return false
}
