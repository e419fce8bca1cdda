package softphone

import (
	"context"
	"fmt"
	"maps"
	"slices"
)

// ScriptPair is one script while it is edited, by language. Its structure (operations, where choices lead, what they do)
// is the same in all of them; its words are not. Every change gives a new pair and leaves the old one as it was.
type ScriptPair map[string]Script

// ScriptDraftBook keeps scripts that are being edited.
type ScriptDraftBook interface {
	// ScriptDrafts gives what was edited and is not yet a version.
	ScriptDrafts(ctx context.Context) ([]Script, error)
}

type (
	// ScriptDrafted keeps a script as it is being edited.
	ScriptDrafted struct {
		Press
		Script Script
	}
	// ScriptDraftDropped: it has become a version, or is given up.
	ScriptDraftDropped struct {
		Press
		Script   ScriptID
		Language string
	}
	SaveScriptDraft struct {
		onStore
		Script Script
	}
	DropScriptDraft struct {
		onStore
		Script   ScriptID
		Language string
	}
)

// SavedScriptDraft is news for whoever edits.
const SavedScriptDraft SavedKind = "script_draft"

func (t *turn) stepScriptEdit(e Event) {
	switch e := e.(type) {
	case ScriptDrafted:
		if e.Script.ID == "" {
			t.reply(e.Press, "", BadValue, "script")
			return
		}
		t.save(SaveScriptDraft{Script: e.Script})
		t.done(e.Press, "")
	case ScriptDraftDropped:
		t.save(DropScriptDraft{Script: e.Script, Language: e.Language})
		t.done(e.Press, "")
	}
}

// clone copies all that a change may write into.
func (p ScriptPair) clone() ScriptPair {
	out := maps.Clone(p)
	for language, s := range out {
		s.Operations = slices.Clone(s.Operations)
		for i, o := range s.Operations {
			o.Sentences, o.Absent = slices.Clone(o.Sentences), slices.Clone(o.Absent)
			o.Fields, o.Choices = slices.Clone(o.Fields), slices.Clone(o.Choices)
			s.Operations[i] = o
		}
		s.Situations = slices.Clone(s.Situations)
		for i, x := range s.Situations {
			x.Sentences, x.Others = slices.Clone(x.Sentences), slices.Clone(x.Others)
			s.Situations[i] = x
		}
		out[language] = s
	}
	return out
}

// Operation changes an operation in one language.
func (p ScriptPair) Operation(language string, id OperationID, change func(*Operation)) ScriptPair {
	out := p.clone()
	s := out[language]
	if i := s.operationAt(id); i >= 0 {
		change(&s.Operations[i])
	}
	return out
}

// Situation changes a situation in one language.
func (p ScriptPair) Situation(language string, id SituationID, change func(*Situation)) ScriptPair {
	out := p.clone()
	s := out[language]
	if i := s.situationAt(id); i >= 0 {
		change(&s.Situations[i])
	}
	return out
}

// OperationInAll changes an operation's structure, and SituationInAll a situation's, in every language that has it.
func (p ScriptPair) OperationInAll(id OperationID, change func(*Operation)) ScriptPair {
	for language := range p {
		p = p.Operation(language, id, change)
	}
	return p
}

func (p ScriptPair) SituationInAll(id SituationID, change func(*Situation)) ScriptPair {
	for language := range p {
		p = p.Situation(language, id, change)
	}
	return p
}

func (s Script) operationAt(id OperationID) int {
	return slices.IndexFunc(s.Operations, func(o Operation) bool { return o.ID == id })
}

func (s Script) situationAt(id SituationID) int {
	return slices.IndexFunc(s.Situations, func(x Situation) bool { return x.ID == id })
}

// AddOperation puts a new operation after another one ("": at the end), titled in each language.
func (p ScriptPair) AddOperation(after OperationID, titles map[string]string) (ScriptPair, OperationID) {
	out := p.clone()
	id := freeID(func(id string) bool { return p.has(func(s Script) bool { return s.operationAt(OperationID(id)) >= 0 }) }, "step")
	for language, s := range out {
		at := s.operationAt(after) + 1
		if at == 0 {
			at = len(s.Operations)
		}
		s.Operations = slices.Insert(s.Operations, at, Operation{ID: OperationID(id), Title: titles[language], Sentences: []string{""}})
		out[language] = s
	}
	return out, OperationID(id)
}

// RemoveOperation takes an operation out; choices that led there lead nowhere.
func (p ScriptPair) RemoveOperation(id OperationID) ScriptPair {
	out := p.clone()
	for language, s := range out {
		if len(s.Operations) > 1 {
			s.Operations = slices.DeleteFunc(s.Operations, func(o Operation) bool { return o.ID == id })
		}
		for i := range s.Operations {
			for j, c := range s.Operations[i].Choices {
				if c.To == id && s.operationAt(id) < 0 {
					s.Operations[i].Choices[j].To = ""
				}
			}
		}
		out[language] = s
	}
	return out
}

// MoveOperation moves an operation among the others, by -1 or 1.
func (p ScriptPair) MoveOperation(id OperationID, by int) ScriptPair {
	out := p.clone()
	for language, s := range out {
		moveOne(s.Operations, s.operationAt(id), by)
		out[language] = s
	}
	return out
}

// AddSituation adds a situation at the end, RemoveSituation takes one out with the choices that lay it over a step, and
// MoveSituation moves it among the others.
func (p ScriptPair) AddSituation(titles map[string]string) (ScriptPair, SituationID) {
	out := p.clone()
	id := freeID(func(id string) bool { return p.has(func(s Script) bool { return s.situationAt(SituationID(id)) >= 0 }) }, "situation")
	for language, s := range out {
		s.Situations = append(s.Situations, Situation{ID: SituationID(id), Title: titles[language], Sentences: []string{""}})
		out[language] = s
	}
	return out, SituationID(id)
}

func (p ScriptPair) RemoveSituation(id SituationID) ScriptPair {
	out := p.clone()
	for language, s := range out {
		s.Situations = slices.DeleteFunc(s.Situations, func(x Situation) bool { return x.ID == id })
		for i := range s.Operations {
			for j, c := range s.Operations[i].Choices {
				if c.Over == id {
					s.Operations[i].Choices[j].Over = ""
				}
			}
		}
		out[language] = s
	}
	return out
}

func (p ScriptPair) MoveSituation(id SituationID, by int) ScriptPair {
	out := p.clone()
	for language, s := range out {
		moveOne(s.Situations, s.situationAt(id), by)
		out[language] = s
	}
	return out
}

func moveOne[T any](list []T, i, by int) {
	if to := i + by; i >= 0 && to >= 0 && to < len(list) {
		list[i], list[to] = list[to], list[i]
	}
}

func (p ScriptPair) has(ok func(Script) bool) bool {
	for _, s := range p {
		if ok(s) {
			return true
		}
	}
	return false
}

func freeID(taken func(string) bool, stem string) string {
	for n := 1; ; n++ {
		if id := fmt.Sprintf("%s-%d", stem, n); !taken(id) {
			return id
		}
	}
}
