package desk

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/netip"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"anteroom/softphone"
)

// fakeWorld notes what the desk does, and plays a telephone network that agrees to everything.
type fakeWorld struct {
	softphone.Telephone
	tell softphone.Tell
	deaf bool // the network never confirms an end

	mu     sync.Mutex // guards the rest
	did    []string
	fail   error // of every save
	saved  []softphone.Message
	blocks chan struct{} // saves wait for it, when set
	mails  []softphone.MailState
	stall  chan struct{} // the mail server takes a mail and does not answer before, when set
}

func (w *fakeWorld) note(s string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.did = append(w.did, s)
}

func (w *fakeWorld) has(s string) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	return slices.Contains(w.did, s)
}

func now() softphone.At { return softphone.At{At: time.Now()} }

func (w *fakeWorld) OpenLine(_ context.Context, a softphone.Account, _ softphone.Secret) error {
	w.tell(softphone.LineChanged{At: now(), Line: a.ID, State: softphone.LineRegistered, Local: netip.MustParseAddr("127.0.0.1")})
	return nil
}
func (w *fakeWorld) CloseLine(context.Context, softphone.LineID) error {
	w.note("close line")
	return nil
}
func (w *fakeWorld) SendRinging(context.Context, softphone.CallID) error {
	w.note("ringing")
	return nil
}
func (w *fakeWorld) SendAnswer(context.Context, softphone.CallID, softphone.LocalMedia) error {
	w.note("answer")
	return nil
}
func (w *fakeWorld) SendHold(_ context.Context, id softphone.CallID) error {
	w.tell(softphone.HoldConfirmed{At: now(), Call: id})
	return nil
}
func (w *fakeWorld) SendInvite(context.Context, softphone.CallID, softphone.LineID, string, softphone.LocalMedia) error {
	w.note("invite")
	return nil
}
func (w *fakeWorld) SendHangUp(_ context.Context, id softphone.CallID) error {
	w.note("hang up")
	if w.deaf {
		return nil
	}
	w.tell(softphone.CallHungUp{At: now(), Call: id, By: softphone.EndedByUs})
	return nil
}
func (w *fakeWorld) SendTransfer(_ context.Context, _ softphone.CallID, number string, with softphone.CallID) error {
	w.note("transfer " + number + string(with))
	return nil
}
func (w *fakeWorld) SendDeflect(_ context.Context, _ softphone.CallID, number string) error {
	w.note("deflect " + number)
	return nil
}
func (w *fakeWorld) WatchLamps(_ context.Context, _ softphone.LineID, numbers []string) error {
	w.note(fmt.Sprint("watch ", numbers))
	return nil
}
func (w *fakeWorld) Follow(_ context.Context, all []softphone.Calendar) error {
	w.note(fmt.Sprint("calendars ", len(all)))
	return nil
}
func (w *fakeWorld) SendProbe(context.Context, softphone.CallID) error { w.note("probe"); return nil }
func (w *fakeWorld) WatchPresence(_ context.Context, _ softphone.LineID, numbers []string) error {
	w.note(fmt.Sprint("follow ", numbers))
	return nil
}
func (w *fakeWorld) AnswerRefer(context.Context, softphone.ReferID, bool, softphone.CallID) error {
	return nil
}
func (w *fakeWorld) Bridge(context.Context, softphone.CallID, softphone.CallID) error {
	w.note("bridge")
	return nil
}
func (w *fakeWorld) Record(_ context.Context, _ softphone.CallID, file string) error {
	w.note("record " + file)
	return nil
}
func (w *fakeWorld) PauseRecording(context.Context, softphone.CallID, bool) error { return nil }
func (w *fakeWorld) StopRecording(context.Context, softphone.CallID) error        { return nil }
func (w *fakeWorld) Conference(context.Context, bool) error                       { w.note("conference"); return nil }
func (w *fakeWorld) Open(context.Context, softphone.CallID, netip.Addr) (softphone.LocalMedia, error) {
	return softphone.LocalMedia{}, nil
}
func (w *fakeWorld) Agree(context.Context, softphone.CallID, softphone.Media) error { return nil }
func (w *fakeWorld) Set(_ context.Context, _ softphone.CallID, m softphone.VoiceMode) error {
	w.note("voice " + string(m))
	return nil
}
func (w *fakeWorld) SendDigits(context.Context, softphone.CallID, string) error { return nil }
func (w *fakeWorld) Close(context.Context, softphone.CallID) error              { w.note("close voice"); return nil }
func (w *fakeWorld) SoundDigits(context.Context, softphone.CallID, string, softphone.Digits) error {
	return nil
}
func (w *fakeWorld) ChangeLine(context.Context, softphone.Account) error { return nil }
func (w *fakeWorld) TryRing(_ context.Context, t softphone.RingTune) error {
	w.note("try " + string(t))
	return nil
}
func (w *fakeWorld) PlayMusicOf(context.Context, softphone.CallID, softphone.LineID) error {
	return nil
}
func (w *fakeWorld) StartRing(context.Context, softphone.RingSound, softphone.RingTune, softphone.Cadence) error {
	w.note("ring")
	return nil
}
func (w *fakeWorld) StopRing(context.Context) error { w.note("no ring"); return nil }
func (w *fakeWorld) PlayTone(_ context.Context, t softphone.Tone) error {
	w.note("tone " + string(t))
	return nil
}
func (w *fakeWorld) Mute(context.Context, bool) error                             { return nil }
func (w *fakeWorld) Clean(context.Context, softphone.Cleaning) error              { return nil }
func (w *fakeWorld) Comfort(context.Context, bool) error                          { return nil }
func (w *fakeWorld) TestSound(context.Context) error                              { return nil }
func (w *fakeWorld) SetHoldMusic(context.Context, softphone.LineID, string) error { return nil }
func (w *fakeWorld) Choose(context.Context, softphone.AudioChoice) error          { return nil }
func (w *fakeWorld) Raise(softphone.CallID)                                       { w.note("raise") }
func (w *fakeWorld) Focus(f string)                                               { w.note("focus " + f) }

type fakeBooks struct{ w *fakeWorld }

func (b fakeBooks) save() error {
	if b.w.blocks != nil {
		<-b.w.blocks
	}
	b.w.mu.Lock()
	defer b.w.mu.Unlock()
	return b.w.fail
}
func (b fakeBooks) SaveCall(context.Context, softphone.Call) error { return b.save() }
func (b fakeBooks) SaveDraft(_ context.Context, m softphone.Message) error {
	err := b.save()
	b.w.mu.Lock()
	defer b.w.mu.Unlock()
	if err == nil {
		b.w.saved = append(b.w.saved, m)
	}
	return err
}
func (b fakeBooks) SaveMessage(context.Context, softphone.Message) error            { return b.save() }
func (b fakeBooks) DropDraft(context.Context, softphone.MessageID) error            { return b.save() }
func (b fakeBooks) SaveSetting(context.Context, softphone.SettingKey, string) error { return b.save() }
func (b fakeBooks) SaveAccount(context.Context, softphone.Account, softphone.Secret) error {
	return b.save()
}
func (b fakeBooks) SecretsInFile(context.Context) bool                           { return b.w.has("keyring broken") }
func (b fakeBooks) RemoveAccount(context.Context, softphone.LineID) error        { return b.save() }
func (b fakeBooks) SavePrincipal(context.Context, softphone.Principal) error     { return b.save() }
func (b fakeBooks) SaveBegun(context.Context, softphone.Begun) error             { return b.save() }
func (b fakeBooks) DropBegun(context.Context, softphone.BegunKind, string) error { return b.save() }
func (b fakeBooks) SaveScriptDraft(context.Context, softphone.Script) error      { return b.save() }
func (b fakeBooks) DropScriptDraft(context.Context, softphone.ScriptID, string) error {
	return b.save()
}
func (b fakeBooks) SaveCallback(context.Context, softphone.Callback) error   { return b.save() }
func (b fakeBooks) DropCallback(context.Context, softphone.CallbackID) error { return b.save() }
func (b fakeBooks) CountRedirects(context.Context, string, time.Time, softphone.CallID) (int, error) {
	return 0, nil
}
func (b fakeBooks) RemovePrincipal(context.Context, softphone.PrincipalID) error { return b.save() }
func (b fakeBooks) DeleteRecordings(context.Context, softphone.CallID) error     { return b.save() }
func (b fakeBooks) ErasePerson(_ context.Context, _ softphone.Person, by string) (softphone.Erased, error) {
	b.w.note("erase by " + by)
	return softphone.Erased{CallIDs: []softphone.CallID{"a"}, Traces: softphone.Traces{Calls: 1}}, b.save()
}
func (b fakeBooks) SaveWording(context.Context, softphone.Wording, bool) error { return b.save() }
func (b fakeBooks) PruneRecordings(context.Context, time.Time) error           { return nil }

type fakeExchange struct{}

func (fakeExchange) Open(context.Context) (softphone.Account, softphone.Secret, []softphone.PracticeCaller, error) {
	return softphone.Account{ID: softphone.PracticeLine}, "x", nil, nil
}
func (fakeExchange) Ring(context.Context, string, string) error { return errors.New("nobody there") }

// start runs a desk with one line until the test ends; inside synctest, time is fake.
func start(t *testing.T) (*Desk, *fakeWorld, func() error) {
	t.Helper()
	return startWith(t, softphone.Snapshot{Settings: softphone.Settings{}})
}

func startWith(t *testing.T, s softphone.Snapshot) (*Desk, *fakeWorld, func() error) {
	t.Helper()
	s.Accounts = []softphone.Account{{ID: "office", Address: "pbx", User: "1", Register: true}}
	d := New(slog.New(slog.NewTextHandler(io.Discard, nil)))
	w := &fakeWorld{tell: d.Tell}
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() {
		ended <- d.Run(ctx, World{Telephone: w, Voice: w, Sound: w, Books: fakeBooks{w}, Exchange: fakeExchange{}, Calendars: w, Screen: w, Post: w})
	}()
	d.Tell(softphone.DeskOpened{At: now(), Snapshot: s})
	synctest.Wait()
	return d, w, func() error { cancel(); return <-ended }
}

// pass lets fake time go by.
func pass(d time.Duration) {
	<-time.After(d)
	synctest.Wait()
}

func answered(d *Desk, id softphone.CallID) {
	d.Tell(softphone.CallArrived{At: now(), Call: id, Line: "office", Bind: netip.MustParseAddr("127.0.0.1")})
	d.Tell(softphone.AnswerPressed{Press: softphone.Press{At: now(), Call: id}})
	synctest.Wait()
}

func TestDesk_HeldCallerIsSignalledAfterFortySeconds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d, w, end := start(t)
		answered(d, "a")
		d.Tell(softphone.HoldPressed{Press: softphone.Press{At: now()}})
		synctest.Wait()
		pass(39 * time.Second)
		if w.has("tone return_due") {
			t.Fatal("too early")
		}
		pass(2 * time.Second)
		if !w.has("tone return_due") || !w.has("raise") {
			t.Fatalf("no signal: %v", w.did)
		}
		if err := end(); err != nil || !w.has("hang up") || !w.has("close voice") {
			t.Fatalf("ended with %v: %v", err, w.did)
		}
	})
}

func TestDesk_LastDraftIsOnDiskWhenItEnds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d, w, end := start(t)
		d.Tell(softphone.DraftEdited{Press: softphone.Press{At: now()}, Draft: softphone.Message{ID: "d", Verbatim: "last words"}})
		if err := end(); err != nil {
			t.Fatal(err)
		}
		if len(w.saved) != 1 || w.saved[0].Verbatim != "last words" {
			t.Fatalf("%v", w.saved)
		}
	})
}

func TestDesk_AskIsRefusedWithAReason(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d, _, end := start(t)
		_, err := d.Ask(t.Context(), func(id softphone.AskID) softphone.Event {
			return softphone.HoldPressed{Press: softphone.Press{At: now(), Ask: id}}
		})
		var why softphone.Reason
		if !errors.As(err, &why) || why.Code != softphone.NothingTalking {
			t.Fatalf("%v", err)
		}
		end()
	})
}

func TestDesk_APersonsDataIsDeletedBeforeItIsConfirmedAndTheLogNamesNobody(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d, w, end := start(t)
		var log strings.Builder
		d.log = slog.New(slog.NewTextHandler(&log, nil))
		answered(d, "a")
		d.Tell(softphone.CallHungUp{At: now(), Call: "a", By: softphone.EndedByPeer})
		erase := func(id softphone.AskID) softphone.Event {
			return softphone.ErasurePressed{Press: softphone.Press{At: now(), Ask: id}, Person: softphone.Person{Number: "4722413077"}, Outside: true}
		}
		if _, err := d.Ask(t.Context(), erase); err != nil || !w.has("erase by (ctl)") {
			t.Fatalf("%v: %v", err, w.did)
		}
		if _, on := d.State().Call("a"); on {
			t.Error("still on the desk")
		}
		synctest.Wait()
		if !strings.Contains(log.String(), "calls=1") || strings.Contains(log.String(), "4722413077") {
			t.Errorf("logged: %s", log.String())
		}
		w.mu.Lock()
		w.fail = softphone.Reason{Code: softphone.DiskFull}
		w.mu.Unlock()
		var why softphone.Reason
		if _, err := d.Ask(t.Context(), erase); !errors.As(err, &why) || why.Code != softphone.DiskFull {
			t.Errorf("%v", err)
		}
		end()
	})
}

func TestDesk_AKeyringThatFailsMeanwhileIsTold(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d, w, end := start(t)
		add := func(id softphone.AskID) softphone.Event {
			return softphone.LineAdded{Press: softphone.Press{At: now(), Ask: id}, Account: softphone.Account{Address: "pbx", User: "2"}, Password: "x"}
		}
		for _, broken := range []bool{false, true} {
			if broken {
				w.note("keyring broken")
			}
			if _, err := d.Ask(t.Context(), add); err != nil {
				t.Fatal(err)
			}
			synctest.Wait()
			if d.State().SecretsInFile != broken {
				t.Errorf("broken %v, told in the file %v", broken, d.State().SecretsInFile)
			}
		}
		end()
	})
}

func TestDesk_FullDiskIsToldAndHealsByItself(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d, w, end := start(t)
		w.mu.Lock()
		w.fail = softphone.Reason{Code: softphone.DiskFull}
		w.mu.Unlock()
		d.Tell(softphone.DraftEdited{Press: softphone.Press{At: now()}, Draft: softphone.Message{ID: "d", Verbatim: "kept"}})
		pass(time.Second)
		if d.State().StoreTrouble.Code != softphone.DiskFull {
			t.Fatal("not told")
		}
		w.mu.Lock()
		w.fail = nil
		w.mu.Unlock()
		pass(3 * time.Second)
		if !d.State().StoreTrouble.Zero() || len(w.saved) != 1 || w.saved[0].Verbatim != "kept" {
			t.Fatalf("%v %v", d.State().StoreTrouble, w.saved)
		}
		end()
	})
}

func TestDesk_SlowDiskDoesNotHoldUpTheTelephone(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d, w, end := start(t)
		w.blocks = make(chan struct{})
		answered(d, "a")
		if !w.has("ringing") || !w.has("answer") {
			t.Fatalf("waits for the disk: %v", w.did)
		}
		close(w.blocks)
		end()
	})
}

func TestDesk_EndsInTimeWhenTheNetworkNeverAnswers(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d, w, end := start(t)
		w.deaf = true
		d.Tell(softphone.DialPressed{Press: softphone.Press{At: now()}, NewCall: "o", Number: "22"})
		synctest.Wait()
		begun := time.Now()
		if err := end(); err == nil || !w.has("hang up") || time.Since(begun) > 2*closingTime {
			t.Fatalf("took %v, %v", time.Since(begun), err)
		}
	})
}
