package voice

import (
	"strconv"
	"strings"

	"gopkg.in/hraban/opus.v2"
)

// Opus (RFC 6716) is libopus'. One channel at 48 kHz, whatever the other side sends: the decoder mixes two into one.

const (
	opusRate     = 48000 // bits a second of speech over the full band
	opusMost     = 64000 // the same where packets are lost, and each repeats the one before
	opusLossy    = 3     // per cent of lost packets from which on that is done
	opusLeast    = 6000
	opusComplete = 6    // of 10; from 7 on libopus judges by itself what is speech, and music gets no repair data
	opusUnit     = 120  // samples: every length of Opus is a multiple of 2.5 ms
	opusLongest  = 5760 // samples of the longest packet, 120 ms
	opusRoom     = 1275 // bytes of the largest frame (RFC 6716 §3.2.1)
)

// opusCodec is offered with what RFC 7587 §6.1 lets a receiver ask for; its clock is 48 kHz always (§4.1).
var opusCodec = &codec{
	name: "opus", payloadType: 107, clockRate: 48000, sampleRate: 48000,
	params:  "useinbandfec=1;stereo=0;sprop-stereo=0;maxaveragebitrate=" + strconv.Itoa(opusMost),
	samples: opusSamples, lengths: []int{10, 20, 40, 60},
	newEncoder: func() encoder { return newOpusEncoder() },
	newDecoder: func() decoder { return newOpusDecoder() },
}

// opusSamples is how long a packet is, from its first bytes (RFC 6716 §3.1, §3.2).
func opusSamples(payload []byte) int {
	if len(payload) == 0 {
		return 0
	}
	toc := payload[0]
	var frame int
	switch config := toc >> 3; {
	case config < 12: // SILK: 10, 20, 40, 60 ms
		frame = [4]int{480, 960, 1920, 2880}[config&3]
	case config < 16: // both: 10, 20 ms
		frame = [2]int{480, 960}[config&1]
	default: // CELT: 2.5, 5, 10, 20 ms
		frame = 120 << (config & 3)
	}
	n := 2
	switch toc & 3 {
	case 0:
		n = 1
	case 3:
		if len(payload) < 2 {
			return 0
		}
		n = int(payload[1] & 0x3f)
	}
	if n*frame > opusLongest {
		return 0
	}
	return n * frame
}

type opusEncoder struct {
	enc    *opus.Encoder
	repair bool // the other side can use what stands in for a lost packet
	lost   int  // per cent of our packets that it is said to lose
	most   int  // bits a second that it takes
}

// newOpusEncoder takes libopus as it comes: with the arguments here it can only fail for want of memory, and then it
// codes nothing.
func newOpusEncoder() *opusEncoder {
	e := &opusEncoder{}
	enc, err := opus.NewEncoder(engineRate, 1, opus.AppVoIP)
	if err != nil {
		return e
	}
	e.enc = enc
	_ = enc.SetComplexity(opusComplete) // in range, like all below
	e.suit("")
	return e
}

// suit follows what the other side can do and wants (RFC 7587 §6.1).
func (e *opusEncoder) suit(params string) {
	if e.enc == nil {
		return
	}
	most, repair, band := opusMost, false, opus.Fullband
	for p := range strings.SplitSeq(params, ";") {
		key, value, _ := strings.Cut(strings.TrimSpace(p), "=")
		n, err := strconv.Atoi(strings.TrimSpace(value))
		if err != nil {
			continue
		}
		switch strings.ToLower(key) {
		case "useinbandfec":
			repair = n == 1
		case "maxaveragebitrate":
			most = min(most, max(n, opusLeast))
		case "maxplaybackrate":
			band = opusBand(n)
		}
	}
	_ = e.enc.SetInBandFEC(repair)
	_ = e.enc.SetMaxBandwidth(band)
	e.repair, e.most = repair, most
	_ = e.enc.SetBitrate(e.rate())
}

// opusBand is the widest band that a player of some rate can use (RFC 7587 §3.1.1).
func opusBand(rate int) opus.Bandwidth {
	switch {
	case rate <= 8000:
		return opus.Narrowband
	case rate <= 12000:
		return opus.Mediumband
	case rate <= 16000:
		return opus.Wideband
	case rate <= 24000:
		return opus.SuperWideband
	}
	return opus.Fullband
}

// expect prepares for the share of packets that the other side reports as lost: at once for more, slowly for less.
// The more it is, the more of each packet goes into repeating the one before, and there is more of it, so that what it says
// itself does not suffer. Where many are lost, short packets are better: less goes with each, and the next comes sooner.
func (e *opusEncoder) expect(lost float64) (short bool) {
	per := min(int(lost*100+0.5), 30)
	if per < e.lost {
		per = max(per, e.lost*3/4)
	}
	if per != e.lost && e.enc != nil {
		e.lost = per
		_ = e.enc.SetPacketLossPerc(per)
		_ = e.enc.SetBitrate(e.rate())
	}
	return e.lossy()
}

func (e *opusEncoder) lossy() bool { return e.repair && e.lost >= opusLossy }

// rate is how many bits a second are sent.
func (e *opusEncoder) rate() int {
	if e.lossy() {
		return e.most
	}
	return min(opusRate, e.most)
}

func (e *opusEncoder) encode(dst []byte, pcm []int16) []byte {
	if e.enc == nil {
		return dst
	}
	from := len(dst)
	// The binding writes up to the capacity.
	n, err := e.enc.Encode(pcm, dst[from:min(cap(dst), from+opusRoom):min(cap(dst), from+opusRoom)])
	if err != nil {
		return dst
	}
	return dst[:from+n]
}

type opusDecoder struct {
	dec  *opus.Decoder
	room [opusLongest]int16
}

func newOpusDecoder() *opusDecoder {
	dec, err := opus.NewDecoder(engineRate, 1)
	if err != nil {
		return &opusDecoder{} // no memory: silence is heard
	}
	return &opusDecoder{dec: dec}
}

// decode gives what opusSamples has promised, made up where the packet turns out to be damaged.
func (d *opusDecoder) decode(pcm []int16, payload []byte) []int16 {
	n := opusSamples(payload)
	if d.dec != nil {
		if got, err := d.dec.Decode(payload, d.room[:]); err == nil && got == n {
			return append(pcm, d.room[:n]...)
		}
	}
	return d.restore(pcm, n, nil)
}

// restore stands in for sound that is missing. next is the packet that follows on it, if it is there: it may repeat
// the end of what is missing in fewer bits (RFC 6716 §2.1.7); libopus makes the rest up.
func (d *opusDecoder) restore(pcm []int16, samples int, next []byte) []int16 {
	n := min((samples+opusUnit-1)/opusUnit*opusUnit, opusLongest)
	out := d.room[:n:n]
	clear(out) // stays when libopus refuses
	switch {
	case d.dec == nil:
	case len(next) > 0:
		_ = d.dec.DecodeFEC(next, out)
	default:
		_ = d.dec.DecodePLC(out)
	}
	return append(pcm, out[:min(samples, n)]...)
}

// repairs reads the flag of repair data in the first SILK frame, which follows on a flag for each 20 ms (RFC 6716
// §4.2.3, §4.2.4); CELT has none.
func (d *opusDecoder) repairs(payload []byte) bool {
	voices := 1 // flags in front
	if len(payload) == 0 || payload[0]>>3 >= 16 {
		return false
	}
	if config := payload[0] >> 3; config < 12 && config&3 > 1 {
		voices = int(config & 3)
	}
	if payload[0]&3 > 1 {
		return false // lengths stand in front: not what telephones send
	}
	return len(payload) > 1 && payload[1]>>(7-voices)&1 == 1
}
