package ui

import "anteroom/softphone"

func scriptAgain(_ *Window, p softphone.Press) softphone.Event {
	return softphone.ScriptPressed{Press: p}
}
func pinWording(_ *Window, p softphone.Press) softphone.Event {
	return softphone.WordingPinned{Press: p}
}
