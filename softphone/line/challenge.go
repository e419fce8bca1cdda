package line

import (
	"errors"
	"strings"

	"anteroom/softphone"

	"github.com/emiago/sipgo/sip"
	"github.com/icholy/digest"
)

// errNoDigest: nothing among the challenges that we can answer.
var errNoDigest = errors.New("no digest algorithm in common (known: MD5, SHA-256, SHA-512-256)")

// errWeak: what is asked for could be answered with MD5 only, and the line refuses that. It is a softphone.Reason.
var errWeak error = softphone.Reason{Code: softphone.WeakDigest, Detail: "MD5"}

// digestReason says why a challenge was not answered.
func digestReason(err error) softphone.Reason {
	if why, ok := err.(softphone.Reason); ok {
		return why
	}
	return softphone.Reason{Code: softphone.ServerTrouble, Detail: err.Error()}
}

// credentials answer digest challenges (RFC 3261 §22, RFC 8760).
type credentials struct {
	user     string
	password softphone.Secret
	// refuseMD5 leaves challenges with MD5 alone: whoever listens, or asks in the exchange's place, could guess a weak
	// password from the answer.
	refuseMD5 bool
}

// strength ranks the algorithms; RFC 8760 §2.4 leaves the choice of the preferred one to the client.
var strength = map[string]int{"": 1, "MD5": 1, "SHA-256": 3, "SHA-512-256": 2}

// attempt remembers what was already answered for one request, so that each fresh nonce is tried once.
type attempt struct {
	credentials
	nonces  map[string]bool
	answers map[space]*given
}

// given is a challenge that every further request answers anew: a nonce may be used again with a growing count only
// (RFC 7616 §3.4).
type given struct {
	challenge *digest.Challenge
	count     int
	accepted  bool // a request with it was let through
}

// space is what one set of credentials is for: an Authorization or Proxy-Authorization for a realm (RFC 3261 §22.3).
type space struct{ header, realm string }

// challenged reports whether a response asks for credentials.
func challenged(res *sip.Response) bool { return res.StatusCode == 401 || res.StatusCode == 407 }

// answer takes the challenges of a 401 or 407 and stores the answers for the strongest of each realm. It gives false
// when the credentials have been refused: asked again without stale, or for a nonce already answered.
func (a *attempt) answer(c credentials, req *sip.Request, res *sip.Response) (bool, error) {
	ask, reply := "WWW-Authenticate", "Authorization"
	if res.StatusCode == 407 {
		ask, reply = "Proxy-Authenticate", "Proxy-Authorization"
	}
	best, weak := map[string]*digest.Challenge{}, map[string]bool{}
	for _, h := range res.GetHeaders(ask) {
		ch, err := digest.ParseChallenge(strings.ReplaceAll(h.Value(), "\t", " "))
		if err != nil {
			continue
		}
		ch.Algorithm = strings.ToUpper(ch.Algorithm)
		for i := range ch.QOP {
			ch.QOP[i] = strings.TrimSpace(ch.QOP[i])
		}
		if strength[ch.Algorithm] == 0 || len(ch.QOP) > 0 && !ch.SupportsQOP("auth") {
			continue
		}
		if c.refuseMD5 && strength[ch.Algorithm] == strength["MD5"] {
			weak[ch.Realm] = true
			continue
		}
		if old := best[ch.Realm]; old == nil || strength[ch.Algorithm] > strength[old.Algorithm] {
			best[ch.Realm] = ch
		}
	}
	for realm := range best { // MD5 beside something stronger is no matter (RFC 8760 §2.4)
		delete(weak, realm)
	}
	if len(best) == 0 && len(weak) > 0 {
		return false, errWeak
	}
	if len(best) == 0 {
		return false, errNoDigest
	}
	if a.nonces == nil {
		a.nonces, a.answers = map[string]bool{}, map[space]*given{}
	}
	a.credentials = c
	for realm, ch := range best {
		key, at := reply+" "+ch.Nonce, space{reply, realm}
		old := a.answers[at]
		if a.nonces[key] || old != nil && !ch.Stale && !old.accepted || len(a.nonces) > 8 {
			if len(weak) > 0 { // what we can answer is not enough
				return false, errWeak
			}
			return false, nil
		}
		a.nonces[key] = true
		if _, err := a.header(at, &given{challenge: ch}, req); err != nil {
			return false, errNoDigest
		}
		a.answers[at] = &given{challenge: ch}
	}
	return true, nil
}

// accepted: the last request was refused for something else than its credentials.
func (a *attempt) accepted() {
	for _, g := range a.answers {
		g.accepted = true
	}
}

func (a *attempt) header(at space, g *given, req *sip.Request) (sip.Header, error) {
	uri := req.Recipient.Clone()
	uri.Headers = nil
	cred, err := digest.Digest(g.challenge, digest.Options{Method: req.Method.String(), URI: uri.String(),
		Username: a.user, Password: string(a.password), Count: g.count})
	if err != nil {
		return nil, err
	}
	return sip.NewHeader(at.header, cred.String()), nil
}

// put adds answers to what was asked so far to a request.
func (a *attempt) put(req *sip.Request) {
	for at, g := range a.answers {
		g.count++
		if h, err := a.header(at, g, req); err == nil {
			req.AppendHeader(h)
		}
	}
}
