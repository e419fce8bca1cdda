package store

import (
	"context"
	"fmt"
	"testing"
	"time"

	"anteroom/softphone"
)

func contextStopped(t *testing.T) (context.Context, context.CancelFunc) {
	return context.WithCancel(t.Context())
}

// crowd invents contacts: the number of people that the benchmarks and walks speak of.
func crowd(n int) []softphone.Contact {
	surnames := []string{"Østby", "Aasen", "Bjørnstad", "Lunde", "Kvamme", "Nes", "Haugen", "Tveit", "Bøe", "Ådland", "Holm", "Moe", "Hansen", "Johansen", "Смирнова", "Wiśniewski", "Müller", "Sæther", "Strøm", "Øye"}
	first := []string{"Ragnhild", "Henrik", "Åse", "Marit", "Odd", "Siri", "Jostein", "Gunnar", "Ingunn", "Kåre", "Ida", "Kari", "Елена", "Tomasz", "Jürgen", "Bjørg", "Leif-Arne", "Sølvi"}
	houses := []string{"Invest", "Rederi", "Havnevesen", "Verft", "Forsikring", "Bank", "Shipping", "Mekaniske"}
	out := make([]softphone.Contact, n)
	for i := range out {
		c := softphone.Contact{ID: softphone.ContactID(fmt.Sprintf("c%06d", i)), Kind: softphone.Outside, Surname: surnames[i%len(surnames)] + fmt.Sprint(" ", i/997), FirstName: first[i/7%len(first)],
			Position: "Rådgiver", Organisation: fmt.Sprintf("%s %s %d AS", surnames[i/31%len(surnames)], houses[i%len(houses)], i/50),
			Numbers: []softphone.ContactNumber{{Kind: softphone.NumberWork, Number: fmt.Sprintf("2%07d", i)}, {Kind: softphone.NumberMobile, Number: fmt.Sprintf("+47 9%07d", i)}},
			Emails:  []string{fmt.Sprintf("person%d@hus%d.example", i, i/50)}}
		if i%400 == 0 {
			c.Kind, c.Department, c.Organisation, c.Topics = softphone.Staff, "Økonomi", "", []string{"Faktura", "Purring"}
		}
		if i%1000 == 3 {
			c.LastContact = time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC).Add(time.Duration(i) * time.Minute)
		}
		out[i] = c
	}
	return out
}

// BenchmarkContacts searches a directory of 100,000, a key at a time.
func BenchmarkContacts(b *testing.B) {
	s := open(b, b.TempDir())
	all := crowd(100_000)
	b.Run("written", func(b *testing.B) {
		for b.Loop() {
			_, err := s.ChangeContacts(b.Context(), softphone.ContactChange{Kind: softphone.ContactsRead, Put: all}, nil)
			must(b, err)
		}
	})
	b.Run("index read", func(b *testing.B) {
		for b.Loop() {
			s.contacts.drop()
			_, err := s.FindContacts(b.Context(), softphone.ContactQuery{}, 0, 60)
			must(b, err)
		}
	})
	for _, w := range []string{"a", "ø", "ostby", "Østby Ragnhild", "Эстбю", "2241 30", "1", "person7", "styret", "faktura"} {
		b.Run("key of "+w, func(b *testing.B) {
			for b.Loop() {
				s.contacts.last.found = nil
				_, err := s.FindContacts(b.Context(), softphone.ContactQuery{Words: w}, 0, 60)
				must(b, err)
			}
		})
	}
	b.Run("caller known", func(b *testing.B) {
		for b.Loop() {
			known, err := s.KnowCaller(b.Context(), "x", "+4720012345", time.Now())
			if must(b, err); len(known.Hits) != 1 {
				b.Fatal(known)
			}
		}
	})
	b.Run("import planned", func(b *testing.B) {
		read := make([]softphone.ReadContact, len(all))
		for i, c := range all {
			read[i] = softphone.ReadContact{Line: i, Contact: c}
		}
		for b.Loop() {
			_, err := s.PlanImport(b.Context(), read)
			must(b, err)
		}
	})
}
