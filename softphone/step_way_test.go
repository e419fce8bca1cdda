package softphone

import (
	"slices"
	"testing"
	"time"
)

// taken takes a message and lets it reach the disk.
func (r *rig) taken(m Message) Message {
	r.t.Helper()
	r.play(MessageTaken{Press: r.press(m.Call), Message: m}, Saved{At: r.at(), What: SavedMessage, ID: string(m.ID)})
	got, ok := r.s.OpenMessage(m.ID)
	if !ok {
		r.t.Fatalf("message %s is not open: %+v", m.ID, r.s.Open)
	}
	return got
}

// lines are what the history was told in one stretch of effects.
func lines(effects []Effect) (out []ProgressKind) {
	for _, e := range effects {
		if m, ok := e.(MoveMessage); ok {
			out = append(out, m.Progress.What)
		}
	}
	return out
}

func (r *rig) wakes(what WakeKind) (at time.Time) {
	for _, e := range r.did {
		if w, ok := e.(WakeAt); ok && w.Key.What == what {
			at = w.At
		}
	}
	return at
}

func (r *rig) withMail() {
	r.play(SettingChanged{r.press(""), SetMailHost, "smtp.example"}, SettingChanged{r.press(""), SetMailFrom, "desk@nordvik.example"},
		PrincipalSaved{Principal: Principal{ID: "aasen", FirstName: "Henrik", Surname: "Aasen", Email: "henrik@nordvik.example"}, Press: r.press("")},
		PrincipalSaved{Principal: Principal{ID: "lunde", FirstName: "Marit", Surname: "Lunde", Email: "marit@nordvik.example"}, Press: r.press("")})
}

func (r *rig) sending() (out []Mail) {
	for _, e := range r.did {
		if m, ok := e.(SendMail); ok {
			out = append(out, m.Parcel.Mail)
		}
	}
	return out
}

func TestMessage_ReadsTheTimesThatItsWordsName(t *testing.T) {
	r := newRig(t)
	m := r.taken(Message{ID: "m", Taken: noon, CallWhen: "i morgen 9-11", PromisedBy: "innen 15:00"})
	if m.CallWhen != "i morgen 9-11" || !m.CallFrom.Equal(noon.Add(21*time.Hour)) || !m.PromisedAt.Equal(noon.Add(3*time.Hour)) {
		t.Errorf("%+v", m)
	}
}

func TestMessage_WithANULIsRefusedAndAnyOtherTextIsKept(t *testing.T) {
	r := newRig(t)
	r.play(DraftEdited{r.press(""), Message{ID: "m", Verbatim: "a\x00b"}})
	if got := r.did[len(r.did)-1].(Reply); got.Reason != (Reason{BadValue, "verbatim"}) {
		t.Errorf("%+v", got)
	}
	odd := " \t«Ring»\r\n\u200fשלום\u200e 👩‍👩‍👧 \u00a0\u2028 e\u0301\n\n"
	if m := r.taken(Message{ID: "m", Verbatim: odd}); m.Verbatim != odd {
		t.Errorf("%q", m.Verbatim)
	}
}

func TestUndelivered_RemindsAgainAndAgainUntilItGetsOn(t *testing.T) {
	r := newRig(t)
	m := r.taken(Message{ID: "m", For: "Aasen"})
	if !m.RemindAt.Equal(noon.Add(30*time.Minute)) || !r.wakes(WakeRemind).Equal(m.RemindAt) {
		t.Fatalf("%+v", m)
	}
	key := WakeKey{What: WakeRemind, ID: "m"}
	for range 2 {
		r.pass(30 * time.Minute)
		r.play(WokeUp{r.at(), key})
		if len(r.s.Reminders) != 1 || r.s.Reminders[0].Why != RemindUndelivered || !r.wakes(WakeRemind).Equal(r.now.Add(30*time.Minute)) {
			t.Fatalf("%+v", r.s.Reminders)
		}
		r.play(ReminderClosed{r.press(""), "m"})
		if len(r.s.Reminders) != 0 {
			t.Fatal("it stays")
		}
	}
	r.play(MessageMoved{Press: r.press(""), Message: "m", To: Delivered, How: ToldInPerson})
	if m, _ := r.s.OpenMessage("m"); m.State != Seen || !m.RemindAt.IsZero() || len(r.s.Undelivered()) != 0 {
		t.Fatalf("%+v", m)
	}
	r.pass(30 * time.Minute)
	r.play(WokeUp{r.at(), key}) // asked for before
	if len(r.s.Reminders) != 0 {
		t.Error("it still reminds")
	}
}

func TestPromised_RemindsBeforeItIsDueWhateverBecameOfTheMessage(t *testing.T) {
	r := newRig(t)
	r.taken(Message{ID: "m", Taken: noon, PromisedBy: "15:00"})
	r.play(MessageMoved{Press: r.press(""), Message: "m", To: Delivered, How: ByPhone})
	m, _ := r.s.OpenMessage("m")
	if !m.RemindAt.Equal(noon.Add(2*time.Hour+45*time.Minute)) || m.RemindWhy != RemindPromised {
		t.Fatalf("%+v", m)
	}
	r.now = m.RemindAt
	r.play(WokeUp{r.at(), WakeKey{What: WakeRemind, ID: "m"}})
	if len(r.s.Reminders) != 1 || r.s.Reminders[0].Why != RemindPromised {
		t.Errorf("%+v", r.s.Reminders)
	}
}

func TestUrgent_GoesToADeputyOnceAndAfterARestart(t *testing.T) {
	r := newRig(t)
	r.withMail()
	m := r.taken(Message{ID: "m", For: "Henrik Aasen", Principal: "aasen", Deputies: "Siri Nes, Marit Lunde", Urgency: Immediate})
	if !m.EscalateAt.Equal(noon.Add(15 * time.Minute)) {
		t.Fatalf("%+v", m)
	}
	settings, principals := r.s.Settings, r.s.Principals
	r = newRig(t) // another day, another program
	r.s, r.did = Step(State{}, DeskOpened{At{noon.Add(5 * time.Minute)}, Snapshot{Settings: settings, Principals: principals, Open: []Message{m}}})
	if !r.wakes(WakeEscalate).Equal(m.EscalateAt) {
		t.Fatalf("nobody wakes: %v", r.did)
	}
	r.now = m.EscalateAt
	r.play(WokeUp{r.at(), WakeKey{What: WakeEscalate, ID: "m"}})
	mails := r.sending()
	if len(mails) != 1 || mails[0].To != "marit@nordvik.example" || mails[0].Kind != MailEscalation {
		t.Fatalf("%+v", mails)
	}
	if got := lines(r.did); !slices.Equal(got, []ProgressKind{ProgressEscalated}) || r.s.Reminders[0].Why != RemindEscalated || r.s.Reminders[0].Detail != "Marit Lunde" {
		t.Errorf("%v %+v", got, r.s.Reminders)
	}
	r.play(MailWent{r.at(), mails[0].ID})
	if m, _ := r.s.OpenMessage("m"); m.State != New {
		t.Error("the addressee has it not")
	}
	if got := lines(r.did); !slices.Equal(got, []ProgressKind{ProgressToDeputy}) {
		t.Error(got)
	}
	r.play(WokeUp{r.at(), WakeKey{What: WakeEscalate, ID: "m"}})
	if len(r.sending()) != 0 {
		t.Error("twice")
	}
}

func TestUrgent_SeenInTimeGoesToNobodyElse(t *testing.T) {
	r := newRig(t)
	r.withMail()
	r.taken(Message{ID: "m", Principal: "aasen", Deputies: "Marit Lunde", Urgency: Urgent})
	r.play(MessageMoved{Press: r.press(""), Message: "m", To: Seen})
	r.pass(2 * time.Hour)
	r.play(WokeUp{r.at(), WakeKey{What: WakeEscalate, ID: "m"}})
	if len(r.sending()) != 0 || len(r.s.Reminders) != 0 {
		t.Errorf("%v %v", r.sending(), r.s.Reminders)
	}
}

func TestMessage_MovesOnlyForward(t *testing.T) {
	r := newRig(t)
	r.taken(Message{ID: "m"})
	r.play(MessageMoved{Press: r.press(""), Message: "m", To: Done})
	done := r.did[0].(MoveMessage).Message
	if done.State != Done || len(r.s.Open) != 0 {
		t.Fatalf("%+v", done)
	}
	r.play(MessageMoved{Press: r.press(""), Message: "m", To: Seen, Of: done})
	if got := r.did[len(r.did)-1].(Reply).Reason.Code; got != WrongState {
		t.Errorf("seen after done: %v", got)
	}
	r.play(MessageMoved{Press: r.press(""), Message: "m", To: New, Of: done})
	if m, ok := r.s.OpenMessage("m"); !ok || m.State != New || lines(r.did)[0] != ProgressReopened {
		t.Errorf("%+v", m)
	}
	r.play(MessageMoved{Press: r.press(""), Message: "nobody", To: Done})
	if got := r.did[len(r.did)-1].(Reply).Reason.Code; got != NoSuchMessage {
		t.Errorf("an unknown one: %v", got)
	}
}

func TestCallBack_IsJoinedToItsMessageAndTellsHowItEnded(t *testing.T) {
	r := newRig(t)
	m := r.taken(Message{ID: "m", Number: "22413077", Surname: "Østby", FirstName: "Ragnhild", Principal: "aasen"})
	r.play(CallBackPressed{Press: r.press(""), NewCall: "out", Line: "office", Of: m})
	c := r.call("out")
	if c.Message != "m" || c.Caller.Surname != "Østby" || c.Peer.Number != "22413077" || c.Direction != Out {
		t.Fatalf("%+v", c)
	}
	r.play(VoiceOpened{At: r.at(), Call: "out"}, CallHungUp{r.at(), "out", EndedByPeer, Reason{Code: Busy}})
	var p Progress
	for _, e := range r.did {
		if m, ok := e.(MoveMessage); ok {
			p = m.Progress
		}
	}
	if p.What != ProgressCalled || p.Reason.Code != Busy || p.Call != "out" {
		t.Errorf("%+v", p)
	}
}

func TestCallBack_RunsTheOutgoingScriptAndOffersTheMessageAsDoneOnceTheCallerWasReached(t *testing.T) {
	r := withScripts(t)
	m := r.taken(Message{ID: "m", Number: "22413077", Surname: "Østby", Principal: "aasen"})
	r.play(CallBackPressed{Press: r.press(""), NewCall: "out", Line: "office", Of: m}, VoiceOpened{At: r.at(), Call: "out"})
	if c := r.call("out"); c.Script != OutgoingScript || c.Passes[0].Script != OutgoingScript {
		t.Fatalf("the script is %s, %+v", c.Script, c.Passes)
	}
	r.play(CallAnswered{At: r.at(), Call: "out"})
	if len(r.s.Reminders) != 0 {
		t.Fatal("offered before the talk is over")
	}
	r.play(CallHungUp{r.at(), "out", EndedByPeer, Reason{}})
	if len(r.s.Reminders) != 1 || r.s.Reminders[0].Why != RemindReached || r.s.Reminders[0].Message != "m" {
		t.Fatalf("%+v", r.s.Reminders)
	}
	r.play(MessageMoved{Press: r.press(""), Message: "m", To: Done})
	if _, open := r.s.OpenMessage("m"); open || len(r.s.Reminders) != 0 {
		t.Errorf("still open, or still reminded of: %+v", r.s.Reminders)
	}
}

func TestReminder_CanBePutOff(t *testing.T) {
	r := newRig(t)
	r.taken(Message{ID: "m"})
	due := noon.Add(2 * time.Hour)
	r.play(ReminderSet{r.press(""), "m", due})
	if !r.wakes(WakeRemind).Equal(due) {
		t.Fatal(r.did)
	}
	r.pass(30 * time.Minute)
	r.play(WokeUp{r.at(), WakeKey{What: WakeRemind, ID: "m"}}) // the earlier time
	if len(r.s.Reminders) != 0 {
		t.Error("too early")
	}
	r.now = due
	r.play(WokeUp{r.at(), WakeKey{What: WakeRemind, ID: "m"}})
	if len(r.s.Reminders) != 1 || r.s.Reminders[0].Why != RemindAsked {
		t.Errorf("%+v", r.s.Reminders)
	}
	r.play(ReminderSet{r.press(""), "m", noon})
	if got := r.did[len(r.did)-1].(Reply).Reason.Code; got != BadValue {
		t.Errorf("in the past: %v", got)
	}
}
