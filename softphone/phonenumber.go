package softphone

import "strings"

// GroupNumber sets a dialled or dictated number in groups for reading aloud: Norwegian subscriber numbers of eight
// digits in pairs (mobile numbers, beginning with 4 or 9, as three, two and three), others in threes from the left
// with no single digit left over. A leading + keeps its country code apart where it is +47.
func GroupNumber(n string) string {
	plus := strings.HasPrefix(strings.TrimSpace(n), "+")
	var d []byte
	for i := 0; i < len(n); i++ {
		if n[i] >= '0' && n[i] <= '9' {
			d = append(d, n[i])
		}
	}
	s := string(d)
	if plus && len(s) == 10 && strings.HasPrefix(s, "47") {
		return "+47 " + GroupNumber(s[2:])
	}
	var g []string
	switch {
	case len(s) == 8 && (s[0] == '4' || s[0] == '9') && !plus:
		g = []string{s[:3], s[3:5], s[5:]}
	case len(s) == 8 && !plus:
		g = []string{s[:2], s[2:4], s[4:6], s[6:]}
	default:
		for len(s) > 4 {
			g, s = append(g, s[:3]), s[3:]
		}
		if s != "" {
			g = append(g, s)
		}
	}
	out := strings.Join(g, " ")
	if plus {
		return "+" + out
	}
	return out
}
