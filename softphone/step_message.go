package softphone

import (
	"slices"
	"time"
	"unicode/utf8"
)

// draftDelay is how long a changed draft waits for more keys before it is written.
const draftDelay = 400 * time.Millisecond

// keptTaken is how many taken messages are remembered, against late keys.
const keptTaken = 20

func (t *turn) stepMessage(e Event) {
	switch e := e.(type) {
	case DraftEdited:
		t.draftEdited(e)
	case DraftDropped:
		if _, ok := t.s.Draft(e.Message); !ok {
			t.reply(e.Press, "", NoSuchMessage, string(e.Message))
			return
		}
		t.forgetDraft(e.Message)
		t.save(DropDraft{Message: e.Message})
		t.done(e.Press, "")
	case MessageTaken:
		t.messageTaken(e)
	}
}

// wasTaken: the message is on its way to the disk, or came there lately.
func (s State) wasTaken(id MessageID) bool {
	_, now := s.taking[id]
	return now || slices.Contains(s.taken, id)
}

// beginDraft opens an empty draft for a call with what the desk knows; it is saved once something is typed. The
// draft of a call has an id made from the call's, so that Step needs no source of chance.
func (t *turn) beginDraft(c *Call) {
	m := Message{
		ID: MessageID("m-" + string(c.ID)), Call: c.ID, State: Draft, Taken: t.at, Number: c.Peer.Number,
		Mood: MoodNeutral, Urgency: Normal, Changed: t.at,
	}
	c.Draft = m.ID
	t.putDraft(m)
}

func (t *turn) putDraft(m Message) {
	t.s.Drafts = slices.Clone(t.s.Drafts)
	if i := slices.IndexFunc(t.s.Drafts, func(d Message) bool { return d.ID == m.ID }); i >= 0 {
		t.s.Drafts[i] = m
		return
	}
	t.s.Drafts = append(t.s.Drafts, m)
}

func (t *turn) draftEdited(e DraftEdited) {
	m := e.Draft
	switch {
	case m.ID == "":
		t.reply(e.Press, "", NoSuchMessage, "")
		return
	case utf8.RuneCountInString(m.Verbatim) > MaxVerbatim:
		t.reply(e.Press, "", BadValue, "verbatim")
		return
	}
	if field, odd := m.tooOdd(); odd {
		t.reply(e.Press, "", BadValue, field)
		return
	}
	if t.s.wasTaken(m.ID) { // a key that was still on its way when the message was taken
		t.reply(e.Press, m.Call, NoSuchMessage, string(m.ID))
		return
	}
	_, known := t.s.Draft(m.ID)
	if t.s.filled[m.ID] {
		t.s.filled = cloneMap(t.s.filled)
		delete(t.s.filled, m.ID)
	}
	m.State, m.Changed = Draft, t.at
	if m.Taken.IsZero() {
		m.Taken = t.at
	}
	m = m.timed(t.at)
	t.putDraft(m)
	if !known {
		t.adopt(m)
	}
	t.giveFormBack(m)
	t.s.Offered = slices.DeleteFunc(slices.Clone(t.s.Offered), func(id MessageID) bool { return id == m.ID })
	if !t.s.edited[m.ID] {
		t.s.edited = cloneMap(t.s.edited)
		t.s.edited[m.ID] = true
		t.do(WakeAt{At: t.at.Add(draftDelay), Key: WakeKey{What: WakeDraft, ID: string(m.ID)}})
	}
	if t.s.closing {
		t.flushDraft(m.ID)
	}
	t.done(e.Press, m.Call)
}

// giveFormBack: a key that was on its way while a call began to ring belongs to the draft in hand, so the form goes
// back to it; the call rings on.
func (t *turn) giveFormBack(m Message) {
	c, ok := t.s.Call(t.s.Selected)
	if !ok || !ringingIn(c) || m.Call != "" || m.Empty() {
		return
	}
	if !t.s.draftInHand(c.Draft) {
		t.s.Selected, t.s.OpenDraft = "", m.ID
	}
}

// adopt joins a draft begun by hand to its call, or opens it in the form.
func (t *turn) adopt(m Message) {
	if c := t.call(m.Call); c != nil {
		if old := c.Draft; old != m.ID {
			t.dropIfEmpty(old)
		}
		c.Draft = m.ID
		return
	}
	t.s.OpenDraft = m.ID
}

// flushDraft writes an edited draft now.
func (t *turn) flushDraft(id MessageID) {
	if !t.s.edited[id] {
		return
	}
	t.s.edited = cloneMap(t.s.edited)
	delete(t.s.edited, id)
	if m, ok := t.s.Draft(id); ok {
		t.save(SaveDraft{Message: m})
	}
}

func (t *turn) messageTaken(e MessageTaken) {
	m := e.Message
	if m.ID == "" {
		t.reply(e.Press, "", NoSuchMessage, "")
		return
	}
	if utf8.RuneCountInString(m.Verbatim) > MaxVerbatim {
		t.reply(e.Press, "", BadValue, "verbatim")
		return
	}
	if field, odd := m.tooOdd(); odd {
		t.reply(e.Press, "", BadValue, field)
		return
	}
	m.State, m.Changed = New, t.at
	if m.Taken.IsZero() {
		m.Taken = t.at
	}
	if m.Mood == "" {
		m.Mood = MoodNeutral
	}
	if m.Urgency == "" {
		m.Urgency = Normal
	}
	if t.s.wasTaken(m.ID) { // pressed twice
		t.reply(e.Press, m.Call, NoSuchMessage, string(m.ID))
		return
	}
	m = t.sentOnItsWay(m)
	// The draft stays until the message is on disk: where it cannot be written, nothing is lost.
	t.s.taking, t.s.edited = cloneMap(t.s.taking), cloneMap(t.s.edited)
	t.s.taking[m.ID] = m
	delete(t.s.edited, m.ID)
	save := SaveMessage{Message: m}
	e.Press.Call = m.Call
	t.replyWhenSaved(e.Press, save)
	t.save(save)
}

// messageSaved ends the draft of a message that is on disk.
func (t *turn) messageSaved(id MessageID) {
	if _, on := t.s.taking[id]; !on {
		return
	}
	m := t.s.taking[id]
	t.s.taking = cloneMap(t.s.taking)
	delete(t.s.taking, id)
	t.opened(m)
	t.s.taken = append(slices.Clone(t.s.taken[max(0, len(t.s.taken)-keptTaken):]), id)
	t.forgetDraft(id)
}

// messageNotSaved leaves a message that could not be written on the form, where whoever takes it has been told and
// takes it again; as a draft it is written as soon as that can be done. One from outside the form is left to whoever
// sent it, who has been told as well.
func (t *turn) messageNotSaved(m Message) {
	if _, on := t.s.taking[m.ID]; !on {
		return
	}
	t.s.taking = cloneMap(t.s.taking)
	delete(t.s.taking, m.ID)
	if _, onForm := t.s.Draft(m.ID); onForm {
		m.State, m.RemindAt, m.EscalateAt, m.RemindWhy = Draft, zeroTime, zeroTime, ""
		t.putDraft(m)
		t.trySaveLater(SaveDraft{Message: m})
	}
}

// forgetDraft takes a draft off the desk; its call gets none until something new is typed.
func (t *turn) forgetDraft(id MessageID) {
	t.s.Drafts = slices.DeleteFunc(slices.Clone(t.s.Drafts), func(d Message) bool { return d.ID == id })
	t.s.Offered = slices.DeleteFunc(slices.Clone(t.s.Offered), func(o MessageID) bool { return o == id })
	t.s.edited, t.s.DraftSaved = cloneMap(t.s.edited), cloneMap(t.s.DraftSaved)
	delete(t.s.edited, id)
	delete(t.s.DraftSaved, id)
	if t.s.OpenDraft == id {
		t.s.OpenDraft = ""
	}
	for _, c := range t.s.Calls {
		if c.Draft == id {
			t.call(c.ID).Draft = ""
		}
	}
}

// dropIfEmpty lets go of a draft nothing was typed into; it was never on disk.
func (t *turn) dropIfEmpty(id MessageID) {
	if d, ok := t.s.Draft(id); ok && t.s.Blank(d) && !t.s.edited[id] && t.s.DraftSaved[id].IsZero() {
		t.forgetDraft(id)
	}
}

func (t *turn) setMood(c *Call, mood Mood) {
	m, ok := t.s.Draft(c.Draft)
	if !ok {
		return
	}
	m.Mood = mood
	t.draftEdited(DraftEdited{Press: Press{At: At{t.at}}, Draft: m})
}
