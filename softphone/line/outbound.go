package line

import (
	"context"
	"hash/fnv"
	"math/rand/v2"
	"net/netip"
	"slices"
	"strconv"
	"strings"
	"time"

	"anteroom/softphone"

	"github.com/emiago/sipgo/sip"
	"github.com/pion/stun/v3"
)

// RFC 5626, with one flow: the registrar reaches us over the connection that we have made, wherever we are.

// offersFlow puts what asks for an outbound registration into a REGISTER (RFC 5626 §4.2.1).
func (a *account) offersFlow(req *sip.Request) {
	if a.line.options.Instance == "" {
		return
	}
	if a.noOutbound {
		req.AppendHeader(sip.NewHeader("Supported", "path"))
		return
	}
	req.AppendHeader(sip.NewHeader("Supported", "path, outbound"))
}

// flowContact names us, and our flow, in a contact that is registered or taken back.
func (a *account) flowContact(h *sip.ContactHeader) {
	id := a.line.options.Instance
	if id == "" {
		return
	}
	h.Params.Add("+sip.instance", `"<`+id+`>"`)
	if !a.noOutbound {
		h.Params.Add("reg-id", a.regID())
	}
}

// regID tells this line's flow from those of other lines of the same user: from 1 to 2^31-1 (RFC 5626 §4.2), and always
// the same.
func (a *account) regID() string {
	h := fnv.New32a()
	h.Write([]byte(a.ID))
	return strconv.Itoa(int(h.Sum32()%(1<<31-1)) + 1)
}

// takeFlow reads whether the registrar keeps our flow (RFC 5626 §6), and how often it wants to hear from us.
func (t *trunk) takeFlow(res *sip.Response) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.outbound = slices.Contains(listed(res, "Require"), "outbound")
	t.flowTimer = 0
	if n, err := strconv.ParseUint(strings.TrimSpace(field(res, "Flow-Timer")), 10, 16); err == nil && t.outbound {
		t.flowTimer = time.Duration(n) * time.Second
	}
}

func (t *trunk) isOutbound() bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.outbound
}

// keepAliveEvery suits routers that forget after half a minute (RFC 5626 §4.4.2 has 24 to 29 s for UDP); where the
// registrar names a time, 80 to 100 % of it (§4.4).
func (t *trunk) keepAliveEvery() time.Duration {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.flowTimer <= 0 {
		return 25 * time.Second
	}
	return t.flowTimer*4/5 + rand.N(t.flowTimer/5+1)
}

// contactInDialog is our contact in requests and responses of dialogs; ob has them come over our flow (RFC 5626 §4.3).
func (t *trunk) contactInDialog() *sip.ContactHeader {
	h := t.contactHeader()
	if t.isOutbound() {
		h.Address.UriParams.Add("ob", "")
	}
	return h
}

// pongLimit is how long the answer to a keep-alive may take, 10 s (RFC 5626 §4.4.1).
func pongLimit() time.Duration { return 20 * sip.T1 }

// keepAlive holds a router's mapping open and notices a dead flow (RFC 5626 §3.5). A verdict comes where something is
// wrong: errSilent, or errRebound.
func (t *trunk) keepAlive(verdict chan<- error) {
	t.mu.Lock()
	f, outbound := t.flow, t.outbound
	t.mu.Unlock()
	switch hop := t.nextHop(); {
	case f != nil:
		if outbound || f.pongs.Load() {
			t.goes(func() { t.awaitPong(f) })
			return
		}
		f.ping()
	case outbound:
		t.goes(func() { t.keepBySTUN(verdict) })
	case !hop.Addr().IsLoopback():
		t.datagram([]byte(ping), hop)
	}
}

const ping, pong = "\r\n\r\n", "\r\n"

// awaitPong sends a ping and cuts the connection when nothing comes back; anything shows that it lives.
func (t *trunk) awaitPong(f *flow) {
	select {
	case <-f.heard:
	default:
	}
	f.ping()
	late := time.NewTimer(pongLimit())
	defer late.Stop()
	select {
	case <-f.heard:
	case <-f.gone:
	case <-t.closed:
	case <-late.C:
		f.Close()
	}
}

// binding is a question of ours to a registrar that keeps flows over UDP.
type binding struct {
	id     [stun.TransactionIDSize]byte
	server netip.AddrPort
	answer chan netip.AddrPort
}

// keepBySTUN asks under which address the registrar sees us (RFC 5626 §3.5.2). Another one than before, and silence, end
// the flow (§4.4.2).
func (t *trunk) keepBySTUN(verdict chan<- error) {
	m, err := stun.Build(stun.TransactionID, stun.BindingRequest)
	if err != nil {
		return
	}
	b := &binding{id: m.TransactionID, server: t.nextHop(), answer: make(chan netip.AddrPort, 1)}
	t.mu.Lock()
	if t.asking != nil { // the question of before is still open
		t.mu.Unlock()
		return
	}
	t.asking = b
	t.mu.Unlock()
	defer func() {
		t.mu.Lock()
		defer t.mu.Unlock()
		if t.asking == b {
			t.asking = nil
		}
	}()
	ctx, cancel := t.within(pongLimit())
	defer cancel()
	for pause := sip.T1; ; pause *= 2 { // RFC 8489 §6.2.1, as long as for a pong
		t.datagram(m.Raw, b.server)
		again := time.NewTimer(pause)
		select {
		case seen := <-b.answer:
			again.Stop()
			if t.sameBinding(b, seen) {
				return
			}
			err = errRebound
		case <-again.C:
			continue
		case <-ctx.Done():
			again.Stop()
			if ctx.Err() != context.DeadlineExceeded {
				return
			}
			err = errSilent
		}
		select {
		case verdict <- err:
		default:
		}
		return
	}
}

func (t *trunk) sameBinding(b *binding, seen netip.AddrPort) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.asking != b { // it was another server's
		return true
	}
	before := t.seenAt
	t.seenAt = seen
	return !before.IsValid() || before == seen
}

// stunAnswer takes an answer of the registrar, and nobody else's.
func (t *trunk) stunAnswer(data []byte, from netip.AddrPort) {
	t.mu.Lock()
	b := t.asking
	t.mu.Unlock()
	if b == nil || from != b.server {
		return
	}
	m := stun.Message{Raw: slices.Clone(data)}
	var seen stun.XORMappedAddress
	if m.Decode() != nil || m.Type != stun.BindingSuccess || m.TransactionID != b.id || seen.GetFrom(&m) != nil {
		return
	}
	if addr, ok := netip.AddrFromSlice(seen.IP); ok {
		select {
		case b.answer <- netip.AddrPortFrom(addr.Unmap(), uint16(seen.Port)):
		default:
		}
	}
}

var errRebound = softphone.Reason{Code: softphone.ConnectionCut, Detail: "the router has another address for us"}
