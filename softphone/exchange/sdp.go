package exchange

import (
	"errors"
	"fmt"
	"net/netip"
	"strconv"
	"strings"

	"github.com/pion/sdp/v3"
)

// direction is who sends, from the point of view of whoever wrote the SDP (RFC 4566 §6).
type direction string

const (
	sendRecv direction = "sendrecv"
	sendOnly direction = "sendonly"
	recvOnly direction = "recvonly"
	inactive direction = "inactive"
)

// sends and receives tell what the writer of the SDP does.
func (d direction) sends() bool    { return d == sendRecv || d == sendOnly }
func (d direction) receives() bool { return d == sendRecv || d == recvOnly }

// answerTo is the direction that answers an offer when we want everything (RFC 3264 §6.1).
func answerTo(offered direction) direction {
	switch offered {
	case sendOnly:
		return recvOnly
	case recvOnly:
		return sendOnly
	}
	return offered
}

// errNoCommonMedia is a 488: nothing in the SDP that we can speak.
var errNoCommonMedia = errors.New("no common codec")

// media is the audio line of the other side's SDP, as far as we use it.
type media struct {
	remote    netip.AddrPort
	law       law
	payload   uint8 // number of law's payload type
	event     uint8 // of telephone-event (RFC 4733), 0 for none
	direction direction
	index     int      // of the audio line among all m= lines
	lines     []string // the m= lines, to refuse the others in an answer (RFC 3264 §6)
}

// parseMedia reads the other side's offer or answer. errNoCommonMedia when there is no plain G.711 audio in it.
func parseMedia(body []byte) (media, error) {
	var d sdp.SessionDescription
	if err := d.Unmarshal(body); err != nil {
		return media{}, fmt.Errorf("exchange: read SDP: %w", err)
	}
	m := media{index: -1}
	for i, md := range d.MediaDescriptions {
		m.lines = append(m.lines, fmt.Sprintf("%s 0 %s %s", md.MediaName.Media,
			strings.Join(md.MediaName.Protos, "/"), strings.Join(md.MediaName.Formats, " ")))
		plain := md.MediaName.Media == "audio" && strings.Join(md.MediaName.Protos, "/") == "RTP/AVP"
		if m.index >= 0 || !plain || md.MediaName.Port.Value == 0 || !m.codecs(md) {
			continue
		}
		addr, ok := mediaAddress(d, md)
		port := md.MediaName.Port.Value
		if !ok || port < 1 || port > 65535 {
			continue
		}
		m.index = i
		m.remote = netip.AddrPortFrom(addr, uint16(port))
		m.direction = mediaDirection(d, md)
		if addr.IsUnspecified() && m.direction.receives() { // hold as of RFC 2543
			m.direction = map[direction]direction{sendRecv: sendOnly, recvOnly: inactive}[m.direction]
		}
	}
	if m.index < 0 {
		return media{}, errNoCommonMedia
	}
	return m, nil
}

// codecs picks the first G.711 and the telephone-event at 8000 Hz.
func (m *media) codecs(md *sdp.MediaDescription) bool {
	names := map[string]string{"0": "PCMU/8000", "8": "PCMA/8000"}
	for _, a := range md.Attributes {
		if number, name, ok := strings.Cut(a.Value, " "); a.Key == "rtpmap" && ok {
			names[number] = strings.ToUpper(strings.TrimSuffix(strings.TrimSpace(name), "/1"))
		}
	}
	found := false
	m.event = 0
	for _, f := range md.MediaName.Formats {
		n, err := strconv.ParseUint(f, 10, 7)
		if err != nil {
			continue
		}
		switch name := names[f]; {
		case name == "PCMA/8000" && !found:
			m.law, m.payload, found = aLaw, uint8(n), true
		case name == "PCMU/8000" && !found:
			m.law, m.payload, found = muLaw, uint8(n), true
		case name == "TELEPHONE-EVENT/8000" && m.event == 0:
			m.event = uint8(n)
		}
	}
	return found
}

func mediaAddress(d sdp.SessionDescription, md *sdp.MediaDescription) (netip.Addr, bool) {
	c := d.ConnectionInformation
	if md.ConnectionInformation != nil {
		c = md.ConnectionInformation
	}
	if c == nil || c.Address == nil {
		return netip.Addr{}, false
	}
	addr, err := netip.ParseAddr(c.Address.Address)
	return addr.Unmap(), err == nil
}

func mediaDirection(d sdp.SessionDescription, md *sdp.MediaDescription) direction {
	for _, as := range [][]sdp.Attribute{md.Attributes, d.Attributes} {
		for _, a := range as {
			switch v := direction(a.Key); v {
			case sendRecv, sendOnly, recvOnly, inactive:
				return v
			}
		}
	}
	return sendRecv
}

// localMedia writes our side's SDP. Its version counts up with every change (RFC 3264 §8).
type localMedia struct {
	id, version uint64
	port        uint16
}

const host = "127.0.0.1"

func (l *localMedia) head(b *strings.Builder) {
	l.version++
	fmt.Fprintf(b, "v=0\r\no=- %d %d IN IP4 %s\r\ns=-\r\nc=IN IP4 %s\r\nt=0 0\r\n", l.id, l.version, host, host)
}

// offer offers both laws and digits.
func (l *localMedia) offer(d direction) []byte {
	var b strings.Builder
	l.head(&b)
	fmt.Fprintf(&b, "m=audio %d RTP/AVP 8 0 101\r\na=rtpmap:8 PCMA/8000\r\na=rtpmap:0 PCMU/8000\r\n", l.port)
	fmt.Fprintf(&b, "a=rtpmap:101 telephone-event/8000\r\na=fmtp:101 0-15\r\na=ptime:20\r\na=%s\r\n", d)
	return []byte(b.String())
}

// answer answers an offer: one codec, the offered payload numbers, every other m= line refused.
func (l *localMedia) answer(offered media, d direction) []byte {
	var b strings.Builder
	l.head(&b)
	for i, line := range offered.lines {
		if i != offered.index {
			fmt.Fprintf(&b, "m=%s\r\n", line)
			continue
		}
		fmt.Fprintf(&b, "m=audio %d RTP/AVP %d", l.port, offered.payload)
		if offered.event != 0 {
			fmt.Fprintf(&b, " %d", offered.event)
		}
		name := "PCMA"
		if offered.law == muLaw {
			name = "PCMU"
		}
		fmt.Fprintf(&b, "\r\na=rtpmap:%d %s/8000\r\n", offered.payload, name)
		if offered.event != 0 {
			fmt.Fprintf(&b, "a=rtpmap:%d telephone-event/8000\r\na=fmtp:%d 0-15\r\n", offered.event, offered.event)
		}
		fmt.Fprintf(&b, "a=ptime:20\r\na=%s\r\n", d)
	}
	return []byte(b.String())
}
