package main

import (
	"bytes"
	"encoding/json"
	"io"
	"net"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/emersion/go-smtp"

	"anteroom/softphone/control"
)

// mailServer is a real one on loopback that refuses until it is told to accept.
type mailServer struct {
	mu     sync.Mutex // guards the rest
	accept bool
	mails  []string
	stall  chan struct{} // it has taken a mail and does not say so before this is closed, when set
}

func (s *mailServer) NewSession(*smtp.Conn) (smtp.Session, error) { return mailSession{s}, nil }

type mailSession struct{ s *mailServer }

func (mailSession) Reset()                               {}
func (mailSession) Logout() error                        { return nil }
func (mailSession) Mail(string, *smtp.MailOptions) error { return nil }
func (x mailSession) Rcpt(string, *smtp.RcptOptions) error {
	x.s.mu.Lock()
	defer x.s.mu.Unlock()
	if !x.s.accept {
		return &smtp.SMTPError{Code: 550, EnhancedCode: smtp.EnhancedCode{5, 1, 1}, Message: "no such user"}
	}
	return nil
}
func (x mailSession) Data(r io.Reader) error {
	text, err := io.ReadAll(r)
	x.s.mu.Lock()
	x.s.mails = append(x.s.mails, string(text))
	stall := x.s.stall
	x.s.mu.Unlock()
	if stall != nil {
		<-stall
	}
	return err
}

func (s *mailServer) got() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.mails)
}

// serveMail gives the port.
func serveMail(t *testing.T, s *mailServer) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	server := smtp.NewServer(s)
	server.Domain = "localhost"
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		_ = server.Serve(l) // until it is closed
	}()
	t.Cleanup(func() {
		_, _ = l.Close(), server.Close()
		<-ended
	})
	_, port, err := net.SplitHostPort(l.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	return port
}

func (p *program) mailTo(port string) {
	p.t.Helper()
	for k, v := range map[string]string{"mail_host": "127.0.0.1", "mail_port": port, "mail_security": "plain", "mail_from": "desk@nordvik.example"} {
		p.ctl(nil, "set", k, v)
	}
}

// lines asks a verb that prints several lines.
func (p *program) lines(args ...string) (out []map[string]any) {
	p.t.Helper()
	var text bytes.Buffer
	if err := control.Send(p.t.Context(), p.data, args, "", &text); err != nil {
		p.t.Fatal(err)
	}
	for line := range strings.Lines(text.String()) {
		var x map[string]any
		if err := json.Unmarshal([]byte(line), &x); err != nil {
			p.t.Fatal(err)
		}
		out = append(out, x)
	}
	return out
}

func (p *program) mailIs(state string) {
	p.t.Helper()
	p.until("a mail that is "+state, 20*time.Second, func() bool {
		l := p.lines("mail", "list")
		return len(l) == 1 && l[0]["state"] == state
	})
}

// A message goes to a server that refuses it; what failed stands in its history and survives a kill; then it arrives.
func TestMail_RefusedThenKilledThenAccepted(t *testing.T) {
	dir, server := t.TempDir(), &mailServer{}
	port := serveMail(t, server)
	p := startProgram(t, dir, nil, "--headless", "--lang", "nb")
	p.mailTo(port)
	var m struct{ ID, State string }
	p.ctl(&m, "message", "new", "for=Henrik Aasen", "surname=Østby", "verbatim=Ring før fire", "number=22413077")
	p.ctl(nil, "message", "deliver", m.ID, "henrik@nordvik.example")
	p.mailIs("failed")
	p.until("that is on disk", 20*time.Second, func() bool { return len(p.lines("message", "history", m.ID)) == 3 })
	p.kill()

	p = startProgram(t, dir, nil, "--headless")
	p.mailIs("failed")
	server.mu.Lock()
	server.accept = true
	server.mu.Unlock()
	p.ctl(nil, "message", "retry", m.ID)
	p.until("it is delivered", 20*time.Second, func() bool {
		p.ctl(&m, "message", "show", m.ID)
		return m.State == "delivered"
	})
	var kinds []string
	for _, l := range p.lines("message", "history", m.ID) {
		kinds = append(kinds, l["what"].(string))
	}
	if got := strings.Join(kinds, " "); got != "taken queued failed delivered" {
		t.Error(got)
	}
	server.mu.Lock()
	defer server.mu.Unlock()
	if len(server.mails) != 1 || !strings.Contains(server.mails[0], "<anteroom."+m.ID) {
		t.Errorf("%q", server.mails)
	}
}

// The desk is killed after the server has taken a mail and before it has said so: the next start does not send it again
// but says that it may be there, and a second one, asked for by name, goes under the same Message-ID.
func TestMail_KilledBetweenSendingAndMarkingIsUnsureAndNotSentAgain(t *testing.T) {
	dir, server := t.TempDir(), &mailServer{accept: true, stall: make(chan struct{})}
	port := serveMail(t, server)
	answers := sync.OnceFunc(func() { close(server.stall) })
	t.Cleanup(answers) // before the server is closed
	p := startProgram(t, dir, nil, "--headless", "--lang", "nb")
	p.mailTo(port)
	var m struct{ ID, State string }
	p.ctl(&m, "message", "new", "for=Henrik Aasen", "surname=Østby", "verbatim=Ring før fire")
	p.ctl(nil, "message", "deliver", m.ID, "henrik@nordvik.example")
	p.until("the server has it", 20*time.Second, func() bool { return len(server.got()) == 1 })
	p.kill()
	answers()

	p = startProgram(t, dir, nil, "--headless")
	p.mailIs("unsure")
	if err := control.Send(t.Context(), p.data, []string{"message", "retry"}, "", io.Discard); err == nil {
		t.Error("sent again together with all the others")
	}
	if n := len(server.got()); n != 1 {
		t.Fatalf("sent %d times", n)
	}
	history := p.lines("message", "history", m.ID)
	if last := history[len(history)-1]["what"]; last != "unsure" {
		t.Errorf("the history ends with %v", last)
	}
	p.ctl(nil, "message", "retry", m.ID)
	p.until("it is delivered", 20*time.Second, func() bool {
		p.ctl(&m, "message", "show", m.ID)
		return m.State == "delivered"
	})
	header := regexp.MustCompile(`(?mi)^Message-ID:.*$`)
	if got := server.got(); len(got) != 2 || header.FindString(got[0]) == "" || header.FindString(got[0]) != header.FindString(got[1]) {
		t.Errorf("%q", got)
	}
}

// The principal is away: a message is taken and read back, mailed to a server that refuses, and gets there in the end.
func TestWalk_MessageReadBackAndMailed(t *testing.T) {
	dir, server := t.TempDir(), &mailServer{}
	port := serveMail(t, server)
	w := walk(t, dir)
	id, name, _ := w.director()
	w.mailTo(port)
	w.tells("presence", "set", id, "out", "+90")
	w.callIn("ringing", 30*time.Second)
	w.key("F2")
	w.callIn("talking", 10*time.Second)
	w.key(w.situation("absent"))
	w.is("he is told so", 1, laid("absent"))
	w.picture("mail-0-absent")
	w.key("F8")
	w.types(name)
	w.key("Tab", "Tab", "Tab")
	w.key("ctrl+a")
	w.types("Sørlie")
	w.written("draft", "Sørlie", "")
	w.key("ctrl+shift+F8")
	w.picture("mail-1-spelled")
	w.key("ctrl+F8")
	w.picture("mail-2-read-back")
	w.key("Return")
	w.until("it counts as read back", 10*time.Second, func() bool {
		for _, m := range w.lines("message", "list") {
			if m["all_read_back"] == true {
				return true
			}
		}
		return false
	})
	w.key("ctrl+Return", "ctrl+Return")
	w.written("new", "Sørlie", "")
	w.picture("mail-3-how")
	taken := ""
	for _, m := range w.messages() {
		if m.State == "new" {
			taken = m.ID
		}
	}
	w.ctl(nil, "message", "deliver", taken, "henrik@nordvik.example")
	w.mailIs("failed")
	w.picture("mail-4-failed")
	w.key("ctrl+2")
	w.picture("mail-5-page-failed")
	server.mu.Lock()
	server.accept = true
	server.mu.Unlock()
	w.key("ctrl+F5")
	w.written("delivered", "Sørlie", "")
	w.picture("mail-6-page-delivered")
}
