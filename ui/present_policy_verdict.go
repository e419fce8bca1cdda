package ui

import (
	"strings"
	"time"

	"anteroom/softphone"
)

// rulingView is what a sheet says of a call, in words.
type rulingView struct {
	Title    string // what to do
	Why      string // what decided, with the number of its question
	Sentence string // for the caller
	Tone     tone
	Icon     string
}

// outcomeLook gives each outcome a shape and a colour of its own.
var outcomeLook = map[softphone.Outcome]struct {
	tone tone
	icon string
}{
	softphone.Connect: {toneOk, "check"}, softphone.AskFirst: {toneAccent, "phone"}, softphone.TakeNote: {toneWarn, "note"},
	softphone.PassOn: {toneAccent, "arrow"}, softphone.Settle: {toneOk, "user"}, softphone.CallBack: {toneWarn, "clock"},
}

// presentRuling puts a ruling in words. who is the caller's name, "" while unknown.
func presentRuling(r softphone.Ruling, p softphone.Principal, who string, now time.Time, say wording) rulingView {
	look := outcomeLook[r.Outcome]
	v := rulingView{Tone: look.tone, Icon: look.icon, Title: rulingTitle(r, now, say), Why: rulingWhy(r, p, who, now, say)}
	name, key := p.Name(), "verdict.say."+string(r.Outcome)
	switch {
	case r.Outcome == softphone.PassOn:
		v.Sentence = say(key, r.To.Title())
	case r.Outcome == softphone.Settle:
		v.Sentence = say(key)
	case r.Outcome == softphone.TakeNote && r.Why == softphone.WhyNever:
		v.Sentence = say(key+".never", name)
	case r.Outcome == softphone.TakeNote && !r.At.IsZero():
		v.Sentence = say(key+".at", name, momentWords(r.At, now, say))
	case r.Outcome == softphone.CallBack && !r.At.IsZero():
		v.Sentence = say(key+".at", name, stateWords(r, p, say), momentWords(r.At, now, say))
	case r.Outcome == softphone.TakeNote, r.Outcome == softphone.CallBack:
		v.Sentence = say(key, name, stateWords(r, p, say))
	default:
		v.Sentence = say(key, name)
	}
	return v
}

// stateWords is why the principal is not to be had, as far as a caller is told: what is true, and not what he does.
func stateWords(r softphone.Ruling, p softphone.Principal, say wording) string {
	switch kind := presenceKind(p); {
	case r.Why != softphone.WhyPresence:
		return say("verdict.state.quiet")
	case kind == softphone.PresenceBusy || kind == softphone.PresenceMeeting:
		return say("verdict.state.busy")
	}
	return say("verdict.state.away")
}

func rulingTitle(r softphone.Ruling, now time.Time, say wording) string {
	switch {
	case r.Outcome == softphone.Connect && r.Why == softphone.WhyAnyTime:
		return say("verdict.connect.any_time")
	case r.Outcome == softphone.PassOn:
		return say("verdict.pass", r.To.Title())
	case r.Outcome == softphone.CallBack && !r.At.IsZero():
		return say("verdict.call_back.at", momentWords(r.At, now, say))
	}
	return say("verdict." + string(r.Outcome))
}

func rulingWhy(r softphone.Ruling, p softphone.Principal, who string, now time.Time, say wording) string {
	rule, _ := p.Policy.Rule(r.Rule)
	hours := softphone.Within(softphone.HoursWords(rule.Hours, softphone.Words(say)), softphone.Words(say))
	named := rule.Who.Title()
	if named == "" {
		named = rule.Topic
	}
	if named == "" {
		if named = who; who == "" {
			named = say("verdict.unknown")
		}
	}
	key := "verdict.why." + string(r.Why)
	var text string
	switch r.Why {
	case softphone.WhyAnyTime, softphone.WhyNever:
		text = say(key, named)
	case softphone.WhyPass, softphone.WhySettle:
		text = say(key, rule.Topic)
	case softphone.WhyPassGone:
		text = say(key, rule.Topic, rule.To.Title())
	case softphone.WhyQuiet:
		text = say(key, hours)
	case softphone.WhyAtHours, softphone.WhyNotNow:
		text = say(key, named, hours)
	case softphone.WhyPresence, softphone.WhyDeputy:
		text = whereabouts(p, now, say)
		if r.Why == softphone.WhyDeputy {
			text = say(key)
		}
	default:
		text = say(key)
	}
	if r.Outcome == softphone.TakeNote && !r.At.IsZero() && r.Why != softphone.WhyPresence {
		text = joinDots(text, say("verdict.from", momentWords(r.At, now, say)))
	}
	if r.Outcome == softphone.CallBack {
		text = joinDots(text, say("verdict.best_time"))
	}
	if r.Text != "" {
		text = joinDots(text, r.Text)
	}
	if r.Question > 0 {
		text = say("verdict.rule", text, r.Question)
	}
	return text
}

// momentWords is when something is, as it is said: "kl. 15", "i morgen kl. 9:30", "mandag kl. 10".
func momentWords(t, now time.Time, say wording) string {
	t = t.In(now.Location())
	clock := t.Format("15:04")
	days := int(dayBegin(t).Sub(dayBegin(now)).Round(24*time.Hour) / (24 * time.Hour))
	switch {
	case days == 0:
		return say("verdict.at.today", clock)
	case days == 1:
		return say("verdict.at.tomorrow", clock)
	case days > 1 && days < 7:
		return say("verdict.at.day", weekdayName(t, say), clock)
	}
	return say("verdict.at.date", t.Day(), monthShort(t, say), clock)
}

func weekdayName(t time.Time, say wording) string {
	days := strings.Fields(say("page.weekdays"))
	if len(days) != 7 {
		return t.Format("2006-01-02")
	}
	return days[int(t.Weekday()+6)%7]
}

func monthShort(t time.Time, say wording) string {
	months := strings.Fields(say("policy.months"))
	if len(months) != 12 {
		return t.Format("01")
	}
	return months[t.Month()-1]
}

func dayBegin(t time.Time) time.Time {
	y, m, d := t.Date()
	return time.Date(y, m, d, 0, 0, 0, 0, t.Location())
}

// foretold is the ruling of a call as it rings, with the principal's name before it.
func foretold(s softphone.State, c softphone.Call, now time.Time, say wording) rulingView {
	r, p, _, ok := s.Foretold(c, now)
	if !ok || p.Policy.Answered() == 0 {
		return rulingView{}
	}
	v := presentRuling(r, p, c.Subject().Name, now, say)
	v.Title = say("verdict.of", p.Name(), softphone.Small(v.Title))
	return v
}

// againstWords is that a caller was put through against the sheet: what it said, and by which question.
func againstWords(a softphone.Against, say wording) string {
	switch {
	case a.Outcome == "":
		return ""
	case a.Outcome == softphone.PassOn:
		return say("policy.action.pass")
	case a.Question == 0:
		return say("verdict." + string(a.Outcome))
	}
	return say("journal.against.rule", say("verdict."+string(a.Outcome)), a.Question)
}
