package voice

import (
	"time"

	"anteroom/softphone"
)

// codec is one way of coding sound.
type codec struct {
	name        string
	payloadType uint8 // the one we offer
	clockRate   int   // of the RTP timestamp, in Hz
	sampleRate  int   // of the sound itself; 48000 is a multiple of it
	newEncoder  func() encoder
	newDecoder  func() decoder
	// samples is how many samples a payload decodes to; 0 for one that cannot be.
	samples func(payload []byte) int
	params  string // of our description (a=fmtp); "" for none
	lengths []int  // packets there may be, in ms; nil: every multiple of ten
}

// encoder codes the sound of one stream.
type encoder interface {
	// encode appends the coded samples to dst.
	encode(dst []byte, pcm []int16) []byte
}

// decoder decodes the sound of one stream.
type decoder interface {
	// decode appends the samples of one payload to pcm.
	decode(pcm []int16, payload []byte) []int16
}

// codecs are those we can do, best first; a new one is a file of its own and a line here.
var codecs = []*codec{opusCodec, g722, pcma, pcmu}

// suitable is an encoder that follows the other side's format parameters.
type suitable interface{ suit(params string) }

// expectant is an encoder that prepares for a share of its packets being lost, 0…1, and says whether short ones are better.
type expectant interface {
	expect(lost float64) (short bool)
}

// restorer is a decoder that makes missing sound up by itself, better if it has the packet right after the gap; next is
// nil where that has not come. It appends the samples to pcm.
type restorer interface {
	restore(pcm []int16, samples int, next []byte) []int16
	// repairs reports whether a packet has something of the one before.
	repairs(payload []byte) bool
}

// The payload types of telephone-event in our descriptions: for the clock of most codecs, and for that of Opus.
const (
	offeredEventType     = 101
	offeredWideEventType = 102
)

// comfortNoiseType is the static payload type of comfort noise (RFC 3389).
const comfortNoiseType = 13

func offeredCodecs() []softphone.Codec {
	var out []softphone.Codec
	for _, c := range codecs {
		out = append(out, softphone.Codec{Name: c.name, PayloadType: c.payloadType, ClockRate: c.clockRate, Params: c.params})
	}
	return out
}

// CodecNames are the names of the codecs that are built in, best first.
func CodecNames() []string {
	var out []string
	for _, c := range codecs {
		out = append(out, c.name)
	}
	return out
}

func codecNamed(name string) *codec {
	for _, c := range codecs {
		if c.name == name {
			return c
		}
	}
	return nil
}

// perTick is how many samples of its own rate a tick has.
func (c *codec) perTick() int { return c.sampleRate / ticksASec }

// packetLength is the length of a packet, as near as can be to what was asked for and not longer.
func (c *codec) packetLength(asked time.Duration) time.Duration {
	if asked <= 0 {
		asked = usualPacket
	}
	ms := int(min(max(asked.Round(10*time.Millisecond), 10*time.Millisecond), 100*time.Millisecond) / time.Millisecond)
	for i := len(c.lengths) - 1; i >= 0; i-- {
		if c.lengths[i] <= ms {
			ms = c.lengths[i]
			break
		}
	}
	return time.Duration(ms) * time.Millisecond
}
