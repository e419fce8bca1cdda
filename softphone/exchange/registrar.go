package exchange

import (
	"crypto/hmac"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/hex"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/emiago/sipgo/sip"
	"github.com/icholy/digest"
)

const (
	realm       = "anteroom practice"
	nonceLife   = 5 * time.Minute
	longest     = 300 // seconds a registration is granted at most
	shortest    = 10  // less is refused with 423
	maxContacts = 8
)

// registrar keeps who is registered (RFC 3261 §10.3) and checks digests (RFC 8760). Nonces are not kept: each carries
// its time and our mark.
type registrar struct {
	user, password string
	secret         []byte
	now            func() time.Time

	mu       sync.Mutex // guards contacts
	contacts []contact
}

type contact struct {
	address sip.Uri
	source  string // host:port the REGISTER came from: where requests are sent
	until   time.Time
	callID  string
	seq     uint32
}

// newest is where the user can be reached; false when he is not registered.
func (r *registrar) newest() (contact, bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.expire()
	if len(r.contacts) == 0 {
		return contact{}, false
	}
	c := r.contacts[len(r.contacts)-1]
	c.address = *c.address.Clone()
	return c, true
}

func (r *registrar) expire() {
	now := r.now()
	r.contacts = slices.DeleteFunc(r.contacts, func(c contact) bool { return !now.Before(c.until) })
}

// register answers a REGISTER.
func (r *registrar) register(req *sip.Request) *sip.Response {
	to, callID, cseq := req.To(), req.CallID(), req.CSeq()
	if to == nil || callID == nil || cseq == nil || req.From() == nil {
		return respond(req, 400, "Bad Request")
	}
	if refusal := r.challenge(req, "Authorization"); refusal != nil {
		return refusal
	}
	if to.Address.User != r.user {
		return respond(req, 404, "Not Found")
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.expire()
	if refusal := r.bind(req, callID.Value(), cseq.SeqNo); refusal != nil {
		return refusal
	}
	res := respond(req, 200, "OK")
	for _, c := range r.contacts {
		h := &sip.ContactHeader{Address: c.address, Params: sip.NewParams()}
		h.Params.Add("expires", strconv.Itoa(int(c.until.Sub(r.now()).Round(time.Second)/time.Second)))
		res.AppendHeader(h)
	}
	res.AppendHeader(sip.NewHeader("Date", r.now().UTC().Format("Mon, 02 Jan 2006 15:04:05 GMT")))
	return res
}

// bind changes the bindings as asked, or gives a refusal and changes nothing.
func (r *registrar) bind(req *sip.Request, callID string, seq uint32) *sip.Response {
	otherwise, bad := headerExpires(req)
	if bad {
		return respond(req, 400, "Bad Request")
	}
	next := slices.Clone(r.contacts)
	for _, h := range req.GetHeaders("Contact") {
		c, ok := h.(*sip.ContactHeader)
		if !ok {
			return respond(req, 400, "Bad Request")
		}
		if c.Address.Wildcard {
			if otherwise != 0 || len(req.GetHeaders("Contact")) != 1 {
				return respond(req, 400, "Bad Request")
			}
			next = nil
			break
		}
		expires := otherwise
		if v, ok := c.Params.Get("expires"); ok {
			n, err := strconv.ParseUint(v, 10, 32)
			if err != nil {
				return respond(req, 400, "Bad Request")
			}
			expires = int(n)
		}
		if expires > 0 && expires < shortest {
			res := respond(req, 423, "Interval Too Brief")
			res.AppendHeader(sip.NewHeader("Min-Expires", strconv.Itoa(shortest)))
			return res
		}
		i := slices.IndexFunc(next, func(o contact) bool { return sameContact(o.address, c.Address) })
		if i >= 0 && next[i].callID == callID && seq <= next[i].seq {
			return respond(req, 500, "Out Of Order") // RFC 3261 §10.3 item 7
		}
		if i >= 0 {
			next = slices.Delete(next, i, i+1)
		}
		if expires > 0 {
			until := r.now().Add(time.Duration(min(expires, longest)) * time.Second)
			next = append(next, contact{*c.Address.Clone(), req.Source(), until, callID, seq})
		}
	}
	if len(next) > maxContacts {
		return respond(req, 403, "Too Many Contacts")
	}
	r.contacts = next
	return nil
}

func headerExpires(req *sip.Request) (seconds int, bad bool) {
	h := req.GetHeader("Expires")
	if h == nil {
		return longest, false
	}
	n, err := strconv.ParseUint(strings.TrimSpace(h.Value()), 10, 32)
	return int(min(n, 1<<30)), err != nil
}

func sameContact(a, b sip.Uri) bool {
	return a.User == b.User && strings.EqualFold(a.Host, b.Host) && a.Port == b.Port
}

// challenge gives the refusal for a request whose credentials (in Authorization or Proxy-Authorization) are missing,
// wrong or old, and nil for a good one.
func (r *registrar) challenge(req *sip.Request, header string) *sip.Response {
	stale := false
	for _, h := range req.GetHeaders(header) {
		c, err := digest.ParseCredentials(h.Value())
		if err != nil || c.Realm != realm {
			continue
		}
		if !r.right(c, string(req.Method)) {
			continue
		}
		if r.fresh(c.Nonce) {
			return nil
		}
		stale = true
	}
	res := respond(req, 401, "Unauthorized")
	name := "WWW-Authenticate"
	if header == "Proxy-Authorization" {
		res, name = respond(req, 407, "Proxy Authentication Required"), "Proxy-Authenticate"
	}
	nonce := r.nonce()
	for _, algorithm := range []string{"SHA-256", "MD5"} { // best first (RFC 8760 §2.4)
		c := digest.Challenge{Realm: realm, Nonce: nonce, Algorithm: algorithm, QOP: []string{"auth"}, Stale: stale}
		res.AppendHeader(sip.NewHeader(name, c.String()))
	}
	return res
}

// right tells whether the response was made with our user and password.
func (r *registrar) right(c *digest.Credentials, method string) bool {
	if c.Username != r.user || c.Userhash || (c.QOP != "" && c.QOP != "auth") {
		return false
	}
	if a := strings.ToUpper(c.Algorithm); a != "" && a != "MD5" && a != "SHA-256" {
		return false
	}
	if c.QOP == "auth" && (c.Nc < 1 || c.Cnonce == "") {
		return false
	}
	challenge := digest.Challenge{Realm: realm, Nonce: c.Nonce, Algorithm: c.Algorithm, Opaque: c.Opaque}
	if c.QOP != "" {
		challenge.QOP = []string{c.QOP}
	}
	want, err := digest.Digest(&challenge, digest.Options{Method: method, URI: c.URI, Count: c.Nc, Cnonce: c.Cnonce,
		Username: r.user, Password: r.password})
	return err == nil && subtle.ConstantTimeCompare([]byte(want.Response), []byte(strings.ToLower(c.Response))) == 1
}

func (r *registrar) nonce() string {
	at := strconv.FormatInt(r.now().UnixNano(), 36)
	return at + "-" + r.mark(at)
}

func (r *registrar) mark(at string) string {
	m := hmac.New(sha256.New, r.secret)
	fmt.Fprint(m, at)
	return hex.EncodeToString(m.Sum(nil)[:16])
}

// fresh tells whether a nonce is ours and young.
func (r *registrar) fresh(nonce string) bool {
	at, mark, _ := strings.Cut(nonce, "-")
	n, err := strconv.ParseInt(at, 36, 64)
	if err != nil || !hmac.Equal([]byte(mark), []byte(r.mark(at))) {
		return false
	}
	age := r.now().Sub(time.Unix(0, n))
	return age >= 0 && age < nonceLife
}

func respond(req *sip.Request, code int, reason string) *sip.Response {
	return sip.NewResponseFromRequest(req, code, reason, nil)
}
