package ui

import (
	"strings"
	"time"

	"anteroom/softphone"
)

// tracesView is what is kept of a person, in words.
type tracesView struct {
	What     string // how many of what
	Facts    []nameValue
	Warnings []string
}

func presentTraces(t softphone.Traces, now time.Time, say wording) tracesView {
	var parts []string
	for _, x := range []struct {
		key string
		n   int
	}{{"person.calls", t.Calls}, {"person.recordings", t.Recordings}, {"person.messages", t.Messages}, {"person.drafts", t.Drafts}, {"person.callbacks", t.Callbacks}, {"person.mentions", t.Mentions},
		{"person.rules", t.Rules}, {"person.contacts", t.Contacts}} {
		if x.n > 0 {
			parts = append(parts, plural(say, x.key, x.n))
		}
	}
	v := tracesView{What: strings.Join(parts, ", ")}
	if t.None() {
		v.What = say("person.nothing")
	}
	add := func(key, value string) {
		if value != "" {
			v.Facts = append(v.Facts, nameValue{say(key), value})
		}
	}
	add("person.names", fewOf(t.Names, " · ", say))
	var numbers []string
	for _, n := range t.Numbers {
		numbers = append(numbers, groupIfDigits(n))
	}
	add("person.numbers", fewOf(numbers, " · ", say))
	if !t.First.IsZero() {
		first, last := longDate(t.First.In(now.Location()), say), longDate(t.Last.In(now.Location()), say)
		if first != last {
			first += " – " + last
		}
		add("person.when", first)
	}
	if t.Live > 0 {
		v.Warnings = append(v.Warnings, plural(say, "person.live", t.Live))
	}
	parts = nil
	for _, n := range t.Named {
		parts = append(parts, plural(say, "person.named."+string(n.Where), n.Count))
	}
	if len(parts) > 0 {
		v.Warnings = append(v.Warnings, say("person.named", strings.Join(parts, ", ")))
	}
	if len(t.Copies) > 0 && !t.None() {
		v.Warnings = append(v.Warnings, say("person.copies", fewOf(t.Copies, ", ", say)))
	}
	return v
}

// mostListed is how many names, numbers or files of one person are written out: the dialog has to fit into 1280×720.
const mostListed = 12

// fewOf joins the first of a list, and says how many more there are.
func fewOf(list []string, between string, say wording) string {
	if len(list) <= mostListed {
		return strings.Join(list, between)
	}
	return say("person.more", strings.Join(list[:mostListed], between), len(list)-mostListed)
}

// personOf is whoever stands in a row: by the number, which is one man's, and only without one by the fullest name, which
// others may have as well. A withheld number is nobody's.
func personOf(s softphone.Stand) softphone.Person {
	for _, n := range s.Numbers {
		if p := (softphone.Person{Number: n}); !p.Empty() {
			return p
		}
	}
	var out softphone.Person
	for _, n := range s.Names {
		if p := (softphone.Person{Name: n}); !p.Empty() && len(n) > len(out.Name) {
			out = p
		}
	}
	return out
}
