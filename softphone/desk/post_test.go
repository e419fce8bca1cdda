package desk

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"anteroom/softphone"
)

// Send plays a server that has every mail it is told of.
func (w *fakeWorld) Send(ctx context.Context, _ softphone.Parcel, commit func() error) error {
	if err := commit(); err != nil {
		return err
	}
	w.note("said")
	if w.stall == nil {
		return nil
	}
	select {
	case <-w.stall:
		return nil
	case <-ctx.Done():
		return softphone.PostTrouble{Reason: softphone.Reason{Code: softphone.MailCut}, Unsure: true}
	}
}

// letGo lets the saves that wait through, one after another, until none waits.
func (w *fakeWorld) letGo() {
	for {
		synctest.Wait()
		select {
		case w.blocks <- struct{}{}:
		default:
			return
		}
	}
}

func (w *fakeWorld) onDisk() softphone.MailState {
	w.mu.Lock()
	defer w.mu.Unlock()
	if len(w.mails) == 0 {
		return ""
	}
	return w.mails[len(w.mails)-1]
}

func mailing(t *testing.T) (*Desk, *fakeWorld, func() error) {
	t.Helper()
	return startWith(t, softphone.Snapshot{
		Settings:   softphone.Settings{softphone.SetMailHost: "mail", softphone.SetMailFrom: "desk@nordvik.example"},
		Principals: []softphone.Principal{{ID: "aasen", Surname: "Aasen", Email: "henrik@nordvik.example"}},
	})
}

func report() softphone.Event {
	return softphone.ReportMailed{Press: softphone.Press{At: now()}, Principal: "aasen", From: time.Now().Add(-time.Hour), Until: time.Now()}
}

func TestMail_NoSaveThatWaitsMakesTheDiskForgetThatTheServerHasIt(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d, w, end := mailing(t)
		w.blocks, w.stall = make(chan struct{}), make(chan struct{})
		d.Tell(softphone.DraftEdited{Press: softphone.Press{At: now()}, Draft: softphone.Message{ID: "d", Verbatim: "slow disk"}})
		pass(time.Second) // the draft holds the store up
		d.Tell(report())
		synctest.Wait()
		if w.has("said") {
			t.Fatal("the server is told before the disk knows")
		}
		w.letGo()
		if !w.has("said") || w.onDisk() != softphone.MailSending {
			t.Fatalf("the server has it, and the disk says %q: %v", w.onDisk(), w.mails)
		}
		close(w.stall)
		w.letGo()
		if w.onDisk() != softphone.MailSent {
			t.Errorf("%v", w.mails)
		}
		close(w.blocks)
		if err := end(); err != nil {
			t.Error(err)
		}
	})
}

func TestMail_NothingIsSaidWhileTheDiskIsFullAndItGoesOnceLater(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d, w, end := mailing(t)
		w.mu.Lock()
		w.fail = softphone.Reason{Code: softphone.DiskFull}
		w.mu.Unlock()
		d.Tell(report())
		synctest.Wait()
		if w.has("said") {
			t.Fatal("said though it could not be noted")
		}
		w.mu.Lock()
		w.fail = nil
		w.mu.Unlock()
		pass(3 * time.Minute)
		said := 0
		w.mu.Lock()
		for _, x := range w.did {
			if x == "said" {
				said++
			}
		}
		w.mu.Unlock()
		if said != 1 || w.onDisk() != softphone.MailSent {
			t.Errorf("said %d times, the disk says %v", said, w.mails)
		}
		if err := end(); err != nil {
			t.Error(err)
		}
	})
}

func TestMail_ADeskThatEndsWhileTheDiskIsSlowHasSaidNothing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d, w, end := mailing(t)
		w.blocks = make(chan struct{})
		d.Tell(report())
		synctest.Wait()
		go func() {
			time.Sleep(time.Second)
			close(w.blocks)
		}()
		if err := end(); err != nil {
			t.Fatal(err)
		}
		if w.has("said") || w.onDisk() != softphone.MailQueued {
			t.Errorf("%v, said %v", w.mails, w.has("said"))
		}
	})
}
