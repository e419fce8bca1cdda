package control

import "anteroom/softphone"

const recordUsage = "record start|stop|pause|resume|mark|delete [CALL-ID]"

// record begins and ends recordings. What is so already is refused, so that a script knows what it has.
func (v *visit) record(rest []string) error {
	if len(rest) < 1 || len(rest) > 2 {
		return usage(recordUsage)
	}
	var id softphone.CallID
	if len(rest) == 2 {
		id = softphone.CallID(rest[1])
	}
	c, known := v.talked(id)
	_, on := c.Recording()
	wrong := false
	var event func(softphone.Press) softphone.Event
	switch rest[0] {
	case "start", "stop":
		wrong = known && on == (rest[0] == "start")
		event = func(p softphone.Press) softphone.Event { return softphone.RecordPressed{Press: p} }
	case "pause", "resume":
		wrong = known && c.RecordPaused == (rest[0] == "pause")
		event = func(p softphone.Press) softphone.Event { return softphone.RecordPausePressed{Press: p} }
	case "mark":
		event = func(p softphone.Press) softphone.Event { return softphone.RecordMarked{Press: p} }
	case "delete":
		if id == "" {
			return usage("record delete CALL-ID")
		}
		if why := v.mayBe(softphone.DeedDelete); why != nil {
			return why
		}
		_, err := v.ask(func(a softphone.AskID) softphone.Event { return softphone.RecordingsDeleted{Press: v.at(a, id)} })
		return err
	default:
		return usage(recordUsage)
	}
	if wrong {
		return softphone.Reason{Code: softphone.WrongState, Detail: "recording"}
	}
	done, err := v.ask(func(a softphone.AskID) softphone.Event { return event(v.at(a, id)) })
	if err != nil {
		return err
	}
	return v.emitCall(done)
}

// talked is the call named, else the one talked to.
func (v *visit) talked(id softphone.CallID) (softphone.Call, bool) {
	s := v.Desk.State()
	if id != "" {
		return s.Call(id)
	}
	for _, c := range s.Calls {
		if c.State == softphone.Talking && c.Bridged == "" {
			return c, true
		}
	}
	return softphone.Call{}, false
}
