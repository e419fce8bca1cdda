package control

import (
	"testing"
	"time"

	"anteroom/softphone"
)

// What the keys do in the script, and what is noted of a call, works from outside too.
func TestCtl_WalksTheScriptAndNotesWhatTheCallIs(t *testing.T) {
	d, dir, _ := withScript(t)
	s := softphone.Script{ID: softphone.GeneralScript, Version: 1, Language: "nb", Name: "General",
		Operations: []softphone.Operation{
			{ID: "hello", Title: "Hello", Sentences: []string{"Hello?", "Good day?"}, Choices: []softphone.Choice{{Text: "Asks", To: "bye"}}},
			{ID: "bye", Title: "Bye", Sentences: []string{"Bye?"}}},
		Situations: []softphone.Situation{{ID: "wrongnumber", Key: "N", Title: "Wrong", Sentences: []string{"Which number?"}, Action: softphone.ActWrong}}}
	d.step(softphone.ScriptsSaved{At: softphone.At{At: time.Now()}, Scripts: []softphone.Script{s}})
	for _, x := range []struct {
		words    []string
		sentence string
		sit      any
	}{
		{[]string{"script", "run", string(softphone.GeneralScript)}, "Hello?", nil},
		{[]string{"script", "wording", "c"}, "Good day?", nil},
		{[]string{"script", "choose", "1"}, "Bye?", nil},
		{[]string{"script", "step", "previous"}, "Hello?", nil},
		{[]string{"script", "step", "bye"}, "Bye?", nil},
		{[]string{"script", "situation", "wrongnumber"}, "Which number?", "wrongnumber"},
		{[]string{"script", "act"}, "Which number?", "wrongnumber"},
		{[]string{"script", "situation", "-"}, "Bye?", nil},
	} {
		if got, err := ctl(t, dir, x.words...); err != nil || got["sentence"] != x.sentence || got["situation"] != x.sit {
			t.Errorf("%v: %v %v", x.words, got, err)
		}
	}
	if c, _ := d.State().Call("c"); !c.Wrong {
		t.Error("the situation's deed was not done")
	}
	if got, err := ctl(t, dir, "wrong", "c"); err != nil || got["wrong_number"] != nil {
		t.Errorf("%v %v", got, err)
	}
	if got, err := ctl(t, dir, "stopped", "the price"); err != nil || got["stopped_at"] != "the price" {
		t.Errorf("%v %v", got, err)
	}
	s.Operations[0].Sentences = []string{"It is {colleague}, {colleague_position}, on {colleague_number}?"}
	d.step(softphone.ScriptsSaved{At: softphone.At{At: time.Now()}, Scripts: []softphone.Script{s}})
	if _, err := ctl(t, dir, "script", "again"); err != nil {
		t.Error(err)
	}
	if got, err := ctl(t, dir, "colleague", "c", "name=Siri Nes", "position=engineer", "number=22413012"); err != nil || got["sentence"] != "It is Siri Nes, engineer, on 22 41 30 12?" {
		t.Errorf("%v %v", got, err)
	}
	if _, err := ctl(t, dir, "colleague", "c", "hat=big"); err == nil {
		t.Error("a colleague's hat was taken")
	}
	if _, err := ctl(t, dir, "silence"); err != nil || !d.State().Silenced {
		t.Error(err)
	}
	for _, bad := range [][]string{{"script", "choose", "x"}, {"script", "choose", "9"}, {"script", "situation", "none"}, {"script", "step", "none"}, {"stopped"}, {"wrong", "none"}} {
		if _, err := ctl(t, dir, bad...); err == nil {
			t.Errorf("%v: taken", bad)
		}
	}
}
