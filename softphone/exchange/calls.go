package exchange

import (
	"encoding/hex"
	"fmt"
	"io"
	"math/rand/v2"

	"github.com/emiago/sipgo/sip"
)

// start hands a call to Run; false when that has ended.
func (e *Exchange) start(c *call) bool {
	id := key(c.callID, c.localTag)
	e.mu.Lock()
	room := !e.closed && len(e.calls) < maxCalls && e.calls[id] == nil
	if room {
		e.calls[id] = c
	}
	e.mu.Unlock()
	if room {
		select {
		case e.starts <- c:
			return true
		case <-e.ended:
		}
	}
	c.end()
	return false
}

func (e *Exchange) find(req *sip.Request) *call {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.calls[requestKey(req)]
}

func (e *Exchange) forget(c *call) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if id := key(c.callID, c.localTag); e.calls[id] == c {
		delete(e.calls, id)
	}
}

// newCall makes a call for a party, with its sound; its dialog is the caller's to fill in.
func (e *Exchange) newCall(p *party) (*call, error) {
	e.mu.Lock()
	tag, err := e.token()
	e.mu.Unlock()
	if err != nil {
		return nil, err
	}
	var seed [32]byte
	copy(seed[:], tag)
	r := rand.New(rand.NewChaCha8(seed))
	s, err := openSound(r)
	if err != nil {
		return nil, err
	}
	s.echoing = p.echo
	c := &call{ex: e, party: p, sound: s, mail: make(chan func()), done: make(chan struct{}), uncount: func() {},
		local: localMedia{id: uint64(r.Uint32()), port: s.port()}}
	c.localTag, c.seq = tag, r.Uint32()&0xFFFF
	c.contact = sip.Uri{Scheme: "sip", User: p.number, Host: host, Port: e.socket.address().Port}
	return c, nil
}

// token is 16 random bytes in hexadecimal. The caller holds mu.
func (e *Exchange) token() (string, error) {
	var b [16]byte
	if _, err := io.ReadFull(e.options.Random, b[:]); err != nil {
		return "", fmt.Errorf("exchange: random source: %w", err)
	}
	return hex.EncodeToString(b[:]), nil
}
