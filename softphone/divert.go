package softphone

import "strings"

// letThrough reports whether a caller rings although she is not to be disturbed: his number is on the list. Numbers are
// compared by their last eight digits where both have them, so that one with and one without a country code are the same.
func letThrough(list, number string) bool {
	for _, one := range strings.FieldsFunc(list, func(r rune) bool { return r == ',' || r == ';' || r == '\n' }) {
		if sameSubscriber(CleanNumber(one), CleanNumber(number)) {
			return true
		}
	}
	return false
}

func sameSubscriber(a, b string) bool {
	const subscriber = 8
	if len(a) >= subscriber && len(b) >= subscriber && strings.Trim(a+b, "+0123456789") == "" {
		a, b = a[len(a)-subscriber:], b[len(b)-subscriber:]
	}
	return a != "" && a == b
}
