package control

import (
	"testing"
	"time"

	"anteroom/softphone"
)

// Presence, hours and what is not told are set and listed from outside as on screen.
func TestCtl_PresenceHoursAndWhatIsNotToldAreSetAndListed(t *testing.T) {
	d, dir := running(t)
	d.step(softphone.PrincipalSaved{Press: softphone.Press{At: softphone.At{At: time.Now()}}, Principal: softphone.Principal{ID: "aasen", FirstName: "Henrik", Surname: "Aasen"}})
	does := func(words ...string) {
		t.Helper()
		if _, err := ctl(t, dir, words...); err != nil {
			t.Errorf("%v: %v", words, err)
		}
	}
	does("presence", "set", "aasen", "out", "+45", "i Rotterdam", "--tell")
	does("reception", "set", "henrik", "monday", "9-11,13-15:30")
	does("reception", "date", "aasen", "2026-12-24", "closed", "Christmas Eve")
	does("nottold", "add", "aasen", "Salary", "writing")
	if w, err := ctl(t, dir, "presence", "list"); err != nil || w["who"] != "aasen" || w["kind"] != "out" || w["note"] != "i Rotterdam" || w["until"] == nil {
		t.Errorf("%v %v", w, err)
	}
	w, err := ctl(t, dir, "reception", "list")
	if err != nil || w["week"].(map[string]any)["monday"] == "" || w["dates"].(map[string]any)["2026-12-24"] != "closed Christmas Eve" {
		t.Errorf("%v %v", w, err)
	}
	if w, err = ctl(t, dir, "nottold", "list"); err != nil || w["matter"] != "Salary" || w["instead"] != "writing" {
		t.Errorf("%v %v", w, err)
	}
	does("nottold", "remove", "aasen", "salary")
	if n := len(d.State().Office.NotTold); n != 0 {
		t.Errorf("%d matters left", n)
	}
	for _, bad := range [][]string{{"presence", "set", "nobody", "out"}, {"presence", "set", "aasen", "asleep"}, {"reception", "set", "aasen", "someday", "9-11"},
		{"reception", "set", "aasen", "monday", "early"}, {"nottold", "remove", "aasen"}} {
		if _, err := ctl(t, dir, bad...); err == nil {
			t.Errorf("%v: taken", bad)
		}
	}
}
