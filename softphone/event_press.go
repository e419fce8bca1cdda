package softphone

// From the secretary, or from outside.
type (
	AnswerPressed  struct{ Press } // answers, holding whoever is talked to
	RejectPressed  struct{ Press } // busy
	LaterPressed   struct{ Press } // not now, but later
	HoldPressed    struct{ Press }
	ResumePressed  struct{ Press } // takes a held caller back, holding whoever is talked to
	ReturnPressed  struct{ Press } // as ResumePressed, for the waiting caller nearest zero
	HangUpPressed  struct{ Press }
	SilencePressed struct{ Press } // stops the ringing sound, not the call
	MutePressed    struct {
		Press
		Off bool // switches the microphone on again
	}
	DialPressed struct {
		Press
		NewCall CallID // id for the call to be made
		Line    LineID // "" picks the first that is ready
		Number  string
		Outside bool // from a link or a script: what may be dear wants her yes first
	}
	SoundTestPressed struct{ Press } // plays a phrase, records the microphone, plays that back
	DigitsPressed    struct {
		Press
		Digits string // 0-9 * # A-D
	}
	SelectPressed struct{ Press } // shows this call in the middle

	RecordPressed      struct{ Press } // begins to record, or stops
	RecordPausePressed struct{ Press } // has silence recorded, or goes on
	RecordMarked       struct{ Press } // a place to find again
	RecordingsDeleted  struct{ Press } // of a call, which may be over

	// ConsultPressed has the caller wait and calls somebody for his sake; with no number it only lets him wait and
	// asks for one.
	ConsultPressed struct {
		Press
		NewCall CallID
		Line    LineID // "" is the caller's
		Number  string
	}
	// ConnectPressed connects the caller who waits with whoever was called for his sake, also while that still rings.
	ConnectPressed struct{ Press }
	// TakeBackPressed ends what is under way and goes back to the caller.
	TakeBackPressed struct{ Press }
	// TransferPressed connects the caller with a number, unannounced.
	TransferPressed struct {
		Press
		Number string
	}
	// ConferencePressed joins the caller who waits, whoever was called for his sake, and the secretary; pressed again
	// it parts them: the caller waits.
	ConferencePressed struct{ Press }
	// DeflectPressed sends a ringing call elsewhere (302).
	DeflectPressed struct {
		Press
		Number string
	}
	// ReferAnswered is the secretary's yes or no to being asked to call somebody.
	ReferAnswered struct {
		Press
		Refer   ReferID
		NewCall CallID
		Yes     bool
	}

	StepPressed struct {
		Press
		Operation OperationID
	}
	NextPressed     struct{ Press } // PgDn
	PreviousPressed struct{ Press } // PgUp
	ChoicePressed   struct {
		Press
		Number int // 1…9
	}
	SituationPressed struct {
		Press
		Situation SituationID // "" leaves the situation
	}
	SituationActed struct{ Press } // the situation's button
	WordingPressed struct{ Press } // another wording
	StoppedNoted   struct {
		Press
		Text string
	}
	CallerNoted struct {
		Press
		Caller    CallerFields
		Principal PrincipalID
	}
	WrongNumberPressed struct{ Press }

	// DraftEdited carries the whole draft after a key; a draft with an unknown ID begins a new one.
	DraftEdited struct {
		Press
		Draft Message
	}
	DraftDropped struct {
		Press
		Message MessageID
	}
	// MessageTaken turns a draft into a message.
	MessageTaken struct {
		Press
		Message Message
	}
	SettingChanged struct {
		Press
		Key   SettingKey
		Value string
	}
	// LineAdded sets a line up, or changes the one of the same ID; an empty password stays as it was.
	LineAdded struct {
		Press
		Account  Account
		Password Secret
	}
	// RingTried lets a tune be heard; RingTune "" is that of the settings.
	RingTried struct {
		Press
		Tune RingTune
	}
	LineRemoved struct {
		Press
		Line LineID
	}
	PrincipalSaved struct {
		Press
		Principal Principal
	}
	PrincipalRemoved struct {
		Press
		Principal PrincipalID
	}
	// PresenceSet tells where a principal is, or, where Principal is empty, another member of staff, of whom Name is kept
	// to be shown. Since and From are the desk's to set.
	PresenceSet struct {
		Press
		Principal PrincipalID
		Staff     ContactID
		Name      string
		Presence  Presence
	}
	PracticePressed struct {
		Press
		Caller string // "" for any
	}
	CardClosed struct{ Press } // the card that explains the desk
)
