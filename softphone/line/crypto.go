package line

import (
	"crypto/rand"
	"encoding/base64"
	"strconv"
	"strings"

	"anteroom/softphone"

	"github.com/pion/sdp/v3"
)

// crypto is one a=crypto line: a suite and a key under a tag (RFC 4568 §4).
type crypto struct {
	tag   int
	suite softphone.CryptoSuite
	key   softphone.MasterKey
}

// maxCryptos is how many lines are looked at.
const maxCryptos = 32

// newCrypto makes a key.
func newCrypto(tag int, suite softphone.CryptoSuite) crypto {
	key, salt := suite.KeyLength()
	secret := make([]byte, key+salt)
	rand.Read(secret) // never fails
	return crypto{tag, suite, softphone.NewMasterKey(secret)}
}

// line is the value of the attribute.
func (c crypto) line() string {
	return strconv.Itoa(c.tag) + " " + string(c.suite) + " inline:" + base64.StdEncoding.EncodeToString(c.key.Reveal())
}

// readCryptos gives the lines of a stream that can be used, in their order; the others are passed over, as RFC 4568
// §5.1.2 wants it.
func readCryptos(m *sdp.MediaDescription) []crypto {
	var out []crypto
	seen := map[int]bool{}
	looked := 0
	for _, a := range m.Attributes {
		if a.Key != "crypto" {
			continue
		}
		if looked++; looked > maxCryptos {
			break
		}
		c, ok := readCrypto(a.Value)
		if ok && !seen[c.tag] {
			out = append(out, c)
		}
		seen[c.tag] = true
	}
	return out
}

// readCrypto reads `1 AES_CM_128_HMAC_SHA1_80 inline:KEY|2^31 WSH=128` (RFC 4568 §9.1). Not taken: several keys and key
// identifiers (MKI), and what weakens or changes the protection; a lifetime and a hint at the window are.
func readCrypto(value string) (crypto, bool) {
	f := strings.Fields(value)
	if len(f) < 3 || len(f[0]) > 9 {
		return crypto{}, false
	}
	tag, err := strconv.ParseUint(f[0], 10, 31)
	if err != nil {
		return crypto{}, false
	}
	c := crypto{tag: int(tag)}
	for _, s := range softphone.CryptoSuites {
		if strings.EqualFold(f[1], string(s)) {
			c.suite = s
		}
	}
	method, info, ok := strings.Cut(f[2], ":")
	if c.suite == "" || !ok || !strings.EqualFold(method, "inline") || strings.Contains(info, ";") {
		return c, false
	}
	parts := strings.Split(info, "|")
	if len(parts) > 2 || len(parts) == 2 && !lifetime(parts[1]) {
		return c, false
	}
	secret, err := base64.RawStdEncoding.Strict().DecodeString(strings.TrimRight(parts[0], "=")) // some leave the end out
	key, salt := c.suite.KeyLength()
	if err != nil || len(secret) != key+salt {
		return c, false
	}
	c.key = softphone.NewMasterKey(secret)
	for _, p := range f[3:] {
		name, _, _ := strings.Cut(p, "=")
		if !strings.HasPrefix(p, "-") && !strings.EqualFold(name, "WSH") && !strings.EqualFold(p, "KDR=0") {
			return c, false
		}
	}
	return c, true
}

// lifetime reports whether this is one, 2^31 or 1048576, and not the identifier of a key, 1:4.
func lifetime(s string) bool {
	_, err := strconv.ParseUint(strings.TrimPrefix(s, "2^"), 10, 48)
	return err == nil
}
