package exchange

// G.711 companding (ITU-T G.711, tables 1a to 2b). One byte is one sample at 8000 Hz.

// law is one of the two G.711 codecs, named by its static payload type (RFC 3551 §6).
type law uint8

const (
	muLaw law = 0 // PCMU
	aLaw  law = 8 // PCMA
)

const (
	frameSamples = 160 // 20 ms at 8000 Hz
	muBias       = 0x84
	muClip       = 32635
)

// silence is the byte of a zero sample.
func (l law) silence() byte {
	if l == muLaw {
		return 0xFF
	}
	return 0xD5
}

// decode gives the 16-bit sample of one byte.
func (l law) decode(b byte) int16 {
	if l == muLaw {
		b = ^b
		v := (int(b&0x0F)<<3 + muBias) << (b >> 4 & 7)
		if b&0x80 != 0 {
			return int16(muBias - v)
		}
		return int16(v - muBias)
	}
	b ^= 0x55
	v := int(b&0x0F)<<4 + 8
	if segment := b >> 4 & 7; segment > 0 {
		v = (v + 0x100) << (segment - 1)
	}
	if b&0x80 != 0 {
		return int16(v)
	}
	return int16(-v)
}

// encodeMu gives the µ-law byte of a 16-bit sample. Clips are kept in A-law, so only this direction is needed.
func encodeMu(sample int16) byte {
	v, sign := int(sample), byte(0)
	if v < 0 {
		v, sign = -v, 0x80
	}
	v = min(v, muClip) + muBias
	segment := byte(7)
	for mask := 0x4000; segment > 0 && v&mask == 0; mask >>= 1 {
		segment--
	}
	return ^(sign | segment<<4 | byte(v>>(segment+3))&0x0F)
}

var aToMu = func() (t [256]byte) {
	for i := range t {
		t[i] = encodeMu(aLaw.decode(byte(i)))
	}
	return t
}()

// fromALaw rewrites a frame of A-law bytes in place into this law.
func (l law) fromALaw(frame []byte) {
	if l == aLaw {
		return
	}
	for i, b := range frame {
		frame[i] = aToMu[b]
	}
}
