package ui

import (
	"strings"
	"testing"
	"time"

	"anteroom/softphone"

	"github.com/google/go-cmp/cmp"
)

func TestSettingSections_ForgetNoSetting(t *testing.T) {
	count := map[softphone.SettingKey]int{}
	for _, sec := range settingSections {
		for _, k := range sec.Keys {
			count[k]++
		}
	}
	for _, spec := range softphone.SettingSpecs {
		want := 1
		if spec.Key == softphone.SetFirstCallDone || spec.Key == softphone.SetReportLast || spec.Key == softphone.SetWindow || spec.Own || softphone.OfGreeting(spec.Key) {
			want = 0 // the desk's own, and what is composed on the page of scripts
		}
		if count[spec.Key] != want {
			t.Errorf("%s stands %d times in the settings", spec.Key, count[spec.Key])
		}
		delete(count, spec.Key)
	}
	for k := range count {
		t.Errorf("%s is not a setting", k)
	}
}

func TestSettings_EveryKeyHasItsWords(t *testing.T) {
	for _, lang := range []string{"nb", "en"} {
		say := wordsOf(t, lang)
		for _, sec := range settingSections {
			say("settings.section." + sec.Name)
			for _, k := range sec.Keys {
				say("settings." + string(k))
				for _, c := range valueChoices(k, say) {
					if c.Label == "" {
						t.Errorf("%s: %s has no word for %q", lang, k, c.Value)
					}
				}
			}
		}
		for _, k := range softphone.PresenceKinds {
			say("policy.presence." + string(k))
		}
	}
}

func TestSettingTrouble_IsToldInWordsBesideTheField(t *testing.T) {
	say := wordsOf(t, "nb")
	for _, c := range []struct {
		key   softphone.SettingKey
		value string
		want  string
	}{
		{softphone.SetReturnAfter, "40", ""},
		{softphone.SetReturnAfter, "0", "Et helt tall fra 1 til 600"},
		{softphone.SetRingVolume, "høyt", "Et helt tall fra 0 til 100"},
		{softphone.SetCompany, "Nordvik Rederi AS", ""},
		{softphone.SetCompany, strings.Repeat("å", 300), "For langt: høyst 500 tegn"},
	} {
		if got := settingTrouble(c.key, c.value, say); got != c.want {
			t.Errorf("%s = %q: %q, want %q", c.key, c.value, got, c.want)
		}
	}
	for file, fine := range map[string]bool{"venting.ogg": false, "venting": false, "Venting.WAV": true, "a.mp3": true, "b.Flac": true, "": true} {
		if got := musicTrouble(file, say); (got == "") != fine {
			t.Errorf("hold music %q: %q", file, got)
		}
	}
}

func TestDeviceChoices_KeepAChosenDeviceThatIsGone(t *testing.T) {
	got := deviceChoices([]softphone.Device{{ID: "a", Name: "Jabra", Default: true}}, "gone", wordsOf(t, "nb"))
	want := []choiceOf{{"", "Følg systemet (nå: Jabra)"}, {"a", "Jabra"}, {"gone", "gone (ikke tilkoblet)"}}
	if d := cmp.Diff(want, got); d != "" {
		t.Fatal(d)
	}
}

func TestGreetingWarnings_FollowTheTrade(t *testing.T) {
	say := exactly(t, "nb")
	has := func(set softphone.Settings, said, words string) bool {
		for _, w := range greetingWarnings(set, said, "nb", say) {
			if strings.Contains(w, words) {
				return true
			}
		}
		return false
	}
	good := softphone.Settings{softphone.SetCompany: "Nordvik", softphone.SetBusiness: "rederiet", softphone.SetSecretary: "Ida Holm"}
	if got := greetingWarnings(good, "God dag, rederiet Nordvik, Ida Holm.", "nb", say); got != nil {
		t.Errorf("a good greeting is found fault with: %v", got)
	}
	with := func(k softphone.SettingKey, v string) softphone.Settings {
		s := softphone.Settings{}
		for a, b := range good {
			s[a] = b
		}
		s[k] = v
		return s
	}
	for _, c := range []struct {
		set  softphone.Settings
		said string
		key  string
	}{
		{with(softphone.SetSecretary, ""), "God dag, rederiet Nordvik.", "Navnet ditt mangler"},
		{good, "God dag, rederiet Nordvik.", "Navnet ditt mangler"},
		{with(softphone.SetCompany, " "), "God dag, Ida Holm.", "hvor innringeren er kommet"},
		{with(softphone.SetBusiness, ""), "God dag, Nordvik, Ida Holm.", "hva firmaet driver med"},
		{with(softphone.SetCompany, "Nordvik Rederiet"), "God dag.", "sier allerede bransjen"},
		{with(softphone.SetPosition, "Jeg lytter"), "God dag.", "«Jeg lytter» sier ingenting"},
		{with(softphone.SetPosition, "I’m listening"), "God dag.", "sier ingenting"},
		{with(softphone.SetPosition, "vent litt"), "God dag.", "Befaler innringeren: «vent litt»"},
		{good, "God dag, rederiet Nordvik, Ida Holm. Oppgi navnet.", "Befaler innringeren: «oppgi navnet»"},
		{good, strings.Repeat("God dag. ", 20), "For lang"},
	} {
		if !has(c.set, c.said, c.key) {
			t.Errorf("%v: not warned of %s", c.set, c.key)
		}
	}
}

func TestAccountForm_SaysWhatIsWrongFieldByField(t *testing.T) {
	say := wordsOf(t, "nb")
	_, wrong := accountForm{Transport: softphone.UDP, Register: true, Proxy: "a b", Listen: "5060", STUN: "stun example"}.account(say)
	for _, f := range []string{"address", "user", "proxy", "listen", "stun"} {
		if wrong[f] == "" {
			t.Errorf("%s passes", f)
		}
	}
	a, wrong := accountForm{Address: " sip.nordvik.example:5061 ", User: "ida.holm", Transport: softphone.TLS, Register: true, Proxy: "[2001:db8::1]:5061", Listen: "192.0.2.10:0", STUN: " stun.example:3478 ", Codecs: []string{"pcma"}}.account(say)
	if len(wrong) > 0 || a.Address != "sip.nordvik.example:5061" || a.Transport != softphone.TLS || a.Codecs[0] != "pcma" || a.STUN != "stun.example:3478" {
		t.Errorf("%v %+v", wrong, a)
	}
	if _, wrong := (accountForm{Address: "192.0.2.7", Transport: softphone.UDP}).account(say); len(wrong) > 0 {
		t.Errorf("a line without registration needs no user: %v", wrong)
	}
	for _, bad := range []string{"sip nordvik", "nordvik:99999", "a..b", "nordvik:sip", ":5060"} {
		if hostMaybePort(bad) {
			t.Errorf("%q passes as an address", bad)
		}
	}
}

func TestPresentMessages_DraftsOnTopThenTheDays(t *testing.T) {
	say := wordsOf(t, "nb")
	msg := func(id string, changed time.Time, v string) softphone.Message {
		return softphone.Message{ID: softphone.MessageID(id), State: softphone.New, Taken: changed, Changed: changed, Surname: "Østby", Organisation: "Østby Invest AS", For: "Henrik Aasen", Verbatim: v}
	}
	rows := presentMessages([]softphone.Message{{ID: "d", State: softphone.Draft, Taken: at, Number: "22413077"}},
		[]softphone.Message{msg("1", at, "Ring\nmeg"), msg("2", at.AddDate(0, 0, -1), "Hei"), msg("3", at.AddDate(0, 0, -3), "")}, []softphone.MessageID{"d"}, at, say)
	var got []string
	for _, r := range rows {
		got = append(got, strings.TrimSpace(r.Heading+" "+string(r.ID)+" "+r.From+" "+r.Text))
	}
	want := []string{"Kladder", "d 22 41 30 77", "I dag", "1 Østby «Ring meg»", "I går", "2 Østby «Hei»", "fredag 20. november 2026", "3 Østby"}
	if d := cmp.Diff(want, got); d != "" {
		t.Fatal(d)
	}
	if rows[1].Word != "Fra sist" {
		t.Errorf("a draft found at the start is called %q", rows[1].Word)
	}
}

func TestPresentMessage_QuotesTheWordsUnaltered(t *testing.T) {
	for _, lang := range []string{"nb", "en"} {
		say := wordsOf(t, lang)
		d := presentMessage(softphone.Message{ID: "1", Verbatim: foreign, Number: "22413077", ReadBack: true, Taken: at, Mood: softphone.MoodUnhappy, Promised: "ringer", PromisedBy: "15:00", AllReadBack: true}, false, at, say)
		if d.Verbatim != foreign {
			t.Errorf("%q", d.Verbatim)
		}
		var facts []string
		for _, f := range d.Facts {
			facts = append(facts, f.Value)
		}
		if all := strings.Join(facts, "|"); !strings.Contains(all, "22 41 30 77, "+say("messages.read_back")) || !strings.Contains(all, "ringer, 15:00") {
			t.Errorf("%s", all)
		}
	}
}

func TestPresentJournal_TellsWaitingReturnsAndTheEnd(t *testing.T) {
	say := wordsOf(t, "nb")
	s := softphone.State{Scripts: []softphone.Script{{ID: "nb", Operations: []softphone.Operation{{ID: "greet", Title: "Hilsen"}}, Situations: []softphone.Situation{{ID: "wait", Title: "Vent"}}}}}
	c := softphone.Call{ID: "1", Direction: softphone.In, State: softphone.Ended, Peer: softphone.Peer{Number: "22413077"}, OwnNumber: "22004100",
		Started: at, Answered: at.Add(7 * time.Second), Ended: at.Add(187 * time.Second), AnsweredOnRing: 5, EndedBy: softphone.EndedByPeer,
		Script: "nb", Visits: []softphone.Visit{{Operation: "greet", Entered: at, Left: at.Add(9 * time.Second), Choice: "Ja"}, {Operation: "greet", Situation: "wait", Entered: at}},
		Holds: []softphone.Hold{{Start: at.Add(20 * time.Second), End: at.Add(80 * time.Second), ReturnsDue: 1, ReturnsMade: 1, Lateness: 20 * time.Second}}}
	r := journalLine(c, s, at.Add(time.Hour), say)
	want := callRow{ID: "1", Incoming: true, Way: "Inn", Time: "13:02", Who: "22 41 30 77", Own: "22 00 41 00", Ring: "5", LateRing: true, Talk: "02:00",
		Holds: "1 · 01:00", Returns: "1 av 1", Late: "00:20 for sent", Steps: "2", End: "Innringeren la på"}
	if d := cmp.Diff(want, r); d != "" {
		t.Fatal(d)
	}
	d := presentJournalCall(c, s, at, say)
	if len(d.Holds) != 1 || !d.Holds[0].Late || len(d.Row.Steps) != 1 {
		t.Fatalf("%+v", d)
	}
	if p := presentPasses(c, s, nil, at, say); len(p) != 1 || len(p[0].Steps) != 2 || p[0].Steps[1].Name != "Vent" || p[0].Steps[0].Words != "13:02:00 · 00:09 · Ja" {
		t.Fatalf("%+v", p)
	}
	c.Unfinished, c.Ended, c.EndedBy = true, time.Time{}, ""
	if r := journalLine(c, s, at, say); !r.Unfinished || !strings.HasPrefix(r.End, "Uferdig") || r.Talk != "–" {
		t.Errorf("%+v", r)
	}
	missed := softphone.Call{ID: "2", Direction: softphone.In, State: softphone.Ended, Started: at, Ended: at.Add(time.Second), Peer: softphone.Peer{Name: "Åse", Number: "ase@x.example"}}
	refused := missed
	refused.EndedBy, refused.EndReason = softphone.EndedByUs, softphone.Reason{Code: softphone.Later, Detail: "480 Temporarily Unavailable"}
	if d := presentJournalCall(refused, s, at, nb); d.Row.Missed || d.Row.End != "Bedt om å ringe senere" {
		t.Errorf("%+v", d)
	}
	refused.EndReason = softphone.Reason{Code: softphone.Undisturbed}
	if r := journalLine(refused, s, at, nb); !r.Missed || !r.Undisturbed || r.End != "Ikke forstyrr: fikk opptatt" {
		t.Errorf("%+v", r)
	}
	if r := journalLine(missed, s, at, say); !r.Missed || r.Who != "Åse" || r.Number != "ase@x.example" {
		t.Errorf("%+v", r)
	}
}

func TestPresentPrincipals_SayWhereTheyAre(t *testing.T) {
	say := wordsOf(t, "nb")
	p := softphone.Principal{ID: "p", Surname: "Aasen", FirstName: "Henrik", Presence: softphone.Presence{Kind: softphone.PresenceMeeting, Until: at.Add(28 * time.Minute)}}
	p.Policy.Notes[3] = "Hver dag 8–9:30"
	got := presentPrincipals([]softphone.Principal{p, {ID: "q"}}, at, say)
	want := []principalLine{
		{ID: "p", Name: "Henrik Aasen", Presence: softphone.PresenceMeeting, Where: "I møte til 13:30", Answered: "1 av 10 besvart"},
		{ID: "q", Name: "Uten navn", Presence: softphone.PresenceIn, Where: "Inne", Answered: "0 av 10 besvart"}}
	if d := cmp.Diff(want, got); d != "" {
		t.Fatal(d)
	}
	if n := newPrincipal("n", []softphone.Principal{{Order: 4}}); n.Order != 5 {
		t.Errorf("a new principal stands at %d", n.Order)
	}
}
