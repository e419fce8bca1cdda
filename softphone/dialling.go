package softphone

import (
	"strings"
	"time"
)

// mayDial says why a number is not called: it begins as none may that was blocked in the settings, or more calls than
// may be were made within the hour. Of an address its user part counts: an exchange dials it all the same.
func (s State) mayDial(number string, now time.Time) Reason {
	for _, prefix := range strings.FieldsFunc(s.Settings.Get(SetBlockedPrefixes), func(r rune) bool { return r == ',' || r == ';' || r == ' ' }) {
		if p := CleanNumber(prefix); p != "" && strings.HasPrefix(international(number), international(p)) {
			return Reason{NumberBlocked, prefix}
		}
	}
	most, made := s.Settings.Number(SetCallsAnHour), 0
	for _, at := range s.made {
		if now.Sub(at) < time.Hour {
			made++
		}
	}
	if most > 0 && made >= most {
		return Reason{TooManyDialled, ""}
	}
	return Reason{}
}

// international writes 00 as +, so that a prefix holds for both.
func international(number string) string {
	if rest, ok := strings.CutPrefix(number, "00"); ok {
		return "+" + rest
	}
	return number
}
