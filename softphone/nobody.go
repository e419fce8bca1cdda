package softphone

import (
	"slices"
	"strings"
)

// nobodys are the words that exchanges put for a number that is withheld or not known.
var nobodys = []string{"anonymous", "unknown", "unavailable", "restricted", "private", "asterisk", "freeswitch", "s"}

// namelessNames stand for a name in the same way.
var namelessNames = append([]string{"anonym", "ukjent", "skjult nummer", "unknown caller"}, nobodys...)

// Nobody reports whether the user part of an address tells of nobody: it is empty, or a word for a withheld number.
func Nobody(user string) bool {
	return user == "" || slices.Contains(nobodys, strings.ToLower(user))
}

// foldName is a name to compare by; "" for one that names nobody.
func foldName(n string) string {
	n = strings.ToLower(FullName(n))
	if slices.Contains(namelessNames, n) {
		return ""
	}
	return n
}

// bareNumber is a number as it is dialled, without the address around it; "" for one that calls nobody. 00 before a
// country code is a plus, and a trunk zero in brackets behind one is not dialled (ITU-T E.123).
func bareNumber(n string) string {
	n = strings.TrimLeft(strings.ToLower(n), "( \u00a0") // (+47) 22 …
	if strings.HasPrefix(n, "+") || strings.HasPrefix(n, "00") {
		n = strings.Replace(n, "(0)", "", 1)
	}
	n = CleanNumber(n)
	if scheme, address, ok := strings.Cut(n, ":"); ok { // only sip: and sips: are left
		user, _, has := strings.Cut(address, "@")
		user, _, _ = strings.Cut(user, ";") // parameters of a telephone number (RFC 3261 §19.1.6)
		number := CleanNumber(user)
		switch {
		case has && Nobody(user):
			return ""
		case has && number != "" && onlyDigits(strings.TrimPrefix(number, "+")):
			n = number
		default:
			return scheme + ":" + address // a name, which says nothing without its exchange
		}
	}
	if Nobody(n) {
		return ""
	}
	return international(n)
}

// BareNumber is a number as it is dialled, without the address around it; "" for one that calls nobody.
func BareNumber(number string) string { return bareNumber(number) }

// FullNumber is a number to compare by: +, country code and subscriber's number; see fullNumber.
func FullNumber(number, country string) string { return fullNumber(number, country) }

// fullNumber is a number to compare by: +, country code and subscriber's number (ITU-T E.164). One without a country code
// is of the country given (its code without +; with "" it stays as it is). What is no number stays as it is, too; "" for
// one that calls nobody.
func fullNumber(number, country string) string {
	n := bareNumber(number)
	digits, abroad := strings.CutPrefix(n, "+")
	if country = strings.Trim(country, "+ "); digits == "" || country == "" || !onlyDigits(digits) {
		return n
	}
	rest, ours := strings.CutPrefix(digits, country)
	switch {
	case !abroad && !(ours && len(digits) >= leastWithCode):
		rest = digits
	case !ours:
		country = countryCode(digits)
		rest = digits[len(country):]
	}
	if short, trunk := strings.CutPrefix(rest, "0"); trunk && len(short) >= leastBehindTrunk {
		rest = short
	}
	return "+" + country + rest
}

const (
	// leastWithCode is the fewest digits without + that are taken to begin with the country code: 47 22 41 30 is a
	// number in Norway.
	leastWithCode = 10
	// leastBehindTrunk is the fewest digits behind a trunk zero; what is shorter (02800) has the zero as its own.
	leastBehindTrunk = 6
)

func onlyDigits(s string) bool { return strings.Trim(s, "0123456789") == "" }
