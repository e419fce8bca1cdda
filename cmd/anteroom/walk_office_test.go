package main

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"anteroom/softphone"
	"anteroom/softphone/control"
)

// tells are the answers of a verb, one JSON object a line.
func (w *walker) tells(args ...string) string {
	w.t.Helper()
	var text bytes.Buffer
	if err := control.Send(w.t.Context(), w.data, args, "", &text); err != nil {
		w.t.Fatal(err)
	}
	return text.String()
}

// The principal is absent until a time, the caller asks for a price and for the hours, and the principal comes back by himself.
func TestWalk_FAQAnswerAndAbsentPrincipal(t *testing.T) {
	dir := t.TempDir()
	w := walk(t, dir)
	asked := w.priced()
	w.callIn("ringing", 30*time.Second)
	w.key("F2")
	w.callIn("talking", 10*time.Second)

	w.key("shift+F1")
	w.types(asked.Tags[1])
	w.picture("faq-1-found")
	w.until("the answer is said", 20*time.Second, func() bool { // results come from the disk, in their own time
		w.key("Return")
		return w.saysAnswer()
	})
	w.picture("faq-2-said")
	w.key("Escape")

	id, _, _ := w.director()
	w.tells("presence", "set", id, "busy", "+20s")
	w.until("he is busy", 10*time.Second, func() bool { return w.presenceOf(id) == softphone.PresenceBusy })
	w.picture("presence-1-busy")
	w.until("he is in again by himself", 60*time.Second, func() bool { return w.presenceOf(id) == softphone.PresenceIn })

	w.key("ctrl+shift+i")
	w.types("2 +45")
	w.picture("presence-2-bar")
	w.key("Return")
	w.until("set from the keyboard", 10*time.Second, func() bool { return w.presenceOf(id) == softphone.PresenceBusy })
	w.ctl(nil, "quit")
	<-w.proc.Done()
	calls := journal(t, dir)
	answered := ""
	for _, v := range calls[0].Visits {
		answered += v.Answer
	}
	if answered != asked.Question {
		t.Errorf("the journal has the answer %q", answered)
	}
}

// saysAnswer tells whether an answer of the FAQ sheet lies over the script.
func (w *walker) saysAnswer() bool {
	w.t.Helper()
	return strings.Contains(w.tells("status"), `"situation":"faq"`)
}

func (w *walker) presenceOf(id string) softphone.PresenceKind {
	w.t.Helper()
	for line := range strings.Lines(w.tells("presence", "list")) {
		var p struct{ Who, Kind string }
		if err := json.Unmarshal([]byte(line), &p); err != nil {
			w.t.Fatal(err)
		}
		if p.Who == id {
			return softphone.PresenceKind(p.Kind)
		}
	}
	return ""
}
