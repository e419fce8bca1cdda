package main

import (
	"bytes"
	"context"
	"encoding/json"
	"image"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"anteroom/cmd/dev/xvfb"
	"anteroom/cmd/dev/xvfb/xvfbtest"
	"anteroom/softphone"
	"anteroom/softphone/control"
)

// Pictures names the environment variable with the folder that a walk's pictures go to.
const Pictures = "ANTEROOM_PICTURES"

// Where the verbatim text of the form lies in a window of 1440×900.
const verbatimX, verbatimY = 1240, 545

// walker is a secretary's hands on the real window of the real program.
type walker struct {
	*program
	screen *xvfb.Display
	window *xvfb.Window
	shots  string
	lang   string
}

// walk starts the program with its window, in the language the walks are in.
func walk(t *testing.T, data string) *walker {
	t.Helper()
	lang := xvfbtest.NeedsWalk(t)
	screen := xvfbtest.Start(t, xvfb.Options{Width: 1440, Height: 900, Layouts: "no,ru", Fill: true})
	w := &walker{screen: screen, shots: os.Getenv(Pictures), lang: lang}
	if w.shots == "" {
		w.shots = t.TempDir()
	}
	w.program = startProgram(t, data, screen.Env(), "--lang", lang)
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
	defer cancel()
	var err error
	if w.window, err = screen.Window(ctx, "Anteroom"); err != nil {
		t.Fatal(err)
	}
	return w
}

func (w *walker) key(keys ...string) {
	w.t.Helper()
	if err := w.screen.Key(w.t.Context(), keys...); err != nil {
		w.t.Fatal(err)
	}
}

func (w *walker) types(text string) {
	w.t.Helper()
	if err := w.screen.Type(w.t.Context(), text); err != nil {
		w.t.Fatal(err)
	}
}

// picture keeps what is on the screen once it has come to rest, for people to look at.
func (w *walker) picture(name string) {
	w.t.Helper()
	var before *image.RGBA
	same := 0
	for range 10 {
		<-time.After(150 * time.Millisecond)
		now, err := w.screen.Picture()
		if err != nil {
			w.t.Fatal(err)
		}
		if before != nil && bytes.Equal(before.Pix, now.Pix) {
			same++
		}
		if before = now; same == 2 {
			break
		}
	}
	if err := w.screen.SavePicture(filepath.Join(w.shots, w.lang+"-"+name+".png")); err != nil {
		w.t.Fatal(err)
	}
}

type draftSeen struct {
	ID, State, Verbatim, Surname, Number, For string
	FirstName                                 string `json:"first_name"`
}

// messages are all messages and drafts.
func (w *walker) messages() (out []draftSeen) {
	w.t.Helper()
	var text bytes.Buffer
	if err := control.Send(w.t.Context(), w.data, []string{"message", "list"}, "", &text); err != nil {
		w.t.Fatal(err)
	}
	for line := range strings.Lines(text.String()) {
		var m draftSeen
		if err := json.Unmarshal([]byte(line), &m); err != nil {
			w.t.Fatal(err)
		}
		out = append(out, m)
	}
	return out
}

// written waits until a message or draft says what was typed.
func (w *walker) written(state, surname, verbatim string) {
	w.t.Helper()
	w.until("a "+state+" of "+surname+" that says "+verbatim, 10*time.Second, func() bool {
		for _, m := range w.messages() {
			if m.State == state && m.Surname == surname && m.Verbatim == verbatim {
				return true
			}
		}
		return false
	})
}

// The first day: a caller rings by himself, is greeted, guided, written down, held, gone back to, and rings off.
func TestWalk_FirstCall(t *testing.T) {
	dir := t.TempDir()
	w := walk(t, dir)
	const surname, verbatim = "Sørlie-Ås", "«Møtet må flyttes», sa hun. Привет, Ålesund!"

	_, name, _ := w.director()
	w.picture("1-welcome")
	first := w.callIn("ringing", 30*time.Second)
	w.picture("2-ringing")
	w.key("F2")
	w.callIn("talking", 10*time.Second)
	w.picture("3-talking")

	w.key("1") // a follow-up by its number: the script goes on to the question
	w.key("F8")
	w.types(name)
	w.key("Tab", "Tab", "Tab")
	w.key("ctrl+a") // what the directory knows of the caller stands there
	w.types(surname)
	w.written("draft", surname, "")
	w.key("Escape", "alt+2") // back to the script, and a choice
	w.picture("4-script")

	w.key("F4")
	w.callIn("held", 10*time.Second)
	w.picture("5-held")
	w.until("the caller's clock is at zero", time.Minute, func() bool { return w.callIn("held", time.Second).ReturnsDue == 1 })
	w.picture("6-return-due")
	w.key("F5")
	back := w.callIn("talking", 10*time.Second)
	if back.ID != first.ID || back.ReturnsMade != 1 || back.ReturnsDue != 1 {
		t.Fatalf("%+v", back)
	}
	w.picture("7-back")

	if err := w.window.Click(t.Context(), verbatimX, verbatimY); err != nil {
		t.Fatal(err)
	}
	w.types(verbatim)
	w.written("draft", surname, verbatim)
	w.picture("8-message")
	w.callIn("ended", 3*time.Minute) // he says what he has to say, and rings off by himself
	w.picture("9-ended")
	w.key("ctrl+Return", "ctrl+Return") // the first shows what is missing, the second takes it all the same
	w.written("new", surname, verbatim)
	w.picture("10-taken")

	w.ctl(nil, "quit")
	<-w.proc.Done()
	calls := journal(t, dir)
	if len(calls) != 1 || calls[0].EndedBy != softphone.EndedByPeer || calls[0].AnsweredOnRing < 1 || len(calls[0].Holds) != 1 {
		t.Fatalf("%+v", calls)
	}
	visited := map[softphone.OperationID]bool{}
	for _, v := range calls[0].Visits {
		if v.Entered.IsZero() || v.Left.IsZero() {
			t.Fatalf("a step without its times: %+v", v)
		}
		visited[v.Operation] = true
	}
	if !visited["greeting"] || !visited["question"] {
		t.Fatalf("visited %v", visited)
	}
}

// A power cut in the middle of a sentence: what was typed is offered again.
func TestWalk_KilledWhileTyping(t *testing.T) {
	dir := t.TempDir()
	w := walk(t, dir)
	w.callIn("ringing", 30*time.Second)
	w.key("F2")
	w.callIn("talking", 10*time.Second)
	w.key("F8")
	w.types("Marit")
	w.key("Tab", "Tab", "Tab")
	w.key("ctrl+a")
	w.types("Ødegård")
	w.written("draft", "Ødegård", "")
	for range 2 { // the first save may have begun before the last letter of the name; the second has it for certain
		w.event(func() { w.types("s") }, 15*time.Second, `"saved"`, `"draft"`)
	}
	w.kill()

	again := walk(t, dir)
	again.until("the draft is there", 10*time.Second, func() bool {
		for _, m := range again.messages() {
			if m.State == "draft" && strings.HasPrefix(m.Surname, "Ødegård") {
				return true
			}
		}
		return false
	})
	again.picture("11-offered-again")
	if s := again.status(); len(s.Calls) == 0 || s.Calls[0].EndReason != "program_ended" {
		t.Fatalf("%+v", s.Calls)
	}
}
