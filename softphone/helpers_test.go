package softphone

import (
	"fmt"
	"net/netip"
	"testing"
	"time"
)

var noon = time.Date(2026, 11, 24, 12, 0, 0, 0, time.UTC)

// rig plays events at a desk and keeps what it wanted done.
type rig struct {
	t   *testing.T
	s   State
	now time.Time
	did []Effect // of the last event
	all []Effect

	asked AskID // the last of the shuffled presses
}

func testScript(lang string) Script {
	return Script{
		ID: GeneralScript, Version: 1, Language: lang, Name: "Incoming",
		Operations: []Operation{
			{ID: "greeting", Title: "Greeting", Sentences: []string{"{greeting}, {company}, {secretary}."},
				Choices: []Choice{{Text: "Asks", To: "question"}, {Text: "Another line", Over: "otherline"}}},
			{ID: "question", Title: "Question", Sentences: []string{"Is it {principal} you want, {caller}?", "Whom?"},
				Absent: []string{"{principal} is out."}, Choices: []Choice{{Text: "Message", Action: ActMessage}}},
			{ID: "ending", Title: "Ending", Sentences: []string{"Thank you."}},
		},
		Situations: []Situation{
			{ID: "return", Title: "Back", Sentences: []string{"Thank you for waiting. {stopped}"}},
			{ID: "otherline", Key: "L", Title: "Other line", Sentences: []string{"May I?"}, Action: ActAnswer},
			{ID: "wait", Key: "W", Title: "Wait", Sentences: []string{"One moment?"}, Action: ActHold},
			{ID: "unhappy", Key: "H", Title: "Unhappy", Sentences: []string{"I see."}, Action: ActUnhappy},
			{ID: "lookup", Key: "U", Title: "Look up", Sentences: []string{"It takes {minutes}."}, Action: ActSearch},
			{ID: "longer", Title: "Longer", Sentences: []string{"It takes longer. May I ring you?"}, Action: ActCallback},
			{ID: "refusal", Key: "D", Title: "Refusal", Sentences: []string{"No."}, Action: ActCallback},
			{ID: "wrong", Key: "N", Title: "Wrong", Sentences: []string{"Wrong number."}, Action: ActWrong},
		},
	}
}

func newRig(t *testing.T) *rig {
	t.Helper()
	r := &rig{t: t, now: noon}
	r.play(DeskOpened{At{noon}, Snapshot{
		Settings: Settings{SetFirstCallDone: "yes", SetCompany: "Nordvik", SetLanguage: "en"},
		Accounts: []Account{{ID: "office", Address: "pbx.example", User: "100", Transport: UDP, Register: true}},
		Scripts:  []Script{testScript("nb"), testScript("en")},
	}})
	r.play(LineChanged{At: r.at(), Line: "office", State: LineRegistered, Local: netip.MustParseAddr("127.0.0.1")})
	return r
}

func (r *rig) at() At                     { return At{r.now} }
func (r *rig) pass(d time.Duration)       { r.now = r.now.Add(d) }
func (r *rig) press(call CallID) Press    { return Press{At: r.at(), Ask: 7, Call: call} }
func (r *rig) call(id CallID) Call        { c, _ := r.s.Call(id); return c }
func (r *rig) draft(id MessageID) Message { m, _ := r.s.Draft(id); return m }

func (r *rig) play(events ...Event) {
	r.t.Helper()
	for _, e := range events {
		r.s, r.did = Step(r.s, e)
		r.all = append(r.all, r.did...)
	}
}

// arrive lets a call ring.
func (r *rig) arrive(id CallID) {
	r.t.Helper()
	r.play(CallArrived{At: r.at(), Call: id, Line: "office", Peer: Peer{Number: "2241" + string(id)}, Bind: netip.MustParseAddr("127.0.0.1")})
}

// talk answers a call that rings, as far as the sound both ways.
func (r *rig) talk(id CallID) {
	r.t.Helper()
	r.play(AnswerPressed{r.press(id)}, VoiceOpened{At: r.at(), Call: id}, CallAnswered{r.at(), id})
	if c := r.call(id); c.State != Talking {
		r.t.Fatalf("call %s is %s, not talking", id, c.State)
	}
}

// hold holds a call, confirmed.
func (r *rig) hold(id CallID) {
	r.t.Helper()
	r.play(HoldPressed{r.press(id)}, HoldConfirmed{r.at(), id})
	if c := r.call(id); c.State != Held {
		r.t.Fatalf("call %s is %s, not held", id, c.State)
	}
}

// want fails unless the last event had an effect of type E, which it gives.
func want[E Effect](r *rig) E {
	r.t.Helper()
	for _, e := range r.did {
		if x, ok := e.(E); ok {
			return x
		}
	}
	var none E
	r.t.Fatalf("no %T among %s", none, kinds(r.did))
	return none
}

func wantNo[E Effect](r *rig) {
	r.t.Helper()
	for _, e := range r.did {
		if _, ok := e.(E); ok {
			r.t.Fatalf("unwanted %T among %s", e, kinds(r.did))
		}
	}
}

func kinds(es []Effect) (out []string) {
	for _, e := range es {
		out = append(out, fmt.Sprintf("%T", e))
	}
	return out
}

func wantState(r *rig, id CallID, s CallState) {
	r.t.Helper()
	if c := r.call(id); c.State != s {
		r.t.Fatalf("call %s is %q (changing %q), want %q", id, c.State, c.Changing, s)
	}
}
