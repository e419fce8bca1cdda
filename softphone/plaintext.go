package softphone

import (
	"bytes"
	"encoding/binary"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// PlainText gives the text of a file, and the name of its encoding: by its mark UTF-8 or UTF-16, without one UTF-8 where it
// is that, or else Windows-1252, which every byte can be. It has no mark any more.
func PlainText(raw []byte) (text, encoding string) {
	switch {
	case bytes.HasPrefix(raw, []byte("\xef\xbb\xbf")):
		return strings.ToValidUTF8(string(raw[3:]), "\uFFFD"), "UTF-8"
	case bytes.HasPrefix(raw, []byte("\xff\xfe")):
		return utf16Text(raw[2:], binary.LittleEndian), "UTF-16"
	case bytes.HasPrefix(raw, []byte("\xfe\xff")):
		return utf16Text(raw[2:], binary.BigEndian), "UTF-16"
	case utf8.Valid(raw):
		return string(raw), "UTF-8"
	}
	return Windows1252(raw), "Windows-1252"
}

func utf16Text(raw []byte, order binary.ByteOrder) string {
	units := make([]uint16, len(raw)/2)
	for i := range units {
		units[i] = order.Uint16(raw[2*i:])
	}
	return string(utf16.Decode(units))
}

// upper1252 are the characters of Windows-1252 from 0x80 on that are others in Unicode; five bytes have none and stand for
// themselves (WHATWG Encoding, index windows-1252).
var upper1252 = [32]rune{
	'€', 0x81, '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', 0x8d, 'Ž', 0x8f,
	0x90, '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', 0x9d, 'ž', 'Ÿ',
}

// Windows1252 reads text of the Western European code page.
func Windows1252(raw []byte) string {
	var b strings.Builder
	b.Grow(len(raw) + len(raw)/8)
	for _, c := range raw {
		if c >= 0x80 && c < 0xa0 {
			b.WriteRune(upper1252[c-0x80])
		} else {
			b.WriteRune(rune(c))
		}
	}
	return b.String()
}
