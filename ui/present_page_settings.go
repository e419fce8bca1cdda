package ui

import (
	"net"
	"net/netip"
	"strconv"
	"strings"
	"unicode/utf8"

	"anteroom/softphone"
)

// settingSection is one page of the settings.
type settingSection struct {
	Name string // "settings.section.<Name>"
	Icon string
	Keys []softphone.SettingKey
}

// settingSections is every setting there is to set by hand, in the order of the window.
var settingSections = []settingSection{
	{"lines", "phone", nil},
	{"sound", "headset", []softphone.SettingKey{softphone.SetMicrophone, softphone.SetSpeaker, softphone.SetRingDevice, softphone.SetRingVolume, softphone.SetMicVolume, softphone.SetSpeakerVolume, softphone.SetHoldMusic,
		softphone.SetEchoCancel, softphone.SetNoiseSuppress, softphone.SetAutoGain, softphone.SetComfortNoise}},
	{"ringing", "bell", []softphone.SettingKey{softphone.SetRingTune, softphone.SetRingOn, softphone.SetRingOff, softphone.SetAnswerBy, softphone.SetReturnAfter, softphone.SetLongWait, softphone.SetAutoAnswer,
		softphone.SetForwardAfter, softphone.SetForwardTo, softphone.SetDoNotDisturb, softphone.SetAlwaysThrough,
		softphone.SetBlockedPrefixes, softphone.SetCallsAnHour, softphone.SetCountryCode, softphone.SetDearPrefixes}},
	{"greeting", "note", []softphone.SettingKey{softphone.SetCompany, softphone.SetBusiness, softphone.SetDepartment, softphone.SetSecretary, softphone.SetPosition}},
	{"house", "clock", []softphone.SettingKey{"presence_ends_busy", "presence_ends_meeting", "presence_ends_out", "presence_ends_travelling", "presence_ends_ill"}},
	{"recording", "mic", []softphone.SettingKey{softphone.SetRecord, softphone.SetRecordDays}},
	{"mail", "mail", softphoneKeys(softphone.DeliverySpecs)},
	{"directory", "users", ldapKeys()},
	{"appearance", "globe", []softphone.SettingKey{softphone.SetLanguage, softphone.SetTheme, softphone.SetTextSize}},
	{"roles", "lock", nil},
	{"keys", "grip", []softphone.SettingKey{softphone.SetKeyProfile}},
	{"storage", "book", nil},
}

// settingTrouble says what is wrong with a value, in words for beside its field; "" when it will do.
func settingTrouble(k softphone.SettingKey, v string, say wording) string {
	spec, ok := softphone.Spec(k)
	if !ok || spec.Check(v) == nil {
		return ""
	}
	switch {
	case spec.Max > 0:
		return say("settings.wrong.number", spec.Min, spec.Max)
	case spec.Values != nil:
		return say("settings.wrong.choice")
	case spec.Form != nil && len(v) <= 500:
		return say("settings.wrong.form")
	}
	return say("settings.wrong.long")
}

// musicTrouble says why a file cannot be the hold music, by its name alone.
func musicTrouble(file string, say wording) string {
	switch strings.ToLower(suffix(file)) {
	case ".wav", ".mp3", ".flac":
		return ""
	}
	if file == "" {
		return ""
	}
	return say("settings.wrong.wav")
}

func suffix(file string) string {
	i := strings.LastIndexByte(file, '.')
	if i < 0 {
		return ""
	}
	return file[i:]
}

// choiceOf is one entry of a list to choose from.
type choiceOf struct{ Value, Label string }

// deviceChoices lists sound devices for a setting: the system's own first, and a chosen one that is gone last, so that
// the choice is not lost by looking at it.
func deviceChoices(devices []softphone.Device, chosen string, say wording) []choiceOf {
	system := say("settings.system_device")
	for _, d := range devices {
		if d.Default {
			system = say("settings.system_device_now", d.Name)
		}
	}
	out := []choiceOf{{"", system}}
	found := chosen == ""
	for _, d := range devices {
		out = append(out, choiceOf{d.ID, d.Name})
		found = found || d.ID == chosen
	}
	if !found {
		out = append(out, choiceOf{chosen, say("settings.device_gone", chosen)})
	}
	return out
}

// valueChoices lists the allowed values of a setting with their words.
func valueChoices(k softphone.SettingKey, say wording) []choiceOf {
	spec, _ := softphone.Spec(k)
	var out []choiceOf
	for _, v := range spec.Values {
		if _, err := strconv.Atoi(v); err == nil {
			out = append(out, choiceOf{v, say("settings."+string(k)+".ring", v)})
			continue
		}
		out = append(out, choiceOf{v, say("settings." + string(k) + "." + v)})
	}
	return out
}

// greetingWarnings are the trade's objections to a greeting as it is said (brief section 1).
func greetingWarnings(set softphone.Settings, said, language string, say wording) []string {
	var out []string
	for _, f := range softphone.LintSaid(set, said, language) {
		out = append(out, findingWords(f, say))
	}
	return out
}

// previewGreeting is what the desk would say to the next caller with these settings.
func previewGreeting(s softphone.State, set softphone.Settings, now softphone.At) []softphone.Run {
	s.Settings = set
	if g, ok := softphone.GuideFor(s, "", now.At); ok {
		return g.Sentence
	}
	return nil
}

// accountForm is a line as typed.
type accountForm struct {
	ID                                      softphone.LineID
	Address, User, AuthUser, Password, Name string
	Transport                               softphone.Transport
	Proxy, OwnNumber, Listen                string
	Register                                bool
	Codecs                                  []string
	TrustedCert                             string
	SRTP                                    softphone.SRTP
	RefuseMD5                               bool
	Digits                                  softphone.Digits
	Own                                     softphone.LineOwn
	STUN                                    string
}

func formOfAccount(a softphone.Account) accountForm {
	f := accountForm{ID: a.ID, Address: a.Address, User: a.User, AuthUser: a.AuthUser, Name: a.DisplayName, Transport: a.Transport,
		Proxy: a.Proxy, OwnNumber: a.OwnNumber, Listen: a.Listen, Register: a.Register, Codecs: a.Codecs, TrustedCert: a.TrustedCert,
		SRTP: a.SRTP, STUN: a.STUN, RefuseMD5: a.RefuseMD5, Digits: a.Digits, Own: a.Own}
	if f.Transport == "" {
		f.Transport = softphone.UDP
	}
	return f
}

// account gives the line, and by field what is wrong with it, in words.
func (f accountForm) account(say wording) (softphone.Account, map[string]string) {
	wrong := map[string]string{}
	trim := strings.TrimSpace
	a := softphone.Account{ID: f.ID, Address: strings.TrimPrefix(trim(f.Address), "sip:"), User: trim(f.User), AuthUser: trim(f.AuthUser),
		DisplayName: trim(f.Name), Transport: f.Transport, Proxy: trim(f.Proxy), Listen: trim(f.Listen), Register: f.Register,
		OwnNumber: trim(f.OwnNumber), Codecs: f.Codecs, TrustedCert: f.TrustedCert, SRTP: f.SRTP, STUN: trim(f.STUN),
		RefuseMD5: f.RefuseMD5, Digits: f.Digits, Own: f.Own}
	switch {
	case a.Address == "":
		wrong["address"] = say("settings.wrong.address_empty")
	case !hostMaybePort(a.Address):
		wrong["address"] = say("settings.wrong.address")
	}
	if a.User == "" && a.Register {
		wrong["user"] = say("settings.wrong.user_empty")
	} else if strings.ContainsAny(a.User, " @<>\"") {
		wrong["user"] = say("settings.wrong.user")
	}
	if a.Proxy != "" && !hostMaybePort(a.Proxy) {
		wrong["proxy"] = say("settings.wrong.address")
	}
	if why := (softphone.LineOwn{Greeting: a.Own.Greeting}).Check(); !why.Zero() {
		wrong["greeting"] = say("settings.wrong.greeting", "{"+strings.Join(softphone.GreetingNames, "}, {")+"}")
	}
	for name, v := range map[string]string{"company": a.Own.Company, "greeting": a.Own.Greeting, "hold_music": a.Own.HoldMusic} {
		if utf8.RuneCountInString(v) > softphone.LongestOwn[name] {
			wrong[name] = say("settings.wrong.long_own", softphone.LongestOwn[name])
		}
	}
	if words := musicTrouble(a.Own.HoldMusic, say); words != "" {
		wrong["hold_music"] = words
	}
	if _, _, ok := softphone.SplitSTUN(a.STUN); a.STUN != "" && !ok {
		wrong["stun"] = say("settings.wrong.address")
	}
	if a.Listen != "" {
		if _, err := netip.ParseAddrPort(a.Listen); err != nil {
			wrong["listen"] = say("settings.wrong.listen")
		}
	}
	return a, wrong
}

// hostMaybePort accepts host, host:port and the same with an IP address.
func hostMaybePort(s string) bool {
	host := s
	if h, port, err := net.SplitHostPort(s); err == nil {
		n, err := strconv.Atoi(port)
		if err != nil || n < 1 || n > 65535 {
			return false
		}
		host = h
	}
	if _, err := netip.ParseAddr(strings.Trim(host, "[]")); err == nil {
		return true
	}
	if host == "" || len(host) > 253 {
		return false
	}
	for _, label := range strings.Split(strings.TrimSuffix(host, "."), ".") {
		if label == "" || len(label) > 63 {
			return false
		}
		for _, r := range label {
			if !(r == '-' || r == '_' || r >= '0' && r <= '9' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r > 127) {
				return false
			}
		}
	}
	return true
}

// fingerprintRows is a fingerprint in rows of eight pairs.
func fingerprintRows(hex string) (rows []string) {
	for len(hex) > 16 {
		rows, hex = append(rows, fingerprintWords(hex[:16])), hex[16:]
	}
	return append(rows, fingerprintWords(hex))
}

// fingerprintWords sets a SHA-256 fingerprint in pairs for comparing by eye.
func fingerprintWords(hex string) string {
	var pairs []string
	for i := 0; i+2 <= len(hex); i += 2 {
		pairs = append(pairs, hex[i:i+2])
	}
	return strings.ToUpper(strings.Join(pairs, " "))
}
