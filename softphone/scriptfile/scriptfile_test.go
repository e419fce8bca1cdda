package scriptfile

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"anteroom/softphone"
)

func whole() softphone.Script {
	return softphone.Script{
		ID: "harbour", Version: 3, Language: "en", Name: "Harbour: arrivals", About: "When a ship rings, # or asks: why",
		Operations: []softphone.Operation{
			{ID: "greeting", Title: "Greeting", Sentences: []string{"{greeting}: which ship is it?", "– Yes, “{company}” … how may I help?", "no", "12:30?"},
				Absent: []string{"{principal} isn’t here: who may I say called?"}, Hint: "Smile.",
				Fields: []softphone.Field{{Name: softphone.FillSurname, Required: true, Focus: true}, {Name: softphone.FillNumber}},
				Choices: []softphone.Choice{{Text: "Yes", To: "end"}, {Text: "No: waits", Over: "wait"}, {Text: "Asks the price", Run: "price"},
					{Text: "Message", Action: softphone.ActMessage}}},
			{ID: "end", Title: "End", Sentences: []string{"Goodbye."}, Choices: []softphone.Choice{{Text: "Nothing", Action: softphone.ActEnd}}},
		},
		Situations: []softphone.Situation{{ID: "wait", Key: "N", Title: "Wait", Sentences: []string{"Would you mind waiting?"},
			Others: []softphone.Aside{{To: softphone.ToColleague, Text: "Somebody waits."}}, Hint: "Back soon.", Action: softphone.ActHold, Label: "Hold"}},
	}
}

func TestScript_ComesBackFromItsFileAsItWas(t *testing.T) {
	for _, language := range softphone.ScriptLanguages {
		want := whole()
		want.Language = language
		text, err := Files{}.WriteScript(want)
		if err != nil {
			t.Fatal(err)
		}
		got, wrong := Files{}.ReadScript(text)
		for _, w := range wrong {
			t.Error(w)
		}
		if d := cmp.Diff(want, got); d != "" {
			t.Errorf("%s\n%s", d, text)
		}
		again, err := Files{}.WriteScript(got)
		if err != nil || string(again) != string(text) {
			t.Errorf("written again, it is another text: %v", err)
		}
	}
}

func TestScript_TheFileTellsHowToEditItInItsLanguage(t *testing.T) {
	for language, want := range map[string]string{"nb": "Handlinger: hold, message", "en": "Actions: hold, message"} {
		s := whole()
		s.Language = language
		text, err := Files{}.WriteScript(s)
		if err != nil || !strings.HasPrefix(string(text), "# ") || !strings.Contains(string(text), want) || !strings.Contains(string(text), "{back_at}") {
			t.Errorf("%v\n%s", err, text)
		}
	}
}

// edited is the text of the script with one word changed, and the line on which that word stood.
func edited(t *testing.T, old, new string) (string, int) {
	t.Helper()
	text, err := Files{}.WriteScript(whole())
	if err != nil {
		t.Fatal(err)
	}
	before, _, ok := strings.Cut(string(text), old)
	if !ok {
		t.Fatalf("no %q in\n%s", old, text)
	}
	return strings.Replace(string(text), old, new, 1), strings.Count(before, "\n") + 1
}

func TestScript_WhatIsWrongIsNamedWithItsLine(t *testing.T) {
	for _, c := range []struct {
		old, new string
		code     softphone.FaultCode
		detail   string
		below    int // lines further down than the word changed
	}{
		{"to: end", "to: endd", softphone.FaultTo, "endd", 0},
		{"action: message", "action: massage", softphone.FaultAction, "massage", 0},
		{"name: surname", "name: surnam", softphone.FaultField, "surnam", 0},
		{"“{company}”", "“{firm}”", softphone.FaultPlaceholder, "firm", 0},
		{"\"{greeting}:", "\"{greeting:", softphone.FaultBraces, "{greeting: which ship is it?", 0},
		{"hint: Smile.", "hnt: Smile.", softphone.FaultUnknownWord, "hnt", 0},
		{"key: \"N\"", "key: NN", softphone.FaultKey, "NN", 0},
		{"to: colleague", "to: janitor", softphone.FaultHearer, "janitor", 0},
		{"language: en", "language: fr", softphone.FaultLanguage, "fr", 0},
		{"- id: end", "- id: greeting", softphone.FaultTwice, "greeting", 0},
		{"      - Goodbye.", "", softphone.FaultNoSentence, "", -1},
		{"version: 3", "version: three", softphone.FaultWrongKind, "three", 0},
		{"about:", "id: two\nabout:", softphone.FaultUnreadable, `mapping key "id" already defined at [21:1]`, 0},
	} {
		text, line := edited(t, c.old, c.new)
		_, wrong := Files{}.ReadScript([]byte(text))
		if len(wrong) == 0 {
			t.Errorf("%q was taken", c.new)
			continue
		}
		w := wrong[0]
		if w.Code != c.code || w.Detail != c.detail || w.Line != line+c.below {
			t.Errorf("%q on line %d: %+v", c.new, line+c.below, w)
		}
		if !strings.Contains(w.Error(), "line ") {
			t.Errorf("said as %q", w.Error())
		}
	}
}

func TestScript_WhatIsNoScriptIsRefusedWithAWord(t *testing.T) {
	for _, text := range []string{"", "   \n", "hello", "- 1\n- 2", "id: [", "\t- a", "id: a\n---\nid: b", strings.Repeat("# x\n", Largest), "a: &a [*a, *a]"} {
		if s, wrong := (Files{}).ReadScript([]byte(text)); len(wrong) == 0 {
			t.Errorf("%.20q was taken as %+v", text, s)
		}
	}
}

func FuzzReadScript(f *testing.F) {
	text, err := Files{}.WriteScript(whole())
	if err != nil {
		f.Fatal(err)
	}
	f.Add(text)
	f.Add([]byte("id: {a: b}\noperations: [[]]"))
	f.Fuzz(func(t *testing.T, text []byte) {
		if s, wrong := (Files{}).ReadScript(text); len(wrong) == 0 && s.Check() != nil {
			t.Errorf("taken with faults: %v", s.Check())
		}
	})
}
