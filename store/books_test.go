package store

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp/cmpopts"

	"anteroom/softphone"
)

func TestCall_ComesBackWithEveryField(t *testing.T) {
	dir := t.TempDir()
	s := open(t, dir)
	want := fill(new(softphone.Call))
	must(t, s.SaveCall(t.Context(), want))
	bare := softphone.Call{ID: "bare", Started: want.Started.Add(-time.Hour), Ended: want.Started}
	must(t, s.SaveCall(t.Context(), bare))
	must(t, s.Close())

	s = open(t, dir)
	got, err := s.JournalCall(t.Context(), want.ID)
	must(t, err)
	same(t, want, got, notKept)
	got, err = s.JournalCall(t.Context(), bare.ID)
	must(t, err)
	same(t, bare, got)
}

func TestCall_SavedAgainStandsOnceAsItIsNow(t *testing.T) {
	s := open(t, t.TempDir())
	c := fill(new(softphone.Call))
	must(t, s.SaveCall(t.Context(), c))
	c.Holds, c.Visits, c.StoppedAt, c.Ended = c.Holds[:1], c.Visits[:2], "", time.Time{}
	c.Holds[0].Lateness, c.Visits[1].Choice = 7*time.Second, "Ja, det stemmer"
	must(t, s.SaveCall(t.Context(), c))
	calls, err := s.Calls(t.Context(), time.Time{}, 10)
	must(t, err)
	same(t, []softphone.Call{c}, calls, notKept)
}

func TestMessage_ComesBackWithEveryField(t *testing.T) {
	dir := t.TempDir()
	s := open(t, dir)
	want := fill(new(softphone.Message))
	must(t, s.SaveMessage(t.Context(), want))
	must(t, s.Close())
	got, err := open(t, dir).Message(t.Context(), want.ID)
	must(t, err)
	same(t, want, got)
}

func TestDraft_ComesBackWithEveryFieldAndEndsWithItsMessage(t *testing.T) {
	dir := t.TempDir()
	s := open(t, dir)
	first, second := fill(new(softphone.Message)), fill(new(softphone.Message))
	second.ID, second.Changed = "second", first.Changed.Add(time.Second)
	for _, m := range []softphone.Message{second, first} {
		must(t, s.SaveDraft(t.Context(), m))
	}
	same(t, []softphone.Message{first, second}, load(t, s).Drafts)

	first.State = softphone.New
	must(t, s.SaveMessage(t.Context(), first))
	must(t, s.DropDraft(t.Context(), "second"))
	must(t, s.DropDraft(t.Context(), "second"))
	if left := load(t, s).Drafts; len(left) != 0 {
		t.Errorf("drafts left: %v", left)
	}
}

func TestDraft_SavedLateLeavesTheMessageAlone(t *testing.T) {
	s := open(t, t.TempDir())
	m := softphone.Message{ID: "m", State: softphone.New, Verbatim: "whole", Changed: time.Now()}
	must(t, s.SaveMessage(t.Context(), m))
	late := m
	late.State, late.Verbatim = softphone.Draft, "who"
	must(t, s.SaveDraft(t.Context(), late))
	got, err := s.Message(t.Context(), "m")
	must(t, err)
	same(t, m, got)
}

func TestMessage_TakenIsNeverADraft(t *testing.T) {
	s := open(t, t.TempDir())
	must(t, s.SaveMessage(t.Context(), softphone.Message{ID: "m", State: softphone.Draft}))
	log, err := s.Messages(t.Context(), time.Time{}, 10)
	must(t, err)
	if len(log) != 1 || log[0].State != softphone.New || log[0].Changed.IsZero() {
		t.Errorf("log: %+v", log)
	}
}

func TestPrincipal_ComesBackWithPresenceAndSheet(t *testing.T) {
	dir := t.TempDir()
	s := open(t, dir)
	second, first := fill(new(softphone.Principal)), softphone.Principal{ID: "first", Surname: "Aasen"}
	for i := range second.Policy.Rules {
		second.Policy.Rules[i].Question = i + 3
	}
	must(t, s.SavePrincipal(t.Context(), second))
	must(t, s.SavePrincipal(t.Context(), first))
	must(t, s.Close())
	s = open(t, dir)
	same(t, []softphone.Principal{first, second}, load(t, s).Principals)

	second.Policy.Notes[3], second.Presence.Until = "", time.Time{}
	must(t, s.SavePrincipal(t.Context(), second))
	must(t, s.RemovePrincipal(t.Context(), first.ID))
	same(t, []softphone.Principal{second}, load(t, s).Principals)
}

func TestAccount_ComesBackWithItsPassword(t *testing.T) {
	dir := t.TempDir()
	s := open(t, dir)
	full, bare := fill(new(softphone.Account)), softphone.Account{ID: "bare", Address: "192.0.2.1"}
	full.Codecs = []string{"pcma", "pcmu"}
	must(t, s.SaveAccount(t.Context(), full, "hemmelig æøå"))
	must(t, s.SaveAccount(t.Context(), bare, ""))
	full.DisplayName = "changed"
	must(t, s.SaveAccount(t.Context(), full, "")) // keeps the password
	must(t, s.Close())

	s = open(t, dir)
	b := load(t, s)
	same(t, []softphone.Account{full, bare}, b.Accounts)
	same(t, map[softphone.LineID]string{full.ID: "hemmelig æøå"}, plain(b.Passwords))
	if !b.SecretsInFile {
		t.Error("SecretsInFile is not said")
	}
	must(t, s.RemoveAccount(t.Context(), full.ID))
	must(t, s.RemoveAccount(t.Context(), full.ID))
	if text, _ := os.ReadFile(filepath.Join(dir, secretsFile)); len(load(t, s).Accounts) != 1 || string(text) != "{}" {
		t.Errorf("not forgotten: %s", text)
	}
}

func plain(secrets map[softphone.LineID]softphone.Secret) map[softphone.LineID]string {
	out := map[softphone.LineID]string{}
	for k, v := range secrets {
		out[k] = string(v)
	}
	return out
}

func TestSettings_ComeBack(t *testing.T) {
	s := open(t, t.TempDir())
	if b := load(t, s); b.Settings == nil || len(b.Settings) != 0 {
		t.Errorf("a new folder has settings %v", b.Settings)
	}
	must(t, s.SaveSetting(t.Context(), softphone.SetCompany, "Fjordlast"))
	must(t, s.SaveSetting(t.Context(), softphone.SetCompany, ""))
	must(t, s.SaveSetting(t.Context(), softphone.SetLanguage, "en"))
	same(t, softphone.Settings{softphone.SetCompany: "", softphone.SetLanguage: "en"}, load(t, s).Settings)
}

// notKept are the fields of a call that only last while it does.
var notKept = cmpopts.IgnoreFields(softphone.Call{}, "Answer", "NotTold", "Colleague", "Trouble", "Warned", "RecordPaused", "Transfer", "Failed", "BusyAt", "WaitsFor", "ConsultFor",
	"Bridged", "Conference", "Queued", "QueueText", "Media.Keys", "Media.Codec.Params", "Media.EventClock",
	"Groups", "Hits", "RedirectsBefore", "Earlier", "EarlierLast")

func TestUnfinishedCalls_AreEndedAtTheNextStartAndOnlyOnce(t *testing.T) {
	dir, start := t.TempDir(), time.Date(2026, 11, 24, 9, 0, 0, 0, time.FixedZone("", 3600))
	s := openWith(t, dir, Options{SecretsInFile: true, Now: func() time.Time { return start.Add(90 * time.Second) }})
	ended := softphone.Call{ID: "ended", State: softphone.Ended, Started: start, Ended: start.Add(time.Minute)}
	held := softphone.Call{
		ID: "held", State: softphone.Held, Changing: softphone.Talking, Started: start, Answered: start.Add(4 * time.Second),
		ReturnDue: start.Add(2 * time.Minute),
		Holds:     []softphone.Hold{{Start: start.Add(10 * time.Second), End: start.Add(20 * time.Second)}, {Start: start.Add(30 * time.Second)}},
		Visits:    []softphone.Visit{{Operation: "greeting", Entered: start.Add(4 * time.Second)}},
	}
	must(t, s.SaveCall(t.Context(), ended))
	must(t, s.SaveCall(t.Context(), held))
	last := start.Add(105 * time.Second)
	must(t, s.SaveDraft(t.Context(), softphone.Message{ID: "draft", State: softphone.Draft, Verbatim: "x", Changed: last})) // while he waited
	must(t, s.Close())

	s = open(t, dir)
	want := held
	want.State, want.Changing, want.ReturnDue, want.Ended, want.Unfinished = softphone.Ended, "", time.Time{}, last, true
	want.EndReason, want.EndedBy = softphone.Reason{Code: softphone.ProgramEnded}, softphone.EndedByNetwork
	want.Holds = []softphone.Hold{held.Holds[0], {Start: held.Holds[1].Start, End: last}}
	want.Visits = []softphone.Visit{{Operation: "greeting", Entered: start.Add(4 * time.Second), Left: last}}
	same(t, []softphone.Call{want}, load(t, s).Unfinished)
	got, err := s.JournalCall(t.Context(), "held")
	must(t, err)
	same(t, want, got)
	if again := load(t, s).Unfinished; len(again) != 0 {
		t.Errorf("marked twice: %v", again)
	}
}

func TestLog_RunsFromTheNewestBackInPages(t *testing.T) {
	s := open(t, t.TempDir())
	start := time.Date(2026, 10, 25, 2, 59, 0, 0, time.FixedZone("", 7200)) // the clocks go back at three
	for i := range 5 {
		zone := time.FixedZone("", 7200-i%2*3600)
		at := start.Add(time.Duration(i) * time.Minute).In(zone)
		must(t, s.SaveMessage(t.Context(), softphone.Message{ID: softphone.MessageID(fmt.Sprint(i)), State: softphone.New, Changed: at}))
		must(t, s.SaveCall(t.Context(), softphone.Call{ID: softphone.CallID(fmt.Sprint(i)), Started: at, Ended: at,
			Holds: []softphone.Hold{{Start: at, ReturnsDue: i}}, Visits: []softphone.Visit{{Operation: "a"}, {Operation: "b"}}}))
	}
	var messages, calls string
	var before time.Time
	for {
		page, err := s.Messages(t.Context(), before, 2)
		must(t, err)
		if len(page) == 0 {
			break
		}
		for _, m := range page {
			messages += string(m.ID)
		}
		messages, before = messages+" ", page[len(page)-1].Changed
	}
	before = time.Time{}
	for {
		page, err := s.Calls(t.Context(), before, 2)
		must(t, err)
		if len(page) == 0 {
			break
		}
		for _, c := range page {
			calls += string(c.ID)
			if fmt.Sprint(c.ReturnsDue()) != string(c.ID) || len(c.Visits) != 2 || c.Visits[1].Operation != "b" {
				t.Errorf("call %s has another's holds or visits: %+v", c.ID, c)
			}
		}
		calls, before = calls+" ", page[len(page)-1].Started
	}
	if messages != "43 21 0 " || calls != "43 21 0 " {
		t.Errorf("messages %q, calls %q", messages, calls)
	}
	if page, err := s.Messages(t.Context(), time.Time{}, -1); err != nil || len(page) != 0 {
		t.Errorf("a page of -1: %d messages, %v", len(page), err)
	}
}

func TestWhatIsNotThere_IsSaidWithAReason(t *testing.T) {
	s := open(t, t.TempDir())
	_, err := s.Message(t.Context(), "nobody")
	if reasonOf(err) != softphone.NoSuchMessage {
		t.Errorf("message: %v", err)
	}
	_, err = s.JournalCall(t.Context(), "nobody")
	if reasonOf(err) != softphone.NoSuchCall {
		t.Errorf("call: %v", err)
	}
}

func TestSearchTable_FollowsTheMessages(t *testing.T) {
	s := open(t, t.TempDir())
	find := func(words string) (n int) {
		t.Helper()
		must(t, s.read.QueryRow("SELECT count(*) FROM message_search WHERE message_search MATCH ?", words).Scan(&n))
		return n
	}
	m := softphone.Message{ID: "m", State: softphone.New, Surname: "Ångström", Verbatim: "tallene for tredje kvartal"}
	must(t, s.SaveDraft(t.Context(), m))
	if find("kvartal") != 0 {
		t.Error("a draft is found")
	}
	must(t, s.SaveMessage(t.Context(), m))
	if find("angstrom") != 1 || find("tredje kvartal") != 1 {
		t.Error("the message is not found")
	}
	m.Verbatim = "ring tilbake"
	must(t, s.SaveMessage(t.Context(), m))
	if find("kvartal") != 0 || find("tilbake") != 1 {
		t.Error("the old words are still found")
	}
	_, err := s.write.Exec("INSERT INTO message_search (message_search, rank) VALUES ('integrity-check', 1)")
	must(t, err)
}

func TestReaders_SeeWholeCallsWhileTheyAreWritten(t *testing.T) {
	s := open(t, t.TempDir())
	call := softphone.Call{ID: "c", Started: time.Now()}
	must(t, s.SaveCall(t.Context(), call))
	done := make(chan error, 6)
	stop := make(chan struct{})
	for range 6 {
		go func() {
			for {
				c, err := s.JournalCall(t.Context(), "c")
				if err == nil && (len(c.Holds) != c.Redirects || len(c.Visits) != c.Redirects) {
					err = fmt.Errorf("half a call: %d, %d of %d", len(c.Holds), len(c.Visits), c.Redirects)
				}
				select {
				case <-stop:
					done <- err
					return
				default:
				}
				if err != nil {
					done <- err
					return
				}
			}
		}()
	}
	for i := range 60 {
		call.Redirects = i % 7
		call.Holds, call.Visits = make([]softphone.Hold, i%7), make([]softphone.Visit, i%7)
		must(t, s.SaveCall(t.Context(), call))
	}
	close(stop)
	for range 6 {
		must(t, <-done)
	}
}
