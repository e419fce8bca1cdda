package control

import (
	"slices"
	"strings"

	"anteroom/softphone"
)

// lineKey is one thing that can be set of a line, by the name that `line set` and `line show` give it.
type lineKey struct {
	name string
	get  func(softphone.Account) string
	set  func(*softphone.Account, string) bool // false: not such a value
}

// lineKeys is everything there is to set, in the order of the window. What a value may be is checked by the desk, but for
// those that are only on or off.
var lineKeys = []lineKey{
	text("address", func(a *softphone.Account) *string { return &a.Address }),
	text("user", func(a *softphone.Account) *string { return &a.User }),
	text("auth_user", func(a *softphone.Account) *string { return &a.AuthUser }),
	text("name", func(a *softphone.Account) *string { return &a.DisplayName }),
	text("own_number", func(a *softphone.Account) *string { return &a.OwnNumber }),
	text("transport", func(a *softphone.Account) *softphone.Transport { return &a.Transport }),
	text("proxy", func(a *softphone.Account) *string { return &a.Proxy }),
	text("listen", func(a *softphone.Account) *string { return &a.Listen }),
	{"codecs", func(a softphone.Account) string { return strings.Join(a.Codecs, ",") }, func(a *softphone.Account, v string) bool {
		a.Codecs = nil
		if v != "" {
			a.Codecs = strings.Split(v, ",")
		}
		return true
	}},
	text("srtp", func(a *softphone.Account) *softphone.SRTP { return &a.SRTP }),
	text("stun", func(a *softphone.Account) *string { return &a.STUN }),
	text("trust", func(a *softphone.Account) *string { return &a.TrustedCert }),
	onOff("register", func(a *softphone.Account) *bool { return &a.Register }),
	onOff("refuse_md5", func(a *softphone.Account) *bool { return &a.RefuseMD5 }),
	{"dtmf", func(a softphone.Account) string {
		if a.Digits == softphone.DigitsAuto {
			return "auto"
		}
		return string(a.Digits)
	}, func(a *softphone.Account, v string) bool {
		if a.Digits = softphone.Digits(v); v == "auto" {
			a.Digits = softphone.DigitsAuto
		}
		return slices.Contains(softphone.DigitsChoices, a.Digits)
	}},
	text("company", func(a *softphone.Account) *string { return &a.Own.Company }),
	text("greeting", func(a *softphone.Account) *string { return &a.Own.Greeting }),
	text("ring", func(a *softphone.Account) *softphone.RingTune { return &a.Own.Ring }),
	text("record", func(a *softphone.Account) *string { return &a.Own.Record }),
	text("script", func(a *softphone.Account) *softphone.ScriptID { return &a.Own.Script }),
	text("hold_music", func(a *softphone.Account) *string { return &a.Own.HoldMusic }),
}

func text[S ~string](name string, field func(*softphone.Account) *S) lineKey {
	return lineKey{name, func(a softphone.Account) string { return string(*field(&a)) },
		func(a *softphone.Account, v string) bool { *field(a) = S(v); return true }}
}

func onOff(name string, field func(*softphone.Account) *bool) lineKey {
	return lineKey{name, func(a softphone.Account) string {
		if *field(&a) {
			return "on"
		}
		return "off"
	}, func(a *softphone.Account, v string) bool {
		*field(a) = v == "on"
		return v == "on" || v == "off"
	}}
}

// setLine changes an account by KEY=VALUE.
func setLine(a *softphone.Account, words []string) error {
	for _, word := range words {
		name, value, ok := strings.Cut(word, "=")
		i := slices.IndexFunc(lineKeys, func(k lineKey) bool { return k.name == name })
		switch {
		case !ok:
			return usage(lineUsage)
		case i < 0:
			return softphone.Reason{Code: softphone.NoSuchSetting, Detail: name}
		case !lineKeys[i].set(a, value):
			return softphone.Reason{Code: softphone.BadValue, Detail: word}
		}
	}
	return nil
}
