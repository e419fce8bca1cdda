package line

import (
	"errors"
	"net/netip"
	"strconv"
	"strings"
	"time"

	"anteroom/softphone"

	"github.com/pion/sdp/v3"
)

// What can be wrong with a session description; each has its own status (RFC 3261 §21.4).
var (
	errSyntax    = errors.New("session description cannot be read")
	errNoAudio   = errors.New("no audio over RTP/AVP offered")
	errNoCodec   = errors.New("no codec in common")
	errEncrypted = errors.New("only encrypted audio offered, or with no key that can be used")
	errClear     = errors.New("the sound is not encrypted, and this line requires it")
)

// slot is one m-line that is kept in its place for the whole session (RFC 3264 §8).
type slot struct{ kind, proto, formats string }

// plain reports whether a stream is RTP without encryption.
func (s slot) plain() bool { return s.proto == "RTP/AVP" || s.proto == "RTP/AVPF" }

// secure reports whether a stream is SRTP.
func (s slot) secure() bool { return s.proto == protoSecure }

const (
	protoPlain  = "RTP/AVP"
	protoSecure = "RTP/SAVP"
)

// description is what one session description of the other side says about its audio.
type description struct {
	slots     []slot
	audio     int            // index of the audio stream in slots
	rtp       netip.AddrPort // where it listens; port 0: stream refused
	rtcp      netip.AddrPort
	codecs    []softphone.Codec        // those with a known name, best first
	events    []softphone.Codec        // telephone-event, by clock rate
	direction softphone.MediaDirection // as seen by the other side
	noAddress bool                     // c=0.0.0.0, the hold of RFC 2543
	ptime     time.Duration            // 0: not said
	cryptos   []crypto                 // keys of use, best first; none on a stream in clear
	secured   *description             // the same with the encrypted stream offered beside this one in clear
}

// staticCodecs are payload types with a meaning of their own (RFC 3551 §6).
var staticCodecs = map[uint8]softphone.Codec{
	0: {Name: "pcmu", PayloadType: 0, ClockRate: 8000},
	8: {Name: "pcma", PayloadType: 8, ClockRate: 8000},
	9: {Name: "g722", PayloadType: 9, ClockRate: 8000},
}

// readDescription reads a session description. The first stream of RTP audio counts, the first in clear before the
// first that is encrypted, which is then in secured.
func readDescription(body []byte) (description, error) {
	text, slots, err := sieve(string(body))
	if err != nil {
		return description{}, err
	}
	var s sdp.SessionDescription
	if err := s.UnmarshalString(text); err != nil || len(s.MediaDescriptions) != len(slots) {
		return description{}, errSyntax
	}
	inClear, secured, encrypted := -1, -1, false
	open := func(i int) bool { return i >= 0 && s.MediaDescriptions[i].MediaName.Port.Value != 0 }
	for i, m := range s.MediaDescriptions {
		sl := slots[i]
		switch {
		case sl.kind != "audio":
		case sl.plain():
			if inClear < 0 || !open(inClear) && open(i) {
				inClear = i
			}
		case sl.secure() && (!open(i) || len(readCryptos(m)) > 0):
			if secured < 0 || !open(secured) && open(i) {
				secured = i
			}
		case strings.Contains(sl.proto, "SAVP"):
			encrypted = true
		}
	}
	switch {
	case inClear < 0 && secured < 0 && encrypted:
		return description{slots: slots, audio: -1}, errEncrypted
	case inClear < 0 && secured < 0:
		return description{slots: slots, audio: -1}, errNoAudio
	case inClear < 0 || !open(inClear) && open(secured):
		return readStream(&s, slots, secured)
	}
	d, err := readStream(&s, slots, inClear)
	if err == nil && open(secured) {
		if beside, err := readStream(&s, slots, secured); err == nil {
			d.secured = &beside
		}
	}
	return d, err
}

// readStream reads one stream of audio.
func readStream(s *sdp.SessionDescription, slots []slot, at int) (description, error) {
	d := description{slots: slots, audio: at}
	m := s.MediaDescriptions[at]
	if err := d.readAddress(s, m); err != nil {
		return d, err
	}
	d.readCodecs(m)
	d.readDirection(s, m)
	d.readPtime(m)
	if slots[at].secure() {
		d.cryptos = readCryptos(m)
	}
	return d, nil
}

// readAddress takes the c= line of the stream, else that of the session (RFC 4566 §5.7).
func (d *description) readAddress(s *sdp.SessionDescription, m *sdp.MediaDescription) error {
	c := m.ConnectionInformation
	if c == nil {
		c = s.ConnectionInformation
	}
	port := m.MediaName.Port.Value
	if port < 0 || port > 65535 {
		return errSyntax
	}
	if c == nil || c.Address == nil {
		if port == 0 {
			return nil
		}
		return errSyntax
	}
	host, _, _ := strings.Cut(c.Address.Address, "/") // a TTL belongs to multicast only
	addr, err := netip.ParseAddr(host)
	if err != nil || addr.IsMulticast() {
		return errSyntax // names are allowed by RFC 4566 but nobody sends them
	}
	addr = addr.Unmap()
	d.noAddress = addr.IsUnspecified()
	d.rtp = netip.AddrPortFrom(addr, uint16(port))
	if port != 0 && port != 65535 {
		d.rtcp = netip.AddrPortFrom(addr, uint16(port)+1)
	}
	if v, ok := m.Attribute("rtcp"); ok { // RFC 3605 §2.1
		f := strings.Fields(v)
		if len(f) > 0 {
			if p, err := strconv.ParseUint(f[0], 10, 16); err == nil && p > 0 {
				d.rtcp = netip.AddrPortFrom(addr, uint16(p))
			}
		}
		if len(f) == 4 && d.rtcp.IsValid() {
			if a, err := netip.ParseAddr(f[3]); err == nil && !a.IsMulticast() {
				d.rtcp = netip.AddrPortFrom(a.Unmap(), d.rtcp.Port())
			}
		}
	}
	return nil
}

// maxParams is how long the format parameters of a codec may be to be looked at.
const maxParams = 200

func (d *description) readCodecs(m *sdp.MediaDescription) {
	maps := map[uint8]softphone.Codec{}
	for _, a := range m.Attributes {
		if a.Key != "rtpmap" {
			continue
		}
		pt, rest, ok := strings.Cut(a.Value, " ")
		n, err := strconv.ParseUint(pt, 10, 7)
		f := strings.Split(strings.TrimSpace(rest), "/")
		if !ok || err != nil || len(f) < 2 {
			continue
		}
		clock, err := strconv.ParseUint(f[1], 10, 24)
		if err != nil {
			continue
		}
		maps[uint8(n)] = softphone.Codec{Name: strings.ToLower(f[0]), PayloadType: uint8(n), ClockRate: int(clock)}
	}
	params := map[uint8]string{}
	for _, a := range m.Attributes {
		if pt, rest, ok := strings.Cut(a.Value, " "); ok && a.Key == "fmtp" && len(rest) <= maxParams {
			if n, err := strconv.ParseUint(pt, 10, 7); err == nil {
				params[uint8(n)] = clean(rest)
			}
		}
	}
	for _, f := range m.MediaName.Formats {
		n, err := strconv.ParseUint(f, 10, 7)
		if err != nil {
			continue
		}
		c, ok := maps[uint8(n)]
		if !ok {
			if c, ok = staticCodecs[uint8(n)]; !ok {
				continue
			}
		}
		if c.Name == "telephone-event" {
			d.events = append(d.events, c)
		} else {
			c.Params = params[uint8(n)]
			d.codecs = append(d.codecs, c)
		}
	}
}

func (d *description) readDirection(s *sdp.SessionDescription, m *sdp.MediaDescription) {
	d.direction = softphone.SendRecv
	for _, attributes := range [][]sdp.Attribute{s.Attributes, m.Attributes} {
		for _, a := range attributes {
			switch w := softphone.MediaDirection(a.Key); w {
			case softphone.SendRecv, softphone.SendOnly, softphone.RecvOnly, softphone.Inactive:
				d.direction = w
			}
		}
	}
}

// readPtime keeps to what both ptime and maxptime allow.
func (d *description) readPtime(m *sdp.MediaDescription) {
	ms := func(key string) int {
		v, _ := m.Attribute(key)
		n, err := strconv.Atoi(strings.TrimSpace(v))
		if err != nil || n < 0 {
			return 0
		}
		return n
	}
	p, most := ms("ptime"), ms("maxptime")
	if p == 0 && most > 0 && most < 20 {
		p = most
	}
	if most > 0 && p > most {
		p = most
	}
	if p >= 10 && p <= 120 {
		d.ptime = time.Duration(p/10*10) * time.Millisecond
	}
}

// secure reports whether the audio is encrypted.
func (d description) secure() bool { return d.slots[d.audio].secure() }

// refused reports whether the other side keeps the audio stream shut.
func (d description) refused() bool { return d.rtp.Port() == 0 }

// holds reports whether this offer puts us on hold (RFC 3264 §8.4).
func (d description) holds() bool {
	return d.noAddress || d.refused() || d.direction == softphone.SendOnly || d.direction == softphone.Inactive
}
