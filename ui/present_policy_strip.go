package ui

import (
	"strings"
	"time"

	"anteroom/softphone"
)

// policyStrip is what the sheet of the principal wanted says of the call, with whom and what it is about.
type policyStrip struct {
	Call     softphone.CallID
	Who      softphone.PrincipalID
	Choices  string // ids and names, one a line: to notice when they change
	Topic    string
	Topics   string // those of the sheet, one a line
	Verdict  string
	Why      string
	Tone     tone
	Icon     string
	Presence softphone.PresenceKind
	Where    string
	Against  string // that one key more puts the caller through against it
	Answers  [softphone.PolicyQuestions]nameValue
	Answered int
}

func presentPolicy(s softphone.State, now time.Time, say wording) policyStrip {
	c, ok := s.Caller()
	p := policyStrip{}
	if !ok || len(s.Principals) == 0 {
		return p
	}
	p.Call, p.Topic = c.ID, c.Topic
	for _, x := range s.Principals {
		p.Choices += string(x.ID) + "\t" + x.Name() + "\n"
	}
	r, x, known := s.Ruling(c, now)
	if !known {
		p.Verdict, p.Why, p.Tone, p.Icon = say("desk.policy.whom"), say("desk.policy.whom.why"), toneMuted, "user"
		if v := foretold(s, c, now, say); v.Title != "" {
			p.Verdict, p.Why, p.Tone, p.Icon = v.Title, v.Why, v.Tone, v.Icon
		}
		return p
	}
	p.Who, p.Topics = x.ID, strings.Join(x.Policy.Topics(), "\n")
	p.Presence, p.Where = presenceKind(x), whereabouts(x, now, say)
	for i := range p.Answers {
		p.Answers[i] = nameValue{say("policy.q" + count(i+1)), answerWords(x.Policy, i+1, say)}
	}
	p.Answered = x.Policy.Answered()
	v := presentRuling(r, x, subjectName(c), now, say)
	p.Verdict, p.Why, p.Tone, p.Icon = v.Title, v.Why, v.Tone, v.Icon
	if p.Answered == 0 {
		p.Why = joinDots(v.Why, say("desk.policy.empty"))
	}
	if w := c.Warned; w.Number != "" {
		who := x
		for _, y := range s.Principals {
			if y.Number == w.Number {
				who = y
			}
		}
		p.Against = say("desk.against", presentRuling(w.Ruling, who, subjectName(c), now, say).Title, commandNamed("consult").cap(say))
	}
	return p
}

// subjectName is the caller's name where one is known; his number is no name.
func subjectName(c softphone.Call) string { return c.Subject().Name }

// answerWords is what stands beside a question: its rules, and what the principal said in his own words.
func answerWords(s softphone.Sheet, question int, say wording) string {
	var parts []string
	for _, r := range s.Of(question) {
		parts = append(parts, softphone.RuleWords(r, softphone.Words(say)))
	}
	text := strings.Join(parts, "; ")
	if note := strings.TrimSpace(s.Notes[question-1]); note != "" {
		if text != "" {
			text += "\n"
		}
		text += note
	}
	return text
}
