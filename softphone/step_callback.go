package softphone

import (
	"fmt"
	"slices"
	"time"
)

type (
	// CallbackPressed begins a callback for a call; with no call a blank one.
	CallbackPressed struct {
		Press
		Kind CallbackKind // "" is RingBack
	}
	// CallbackEdited carries the whole callback after a key. An unknown ID begins a new one.
	CallbackEdited struct {
		Press
		Callback Callback
	}
	// CallbackAgreed ends writing it.
	CallbackAgreed struct {
		Press
		Callback CallbackID
	}
	// CallbackClosed marks it as done, or as open again.
	CallbackClosed struct {
		Press
		Callback CallbackID
		Open     bool
	}
	// CallbackDropped removes one that was begun by mistake.
	CallbackDropped struct {
		Press
		Callback CallbackID
	}
	// CallbackDialled rings whom a callback is for. "" is the next one due.
	CallbackDialled struct {
		Press
		Callback CallbackID
		NewCall  CallID
		Line     LineID
	}
	SaveCallback struct {
		onStore
		Callback Callback
	}
	DropCallback struct {
		onStore
		Callback CallbackID
	}
)

// WakeCallback: a callback that was changed is to be written, or its time has come.
const (
	WakeCallback    WakeKind = "callback_save"
	WakeCallbackDue WakeKind = "callback_due"
)

// SavedCallback is news for open lists.
const SavedCallback SavedKind = "callback"

// keptCallbacks is how many callbacks done lately stay on the desk, so that a slip can be undone.
const keptCallbacks = 5

func (t *turn) stepCallback(e Event) {
	switch e := e.(type) {
	case CallbackPressed:
		t.callbackPressed(e)
	case CallbackEdited:
		t.callbackEdited(e)
	case CallbackAgreed:
		t.callbackMeant(e.Press, e.Callback, t.agreeCallback)
	case CallbackClosed:
		t.callbackMeant(e.Press, e.Callback, func(b *Callback) Reason {
			b.Done = t.at
			if e.Open {
				b.Done = zeroTime
			}
			return Reason{}
		})
		t.trimCallbacks()
	case CallbackDropped:
		if _, ok := t.s.Callback(e.Callback); !ok {
			t.reply(e.Press, "", NoSuchCallback, string(e.Callback))
			return
		}
		t.forgetCallbacks(func(b Callback) bool { return b.ID == e.Callback })
		t.save(DropCallback{Callback: e.Callback})
		t.done(e.Press, "")
	case CallbackDialled:
		t.callbackDialled(e)
	}
}

func (t *turn) callbackPressed(e CallbackPressed) {
	c := t.shown(e.Press)
	if c == nil && e.Call != "" {
		t.reply(e.Press, e.Call, NoSuchCall, string(e.Call))
		return
	}
	if e.Kind == "" {
		e.Kind = RingBack
	}
	if e.Kind != RingBack && e.Kind != Task {
		t.reply(e.Press, e.Call, BadValue, string(e.Kind))
		return
	}
	id := t.beginCallback(c, e.Kind)
	t.do(FocusField{Field: "callback"})
	t.reply(e.Press, id, NoReason, "")
}

// beginCallback opens a callback for a call with what is known of the caller, or goes on with the one in hand.
func (t *turn) beginCallback(c *Call, kind CallbackKind) (call CallID) {
	b := Callback{ID: CallbackID(fmt.Sprintf("cb-%d", t.at.UnixNano())), Kind: kind, Begun: t.at}
	if c != nil {
		call = c.ID
		if _, ok := t.s.CallbackInHand(c.ID); ok {
			return call
		}
		b.ID, b.Call = CallbackID(fmt.Sprintf("cb-%s-%d", c.ID, t.at.UnixNano())), c.ID
		b.Name, b.Number = FullName(c.Caller.FirstName, c.Caller.Patronymic, c.Caller.Surname), c.Caller.Number
		if b.Name == "" {
			b.Name = c.Peer.Name
		}
		if m, ok := t.s.Draft(c.Draft); ok {
			b.What = m.Promised
			if n := FullName(m.FirstName, m.Patronymic, m.Surname); n != "" {
				b.Name = n
			}
			if m.Number != "" && m.Number != c.Peer.Number {
				b.Number = m.Number
			}
			if b.When = m.PromisedBy; b.When == "" {
				b.When = m.CallWhen
			}
			b.Due, _ = DueAt(b.When, t.at)
		}
	}
	t.putCallback(b)
	t.save(SaveCallback{Callback: b})
	return call
}

func (t *turn) putCallback(b Callback) {
	t.s.Callbacks = slices.Clone(t.s.Callbacks)
	if i := slices.IndexFunc(t.s.Callbacks, func(x Callback) bool { return x.ID == b.ID }); i >= 0 {
		t.s.Callbacks[i] = b
		return
	}
	t.s.Callbacks = append(t.s.Callbacks, b)
}

// callbackEdited takes over the words typed; what the desk itself keeps of a callback stays as it is.
func (t *turn) callbackEdited(e CallbackEdited) {
	b := e.Callback
	if why := b.Check(); b.ID == "" || !why.Zero() {
		t.reply(e.Press, b.Call, BadValue, why.Detail)
		return
	}
	if old, ok := t.s.Callback(b.ID); ok {
		b.Call, b.Begun, b.Agreed, b.Done, b.Rung, b.Due = old.Call, old.Begun, old.Agreed, old.Done, old.Rung, old.Due
		if b.When != old.When { // "tomorrow" is counted from the moment it was said
			b.Due, _ = DueAt(b.When, t.at)
			if !b.Agreed.IsZero() {
				t.wakeCallback(b)
			}
		}
	} else {
		b.Begun, b.Done, b.Rung = t.at, zeroTime, ""
		b.Due, _ = DueAt(b.When, t.at)
	}
	t.putCallback(b)
	if !t.s.editedCallbacks[b.ID] {
		t.s.editedCallbacks = cloneMap(t.s.editedCallbacks)
		t.s.editedCallbacks[b.ID] = true
		t.do(WakeAt{At: t.at.Add(draftDelay), Key: WakeKey{What: WakeCallback, ID: string(b.ID)}})
	}
	if t.s.closing {
		t.flushCallback(b.ID)
	}
	t.done(e.Press, b.Call)
}

// flushCallback writes an edited callback now.
func (t *turn) flushCallback(id CallbackID) {
	if !t.s.editedCallbacks[id] {
		return
	}
	t.s.editedCallbacks = cloneMap(t.s.editedCallbacks)
	delete(t.s.editedCallbacks, id)
	if b, ok := t.s.Callback(id); ok {
		t.save(SaveCallback{Callback: b})
	}
}

// callbackMeant changes a callback and answers when that is on disk.
func (t *turn) callbackMeant(p Press, id CallbackID, change func(*Callback) Reason) {
	b, ok := t.s.Callback(id)
	if !ok {
		t.reply(p, "", NoSuchCallback, string(id))
		return
	}
	if why := change(&b); !why.Zero() {
		t.reply(p, b.Call, why.Code, why.Detail)
		return
	}
	t.s.editedCallbacks = cloneMap(t.s.editedCallbacks)
	delete(t.s.editedCallbacks, id)
	t.putCallback(b)
	save := SaveCallback{Callback: b}
	p.Call = b.Call
	t.replyWhenSaved(p, save)
	t.save(save)
}

func (t *turn) agreeCallback(b *Callback) Reason {
	switch {
	case b.Kind == RingBack && CleanNumber(b.Number) == "":
		return Reason{BadNumber, b.Number}
	case b.Kind == Task && b.What == "":
		return Reason{BadValue, "what"}
	}
	b.Agreed = t.at
	t.wakeCallback(*b)
	if c := t.call(b.Call); c != nil { // something else was agreed than to be answered now
		t.promiseOver(c)
		t.saveCall(c)
	}
	return Reason{}
}

func (t *turn) wakeCallback(b Callback) {
	if b.Open() && !b.Due.IsZero() && b.Due.After(t.at) {
		t.do(WakeAt{At: b.Due, Key: WakeKey{What: WakeCallbackDue, ID: string(b.ID)}})
	}
}

// callbackDue: its time has come; the desk asks for attention, after a talk rather than in it.
func (t *turn) callbackDue(id CallbackID) {
	b, ok := t.s.Callback(id)
	if !ok || !b.Late(t.at) {
		t.wakeCallback(b) // put off since, or the clock was set back
		return
	}
	if slices.ContainsFunc(t.s.Calls, hasVoice) {
		t.do(WakeAt{At: t.at.Add(time.Minute), Key: WakeKey{What: WakeCallbackDue, ID: string(id)}})
		return
	}
	t.do(RaiseWindow{})
}

func (t *turn) callbackDialled(e CallbackDialled) {
	b, ok := t.s.Callback(e.Callback)
	if e.Callback == "" {
		b, ok = t.s.NextCallback()
	}
	if !ok || !b.Open() {
		t.reply(e.Press, "", NoSuchCallback, string(e.Callback))
		return
	}
	c, why := t.dial(e.NewCall, e.Line, b.Number)
	if c == nil {
		t.reply(e.Press, "", why.Code, why.Detail)
		return
	}
	c.Caller.Number = b.Number
	t.beginScript(c)
	t.beginDraft(c)
	b.Rung = c.ID
	t.saveCall(c)
	t.putCallback(b)
	t.save(SaveCallback{Callback: b})
	t.done(e.Press, c.ID)
}

// trimCallbacks lets go of all but the few that were done last.
func (t *turn) trimCallbacks() {
	var done []time.Time
	for _, b := range t.s.Callbacks {
		if !b.Open() {
			done = append(done, b.Done)
		}
	}
	if len(done) <= keptCallbacks {
		return
	}
	slices.SortFunc(done, time.Time.Compare)
	last := done[len(done)-keptCallbacks]
	t.forgetCallbacks(func(b Callback) bool { return !b.Open() && b.Done.Before(last) })
}

func (t *turn) forgetCallbacks(which func(Callback) bool) {
	t.s.Callbacks = slices.DeleteFunc(slices.Clone(t.s.Callbacks), which)
}
