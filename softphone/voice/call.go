package voice

import (
	"net/netip"
	"time"

	"github.com/pion/rtp"

	"anteroom/softphone"
)

// call is the sound of one call. Only the engine's tick and, under its lock, its methods touch it; the letter boxes are
// filled by the readers.
type call struct {
	id      softphone.CallID
	local   softphone.LocalMedia
	wire    wire
	socket  *sockets // below wire; nil in tests without a network
	rtpBox  letterBox
	rtcpBox letterBox

	media   softphone.Media
	agreed  bool
	mode    softphone.VoiceMode
	source  source
	accepts []*acceptance // payload types we take

	packet    rtp.Packet
	received  reception
	in        *playout
	events    digitsIn
	tones     tonesIn
	refused   uint32
	unopened  uint32         // of those refused: packets that should have been encrypted by the other side and were not
	lastHeard time.Time      // RTP or RTCP
	mirror    netip.AddrPort // the STUN server that has told our public address; zero where none is told to anybody
	openUntil time.Time      // the router's mapping of it
	silentFor time.Duration
	measured  time.Time // when the quality was told last, zero while nobody talks

	out     *outgoing
	digits  digitsOut
	reports reports

	recorder *recorder
	bridged  *call            // who hears him, and whom he hears, in VoiceBridge
	heard    frame            // what he says in this tick
	key      frame            // the digit being sent
	hears    frame            // what he is to hear
	musicOf  softphone.LineID // whose music he hears on hold
	ringback player
	// Loudness at the end of the last tick: of him in the headset, of the microphone and of the music towards him.
	rxGain, micGain, musicGain float32
}

func newCall(id softphone.CallID, w wire) *call {
	c := &call{id: id, wire: w, mode: softphone.VoiceQuiet, out: newOutgoing(), in: newPlayout(8000), reports: newReports()}
	for _, k := range codecs {
		c.accepts = append(c.accepts, newAcceptance(k.payloadType, k))
	}
	return c
}

// close lets go of the sockets and the recording, and waits for them. The engine has let go of the call.
func (c *call) close() {
	c.wire.close() // waits for the readers
	if c.recorder != nil {
		c.recorder.close()
	}
}

// agree takes what an offer and its answer settled.
func (c *call) agree(m softphone.Media, now time.Time) error {
	if !c.out.agree(m) {
		return softphone.Reason{Code: softphone.NoCommonCodec, Detail: m.Codec.Name}
	}
	if !m.RTCP.IsValid() && m.RTP.IsValid() {
		m.RTCP = netip.AddrPortFrom(m.RTP.Addr(), m.RTP.Port()+1)
	}
	w, err := reseal(c.wire, m.Keys, c.out.ssrc, c.received.ssrc)
	if err != nil {
		return err
	}
	c.wire = w
	c.accept(m.Codec)
	c.source.agree(m.RTP)
	if !c.agreed || m.RTCP != c.media.RTCP {
		c.reports.to = plain(m.RTCP)
	}
	if !c.agreed {
		c.reports.schedule(now)
	}
	if !c.agreed || m.Direction != c.media.Direction {
		c.lastHeard, c.received.pardoned = now, true
	}
	c.media, c.agreed = m, true
	return nil
}

// accept takes a payload type other than the one we offered for a codec (the other side's offer may name its own).
func (c *call) accept(k softphone.Codec) {
	for i, a := range c.accepts {
		if a.payloadType == k.PayloadType {
			if a.codec.name != k.Name {
				c.accepts[i] = newAcceptance(k.PayloadType, codecNamed(k.Name))
			}
			return
		}
	}
	c.accepts = append(c.accepts, newAcceptance(k.PayloadType, codecNamed(k.Name)))
}

func (c *call) acceptance(payloadType uint8) *acceptance {
	for _, a := range c.accepts {
		if a.payloadType == payloadType {
			return a
		}
	}
	return nil
}

func (c *call) isEvent(payloadType uint8) bool {
	return payloadType == offeredEventType || payloadType == offeredWideEventType ||
		c.media.EventType != 0 && payloadType == c.media.EventType
}

// sends reports whether the other side wants to hear us.
func (c *call) sends() bool {
	return c.agreed && reachable(c.out.to) &&
		(c.media.Direction == softphone.SendRecv || c.media.Direction == softphone.SendOnly)
}

// reachable reports whether something can be sent to an address; a hold of old has 0.0.0.0 (RFC 2543 App. B.5).
func reachable(to netip.AddrPort) bool {
	return to.IsValid() && to.Port() != 0 && !to.Addr().IsUnspecified()
}

// receiveRTP takes one packet; digit is set when it begins a digit.
func (c *call) receiveRTP(data []byte, from netip.AddrPort, at time.Time) (digit rune, begun bool) {
	if len(data) >= 2 && data[1] >= 192 && data[1] <= 223 { // RTCP on the same port (RFC 5761 §4)
		c.receiveRTCP(data, from, at)
		return 0, false
	}
	if s, sealed := c.wire.(*seal); sealed {
		plain, ok := s.open(data)
		if !ok {
			c.refused++
			c.unopened++
			return 0, false
		}
		data = plain
	}
	p := &c.packet
	if err := p.Unmarshal(data); err != nil || p.Version != 2 || len(data) > packetSize {
		c.refused++
		return 0, false
	}
	accept, event := c.acceptance(p.PayloadType), c.isEvent(p.PayloadType)
	if event && p.PayloadType == c.media.EventType {
		accept = nil // his number for events may be ours for a codec
	}
	noise := p.PayloadType == comfortNoiseType
	if accept == nil && !event && !noise || !c.source.take(from, at) {
		c.refused++
		return 0, false
	}
	c.lastHeard = at
	if d := c.media.Direction; d == softphone.SendOnly || d == softphone.Inactive {
		c.received.pardoned = true // until one after we listen again has come
	}
	switch c.received.admit(p.SSRC, p.SequenceNumber) {
	case refused:
		c.refused++
		return 0, false
	case newStream:
		c.in.restart()
		c.events = digitsIn{}
		c.reports.lastSR = 0 // of another sender
	}
	switch {
	case accept != nil:
		c.received.measure(p.Timestamp, at, accept.codec.clockRate)
		c.in.put(p.SequenceNumber, p.Timestamp, accept, p.Payload, at)
	case event:
		return c.events.take(p.Timestamp, p.Marker, p.Payload, at)
	default:
		c.in.comfort(p.Payload, c.acceptance(c.media.Codec.PayloadType))
	}
	return 0, false
}

// receiveRTCP takes one report; false for what is none or not from the other side.
func (c *call) receiveRTCP(data []byte, from netip.AddrPort, at time.Time) bool {
	if s, sealed := c.wire.(*seal); sealed {
		plain, ok := s.openReport(data)
		if !ok {
			c.refused++
			c.unopened++
			return false
		}
		data = plain
	}
	if !c.source.known(from.Addr()) && from != c.reports.to || !c.reports.read(data, at, c.out, &c.received) {
		c.refused++
		return false
	}
	c.lastHeard = at
	c.out.expect(c.reports.peerLost)
	return true
}

// listen takes the letters and makes heard; the gain of what is heard goes to where the mode wants it.
func (c *call) listen(now time.Time, digit func(c *call, d rune, at time.Time)) {
	for range boxSize { // and not until the box is empty: whoever floods us must not keep the tick
		l := c.rtpBox.next()
		if l == nil {
			break
		}
		if d, begun := c.receiveRTP(l.content[:l.size], l.from, l.arrived); begun {
			digit(c, d, l.arrived)
		}
		c.rtpBox.takeAway()
	}
	for range boxSize {
		l := c.rtcpBox.next()
		if l == nil {
			break
		}
		if c.receiveRTCP(l.content[:l.size], l.from, l.arrived) {
			c.reports.to = l.from // behind a NAT it is another one than negotiated
		}
		c.rtcpBox.takeAway()
	}
	c.out.to = c.source.target()
	pcm := c.in.pull(now)
	// where events were agreed, tones are what has leaked beside them; and while ours sound, they may come back
	if c.agreed && c.media.EventType == 0 && c.digits.n == 0 {
		if d, begun := c.tones.take(pcm, c.in.rate()); begun {
			digit(c, d, now)
		}
	}
	switch {
	case pcm == nil:
		c.heard.clear()
	case c.rxGain > 0 || c.hearing() || c.mode == softphone.VoiceBridge:
		c.in.now.up.run(&c.heard, pcm)
	}
}

// hearing reports whether the secretary is to hear him.
func (c *call) hearing() bool { return c.mode == softphone.VoiceTalk || c.mode == softphone.VoiceEarly }

// towards moves a gain to 1 or 0 and gives the one before.
func towards(gain *float32, on bool) (before float32) {
	before = *gain
	*gain = 0
	if on {
		*gain = 1
	}
	return before
}

// send makes hears out of the microphone (or whoever stands in its place) and the music, and sends it. The key of a digit sounds in the stream
// where no telephone-event was agreed.
func (c *call) send(microphone, music *frame, now time.Time) {
	mic := towards(&c.micGain, c.mode == softphone.VoiceTalk || c.mode == softphone.VoiceBridge)
	tune := towards(&c.musicGain, c.mode == softphone.VoiceMusic)
	way := c.digits.way(c.media.EventType != 0)
	if !c.sends() {
		c.keepOpen(now)
		if way == onlyHeard {
			c.out.skip(1)
			c.digits.advance()
			return
		}
		c.digits.cut()
		if c.digits.signalling() && way == asEvent && reachable(c.out.to) {
			c.out.digit(&c.digits, c.wire, now)
			c.digits.advance()
		} else {
			c.out.skip(1)
			c.digits.clear()
		}
		return
	}
	switch {
	case c.digits.signalling() && way == asEvent:
		c.out.digit(&c.digits, c.wire, now)
	case c.digits.sounding() && way == asTone:
		c.hears.clear()
		c.hears.add(&c.key, inBandPeak, inBandPeak)
		c.out.sound(&c.hears, c.wire, now)
	case mic > 0 || c.micGain > 0 || tune > 0 || c.musicGain > 0:
		c.hears.clear()
		c.hears.add(microphone, mic, c.micGain)
		c.hears.add(music, tune, c.musicGain)
		c.out.sound(&c.hears, c.wire, now)
	default:
		c.out.sound(nil, c.wire, now) // the stream stays alive, for routers and for the other side's own watch
	}
	c.digits.advance()
}

// report sends RTCP when it is due.
func (c *call) report(now time.Time) {
	if !c.agreed || now.Before(c.reports.due) {
		return
	}
	c.reports.schedule(now)
	c.tell(now, false)
}

// tell sends a report; the last one says goodbye (RFC 3550 §6.6).
func (c *call) tell(now time.Time, bye bool) {
	if !c.agreed || !reachable(c.reports.to) || bye && c.out.packets == 0 {
		return
	}
	packet, err := c.reports.compose(now, c.out, &c.received, bye)
	if err == nil {
		err = c.wire.sendRTCP(packet, c.reports.to)
	}
	if err != nil {
		c.out.failed++
	}
}

// silent reports when nothing came in a call that talks, for eight seconds and then for another whole while each time, and
// with 0 when that is over.
func (c *call) silent(now time.Time) (time.Duration, bool) {
	since := now.Sub(c.lastHeard)
	watched := c.mode == softphone.VoiceTalk && c.agreed && c.media.Direction == softphone.SendRecv
	next := c.silentFor - c.silentFor%silenceReported + silenceReported
	if c.silentFor == 0 {
		next = silenceNoticed
	}
	switch {
	case watched && since >= next:
		c.silentFor = next
	case c.silentFor > 0 && (!watched || since < silenceNoticed):
		c.silentFor = 0
	default:
		return 0, false
	}
	return c.silentFor, true
}
