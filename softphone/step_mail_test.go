package softphone

import (
	"testing"
	"time"
)

// mailed takes a message and sends it to its principal.
func mailed(t *testing.T) (*rig, Mail) {
	t.Helper()
	r := newRig(t)
	r.withMail()
	r.taken(Message{ID: "m", For: "Henrik Aasen", Principal: "aasen", Verbatim: "Ring"})
	r.play(MessageMailed{Press: r.press(""), Message: "m"})
	if got := r.sending(); len(got) != 1 || got[0].To != "henrik@nordvik.example" || got[0].State != MailSending {
		t.Fatalf("%+v", got)
	}
	return r, r.sending()[0]
}

func TestMail_WaitsLongerAfterEachFailureAndGoesUnderTheSameName(t *testing.T) {
	r, m := mailed(t)
	for _, wait := range []time.Duration{time.Minute, 2 * time.Minute, 5 * time.Minute} {
		r.play(MailStayed{r.at(), m.ID, PostTrouble{Reason: Reason{Code: NoAnswerFromHost}, Again: true}})
		if !r.wakes(WakeMail).Equal(r.now.Add(wait)) {
			t.Fatalf("after %v: %v", wait, r.wakes(WakeMail))
		}
		if x, _ := r.s.OpenMessage("m"); x.State != New {
			t.Fatal("not delivered yet")
		}
		r.pass(wait)
		r.play(WokeUp{r.at(), WakeKey{What: WakeMail, ID: string(m.ID)}})
		if got := r.sending(); len(got) != 1 || got[0].MessageID != m.MessageID {
			t.Fatalf("%+v", got)
		}
	}
	r.play(MailWent{r.at(), m.ID})
	x, _ := r.s.OpenMessage("m")
	if x.State != Delivered || x.DeliveredHow != string(ByMail) || len(r.s.Mails) != 0 {
		t.Errorf("%+v %+v", x, r.s.Mails)
	}
	r.play(MailWent{r.at(), m.ID}, MailStayed{r.at(), m.ID, PostTrouble{Again: true}}) // late news change nothing
	if len(r.did) != 0 {
		t.Errorf("%v", r.did)
	}
}

func TestMail_RefusedForGoodWaitsForAKey(t *testing.T) {
	r, m := mailed(t)
	why := Reason{RecipientRefused, "550 no such user"}
	r.play(MailStayed{r.at(), m.ID, PostTrouble{Reason: why}})
	if got, _ := r.s.MailOf("m"); got.State != MailFailed || got.Reason != why || !r.wakes(WakeMail).IsZero() {
		t.Fatalf("%+v", got)
	}
	if len(r.s.Reminders) != 1 || r.s.Reminders[0].Why != RemindMailFailed || r.s.Reminders[0].Reason != why {
		t.Errorf("%+v", r.s.Reminders)
	}
	r.play(MailRetried{Press: r.press(""), Message: "m"})
	if got := r.sending(); len(got) != 1 || got[0].MessageID != m.MessageID {
		t.Errorf("%+v", got)
	}
	r.play(MailRetried{Press: r.press(""), Message: "m"})
	if len(r.sending()) != 0 {
		t.Error("sent twice at once")
	}
}

func TestMail_ThatMayBeThereIsNotSentAgainByItself(t *testing.T) {
	r, m := mailed(t)
	open, settings := r.s.Open, r.s.Settings
	m.State = MailSending // as the disk has it after a kill
	r.s, r.did = Step(State{}, DeskOpened{At{noon.Add(time.Minute)}, Snapshot{Settings: settings, Open: open, Mails: []Mail{m}}})
	if len(r.sending()) != 0 || r.s.Mails[0].State != MailUnsure || len(r.s.Reminders) != 1 {
		t.Fatalf("%+v %+v", r.s.Mails, r.s.Reminders)
	}
	if got := lines(r.did); len(got) != 1 || got[0] != ProgressUnsure {
		t.Error(got)
	}
	r.play(MailRetried{Press: r.press(""), Message: "m"}) // she says so
	if got := r.sending(); len(got) != 1 || got[0].MessageID != m.MessageID {
		t.Errorf("%+v", got)
	}
}

func TestMail_QueuedGoesOnAfterARestart(t *testing.T) {
	r, m := mailed(t)
	r.play(MailStayed{r.at(), m.ID, PostTrouble{Reason: Reason{Code: ConnectionRefused}, Again: true}})
	kept := r.s
	r.s, r.did = Step(State{}, DeskOpened{At{noon.Add(time.Hour)}, Snapshot{Settings: kept.Settings, Open: kept.Open, Mails: kept.Mails}})
	if !r.wakes(WakeMail).Equal(noon.Add(time.Minute)) {
		t.Fatal(r.did)
	}
	r.now = noon.Add(time.Hour)
	r.play(WokeUp{r.at(), WakeKey{What: WakeMail, ID: string(m.ID)}})
	if len(r.sending()) != 1 {
		t.Error("it stays")
	}
}

func TestMail_GivesUpAfterTwoDays(t *testing.T) {
	r, m := mailed(t)
	r.pass(49 * time.Hour)
	r.play(MailStayed{r.at(), m.ID, PostTrouble{Reason: Reason{Code: NoAnswerFromHost}, Again: true}})
	if got, _ := r.s.MailOf("m"); got.State != MailFailed {
		t.Errorf("%+v", got)
	}
}

func TestMail_IsNotQueuedWithoutServerOrAddress(t *testing.T) {
	r := newRig(t)
	r.taken(Message{ID: "m", For: "Aasen"})
	r.play(MessageMailed{Press: r.press(""), Message: "m"})
	if got := r.did[0].(Reply).Reason; got != (Reason{NoMailAddress, "Aasen"}) {
		t.Errorf("%+v", got)
	}
	r.play(MessageMailed{Press: r.press(""), Message: "m", Mail: "a@b.example"})
	if got := r.did[0].(Reply).Reason.Code; got != NoMailServer {
		t.Errorf("%+v", got)
	}
}

func TestReport_GoesOnceADayToWhoeverHasAnAddress(t *testing.T) {
	r := newRig(t)
	r.withMail()
	r.play(SettingChanged{r.press(""), SetReportAt, "15:30"})
	due := time.Date(2026, 11, 24, 15, 30, 0, 0, time.UTC)
	if !r.wakes(WakeReport).Equal(due) {
		t.Fatal(r.wakes(WakeReport))
	}
	r.now = due
	key := WakeKey{What: WakeReport}
	r.play(WokeUp{r.at(), key})
	got := r.sending()
	if len(got) != 2 || got[0].Kind != MailReport || !got[0].From.Equal(time.Date(2026, 11, 24, 0, 0, 0, 0, time.UTC)) || !got[0].Until.Equal(due) {
		t.Fatalf("%+v", got)
	}
	if !r.wakes(WakeReport).Equal(due.AddDate(0, 0, 1)) {
		t.Error(r.wakes(WakeReport))
	}
	r.play(WokeUp{r.at(), key})
	if len(r.sending()) != 0 {
		t.Error("twice")
	}
	r.now = due.AddDate(0, 0, 1)
	r.play(WokeUp{r.at(), key})
	if got := r.sending(); len(got) != 2 || !got[0].From.Equal(due) {
		t.Errorf("%+v", got)
	}
}

func TestReport_SetToATimeThatHasPassedBeginsTomorrow(t *testing.T) {
	r := newRig(t)
	r.withMail()
	r.play(SettingChanged{r.press(""), SetReportAt, "08:00"})
	if want := time.Date(2026, 11, 25, 8, 0, 0, 0, time.UTC); !r.wakes(WakeReport).Equal(want) {
		t.Error(r.wakes(WakeReport))
	}
}

func TestHistory_LosesNoLineWhenTheDiskFails(t *testing.T) {
	r, m := mailed(t)
	var failed []Effect
	for _, e := range r.all {
		if move, ok := e.(MoveMessage); ok {
			failed = append(failed, move)
		}
	}
	for _, e := range failed {
		r.play(SaveFailed{r.at(), e, Reason{Code: DiskFull}})
	}
	r.play(MailWent{r.at(), m.ID}, Saved{At: r.at(), What: SavedMessage, ID: "m"}) // a later one is on disk
	r.play(WokeUp{r.at(), WakeKey{What: WakeRetry}})
	if got := lines(r.did); len(got) != len(failed) {
		t.Errorf("%v of %d are tried again", got, len(failed))
	}
}

func TestMail_ASaveThatIsTriedAgainDoesNotCallItWaitingWhileItIsSent(t *testing.T) {
	r, m := mailed(t)
	m.State = MailQueued
	r.play(SaveFailed{r.at(), SaveMail{Mail: m}, Reason{Code: DiskFull}})
	r.pass(retryAfter)
	r.play(WokeUp{r.at(), WakeKey{What: WakeRetry}})
	if got := want[SaveMail](r); got.Mail.State != MailSending {
		t.Errorf("it is written as %s", got.Mail.State)
	}
}

func TestMail_ThatMayBeThereGoesAgainOnlyWhenItIsNamed(t *testing.T) {
	r, m := mailed(t)
	r.play(MailStayed{r.at(), m.ID, PostTrouble{Reason: Reason{Code: MailCut}, Unsure: true}})
	r.play(MailRetried{Press: r.press("")})
	if len(r.sending()) != 0 || want[Reply](r).Reason.Code != NoSuchMail {
		t.Fatal("sent again with all the others")
	}
	r.play(MailRetried{Press: r.press(""), Mail: m.ID})
	if got := r.sending(); len(got) != 1 || got[0].MessageID != m.MessageID {
		t.Errorf("%+v", got)
	}
}

func TestReport_ThatWaitsFromAnEarlierRunIsNotMadeTwice(t *testing.T) {
	r := newRig(t)
	r.withMail()
	r.play(SettingChanged{r.press(""), SetReportAt, "15:30"})
	due := time.Date(2026, 11, 24, 15, 30, 0, 0, time.UTC)
	r.now = due
	r.play(WokeUp{r.at(), WakeKey{What: WakeReport}})
	settings := Settings{}
	for k, v := range r.s.Settings { // the mails were written, and not that the reports of the day are out
		if k != SetReportLast {
			settings[k] = v
		}
	}
	r.now = due.Add(time.Minute)
	r.s, r.did = Step(State{}, DeskOpened{r.at(), Snapshot{Settings: settings, Principals: r.s.Principals, Mails: r.s.Mails}})
	r.play(WokeUp{r.at(), WakeKey{What: WakeReport}})
	if got := r.sending(); len(got) != 0 {
		t.Errorf("%+v", got)
	}
}
