package benchmark

import (
	"context"
	"errors"
	"fmt"
	"net"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// probe is a small telephone and registrar of the test's own, on one UDP port.
type probe struct {
	conn *net.UDPConn
	work sync.WaitGroup
	ring uint64 // counts Call-IDs

	mu       sync.Mutex // guards what follows
	waiting  map[string]chan heard
	register chan time.Time // of the answers to REGISTER that took it
}

// heard is a response and when it came in.
type heard struct {
	message
	at time.Time
}

func openProbe() (*probe, error) {
	c, err := net.ListenUDP("udp4", loopback(0))
	if err != nil {
		return nil, err
	}
	if err := stampArrivals(c); err != nil {
		c.Close()
		return nil, err
	}
	p := &probe{conn: c, waiting: map[string]chan heard{}, register: make(chan time.Time, 100)}
	p.work.Go(p.listen)
	return p, nil
}

func (p *probe) close() {
	p.conn.Close()
	p.work.Wait()
}

func (p *probe) listen() {
	packet, control := make([]byte, 1<<16), make([]byte, 256)
	for {
		n, nc, _, from, err := p.conn.ReadMsgUDP(packet, control)
		if err != nil {
			return
		}
		m, ok := parse(packet[:n])
		if !ok {
			continue
		}
		if m.status() > 0 {
			p.mu.Lock()
			c := p.waiting[m.callID()]
			p.mu.Unlock()
			select {
			case c <- heard{m, stampIn(control[:nc])}: // nobody waits: never
			default:
			}
			continue
		}
		var r message
		switch m.method() {
		case "ACK":
			continue
		case "REGISTER":
			r = p.registrar(m)
		case "INVITE": // one more, in a call of ours: the answer stays as it was
			r = m.answer("200 OK", strings.Replace(description(audioPortOf(m)), "sendrecv", "recvonly", 1), "Contact: <sip:probe@"+p.conn.LocalAddr().String()+">")
		default:
			r = m.answer("200 OK", "")
		}
		_, _ = p.conn.WriteToUDP(r.bytes(), from) // lost like any datagram; SIP repeats
	}
}

// audioPortOf is where the probe's own sound of a call is: it has put it into the call's name.
func audioPortOf(m message) int {
	port := 0
	_, _ = fmt.Sscanf(m.callID(), "probe-%d-", &port) // a stranger's call has none
	return port
}

// registrar challenges once, as exchanges do, and takes any password.
func (p *probe) registrar(m message) message {
	if m.field("Authorization") == "" {
		return m.answer("401 Unauthorized", "", `WWW-Authenticate: Digest realm="bench", nonce="bench", algorithm=MD5, qop="auth"`)
	}
	if m.field("Expires") != "0" && !strings.Contains(m.field("Contact", "m"), "expires=0") {
		select {
		case p.register <- time.Now():
		default:
		}
	}
	return m.answer("200 OK", "", "Contact: "+m.field("Contact", "m"), "Expires: 3600")
}

// outgoing is a call of the probe's.
type outgoing struct {
	probe     *probe
	target    string
	id, via   string
	answers   chan heard
	to        string // with the other side's tag
	contact   string
	invite    time.Time
	sound     *net.UDPConn
	soundPeer *net.UDPAddr
}

func (p *probe) dial(phone int) (*outgoing, error) {
	sound, err := net.ListenUDP("udp4", loopback(0))
	if err != nil {
		return nil, err
	}
	p.ring++
	o := &outgoing{probe: p, target: "sip:desk@" + address(phone), sound: sound, answers: make(chan heard, 100),
		id: fmt.Sprintf("probe-%d-%d-%d", portOf(sound), p.ring, time.Now().UnixNano())}
	o.via, o.to, o.contact = "z9hG4bK"+o.id, "<"+o.target+">", o.target
	p.mu.Lock()
	p.waiting[o.id] = o.answers
	p.mu.Unlock()
	o.invite = time.Now()
	return o, o.send("INVITE", "INVITE", o.target, o.via, description(portOf(sound)))
}

// send sends a request; of cseq's method, the number being that of the INVITE except for BYE.
func (o *outgoing) send(method, cseq, uri, branch, body string) error {
	me, n := o.probe.conn.LocalAddr().String(), 1
	if method == "BYE" {
		n = 2
	}
	m := message{first: method + " " + uri + " SIP/2.0", body: body, fields: []string{
		"Via: SIP/2.0/UDP " + me + ";rport;branch=" + branch, "Max-Forwards: 70", "From: <sip:probe@" + me + ">;tag=" + o.id,
		"To: " + o.to, "Call-ID: " + o.id, fmt.Sprintf("CSeq: %d %s", n, cseq), "Contact: <sip:probe@" + me + ">",
	}}
	if body != "" {
		m.fields = append(m.fields, "Content-Type: application/sdp")
	}
	_, port, _ := strings.Cut(o.target, "127.0.0.1:")
	to, err := net.ResolveUDPAddr("udp4", "127.0.0.1:"+port)
	if err == nil {
		_, err = o.probe.conn.WriteToUDP(m.bytes(), to)
	}
	return err
}

// until waits for a response to a method with a status.
func (o *outgoing) until(ctx context.Context, method string, status int) (heard, error) {
	late := time.After(10 * time.Second)
	for {
		select {
		case h := <-o.answers:
			if h.method() != method || h.status() < status && h.status() < 200 {
				continue
			}
			if h.status() != status {
				return h, fmt.Errorf("benchmark: %s was answered %q, not %d", method, h.first, status)
			}
			o.to = h.field("To", "t")
			if c := h.field("Contact", "m"); c != "" {
				c, _, _ = strings.Cut(strings.TrimPrefix(c[strings.IndexByte(c, '<')+1:], "<"), ">")
				o.contact = c
			}
			return h, nil
		case <-late:
			return heard{}, fmt.Errorf("benchmark: no %d to %s", status, method)
		case <-ctx.Done():
			return heard{}, ctx.Err()
		}
	}
}

// giveUp cancels a call that rings (RFC 3261 §9.1).
func (o *outgoing) giveUp(ctx context.Context) error {
	defer o.forget()
	to := o.to
	o.to = "<" + o.target + ">"
	err := o.send("CANCEL", "CANCEL", o.target, o.via, "")
	o.to = to
	if err != nil {
		return err
	}
	if _, err := o.until(ctx, "INVITE", 487); err != nil {
		return err
	}
	return o.send("ACK", "ACK", o.target, o.via, "")
}

// talk waits for the answer and acknowledges it.
func (o *outgoing) talk(ctx context.Context) error {
	h, err := o.until(ctx, "INVITE", 200)
	if err != nil {
		return err
	}
	o.soundPeer = loopback(audioPort(h.body))
	return o.send("ACK", "ACK", o.contact, o.via+"ack", "")
}

func (o *outgoing) hangUp(ctx context.Context) error {
	defer o.forget()
	if err := o.send("BYE", "BYE", o.contact, o.via+"bye", ""); err != nil {
		return err
	}
	_, err := o.until(ctx, "BYE", 200)
	return err
}

func (o *outgoing) forget() {
	o.probe.mu.Lock()
	delete(o.probe.waiting, o.id)
	o.probe.mu.Unlock()
	o.sound.Close()
}

// chorus speaks µ-law noise into calls, a packet every 20 ms, and counts what comes back, until ctx ends.
func chorus(ctx context.Context, calls []*outgoing) (received []int64, err error) {
	counts := make([]atomic.Int64, len(calls))
	var work sync.WaitGroup
	ctx, stop := context.WithCancel(ctx)
	for i, o := range calls {
		work.Go(func() {
			packet := make([]byte, 2000)
			for {
				if _, err := o.sound.Read(packet); err != nil {
					return
				}
				counts[i].Add(1)
			}
		})
	}
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for seq := 0; ctx.Err() == nil; seq++ {
		for i, o := range calls {
			packet := make([]byte, 172)
			stamp := seq * 160
			copy(packet, []byte{0x80, 0, byte(seq >> 8), byte(seq), byte(stamp >> 24), byte(stamp >> 16), byte(stamp >> 8), byte(stamp), 0, 0, 1, byte(i)})
			for j := 12; j < len(packet); j++ {
				packet[j] = byte(0x9f + (seq*7+j*13)%32)
			}
			if _, e := o.sound.WriteToUDP(packet, o.soundPeer); e != nil {
				err = errors.Join(err, e)
				stop()
			}
		}
		select {
		case <-ctx.Done():
		case <-tick.C:
		}
	}
	stop()
	for _, o := range calls {
		_ = o.sound.SetReadDeadline(time.Now()) // ends the readers
	}
	work.Wait()
	for _, o := range calls {
		err = errors.Join(err, o.sound.SetReadDeadline(time.Time{}))
	}
	for i := range counts {
		received = append(received, counts[i].Load())
	}
	return received, err
}
