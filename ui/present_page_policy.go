package ui

import (
	"reflect"
	"time"

	"anteroom/softphone"
)

// newPrincipal begins a principal after the last one in the list.
func newPrincipal(id softphone.PrincipalID, all []softphone.Principal) softphone.Principal {
	p := softphone.Principal{ID: id, Presence: softphone.Presence{Kind: softphone.PresenceIn}}
	for _, x := range all {
		p.Order = max(p.Order, x.Order+1)
	}
	return p
}

// principalLine is a principal in the list.
type principalLine struct {
	ID       softphone.PrincipalID
	Name     string
	Position string
	Presence softphone.PresenceKind
	Where    string
	Answered string // how many of the ten questions have an answer
}

func presentPrincipals(all []softphone.Principal, now time.Time, say wording) []principalLine {
	var out []principalLine
	for _, p := range all {
		l := principalLine{ID: p.ID, Name: p.Name(), Position: p.Position, Presence: presenceKind(p), Where: whereabouts(p, now, say)}
		if l.Name == "" {
			l.Name = say("policy.unnamed")
		}
		l.Answered = say("policy.answered", p.Policy.Answered(), softphone.PolicyQuestions)
		out = append(out, l)
	}
	return out
}

func presenceKind(p softphone.Principal) softphone.PresenceKind {
	if p.Presence.Kind == "" {
		return softphone.PresenceIn
	}
	return p.Presence.Kind
}

// whereabouts is a principal's presence in words, with its end where one is known.
func whereabouts(p softphone.Principal, now time.Time, say wording) string {
	word := say("policy.presence." + string(presenceKind(p)))
	if p.Presence.Until.IsZero() || presenceKind(p) == softphone.PresenceIn {
		return word
	}
	return say("policy.until_word", word, untilText(p.Presence.Until, now, say))
}

// changedWords tells when a sheet was last changed.
func changedWords(p softphone.Principal, now time.Time, say wording) string {
	if p.Policy.Changed.IsZero() {
		if p.Policy.Answered() > 0 { // of the invented office
			return say("policy.invented")
		}
		return say("policy.never_changed")
	}
	if by := p.Policy.By; by != "" {
		return say("policy.changed.by", dayWithin(p.Policy.Changed, now, say), p.Policy.Changed.In(now.Location()).Format("15:04"), by)
	}
	return say("policy.changed", dayWithin(p.Policy.Changed, now, say), p.Policy.Changed.In(now.Location()).Format("15:04"))
}

// samePrincipal compares what is edited on the page; where he is and when the sheet was changed are set elsewhere.
func samePrincipal(a, b softphone.Principal) bool {
	a.Presence, b.Presence = softphone.Presence{}, softphone.Presence{}
	a.Policy.Changed, b.Policy.Changed = time.Time{}, time.Time{}
	a.Policy.By, b.Policy.By = "", ""
	return reflect.DeepEqual(a, b)
}
