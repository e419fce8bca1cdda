package softphone

import (
	"strings"
	"time"
)

// LaunchReason is why a script began to run in a call.
type LaunchReason string

const (
	LaunchOwn    LaunchReason = "own"    // the number that was rung has it, or the general one where it has none
	LaunchHand   LaunchReason = "hand"   // by hand: the caller had landed in another
	LaunchChoice LaunchReason = "choice" // a choice or a situation of another led to it
	LaunchAgain  LaunchReason = "again"  // run once more from its beginning
)

// PassEnd is how a pass ended.
type PassEnd string

const (
	PassLasts     PassEnd = ""
	PassCompleted PassEnd = "completed" // the call ended at an operation that ends the script; see Operation.Ends
	PassStopped   PassEnd = "stopped"   // the call ended before that
	PassLeft      PassEnd = "left"      // another script was run, or this one again
	PassMissed    PassEnd = "missed"    // the call was never answered
)

// Pass is one run of a script through a call.
type Pass struct {
	Script   ScriptID
	Version  int
	Language string
	Reason   LaunchReason
	Began    time.Time // at the answer or at the launch; zero: the call was never answered
	Ended    time.Time // zero while it lasts
	End      PassEnd
	Last     OperationID // where it stood last: the operation at which the talk ended
}

// Visit is one stay in an operation of the script.
type Visit struct {
	Pass      int // index into Call.Passes
	Operation OperationID
	Situation SituationID // set when the visit is a situation laid over the script
	Entered   time.Time
	Left      time.Time // zero while it lasts
	Choice    string    // text of the choice that led on, or ""
	Said      string    // the wording shown last, with its {names}
	Answer    string    // the question of the FAQ sheet that was answered, or ""
}

// Wording is a sentence that the secretary prefers, or has written herself, for one place of a script.
type Wording struct {
	Script    ScriptID
	Language  string
	Operation OperationID // or
	Situation SituationID // one of the two is empty
	Absent    bool        // in the place of Operation.Absent
	Text      string      // as in the script, with its {names}
	Own       bool        // hers, not the script's
	Pinned    bool        // shown first; one of a place at most
}

// key names one wording of one place.
func (w Wording) key() string {
	absent := ""
	if w.Absent {
		absent = "absent"
	}
	return strings.Join([]string{string(w.Script), w.Language, string(w.Operation), string(w.Situation), absent, w.Text}, "\x1f")
}

// Place names the spot of a script that a wording belongs to.
func (w Wording) Place() Wording {
	w.Text, w.Own, w.Pinned = "", false, false
	return w
}
