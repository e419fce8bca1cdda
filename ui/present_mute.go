package ui

import (
	"time"

	"anteroom/softphone"
)

// spokeShown is how long it is shown that she spoke with the microphone off.
const spokeShown = 6 * time.Second

// spokeUntil is when that notice goes; zero where there is none to show.
func spokeUntil(s softphone.State) time.Time {
	if !s.Muted || s.SpokeMuted.IsZero() {
		return time.Time{}
	}
	return s.SpokeMuted.Add(spokeShown)
}

// muteKey names the key that switches the microphone.
func muteKey(say wording) string { return commandNamed("mute").cap(say) }

// switchMicrophone switches it off, or on again.
func switchMicrophone(w *Window, p softphone.Press) softphone.Event {
	return softphone.MutePressed{Press: p, Off: w.state.Muted}
}

// mutable: there is a call to be silent in, or the microphone is off.
func mutable(s softphone.State) bool { return s.Muted || anyCall(s, softphone.Call.Live) }
