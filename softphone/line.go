package softphone

import (
	"log/slog"
	"net/netip"
)

// LineID names one account.
type LineID string

// PracticeLine is the line to the small exchange inside the program.
const PracticeLine LineID = "practice"

// Transport carries SIP (RFC 3261 §18).
type Transport string

const (
	UDP Transport = "udp"
	TCP Transport = "tcp"
	TLS Transport = "tls"
)

// Account is one line at an exchange.
type Account struct {
	ID          LineID
	Address     string // exchange: host, host:port, or a domain; for a line without registration the one peer
	User        string
	AuthUser    string // "" means User
	DisplayName string
	Transport   Transport
	Proxy       string   // outbound proxy host:port, "" for none
	Listen      string   // local IP:PORT for SIP, "" for any free port
	Codecs      []string // names in order of preference; empty means all
	Register    bool     // false: direct calls, accepted only from Address
	OwnNumber   string   // number to show; "" means User
	// TrustedCert is the SHA-256 fingerprint (lower-case hex) of a certificate the user accepted by hand; "" for none.
	TrustedCert string
	SRTP        SRTP   // "" means what suits the transport: ask Encryption
	STUN        string // server host or host:port that tells our public address for the sound (RFC 8489), "" for none
	// RefuseMD5 keeps the password from an exchange that asks for it with MD5 only (RFC 7616 §3.2 knows better).
	RefuseMD5 bool
	Digits    Digits
	Own       LineOwn
}

// Secret is a password. It never shows in logs or JSON.
type Secret string

func (Secret) String() string               { return "•••" }
func (Secret) GoString() string             { return "•••" }
func (Secret) LogValue() slog.Value         { return slog.StringValue("•••") }
func (Secret) MarshalText() ([]byte, error) { return []byte("•••"), nil }

// LineState is whether a line can be used.
type LineState string

const (
	LineRegistered  LineState = "registered" // also: ready, for a line without registration
	LineRegistering LineState = "registering"
	LineFailed      LineState = "failed"
	LineOff         LineState = "off"
)

// LineStatus is a line as the status bar shows it.
type LineStatus struct {
	Account Account
	State   LineState
	Reason  Reason     // why, when failed
	Local   netip.Addr // our address towards the exchange; where sound is to listen
	// Voicemail is what the exchange told last of the line's mailbox.
	Voicemail Voicemail
	// MusicTrouble is why the line's own hold music is not played.
	MusicTrouble Reason
}
