package control

import (
	"strings"
	"testing"

	"anteroom/softphone"
)

// twoKeys is a table of two commands.
type twoKeys struct{}

func (twoKeys) List(set softphone.Settings) []softphone.KeyUse {
	return []softphone.KeyUse{{Command: "answer", Keys: []string{"F2"}}, {Command: "mute", Keys: []string{set.Get("key.mute")}}}
}

func (twoKeys) Give(_ softphone.Settings, command, key string, take bool) ([]softphone.KeyChange, error) {
	if key == "F2" && !take {
		return nil, softphone.Reason{Code: softphone.KeyTaken, Detail: "answer"}
	}
	return []softphone.KeyChange{{Key: softphone.KeySetting(command), Value: key}}, nil
}

func (twoKeys) Reset(softphone.Settings, string) ([]softphone.KeyChange, error) {
	return []softphone.KeyChange{{Key: "key.mute"}}, nil
}

func TestKeys_AreListedGivenAndReset(t *testing.T) {
	d, dir := running(t)
	if w, err := ctl(t, dir, "keys", "list"); err != nil || w["command"] != "answer" {
		t.Fatalf("%v %v", w, err)
	}
	if _, err := ctl(t, dir, "keys", "set", "mute", "F2"); err == nil || !strings.Contains(err.Error(), string(softphone.KeyTaken)) {
		t.Fatalf("%v", err)
	}
	if _, err := ctl(t, dir, "keys", "set", "mute", "F2", "--take"); err != nil {
		t.Fatal(err)
	}
	if got := d.State().Settings.Get("key.mute"); got != "F2" {
		t.Fatalf("%q", got)
	}
	if _, err := ctl(t, dir, "keys", "profile", "right_pad"); err != nil {
		t.Fatal(err)
	}
	if got := d.State().Settings.Get(softphone.SetKeyProfile); got != "right_pad" {
		t.Fatalf("%q", got)
	}
	for _, bad := range [][]string{{"keys"}, {"keys", "set", "mute"}, {"keys", "what"}} {
		if _, err := ctl(t, dir, bad...); err == nil || !strings.Contains(err.Error(), "usage") {
			t.Errorf("%v: %v", bad, err)
		}
	}
}
