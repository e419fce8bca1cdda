package control

import (
	"strings"
	"testing"

	"anteroom/softphone"
)

func TestLine_WhatIsItsOwnIsSetAndShown(t *testing.T) {
	d, dir := running(t)
	if _, err := ctl(t, dir, "line", "add", "pbx.example", "--user", "7", "--password-stdin", "company=Fjord Boats", "ring=bell", "dtmf=info"); err != nil {
		t.Fatal(err)
	}
	for _, words := range [][]string{
		{"greeting=Hello, {company}. Two = two."}, {"record=all", "hold_music=/music/own file.mp3"}, {"refuse_md5=on", "dtmf=inband"}, {"codecs=pcma,opus", "ring="},
	} {
		if _, err := ctl(t, dir, append([]string{"line", "set", "7@pbx.example"}, words...)...); err != nil {
			t.Fatalf("%v: %v", words, err)
		}
	}
	got, err := ctl(t, dir, "line", "show", "7@pbx.example")
	if err != nil {
		t.Fatal(err)
	}
	for key, want := range map[string]string{
		"address": "pbx.example", "user": "7", "company": "Fjord Boats", "greeting": "Hello, {company}. Two = two.", "record": "all", "ring": "", "register": "on",
		"hold_music": "/music/own file.mp3", "refuse_md5": "on", "dtmf": "inband", "codecs": "pcma,opus", "transport": "udp",
	} {
		if got[key] != want {
			t.Errorf("%s is %v, not %q", key, got[key], want)
		}
	}
	if len(got) != len(lineKeys) {
		t.Errorf("%d of %d keys are shown", len(got), len(lineKeys))
	}
	l, _ := d.State().Line("7@pbx.example")
	want := softphone.LineOwn{Company: "Fjord Boats", Greeting: "Hello, {company}. Two = two.", Record: "all", HoldMusic: "/music/own file.mp3"}
	if l.Account.Own != want || !l.Account.RefuseMD5 || l.Account.Digits != softphone.DigitsTones {
		t.Errorf("the desk has %+v", l.Account)
	}
	for key := range got { // everything shown can be set, to what it is
		if _, err := ctl(t, dir, "line", "set", "7@pbx.example", key+"="+got[key].(string)); err != nil {
			t.Errorf("%s=%v: %v", key, got[key], err)
		}
	}
	if again, _ := d.State().Line("7@pbx.example"); again.Account.Own != want || again.Account.Address != "pbx.example" {
		t.Errorf("then it is %+v", again.Account)
	}
}

func TestLine_WhatCannotBeSetIsRefused(t *testing.T) {
	_, dir := running(t)
	if _, err := ctl(t, dir, "line", "add", "pbx.example", "--user", "7", "--no-register"); err != nil {
		t.Fatal(err)
	}
	for words, says := range map[string]string{
		"ring=gong": "bad_value", "record=never": "bad_value", "dtmf=smoke": "bad_value", "refuse_md5=perhaps": "bad_value", "register=1": "bad_value",
		"colour=red": "no_such_setting", "transport=pigeon": "bad_value", "address=": "bad_address", "ring": "usage",
	} {
		if _, err := ctl(t, dir, "line", "set", "7@pbx.example", words); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("%s: %v", words, err)
		}
	}
	for _, verb := range [][]string{{"line", "set", "nobody", "ring=bell"}, {"line", "show", "nobody"}, {"line", "set", "practice", "ring=bell"}} {
		if _, err := ctl(t, dir, verb...); err == nil || !strings.Contains(err.Error(), "no_such_line") {
			t.Errorf("%v: %v", verb, err)
		}
	}
	if _, err := ctl(t, dir, "ring", "gong"); err == nil {
		t.Error("an unknown tune is tried")
	}
	for _, tune := range softphone.RingTunes {
		if _, err := ctl(t, dir, "ring", string(tune)); err != nil || !strings.Contains(ringUsage, string(tune)) {
			t.Errorf("%s: %v", tune, err)
		}
	}
}
