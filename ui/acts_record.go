package ui

import "anteroom/softphone"

func recordable(s softphone.State) bool {
	return anyCall(s, talkedTo)
}

func recording(s softphone.State) bool {
	return anyCall(s, func(c softphone.Call) bool { _, on := c.Recording(); return on })
}

func record(_ *Window, p softphone.Press) softphone.Event { return softphone.RecordPressed{Press: p} }
func recordPause(_ *Window, p softphone.Press) softphone.Event {
	return softphone.RecordPausePressed{Press: p}
}
func recordMark(w *Window, p softphone.Press) softphone.Event {
	return softphone.RecordMarked{Press: p}
}

// recordWord says that a call is recorded; "" when it is not.
func recordWord(c softphone.Call, say wording) string {
	_, on := c.Recording()
	switch {
	case !on:
		return ""
	case c.RecordPaused:
		return say("desk.recording.paused")
	}
	return say("desk.recording")
}
