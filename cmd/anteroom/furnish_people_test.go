package main

import (
	"encoding/json"
	"io/fs"
	"path"
	"slices"
	"testing"
	"time"

	"anteroom/assets"
	"anteroom/softphone"
	"anteroom/softphone/numbering"
	"anteroom/store"
)

// furnished is a desk never used before, in a language.
func furnished(t *testing.T, language string) *house {
	t.Helper()
	t.Setenv("ANTEROOM_SECRETS", "file")
	books, err := store.OpenWith(t.Context(), t.TempDir(), store.Options{SecretsInFile: true, FullNumber: numbering.Full})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = books.Close() })
	h := &house{flags: flags{lang: language}, books: books}
	if h.open, err = books.Load(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := h.furnish(t.Context()); err != nil {
		t.Fatal(err)
	}
	return h
}

func TestFurnish_EverybodyTheSheetsSpeakOfIsInTheDirectory(t *testing.T) {
	for _, language := range []string{"nb", "en"} {
		h := furnished(t, language)
		var all []softphone.Contact
		if err := h.books.EachContact(t.Context(), func(c softphone.Contact) error { all = append(all, c); return nil }); err != nil {
			t.Fatal(err)
		}
		if len(all) < 12 {
			t.Errorf("%s: %d people", language, len(all))
		}
		there := func(w softphone.Who) bool {
			return w.Anybody() || slices.ContainsFunc(all, func(c softphone.Contact) bool {
				s := softphone.Subject{Contact: c.ID, Name: c.Name(), Groups: c.Groups}
				if len(c.Numbers) > 0 {
					s.Number = c.Numbers[0].Number
				}
				return w.Is(s) && (w.Name == "" || w.Name == c.Name())
			})
		}
		known := func(id softphone.ContactID) bool {
			return id == "" || slices.ContainsFunc(all, func(c softphone.Contact) bool { return c.ID == id })
		}
		for _, p := range h.open.Principals {
			for _, r := range p.Policy.Rules {
				for _, w := range []softphone.Who{r.Who, r.To} {
					if !there(w) {
						t.Errorf("%s, sheet of %s, rule %s: nobody in the directory is %+v", language, p.ID, r.ID, w)
					}
				}
				if r.Question == softphone.AskPass {
					page, err := h.books.FindContacts(t.Context(), softphone.ContactQuery{Words: r.Topic, Kind: softphone.Staff}, 0, 9)
					if err != nil || !slices.ContainsFunc(page.Contacts, func(c softphone.Contact) bool {
						return r.To.Is(softphone.Subject{Contact: c.ID, Name: c.Name(), Groups: c.Groups})
					}) {
						t.Errorf("%s: a search for %q does not find %s: %v", language, r.Topic, r.To.Title(), err)
					}
				}
			}
			for _, d := range p.Policy.Deputies {
				if !there(d.Who) {
					t.Errorf("%s: deputy %+v of %s is not in the directory", language, d.Who, p.ID)
				}
			}
			if !slices.ContainsFunc(all, func(c softphone.Contact) bool {
				return c.Principal == p.ID && c.Name() == p.Name() && c.Kind == softphone.Staff
			}) {
				t.Errorf("%s: %s himself is not in the directory", language, p.ID)
			}
		}
		for _, c := range all {
			for _, id := range append(slices.Clone(c.Deputies), c.Responsible) {
				if !known(id) {
					t.Errorf("%s: %s speaks of %s, who is not there", language, c.ID, id)
				}
			}
		}
	}
}

func TestFurnish_PracticeCallersAreKnownByTheirNumbers(t *testing.T) {
	files, err := fs.Glob(assets.Practice(), "stories/*.json")
	if err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	houses := map[string]*house{"nb": furnished(t, "nb"), "en": furnished(t, "en")}
	for _, file := range files {
		text, err := fs.ReadFile(assets.Practice(), file)
		if err != nil {
			t.Fatal(err)
		}
		var story struct {
			Language, Number, Role string
			Facts                  struct {
				Surname, Given, Organisation string
				Wrong                        bool `json:"wrong_number"`
			}
		}
		if err := json.Unmarshal(text, &story); err != nil {
			t.Fatal(file, err)
		}
		if story.Facts.Surname == "" {
			continue // a machine
		}
		known, err := houses[story.Language].books.KnowCaller(t.Context(), "", story.Number, time.Time{})
		if err != nil {
			t.Fatal(err)
		}
		if story.Facts.Wrong { // somebody nobody knows, as there are
			if len(known.Hits) > 0 {
				t.Errorf("%s is known: %+v", path.Base(file), known.Hits)
			}
			continue
		}
		if len(known.Hits) != 1 || known.Hits[0].Surname != story.Facts.Surname || known.Hits[0].FirstName != story.Facts.Given ||
			story.Role == "" && known.Hits[0].Organisation != story.Facts.Organisation {
			t.Errorf("%s: %+v is looked up as %+v", path.Base(file), story.Facts, known.Hits)
		}
	}
}

func TestFurnish_LeavesADirectoryThatHasPeopleAlone(t *testing.T) {
	h := furnished(t, "nb")
	before, _ := h.books.ContactCount(t.Context())
	if err := h.furnishPeople(t.Context()); err != nil {
		t.Fatal(err)
	}
	if after, _ := h.books.ContactCount(t.Context()); after.Staff != before.Staff || after.Outside != before.Outside {
		t.Errorf("%+v became %+v", before, after)
	}
}
