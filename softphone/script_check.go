package softphone

import (
	"fmt"
	"regexp"
	"slices"
)

// FaultCode says what is wrong in a script.
type FaultCode string

const (
	FaultNoID          FaultCode = "no_id" // or one with other than small letters, digits, - and _
	FaultNoName        FaultCode = "no_name"
	FaultLanguage      FaultCode = "language"
	FaultNoOperation   FaultCode = "no_operation"
	FaultTwice         FaultCode = "twice" // an id or a key
	FaultNoTitle       FaultCode = "no_title"
	FaultNoSentence    FaultCode = "no_sentence"
	FaultBraces        FaultCode = "braces" // a { with no } to it, or the other way round
	FaultPlaceholder   FaultCode = "placeholder"
	FaultField         FaultCode = "field"
	FaultAction        FaultCode = "action"
	FaultHearer        FaultCode = "hearer"
	FaultKey           FaultCode = "key" // other than one capital letter
	FaultNoChoiceText  FaultCode = "no_choice_text"
	FaultTooManyChoice FaultCode = "too_many_choices"
	FaultTo            FaultCode = "to"         // leads to an unknown operation
	FaultLeadsTwice    FaultCode = "two_ways"   // leads to more than one of operation, situation and script
	FaultUnreadable    FaultCode = "unreadable" // a file that is none, or of another form
	FaultUnknownWord   FaultCode = "unknown_word"
	FaultWrongKind     FaultCode = "wrong_kind" // e.g. a sentence where a list is to stand
	FaultTooLong       FaultCode = "too_long"
)

// LongestSaying is how long one sentence of a script may be, in bytes.
const LongestSaying = 1000

// ScriptFault is one thing wrong in a script.
type ScriptFault struct {
	// Path is where, in the words of the file: "operations[2].choices[0].to", counted from 0; "" for the whole.
	Path   string
	Line   int // in the file, from 1; 0 where no file was read
	Code   FaultCode
	Detail string // the word that is wrong
}

// faultWords are the faults in plain English; screens have words of their own under "fault.<code>".
var faultWords = map[FaultCode]string{
	FaultNoID:          "an id of small letters, digits, - or _ is needed here, not %q",
	FaultNoName:        "the script needs a name%.0s",
	FaultLanguage:      "the language is nb or en, not %q",
	FaultNoOperation:   "the script needs at least one operation%.0s",
	FaultTwice:         "%q stands twice",
	FaultNoTitle:       "a title is missing%.0s",
	FaultNoSentence:    "there is nothing to say here%.0s",
	FaultBraces:        "a { and its } do not fit together in %q",
	FaultPlaceholder:   "{%s} is no name that the desk can fill in",
	FaultField:         "%q is no field of the form",
	FaultAction:        "%q is no action of the desk",
	FaultHearer:        "%q is nobody that can be spoken to",
	FaultKey:           "a key is one capital letter, not %q",
	FaultNoChoiceText:  "a choice needs a text%.0s",
	FaultTooManyChoice: "there are more than nine choices%.0s",
	FaultTo:            "there is no operation %q to go to",
	FaultLeadsTwice:    "the choice %q leads to more than one place",
	FaultUnreadable:    "not readable: %s",
	FaultUnknownWord:   "%q is no word of scripts; perhaps it is misspelt or stands too far in or out",
	FaultWrongKind:     "something else belongs here than %q, for instance a list with a - before each line",
	FaultTooLong:       "the sentence is too long to be said: %q",
}

func (f ScriptFault) Error() string {
	said := fmt.Sprintf(faultWords[f.Code], f.Detail)
	switch {
	case f.Line > 0 && f.Path != "":
		return fmt.Sprintf("line %d (%s): %s", f.Line, f.Path, said)
	case f.Line > 0:
		return fmt.Sprintf("line %d: %s", f.Line, said)
	case f.Path != "":
		return f.Path + ": " + said
	}
	return said
}

var (
	idForm  = regexp.MustCompile(`^[a-z0-9][a-z0-9_-]{0,39}$`)
	keyForm = regexp.MustCompile(`^[A-Z]$`)
)

// faults collects what is wrong.
type faults struct{ list []ScriptFault }

func (f *faults) add(bad bool, code FaultCode, detail, path string, at ...any) {
	if bad {
		f.list = append(f.list, ScriptFault{Path: fmt.Sprintf(path, at...), Code: code, Detail: detail})
	}
}

// Faults finds everything that the desk could not run: choices that lead nowhere, doubled ids and keys, missing sentences,
// names that cannot be filled in. None: the script can be saved. A situation or script that it leads to may be somewhere
// else, and is not looked for; see ScriptPair.Problems.
func (s Script) Faults() []ScriptFault {
	f := &faults{}
	f.add(!idForm.MatchString(string(s.ID)), FaultNoID, string(s.ID), "id")
	f.add(s.Name == "", FaultNoName, "", "name")
	f.add(!slices.Contains(ScriptLanguages, s.Language), FaultLanguage, s.Language, "language")
	f.add(len(s.Operations) == 0, FaultNoOperation, "", "operations")
	ops := map[OperationID]bool{}
	for i, o := range s.Operations {
		f.operation(o, i, ops)
	}
	for i, o := range s.Operations {
		for j, c := range o.Choices {
			f.add(c.To != "" && !ops[c.To], FaultTo, string(c.To), "operations[%d].choices[%d].to", i, j)
		}
	}
	sits, keys := map[SituationID]bool{}, map[string]bool{}
	for i, x := range s.Situations {
		f.situation(x, i, sits, keys)
	}
	return f.list
}

// Check gives the first of the Faults, or nil.
func (s Script) Check() error {
	if all := s.Faults(); len(all) > 0 {
		return all[0]
	}
	return nil
}

func (f *faults) operation(o Operation, i int, seen map[OperationID]bool) {
	at := fmt.Sprintf("operations[%d]", i)
	f.add(!idForm.MatchString(string(o.ID)), FaultNoID, string(o.ID), "%s.id", at)
	f.add(seen[o.ID], FaultTwice, string(o.ID), "%s.id", at)
	seen[o.ID] = true
	f.add(o.Title == "", FaultNoTitle, "", "%s.title", at)
	f.add(len(o.Sentences) == 0, FaultNoSentence, "", "%s.sentences", at)
	f.sayings(o.Sentences, at+".sentences")
	f.sayings(o.Absent, at+".absent")
	for j, field := range o.Fields {
		f.add(!slices.Contains(FieldNames, field.Name), FaultField, string(field.Name), "%s.fields[%d].name", at, j)
	}
	f.add(len(o.Choices) > 9, FaultTooManyChoice, "", "%s.choices", at)
	for j, c := range o.Choices {
		f.add(c.Text == "", FaultNoChoiceText, "", "%s.choices[%d].text", at, j)
		f.action(c.Action, fmt.Sprintf("%s.choices[%d].action", at, j))
		ways := 0
		for _, set := range []bool{c.To != "", c.Over != "", c.Run != ""} {
			if set {
				ways++
			}
		}
		f.add(ways > 1, FaultLeadsTwice, c.Text, "%s.choices[%d]", at, j)
	}
}

func (f *faults) situation(x Situation, i int, seen map[SituationID]bool, keys map[string]bool) {
	at := fmt.Sprintf("situations[%d]", i)
	f.add(!idForm.MatchString(string(x.ID)), FaultNoID, string(x.ID), "%s.id", at)
	f.add(seen[x.ID], FaultTwice, string(x.ID), "%s.id", at)
	f.add(x.Key != "" && !keyForm.MatchString(x.Key), FaultKey, x.Key, "%s.key", at)
	f.add(x.Key != "" && keys[x.Key], FaultTwice, x.Key, "%s.key", at)
	seen[x.ID], keys[x.Key] = true, true
	f.add(x.Title == "", FaultNoTitle, "", "%s.title", at)
	f.add(len(x.Sentences) == 0, FaultNoSentence, "", "%s.sentences", at)
	f.sayings(x.Sentences, at+".sentences")
	for j, o := range x.Others {
		f.add(!slices.Contains(Hearers, o.To), FaultHearer, string(o.To), "%s.others[%d].to", at, j)
		f.saying(o.Text, fmt.Sprintf("%s.others[%d].text", at, j))
	}
	f.action(x.Action, at+".action")
}

func (f *faults) action(a ScriptAction, path string) {
	f.add(a != ActNone && !slices.Contains(ScriptActions, a), FaultAction, string(a), "%s", path)
}

func (f *faults) sayings(list []string, path string) {
	for i, words := range list {
		f.saying(words, fmt.Sprintf("%s[%d]", path, i))
	}
}

func (f *faults) saying(words, path string) {
	code, detail := SayingFault(words)
	f.add(code != "", code, detail, "%s", path)
}

// SayingFault says what is wrong with one sentence: nothing in it, too long, braces that do not fit, or a {name} that
// cannot be filled in, which is then the detail. "" for nothing.
func SayingFault(words string) (FaultCode, string) {
	switch {
	case words == "":
		return FaultNoSentence, ""
	case len(words) > LongestSaying:
		return FaultTooLong, words[:20] + "…"
	case !bracesFit(words):
		return FaultBraces, words
	}
	for _, name := range NamesIn(words) {
		if !slices.Contains(ValueNames, name) {
			return FaultPlaceholder, name
		}
	}
	return "", ""
}

func bracesFit(words string) bool {
	open := false
	for _, r := range words {
		switch r {
		case '{', '}':
			if open == (r == '{') {
				return false
			}
			open = !open
		}
	}
	return !open
}

// NamesIn are the {names} of a sentence, in order.
func NamesIn(words string) (out []string) {
	for _, r := range Fill(words, nil) {
		if r.Kind == Gap {
			out = append(out, r.Text)
		}
	}
	return out
}
