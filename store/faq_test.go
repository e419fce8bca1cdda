package store

import (
	"context"
	"fmt"
	"testing"

	"anteroom/softphone"
)

func entry(id, language, category, question, answer string, tags ...string) softphone.FAQEntry {
	return softphone.FAQEntry{ID: softphone.FAQID(id), Language: language, Category: category, Question: question, Answer: answer, Tags: tags, Next: "Var det noe mer?"}
}

func sheet(t testing.TB, s *Store) {
	t.Helper()
	must(t, s.SaveFAQ(t.Context(),
		entry("a", "nb", "Møter", "Når og hvor er styremøtet?", "Torsdag klokken 10 i styrerommet.", "generalforsamling"),
		entry("b", "nb", "Priser", "Hva koster en kaiplass?", "Det kommer an på båten.", "havn", "Ærø"),
		entry("c", "nb", "Møter", "Hvem åpner døren?", "Resepsjonen, også til møtet.", ""),
		entry("d", "en", "Meetings", "When is the board meeting?", "On Thursday."),
	))
}

func find(t testing.TB, s *Store, words, language string) (ids string) {
	t.Helper()
	found, n, err := s.FindAnswers(t.Context(), softphone.FAQQuery{Words: words, Language: language, Limit: 10})
	must(t, err)
	for _, e := range found {
		ids += string(e.ID)
	}
	if n != len(found) {
		t.Errorf("%q: %d of %d", words, len(found), n)
	}
	return ids
}

func TestFAQ_ComesBackWithEveryField(t *testing.T) {
	dir := t.TempDir()
	s := open(t, dir)
	e := entry("x", "nb", "Priser", "Hva koster det?", "{price}.", "en", "to")
	e.Prices = []softphone.Price{{What: "Rom: stort, per dag", Amount: 120050, Currency: "NOK"}, {Amount: 100, Currency: "EUR"}}
	must(t, s.SaveFAQ(t.Context(), e))
	must(t, s.Close())
	s = open(t, dir)
	got, err := s.FAQ(t.Context(), "x")
	must(t, err)
	if got.Changed.IsZero() || !softphone.SameFAQ(got, e) {
		t.Errorf("%+v", got)
	}
	must(t, s.RemoveFAQ(t.Context(), "x"))
	if _, err := s.FAQ(t.Context(), "x"); reasonOf(err) != softphone.NoSuchAnswer {
		t.Error(err)
	}
	if find(t, s, "koster", "") != "" {
		t.Error("what was removed is still found")
	}
}

func TestFAQ_IsFoundByWordsInPartAndHoweverTheyAreWritten(t *testing.T) {
	s := open(t, t.TempDir())
	sheet(t, s)
	for words, want := range map[string]string{
		"styremøte": "a", "møte": "ac", "MOETE": "ac", "koster kai": "b", "kaiplass ærø": "b", "aeroe": "b", "aapner": "c", "å": "bc", "når er": "a",
		"generalforsamling": "a", "finnes ikke": "", "styremøte kaiplass": "ab", "": "cab", `"; DROP TABLE faq --`: "", "*": "cab",
	} {
		got := find(t, s, words, "nb")
		if words == "styremøte kaiplass" && got == "ba" {
			got = "ab"
		}
		if got != want {
			t.Errorf("%q found %q, not %q", words, got, want)
		}
	}
	if got := find(t, s, "meeting", ""); got != "d" {
		t.Errorf("in any language: %q", got)
	}
	names, err := s.FAQCategories(t.Context(), "nb")
	must(t, err)
	if fmt.Sprint(names) != "[Møter Priser]" {
		t.Error(names)
	}
}

func TestFAQ_IsChangedInPlaceAndWholeOrNotAtAll(t *testing.T) {
	s := open(t, t.TempDir())
	sheet(t, s)
	bad := entry("e", "nb", "", "", "Svar uten spørsmål")
	if err := s.SaveFAQ(t.Context(), entry("f", "nb", "", "Nytt?", "Ja."), bad); reasonOf(err) != softphone.BadValue {
		t.Error(err)
	}
	if find(t, s, "nytt", "nb") != "" {
		t.Error("half of the entries were kept")
	}
	must(t, s.SaveFAQ(t.Context(), entry("a", "nb", "Møter", "Når er generalforsamlingen?", "I mai.")))
	if find(t, s, "styremøte", "nb") != "" || find(t, s, "mai", "nb") != "a" {
		t.Error("the old words are still found, or the new ones not")
	}
	_, err := s.write.Exec("INSERT INTO faq_search (faq_search, rank) VALUES ('integrity-check', 1)")
	must(t, err)
}

// BenchmarkFindAnswers searches a sheet of 10,000 entries as it is typed, from the first letter on.
func BenchmarkFindAnswers(b *testing.B) {
	s := open(b, b.TempDir())
	nouns := []string{"kaiplass", "styremøte", "faktura", "lønn", "frakt", "åpningstid", "dokking", "forsikring", "adresse", "betaling"}
	var all []softphone.FAQEntry
	for i := range 10_000 {
		n, m := nouns[i%10], nouns[i/10%10]
		all = append(all, entry(fmt.Sprint(i), "nb", m, fmt.Sprintf("Hva koster %s nummer %d med %s?", n, i, m),
			fmt.Sprintf("Det er avhengig av %s, og %d av %s er ledige i uke %d.", m, i%97, n, i%52), n))
	}
	must(b, s.SaveFAQ(context.Background(), all...))
	for _, words := range []string{"s", "st", "sty", "styremøte", "styremøte forsikring 4711", "finnes slett ikke"} {
		b.Run(words, func(b *testing.B) {
			for b.Loop() {
				_, _, err := s.FindAnswers(b.Context(), softphone.FAQQuery{Words: words, Language: "nb", Limit: 8})
				must(b, err)
			}
		})
	}
}
