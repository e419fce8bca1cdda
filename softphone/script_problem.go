package softphone

import (
	"slices"
	"strings"
)

// ScriptProblemCode says what a manager should look at in a script. Some keep it from being saved, see ScriptProblem.Blocks.
type ScriptProblemCode string

const (
	LooksFault       ScriptProblemCode = "fault"       // Fault says which
	LooksDeadEnd     ScriptProblemCode = "dead_end"    // no way from here to the end of a call
	LooksUnreachable ScriptProblemCode = "unreachable" // no choice leads here
	LooksMissing     ScriptProblemCode = "missing"     // another language has it, this one not
	LooksImperative  ScriptProblemCode = ScriptProblemCode(FlawImperative)
	LooksListening   ScriptProblemCode = ScriptProblemCode(FlawListening)
	LooksTooLong     ScriptProblemCode = ScriptProblemCode(FlawTooLong)
	LooksNowhere     ScriptProblemCode = "nowhere" // a choice that does nothing, or leads to a situation or script that is not there
)

// ScriptPlace is where in a script something stands. Without operation and situation it is the script itself.
type ScriptPlace struct {
	Language  string
	Operation OperationID
	Situation SituationID
	Part      string // "title", "sentences", "absent", "choices", "others", "key" or ""
	Index     int    // of sentences, choices …
}

// ScriptProblem is one thing to look at.
type ScriptProblem struct {
	ScriptPlace
	Code   ScriptProblemCode
	Fault  FaultCode // of a fault
	Detail string    // the words meant
}

// Blocks reports whether a script with it cannot be saved as a version.
func (p ScriptProblem) Blocks() bool { return p.Code == LooksFault }

// Problems finds what a manager should look at before a script is used, in every language; others are all scripts in use.
func (p ScriptPair) Problems(others []Script) []ScriptProblem {
	var out []ScriptProblem
	for _, language := range ScriptLanguages {
		s, ok := p[language]
		if !ok {
			out = append(out, ScriptProblem{ScriptPlace: ScriptPlace{Language: language}, Code: LooksMissing})
			continue
		}
		for _, f := range s.Faults() {
			out = append(out, s.placeOf(f, language))
		}
		out = append(out, s.ways(language, others)...)
		out = append(out, s.sayings(language)...)
		for _, other := range ScriptLanguages {
			if o, ok := p[other]; ok && other != language {
				out = append(out, s.missing(o, language)...)
			}
		}
	}
	return out
}

// placeOf finds the place of a fault by its path.
func (s Script) placeOf(f ScriptFault, language string) ScriptProblem {
	p := ScriptProblem{ScriptPlace: ScriptPlace{Language: language}, Code: LooksFault, Fault: f.Code, Detail: f.Detail}
	for i, part := range strings.Split(f.Path, ".") {
		name, n := indexed(part)
		switch {
		case i == 0 && name == "operations" && n < len(s.Operations) && n >= 0:
			p.Operation = s.Operations[n].ID
		case i == 0 && name == "situations" && n < len(s.Situations) && n >= 0:
			p.Situation = s.Situations[n].ID
		case i == 1, i == 0:
			p.Part, p.Index = name, max(n, 0)
		}
	}
	return p
}

// indexed parts "choices[2]".
func indexed(part string) (string, int) {
	name, rest, found := strings.Cut(part, "[")
	if !found {
		return name, -1
	}
	n := 0
	for _, r := range strings.TrimSuffix(rest, "]") {
		n = n*10 + int(r-'0')
	}
	return name, n
}

// leadsOn reports whether a choice does anything that the desk can do.
func (s Script) leadsOn(c Choice, others []Script) bool {
	over := func(x Script) bool { return x.Language == s.Language && x.situationAt(c.Over) >= 0 }
	switch {
	case c.Over != "":
		return s.situationAt(c.Over) >= 0 || slices.ContainsFunc(others, func(x Script) bool { return x.ID == GeneralScript && over(x) })
	case c.Run != "":
		return slices.ContainsFunc(others, func(x Script) bool { return x.ID == c.Run && x.Language == s.Language })
	}
	return c.To != "" || c.Action != ActNone
}

// ways follows the choices: what no choice leads to, from where no end can be reached, and what leads nowhere. A choice
// that lays a situation over a step, or does something there, comes back to it.
func (s Script) ways(language string, others []Script) []ScriptProblem {
	var out []ScriptProblem
	add := func(id OperationID, part string, i int, code ScriptProblemCode, detail string) {
		out = append(out, ScriptProblem{ScriptPlace: ScriptPlace{Language: language, Operation: id, Part: part, Index: i}, Code: code, Detail: detail})
	}
	if len(s.Operations) == 0 {
		return nil
	}
	to := map[OperationID][]OperationID{}
	ends := map[OperationID]bool{}
	last := s.Operations[len(s.Operations)-1].ID
	for _, o := range s.Operations {
		ends[o.ID] = o.ID == last && len(o.Choices) == 0
		for i, c := range o.Choices {
			if c.To != "" {
				to[o.ID] = append(to[o.ID], c.To)
			}
			ends[o.ID] = ends[o.ID] || c.Action == ActEnd || c.Action == ActConnect || c.Run != ""
			if !s.leadsOn(c, others) {
				add(o.ID, "choices", i, LooksNowhere, c.Text)
			}
		}
	}
	reached := map[OperationID]bool{s.Operations[0].ID: true}
	for queue := []OperationID{s.Operations[0].ID}; len(queue) > 0; queue = queue[1:] {
		for _, id := range to[queue[0]] {
			if !reached[id] {
				reached[id], queue = true, append(queue, id)
			}
		}
	}
	for changed := true; changed; {
		changed = false
		for id, next := range to {
			if !ends[id] && slices.ContainsFunc(next, func(n OperationID) bool { return ends[n] }) {
				ends[id], changed = true, true
			}
		}
	}
	for _, o := range s.Operations {
		if !reached[o.ID] {
			add(o.ID, "", 0, LooksUnreachable, o.Title)
		}
		if !ends[o.ID] {
			add(o.ID, "choices", 0, LooksDeadEnd, o.Title)
		}
	}
	return out
}

// sayings finds what should not be said.
func (s Script) sayings(language string) []ScriptProblem {
	var out []ScriptProblem
	lint := func(at ScriptPlace, part string, sentences []string) {
		for i, words := range sentences {
			for _, f := range Lint(words, language) {
				at.Part, at.Index = part, i
				out = append(out, ScriptProblem{ScriptPlace: at, Code: ScriptProblemCode(f.Flaw), Detail: f.Words})
			}
		}
	}
	for _, o := range s.Operations {
		at := ScriptPlace{Language: language, Operation: o.ID}
		lint(at, "sentences", o.Sentences)
		lint(at, "absent", o.Absent)
	}
	for _, x := range s.Situations {
		lint(ScriptPlace{Language: language, Situation: x.ID}, "sentences", x.Sentences)
	}
	return out
}

// missing is what another language has and this one has not.
func (s Script) missing(o Script, language string) []ScriptProblem {
	var out []ScriptProblem
	add := func(at ScriptPlace, part, detail string) {
		at.Language, at.Part = language, part
		out = append(out, ScriptProblem{ScriptPlace: at, Code: LooksMissing, Detail: detail})
	}
	for _, other := range o.Operations {
		at := ScriptPlace{Operation: other.ID}
		i := s.operationAt(other.ID)
		switch {
		case i < 0:
			add(at, "", other.Title)
		case len(other.Absent) > 0 && len(s.Operations[i].Absent) == 0:
			add(at, "absent", other.Title)
		case other.Hint != "" && s.Operations[i].Hint == "":
			add(at, "hint", other.Title)
		case len(other.Choices) > len(s.Operations[i].Choices):
			add(at, "choices", other.Title)
		}
	}
	for _, other := range o.Situations {
		if s.situationAt(other.ID) < 0 {
			add(ScriptPlace{Situation: other.ID}, "", other.Title)
		}
	}
	return out
}
