package voice

import "math/bits"

// ITU-T G.711: eight bits a sample, a sign, three bits of exponent (the segment) and four of mantissa.

var pcma = &codec{
	name: "pcma", payloadType: 8, clockRate: 8000, sampleRate: 8000, samples: bytesAreSamples,
	newEncoder: func() encoder { return g711Encoder(encodeALaw) },
	newDecoder: func() decoder { return (*g711Decoder)(&aLaw) },
}

var pcmu = &codec{
	name: "pcmu", payloadType: 0, clockRate: 8000, sampleRate: 8000, samples: bytesAreSamples,
	newEncoder: func() encoder { return g711Encoder(encodeMuLaw) },
	newDecoder: func() decoder { return (*g711Decoder)(&muLaw) },
}

func bytesAreSamples(payload []byte) int { return len(payload) }

type g711Encoder func(int16) byte

func (e g711Encoder) encode(dst []byte, pcm []int16) []byte {
	for _, s := range pcm {
		dst = append(dst, e(s))
	}
	return dst
}

type g711Decoder [256]int16

func (d *g711Decoder) decode(pcm []int16, payload []byte) []int16 {
	for _, b := range payload {
		pcm = append(pcm, d[b])
	}
	return pcm
}

var aLaw, muLaw = table(decodeALaw), table(decodeMuLaw)

func table(decode func(byte) int16) (t [256]int16) {
	for i := range t {
		t[i] = decode(byte(i))
	}
	return t
}

// encodeALaw takes 13 of the 16 bits (G.711 table 1a); every other bit of the code is inverted.
func encodeALaw(s int16) byte {
	sign, v := byte(0x80), int(s)
	if v < 0 {
		sign, v = 0, ^v
	}
	v >>= 4 // twelve bits of magnitude, less the half step that the decoder adds
	segment := max(bits.Len(uint(v))-4, 0)
	mantissa := v >> max(segment-1, 0) & 15 // the two lowest segments have the same step
	return (sign | byte(segment)<<4 | byte(mantissa)) ^ 0x55
}

func decodeALaw(b byte) int16 {
	b ^= 0x55
	segment, v := int(b>>4&7), int(b&15)<<4|8
	if segment > 0 {
		v = (v | 0x100) << (segment - 1)
	}
	if b&0x80 == 0 {
		return int16(-v)
	}
	return int16(v)
}

// muBias makes the ends of the segments powers of two (G.711 table 2a), on the scale of 16 bits.
const muBias = 0x84

// encodeMuLaw takes 14 of the 16 bits (G.711 table 2a); all bits of the code are inverted.
func encodeMuLaw(s int16) byte {
	sign, v := byte(0), int(s)
	if v < 0 {
		sign, v = 0x80, ^v
	}
	v = min(v+muBias, 0x7fff)
	segment := bits.Len(uint(v)) - 8
	mantissa := v >> (segment + 3) & 15
	return ^(sign | byte(segment)<<4 | byte(mantissa))
}

func decodeMuLaw(b byte) int16 {
	b = ^b
	v := (int(b&15)<<3|muBias)<<(b>>4&7) - muBias
	if b&0x80 != 0 {
		return int16(-v)
	}
	return int16(v)
}
