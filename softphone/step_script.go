package softphone

import "slices"

func (t *turn) stepScript(e Event) {
	switch e := e.(type) {
	case StepPressed:
		t.inScript(e.Press, func(c *Call, sc Script) bool {
			_, ok := sc.Operation(e.Operation)
			if ok {
				t.goTo(c, e.Operation, "")
			}
			return ok
		})
	case NextPressed:
		t.inScript(e.Press, func(c *Call, sc Script) bool { return t.walk(c, sc, 1) })
	case PreviousPressed:
		t.inScript(e.Press, func(c *Call, sc Script) bool { return t.walk(c, sc, -1) })
	case ChoicePressed:
		t.inScript(e.Press, func(c *Call, sc Script) bool { return t.choose(c, sc, e.Number) })
	case SituationPressed:
		t.inScript(e.Press, func(c *Call, sc Script) bool {
			_, _, ok := t.s.situation(sc, e.Situation)
			if ok || e.Situation == "" {
				t.lay(c, e.Situation)
				t.askStopped(c)
			}
			return ok || e.Situation == ""
		})
	case SituationActed:
		t.inScript(e.Press, func(c *Call, sc Script) bool {
			x, _, ok := t.s.situation(sc, c.Situation)
			switch {
			case ok && x.Run != "":
				return t.runScript(c, x.Run, LaunchChoice, x.Title)
			case ok:
				t.act(c.ID, x.Action)
			}
			return ok
		})
	case WordingPressed:
		t.inScript(e.Press, func(c *Call, _ Script) bool { c.Wording++; t.hear(c); return true })
	case WordingPinned:
		t.inScript(e.Press, t.pin)
	case WordingWritten:
		t.wordingWritten(e)
	case ScriptPressed:
		t.scriptPressed(e)
	case ScriptsSaved:
		t.scriptsSaved(e.Scripts)
	case ScriptRetired:
		t.scriptRetired(e.Script)
	case StoppedNoted:
		t.note(e.Press, func(c *Call) { c.StoppedAt = e.Text })
	case ColleagueNoted:
		t.note(e.Press, func(c *Call) { c.Colleague = e.Colleague; t.hear(c) })
	case CallerNoted:
		t.note(e.Press, func(c *Call) {
			before := c.Caller.Number
			if c.Caller, c.Principal = e.Caller.keeping(c.Caller), e.Principal; !t.s.SameNumber(before, c.Caller.Number) {
				t.countRedirects(c)
			}
		})
	case WrongNumberPressed:
		t.note(e.Press, func(c *Call) { c.Wrong = !c.Wrong })
	}
}

// shown is the call a script press means: the one named, else the one in the middle.
func (t *turn) shown(p Press) *Call {
	if p.Call == "" {
		return t.call(t.s.Selected)
	}
	return t.call(p.Call)
}

// inScript runs do on the call meant; do answers false when its aim does not exist.
func (t *turn) inScript(p Press, do func(*Call, Script) bool) {
	c := t.shown(p)
	if c == nil {
		t.reply(p, p.Call, NoSuchCall, string(p.Call))
		return
	}
	id := c.ID
	sc, ok := t.s.scriptFor(*c)
	if !ok || !do(c, sc) {
		t.reply(p, id, BadValue, "script")
		return
	}
	if c := t.call(id); c != nil {
		c.Failed = Failure{} // she has read it, and goes on
		t.saveCall(c)
	}
	t.done(p, id)
}

// note changes what is known about a call.
func (t *turn) note(p Press, change func(*Call)) {
	c := t.shown(p)
	if c == nil {
		t.reply(p, p.Call, NoSuchCall, string(p.Call))
		return
	}
	change(c)
	t.saveCall(c)
	t.done(p, c.ID)
}

// goTo moves the script to another operation. Only a call that was answered is on record.
func (t *turn) goTo(c *Call, op OperationID, choice string) {
	if c.Operation == op && c.Situation == "" {
		return
	}
	t.settlePromise(c, c.Situation, "")
	if !c.Answered.IsZero() && c.Live() {
		t.leave(c, choice)
		t.enter(c, op, "")
	}
	c.Operation, c.Situation, c.Wording = op, "", 0
	t.hear(c)
	t.focusField(c)
}

func (t *turn) walk(c *Call, sc Script, by int) bool {
	i := slices.IndexFunc(sc.Operations, func(o Operation) bool { return o.ID == c.Operation })
	i = min(max(i+by, 0), len(sc.Operations)-1)
	t.goTo(c, sc.Operations[i].ID, "")
	return true
}

func (t *turn) choose(c *Call, sc Script, n int) bool {
	if x, _, ok := t.s.situation(sc, c.Situation); ok && x.Action == ActSearch && c.State == Talking {
		t.promise(c, n)
		t.do(FocusField{Field: "stopped_at"})
		return true
	}
	if c.Situation == SituationNotTold {
		return t.chooseNotTold(c, n)
	}
	op, ok := sc.Operation(c.Operation)
	if !ok || c.Situation != "" || n < 1 || n > len(op.Choices) {
		return false
	}
	ch, id := op.Choices[n-1], c.ID
	switch {
	case ch.Run != "":
		if !t.runScript(c, ch.Run, LaunchChoice, ch.Text) {
			return false
		}
	case ch.To != "":
		t.goTo(c, ch.To, ch.Text)
	case ch.Over != "":
		t.leave(c, ch.Text)
		t.lay(c, ch.Over)
	default:
		t.chose(c, ch.Text)
	}
	t.act(id, ch.Action)
	return true
}

// lay puts a situation over the step, or takes it off ("").
func (t *turn) lay(c *Call, sit SituationID) {
	if c.Situation == sit {
		return
	}
	t.settlePromise(c, c.Situation, sit)
	if !c.Answered.IsZero() && c.Live() {
		t.leave(c, "")
		t.enter(c, c.Operation, sit)
	}
	c.Situation, c.Wording = sit, 0
	t.hear(c)
}

// act does what a choice or a situation carries.
func (t *turn) act(id CallID, a ScriptAction) {
	c := t.call(id)
	focus := func(field string) { t.do(FocusField{Field: field}) }
	switch a {
	case ActHold:
		if c.State == Talking && c.Changing == "" {
			t.hold(c)
		}
	case ActStopped:
		focus("stopped_at")
	case ActSearch:
		if _, promised := c.Promised(); !promised {
			t.promise(c, SearchMinutes[0])
		}
		focus("stopped_at")
	case ActMessage:
		focus("for")
	case ActName:
		focus("surname")
	case ActCallback, ActTask:
		kind := RingBack
		if a == ActTask {
			kind = Task
		}
		t.beginCallback(c, kind)
		focus("callback")
	case ActDial:
		focus("dial")
	case ActRedirect:
		t.redirect(c)
	case ActConsult:
		t.consultPressed(ConsultPressed{Press: Press{At: At{t.at}, Call: id}})
	case ActRecord:
		if _, on := c.Recording(); !on && (c.State == Talking || c.State == Held) {
			t.startRecording(c)
		}
	case ActPolicy:
		focus("policy")
	case ActWrong:
		c.Wrong = true
	case ActUnhappy:
		t.setMood(c, MoodUnhappy)
	case ActConnect:
		t.connectPressed(Press{At: At{t.at}, Call: id})
	case ActFAQ:
		focus("faq")
	case ActAnswer:
		t.answerPressed(Press{})
	}
}

// askStopped asks where the talk stops before the caller is left for another call.
func (t *turn) askStopped(c *Call) {
	sc, _ := t.s.scriptFor(*c)
	if x, _, ok := t.s.situation(sc, c.Situation); ok && x.Action == ActAnswer && c.State == Talking && t.s.Selected == c.ID {
		t.do(FocusField{Field: "stopped_at"})
	}
}
