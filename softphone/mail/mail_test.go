package mail

import (
	"context"
	"crypto/x509"
	"errors"
	"io"
	"mime"
	"mime/quotedprintable"
	"net"
	netmail "net/mail"
	"strings"
	"testing"
	"time"

	"github.com/emersion/go-smtp"

	"anteroom/softphone"
)

var at = time.Date(2026, 11, 24, 13, 2, 0, 0, time.UTC)

func parcel(s *server, security string) softphone.Parcel {
	return softphone.Parcel{
		Mail:     softphone.Mail{ID: "x", Kind: softphone.MailMessage, To: "henrik@nordvik.example", Language: "nb", MessageID: "anteroom.x@nordvik.example"},
		Server:   softphone.MailServer{Host: "localhost", Port: s.port, Security: security, User: "desk", From: "desk@nordvik.example", FromName: "Ida Holm, Nordvik"},
		Password: "hemmelig", Sender: "Ida Holm", Company: "Nordvik Rederi AS",
		Messages: []softphone.Message{{ID: "m", Taken: at, For: "Henrik Aasen", FirstName: "Åse", Surname: "Bjørnstad", Verbatim: "«Ring\n  før fire», sa hun. Привет 👩‍👩‍👧",
			Number: "22413077", ReadBack: true, CallWhen: "i dag 13:30–15", Urgency: softphone.Urgent, Mood: softphone.MoodNeutral}},
	}
}

func send(t *testing.T, roots *x509.CertPool, p softphone.Parcel) (committed bool, trouble softphone.PostTrouble) {
	t.Helper()
	err := New(Options{Roots: roots, Now: func() time.Time { return at }}).Send(t.Context(), p, func() error { committed = true; return nil })
	if err != nil && !errors.As(err, &trouble) {
		t.Fatalf("not told as trouble: %v", err)
	}
	return committed, trouble
}

func TestSend_ArrivesWordForWordOverEitherKindOfTLS(t *testing.T) {
	for _, security := range []string{"tls", "starttls", "plain"} {
		s := serve(t, security)
		if committed, why := send(t, s.roots, parcel(s, security)); !committed || why != (softphone.PostTrouble{}) {
			t.Fatalf("%s: %+v", security, why)
		}
		m, err := netmail.ReadMessage(strings.NewReader(s.got()[0]))
		if err != nil {
			t.Fatal(err)
		}
		subject, err := new(mime.WordDecoder).DecodeHeader(m.Header.Get("Subject"))
		if err != nil || subject != "Haster: Telefonbeskjed fra Åse Bjørnstad" || m.Header.Get("Message-ID") != "<anteroom.x@nordvik.example>" {
			t.Errorf("%s: %q %q %v", security, subject, m.Header.Get("Message-ID"), err)
		}
		body, err := io.ReadAll(quotedprintable.NewReader(m.Body))
		if err != nil {
			t.Fatal(err)
		}
		text := strings.ReplaceAll(string(body), "\r\n", "\n")
		for _, want := range []string{"«Ring\n  før fire», sa hun. Привет 👩‍👩‍👧", "22 41 30 77 (lest tilbake)", "Til: Henrik Aasen", "Når: i dag 13:30–15", "Ida Holm, Nordvik Rederi AS"} {
			if !strings.Contains(text, want) {
				t.Errorf("%s: %q is not in\n%s", security, want, text)
			}
		}
	}
}

func TestSend_SaysPlainlyWhatFailed(t *testing.T) {
	for name, c := range map[string]struct {
		security  string
		wreck     func(*server, *softphone.Parcel)
		distrust  bool
		code      softphone.ReasonCode
		again     bool
		unsure    bool
		committed bool
	}{
		"a recipient refused for good": {"tls", func(s *server, _ *softphone.Parcel) {
			s.rcpt = &smtp.SMTPError{Code: 550, EnhancedCode: smtp.EnhancedCode{5, 1, 1}, Message: "no such user"}
		}, false, softphone.RecipientRefused, false, false, true},
		"a recipient refused for now": {"tls", func(s *server, _ *softphone.Parcel) {
			s.rcpt = &smtp.SMTPError{Code: 450, EnhancedCode: smtp.EnhancedCode{4, 2, 0}, Message: "mailbox busy"}
		}, false, softphone.RecipientRefused, true, false, true},
		"a mail refused": {"tls", func(s *server, _ *softphone.Parcel) {
			s.data = &smtp.SMTPError{Code: 554, EnhancedCode: smtp.EnhancedCode{5, 6, 0}, Message: "no"}
		}, false, softphone.MailRefused, false, false, true},
		"cut off once it was whole":       {"tls", func(s *server, _ *softphone.Parcel) { s.cut = true }, false, softphone.MailCut, false, true, true},
		"a wrong password":                {"tls", func(_ *server, p *softphone.Parcel) { p.Password = "feil" }, false, softphone.WrongPassword, false, false, false},
		"a certificate nobody has signed": {"tls", func(*server, *softphone.Parcel) {}, true, softphone.CertificateRefused, false, false, false},
		"the same with STARTTLS":          {"starttls", func(*server, *softphone.Parcel) {}, true, softphone.CertificateRefused, false, false, false},
		"no encryption where it is wanted": {"plain", func(_ *server, p *softphone.Parcel) { p.Server.Security = "starttls" },
			false, softphone.NoEncryption, false, false, false},
		"nobody there": {"tls", func(s *server, _ *softphone.Parcel) { _ = s.door.Close() }, false, softphone.ConnectionRefused, true, false, false},
		"an unknown server": {"tls", func(_ *server, p *softphone.Parcel) { p.Server.Host = "smtp.invalid" },
			false, softphone.UnknownHost, true, false, false},
	} {
		t.Run(name, func(t *testing.T) {
			s := serve(t, c.security)
			p := parcel(s, c.security)
			s.set(func(s *server) { c.wreck(s, &p) })
			roots := s.roots
			if c.distrust {
				roots = x509.NewCertPool()
			}
			committed, why := send(t, roots, p)
			if why.Reason.Code != c.code || why.Again != c.again || why.Unsure != c.unsure || committed != c.committed {
				t.Errorf("committed %v, %+v", committed, why)
			}
			if len(s.got()) != 0 {
				t.Error("it went all the same")
			}
		})
	}
}

func TestSend_RefusedFirstArrivesTheNextTimeUnderTheSameName(t *testing.T) {
	s := serve(t, "starttls")
	s.set(func(s *server) { s.rcpt = &smtp.SMTPError{Code: 451, Message: "later"} })
	if _, why := send(t, s.roots, parcel(s, "starttls")); !why.Again {
		t.Fatalf("%+v", why)
	}
	s.set(func(s *server) { s.rcpt = nil })
	if _, why := send(t, s.roots, parcel(s, "starttls")); why != (softphone.PostTrouble{}) {
		t.Fatalf("%+v", why)
	}
	if got := s.got(); len(got) != 1 || !strings.Contains(got[0], "<anteroom.x@nordvik.example>") {
		t.Errorf("%q", got)
	}
}

func TestSend_NothingIsSaidToTheServerWhenItCannotBeNoted(t *testing.T) {
	s := serve(t, "tls")
	full := softphone.Reason{Code: softphone.DiskFull}
	err := New(Options{Roots: s.roots}).Send(t.Context(), parcel(s, "tls"), func() error { return full })
	if !errors.Is(err, full) || len(s.got()) != 0 || len(s.people) != 0 {
		t.Errorf("%v %v", err, s.people)
	}
}

func TestSend_EndsWithTheDesk(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0") // takes the connection and says nothing
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	ctx, cancel := context.WithCancel(t.Context())
	go func() {
		if c, err := l.Accept(); err == nil {
			defer c.Close()
			cancel()
			_, _ = io.Copy(io.Discard, c) // until the other side leaves
		}
	}()
	p := parcel(&server{port: l.Addr().(*net.TCPAddr).Port}, "tls")
	p.Server.Host = "127.0.0.1"
	var why softphone.PostTrouble
	if err := New(Options{}).Send(ctx, p, func() error { return nil }); !errors.As(err, &why) || !why.Again {
		t.Errorf("%v", err)
	}
}

func TestLetters_HaveEveryWordInBothLanguages(t *testing.T) {
	nb, en := vocabulary()["nb"], vocabulary()["en"]
	for k := range nb {
		if en[k] == "" || strings.Count(nb[k], "%") != strings.Count(en[k], "%") {
			t.Errorf("%s is %q and %q", k, nb[k], en[k])
		}
	}
	if len(nb) != len(en) {
		t.Errorf("%d and %d", len(nb), len(en))
	}
	for _, language := range []string{"nb", "en"} {
		p := parcel(&server{}, "tls")
		p.Mail.Language = language
		for _, kind := range []softphone.MailKind{softphone.MailMessage, softphone.MailEscalation, softphone.MailReport, softphone.MailTrial} {
			p.Mail.Kind = kind
			subject, body := Words(p, at)
			if strings.Contains(subject+body, "%!") || subject == "" || strings.Contains(subject, "\n") {
				t.Errorf("%s %s: %q\n%s", language, kind, subject, body)
			}
		}
	}
}
