package ui

import (
	"context"
	"io"
	"log/slog"
	"net/netip"
	"strings"
	"testing"
	"time"

	"anteroom/softphone"
	"anteroom/softphone/desk"

	"go.uber.org/goleak"
)

// agreeable is a world in which everything works at once.
type agreeable struct{ tell softphone.Tell }

func stamp() softphone.At { return softphone.At{At: time.Now()} }

func (a agreeable) OpenLine(_ context.Context, x softphone.Account, _ softphone.Secret) error {
	a.tell(softphone.LineChanged{At: stamp(), Line: x.ID, State: softphone.LineRegistered})
	return nil
}
func (agreeable) CloseLine(context.Context, softphone.LineID) error   { return nil }
func (agreeable) SendRinging(context.Context, softphone.CallID) error { return nil }
func (agreeable) SendInvite(context.Context, softphone.CallID, softphone.LineID, string, softphone.LocalMedia) error {
	return nil
}
func (agreeable) SendAnswer(context.Context, softphone.CallID, softphone.LocalMedia) error {
	return nil
}
func (a agreeable) SendReject(_ context.Context, id softphone.CallID, why softphone.ReasonCode) error {
	a.tell(softphone.CallHungUp{At: stamp(), Call: id, By: softphone.EndedByUs, Reason: softphone.Reason{Code: why}})
	return nil
}
func (a agreeable) SendHold(_ context.Context, id softphone.CallID) error {
	a.tell(softphone.HoldConfirmed{At: stamp(), Call: id})
	return nil
}
func (a agreeable) SendResume(_ context.Context, id softphone.CallID) error {
	a.tell(softphone.ResumeConfirmed{At: stamp(), Call: id})
	return nil
}
func (a agreeable) SendHangUp(_ context.Context, id softphone.CallID) error {
	a.tell(softphone.CallHungUp{At: stamp(), Call: id, By: softphone.EndedByUs, Reason: softphone.Reason{Code: softphone.HungUp}})
	return nil
}

func (a agreeable) SendTransfer(_ context.Context, id softphone.CallID, _ string, _ softphone.CallID) error {
	a.tell(softphone.TransferDone{At: stamp(), Call: id})
	return nil
}
func (a agreeable) SendDeflect(ctx context.Context, id softphone.CallID, _ string) error {
	return a.SendHangUp(ctx, id)
}
func (agreeable) SendProbe(context.Context, softphone.CallID) error { return nil }

func (agreeable) AnswerRefer(context.Context, softphone.ReferID, bool, softphone.CallID) error {
	return nil
}
func (agreeable) WatchPresence(context.Context, softphone.LineID, []string) error { return nil }
func (agreeable) WatchLamps(context.Context, softphone.LineID, []string) error    { return nil }
func (agreeable) Record(context.Context, softphone.CallID, string) error          { return nil }
func (agreeable) PauseRecording(context.Context, softphone.CallID, bool) error    { return nil }
func (agreeable) StopRecording(context.Context, softphone.CallID) error           { return nil }
func (agreeable) DeleteRecordings(context.Context, softphone.CallID) error        { return nil }
func (agreeable) SecretsInFile(context.Context) bool                              { return false }
func (agreeable) ErasePerson(context.Context, softphone.Person, string) (softphone.Erased, error) {
	return softphone.Erased{}, nil
}
func (agreeable) PruneRecordings(context.Context, time.Time) error                 { return nil }
func (agreeable) Bridge(context.Context, softphone.CallID, softphone.CallID) error { return nil }
func (agreeable) Conference(context.Context, bool) error                           { return nil }
func (agreeable) Open(context.Context, softphone.CallID, netip.Addr) (softphone.LocalMedia, error) {
	return softphone.LocalMedia{}, nil
}
func (agreeable) Agree(context.Context, softphone.CallID, softphone.Media) error   { return nil }
func (agreeable) Set(context.Context, softphone.CallID, softphone.VoiceMode) error { return nil }
func (agreeable) SendDigits(context.Context, softphone.CallID, string) error       { return nil }
func (agreeable) Close(context.Context, softphone.CallID) error                    { return nil }
func (agreeable) SoundDigits(context.Context, softphone.CallID, string, softphone.Digits) error {
	return nil
}
func (agreeable) ChangeLine(context.Context, softphone.Account) error                   { return nil }
func (agreeable) TryRing(context.Context, softphone.RingTune) error                     { return nil }
func (agreeable) PlayMusicOf(context.Context, softphone.CallID, softphone.LineID) error { return nil }
func (agreeable) StartRing(context.Context, softphone.RingSound, softphone.RingTune, softphone.Cadence) error {
	return nil
}
func (agreeable) StopRing(context.Context) error                               { return nil }
func (agreeable) PlayTone(context.Context, softphone.Tone) error               { return nil }
func (agreeable) Mute(context.Context, bool) error                             { return nil }
func (agreeable) Clean(context.Context, softphone.Cleaning) error              { return nil }
func (agreeable) Comfort(context.Context, bool) error                          { return nil }
func (agreeable) TestSound(context.Context) error                              { return nil }
func (agreeable) SetHoldMusic(context.Context, softphone.LineID, string) error { return nil }
func (agreeable) Choose(context.Context, softphone.AudioChoice) error          { return nil }

func (agreeable) SaveCall(context.Context, softphone.Call) error           { return nil }
func (agreeable) SaveReception(context.Context, softphone.Reception) error { return nil }
func (agreeable) SaveNotTold(context.Context, softphone.PrincipalID, []softphone.NotTold) error {
	return nil
}
func (agreeable) SaveCalendar(context.Context, softphone.PrincipalID, string) error      { return nil }
func (agreeable) SaveStaffPresence(context.Context, softphone.StaffPresence) error       { return nil }
func (agreeable) NotePresence(context.Context, softphone.PresenceEntry) error            { return nil }
func (agreeable) SaveDraft(context.Context, softphone.Message) error                     { return nil }
func (agreeable) SaveMessage(context.Context, softphone.Message) error                   { return nil }
func (agreeable) DropDraft(context.Context, softphone.MessageID) error                   { return nil }
func (agreeable) SaveSetting(context.Context, softphone.SettingKey, string) error        { return nil }
func (agreeable) SaveAccount(context.Context, softphone.Account, softphone.Secret) error { return nil }
func (agreeable) RemoveAccount(context.Context, softphone.LineID) error                  { return nil }
func (agreeable) SavePrincipal(context.Context, softphone.Principal) error               { return nil }
func (agreeable) SaveWording(context.Context, softphone.Wording, bool) error             { return nil }
func (agreeable) SaveBegun(context.Context, softphone.Begun) error                       { return nil }
func (agreeable) DropBegun(context.Context, softphone.BegunKind, string) error           { return nil }
func (agreeable) SaveScriptDraft(context.Context, softphone.Script) error                { return nil }
func (agreeable) DropScriptDraft(context.Context, softphone.ScriptID, string) error      { return nil }
func (agreeable) SaveCallback(context.Context, softphone.Callback) error                 { return nil }
func (agreeable) DropCallback(context.Context, softphone.CallbackID) error               { return nil }
func (agreeable) CountRedirects(context.Context, string, time.Time, softphone.CallID) (int, error) {
	return 0, nil
}
func (agreeable) RemovePrincipal(context.Context, softphone.PrincipalID) error { return nil }

// noCalendars follows none.
type noCalendars struct{}

func (noCalendars) Follow(context.Context, []softphone.Calendar) error { return nil }

// noExchange is a practice line that never opens.
type noExchange struct{}

func (noExchange) Open(context.Context) (softphone.Account, softphone.Secret, []softphone.PracticeCaller, error) {
	return softphone.Account{}, "", nil, softphone.Reason{Code: softphone.PracticeFailed}
}
func (noExchange) Ring(context.Context, string, string) error { return nil }

// TestDesk_ACallIsAnsweredHeldAndHungUpByKeys drives the window over the desk's own loop.
func TestDesk_ACallIsAnsweredHeldAndHungUpByKeys(t *testing.T) {
	already := goleak.IgnoreCurrent()
	d := desk.New(slog.New(slog.NewTextHandler(io.Discard, nil)))
	crossing := make(chan func())
	w := New(Options{App: testApp(t), Desk: d, Messages: &shelf{}, Journal: &shelf{}, Now: time.Now})
	w.bridge.cross = func(f func()) {
		select {
		case crossing <- f:
		case <-w.ctx.Done():
		}
	}
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	world := agreeable{d.Tell}
	go func() {
		ended <- d.Run(ctx, desk.World{Telephone: world, Voice: world, Sound: world, Books: world, Exchange: noExchange{}, Calendars: noCalendars{}, Screen: w})
	}()
	w.Show()
	h := &whole{Window: w, t: t}
	until := func(what string, seen func() bool) {
		t.Helper()
		deadline := time.After(10 * time.Second)
		for !seen() {
			select {
			case f := <-crossing:
				f()
			case <-deadline:
				t.Fatalf("%s is not on screen: %s", what, h.reads())
			}
		}
	}
	strike := func(name string) {
		k := keys(name)[0]
		c := commandFor(k)
		w.runCommand(c, "")
	}
	state := func(s softphone.CallState) func() bool {
		return func() bool { c, ok := w.state.Call("a"); return ok && c.State == s && c.Changing == "" }
	}
	opening := office(t, "en").(softphone.DeskOpened)
	opening.At = stamp()
	d.Tell(opening)
	until("a line that is ready", func() bool { return strings.Contains(h.reads(), "is ready") })
	d.Tell(softphone.CallArrived{At: stamp(), Call: "a", Line: "l", Peer: softphone.Peer{Name: "Ragnhild Østby", Number: "22413077"}})
	until("the pop-up", func() bool { return w.frame.ringing.up() })
	strike("F2")
	until("the talk", state(softphone.Talking))
	strike("F4")
	until("the wait", state(softphone.Held))
	strike("F5")
	until("the return", state(softphone.Talking))
	if c, _ := w.state.Call("a"); c.Situation != softphone.SituationReturn {
		t.Errorf("the words for coming back do not show, but %q", c.Situation)
	}
	strike("F12")
	until("the end", state(softphone.Ended))
	w.stop()
	cancel()
	if err := <-ended; err != nil {
		t.Error(err)
	}
	goleak.VerifyNone(t, already)
}

func commandFor(k key) *command {
	for _, c := range commands {
		for _, x := range c.keys {
			if x == k {
				return c
			}
		}
	}
	return nil
}
