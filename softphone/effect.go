package softphone

import (
	"net/netip"
	"time"
)

// Effect is a command to the world. Effects with the same Queue run in order; queues run side by side.
type Effect interface{ Queue() string }

type onLine struct{}

func (onLine) Queue() string { return "line" }

type onCall struct{ Call CallID }

func (e onCall) Queue() string { return "call " + string(e.Call) }

type onSound struct{}

func (onSound) Queue() string { return "sound" }

type onMusic struct{}

func (onMusic) Queue() string { return "music" }

type onStore struct{}

func (onStore) Queue() string { return "store" }

// onSecrets goes beside the store: a keyring may ask its user first, and no row is to wait for that.
type onSecrets struct{}

func (onSecrets) Queue() string { return "secrets" }

type onScreen struct{}

func (onScreen) Queue() string { return "screen" }

type onPractice struct{}

func (onPractice) Queue() string { return "practice" }

// To the line.
type (
	OpenLine struct {
		onLine
		Account  Account
		Password Secret
	}
	CloseLine struct {
		onLine
		Line LineID
	}
	SendRinging struct{ onCall }
	SendInvite  struct {
		onCall
		Line   LineID
		Number string
		Local  LocalMedia
	}
	SendAnswer struct {
		onCall
		Local LocalMedia
	}
	SendReject struct {
		onCall
		Reason ReasonCode // Busy, Undisturbed, Later, Declined, Unreachable, NoCommonCodec
	}
	SendHold   struct{ onCall }
	SendResume struct{ onCall }
	SendProbe  struct{ onCall } // asks whether the other side still knows of the call
	SendHangUp struct{ onCall } // CANCEL, BYE or a final response, as the dialog stands
	// SendTransfer refers the other side to a number, or to the call With, whose place it takes.
	SendTransfer struct {
		onCall
		Number string
		With   CallID
	}
	// SendDigitsByInfo sends digits as messages, one after the other.
	SendDigitsByInfo struct {
		onCall
		Digits string
	}
	// ChangeLine tells what has changed of a line that stays open.
	ChangeLine struct {
		onLine
		Account Account
	}
	SendDeflect struct {
		onCall
		Number string
	}
	AnswerRefer struct {
		onCall // the one it came in
		Refer  ReferID
		Yes    bool
		For    CallID // the call that is made
	}
)

// To voice and sound.
type (
	OpenVoice struct {
		onCall
		Bind netip.Addr
	}
	AgreeVoice struct {
		onCall
		Media Media
	}
	SetVoice struct {
		onCall
		Mode VoiceMode
	}
	// SendDigits sends digits in the sound; DigitsInfo only lets her hear them.
	SendDigits struct {
		onCall
		Digits string
		How    Digits
	}
	CloseVoice     struct{ onCall }
	StartRecording struct {
		onCall
		File string // see Recording.File
	}
	PauseRecording struct {
		onCall
		Paused bool
	}
	StopRecording struct{ onCall }
	BridgeVoice   struct {
		onCall
		With CallID
	}
	ConferVoice struct {
		onSound
		On bool
	}
	StartRing struct {
		onSound
		Sound   RingSound
		Tune    RingTune
		Cadence Cadence
	}
	// TryRing lets a tune be heard once at the ring device.
	TryRing struct {
		onSound
		Tune RingTune
	}
	StopRing struct{ onSound }
	// MuteVoice switches the microphone off in every call; hold music goes on.
	MuteVoice struct {
		onSound
		On bool
	}
	TestSound  struct{ onSound }
	CleanVoice struct {
		onSound
		Cleaning Cleaning
	}
	// ComfortVoice lets soft noise be heard where a caller's end sends nothing.
	ComfortVoice struct {
		onSound
		On bool
	}
	PlayTone struct {
		onSound
		Tone Tone
	}
	ChooseAudio struct {
		onSound
		Choice AudioChoice
	}
	// ChooseMusic reads a whole file, so it goes beside the bell and the signals.
	ChooseMusic struct {
		onMusic
		Line LineID // whose own; "" for what all others play
		File string // "" plays the built-in, and on a line what all others play
	}
	// PlayMusicOf has a call hear the music of a line when it is on hold.
	PlayMusicOf struct {
		onCall
		Line LineID
	}
)

// To the store.
type (
	SaveCall struct {
		onStore
		Call Call
	}
	SaveDraft struct {
		onStore
		Message Message
	}
	SaveMessage struct {
		onStore
		Message Message
	}
	DropDraft struct {
		onStore
		Message MessageID
	}
	SaveSetting struct {
		onStore
		Key   SettingKey
		Value string
	}
	SaveAccount struct {
		onSecrets
		Account  Account
		Password Secret
	}
	RemoveAccount struct {
		onSecrets
		Line LineID
	}
	DeleteRecordings struct {
		onStore
		Call CallID
	}
	PruneRecordings struct {
		onStore
		Before time.Time
	}
	SavePrincipal struct {
		onStore
		Principal Principal
	}
	RemovePrincipal struct {
		onStore
		Principal PrincipalID
	}
)

// To the rest of the world.
type (
	WakeAt struct {
		onScreen
		At  time.Time
		Key WakeKey
	}
	// RaiseWindow asks for attention without taking the focus.
	RaiseWindow struct {
		onScreen
		Call CallID
	}
	// FocusField asks the window to put the caret in a field of the form ("surname", "verbatim", "promised",
	// "stopped_at") or in the dial field ("dial"), because a key of the secretary's asked for it.
	FocusField struct {
		onScreen
		Field string
	}
	// Reply answers a press. Reason is zero when it was done.
	Reply struct {
		onScreen
		Ask    AskID
		Call   CallID
		Reason Reason
	}
	OpenPractice  struct{ onPractice }
	StartPractice struct {
		onPractice
		Caller   string
		Language string
	}
)
