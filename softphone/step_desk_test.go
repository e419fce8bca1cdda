package softphone

import (
	"strings"
	"testing"
	"time"
)

func TestStep_DraftIsSavedWithinASecondOfTheLastKey(t *testing.T) {
	r := newRig(t)
	r.play(DraftEdited{Press: r.press(""), Draft: Message{ID: "d", Verbatim: "æøå Привет"}})
	w := want[WakeAt](r)
	if w.At.Sub(r.now) >= time.Second {
		t.Fatalf("written only after %v", w.At.Sub(r.now))
	}
	r.pass(100 * time.Millisecond)
	r.play(DraftEdited{Press: r.press(""), Draft: Message{ID: "d", Verbatim: "æøå Привет 'x'"}})
	wantNo[WakeAt](r) // further keys do not put the save off
	r.now = w.At
	r.play(WokeUp{r.at(), w.Key})
	if got := want[SaveDraft](r).Message.Verbatim; got != "æøå Привет 'x'" {
		t.Fatalf("%q", got)
	}
	r.play(Saved{r.at(), SavedDraft, "d"})
	if r.s.DraftSaved["d"] != r.now {
		t.Fatal("the screen cannot tell when it was saved")
	}
}

func TestStep_FailedSaveIsKeptToldAndTriedAgain(t *testing.T) {
	r := newRig(t)
	r.play(DraftEdited{Press: r.press(""), Draft: Message{ID: "d", Verbatim: "one"}},
		WokeUp{r.at(), WakeKey{What: WakeDraft, ID: "d"}})
	r.play(SaveFailed{r.at(), want[SaveDraft](r), Reason{Code: DiskFull}})
	if r.s.StoreTrouble.Code != DiskFull {
		t.Fatal("not told")
	}
	w := want[WakeAt](r)
	r.play(DraftEdited{Press: r.press(""), Draft: Message{ID: "d", Verbatim: "one two"}})
	r.now = w.At
	r.play(WokeUp{r.at(), w.Key})
	if got := want[SaveDraft](r).Message.Verbatim; got != "one two" {
		t.Fatalf("tried again with %q", got)
	}
	r.play(Saved{r.at(), SavedDraft, "d"})
	if !r.s.StoreTrouble.Zero() {
		t.Fatal("still told after it was saved")
	}
}

func TestStep_TakenMessageIsAnsweredOnlyWhenOnDisk(t *testing.T) {
	r := newRig(t)
	r.arrive("a")
	r.talk("a")
	r.play(MessageTaken{Press: r.press("a"), Message: Message{ID: "m-a", Call: "a", Verbatim: "Ring me"}})
	wantNo[Reply](r)
	if m := want[SaveMessage](r).Message; m.State != New || m.Mood != MoodNeutral || m.Taken.IsZero() {
		t.Fatalf("%+v", m)
	}
	r.play(Saved{r.at(), SavedDraft, "m-a"}) // one that was still on its way
	wantNo[Reply](r)
	if r.call("a").Draft == "" || len(r.s.Drafts) != 1 {
		t.Fatal("the draft is gone before the message is on disk")
	}
	r.play(Saved{r.at(), SavedMessage, "m-a"})
	if !want[Reply](r).Reason.Zero() {
		t.Fatal("refused")
	}
	if r.call("a").Draft != "" || len(r.s.Drafts) != 0 {
		t.Fatal("the draft lives on")
	}
}

func TestStep_TooLongMessageIsRefusedNotCut(t *testing.T) {
	r := newRig(t)
	r.play(DraftEdited{Press: r.press(""), Draft: Message{ID: "d", Verbatim: strings.Repeat("ø", MaxVerbatim+1)}})
	if want[Reply](r).Reason.Code != BadValue || len(r.s.Drafts) != 0 {
		t.Fatal("accepted")
	}
}

func TestStep_DraftsAndUnfinishedCallsAreOfferedAtTheStart(t *testing.T) {
	r := &rig{t: t, now: noon}
	r.play(DeskOpened{At{noon}, Snapshot{
		Drafts:     []Message{{ID: "d", Verbatim: "half"}},
		Unfinished: []Call{{ID: "u", State: Ended, Unfinished: true, EndReason: Reason{Code: ProgramEnded}}},
	}})
	if len(r.s.Offered) != 1 || r.s.OpenDraft != "d" || len(r.s.Unfinished) != 1 {
		t.Fatalf("%+v", r.s)
	}
	if !want[SaveCall](r).Call.Unfinished {
		t.Fatal("the mark is not kept")
	}
	want[OpenPractice](r)
	r.play(DraftEdited{Press: r.press(""), Draft: Message{ID: "d", Verbatim: "half and more"}})
	if len(r.s.Offered) != 0 {
		t.Fatal("offered though taken up")
	}
}

func TestStep_FirstStartRingsOnceFromThePracticeLine(t *testing.T) {
	r := &rig{t: t, now: noon}
	r.play(DeskOpened{At{noon}, Snapshot{}}, PracticeOpened{At: r.at(), Account: Account{ID: PracticeLine},
		Callers: []PracticeCaller{{ID: "chair", Language: "en"}, {ID: "leder", Language: "nb"}}})
	if want[OpenLine](r).Account.ID != PracticeLine || !r.s.WelcomeCard {
		t.Fatal("no practice line or no card")
	}
	r.play(LineChanged{At: r.at(), Line: PracticeLine, State: LineRegistered})
	w := want[WakeAt](r)
	r.now = w.At
	r.play(WokeUp{r.at(), w.Key})
	if got := want[StartPractice](r); got.Language != "nb" || got.Caller != "leder" || want[SaveSetting](r).Key != SetFirstCallDone {
		t.Fatalf("nobody rings: %+v", got)
	}
	r.play(CallArrived{At: r.at(), Call: "a", Line: PracticeLine}, AnswerPressed{r.press("a")})
	if r.s.WelcomeCard {
		t.Fatal("the card stands in the way of the first call")
	}
}

func TestStep_ARealLineReplacesThePracticeLine(t *testing.T) {
	r := &rig{t: t, now: noon}
	r.play(DeskOpened{At{noon}, Snapshot{}}, PracticeOpened{At: r.at(), Account: Account{ID: PracticeLine}})
	r.play(LineAdded{Press: r.press(""), Account: Account{Address: "pbx.example", User: "100", Register: true}, Password: "x"})
	if want[CloseLine](r).Line != PracticeLine || want[OpenLine](r).Account.ID != "100@pbx.example" || len(r.s.Lines) != 1 {
		t.Fatalf("%v", r.s.Lines)
	}
	wantNo[Reply](r)
	r.play(Saved{r.at(), SavedAccount, "100@pbx.example"})
	want[Reply](r)
	r.play(LineAdded{Press: r.press(""), Account: Account{ID: "100@pbx.example", Address: "pbx.example", User: "100", Register: true, TrustedCert: "ab"}})
	if want[OpenLine](r).Password != "x" {
		t.Fatal("changing a line forgets its password")
	}
	r.play(LineRemoved{Press: r.press(""), Line: "100@pbx.example"})
	want[OpenPractice](r)
}

func TestStep_BadAccountsAndSettingsAreRefused(t *testing.T) {
	r := newRig(t)
	for _, a := range []Account{{}, {Address: "x", Register: true}, {Address: "x", User: "u", Transport: "sctp"}, {Address: "x", User: "u", Codecs: []string{"mp3"}}} {
		r.play(LineAdded{Press: r.press(""), Account: a})
		if want[Reply](r).Reason.Zero() {
			t.Fatalf("accepted %+v", a)
		}
	}
	for k, v := range map[SettingKey]string{"nonsense": "1", SetAutoAnswer: "10", SetReturnAfter: "0", SetLanguage: "de", SetRingVolume: "loud"} {
		r.play(SettingChanged{Press: r.press(""), Key: k, Value: v})
		if want[Reply](r).Reason.Zero() {
			t.Fatalf("accepted %s=%s", k, v)
		}
	}
}

func TestStep_PresenceReturnsByItself(t *testing.T) {
	r := newRig(t)
	r.play(PrincipalSaved{Press: r.press(""), Principal: Principal{ID: "p", Surname: "Aasen"}},
		PresenceSet{Press: r.press(""), Principal: "p", Presence: Presence{Kind: PresenceMeeting, Until: r.now.Add(time.Hour)}})
	w := want[WakeAt](r)
	r.now = w.At
	r.play(WokeUp{r.at(), w.Key})
	if p, _ := r.s.Principal("p"); p.Presence.Kind != PresenceIn {
		t.Fatalf("%+v", p)
	}
}

func TestGuide_FillsTheSentenceAndMarksTheGaps(t *testing.T) {
	r := newRig(t)
	r.play(PrincipalSaved{Press: r.press(""), Principal: Principal{ID: "p", FirstName: "Kari", Surname: "Aasen"}})
	r.arrive("a")
	r.talk("a")
	g, _ := GuideFor(r.s, "a", r.now)
	if got := Text(g.Sentence); got != "Good afternoon, Nordvik, …." {
		t.Fatalf("%q", got)
	}
	r.play(ChoicePressed{Press: r.press(""), Number: 1},
		CallerNoted{Press: r.press(""), Caller: CallerFields{Surname: "Østby"}, Principal: "p"})
	g, _ = GuideFor(r.s, "a", r.now)
	if got := Text(g.Sentence); got != "Is it Kari Aasen you want, Østby?" || g.Current != 1 || !g.Done[0] {
		t.Fatalf("%q %+v", got, g)
	}
	r.play(PresenceSet{Press: r.press(""), Principal: "p", Presence: Presence{Kind: PresenceOut}})
	g, _ = GuideFor(r.s, "a", r.now)
	if got := Text(g.Sentence); got != "Kari Aasen is out." {
		t.Fatalf("absence is not told first: %q", got)
	}
}

func TestBackAt_NamesTheDayWhenItIsNotToday(t *testing.T) {
	friday := noon.AddDate(0, 0, 3)
	for want, got := range map[string]string{
		"15:00": backAt(noon.Add(3*time.Hour), noon, "nb"), "12:00 på fredag": backAt(friday, noon, "nb"),
		"12:00 on Friday": backAt(friday, noon, "en"), "12:00 den 24.12.": backAt(noon.AddDate(0, 0, 30), noon, "nb"),
		"12:00 on 24 December": backAt(noon.AddDate(0, 0, 30), noon, "en"),
	} {
		if got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

func TestStep_RingingDoesNotTakeTheFormFromADraftJustBegun(t *testing.T) {
	for _, begun := range []Message{{ID: "d", For: "M"}, {ID: "d", Number: "2"}, {ID: "d", Verbatim: "x"}} {
		r := newRig(t)
		r.play(DraftEdited{Press: r.press(""), Draft: begun})
		r.arrive("a")
		if r.s.Selected != "" || r.s.OpenDraft != "d" {
			t.Fatalf("the form jumped away from %+v", begun)
		}
	}
}

func TestStep_KeyOnItsWayWhileACallBeginsToRingKeepsTheForm(t *testing.T) {
	r := newRig(t)
	r.arrive("a")
	r.play(DraftEdited{Press: r.press(""), Draft: Message{ID: "d", For: "M"}})
	if r.s.Selected != "" || r.s.OpenDraft != "d" {
		t.Fatalf("the form shows %q", r.s.Selected)
	}
	wantState(r, "a", Ringing)
}

func TestStep_LateKeyDoesNotBringATakenMessageBack(t *testing.T) {
	r := newRig(t)
	r.play(MessageTaken{Press: r.press(""), Message: Message{ID: "d", Verbatim: "done"}},
		DraftEdited{Press: r.press(""), Draft: Message{ID: "d", Verbatim: "do"}})
	if len(r.s.Drafts) != 0 || want[Reply](r).Reason.Code != NoSuchMessage {
		t.Fatal("it is a draft again")
	}
}

func TestGuide_PrefersTheWordingThatCanBeSaid(t *testing.T) {
	v := Values{"caller": "Ida"}
	wordings := []string{"{caller}, we stopped at {stopped}.", "Thank you for waiting, {caller}.", "Hello {caller}."}
	if got := fewestGaps(wordings, v); got != 1 {
		t.Fatalf("wording %d", got)
	}
	v["stopped"] = "the offer"
	if got := fewestGaps(wordings, v); got != 0 {
		t.Fatalf("wording %d", got)
	}
}

func TestStep_SituationsCarryTheirActions(t *testing.T) {
	r := newRig(t)
	r.arrive("a")
	r.talk("a")
	for sit, check := range map[SituationID]func() bool{
		"unhappy": func() bool { return r.draft("m-a").Mood == MoodUnhappy },
		"wrong":   func() bool { return r.call("a").Wrong },
	} {
		r.play(SituationPressed{Press: r.press(""), Situation: sit}, SituationActed{r.press("")})
		if !check() {
			t.Fatalf("%s did nothing", sit)
		}
	}
	r.play(SituationPressed{Press: r.press(""), Situation: "wait"}, SituationActed{r.press("")})
	if want[SendHold](r).Call != "a" {
		t.Fatal("no hold")
	}
	v := r.call("a").Visits
	if last := v[len(v)-1]; last.Situation != "wait" || v[len(v)-2].Left.IsZero() {
		t.Fatalf("%+v", v)
	}
}

func TestStep_LanguageSwitchesTheRunningScript(t *testing.T) {
	r := newRig(t)
	r.arrive("a")
	r.talk("a")
	r.play(SettingChanged{Press: r.press(""), Key: SetLanguage, Value: "nb"})
	if c := r.call("a"); c.Script != GeneralScript || c.Passes[0].Language != "nb" || c.Operation != "greeting" {
		t.Fatalf("%s %s", c.Script, c.Operation)
	}
}

func TestFill_LeavesOutWhatIsOptional(t *testing.T) {
	got := Text(Fill("{greeting}, {department}, {company}, {position} {secretary}.", Values{"greeting": "Hello", "company": "N", "secretary": "Ida"}))
	if got != "Hello, N, Ida." {
		t.Fatalf("%q", got)
	}
}

func TestGroupNumber(t *testing.T) {
	for in, out := range map[string]string{
		"22413077": "22 41 30 77", "40012345": "400 12 345", "+4722413077": "+47 22 41 30 77", "101": "101",
		"020 7946 0123": "020 794 601 23", "": "", "6100": "6100", "caller0": "caller0", "+442079460142": "+44 207 946 0142", "+35312345678": "+353 123 456 78", "+15550123": "+1 555 0123", "+47": "+47",
	} {
		if got := GroupNumber(in); got != out {
			t.Errorf("%s: %q, want %q", in, got, out)
		}
	}
}

func TestStep_ClosingSavesDraftsAndHangsUp(t *testing.T) {
	r := newRig(t)
	r.arrive("a")
	r.talk("a")
	r.play(DraftEdited{Press: r.press("a"), Draft: Message{ID: "m-a", Call: "a", Verbatim: "x"}}, DeskClosing{r.at()})
	want[SaveDraft](r)
	want[SendHangUp](r)
}

func TestStep_LineWhosePasswordIsLockedAwayIsNotOpenedWithoutIt(t *testing.T) {
	r := &rig{t: t, now: noon}
	a := Account{ID: "office", Address: "pbx.example", User: "100", Transport: UDP, Register: true}
	r.play(DeskOpened{At{noon}, Snapshot{Accounts: []Account{a}, Locked: []LineID{"office"}}})
	wantNo[OpenLine](r)
	if l, _ := r.s.Line("office"); l.State != LineFailed || l.Reason.Code != KeyringLocked {
		t.Fatalf("%+v", l)
	}
	a.Own.Ring, a.Own.HoldMusic, a.Digits = TuneBell, "/boats.mp3", DigitsInfo
	r.play(LineAdded{Press: r.press(""), Account: a})
	wantNo[OpenLine](r)
	wantNo[CloseLine](r)
	wantNo[ChangeLine](r)
	if e := want[SaveAccount](r); e.Account.Own != a.Own || e.Password != "" {
		t.Fatalf("%+v", e)
	}
	if l, _ := r.s.Line("office"); l.State != LineFailed || l.Reason.Code != KeyringLocked || l.Account.Own != a.Own {
		t.Fatalf("%+v", l)
	}
	r.play(LineAdded{Press: r.press(""), Account: a, Password: "x"})
	want[OpenLine](r)
}
