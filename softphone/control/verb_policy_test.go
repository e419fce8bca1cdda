package control

import (
	"strings"
	"testing"
	"time"

	"anteroom/softphone"
)

func TestPolicy_ASheetIsSetShownAndAsked(t *testing.T) {
	d, dir := running(t)
	d.step(softphone.PrincipalSaved{Press: softphone.Press{At: softphone.At{At: time.Now()}}, Principal: softphone.Principal{ID: "aasen", Surname: "Aasen"}})
	sheet := `{"rules":[{"question":4,"hours":["fri 13:00-15:00"]},{"question":6,"who":{"group":"Brokers"},"hours":["fri 14-15"]}]}`
	w, err := ctl(t, dir, "policy", "set", "aasen", sheet)
	if err != nil || w["name"] != "Aasen" {
		t.Fatalf("%v %v", w, err)
	}
	conflicts := w["conflicts"].([]any)
	if len(conflicts) != 1 || conflicts[0].(map[string]any)["wins"] != "r1" || conflicts[0].(map[string]any)["loses"] != "r2" {
		t.Fatalf("%v", conflicts)
	}
	if w, err = ctl(t, dir, "policy", "verdict", "aasen", "--group", "Brokers", "--at", "2026-11-27T14:10"); err != nil || w["outcome"] != "message" || w["question"] != 4.0 || w["rule"] != "r1" {
		t.Fatalf("%v %v", w, err)
	}
	if w, err = ctl(t, dir, "policy", "verdict", "aasen", "--at", "2026-11-27T12:00", "--presence", "ill"); err != nil || w["why"] != "presence" {
		t.Fatalf("%v %v", w, err)
	}
	for args, want := range map[string]string{
		"policy": "usage", "policy show nobody": "no_such_principal", "policy verdict aasen --at soon": "bad_value", "policy verdict aasen --presence far": "bad_value",
		`policy set aasen {"rules":[{"question":4}]}`: "hours are wanted", `policy set aasen {"rule":[]}`: "unknown field", `policy set aasen {}{}`: "behind it",
		`policy set aasen {"rules":[{"question":4,"hours":["fre"]}]}`: "mon-fri", "policy print aasen --lang fi": "usage", "policy topic none Tax": "no_such_call",
	} {
		if _, err := ctl(t, dir, strings.Fields(args)...); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", args, err)
		}
	}
	if p, _ := d.State().Principal("aasen"); len(p.Policy.Rules) != 2 {
		t.Errorf("a refused sheet was kept: %+v", p.Policy)
	}
}
