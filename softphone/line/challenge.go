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

// credentials answer digest challenges (RFC 3261 §22, RFC 8760).
type credentials struct {
	user     string
	password softphone.Secret
}

// strength ranks the algorithms; RFC 8760 §2.4 leaves the choice of the preferred one to the client.
var strength = map[string]int{"": 1, "MD5": 1, "SHA-256": 3, "SHA-512-256": 2}

// attempt remembers what was already answered for one request, so that each fresh nonce is tried once.
type attempt struct {
	nonces  map[string]bool
	answers map[space]sip.Header // to be carried by the next request
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
	best := map[string]*digest.Challenge{}
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
		if old := best[ch.Realm]; old == nil || strength[ch.Algorithm] > strength[old.Algorithm] {
			best[ch.Realm] = ch
		}
	}
	if len(best) == 0 {
		return false, errNoDigest
	}
	if a.nonces == nil {
		a.nonces, a.answers = map[string]bool{}, map[space]sip.Header{}
	}
	for realm, ch := range best {
		key, at := reply+" "+ch.Nonce, space{reply, realm}
		if a.nonces[key] || a.answers[at] != nil && !ch.Stale || len(a.nonces) > 8 {
			return false, nil
		}
		a.nonces[key] = true
		uri := req.Recipient.Clone()
		uri.Headers = nil
		cred, err := digest.Digest(ch, digest.Options{
			Method: req.Method.String(), URI: uri.String(), Username: c.user, Password: string(c.password)})
		if err != nil {
			return false, errNoDigest
		}
		a.answers[at] = sip.NewHeader(reply, cred.String())
	}
	return true, nil
}

// put adds the stored answers to a request.
func (a *attempt) put(req *sip.Request) {
	for _, h := range a.answers {
		req.AppendHeader(sip.HeaderClone(h))
	}
}
