package softphone

import (
	"fmt"
	"io"
	"log/slog"
	"slices"
	"unique"
)

// SRTP is whether a line encrypts its sound (RFC 3711).
type SRTP string

const (
	// SRTPOff: never; who offers nothing else is refused.
	SRTPOff SRTP = "off"
	// SRTPOffered: where the other side offers it.
	SRTPOffered SRTP = "offered"
	// SRTPPreferred: offered by us, too, and in clear when it is refused.
	SRTPPreferred SRTP = "preferred"
	// SRTPRequired: no sound in clear, ever.
	SRTPRequired SRTP = "required"
)

// SRTPChoices are the values of Account.SRTP, beside "" for what suits the transport.
var SRTPChoices = []SRTP{SRTPOff, SRTPOffered, SRTPPreferred, SRTPRequired}

// DefaultSRTP suits a transport: keys stand in the session description, which only TLS hides.
func DefaultSRTP(t Transport) SRTP {
	if t == TLS {
		return SRTPPreferred
	}
	return SRTPOffered
}

// Encryption is the line's rule, with "" and what is unknown resolved.
func (a Account) Encryption() SRTP {
	if slices.Contains(SRTPChoices, a.SRTP) {
		return a.SRTP
	}
	return DefaultSRTP(a.Transport)
}

// CryptoSuite is a way of encrypting sound, by its name in session descriptions (RFC 4568 §6.2, RFC 7714 §14.2).
type CryptoSuite string

const (
	AESCM128SHA80 CryptoSuite = "AES_CM_128_HMAC_SHA1_80"
	AESCM128SHA32 CryptoSuite = "AES_CM_128_HMAC_SHA1_32"
	AESGCM128     CryptoSuite = "AEAD_AES_128_GCM"
	AESGCM256     CryptoSuite = "AEAD_AES_256_GCM"
)

// CryptoSuites are those we can do, best first.
var CryptoSuites = []CryptoSuite{AESGCM256, AESGCM128, AESCM128SHA80, AESCM128SHA32}

// KeyLength is how many bytes of key and salt a suite wants; 0, 0 for one we cannot do.
func (s CryptoSuite) KeyLength() (key, salt int) {
	switch s {
	case AESCM128SHA80, AESCM128SHA32:
		return 16, 14
	case AESGCM128:
		return 16, 12
	case AESGCM256:
		return 32, 12
	}
	return 0, 0
}

// MasterKey is the key and salt one side encrypts with. It never shows, in no format, and is never saved; equal keys
// are equal by ==.
type MasterKey struct{ held unique.Handle[string] } // a handle shows nothing even to fmt's reflection

// NewMasterKey keeps a key followed by its salt.
func NewMasterKey(keyAndSalt []byte) MasterKey {
	if len(keyAndSalt) == 0 {
		return MasterKey{}
	}
	return MasterKey{unique.Make(string(keyAndSalt))}
}

// Reveal gives the key and salt, for whoever encrypts or describes.
func (k MasterKey) Reveal() []byte {
	if k == (MasterKey{}) {
		return nil
	}
	return []byte(k.held.Value())
}

func (MasterKey) String() string               { return "•••" }
func (MasterKey) GoString() string             { return "•••" }
func (MasterKey) Format(f fmt.State, _ rune)   { io.WriteString(f, "•••") }
func (MasterKey) LogValue() slog.Value         { return slog.StringValue("•••") }
func (MasterKey) MarshalText() ([]byte, error) { return []byte("•••"), nil }
func (MasterKey) MarshalJSON() ([]byte, error) { return []byte(`"•••"`), nil }
func (k MasterKey) Equal(o MasterKey) bool     { return k == o }

// MediaKeys encrypt the sound of one call; the zero value is sound in clear.
type MediaKeys struct {
	Suite        CryptoSuite
	Ours, Theirs MasterKey // what we send with, and what the other side does
}

// Encrypted reports whether the sound agreed for a call is encrypted.
func (c Call) Encrypted() bool { return c.Media.Keys.Suite != "" }
