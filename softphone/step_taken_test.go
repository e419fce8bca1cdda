package softphone

import (
	"testing"
)

func TestStep_MessageThatCannotBeWrittenStaysOnTheForm(t *testing.T) {
	r := newRig(t)
	r.play(DraftEdited{Press: r.press(""), Draft: Message{ID: "d", Verbatim: "Ring me"}},
		MessageTaken{Press: r.press(""), Message: Message{ID: "d", Verbatim: "Ring me at four"}})
	taken := want[SaveMessage](r)
	r.play(SaveFailed{r.at(), taken, Reason{Code: DiskFull}})
	if want[Reply](r).Reason.Code != DiskFull {
		t.Fatal("whoever took it is not told")
	}
	if d := r.draft("d"); d.Verbatim != "Ring me at four" || d.State != Draft || r.s.OpenDraft != "d" {
		t.Fatalf("the form has %+v", d)
	}

	r.play(DraftEdited{Press: r.press(""), Draft: Message{ID: "d", Verbatim: "Ring me at five"}})
	if !want[Reply](r).Reason.Zero() {
		t.Fatal("it can no longer be written on")
	}
	r.play(WokeUp{r.at(), WakeKey{What: WakeRetry}})
	wantNo[SaveMessage](r) // she was told no; what she said no to must not be done behind her back
	if got := want[SaveDraft](r).Message.Verbatim; got != "Ring me at five" {
		t.Fatalf("the draft is written as %q", got)
	}
	r.play(MessageTaken{Press: r.press(""), Message: r.draft("d")}, Saved{r.at(), SavedMessage, "d"})
	if len(r.s.Drafts) != 0 {
		t.Fatal("taken at last, but the draft lives on")
	}
}

func TestStep_MessageTakenTwiceIsWrittenOnce(t *testing.T) {
	r := newRig(t)
	r.play(MessageTaken{Press: r.press(""), Message: Message{ID: "d", Verbatim: "x"}},
		MessageTaken{Press: r.press(""), Message: Message{ID: "d", Verbatim: "x"}})
	wantNo[SaveMessage](r)
	if want[Reply](r).Reason.Code != NoSuchMessage {
		t.Fatal("not refused")
	}
}

func TestStep_AtTheEndWhatFailedIsWrittenOnceMoreAndKeysAreWrittenAtOnce(t *testing.T) {
	r := newRig(t)
	r.play(DraftEdited{Press: r.press(""), Draft: Message{ID: "d", Verbatim: "half"}},
		SaveFailed{r.at(), SaveDraft{Message: Message{ID: "d", Verbatim: "half"}}, Reason{Code: DiskFull}}, DeskClosing{r.at()})
	want[SaveDraft](r)
	r.play(DraftEdited{Press: r.press(""), Draft: Message{ID: "d", Verbatim: "half a word"}})
	if got := want[SaveDraft](r).Message.Verbatim; got != "half a word" {
		t.Fatalf("%q is written", got)
	}
	r.arrive("late")
	want[SendReject](r)
	r.play(DialPressed{Press: r.press(""), NewCall: "out", Number: "22"})
	if want[Reply](r).Reason.Zero() || len(r.s.Calls) != 0 {
		t.Fatalf("calls begin while the program ends: %v", r.s.Calls)
	}
}

func TestStep_AnOlderSaveThatFailedDoesNotComeAfterANewerOne(t *testing.T) {
	r := newRig(t)
	old := SaveSetting{Key: SetCompany, Value: "Old"}
	r.play(SettingChanged{Press: r.press(""), Key: SetCompany, Value: "Old"}, SettingChanged{Press: r.press(""), Key: SetCompany, Value: "New"},
		SaveFailed{r.at(), old, Reason{Code: DiskFull}}, Saved{r.at(), SavedSetting, string(SetCompany)},
		WokeUp{r.at(), WakeKey{What: WakeRetry}})
	wantNo[SaveSetting](r)
	if !r.s.StoreTrouble.Zero() {
		t.Fatal("trouble is told though all is on disk")
	}
}

func TestStep_NumberTypedIntoTheFormOfACallIsWorkInHand(t *testing.T) {
	r := newRig(t)
	r.arrive("a")
	r.talk("a")
	d := r.draft(r.call("a").Draft)
	r.play(CallHungUp{At: r.at(), Call: "a", By: EndedByPeer})
	d.Number = "22413077"
	r.play(DraftEdited{Press: r.press(""), Draft: d})
	r.arrive("b")
	if r.s.Selected != "a" {
		t.Fatal("the next call takes the form away while a number is typed")
	}
}
