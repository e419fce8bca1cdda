package main

import (
	"encoding/json"
	"io/fs"
	"strings"
	"testing"

	"anteroom/assets"
	"anteroom/softphone"
	"anteroom/softphone/exchange"
	"anteroom/softphone/scriptfile"
)

// What walks say and press differs with the language; it is taken from what the program itself was born with.

// in is what she types of her own, in the language of the walk.
func (w *walker) in(nb, en string) string {
	if w.lang == "en" {
		return en
	}
	return nb
}

// says is the program's own wording of a key.
func (w *walker) says(key string) string {
	w.t.Helper()
	s, ok := wordsOf(w.t, w.lang)[key]
	if !ok {
		w.t.Fatalf("%s: no words for %s", w.lang, key)
	}
	return s
}

// wordsOf is everything the program says in a language, by key.
func wordsOf(t *testing.T, language string) map[string]string {
	t.Helper()
	files, err := fs.Glob(assets.Translations, "translation/*."+language+".json")
	if err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	words := map[string]string{}
	for _, name := range files {
		text, err := assets.Translations.ReadFile(name)
		if err == nil {
			err = json.Unmarshal(text, &words)
		}
		if err != nil {
			t.Fatal(name, err)
		}
	}
	return words
}

// example is the last of the examples that a hint gives, "15:30, +20, tomorrow 9 …".
func (w *walker) example(hint string) string {
	w.t.Helper()
	all := strings.Split(strings.TrimSuffix(w.says(hint), " …"), ", ")
	return all[len(all)-1]
}

// situation is the key of a situation of the general script.
func (w *walker) situation(id softphone.SituationID) string {
	w.t.Helper()
	for _, text := range assets.Scripts() {
		s, faults := scriptfile.Files{}.ReadScript(text)
		if len(faults) > 0 {
			w.t.Fatal(faults)
		}
		if s.Language != w.lang || s.ID != softphone.GeneralScript {
			continue
		}
		if x, ok := s.Situation(id); ok && x.Key != "" {
			return strings.ToLower(x.Key)
		}
	}
	w.t.Fatalf("%s: no key for the situation %s", w.lang, id)
	return ""
}

// caller is a practice caller: 1 the chair, who rings first, 2 the supplier, 3 the customer, 4 who has misdialled.
func (w *walker) caller(n int) (s exchange.Story) {
	w.t.Helper()
	files, err := fs.Glob(assets.Practice(), "stories/"+w.lang+"-"+string(rune('0'+n))+"-*.json")
	if err != nil || len(files) != 1 {
		w.t.Fatal(files, err)
	}
	text, err := fs.ReadFile(assets.Practice(), files[0])
	if err != nil {
		w.t.Fatal(err)
	}
	if err := json.Unmarshal(text, &s); err != nil {
		w.t.Fatal(err)
	}
	return s
}

// director is the first principal of the invented office.
func (w *walker) director() (id, name, number string) {
	w.t.Helper()
	o, err := office(w.lang)
	if err != nil || len(o.Principals) == 0 {
		w.t.Fatal(o, err)
	}
	p := o.Principals[0]
	return string(p.ID), p.FirstName + " " + p.Surname, p.Number
}

// priced is the first question of the FAQ sheet that has a price in its answer.
func (w *walker) priced() softphone.FAQEntry {
	w.t.Helper()
	text, err := assets.FAQ(w.lang)
	if err != nil {
		w.t.Fatal(err)
	}
	all, bad, err := softphone.ReadFAQ(text)
	if err != nil || len(bad) > 0 {
		w.t.Fatal(bad, err)
	}
	for _, e := range all {
		if len(e.Prices) > 0 && len(e.Tags) > 1 {
			return e
		}
	}
	w.t.Fatal("no price on the FAQ sheet")
	return softphone.FAQEntry{}
}
