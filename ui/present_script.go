package ui

import (
	"strings"
	"time"

	"anteroom/softphone"
)

// scriptView is what the script panel shows.
type scriptView struct {
	Guide   softphone.Guide
	Has     bool
	Call    softphone.CallID // "" when it is the greeting for the next call
	Live    bool
	Stopped string
	Rings   bool // somebody else rings meanwhile
}

// presentScript is the script of the selected call; without a live one, the greeting for the next.
func presentScript(s softphone.State, now time.Time) scriptView {
	c, ok := s.Call(s.Selected)
	v := scriptView{}
	if ok && c.Live() {
		v.Call, v.Live, v.Stopped = c.ID, true, c.StoppedAt
		v.Rings = c.State == softphone.Talking && someRinging(s)
	}
	v.Guide, v.Has = softphone.GuideFor(s, v.Call, now)
	return v
}

// faultWords says what is wrong in a script.
func faultWords(code softphone.FaultCode, detail string, say wording) string {
	key := "fault." + string(code)
	if !strings.Contains(say(key), "%s") {
		return say(key)
	}
	return say(key, detail)
}
