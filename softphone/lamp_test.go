package softphone

import (
	"slices"
	"testing"
)

func (r *rig) principal(id PrincipalID, number string) {
	r.t.Helper()
	r.play(PrincipalSaved{Press: r.press(""), Principal: Principal{ID: id, Surname: string(id), Number: number}})
}

func wantWatched(r *rig, line LineID, numbers ...string) {
	r.t.Helper()
	w := want[WatchLamps](r)
	if w.Line != line || !slices.Equal(w.Numbers, numbers) {
		r.t.Fatalf("%s watches %v, want %s %v", w.Line, w.Numbers, line, numbers)
	}
}

func TestStep_LampsFollowThePrincipals(t *testing.T) {
	r := newRig(t)
	wantNo[WatchLamps](r)
	r.principal("berg", "1 01")
	wantWatched(r, "office", "101")
	r.play(LampChanged{r.at(), "office", "101", LampBusy})
	r.principal("dahl", "102")
	wantWatched(r, "office", "101", "102")
	if r.s.Lamp("101") != LampBusy || r.s.Lamp("102") != LampUnknown {
		t.Errorf("lamps %+v", r.s.Lamps)
	}
	r.principal("moe", "") // has no telephone
	wantNo[WatchLamps](r)
	r.principal("same", "102")
	wantNo[WatchLamps](r)
	r.play(PresenceSet{Press: r.press(""), Principal: "berg", Presence: Presence{Kind: PresenceOut}})
	wantNo[WatchLamps](r)
	r.principal("berg", "103")
	wantWatched(r, "office", "103", "102")
	r.play(PrincipalRemoved{Press: r.press(""), Principal: "berg"})
	wantWatched(r, "office", "102")
	if r.s.Lamp("101") != LampUnknown || len(r.s.Lamps) != 1 {
		t.Errorf("lamps %+v", r.s.Lamps)
	}
}

func TestStep_NewsOfNumbersThatNobodyWatchesIsNothing(t *testing.T) {
	r := newRig(t)
	r.principal("berg", "101")
	r.play(LampChanged{r.at(), "office", "999", LampBusy}, LampChanged{r.at(), "other", "101", LampBusy})
	if r.s.Lamp("101") != LampUnknown || r.s.Lamp("999") != LampUnknown || r.s.Lamp("") != LampUnknown {
		t.Errorf("lamps %+v", r.s.Lamps)
	}
}

func TestStep_AnotherLineWatchesWhenTheFirstHasGone(t *testing.T) {
	r := newRig(t)
	r.principal("berg", "101")
	r.play(LineAdded{Press: r.press(""), Account: Account{ID: "second", Address: "pbx2.example", User: "1", Register: true}},
		LineChanged{At: r.at(), Line: "second", State: LineRegistered})
	wantNo[WatchLamps](r)
	r.play(LampChanged{r.at(), "office", "101", LampBusy}, LineChanged{At: r.at(), Line: "office", State: LineFailed})
	ws := 0
	for _, e := range r.did {
		if w, ok := e.(WatchLamps); ok {
			ws++
			if (w.Line == "office") != (len(w.Numbers) == 0) {
				t.Errorf("%s watches %v", w.Line, w.Numbers)
			}
		}
	}
	if ws != 2 || r.s.Lamp("101") != LampUnknown {
		t.Errorf("%d effects, lamps %+v", ws, r.s.Lamps)
	}
	r.play(LineRemoved{Press: r.press(""), Line: "second"}) // office is still down
	wantNo[WatchLamps](r)
	r.play(LineChanged{At: r.at(), Line: "office", State: LineRegistered})
	wantWatched(r, "office", "101")
}

func TestStep_LineEnteredAnewWatchesAgain(t *testing.T) {
	r := newRig(t)
	r.principal("berg", "101")
	r.play(LineAdded{Press: r.press(""), Account: Account{ID: "office", Address: "pbx.example", User: "101", Register: true}})
	wantNo[WatchLamps](r)
	r.play(LineChanged{At: r.at(), Line: "office", State: LineRegistered})
	wantWatched(r, "office", "101")
}

func TestStep_PracticeAndDirectLinesWatchNobody(t *testing.T) {
	r := &rig{t: t, now: noon}
	r.play(DeskOpened{At{noon}, Snapshot{Accounts: []Account{{ID: "peer", Address: "192.0.2.1", Transport: UDP}}}})
	r.principal("berg", "101")
	r.play(LineChanged{At: r.at(), Line: "peer", State: LineRegistered})
	wantNo[WatchLamps](r)
}
