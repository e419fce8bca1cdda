package softphone

import (
	"context"
	"net/netip"
	"time"
)

// Tell hands an event to the desk. It never blocks and may be called from any goroutine.
type Tell func(Event)

// Telephone is what the desk needs from the line. A method returns when its message is on its way or cannot be
// sent; what comes of it arrives as events. The returned error is a Reason where one fits.
type Telephone interface {
	OpenLine(ctx context.Context, a Account, password Secret) error
	CloseLine(ctx context.Context, id LineID) error
	SendRinging(ctx context.Context, id CallID) error
	SendInvite(ctx context.Context, id CallID, line LineID, number string, local LocalMedia) error
	SendAnswer(ctx context.Context, id CallID, local LocalMedia) error
	SendReject(ctx context.Context, id CallID, why ReasonCode) error
	SendHold(ctx context.Context, id CallID) error
	SendResume(ctx context.Context, id CallID) error
	// SendProbe asks the other side whether it still knows of the call; CallHungUp tells that it does not.
	SendProbe(ctx context.Context, id CallID) error
	SendHangUp(ctx context.Context, id CallID) error
	// SendTransfer asks the other side of a held call to call a number, or, where with is named, to take that call's
	// place (REFER, RFC 3515, with Replaces, RFC 3891). TransferDone or TransferFailed tells what came of it.
	SendTransfer(ctx context.Context, id CallID, number string, with CallID) error
	// SendDeflect sends a ringing call elsewhere (302, RFC 3261 §21.3.3).
	SendDeflect(ctx context.Context, id CallID, number string) error
	// AnswerRefer accepts (202) or declines (603) to call somebody else; call is the one to be made for it, whose
	// progress is reported to whoever asked (NOTIFY, RFC 3515 §2.4.4).
	AnswerRefer(ctx context.Context, r ReferID, yes bool, call CallID) error
	// SendDigits sends digits as messages (INFO); a refusal comes as DigitsFailed.
	SendDigits(ctx context.Context, id CallID, digits string) error
	// ChangeLine takes over what an open line can change while it stays open: how digits go.
	ChangeLine(ctx context.Context, a Account) error
	// WatchLamps has a line watch the telephones with these numbers, and no others (RFC 4235).
	WatchLamps(ctx context.Context, line LineID, numbers []string) error
	// WatchPresence has it follow whether the owners of these numbers can be had, and of no others (RFC 3856).
	WatchPresence(ctx context.Context, line LineID, numbers []string) error
}

// Voice is what the desk needs from the sound of calls.
type Voice interface {
	// Open binds RTP and RTCP for a call on an address; the engine may already hear what comes.
	Open(ctx context.Context, id CallID, bind netip.Addr) (LocalMedia, error)
	Agree(ctx context.Context, id CallID, m Media) error
	Set(ctx context.Context, id CallID, mode VoiceMode) error
	// SoundDigits sends digits in the sound of a call, and lets them be heard softly; with DigitsInfo only that.
	SoundDigits(ctx context.Context, id CallID, digits string, how Digits) error
	// Record keeps both sides of a call in a file of the folder of recordings until StopRecording or Close.
	Record(ctx context.Context, id CallID, file string) error
	PauseRecording(ctx context.Context, id CallID, paused bool) error
	StopRecording(ctx context.Context, id CallID) error
	// Bridge lets two calls in VoiceBridge hear each other.
	Bridge(ctx context.Context, a, b CallID) error
	// Conference lets all calls in VoiceTalk hear each other, or only the secretary.
	Conference(ctx context.Context, on bool) error
	Close(ctx context.Context, id CallID) error

	StartRing(ctx context.Context, s RingSound, t RingTune, c Cadence) error
	StopRing(ctx context.Context) error
	TryRing(ctx context.Context, t RingTune) error
	PlayTone(ctx context.Context, t Tone) error
	Mute(ctx context.Context, on bool) error // the microphone in every call
	Clean(ctx context.Context, c Cleaning) error
	Comfort(ctx context.Context, on bool) error // noise in the headset where a caller's end sends nothing
	TestSound(ctx context.Context) error
	// SetHoldMusic chooses what who waits hears: those of one line, or with "" all others.
	SetHoldMusic(ctx context.Context, line LineID, file string) error
	// PlayMusicOf has a call hear a line's music, where it has some of its own.
	PlayMusicOf(ctx context.Context, id CallID, line LineID) error
}

// Sound is what the desk needs from the devices.
type Sound interface {
	Choose(ctx context.Context, c AudioChoice) error
}

// Books is where everything is kept. A save has returned only when it is on disk.
type Books interface {
	SaveCall(ctx context.Context, c Call) error
	SaveDraft(ctx context.Context, m Message) error
	SaveMessage(ctx context.Context, m Message) error // also ends the draft of the same ID
	DropDraft(ctx context.Context, id MessageID) error
	// MoveMessage writes how a message that was taken stands now, and the line that this adds to its history.
	MoveMessage(ctx context.Context, m Message, p Progress) error
	SaveMail(ctx context.Context, m Mail) error
	SaveMailPassword(ctx context.Context, password Secret) error
	// MailContents gives what a mail is to say: its message, or those of its report.
	MailContents(ctx context.Context, m Mail) ([]Message, error)
	SaveSetting(ctx context.Context, k SettingKey, v string) error
	SaveAccount(ctx context.Context, a Account, password Secret) error
	RemoveAccount(ctx context.Context, id LineID) error
	// SecretsInFile reports whether a password is kept in a file, or the next one would be.
	SecretsInFile(ctx context.Context) bool
	SavePrincipal(ctx context.Context, p Principal) error
	RemovePrincipal(ctx context.Context, id PrincipalID) error
	OfficeBooks
	BegunBook
	// SaveWording keeps a wording, by its place and text, or forgets it.
	SaveWording(ctx context.Context, w Wording, forget bool) error
	SaveScriptDraft(ctx context.Context, s Script) error
	DropScriptDraft(ctx context.Context, id ScriptID, language string) error
	SaveCallback(ctx context.Context, b Callback) error
	DropCallback(ctx context.Context, id CallbackID) error
	// CountRedirects is how often callers with a number were put through since a moment, in other calls than one.
	CountRedirects(ctx context.Context, number string, since time.Time, except CallID) (int, error)
	// DeleteRecordings removes what was recorded of a call; PruneRecordings of all calls before a moment.
	DeleteRecordings(ctx context.Context, id CallID) error
	PruneRecordings(ctx context.Context, before time.Time) error
	// ErasePerson deletes everything that is kept of a person, and leaves a note of how much, when and by whom.
	ErasePerson(ctx context.Context, p Person, by string) (Erased, error)
}

// Exchange is the practice line.
type Exchange interface {
	Open(ctx context.Context) (Account, Secret, []PracticeCaller, error)
	Ring(ctx context.Context, caller, language string) error
}

// MessageBook is the message log; pages run from the newest back.
type MessageBook interface {
	// Messages gives at most limit messages (drafts excluded) changed before a moment (zero: now).
	Messages(ctx context.Context, before time.Time, limit int) ([]Message, error)
	Message(ctx context.Context, id MessageID) (Message, error)
}

// Journal is the call journal; pages run from the newest back.
type Journal interface {
	Calls(ctx context.Context, before time.Time, limit int) ([]Call, error)
	JournalCall(ctx context.Context, id CallID) (Call, error)
}

// Desk is what screens and the control socket need from the running desk.
type Desk interface {
	Tell(Event)
	// Ask tells a press and waits for its Reply. make gets the id to put into Press.Ask. The error is a Reason.
	Ask(ctx context.Context, make func(AskID) Event) (CallID, error)
	// State is the newest state. It must not be written into.
	State() State
	// Watch calls fn after every step, on the desk's own goroutine: fn must not block and not call Ask.
	Watch(fn func(State, Event)) (cancel func())
}

// Screen is what the desk needs from the window. Both are called from the desk's side and must not block.
type Screen interface {
	// Raise asks for attention without taking the focus.
	Raise(call CallID)
	// Focus puts the caret in a field; see FocusField.
	Focus(field string)
}
