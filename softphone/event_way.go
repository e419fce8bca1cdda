package softphone

import "time"

// What the secretary does with a message that was taken, and what comes of mails.
type (
	// MessageMoved marks a message as delivered, seen or done, or opens a done one again (To New).
	MessageMoved struct {
		Press
		Message MessageID
		To      MessageState
		How     Way
		Whom    string  // whom it reached; "" is the addressee
		Of      Message // one that is not open any more, to be opened again
	}
	// MessageMailed sends a message by mail: to the addressee, or to an address of its own.
	MessageMailed struct {
		Press
		Message    MessageID
		Name, Mail string // "" is the addressee
	}
	// MailRetried sends what did not go, at once: the mails of a message, or one mail; with neither, all but those that may
	// be there already.
	MailRetried struct {
		Press
		Message MessageID
		Mail    MailID
	}
	// MailDropped gives a mail up.
	MailDropped struct {
		Press
		Mail MailID
	}
	// ReminderSet reminds of a message at a time; it also puts a reminder on the screen off.
	ReminderSet struct {
		Press
		Message MessageID
		Due     time.Time
	}
	// ReminderClosed takes a reminder off the screen; it comes again in its time.
	ReminderClosed struct {
		Press
		Message MessageID
	}
	// CallBackPressed rings the number of a message.
	CallBackPressed struct {
		Press
		NewCall CallID
		Line    LineID // "" picks the first that is ready
		Of      Message
	}
	// ReportMailed sends a principal his messages of a stretch of time.
	ReportMailed struct {
		Press
		Principal   PrincipalID
		From, Until time.Time
	}
	MailPasswordSet struct {
		Press
		Password Secret
	}
	// MailTried sends a test mail.
	MailTried struct {
		Press
		To string
	}
	MailWent struct {
		At
		Mail MailID
	}
	MailStayed struct {
		At
		Mail    MailID
		Trouble PostTrouble
	}
)

const (
	WakeMail     WakeKind = "mail"     // ID is the mail's
	WakeRemind   WakeKind = "remind"   // ID is the message's, as with the next
	WakeEscalate WakeKind = "escalate" //
	WakeReport   WakeKind = "report"
)

type onMail struct{}

func (onMail) Queue() string { return "mail" }

type (
	// MoveMessage writes a message that was taken and the line that it adds to the history. An older one that comes late
	// leaves the message as it is.
	MoveMessage struct {
		onStore
		Message  Message
		Progress Progress
	}
	// SaveMail writes a mail of the queue.
	SaveMail struct {
		onStore
		Mail Mail
	}
	SaveMailPassword struct {
		onSecrets
		Password Secret
	}
	SendMail struct {
		onMail
		Parcel Parcel
	}
)

// SavedMail is a mail of the queue.
const SavedMail SavedKind = "mail"
