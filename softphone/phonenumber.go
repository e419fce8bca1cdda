package softphone

import (
	"strings"
	"unicode"
)

// GroupNumber sets a dialled or dictated number in groups for reading aloud: Norwegian subscriber numbers of eight
// digits in pairs (mobile numbers, beginning with 4 or 9, as three, two and three), others in threes from the left
// with no single digit left over. After a leading + the country code stands apart (ITU-T E.164).
// Names stay as they are.
func GroupNumber(n string) string {
	if strings.ContainsFunc(n, unicode.IsLetter) {
		return n
	}
	plus := strings.HasPrefix(strings.TrimSpace(n), "+")
	var b strings.Builder
	for _, r := range n {
		if r >= '0' && r <= '9' {
			b.WriteRune(r)
		}
	}
	d := b.String()
	if !plus {
		return group(d)
	}
	cc := countryCode(d)
	switch cc {
	case "":
		return "+" + d
	case "47":
		return "+47 " + group(d[2:])
	}
	return "+" + cc + " " + threes(d[len(cc):])
}

func group(d string) string {
	if len(d) != 8 {
		return threes(d)
	}
	if d[0] == '4' || d[0] == '9' {
		return d[:3] + " " + d[3:5] + " " + d[5:]
	}
	return d[:2] + " " + d[2:4] + " " + d[4:6] + " " + d[6:]
}

func threes(d string) string {
	var g []string
	for len(d) > 4 {
		g, d = append(g, d[:3]), d[3:]
	}
	return strings.TrimLeft(strings.Join(append(g, d), " "), " ")
}

// twoDigitCodes are the country codes of two digits, by their first: "0" under 2 is +20 (ITU-T E.164 list).
var twoDigitCodes = map[byte]string{'2': "07", '3': "0123469", '4': "013456789", '5': "12345678", '6': "0123456", '8': "1246", '9': "0123458"}

func countryCode(d string) string {
	switch {
	case len(d) < 4:
		return ""
	case d[0] == '1' || d[0] == '7':
		return d[:1]
	case strings.IndexByte(twoDigitCodes[d[0]], d[1]) >= 0:
		return d[:2]
	}
	return d[:3]
}
