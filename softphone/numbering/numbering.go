// Package numbering makes telephone numbers comparable, by the numbering plans of all countries.
package numbering

import (
	"strconv"
	"strings"

	"github.com/nyaruka/phonenumbers"

	"anteroom/softphone"
)

// Full is a number as it is compared: +, country code and subscriber's number (ITU-T E.164), however it was written. One
// without a country code is of the country whose code is given, without +. What no numbering plan knows, an extension
// for example, is as softphone.FullNumber has it; "" for a number that calls nobody.
func Full(number, country string) string {
	bare := softphone.BareNumber(number)
	if bare == "" || strings.Trim(bare, "+0123456789") != "" {
		return bare
	}
	n, err := phonenumbers.Parse(bare, region(country))
	if err != nil || !phonenumbers.IsValidNumber(n) {
		return softphone.FullNumber(number, country)
	}
	return phonenumbers.Format(n, phonenumbers.E164)
}

// region is the country that a code stands for; of several that share one, the largest.
func region(country string) string {
	code, err := strconv.Atoi(strings.Trim(country, "+ "))
	if err != nil {
		return ""
	}
	return phonenumbers.GetRegionCodeForCountryCode(code)
}
