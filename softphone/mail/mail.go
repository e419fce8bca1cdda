// Package mail gives messages and reports up to a mail server.
package mail

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"net"
	"net/textproto"
	"strconv"
	"strings"
	"syscall"
	"time"

	gomail "github.com/wneessen/go-mail"

	"anteroom/softphone"
)

// sendTime is how long a server may take over each part of a mail.
const sendTime = 20 * time.Second

// Options are for `cmd` and tests.
type Options struct {
	// Roots are the certificates that are trusted; nil: the system's.
	Roots *x509.CertPool
	Now   func() time.Time // nil: time.Now
}

// Post is the way to a mail server.
type Post struct {
	roots *x509.CertPool
	now   func() time.Time
}

var _ softphone.Post = (*Post)(nil)

// New makes a post; it connects only while it sends.
func New(o Options) *Post {
	if o.Now == nil {
		o.Now = time.Now
	}
	return &Post{roots: o.Roots, now: o.Now}
}

// Send gives a mail to its server; see softphone.Post.
func (p *Post) Send(ctx context.Context, parcel softphone.Parcel, commit func() error) error {
	msg, err := letter(parcel, p.now())
	if err != nil {
		return softphone.PostTrouble{Reason: softphone.Reason{Code: softphone.MailRefused, Detail: err.Error()}}
	}
	client, err := p.client(parcel)
	if err != nil {
		return softphone.PostTrouble{Reason: softphone.Reason{Code: softphone.BadAddress, Detail: parcel.Server.Host}}
	}
	if err := client.DialWithContext(ctx); err != nil {
		return beforehand(err, parcel.Server)
	}
	// The library waits for the server by deadlines of its own; a desk that ends cuts the connection.
	cut := context.AfterFunc(ctx, func() { _ = client.Close() })
	defer cut()
	defer func() { _ = client.Close() }() // the mail is there or not by then
	if err := commit(); err != nil {
		return err
	}
	if err := client.Send(msg); err != nil && !msg.IsDelivered() {
		return during(err, parcel.Mail.To)
	}
	return nil
}

func (p *Post) client(parcel softphone.Parcel) (*gomail.Client, error) {
	s := parcel.Server
	o := []gomail.Option{gomail.WithPort(s.Port), gomail.WithTimeout(sendTime), gomail.WithoutNoop(),
		gomail.WithTLSConfig(&tls.Config{ServerName: s.Host, MinVersion: tls.VersionTLS12, RootCAs: p.roots})}
	switch s.Security {
	case "tls":
		o = append(o, gomail.WithSSL())
	case "plain":
		o = append(o, gomail.WithTLSPolicy(gomail.NoTLS))
	default:
		o = append(o, gomail.WithTLSPolicy(gomail.TLSMandatory))
	}
	if s.User != "" {
		auth := gomail.SMTPAuthAutoDiscover
		if s.Security == "plain" {
			auth = gomail.SMTPAuthPlainNoEnc
		}
		o = append(o, gomail.WithSMTPAuth(auth), gomail.WithUsername(s.User), gomail.WithPassword(string(parcel.Password)))
	}
	if _, host, ok := strings.Cut(s.From, "@"); ok {
		o = append(o, gomail.WithHELO(host)) // the name of this computer is nobody's business
	}
	return gomail.NewClient(s.Host, o...)
}

// beforehand says why the server was not even ready: nothing of the mail has been said.
func beforehand(err error, s softphone.MailServer) error {
	trouble := func(code softphone.ReasonCode, detail string, again bool) error {
		return softphone.PostTrouble{Reason: softphone.Reason{Code: code, Detail: detail}, Again: again}
	}
	where := net.JoinHostPort(s.Host, strconv.Itoa(s.Port))
	var unknown *net.DNSError
	var cert *tls.CertificateVerificationError
	var record tls.RecordHeaderError
	code := replyCode(err)
	switch {
	case errors.As(err, &unknown):
		return trouble(softphone.UnknownHost, s.Host, true)
	case errors.As(err, &cert):
		return trouble(softphone.CertificateRefused, cert.Err.Error(), false)
	case errors.As(err, &record), strings.Contains(err.Error(), "does not support STARTTLS"):
		return trouble(softphone.NoEncryption, where, false)
	case code == 535 || code == 534 || code == 530 || code == 538 || code == 500 && s.User != "":
		return trouble(softphone.WrongPassword, err.Error(), false)
	case strings.Contains(err.Error(), "AUTH") || errors.Is(err, gomail.ErrNoSupportedAuthDiscovered):
		return trouble(softphone.WrongPassword, err.Error(), false)
	case errors.Is(err, syscall.ECONNREFUSED):
		return trouble(softphone.ConnectionRefused, where, true)
	case code != 0:
		return trouble(softphone.ServerTrouble, err.Error(), code < 500)
	}
	return trouble(softphone.NoAnswerFromHost, where, true)
}

// during says why the server did not take the mail.
func during(err error, to string) error {
	t := softphone.PostTrouble{Reason: softphone.Reason{Code: softphone.MailRefused, Detail: err.Error()}}
	var said *gomail.SendError
	if !errors.As(err, &said) {
		t.Unsure = true
		t.Reason.Code = softphone.MailCut
		return t
	}
	code := said.ErrorCode()
	t.Again = code >= 400 && code < 500
	t.Reason.Detail = strings.TrimSpace(to + " " + lastLine(said.Error()))
	switch said.Reason {
	case gomail.ErrSMTPRcptTo:
		t.Reason.Code = softphone.RecipientRefused
	case gomail.ErrSMTPMailFrom:
		t.Reason.Code = softphone.SenderRefused
	}
	switch {
	case code != 0: // the server has said no
	case said.Reason == gomail.ErrWriteContent || said.Reason == gomail.ErrSMTPDataClose || said.Reason == gomail.ErrSMTPReset:
		t.Reason.Code, t.Unsure = softphone.MailCut, true // it may have taken it, and not been heard
	default: // not a word of the mail was said
		t.Reason.Code, t.Again = softphone.NoAnswerFromHost, true
	}
	return t
}

// lastLine is what the server said, without the library's preface.
func lastLine(s string) string {
	if _, said, ok := strings.Cut(s, ": "); ok {
		s = said
	}
	s, _, _ = strings.Cut(s, ", affected ") // whom and what stands beside it anyway
	return strings.Join(strings.Fields(s), " ")
}

// replyCode is the code of a server's answer; 0 for other errors.
func replyCode(err error) int {
	var said *textproto.Error
	if errors.As(err, &said) {
		return said.Code
	}
	return 0
}
