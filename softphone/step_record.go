package softphone

import (
	"slices"
	"time"
)

// pruneEvery is how often recordings that have been kept long enough are looked for.
const pruneEvery = 6 * time.Hour

func (t *turn) stepRecord(e Event) {
	switch e := e.(type) {
	case RecordPressed:
		if c := t.talkMeant(e.Press); c != nil {
			if _, on := c.Recording(); on {
				t.stopRecording(c)
			} else {
				t.startRecording(c)
			}
			t.done(e.Press, c.ID)
		}
	case RecordPausePressed:
		if c := t.recordedMeant(e.Press); c != nil {
			c.RecordPaused = !c.RecordPaused
			t.do(PauseRecording{onCall{c.ID}, c.RecordPaused})
			t.done(e.Press, c.ID)
		}
	case RecordMarked:
		if c := t.recordedMeant(e.Press); c != nil {
			r := t.openRecording(c)
			r.Marks = append(slices.Clone(r.Marks), t.at.Sub(r.Start))
			t.saveCall(c)
			t.done(e.Press, c.ID)
		}
	case RecordingFailed:
		t.recordingFailed(e.Call, e.Reason)
	case RecordingsDeleted:
		t.recordingsDeleted(e.Press)
	}
}

// talkMeant is the call a press is about: the one named, else the one talked to.
func (t *turn) talkMeant(p Press) *Call {
	c := t.call(p.Call)
	if p.Call == "" {
		c = t.find(hasVoice)
	}
	switch {
	case c == nil && p.Call == "":
		t.reply(p, "", NothingTalking, "")
	case c == nil:
		t.reply(p, p.Call, NoSuchCall, string(p.Call))
	case c.State != Talking && c.State != Held:
		t.reply(p, c.ID, WrongState, string(c.State))
	default:
		return c
	}
	return nil
}

func (t *turn) recordedMeant(p Press) *Call {
	c := t.talkMeant(p)
	if c == nil {
		return nil
	}
	if _, on := c.Recording(); !on {
		t.reply(p, c.ID, NotRecording, "")
		return nil
	}
	return c
}

func (t *turn) startRecording(c *Call) {
	r := Recording{File: recordingName(*c, t.at), Start: t.at}
	c.Recordings, c.RecordPaused = append(slices.Clone(c.Recordings), r), false
	t.do(StartRecording{onCall{c.ID}, r.File})
	t.saveCall(c)
}

// openRecording is the stretch that is being recorded, to be changed.
func (t *turn) openRecording(c *Call) *Recording {
	c.Recordings = slices.Clone(c.Recordings)
	return &c.Recordings[len(c.Recordings)-1]
}

func (t *turn) stopRecording(c *Call) {
	if _, on := c.Recording(); !on {
		return
	}
	t.openRecording(c).End, c.RecordPaused = t.at, false
	t.do(StopRecording{onCall{c.ID}})
	t.saveCall(c)
}

// recordByRule begins a recording where the line or the settings want one, once somebody is talked to.
func (t *turn) recordByRule(c *Call) {
	rule := t.s.recordRule(*c)
	if len(c.Recordings) == 0 && (rule == RecordAll || rule == RecordIncoming && c.Direction == In) {
		t.startRecording(c)
	}
}

// recordingFailed: what has been written stays, and the call goes on.
func (t *turn) recordingFailed(id CallID, why Reason) {
	c := t.call(id)
	if c == nil {
		return
	}
	if _, on := c.Recording(); !on {
		return
	}
	t.openRecording(c).End, c.RecordPaused, c.Trouble = t.at, false, why
	t.saveCall(c)
}

// recordingsDeleted removes what was recorded of a call, which may be long over.
func (t *turn) recordingsDeleted(p Press) {
	if c := t.call(p.Call); c != nil {
		if _, on := c.Recording(); on {
			t.reply(p, c.ID, WrongState, "recording")
			return
		}
		c.Recordings = nil
	}
	gone := DeleteRecordings{Call: p.Call}
	t.replyWhenSaved(p, gone)
	t.do(gone)
}

// prune has recordings deleted that are older than they may be, now and again and again.
func (t *turn) prune() {
	if days := t.s.Settings.Number(SetRecordDays); days > 0 {
		t.do(PruneRecordings{Before: t.at.AddDate(0, 0, -days)})
	}
	t.do(WakeAt{At: t.at.Add(pruneEvery), Key: WakeKey{What: WakePrune}})
}
