package softphone

import (
	"slices"
	"strings"
	"time"
)

// answerChosen lays an answer over the script of the call meant, and notes in the call's visits which it was.
func (t *turn) answerChosen(e AnswerChosen) {
	c := t.shown(e.Press)
	switch {
	case c == nil:
		t.reply(e.Press, e.Call, NoSuchCall, string(e.Call))
		return
	case !c.Live():
		t.reply(e.Press, c.ID, WrongState, string(c.State))
		return
	}
	c.Answer = e.Entry
	if c.Situation == SituationFAQ { // another one: the visit of the first ends
		c.Situation = ""
	}
	t.lay(c, SituationFAQ)
	if n := len(c.Visits); n > 0 && c.Visits[n-1].Situation == SituationFAQ && c.Visits[n-1].Left.IsZero() {
		c.Visits = slices.Clone(c.Visits)
		c.Visits[n-1].Answer = e.Entry.Question
	}
	t.saveCall(c)
	t.done(e.Press, c.ID)
}

// sayAnswer puts the answer chosen and its next question in place of the script's sentence.
func (g *Guide) sayAnswer(e FAQEntry) {
	g.Title, g.Hint, g.Choices, g.Fields, g.Action, g.Run, g.Label = e.Question, "", nil, nil, "", "", ""
	g.Own, g.Pinned, g.Absent, g.Template = false, false, false, e.Answer
	g.Sentence, g.Wordings, g.Wording, g.To = e.Said(), 1, 0, ToCaller
	if next := strings.TrimSpace(e.Next); next != "" {
		g.Sentence = append(g.Sentence, Run{" ", Plain}, Run{next, Filled})
	}
}

// SituationNotTold is the situation that says what is not told by telephone; its choices are the matters.
const SituationNotTold SituationID = "notbyphone"

// notToldAt are the matters that can be chosen in a call.
func (s State) notToldAt(c Call) []NotTold {
	p, _ := s.AskedFor(c)
	return NotToldAbout(s.Office.NotTold, p.ID, topicOf(c))
}

// notToldOf is the matter that the situation speaks of: the one chosen, or the only one that the topic means.
func (s State) notToldOf(c Call) (NotTold, bool) {
	all := s.notToldAt(c)
	p, _ := s.AskedFor(c)
	for _, n := range NotToldAbout(s.Office.NotTold, p.ID, "") {
		if n.Matter == c.NotTold && c.NotTold != "" {
			return n, true
		}
	}
	if len(all) == 1 && topicOf(c) != "" {
		return all[0], true
	}
	return NotTold{}, false
}

// notToldHere are the matters that the topic of a call means, and the answer laid over its script.
func (s State) notToldHere(c Call) (out []NotTold) {
	about := []string{topicOf(c)}
	if c.Situation == SituationFAQ {
		about = append(about, strings.Join(append([]string{c.Answer.Category, c.Answer.Question}, c.Answer.Tags...), " "))
	}
	for _, n := range NotToldAbout(s.Office.NotTold, c.Principal, "") {
		if slices.ContainsFunc(about, func(text string) bool { return Fold(text) != "" && n.means(Fold(text)) }) {
			out = append(out, n)
		}
	}
	return out
}

func (s State) notToldChoices(c Call) (out []Choice) {
	for i, n := range s.notToldAt(c) {
		if i == 9 {
			break
		}
		out = append(out, Choice{Text: n.Matter})
	}
	return out
}

// chooseNotTold fills the phrase of the situation with a matter.
func (t *turn) chooseNotTold(c *Call, n int) bool {
	all := t.s.notToldAt(*c)
	if n < 1 || n > len(all) || n > 9 {
		return false
	}
	c.NotTold, c.Wording = all[n-1].Matter, 0
	return true
}

// officeValues are the words that the office fills into a sentence.
//
//	{reception}    when the principal receives      {not_told}  the matter that is not told by telephone
//	{office_hours} when the office is open          {instead}   a sentence with what to do instead
//	{where}        where the principal is, where that may be told
func (s State) officeValues(v Values, c Call, language string, now time.Time) {
	if r, ok := s.Reception(""); ok {
		v["office_hours"] = r.Say(language, now)
	}
	if p, ok := s.AskedFor(c); ok {
		if r, has := s.Reception(p.ID); has {
			v["reception"] = r.Say(language, now)
		}
		if p.Presence.MayTell && p.Presence.Kind != PresenceIn {
			v["where"] = p.Presence.Note
		}
		if p.Presence.Overdue(now) { // he should be back: nobody knows when
			delete(v, "back_at")
		}
	}
	if n, ok := s.notToldOf(c); ok {
		v["not_told"], v["instead"] = lowerFirst(n.Matter), n.instead(language, v["principal"])
	}
}

// topicOf is what a call is about, as far as it was typed.
func topicOf(c Call) string { return c.Topic }

// lowerFirst makes a heading a word within a sentence; abbreviations stay.
func lowerFirst(s string) string {
	r := []rune(s)
	if len(r) < 2 || strings.ToUpper(string(r[1])) == string(r[1]) && strings.ToLower(string(r[1])) != string(r[1]) {
		return s
	}
	return strings.ToLower(string(r[:1])) + string(r[1:])
}
