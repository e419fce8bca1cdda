package softphone

import (
	"net/netip"
	"time"
)

// Event is something that has happened. Late, doubled and unknown events are harmless.
type Event interface{ When() time.Time }

// At is the time of an event; every event embeds it.
type At struct{ At time.Time }

func (a At) When() time.Time { return a.At }

// AskID joins a press to its Reply; 0 wants none.
type AskID uint64

// Press is embedded by every event that a person or `anteroom ctl` causes.
type Press struct {
	At
	Ask AskID
	// Call is the call meant; "" means the obvious one (the talking, ringing or waiting one).
	Call CallID
}

// Asked gives the id under which a Reply is wanted.
func (p Press) Asked() AskID { return p.Ask }

// From the store.
type (
	// DeskOpened is the first event: what the books held at the start.
	DeskOpened struct {
		At
		Snapshot Snapshot
	}
	// Saved says that an effect of the store is on disk.
	Saved struct {
		At
		What SavedKind
		ID   string
	}
	// SaveFailed says it is not; the state keeps it and tries again.
	SaveFailed struct {
		At
		Effect Effect
		Reason Reason
	}
)

// SecretsKept says where passwords are, after one was written or removed: a keyring may fail while the program runs.
type SecretsKept struct {
	At
	InFile bool
}

// EffectFailed says that an effect other than a save could not be carried out.
type EffectFailed struct {
	At
	Effect Effect
	Reason Reason
}

// DeskClosing is the last event but the ends of calls: drafts are saved at once and calls hung up.
type DeskClosing struct{ At }

// SavedKind tells open screens what to refresh.
type SavedKind string

const (
	SavedCall      SavedKind = "call"
	SavedDraft     SavedKind = "draft"
	SavedMessage   SavedKind = "message"
	SavedSetting   SavedKind = "setting"
	SavedAccount   SavedKind = "account"
	SavedPrincipal SavedKind = "principal"
	SavedWording   SavedKind = "wording"
	SavedRecording SavedKind = "recording" // a removal
	SavedContacts  SavedKind = "contacts"  // the directory
	SavedReception SavedKind = "reception"
	SavedNotTold   SavedKind = "not_told"
	SavedCalendar  SavedKind = "calendar"
	SavedStaff     SavedKind = "staff_presence"
	SavedFAQ       SavedKind = "faq"
	SavedPresence  SavedKind = "presence"
	SavedErasure   SavedKind = "erasure" // everything of one person is gone
	SavedNothing   SavedKind = ""        // a removal of a draft
)

// From the line.
type (
	// LineChanged: a registration came, failed, went.
	LineChanged struct {
		At
		Line   LineID
		State  LineState
		Reason Reason
		Local  netip.Addr
	}
	// CallArrived: an INVITE was accepted for ringing. Bind is where its sound is to listen.
	CallArrived struct {
		At
		Call      CallID
		Line      LineID
		Peer      Peer
		OwnNumber string
		Bind      netip.Addr
	}
	// PeerRinging: 180 to our INVITE.
	PeerRinging struct {
		At
		Call CallID
	}
	// PeerQueued: 182 to our INVITE (RFC 3261 §21.1.4): the call waits in a queue. Text is how the exchange says it,
	// often with the place in the queue; "" when it says nothing of its own.
	PeerQueued struct {
		At
		Call CallID
		Text string
	}
	// CallAnswered: 200 to our INVITE, or the ACK to our 200.
	CallAnswered struct {
		At
		Call CallID
	}
	// MediaAgreed: an offer has its answer. Early is set before the call is answered.
	MediaAgreed struct {
		At
		Call  CallID
		Media Media
		Early bool
	}
	// HoldConfirmed and ResumeConfirmed: our re-INVITE was answered 2xx.
	HoldConfirmed struct {
		At
		Call CallID
	}
	ResumeConfirmed struct {
		At
		Call CallID
	}
	// HoldFailed and ResumeFailed: our re-INVITE was refused; the call itself stands.
	HoldFailed struct {
		At
		Call   CallID
		Reason Reason
	}
	ResumeFailed struct {
		At
		Call   CallID
		Reason Reason
	}
	// TransferDone: the caller's telephone has reached whom it was referred to; our part in it is over.
	TransferDone struct {
		At
		Call CallID
	}
	// TransferFailed: it has not, and the call with us stands. Refused: it would not even try.
	TransferFailed struct {
		At
		Call    CallID
		Refused bool
		Reason  Reason
	}
	// ReferArrived: the other side asks us to call somebody else in its place (RFC 3515).
	ReferArrived struct {
		At
		Refer ReferAsked
	}
	// ReferLapsed: nobody answered such a request in time, and it was declined.
	ReferLapsed struct {
		At
		Refer ReferID
	}
	// CallReplaced: the new call takes the old one's place (RFC 3891): somebody has transferred our peer.
	CallReplaced struct {
		At
		Call CallID
		Old  CallID
	}
	// PeerHeld: the other side put us on hold, or took us back.
	PeerHeld struct {
		At
		Call CallID
		Held bool
	}
	// CallHungUp ends a call, whatever the cause; sent exactly once a call.
	CallHungUp struct {
		At
		Call   CallID
		By     EndedBy
		Reason Reason
	}
)

// From voice and sound.
type (
	VoiceOpened struct {
		At
		Call  CallID
		Local LocalMedia
	}
	VoiceFailed struct {
		At
		Call   CallID
		Reason Reason
	}
	// DigitReceived: the other side pressed a key, be it told by event, message or tone.
	DigitReceived struct {
		At
		Call  CallID
		Digit rune
	}
	// DigitsFailed: digits sent as messages were refused; those after it were not sent.
	DigitsFailed struct {
		At
		Call   CallID
		Reason Reason
	}
	// VoiceSilent: nothing at all (no RTP, no RTCP) came for eight, thirty, sixty … seconds of a talk; For 0: something
	// comes again.
	VoiceSilent struct {
		At
		Call CallID
		For  time.Duration
	}
	// QualityMeasured: how a call's sound travels; every 5 s while it talks, and once more at its end.
	QualityMeasured struct {
		At
		Call    CallID
		Quality Quality
	}
	// SpokeMuted: she speaks in a call while the microphone is off; at most every 5 s.
	SpokeMuted struct{ At }
	// SoundTestMoved: the test of the sound has come to a stage, or has ended or been cut off by a call.
	SoundTestMoved struct {
		At
		Stage SoundTestStage
	}
	AudioChanged struct {
		At
		Status AudioStatus
	}
	// RecordingFailed: a recording has ended by itself; the call goes on.
	RecordingFailed struct {
		At
		Call   CallID
		Reason Reason
	}
)

// From the practice line, and the clock.
type (
	PracticeOpened struct {
		At
		Account  Account
		Password Secret
		Callers  []PracticeCaller
	}
	PracticeTroubled struct {
		At
		Reason Reason
	}
	// WokeUp: the time asked for with WakeAt has come.
	WokeUp struct {
		At
		Key WakeKey
	}
)

// WakeKey names a deadline; asking again for the same key replaces it.
type WakeKey struct {
	What WakeKind
	Call CallID
	ID   string
}

// WakeKind is what a deadline is for.
type WakeKind string

const (
	WakeReturn     WakeKind = "return"
	WakeAutoAnswer WakeKind = "auto_answer"
	WakeDraft      WakeKind = "draft"
	WakePractice   WakeKind = "practice"
	WakeRetry      WakeKind = "retry"
	WakePresence   WakeKind = "presence"
	WakePrune      WakeKind = "prune"
	WakeForward    WakeKind = "forward"
)
