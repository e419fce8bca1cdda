package ui

import (
	"time"

	"anteroom/softphone"
)

// scriptKey names one version of a script.
type scriptKey struct {
	id       softphone.ScriptID
	language string
	version  int
}

func keyOfPass(p softphone.Pass) scriptKey { return scriptKey{p.Script, p.Language, p.Version} }

// passLine is one run of a script through a call, in words.
type passLine struct {
	Title string // the script and its version
	How   string // why it began, how long it lasted, how it ended
	Steps []stepLine
}

// stepLine is one stay in a step or a situation.
type stepLine struct {
	Name, Words string
	Said        string // the sentence shown last, "" where none is known
}

// presentPasses tells the runs of a call in the words of the versions that it ran; those not read yet are told in the words
// of the newest.
func presentPasses(c softphone.Call, s softphone.State, kept map[scriptKey]softphone.Script, now time.Time, say wording) []passLine {
	runs := c.Passes
	if len(runs) == 0 && len(c.Visits) > 0 {
		runs = []softphone.Pass{{Script: c.Script, Reason: softphone.LaunchOwn, Began: c.Answered, Ended: c.Ended}}
	}
	var out []passLine
	for i, p := range runs {
		sc, exact := kept[keyOfPass(p)]
		if !exact {
			sc = newestScript(s, p.Script, p.Language)
		}
		line := passLine{Title: sc.Name}
		if line.Title == "" {
			line.Title = string(p.Script)
		}
		if p.Version > 0 {
			line.Title = say("journal.pass", line.Title, p.Version)
		}
		line.How = say("journal.launch." + string(p.Reason))
		if !p.Began.IsZero() {
			end := p.Ended
			if end.IsZero() {
				end = endOf(c, now)
			}
			line.How = joinDots(line.How, span(end.Sub(p.Began)))
		}
		switch p.End {
		case softphone.PassLasts:
		case softphone.PassCompleted, softphone.PassMissed:
			line.How = joinDots(line.How, say("journal.pass_end."+string(p.End)))
		default:
			line.How = joinDots(line.How, say("journal.pass_end."+string(p.End), stepTitle(sc, s, p.Last, "")))
		}
		for _, v := range c.Visits {
			if v.Pass == i {
				line.Steps = append(line.Steps, stepOf(v, c, sc, s, now, say))
			}
		}
		out = append(out, line)
	}
	return out
}

func stepOf(v softphone.Visit, c softphone.Call, sc softphone.Script, s softphone.State, now time.Time, say wording) stepLine {
	out := stepLine{Name: stepTitle(sc, s, v.Operation, v.Situation)}
	if !v.Entered.IsZero() {
		out.Words = v.Entered.In(now.Location()).Format("15:04:05")
	}
	if !v.Left.IsZero() {
		out.Words = joinDots(out.Words, span(v.Left.Sub(v.Entered)))
	}
	out.Words = joinDots(out.Words, v.Choice)
	if v.Said != "" {
		out.Said = say("journal.said", softphone.Text(softphone.SaidIn(s, c, sc.Language, v)))
	}
	return out
}

// newestScript is a script as it is now, in a language where there is one.
func newestScript(s softphone.State, id softphone.ScriptID, language string) (found softphone.Script) {
	for _, sc := range s.Scripts {
		if sc.ID == id && (found.ID == "" || sc.Language == language) {
			found = sc
		}
	}
	return found
}

// stepTitle is the name of a step, or of a situation: the script's own or the general one's.
func stepTitle(sc softphone.Script, s softphone.State, op softphone.OperationID, sit softphone.SituationID) string {
	if sit == "" {
		if o, ok := sc.Operation(op); ok {
			return o.Title
		}
		return string(op)
	}
	for _, from := range []softphone.Script{sc, newestScript(s, softphone.GeneralScript, sc.Language)} {
		if x, ok := from.Situation(sit); ok {
			return x.Title
		}
	}
	return string(sit)
}
