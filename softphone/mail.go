package softphone

import (
	"context"
	"strings"
	"time"
)

// MailID names one mail; it is the left part of its Message-ID, so that a mail sent again is known again.
type MailID string

// MailKind is what a mail carries.
type MailKind string

const (
	MailMessage    MailKind = "message"
	MailEscalation MailKind = "escalation" // a message, to a deputy
	MailReport     MailKind = "report"     // of a principal's messages
	MailTrial      MailKind = "test"       // never kept
)

// MailState is how far a mail has come.
type MailState string

const (
	MailQueued  MailState = "queued"
	MailSending MailState = "sending" // on disk before the server may have taken it
	MailSent    MailState = "sent"
	MailFailed  MailState = "failed" // waits for a key
	MailUnsure  MailState = "unsure" // cut off while the server had it: it may be there; waits for a key
)

// Mail is one mail in the queue. What it says is made of the books when it goes.
type Mail struct {
	ID          MailID
	Kind        MailKind
	Message     MessageID
	Principal   PrincipalID // of a report
	From, Until time.Time   // of a report
	To          string      // address
	Name        string      // of whom it is to
	Language    string
	MessageID   string // of its header, without the brackets
	State       MailState
	Attempts    int
	Next        time.Time // of the next attempt
	Queued      time.Time
	Reason      Reason // of the last failure
	By          string
}

// MailServer is where mails are given up.
type MailServer struct {
	Host     string
	Port     int
	Security string // "starttls", "tls", or "plain" where that was chosen
	User     string // "" for none
	From     string // address
	FromName string
}

// Parcel is a mail with all that is needed to send it.
type Parcel struct {
	Mail     Mail
	Server   MailServer
	Password Secret
	Messages []Message // one, or those of a report
	For      string    // whose report
	Company  string
	Sender   string // the secretary's name
}

// MailTest is what came of a test mail.
type MailTest struct {
	At      time.Time
	To      string
	Running bool
	Reason  Reason // zero: it went
}

// Post sends mails.
type Post interface {
	// Send gives a mail to the server. commit is called once the server has agreed to take it, before a word of it is
	// said; its error ends the attempt. The error is a PostTrouble.
	Send(ctx context.Context, p Parcel, commit func() error) error
}

// MessagePrinter writes one message, or those of a report, to be printed, in the language of the mail.
type MessagePrinter interface {
	PrintMessages(ctx context.Context, p Parcel) (Printed, error)
}

// PostTrouble says why a mail did not go.
type PostTrouble struct {
	Reason Reason
	Again  bool // it may go better by itself
	Unsure bool // the server may have taken it
}

func (t PostTrouble) Error() string { return t.Reason.Error() }

// Settings of mail and reminders.
const (
	SetMailHost          SettingKey = "mail_host"
	SetMailPort          SettingKey = "mail_port"
	SetMailSecurity      SettingKey = "mail_security" // starttls, tls, plain
	SetMailUser          SettingKey = "mail_user"
	SetMailFrom          SettingKey = "mail_from"
	SetRemindAfter       SettingKey = "remind_after_min"       // of a message that has reached nobody; 0: never
	SetRemindBefore      SettingKey = "remind_before_min"      // before what was promised is due
	SetEscalateUrgent    SettingKey = "escalate_urgent_min"    // 0: never
	SetEscalateImmediate SettingKey = "escalate_immediate_min" // 0: never
	SetReportAt          SettingKey = "report_at"              // time of day, "" for never
	SetReportLast        SettingKey = "report_last"            // until when principals have had their messages (RFC 3339)
)

// MailPasswordKey is what the password of the mail server is told under.
const MailPasswordKey SettingKey = "mail_password"

// DeliverySpecs are the settings of mail and reminders, in the order of the settings window.
var DeliverySpecs = []SettingSpec{
	{Key: SetMailHost},
	{Key: SetMailPort, Default: "587", Min: 1, Max: 65535},
	{Key: SetMailSecurity, Default: "starttls", Values: []string{"starttls", "tls", "plain"}},
	{Key: SetMailUser}, {Key: SetMailFrom, Form: MailAddress},
	{Key: SetRemindAfter, Default: "30", Min: 0, Max: 1440},
	{Key: SetRemindBefore, Default: "15", Min: 0, Max: 1440},
	{Key: SetEscalateUrgent, Default: "60", Min: 0, Max: 1440},
	{Key: SetEscalateImmediate, Default: "15", Min: 0, Max: 1440},
	{Key: SetReportAt, Form: timeOfDay}, {Key: SetReportLast, Form: stamp},
}

// MailAddress reports whether a text is one plain address.
func MailAddress(s string) bool {
	name, host, ok := strings.Cut(s, "@")
	return ok && name != "" && host != "" && !strings.ContainsAny(s, " \t\r\n,;<>\"()") && !strings.Contains(host, "@") &&
		!strings.HasPrefix(host, ".") && !strings.HasSuffix(host, ".") && !strings.Contains(host, "..")
}

func timeOfDay(s string) bool { _, err := time.Parse("15:04", s); return err == nil }
func stamp(s string) bool     { _, err := time.Parse(time.RFC3339, s); return err == nil }

// MailServer is the server as set.
func (s Settings) MailServer() MailServer {
	m := MailServer{Host: strings.TrimSpace(s.Get(SetMailHost)), Port: s.Number(SetMailPort), Security: s.Get(SetMailSecurity),
		User: s.Get(SetMailUser), From: s.Get(SetMailFrom), FromName: FullName(s.Get(SetSecretary))}
	if m.From == "" && MailAddress(m.User) {
		m.From = m.User
	}
	if c := s.Get(SetCompany); c != "" {
		m.FromName = strings.TrimPrefix(m.FromName+", "+c, ", ")
	}
	return m
}

// Ready reports whether mail can be sent at all.
func (m MailServer) Ready() bool { return m.Host != "" && m.From != "" }

// headerID is the Message-ID of a mail; its right part is the sender's own domain (RFC 5322 §3.6.4).
func (m MailServer) headerID(id MailID) string {
	_, host, _ := strings.Cut(m.From, "@")
	if host == "" {
		host = "anteroom.invalid"
	}
	return "anteroom." + string(id) + "@" + host
}

// mailPauses are how long a mail waits after each attempt that may go better by itself; then every two hours.
var mailPauses = []time.Duration{time.Minute, 2 * time.Minute, 5 * time.Minute, 10 * time.Minute, 20 * time.Minute, 30 * time.Minute, time.Hour}

// mailPatience is how long that goes on (RFC 5321 §4.5.4.1 wants four days or so of a server, not of a desk).
const mailPatience = 48 * time.Hour

func mailPause(attempts int) time.Duration {
	if attempts < 1 || attempts > len(mailPauses) {
		return 2 * time.Hour
	}
	return mailPauses[attempts-1]
}
