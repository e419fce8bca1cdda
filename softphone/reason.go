package softphone

// Reason says why something failed or ended: a code that the translation files know, and the other
// side's own words.
type Reason struct {
	Code   ReasonCode
	Detail string // e.g. "486 Busy Here", a host name, an operating system's error; may be empty
}

// ReasonCode is the key of a sentence in the translation files ("reason.<code>").
type ReasonCode string

const (
	NoReason ReasonCode = ""

	// Lines.
	WrongPassword      ReasonCode = "wrong_password"
	UnknownUser        ReasonCode = "unknown_user"
	WeakDigest         ReasonCode = "weak_digest" // asks for the password with MD5 only, which the line refuses
	UnknownHost        ReasonCode = "unknown_host"
	CertificateRefused ReasonCode = "certificate_refused" // Detail is its SHA-256 fingerprint, as in Account.TrustedCert
	NoAnswerFromHost   ReasonCode = "no_answer_from_host"
	ConnectionRefused  ReasonCode = "connection_refused"
	Forbidden          ReasonCode = "forbidden"
	ServerTrouble      ReasonCode = "server_trouble"
	AddressInUse       ReasonCode = "address_in_use"
	BadAddress         ReasonCode = "bad_address"

	// Ends of calls.
	HungUp        ReasonCode = "hung_up"
	Cancelled     ReasonCode = "cancelled" // the caller gave up while it rang, or we did
	Rejected      ReasonCode = "rejected"
	Busy          ReasonCode = "busy"
	Undisturbed   ReasonCode = "undisturbed" // heard busy: she is not to be disturbed
	Later         ReasonCode = "later"       // the caller was told to try again later
	NoAnswer      ReasonCode = "no_answer"
	NotFound      ReasonCode = "not_found"
	Unreachable   ReasonCode = "unreachable"
	Declined      ReasonCode = "declined"
	NoCommonCodec ReasonCode = "no_common_codec"
	NotEncrypted  ReasonCode = "not_encrypted" // the line requires it, and the other side does not take it
	AnsweredElse  ReasonCode = "answered_elsewhere"
	Redirected    ReasonCode = "redirected"     // sent elsewhere, where nobody was called
	Transferred   ReasonCode = "transferred"    // Detail is to whom
	ConnectionCut ReasonCode = "connection_cut" // no sound and no signalling any more
	ProgramEnded  ReasonCode = "program_ended"  // found unfinished at the next start

	// Refusals of something asked of the desk.
	NoSuchCall       ReasonCode = "no_such_call"
	NoSuchLine       ReasonCode = "no_such_line"
	NoSuchMessage    ReasonCode = "no_such_message"
	NoSuchSetting    ReasonCode = "no_such_setting"
	NoSuchCallback   ReasonCode = "no_such_callback"
	NoSuchPrincipal  ReasonCode = "no_such_principal"
	NoSuchScript     ReasonCode = "no_such_script"
	NoSuchContact    ReasonCode = "no_such_contact"
	NoSuchChange     ReasonCode = "no_such_change" // of the directory, to be undone
	NotSetUp         ReasonCode = "not_set_up"     // Detail names what
	BadFile          ReasonCode = "bad_file"       // Detail says what was expected
	BadValue         ReasonCode = "bad_value"
	WrongState       ReasonCode = "wrong_state" // e.g. hold asked for a ringing call
	NothingRinging   ReasonCode = "nothing_ringing"
	NotRecording     ReasonCode = "not_recording"
	NothingHeld      ReasonCode = "nothing_held"
	NothingTalking   ReasonCode = "nothing_talking"
	NothingToConnect ReasonCode = "nothing_to_connect"
	NobodyBusy       ReasonCode = "nobody_busy" // to wait for
	NotWatched       ReasonCode = "not_watched" // Detail is the number
	LineNotReady     ReasonCode = "line_not_ready"
	TooManyCalls     ReasonCode = "too_many_calls"
	BadNumber        ReasonCode = "bad_number"
	NumberBlocked    ReasonCode = "number_blocked"
	TooManyDialled   ReasonCode = "too_many_dialled"
	NotYours         ReasonCode = "not_yours"      // a trainee's; Detail is the deed
	NeedsPassword    ReasonCode = "needs_password" // the manager's; Detail is the deed
	WrongSecret      ReasonCode = "wrong_secret"   // not the manager's password
	TooManyTries     ReasonCode = "too_many_tries" // of the manager's password; Detail is for how many seconds none is tried
	KeyTaken         ReasonCode = "key_taken"      // Detail is the command that has it
	AgainstSheet     ReasonCode = "against_sheet"  // the principal's; asked again, it is done. Detail is what the sheet says, and by which question
	NeedsYes         ReasonCode = "needs_yes"      // a foreign or dear number, from outside

	// Mail. Wrong passwords, unknown hosts and certificates are as with lines.
	NoMailServer     ReasonCode = "no_mail_server"
	NoMailAddress    ReasonCode = "no_mail_address" // Detail is whose
	RecipientRefused ReasonCode = "recipient_refused"
	SenderRefused    ReasonCode = "sender_refused"
	MailRefused      ReasonCode = "mail_refused" // the mail itself; Detail is the server's answer
	NoEncryption     ReasonCode = "no_encryption"
	MailCut          ReasonCode = "mail_cut" // the connection broke while the server had it
	NoSuchMail       ReasonCode = "no_such_mail"

	NoSuchAnswer ReasonCode = "no_such_answer"
	NoSuchStaff  ReasonCode = "no_such_staff"

	// Calendars; Detail says more, and never the address, which may be a secret.
	CalendarUnreachable ReasonCode = "calendar_unreachable"
	CalendarRefused     ReasonCode = "calendar_refused" // Detail is the server's answer
	CalendarUntrusted   ReasonCode = "calendar_untrusted"
	CalendarUnreadable  ReasonCode = "calendar_unreadable"
	CalendarMissing     ReasonCode = "calendar_missing" // the file

	// Sound and storage.
	NoMicrophone    ReasonCode = "no_microphone"
	NoSpeaker       ReasonCode = "no_speaker"
	NoSoundAtAll    ReasonCode = "no_sound_at_all"
	DeviceVanished  ReasonCode = "device_vanished" // replaced by another; Detail names the lost one
	SoundFailed     ReasonCode = "sound_failed"
	DigitsRefused   ReasonCode = "digits_refused" // sent as messages; Detail is the exchange's answer
	MusicUnplayed   ReasonCode = "music_unplayed" // the built-in one plays in its place
	DiskFull        ReasonCode = "disk_full"
	RecordingBroken ReasonCode = "recording_broken"
	StoreFailed     ReasonCode = "store_failed"
	FileUnwritten   ReasonCode = "file_unwritten" // Detail is where and why
	TooManyRows     ReasonCode = "too_many_rows"  // for a sheet of a workbook; Detail is how many there may be
	HoldRefused     ReasonCode = "hold_refused"
	PracticeFailed  ReasonCode = "practice_failed"
	NoKeyring       ReasonCode = "no_keyring" // secrets are in a file
	KeyringLocked   ReasonCode = "keyring_locked"
)

// Zero reports whether there is no reason at all.
func (r Reason) Zero() bool { return r == Reason{} }

// Error makes a Reason usable as an error in English; screens translate Code instead.
func (r Reason) Error() string {
	if r.Detail == "" {
		return string(r.Code)
	}
	return string(r.Code) + ": " + r.Detail
}
