package main

import (
	"fmt"
	"net"
	"testing"
	"time"
)

// invite is a plain INVITE from a telephone at from (RFC 3261 §21.1 header set), without credentials.
func invite(n int, from, to net.Addr) []byte {
	return fmt.Appendf(nil, "INVITE sip:desk@%[3]s SIP/2.0\r\nVia: SIP/2.0/UDP %[2]s;branch=z9hG4bK-flood-%[1]d;rport\r\n"+
		"From: <sip:caller%[1]d@%[2]s>;tag=t%[1]d\r\nTo: <sip:desk@%[3]s>\r\nCall-ID: flood-%[1]d@%[2]s\r\nCSeq: 1 INVITE\r\n"+
		"Contact: <sip:caller%[1]d@%[2]s>\r\nMax-Forwards: 70\r\nContent-Length: 0\r\n\r\n", n, from, to)
}

// freePort is a UDP address that nobody listens on.
func freePort(t *testing.T) string {
	t.Helper()
	c, err := net.ListenPacket("udp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	return c.LocalAddr().String()
}

// Half of a flood comes from strangers, half from the line's own exchange; whoever is writing goes on writing.
func TestWalk_FloodOfInvitesWhileTyping(t *testing.T) {
	dir := t.TempDir()
	w := walk(t, dir)
	at := freePort(t)
	w.ctl(nil, "line", "add", "127.0.0.1", "--user", "desk", "--no-register", "--listen", at)
	w.until("the line is ready", 10*time.Second, func() bool {
		s := w.status()
		return len(s.Lines) == 1 && s.Lines[0].State == "registered"
	})
	desk, err := net.ResolveUDPAddr("udp", at)
	if err != nil {
		t.Fatal(err)
	}
	flooded := make(chan error, 1)
	send := func(from string, count int) error {
		c, err := net.ListenPacket("udp", from+":0")
		if err != nil {
			return err
		}
		defer c.Close()
		// What a full socket dropped comes again, as from any telephone (RFC 3261 §17.1.1.2).
		for wait := 500 * time.Millisecond; wait <= 4*time.Second; wait *= 2 {
			for n := range count {
				if _, err := c.WriteTo(invite(n, c.LocalAddr(), desk), desk); err != nil {
					return err
				}
			}
			c.SetReadDeadline(time.Now().Add(wait))
			if _, _, err := c.ReadFrom(make([]byte, 2048)); err == nil {
				return nil
			}
		}
		return fmt.Errorf("%s: nobody answers", from)
	}
	w.key("F8")
	go func() {
		if err := send("127.0.0.2", 250); err != nil {
			flooded <- err
			return
		}
		flooded <- send("127.0.0.1", 250)
	}()
	typed := w.in("mens det ringer fra alle kanter", "while it rings on every side")
	w.types(typed)
	if err := <-flooded; err != nil {
		t.Fatal(err)
	}
	w.until("the form has every letter", 15*time.Second, func() bool {
		for _, m := range w.messages() {
			if m.For == typed {
				return true
			}
		}
		return false
	})
	w.picture("12-flood")
	s := w.status()
	live := 0
	for _, c := range s.Calls {
		if c.State == "ringing" {
			live++
		}
		if c.State != "ended" && c.Peer.Number == "" {
			t.Errorf("a call from nobody: %+v", c)
		}
	}
	if live == 0 || live > 32 {
		t.Fatalf("%d calls ring", live)
	}
	for range live {
		w.ctl(nil, "reject")
	}
	w.until("the last is gone", 40*time.Second, func() bool {
		for _, c := range w.status().Calls {
			if c.State != "ended" {
				return false
			}
		}
		return true
	})
}
