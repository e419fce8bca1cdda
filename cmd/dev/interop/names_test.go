//go:build interop

package interop

import (
	"net"
	"net/netip"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"golang.org/x/net/dns/dnsmessage"
)

// names is a small DNS server (RFC 1035) for one place; the programs there ask it and nobody else.
type names struct {
	mu      sync.Mutex // guards the rest
	records map[string][]dnsmessage.Resource
}

// startNames serves at 127.0.0.1:53 of a place, whose resolv.conf says so (ip-netns(8)).
func startNames(t *testing.T, p place) *names {
	t.Helper()
	if p.ns == "" {
		t.Fatal("this computer has names already")
	}
	dir := filepath.Join("/etc/netns", p.ns)
	if err := os.MkdirAll(dir, 0o755); err != nil {
		t.Skipf("no resolv.conf for a network namespace: %v", err)
	}
	t.Cleanup(func() { os.RemoveAll(dir); os.Remove("/etc/netns") }) // the folder itself only when it is empty
	for name, text := range map[string]string{
		"resolv.conf": "nameserver 127.0.0.1\noptions attempts:1 timeout:2\n", "nsswitch.conf": "hosts: files dns\n",
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	n := &names{records: map[string][]dnsmessage.Resource{}}
	var c net.PacketConn
	err := p.within(func() (err error) {
		c, err = net.ListenPacket("udp4", "127.0.0.1:53")
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	done := make(chan struct{})
	go func() {
		defer close(done)
		buf := make([]byte, 1500)
		for {
			size, from, err := c.ReadFrom(buf)
			if err != nil {
				return
			}
			if answer := n.answer(buf[:size]); answer != nil {
				c.WriteTo(answer, from)
			}
		}
	}()
	t.Cleanup(func() { c.Close(); <-done })
	return n
}

func header(name string) dnsmessage.ResourceHeader {
	return dnsmessage.ResourceHeader{Name: dnsmessage.MustNewName(name), Class: dnsmessage.ClassINET, TTL: 1}
}

// add gives a name, which ends with a dot, one more address.
func (n *names) add(name, addr string) {
	n.mu.Lock()
	defer n.mu.Unlock()
	var body dnsmessage.ResourceBody
	if a := netip.MustParseAddr(addr); a.Is4() {
		body = &dnsmessage.AResource{A: a.As4()}
	} else {
		body = &dnsmessage.AAAAResource{AAAA: a.As16()}
	}
	n.records[name] = append(n.records[name], dnsmessage.Resource{Header: header(name), Body: body})
}

// service adds an SRV record (RFC 2782) such as _sip._udp.example.test.
func (n *names) service(name string, priority uint16, target string, port uint16) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.records[name] = append(n.records[name], dnsmessage.Resource{Header: header(name),
		Body: &dnsmessage.SRVResource{Priority: priority, Weight: 1, Port: port, Target: dnsmessage.MustNewName(target)}})
}

func (n *names) answer(question []byte) []byte {
	var m dnsmessage.Message
	if m.Unpack(question) != nil || len(m.Questions) != 1 {
		return nil
	}
	n.mu.Lock()
	defer n.mu.Unlock()
	q := m.Questions[0]
	all := n.records[q.Name.String()]
	m.Header = dnsmessage.Header{ID: m.ID, Response: true, Authoritative: true, RecursionDesired: m.RecursionDesired, RecursionAvailable: true}
	if len(all) == 0 {
		m.RCode = dnsmessage.RCodeNameError
	}
	m.Additionals = nil
	for _, r := range all {
		r.Header.Type = kind(r.Body)
		if r.Header.Type == q.Type {
			m.Answers = append(m.Answers, r)
		}
	}
	out, err := m.Pack()
	if err != nil {
		return nil
	}
	return out
}

func kind(b dnsmessage.ResourceBody) dnsmessage.Type {
	switch b.(type) {
	case *dnsmessage.AResource:
		return dnsmessage.TypeA
	case *dnsmessage.AAAAResource:
		return dnsmessage.TypeAAAA
	}
	return dnsmessage.TypeSRV
}
