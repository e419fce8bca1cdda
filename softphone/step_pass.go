package softphone

import (
	"cmp"
	"slices"
)

// chosenScript is the script that a call is to begin with: that of the number that was rung, the general one, or the one
// for calls made from here.
func (s State) chosenScript(c Call) ScriptID {
	if c.Direction == Out {
		if _, ok := s.newest(OutgoingScript); ok {
			return OutgoingScript
		}
		return GeneralScript
	}
	if own := s.LineOf(c).Account.Own.Script; own != "" {
		if _, ok := s.newest(own); ok {
			return own
		}
	}
	return GeneralScript
}

// newest is the newest version of a script, in the desk's language where there is one.
func (s State) newest(id ScriptID) (Script, bool) {
	lang, found, ok := s.Settings.Get(SetLanguage), Script{}, false
	for _, sc := range s.Scripts {
		if sc.ID == id && (!ok || sc.Language == lang) {
			found, ok = sc, true
		}
	}
	return found, ok
}

// scriptFor is the script a call runs, in the version it began with, or the one that it would begin with.
func (s State) scriptFor(c Call) (Script, bool) {
	if n := len(c.Passes); n > 0 {
		p := c.Passes[n-1]
		for _, list := range [][]Script{s.Scripts, s.olderScripts} {
			for _, sc := range list {
				if sc.ID == p.Script && sc.Language == p.Language && sc.Version == p.Version {
					return sc, true
				}
			}
		}
	}
	for _, id := range []ScriptID{cmp.Or(c.Script, s.chosenScript(c)), GeneralScript} {
		if sc, ok := s.newest(id); ok {
			return sc, true
		}
	}
	if len(s.Scripts) > 0 {
		return s.Scripts[0], true
	}
	return Script{}, false
}

// Situations are all that can come up in a script, in the order of the general one: those of its own stand in the place of
// the general one's of the same id or key, the others come after.
func (s State) Situations(sc Script) []Situation {
	general, ok := s.generalOf(sc)
	if !ok {
		return sc.Situations
	}
	var out []Situation
	used := map[SituationID]bool{}
	for _, x := range general.Situations {
		for _, own := range sc.Situations {
			if own.ID == x.ID || x.Key != "" && own.Key == x.Key {
				x, used[own.ID] = own, true
				break
			}
		}
		out = append(out, x)
	}
	for _, own := range sc.Situations {
		if !used[own.ID] {
			out = append(out, own)
		}
	}
	return out
}

// generalOf is the script whose situations another can do without; false for the general one itself.
func (s State) generalOf(sc Script) (Script, bool) {
	if sc.ID == GeneralScript {
		return Script{}, false
	}
	for _, g := range s.Scripts {
		if g.ID == GeneralScript && g.Language == sc.Language {
			return g, true
		}
	}
	return Script{}, false
}

// situation finds a situation of a script or of the general one, and whose it is.
func (s State) situation(sc Script, id SituationID) (Situation, ScriptID, bool) {
	if id == "" {
		return Situation{}, "", false
	}
	if x, ok := sc.Situation(id); ok {
		return x, sc.ID, true
	}
	if g, ok := s.generalOf(sc); ok {
		x, ok := g.Situation(id)
		return x, g.ID, ok
	}
	return Situation{}, "", false
}

func (t *turn) beginScript(c *Call) {
	if sc, ok := t.s.scriptFor(*c); ok {
		t.newPass(c, sc, LaunchOwn)
	}
}

func (t *turn) newPass(c *Call, sc Script, why LaunchReason) {
	c.Script, c.Operation, c.Situation, c.Wording = sc.ID, sc.Operations[0].ID, "", 0
	c.Passes = append(slices.Clone(c.Passes), Pass{Script: sc.ID, Version: sc.Version, Language: sc.Language, Reason: why, Last: c.Operation})
}

// lastPass is the pass that is open, to change; nil where none is.
func lastPass(c *Call) *Pass {
	n := len(c.Passes)
	if n == 0 || !c.Passes[n-1].Ended.IsZero() {
		return nil
	}
	c.Passes = slices.Clone(c.Passes)
	return &c.Passes[n-1]
}

// beginPass is the answer: what was only chosen so far begins.
func (t *turn) beginPass(c *Call) {
	if p := lastPass(c); p != nil && p.Began.IsZero() {
		p.Began = t.at
		t.enter(c, c.Operation, "")
	}
}

// endPass closes the pass with its call.
func (t *turn) endPass(c *Call) {
	t.leave(c, "")
	p := lastPass(c)
	if p == nil {
		return
	}
	p.Ended, p.End, p.Last = t.at, PassStopped, c.Operation
	sc, _ := t.s.scriptFor(*c)
	switch op, ok := sc.Operation(c.Operation); {
	case p.Began.IsZero():
		p.End = PassMissed
	case ok && op.Ends():
		p.End = PassCompleted
	}
}

// scriptPressed runs a script by hand, or the present one again.
func (t *turn) scriptPressed(e ScriptPressed) {
	if e.Script != "" {
		if _, ok := t.s.newest(e.Script); !ok {
			t.reply(e.Press, e.Call, NoSuchScript, string(e.Script))
			return
		}
	}
	t.inScript(e.Press, func(c *Call, sc Script) bool {
		if !c.Live() {
			return false
		}
		if e.Script == "" || e.Script == sc.ID {
			return t.runScript(c, sc.ID, LaunchAgain, "")
		}
		return t.runScript(c, e.Script, LaunchHand, "")
	})
}

// runScript begins another pass. Before the answer it only changes what is chosen. False where there is no such script.
func (t *turn) runScript(c *Call, id ScriptID, why LaunchReason, choice string) bool {
	sc, ok := t.s.newest(id)
	if !ok {
		return false
	}
	t.settlePromise(c, c.Situation, "")
	t.leave(c, choice)
	if p := lastPass(c); p != nil && p.Began.IsZero() {
		c.Passes = c.Passes[:len(c.Passes)-1]
	} else if p != nil {
		p.Ended, p.End, p.Last = t.at, PassLeft, c.Operation
	}
	t.newPass(c, sc, why)
	if !c.Answered.IsZero() {
		t.beginPass(c)
	}
	t.forgetOlder()
	t.focusField(c)
	return true
}

// enter begins a visit, enter and leave keep Visits in order.
func (t *turn) enter(c *Call, op OperationID, sit SituationID) {
	if op == "" && sit == "" {
		return
	}
	c.Visits = append(slices.Clone(c.Visits), Visit{Pass: max(len(c.Passes)-1, 0), Operation: op, Situation: sit, Entered: t.at})
	t.hear(c)
}

func (t *turn) leave(c *Call, choice string) {
	if n := len(c.Visits); n > 0 && c.Visits[n-1].Left.IsZero() {
		c.Visits = slices.Clone(c.Visits)
		c.Visits[n-1].Left = t.at
		if choice != "" {
			c.Visits[n-1].Choice = choice
		}
		t.hear(c)
	}
}

// chose notes a choice that leads nowhere else with the visit that lasts: the last one counts.
func (t *turn) chose(c *Call, choice string) {
	if n := len(c.Visits); n > 0 && c.Visits[n-1].Left.IsZero() {
		c.Visits = slices.Clone(c.Visits)
		c.Visits[n-1].Choice = choice
	}
}

// hear keeps the sentence that is shown with the visit that lasts, or ends now.
func (t *turn) hear(c *Call) {
	n := len(c.Visits)
	if n == 0 || !c.Visits[n-1].Left.IsZero() && c.Visits[n-1].Left != t.at ||
		c.Visits[n-1].Operation != c.Operation || c.Visits[n-1].Situation != c.Situation {
		return
	}
	if said := t.s.sayingOf(*c, t.at); said != "" && said != c.Visits[n-1].Said {
		c.Visits = slices.Clone(c.Visits)
		c.Visits[n-1].Said = said
	}
}

// focusField puts the caret where an operation wants something filled in that is not.
func (t *turn) focusField(c *Call) {
	sc, _ := t.s.scriptFor(*c)
	op, _ := sc.Operation(c.Operation)
	for _, f := range op.Fields {
		if f.Focus && t.s.fieldOf(*c, f.Name) == "" {
			t.do(FocusField{Field: string(f.Name)})
			return
		}
	}
}

// switchScripts gives live calls the same script in the new language, where it has the operation they are at.
func (t *turn) switchScripts() {
	for _, old := range t.s.Calls {
		sc, ok := t.s.newest(old.Script)
		if _, has := sc.Operation(old.Operation); !ok || !has || !old.Live() {
			continue
		}
		c := t.call(old.ID)
		if p := lastPass(c); p != nil && p.Language != sc.Language {
			p.Version, p.Language = sc.Version, sc.Language
			t.hear(c)
			t.saveCall(c)
		}
	}
	t.forgetOlder()
}

// scriptsSaved takes over new versions; calls keep the one they run.
func (t *turn) scriptsSaved(saved []Script) {
	t.s.Scripts, t.s.olderScripts = slices.Clone(t.s.Scripts), slices.Clone(t.s.olderScripts)
	for _, sc := range saved {
		i := slices.IndexFunc(t.s.Scripts, func(x Script) bool { return x.ID == sc.ID && x.Language == sc.Language })
		switch {
		case sc.Check() != nil || i >= 0 && t.s.Scripts[i].Version >= sc.Version:
		case i < 0:
			t.s.Scripts = append(t.s.Scripts, sc)
		default:
			t.s.olderScripts = append(t.s.olderScripts, t.s.Scripts[i])
			t.s.Scripts[i] = sc
		}
	}
	t.forgetOlder()
}

func (t *turn) scriptRetired(id ScriptID) {
	if id == GeneralScript {
		return
	}
	t.s.olderScripts = slices.Clone(t.s.olderScripts)
	t.s.Scripts = slices.DeleteFunc(slices.Clone(t.s.Scripts), func(sc Script) bool {
		if sc.ID == id {
			t.s.olderScripts = append(t.s.olderScripts, sc)
		}
		return sc.ID == id
	})
	t.forgetOlder()
}

// forgetOlder lets go of versions that no call runs any more.
func (t *turn) forgetOlder() {
	t.s.olderScripts = slices.DeleteFunc(slices.Clone(t.s.olderScripts), func(sc Script) bool {
		return !slices.ContainsFunc(t.s.Calls, func(c Call) bool {
			n := len(c.Passes)
			return c.Live() && n > 0 && c.Passes[n-1].Script == sc.ID && c.Passes[n-1].Version == sc.Version
		})
	})
}
