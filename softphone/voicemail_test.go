package softphone

import "testing"

func TestStep_LineKeepsWhatIsInItsMailbox(t *testing.T) {
	r := newRig(t)
	told := Voicemail{Waiting: true, New: 2, Old: 8}
	r.play(VoicemailChanged{r.at(), "office", told}, VoicemailChanged{r.at(), "unknown", Voicemail{New: 9}},
		LineChanged{At: r.at(), Line: "office", State: LineRegistered})
	if l, _ := r.s.Line("office"); l.Voicemail != told || len(r.s.Lines) != 1 {
		t.Errorf("the lines are %+v", r.s.Lines)
	}
	r.play(LineAdded{Press: r.press(""), Account: Account{ID: "office", Address: "pbx.example", User: "101", Register: true}})
	if l, _ := r.s.Line("office"); l.Voicemail != (Voicemail{}) {
		t.Errorf("another user's line still has %+v", l.Voicemail)
	}
}
