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

// OfferedNumber before a number is the FocusField that shows it in the dial field, to be dialled by her own key.
const OfferedNumber = "offer:"

// mayBeDear reports whether a number is abroad or begins as dear ones do in the settings.
func (s Settings) mayBeDear(number string) bool {
	home := "+" + strings.Trim(s.Get(SetCountryCode), "+ ")
	n := international(number)
	national, athome := strings.CutPrefix(n, home)
	if strings.HasPrefix(n, "+") && !athome {
		return true
	}
	for _, prefix := range strings.FieldsFunc(s.Get(SetDearPrefixes), func(r rune) bool { return r == ',' || r == ';' || r == ' ' }) {
		if strings.HasPrefix(national, prefix) {
			return true
		}
	}
	return false
}

// international writes 00 as +, so that a prefix holds for both.
func international(number string) string {
	if rest, ok := strings.CutPrefix(number, "00"); ok {
		return "+" + rest
	}
	return number
}
