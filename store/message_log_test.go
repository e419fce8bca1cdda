package store

import (
	"database/sql"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"anteroom/softphone"
)

// written fills a log with messages that differ in everything a filter looks at.
func written(tb testing.TB, s *Store, n int) []softphone.Message {
	tb.Helper()
	r := rand.New(rand.NewPCG(7, 7))
	pick := func(list string) string { x := strings.Fields(list); return x[r.IntN(len(x))] }
	start := time.Date(2017, 12, 29, 9, 0, 0, 0, time.FixedZone("", 3600))
	var all []softphone.Message
	for i := range n {
		m := softphone.Message{
			ID: softphone.MessageID(fmt.Sprintf("m%07d", i)), State: softphone.MessageState(pick("new delivered seen done done done")),
			Taken: start.Add(time.Duration(i) * 3 * time.Minute), For: pick("Henrik Siri Odd Marit") + " " + pick("Aasen Nes Kvamme Lunde"),
			Surname: pick("Østby Bjørnstad Sokolov Ångström Hagen Moen Strøm Wiśniewski Ødegård") + fmt.Sprint(i%997), FirstName: pick("Åse Jon Eva Per Ragnhild"),
			Organisation: pick("Nordvik Haugland Sparebanken Kystavisen") + " AS", Number: fmt.Sprintf("+47 2241%04d", i%10000),
			Verbatim: pick("Ring møtet tallene bilag kaiplassen skipet") + " " + pick("tredje-kvartal torsdag fredag signatur avtale avtalen") + " " +
				pick("før etter klokken straks snarest") + " " + fmt.Sprint("sak", i%5003),
			Mood: softphone.Mood(pick("good neutral neutral unhappy")), Urgency: softphone.Urgency(pick("normal normal normal urgent immediate")),
		}
		m.Changed = m.Taken
		all = append(all, m)
	}
	must(tb, s.change(tb.Context(), func(tx *sql.Tx) error {
		var added string // the index of many is built in one go
		if err := tx.QueryRow("SELECT sql FROM sqlite_master WHERE name = 'message_search_added'").Scan(&added); err != nil {
			return err
		}
		if _, err := tx.Exec("DROP TRIGGER message_search_added"); err != nil {
			return err
		}
		st, err := tx.Prepare(messageUpsert)
		if err != nil {
			return err
		}
		for i := range all {
			if _, err := st.Exec(fields(messageColumns(&all[i]))...); err != nil {
				return err
			}
		}
		_, err = tx.Exec("INSERT INTO message_search (message_search) VALUES ('rebuild'); " + added)
		return err
	}))
	return all
}

func logFilters() map[string]softphone.MessageFilter {
	day := func(y int, m time.Month, d int) time.Time {
		return time.Date(y, m, d, 12, 0, 0, 0, time.FixedZone("", 3600))
	}
	return map[string]softphone.MessageFilter{
		"nothing":          {},
		"one letter":       {Text: "s"},
		"two letters":      {Text: "av"},
		"half words":       {Text: "tred kvart"},
		"a whole word":     {Text: "signatur"},
		"a rare word":      {Text: "sak77"},
		"no word":          {Text: "finnesikke"},
		"forgiven letters": {From: "ostby", For: "åsen"},
		"state":            {States: []softphone.MessageState{softphone.New, softphone.Seen}},
		"urgent, unhappy":  {Urgencies: []softphone.Urgency{softphone.Urgent, softphone.Immediate}, Moods: []softphone.Mood{softphone.MoodUnhappy}},
		"undelivered":      {Undelivered: true, Organisation: "haugl"},
		"number":           {Number: "22 41 00"},
		"number abroad":    {Number: "004722410"},
		"days":             {Since: day(2017, 12, 30), Until: day(2018, 1, 2)},
		"since":            {Since: day(2018, 1, 1), Text: "s"},
		"until":            {Until: day(2017, 12, 31)},
		"everything": {Text: "av", For: "henrik", From: "h", Number: "2241", Since: day(2017, 12, 29), Until: day(2018, 2, 14),
			States: []softphone.MessageState{softphone.Done}, Moods: []softphone.Mood{softphone.MoodNeutral}},
		"signs only": {Text: `" * ( : - ^`},
	}
}

func TestFindMessages_FindsWhatFitsInOrderAndInPages(t *testing.T) {
	s := open(t, t.TempDir())
	all := written(t, s, 2000)
	for name, f := range logFilters() {
		var want, got []softphone.MessageID
		for i := len(all) - 1; i >= 0; i-- {
			if f.Fits(all[i]) {
				want = append(want, all[i].ID)
			}
		}
		var place softphone.LogPlace
		for {
			page, next, err := s.FindMessages(t.Context(), f, place, 170)
			must(t, err)
			if len(page) == 0 {
				break
			}
			for _, m := range page {
				got = append(got, m.ID)
			}
			place = next
		}
		if fmt.Sprint(got) != fmt.Sprint(want) {
			t.Errorf("%s: found %d, want %d", name, len(got), len(want))
		}
		n, err := s.CountFound(t.Context(), f, 10000)
		must(t, err)
		if n != len(want) {
			t.Errorf("%s: counted %d, want %d", name, n, len(want))
		}
		if len(want) == 0 && name != "no word" {
			t.Errorf("%s: the test asks for nothing", name)
		}
	}
}

func TestFindMessages_FollowsChangesAndDeletions(t *testing.T) {
	s := open(t, t.TempDir())
	m := softphone.Message{ID: "m", State: softphone.New, Surname: "Aagaard", Number: "0047 22 41 30 77", Taken: time.Date(2026, 11, 24, 0, 30, 0, 0, time.FixedZone("", 3600))}
	must(t, s.SaveMessage(t.Context(), m))
	found := func(f softphone.MessageFilter) int {
		t.Helper()
		n, err := s.CountFound(t.Context(), f, 10)
		must(t, err)
		return n
	}
	for _, f := range []softphone.MessageFilter{{From: "ågård"}, {From: "agaa"}, {Number: "224130"}, {Number: "+4722"}, {Undelivered: true},
		{Since: m.Taken, Until: m.Taken}} { // the day of the wall clock, not of UTC
		if found(f) != 1 {
			t.Errorf("not found by %+v", f)
		}
	}
	m.State, m.Surname = softphone.Done, "Moen"
	must(t, s.SaveMessage(t.Context(), m))
	if found(softphone.MessageFilter{From: "aagaard"})+found(softphone.MessageFilter{Undelivered: true}) != 0 || found(softphone.MessageFilter{From: "moen"}) != 1 {
		t.Error("the search does not follow a change")
	}
	_, err := s.ErasePerson(t.Context(), softphone.Person{Name: "Moen"}, "x")
	must(t, err)
	if found(softphone.MessageFilter{}) != 0 || found(softphone.MessageFilter{From: "moen"}) != 0 {
		t.Error("the search finds what was deleted")
	}
	_, err = s.write.Exec("INSERT INTO message_search (message_search, rank) VALUES ('integrity-check', 1)")
	must(t, err)
}

// BenchmarkMessageLog searches a million messages as they are searched while typing: one page of 60.
func BenchmarkMessageLog(b *testing.B) {
	s := open(b, b.TempDir())
	written(b, s, 1_000_000)
	filters := logFilters()
	last := time.Date(2023, 9, 14, 12, 0, 0, 0, time.UTC)
	filters["days"] = softphone.MessageFilter{Since: last.AddDate(-2, 1, 3), Until: last}
	filters["common and rare"] = softphone.MessageFilter{Text: "s sak77", States: []softphone.MessageState{softphone.New}}
	filters["common and none"] = softphone.MessageFilter{Text: "s", States: []softphone.MessageState{softphone.New}, Number: "99"}
	for name, f := range filters {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				_, _, err := s.FindMessages(b.Context(), f, 0, 60)
				must(b, err)
			}
		})
	}
}

func TestFindMessages_ByWhoTookThemDownAndUndeliveredWhileTheMailWaitsOrFailed(t *testing.T) {
	s := open(t, t.TempDir())
	now := time.Date(2026, 11, 27, 9, 0, 0, 0, time.UTC)
	for i, by := range []string{"Ida Holm", "Kari Østby (trainee)", "Ida Holm", ""} {
		m := softphone.Message{ID: softphone.MessageID(fmt.Sprint("m", i)), State: softphone.New, Taken: now, Changed: now, Verbatim: "Ring tilbake"}
		must(t, s.SaveMessage(t.Context(), m))
		must(t, s.MoveMessage(t.Context(), m, softphone.Progress{Message: m.ID, At: now, What: softphone.ProgressTaken, By: by}))
	}
	found := func(f softphone.MessageFilter) (out []softphone.MessageID) {
		page, _, err := s.FindMessages(t.Context(), f, 0, 10)
		must(t, err)
		for _, m := range page {
			out = append(out, m.ID)
		}
		n, err := s.CountFound(t.Context(), f, 10)
		must(t, err)
		if n != len(out) {
			t.Errorf("%+v: counted %d, found %d", f, n, len(out))
		}
		return out
	}
	same(t, []softphone.MessageID{"m2", "m0"}, found(softphone.MessageFilter{By: "holm"}))
	same(t, []softphone.MessageID{"m1"}, found(softphone.MessageFilter{By: "kari ostby", Text: "ring"}))
	same(t, []softphone.MessageID(nil), found(softphone.MessageFilter{By: "nobody"}))
	same(t, []softphone.MessageID{"m3", "m2", "m1", "m0"}, found(softphone.MessageFilter{By: " "}))
	mail := softphone.Mail{ID: "mail", Kind: softphone.MailMessage, Message: "m0", To: "a@b.example", Queued: now, State: softphone.MailQueued}
	for _, st := range []softphone.MailState{softphone.MailQueued, softphone.MailFailed} {
		mail.State = st
		must(t, s.SaveMail(t.Context(), mail))
		same(t, []softphone.MessageID{"m2", "m0"}, found(softphone.MessageFilter{By: "ida", Undelivered: true}))
	}
	m := softphone.Message{ID: "m0", State: softphone.Delivered, Taken: now, Changed: now.Add(time.Minute)}
	must(t, s.MoveMessage(t.Context(), m, softphone.Progress{Message: "m0", At: m.Changed, What: softphone.ProgressDelivered, How: softphone.ByMail}))
	same(t, []softphone.MessageID{"m2"}, found(softphone.MessageFilter{By: "ida", Undelivered: true}))
}
