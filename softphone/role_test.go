package softphone

import (
	"errors"
	"testing"
)

func TestRole_TraineesNeitherDeleteNorExport(t *testing.T) {
	s := State{Settings: Settings{SetRole: string(Trainee)}}
	for _, d := range []Deed{DeedExport, DeedErase, DeedDelete, DeedScripts, DeedPolicy, DeedLock} {
		var r Reason
		if !errors.As(s.Forbids(d), &r) || r.Code != NotYours {
			t.Errorf("%s: %v", d, s.Forbids(d))
		}
	}
}

func TestRole_WithoutAPasswordNothingIsLocked(t *testing.T) {
	s := State{Settings: Settings{}}
	for _, d := range []Deed{DeedExport, DeedErase, DeedDelete, DeedScripts, DeedPolicy, DeedLock} {
		if err := s.Forbids(d); err != nil {
			t.Errorf("%s: %v", d, err)
		}
	}
}

func TestRole_TheManagersDeedsWantThePasswordAndANewStartForgetsHim(t *testing.T) {
	set := Settings{SetManagerPassword: "sealed", SetRole: string(Manager), SetSecretary: "Ida Holm"}
	s := State{Settings: set}
	if s.Role() != Secretary || s.Who() != "Ida Holm" {
		t.Fatalf("%s, %s", s.Role(), s.Who())
	}
	if s.Forbids(DeedExport) == nil || s.Forbids(DeedDelete) != nil {
		t.Errorf("export %v, delete %v", s.Forbids(DeedExport), s.Forbids(DeedDelete))
	}
	answer := func(e Event) (State, Reason) {
		n, out := Step(s, e)
		for _, x := range out {
			if r, ok := x.(Reply); ok {
				return n, r.Reason
			}
		}
		return n, Reason{}
	}
	if n, why := answer(RoleChosen{Press: Press{Ask: 1}, Role: Manager}); why.Code != NeedsPassword || n.Role() != Secretary {
		t.Errorf("without the password: %v, %s", why, n.Role())
	}
	if _, why := answer(DeedsLocked{Press: Press{Ask: 1}}); why.Code != NeedsPassword {
		t.Errorf("the password is taken away: %v", why)
	}
	for _, k := range []SettingKey{SetRole, SetManagerPassword} {
		if _, why := answer(SettingChanged{Press: Press{Ask: 1}, Key: k, Value: string(Manager)}); why.Code != NoSuchSetting {
			t.Errorf("%s can be set like any other: %v", k, why)
		}
	}
	n, why := answer(RoleChosen{Press: Press{Ask: 1}, Role: Manager, Proven: true})
	if !why.Zero() || n.Role() != Manager || n.Who() != "Ida Holm (manager)" || n.Forbids(DeedExport) != nil {
		t.Errorf("%v, %s, %s", why, n.Role(), n.Who())
	}
	if n, _ = Step(n, RoleChosen{Role: Secretary}); n.Forbids(DeedExport) == nil {
		t.Error("the manager has gone and his deeds stand open")
	}
}

func TestErasure_ATraineeIsRefusedAndTheNoteTellsWho(t *testing.T) {
	p := Person{Number: "22413077"}
	_, out := Step(State{Settings: Settings{SetRole: string(Trainee)}}, ErasurePressed{Press: Press{Ask: 1}, Person: p})
	if len(out) != 1 || out[0].(Reply).Reason.Code != NotYours {
		t.Errorf("%+v", out)
	}
	_, out = Step(State{Settings: Settings{SetRole: string(Manager), SetSecretary: "Ida"}}, ErasurePressed{Person: p})
	if len(out) != 1 || out[0].(ErasePerson).By != "Ida (manager)" {
		t.Errorf("%+v", out)
	}
}
