package main

import (
	"testing"
	"time"

	"anteroom/softphone"
	"anteroom/store"
)

// journal reads what is on disk, with the program gone.
func journal(t *testing.T, dir string) []softphone.Call {
	t.Helper()
	s, err := store.OpenWith(t.Context(), dir, store.Options{SecretsInFile: true})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	calls, err := s.Calls(t.Context(), time.Time{}, 100)
	if err != nil {
		t.Fatal(err)
	}
	return calls
}

func TestKilledWhileRinging_TheCallIsMarkedAtTheNextStart(t *testing.T) {
	dir := t.TempDir()
	p := startProgram(t, dir, nil, "--headless", "--lang", "nb")
	p.registered()
	p.event(func() { p.ctl(nil, "practice") }, 15*time.Second, `"saved"`, `"what":"call"`)
	id := p.callIn("ringing", 15*time.Second).ID
	p.kill()

	again := startProgram(t, dir, nil, "--headless")
	s := again.status()
	if len(s.Calls) == 0 || s.Calls[0].ID != id || s.Calls[0].EndReason != "program_ended" {
		t.Fatalf("the unfinished call is not shown: %+v", s.Calls)
	}
	again.kill()
	for _, c := range journal(t, dir) {
		if c.ID == softphone.CallID(id) && c.Unfinished && c.State == softphone.Ended {
			return
		}
	}
	t.Fatal("the unfinished call is not in the journal")
}

func TestKilledWhileWaiting_TheHoldAndItsReturnsAreKept(t *testing.T) {
	dir := t.TempDir()
	p := startProgram(t, dir, nil, "--headless", "--lang", "en")
	p.registered()
	p.ctl(nil, "set", "return_after_s", "1")
	p.ctl(nil, "practice", "chair")
	p.callIn("ringing", 15*time.Second)
	p.ctl(nil, "answer")
	var made struct{ ID string }
	p.ctl(&made, "message", "new", "surname=Ødegård", "verbatim=Ring – сегодня")
	p.event(func() { p.ctl(nil, "hold") }, 15*time.Second, `"return_due"`)
	p.event(func() {}, 15*time.Second, `"saved"`, `"what":"call"`) // of the next time that it is due
	p.kill()

	again := startProgram(t, dir, nil, "--headless")
	var m struct{ Surname, Verbatim string }
	again.ctl(&m, "message", "show", made.ID)
	if m.Surname != "Ødegård" || m.Verbatim != "Ring – сегодня" {
		t.Fatalf("%+v", m)
	}
	again.kill()
	calls := journal(t, dir)
	if len(calls) == 0 || !calls[0].Unfinished || len(calls[0].Holds) != 1 {
		t.Fatalf("%+v", calls)
	}
	if h := calls[0].Holds[0]; h.ReturnsDue < 1 || h.End.IsZero() || calls[0].AnsweredOnRing < 1 {
		t.Fatalf("%+v", calls[0])
	}
}

func TestSecondStart_HandsItsLinkOverAndEnds(t *testing.T) {
	dir := t.TempDir()
	p := startProgram(t, dir, nil, "--headless", "--lang", "en")
	p.registered()
	second := startSecond(t, dir, "tel:102")
	if second != 0 {
		t.Fatalf("the second start ended with %d", second)
	}
	if c := p.callIn("ended", 15*time.Second); c.Peer.Number != "102" {
		t.Fatalf("%+v", c)
	}
}

func TestStart_WaitsForOneThatIsAboutToEnd(t *testing.T) {
	dir := t.TempDir()
	p := startProgram(t, dir, nil, "--headless")
	p.registered()
	p.ctl(nil, "call", "102") // something to end first
	p.ctl(nil, "quit")
	again := startProgram(t, dir, nil, "--headless")
	again.registered()
	<-p.proc.Done()
	if p.proc.ExitCode() != 0 {
		t.Errorf("the first ended with %d", p.proc.ExitCode())
	}
}
