package softphone

import (
	"testing"
	"time"
)

func TestRecord_ByKeyMarkedPausedAndStopped(t *testing.T) {
	r := newRig(t)
	r.arrive("a")
	r.talk("a")
	wantNo[StartRecording](r)
	r.play(RecordPressed{r.press("")})
	if f := want[StartRecording](r).File; f != "2026-11/20261124-120000-a-1.wav" {
		t.Fatalf("recorded as %q", f)
	}
	r.pass(7 * time.Second)
	r.play(RecordMarked{r.press("")}, RecordPausePressed{r.press("")})
	if !want[PauseRecording](r).Paused || !r.call("a").RecordPaused {
		t.Fatal("not paused")
	}
	r.play(RecordPausePressed{r.press("")})
	if want[PauseRecording](r).Paused {
		t.Fatal("paused for ever")
	}
	r.pass(time.Second)
	r.play(RecordPressed{r.press("")})
	want[StopRecording](r)
	got := r.call("a").Recordings
	if len(got) != 1 || got[0].End.Sub(got[0].Start) != 8*time.Second || len(got[0].Marks) != 1 || got[0].Marks[0] != 7*time.Second {
		t.Fatalf("%+v", got)
	}
	r.play(RecordPressed{r.press("")})
	if f := want[StartRecording](r).File; f != "2026-11/20261124-120008-a-2.wav" {
		t.Fatalf("the second stretch is %q", f)
	}
	r.play(CallHungUp{At: r.at(), Call: "a", By: EndedByPeer})
	if _, on := r.call("a").Recording(); on || len(want[SaveCall](r).Call.Recordings) != 2 {
		t.Fatal("recorded past the end")
	}
}

func TestRecord_ByRuleFromTheAnswerOn(t *testing.T) {
	for rule, want := range map[string][2]bool{RecordByKey: {false, false}, RecordIncoming: {true, false}, RecordAll: {true, true}} {
		r := newRig(t)
		r.play(SettingChanged{Press: r.press(""), Key: SetRecord, Value: rule})
		r.arrive("a")
		r.talk("a")
		r.play(DialPressed{Press: r.press(""), NewCall: "b", Number: "22"}, VoiceOpened{At: r.at(), Call: "b"}, CallAnswered{r.at(), "b"})
		_, in := r.call("a").Recording()
		_, out := r.call("b").Recording()
		if got := [2]bool{in, out}; got != want {
			t.Errorf("%s: in and out %v", rule, got)
		}
	}
}

func TestRecord_AFullDiskEndsTheRecordingAndNotTheCall(t *testing.T) {
	r := newRig(t)
	r.arrive("a")
	r.talk("a")
	r.play(RecordPressed{r.press("")}, RecordingFailed{At: r.at(), Call: "a", Reason: Reason{Code: DiskFull}})
	wantState(r, "a", Talking)
	if _, on := r.call("a").Recording(); on || r.call("a").Trouble.Code != DiskFull {
		t.Fatalf("%+v", r.call("a"))
	}
	r.play(RecordMarked{r.press("")})
	if want[Reply](r).Reason.Code != NotRecording {
		t.Fatal("marked in a recording that has ended")
	}
}

func TestRecord_OldOnesArePrunedAndOneCallsAreDeleted(t *testing.T) {
	r := &rig{t: t, now: noon}
	r.play(DeskOpened{At{noon}, Snapshot{Settings: Settings{SetRecordDays: "30"}}})
	if before := want[PruneRecordings](r).Before; !before.Equal(noon.AddDate(0, 0, -30)) {
		t.Fatalf("before %v", before)
	}
	r.play(RecordingsDeleted{r.press("long-over")})
	if want[DeleteRecordings](r).Call != "long-over" {
		t.Fatal("not deleted")
	}
	r.play(Saved{r.at(), SavedRecording, "long-over"})
	if !want[Reply](r).Reason.Zero() {
		t.Fatal("refused")
	}
}
