package voice

import "anteroom/softphone"

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
var codecs = []*codec{g722, pcma, pcmu}

// offeredEventType is the payload type of telephone-event in our descriptions.
const offeredEventType = 101

// comfortNoiseType is the static payload type of comfort noise (RFC 3389).
const comfortNoiseType = 13

func offeredCodecs() []softphone.Codec {
	var out []softphone.Codec
	for _, c := range codecs {
		out = append(out, softphone.Codec{Name: c.name, PayloadType: c.payloadType, ClockRate: c.clockRate})
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
