package line

import (
	"fmt"
	"net/netip"
	"slices"
	"strings"
	"time"

	"anteroom/softphone"
)

// session is the offers and answers of one call (RFC 3264). It belongs to the call's goroutine.
type session struct {
	prefer []string // names of codecs, best first; nil for all
	local  softphone.LocalMedia

	id, version uint64
	body        string // what we said last, without id and version
	slots       []slot // every stream ever named, in order
	audio       int

	hold     bool // we hold
	peerHeld bool // the other side holds
	peer     *description
	media    softphone.Media
}

// allowed are our codecs in the order of the account.
func allowed(prefer []string, have []softphone.Codec) []softphone.Codec {
	if len(prefer) == 0 {
		return have
	}
	var out []softphone.Codec
	for _, name := range prefer {
		if i := slices.IndexFunc(have, func(c softphone.Codec) bool { return c.Name == name }); i >= 0 {
			out = append(out, have[i])
		}
	}
	return out
}

// mutual is the first of our codecs that the other side has too, with the other side's payload type.
func (s *session) mutual(d description) (softphone.Codec, bool) {
	for _, c := range allowed(s.prefer, s.local.Codecs) {
		for _, p := range d.codecs {
			if p.Name == c.Name && p.ClockRate == c.ClockRate {
				return p, true
			}
		}
	}
	return softphone.Codec{}, false
}

// couldAnswer tells before the call is answered whether any codec is offered that the sound can do and the account
// wants.
func (s *session) couldAnswer(d description, able []string) bool {
	return slices.ContainsFunc(d.codecs, func(c softphone.Codec) bool {
		return slices.Contains(able, c.Name) && (len(s.prefer) == 0 || slices.Contains(s.prefer, c.Name))
	})
}

// wanted is our direction when nothing stands against it.
func (s *session) wanted() softphone.MediaDirection {
	switch {
	case s.hold && s.peerHeld:
		return softphone.Inactive // RFC 3264 §8.4: a recvonly stream is held by inactive
	case s.hold:
		return softphone.SendOnly
	}
	return softphone.SendRecv
}

// offer is our description for an offer: all codecs in order.
func (s *session) offer() []byte {
	if s.slots == nil {
		s.slots = []slot{{kind: "audio"}}
	}
	return s.write(allowed(s.prefer, s.local.Codecs), s.local.EventType, s.wanted(), 0)
}

// answer takes an offer and gives our description; ours is changed only on success.
func (s *session) answer(d description) ([]byte, error) {
	if d.refused() {
		if s.peer == nil {
			return nil, errNoAudio
		}
		s.adopt(d)
		s.silence(d)
		return s.write(nil, 0, softphone.Inactive, 0), nil
	}
	codec, ok := s.mutual(d)
	if !ok {
		return nil, errNoCodec
	}
	s.adopt(d)
	s.peerHeld = d.holds()
	dir := meet(s.hold, d)
	s.media = s.agreed(d, codec, dir)
	return s.write([]softphone.Codec{codec}, s.media.EventType, dir, s.media.Ptime), nil
}

// accept takes the answer to our last offer.
func (s *session) accept(d description) error {
	offered := s.wanted()
	if d.refused() {
		return errNoAudio
	}
	codec, ok := s.mutual(d)
	if !ok {
		return errNoCodec
	}
	s.peer = &d
	if offered == softphone.SendRecv {
		s.peerHeld = d.holds()
	}
	s.media = s.agreed(d, codec, within(offered, d))
	return nil
}

// silence keeps the session without sound: the other side has shut the stream.
func (s *session) silence(d description) {
	s.peer = &d
	s.peerHeld = true
	s.media.Direction = softphone.Inactive
}

func (s *session) adopt(d description) {
	s.peer = &d
	for i, sl := range d.slots {
		if i < len(s.slots) {
			s.slots[i] = sl
		} else {
			s.slots = append(s.slots, sl)
		}
	}
	s.audio = d.audio
}

// agreed joins the other side's description and a codec into what the sound works by.
func (s *session) agreed(d description, codec softphone.Codec, dir softphone.MediaDirection) softphone.Media {
	m := softphone.Media{RTP: d.rtp, RTCP: d.rtcp, Codec: codec, Direction: dir, Ptime: d.ptime}
	if m.Ptime == 0 {
		m.Ptime = 20 * time.Millisecond
	}
	if s.local.EventType != 0 {
		for _, e := range d.events {
			if e.ClockRate == codec.ClockRate || m.EventType == 0 && e.ClockRate == 8000 {
				m.EventType = e.PayloadType
			}
		}
	}
	return m
}

// meet is our direction in the answer to an offer (RFC 3264 §6.1).
func meet(hold bool, d description) softphone.MediaDirection {
	send := !d.noAddress && (d.direction == softphone.SendRecv || d.direction == softphone.RecvOnly)
	receive := !hold && (d.direction == softphone.SendRecv || d.direction == softphone.SendOnly)
	return direction(send, receive)
}

// within is our direction when the other side has answered an offer of ours.
func within(offered softphone.MediaDirection, d description) softphone.MediaDirection {
	send := (offered == softphone.SendRecv || offered == softphone.SendOnly) && !d.noAddress &&
		(d.direction == softphone.SendRecv || d.direction == softphone.RecvOnly)
	receive := offered == softphone.SendRecv && (d.direction == softphone.SendRecv || d.direction == softphone.SendOnly)
	return direction(send, receive)
}

func direction(send, receive bool) softphone.MediaDirection {
	switch {
	case send && receive:
		return softphone.SendRecv
	case send:
		return softphone.SendOnly
	case receive:
		return softphone.RecvOnly
	}
	return softphone.Inactive
}

// write makes our description. Its version goes up only when something else has changed (RFC 3264 §8).
func (s *session) write(codecs []softphone.Codec, event uint8, dir softphone.MediaDirection, ptime time.Duration) []byte {
	var b strings.Builder
	family := ipFamily(s.local.RTP.Addr())
	fmt.Fprintf(&b, "s=-\r\nc=IN %s %s\r\nt=0 0\r\n", family, s.local.RTP.Addr())
	for i, sl := range s.slots {
		if i != s.audio {
			fmt.Fprintf(&b, "m=%s 0 %s %s\r\n", sl.kind, sl.proto, sl.formats)
			continue
		}
		s.writeAudio(&b, sl, codecs, event, dir, ptime)
	}
	body := b.String()
	if body != s.body {
		s.version++
		s.body = body
	}
	return fmt.Appendf(nil, "v=0\r\no=- %d %d IN %s %s\r\n%s", s.id, s.version, family, s.local.RTP.Addr(), body)
}

func (s *session) writeAudio(b *strings.Builder, sl slot, codecs []softphone.Codec, event uint8,
	dir softphone.MediaDirection, ptime time.Duration) {
	proto := sl.proto
	if proto == "" {
		proto = "RTP/AVP"
	}
	if len(codecs) == 0 {
		fmt.Fprintf(b, "m=audio 0 %s %s\r\n", proto, sl.formats)
		return
	}
	fmt.Fprintf(b, "m=audio %d %s", s.local.RTP.Port(), proto)
	for _, c := range codecs {
		fmt.Fprintf(b, " %d", c.PayloadType)
	}
	clock := 8000
	if len(codecs) == 1 && event != 0 {
		clock = s.eventClock(event)
	}
	if event != 0 {
		fmt.Fprintf(b, " %d", event)
	}
	b.WriteString("\r\n")
	for _, c := range codecs {
		channels := ""
		if c.Name == "opus" {
			channels = "/2" // RFC 7587 §7: always, whatever is sent
		}
		fmt.Fprintf(b, "a=rtpmap:%d %s/%d%s\r\n", c.PayloadType, codecName(c.Name), c.ClockRate, channels)
	}
	if event != 0 {
		fmt.Fprintf(b, "a=rtpmap:%d telephone-event/%d\r\na=fmtp:%d 0-15\r\n", event, clock, event)
	}
	if ptime != 0 {
		fmt.Fprintf(b, "a=ptime:%d\r\n", ptime.Milliseconds())
	}
	fmt.Fprintf(b, "a=%s\r\n", dir)
}

func (s *session) eventClock(event uint8) int {
	if s.peer != nil {
		for _, e := range s.peer.events {
			if e.PayloadType == event {
				return e.ClockRate
			}
		}
	}
	return 8000
}

func codecName(name string) string {
	if name == "opus" {
		return name
	}
	return strings.ToUpper(name)
}

func ipFamily(a netip.Addr) string {
	if a.Is4() {
		return "IP4"
	}
	return "IP6"
}
