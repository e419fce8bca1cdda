package ui

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"anteroom/softphone"
)

// outlineRow is an operation or situation in the outline of a script.
type outlineRow struct {
	At       softphone.ScriptPlace // operation or situation; neither is the script itself
	Title    string
	Key      string // of a situation; the number of an operation
	Problems int    // in both languages
	Blocks   bool   // one of them keeps the script from being saved
}

// presentOutline is what a script consists of: itself, its operations, its situations.
func presentOutline(pair softphone.ScriptPair, lang string, problems []softphone.ScriptProblem, say wording) []outlineRow {
	s := pair[lang]
	rows := []outlineRow{{Title: say("scripts.head")}}
	for i, o := range s.Operations {
		rows = append(rows, outlineRow{At: softphone.ScriptPlace{Operation: o.ID}, Title: titleOr(o.Title, string(o.ID)), Key: count(i + 1)})
	}
	for _, x := range s.Situations {
		rows = append(rows, outlineRow{At: softphone.ScriptPlace{Situation: x.ID}, Title: titleOr(x.Title, string(x.ID)), Key: x.Key})
	}
	for i, r := range rows {
		for _, p := range problems {
			if p.Operation == r.At.Operation && p.Situation == r.At.Situation {
				rows[i].Problems++
				rows[i].Blocks = r.Blocks || rows[i].Blocks || p.Blocks()
			}
		}
	}
	return rows
}

func titleOr(title, id string) string {
	if strings.TrimSpace(title) == "" {
		return id
	}
	return title
}

// problemWords says what to look at, and where.
func problemWords(p softphone.ScriptProblem, pair softphone.ScriptPair, say wording) string {
	what := ""
	if p.Code == "fault" {
		what = say("fault." + string(p.Fault))
		if strings.Contains(what, "%") {
			what = fmt.Sprintf(what, p.Detail)
		}
	} else {
		what = say("scripts.problem." + string(p.Code))
		if strings.Contains(what, "%") {
			what = fmt.Sprintf(what, p.Detail)
		}
	}
	return joinDots(say("scripts.lang."+p.Language), whereInScript(p.ScriptPlace, pair), what)
}

func whereInScript(at softphone.ScriptPlace, pair softphone.ScriptPair) string {
	for _, l := range []string{at.Language, "nb", "en"} {
		if o, ok := pair[l].Operation(at.Operation); ok && at.Operation != "" {
			return titleOr(o.Title, string(o.ID))
		}
		if x, ok := pair[l].Situation(at.Situation); ok && at.Situation != "" {
			return titleOr(x.Title, string(x.ID))
		}
	}
	return ""
}

// previewOf is a script at a place, as the desk would show it to a sample caller; absent: his principal cannot be had.
func previewOf(s softphone.State, pair softphone.ScriptPair, lang string, at softphone.ScriptPlace, absent bool, now time.Time, say wording) (softphone.Guide, bool) {
	sample := softphone.Principal{ID: "sample", FirstName: "Henrik", Surname: "Aasen", Position: say("scripts.sample.position"), Deputies: "Marit Lunde"}
	if len(s.Principals) > 0 {
		sample = s.Principals[0]
		sample.ID = "sample"
	}
	sample.Presence = softphone.Presence{Kind: softphone.PresenceIn}
	if absent {
		sample.Presence = softphone.Presence{Kind: softphone.PresenceMeeting, Until: now.Add(90 * time.Minute).Truncate(30 * time.Minute)}
	}
	sc := sayable(pair[lang])
	if len(sc.Operations) == 0 {
		return softphone.Guide{}, false
	}
	op := at.Operation
	if op == "" {
		op = sc.Operations[0].ID
	}
	c := softphone.Call{
		ID: "sample", Direction: softphone.In, State: softphone.Talking, Started: now, Answered: now, Script: sc.ID, Operation: op, Situation: at.Situation,
		StoppedAt: say("scripts.sample.stopped"), Principal: "sample",
		Caller:   softphone.CallerFields{FirstName: "Ragnhild", Surname: "Østby", Organisation: "Fjordlast", Number: "22413077"},
		Promises: []softphone.Promise{{Made: now, Due: now.Add(2 * time.Minute)}},
	}
	out := softphone.State{Settings: s.Settings, Principals: []softphone.Principal{sample}, Calls: []softphone.Call{c}, Selected: c.ID, Scripts: []softphone.Script{sc}}
	for _, x := range s.Scripts {
		if x.ID != sc.ID && x.Language == lang {
			out.Scripts = append(out.Scripts, x)
		}
	}
	return softphone.GuideFor(out, c.ID, now)
}

// sayable is a script in which something is said everywhere, be it nothing: what is half written can be shown.
func sayable(s softphone.Script) softphone.Script {
	s.Operations, s.Situations = slices.Clone(s.Operations), slices.Clone(s.Situations)
	for i, o := range s.Operations {
		if len(o.Sentences) == 0 {
			s.Operations[i].Sentences = []string{""}
		}
	}
	for i, x := range s.Situations {
		if len(x.Sentences) == 0 {
			s.Situations[i].Sentences = []string{""}
		}
	}
	return s
}

// wordingLines are the wordings of a field, one a line.
func wordingLines(text string) []string {
	var out []string
	for _, l := range strings.Split(text, "\n") {
		if l = strings.TrimSpace(l); l != "" {
			out = append(out, l)
		}
	}
	return out
}

// findingWords says what a greeting lacks.
func findingWords(f softphone.Finding, say wording) string {
	key := "scripts.flaw." + string(f.Flaw)
	switch f.Flaw {
	case softphone.FlawImperative, softphone.FlawListening, softphone.FlawUnknown: // these quote it
		return say(key, f.Words)
	}
	return say(key)
}
