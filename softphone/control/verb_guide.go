package control

import (
	"strconv"
	"strings"

	"anteroom/softphone"
)

// onScriptUsage are the verbs that walk the script of a call, as the keys of the desk do.
const onScriptUsage = "script wording|act [CALL-ID] | script choose N [CALL-ID] | script situation ID|- [CALL-ID] | script step next|previous|ID [CALL-ID]"

// noteUsage are the verbs for what is noted of a call.
const noteUsage = "wrong [CALL-ID] | stopped WORDS [CALL-ID] | colleague [CALL-ID] name=|number=|position=… | silence"

// onScript is what a verb with an argument presses in the script, and what is left of the words; false: another verb.
func onScript(verb string, words []string) (press func(softphone.Press) softphone.Event, rest []string, ok bool) {
	arg := words[0]
	switch verb {
	case "choose":
		n, _ := strconv.Atoi(arg) // no number is no reply, which is refused
		press = func(p softphone.Press) softphone.Event { return softphone.ChoicePressed{Press: p, Number: n} }
	case "situation":
		if arg == "-" {
			arg = "" // back to the script
		}
		press = func(p softphone.Press) softphone.Event {
			return softphone.SituationPressed{Press: p, Situation: softphone.SituationID(arg)}
		}
	case "step":
		press = func(p softphone.Press) softphone.Event {
			switch arg {
			case "next":
				return softphone.NextPressed{Press: p}
			case "previous":
				return softphone.PreviousPressed{Press: p}
			}
			return softphone.StepPressed{Press: p, Operation: softphone.OperationID(arg)}
		}
	default:
		return nil, nil, false
	}
	return press, words[1:], true
}

// colleague notes whom a caller is to be redirected to, and prints what is then said.
func (v *visit) colleague(rest []string) error {
	call, who := softphone.CallID(""), softphone.Colleague{}
	for i, word := range rest {
		key, value, ok := strings.Cut(word, "=")
		switch {
		case !ok && i == 0:
			call = softphone.CallID(word)
		case key == "name":
			who.Name = value
		case key == "number":
			who.Number = value
		case key == "position":
			who.Position = value
		default:
			return usage(noteUsage)
		}
	}
	return v.onGuide([]string{string(call)}, func(p softphone.Press) softphone.Event { return softphone.ColleagueNoted{Press: p, Colleague: who} })
}

// noteCall notes something of a call, or silences the ring.
func (v *visit) noteCall(verb string, rest []string) error {
	text := ""
	if verb == "stopped" {
		if len(rest) == 0 {
			return usage(noteUsage)
		}
		text, rest = rest[0], rest[1:]
	}
	if len(rest) > 1 || verb == "silence" && len(rest) > 0 {
		return usage(noteUsage)
	}
	call := softphone.CallID("")
	if len(rest) == 1 {
		call = softphone.CallID(rest[0])
	}
	id, err := v.ask(func(a softphone.AskID) softphone.Event {
		switch p := v.at(a, call); verb {
		case "wrong":
			return softphone.WrongNumberPressed{Press: p}
		case "stopped":
			return softphone.StoppedNoted{Press: p, Text: text}
		default:
			return softphone.SilencePressed{Press: p}
		}
	})
	if err != nil || verb == "silence" {
		return err
	}
	return v.emitCall(id)
}
