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
	public publicMedia    // where others see local, if that is known
	rule   softphone.SRTP // what the line allows
	tones  bool           // digits go as tones: no events are agreed, so that the other side listens for tones

	id, version uint64
	body        string // what we said last, without id and version
	slots       []slot // every stream ever named, in order
	audio       int

	hold     bool // we hold
	peerHeld bool // the other side holds
	peer     *description
	media    softphone.Media

	offered   []crypto // our keys in the offer made last; none in clear
	tag       int      // of the keys agreed
	retreated bool     // our offer of encrypted sound was refused
	late      bool     // their INVITE left the offer to us
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

// couldAnswer tells before the call is answered what stands against it: that nothing is offered that the sound can do
// and the account wants.
func (s *session) couldAnswer(d description, able []string) error {
	d, err := s.pick(d)
	if err == nil && (d.refused() || !slices.ContainsFunc(d.codecs, func(c softphone.Codec) bool {
		return slices.Contains(able, c.Name) && (len(s.prefer) == 0 || slices.Contains(s.prefer, c.Name))
	})) {
		err = errNoCodec
	}
	return err
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
	s.offerKeys()
	codecs := allowed(s.prefer, s.local.Codecs)
	return s.write(codecs, s.events(codecs), s.offered, s.wanted(), 0)
}

// answer takes an offer and gives our description; ours is changed only on success.
func (s *session) answer(d description) ([]byte, error) {
	d, err := s.pick(d)
	if err != nil {
		return nil, err
	}
	if d.refused() {
		if s.peer == nil {
			return nil, errNoAudio
		}
		s.adopt(d)
		s.silence(d)
		return s.write(nil, nil, nil, softphone.Inactive, 0), nil
	}
	codec, ok := s.mutual(d)
	if !ok {
		return nil, errNoCodec
	}
	keys, cryptos, err := s.answerKeys(d)
	if err != nil {
		return nil, err
	}
	s.adopt(d)
	s.peerHeld = d.holds()
	dir := meet(s.hold, d)
	s.media = s.agreed(d, codec, dir, keys)
	var events []softphone.Codec
	if s.media.EventType != 0 {
		events = []softphone.Codec{{Name: "telephone-event", PayloadType: s.media.EventType, ClockRate: s.media.EventClock}}
	}
	return s.write([]softphone.Codec{codec}, events, cryptos, dir, s.media.Ptime), nil
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
	keys, err := s.acceptKeys(d)
	if err != nil {
		return err
	}
	s.peer = &d
	if offered == softphone.SendRecv {
		s.peerHeld = d.holds()
	}
	s.media = s.agreed(d, codec, within(offered, d), keys)
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
func (s *session) agreed(d description, codec softphone.Codec, dir softphone.MediaDirection, keys softphone.MediaKeys) softphone.Media {
	m := softphone.Media{RTP: d.rtp, RTCP: d.rtcp, Codec: codec, Direction: dir, Ptime: d.ptime, Keys: keys}
	if s.local.EventType != 0 && !s.tones {
		for _, e := range d.events {
			if e.ClockRate == codec.ClockRate || m.EventType == 0 && e.ClockRate == 8000 {
				m.EventType, m.EventClock = e.PayloadType, e.ClockRate
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
func (s *session) write(codecs, events []softphone.Codec, keys []crypto, dir softphone.MediaDirection, ptime time.Duration) []byte {
	var b strings.Builder
	at := s.address()
	family := ipFamily(at.Addr())
	fmt.Fprintf(&b, "s=-\r\nc=IN %s %s\r\nt=0 0\r\n", family, at.Addr())
	for i, sl := range s.slots {
		if i != s.audio {
			fmt.Fprintf(&b, "m=%s 0 %s %s\r\n", sl.kind, sl.proto, sl.formats)
			continue
		}
		s.writeAudio(&b, sl, codecs, events, keys)
		if len(codecs) == 0 {
			continue
		}
		if ptime != 0 {
			fmt.Fprintf(&b, "a=ptime:%d\r\n", ptime.Milliseconds())
		}
		fmt.Fprintf(&b, "a=%s\r\n", dir)
	}
	body := b.String()
	if body != s.body {
		s.version++
		s.body = body
	}
	return fmt.Appendf(nil, "v=0\r\no=- %d %d IN %s %s\r\n%s", s.id, s.version, family, at.Addr(), body)
}

func (s *session) writeAudio(b *strings.Builder, sl slot, codecs, events []softphone.Codec, keys []crypto) {
	if len(codecs) == 0 {
		fmt.Fprintf(b, "m=audio 0 %s %s\r\n", sl.proto, sl.formats)
		return
	}
	fmt.Fprintf(b, "m=audio %d %s", s.address().Port(), sl.proto)
	for _, c := range append(slices.Clip(codecs), events...) {
		fmt.Fprintf(b, " %d", c.PayloadType)
	}
	b.WriteString("\r\n")
	b.WriteString(s.public.rtcpLine())
	for _, k := range keys {
		fmt.Fprintf(b, "a=crypto:%s\r\n", k.line())
	}
	for _, c := range codecs {
		channels := ""
		if c.Name == "opus" {
			channels = "/2" // RFC 7587 §7: always, whatever is sent
		}
		fmt.Fprintf(b, "a=rtpmap:%d %s/%d%s\r\n", c.PayloadType, codecName(c.Name), c.ClockRate, channels)
		if p := s.params(c.Name); p != "" {
			fmt.Fprintf(b, "a=fmtp:%d %s\r\n", c.PayloadType, p)
		}
	}
	for _, e := range events {
		fmt.Fprintf(b, "a=rtpmap:%d telephone-event/%d\r\na=fmtp:%d 0-15\r\n", e.PayloadType, e.ClockRate, e.PayloadType)
	}
}

// params are our own format parameters of a codec, whoever offered it: they say what we can receive.
func (s *session) params(name string) string {
	for _, c := range s.local.Codecs {
		if c.Name == name {
			return c.Params
		}
	}
	return ""
}

// events are the telephone-events we offer: one for each clock among the codecs (RFC 4733 §2.1), that of old always.
func (s *session) events(codecs []softphone.Codec) (events []softphone.Codec) {
	if s.tones {
		return nil
	}
	if t := s.local.EventType; t != 0 {
		events = append(events, softphone.Codec{Name: "telephone-event", PayloadType: t, ClockRate: 8000})
	}
	if t := s.local.WideEventType; t != 0 && slices.ContainsFunc(codecs, func(c softphone.Codec) bool { return c.ClockRate == 48000 }) {
		events = append(events, softphone.Codec{Name: "telephone-event", PayloadType: t, ClockRate: 48000})
	}
	return events
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
