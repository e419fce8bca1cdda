package softphone

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// Settings are all settings of the settings window, by key; a missing key has its default.
type Settings map[SettingKey]string

// SettingKey names one setting, as `anteroom ctl set` does.
type SettingKey string

const (
	SetLanguage        SettingKey = "language" // nb, en
	SetTheme           SettingKey = "theme"    // light, dark, contrast, system
	SetCompany         SettingKey = "company"
	SetBusiness        SettingKey = "business" // line of business, said where the name does not tell it
	SetDepartment      SettingKey = "department"
	SetSecretary       SettingKey = "secretary" // her name
	SetPosition        SettingKey = "position"  // her position
	SetRingOn          SettingKey = "ring_on_ms"
	SetRingOff         SettingKey = "ring_off_ms"
	SetRingTune        SettingKey = "ring_tune"
	SetAnswerBy        SettingKey = "answer_by_ring"
	SetReturnAfter     SettingKey = "return_after_s"
	SetLongWait        SettingKey = "long_wait_s" // from then on a callback is suggested
	SetAutoAnswer      SettingKey = "auto_answer" // off, or the ring (1…9) to answer on
	SetDoNotDisturb    SettingKey = "do_not_disturb"
	SetAlwaysThrough   SettingKey = "always_through" // numbers that ring all the same, by commas
	SetForwardAfter    SettingKey = "forward_after"  // off, or the ring (1…9) after which an unanswered call is sent on
	SetForwardTo       SettingKey = "forward_to"
	SetBlockedPrefixes SettingKey = "blocked_prefixes" // numbers that begin so are not called, by commas
	SetCallsAnHour     SettingKey = "calls_an_hour"    // as many as may be made; 0: any number
	SetCountryCode     SettingKey = "country_code"     // of this country, without +
	SetDearPrefixes    SettingKey = "dear_prefixes"    // links to numbers that begin so are not dialled without a yes
	SetMicrophone      SettingKey = "microphone"       // device id, "" follows the system
	SetSpeaker         SettingKey = "speaker"
	SetRingDevice      SettingKey = "ring_device"
	SetRingVolume      SettingKey = "ring_volume" // percent; so the next two, of what the device gives by itself
	SetMicVolume       SettingKey = "microphone_volume"
	SetSpeakerVolume   SettingKey = "speaker_volume"
	SetHoldMusic       SettingKey = "hold_music"  // WAV, MP3 or FLAC file, "" plays the built-in
	SetRecord          SettingKey = "record"      // which calls are recorded by themselves
	SetRecordDays      SettingKey = "record_days" // how long recordings are kept; 0: until they are deleted
	SetEchoCancel      SettingKey = "echo_cancel" // on, off; so the next three
	SetNoiseSuppress   SettingKey = "noise_suppress"
	SetAutoGain        SettingKey = "auto_gain"
	SetComfortNoise    SettingKey = "comfort_noise"
	SetFirstCallDone   SettingKey = "first_call_done"
	SetTextSize        SettingKey = "text_size"        // percent
	SetKeyProfile      SettingKey = "key_profile"      // see KeyProfile
	SetRole            SettingKey = "role"             // changed by RoleChosen only
	SetManagerPassword SettingKey = "manager_password" // sealed; changed by DeedsLocked only
	SetWindow          SettingKey = "window"           // size and place, as 1440x900 or 1440x900+20+10
)

// SettingSpec says what a setting may hold.
type SettingSpec struct {
	Key     SettingKey
	Default string
	// Values lists the only values allowed; nil allows any text.
	Values   []string
	Min, Max int // for whole numbers; both 0: not a number
	// Form says whether a text that is not empty will do; nil: any.
	Form func(string) bool
	Own  bool // changed by an event of its own, and neither set nor shown like the others
}

// SettingSpecs is every setting there is, in the order of the settings window.
var SettingSpecs = []SettingSpec{
	{Key: SetLanguage, Default: "nb", Values: []string{"nb", "en"}},
	{Key: SetTheme, Default: "light", Values: []string{"light", "dark", "contrast", "system"}},
	{Key: SetTextSize, Default: "100", Values: []string{"90", "100", "110", "120", "130"}}, // the toolkit rounds to tenths
	{Key: SetKeyProfile, Default: string(ProfileKeyboard), Values: words(KeyProfiles)},
	{Key: SetWindow},
	{Key: SetRole, Default: string(Secretary), Values: words(Roles), Own: true},
	{Key: SetManagerPassword, Own: true},
	{Key: SetCompany, Default: ""},
	{Key: SetBusiness, Default: ""},
	{Key: SetDepartment, Default: ""},
	{Key: SetSecretary, Default: ""},
	{Key: SetPosition, Default: ""},
	{Key: SetRingOn, Default: "1000", Min: 200, Max: 10000},
	{Key: SetRingOff, Default: "4000", Min: 200, Max: 10000},
	{Key: SetRingTune, Default: string(TuneChime), Values: words(RingTunes)},
	{Key: SetAnswerBy, Default: "4", Min: 1, Max: 9},
	{Key: SetReturnAfter, Default: "40", Min: 1, Max: 600},
	{Key: SetLongWait, Default: "180", Min: 10, Max: 3600},
	{Key: SetAutoAnswer, Default: "off", Values: []string{"off", "1", "2", "3", "4", "5", "6", "7", "8", "9"}},
	{Key: SetForwardAfter, Default: "off", Values: []string{"off", "1", "2", "3", "4", "5", "6", "7", "8", "9"}},
	{Key: SetForwardTo},
	{Key: SetBlockedPrefixes},
	{Key: SetCallsAnHour, Default: "0", Min: 0, Max: 1000},
	{Key: SetCountryCode, Default: "47", Min: 1, Max: 999},
	{Key: SetDearPrefixes, Default: "82"},
	{Key: SetDoNotDisturb, Default: "off", Values: []string{"off", "on"}},
	{Key: SetAlwaysThrough},
	{Key: SetMicrophone}, {Key: SetSpeaker}, {Key: SetRingDevice},
	{Key: SetRingVolume, Default: "80", Min: 0, Max: 100},
	{Key: SetMicVolume, Default: "100", Min: 10, Max: LoudestVolume},
	{Key: SetSpeakerVolume, Default: "100", Min: 10, Max: LoudestVolume},
	{Key: SetHoldMusic},
	{Key: SetRecord, Default: RecordByKey, Values: []string{RecordByKey, RecordIncoming, RecordAll}},
	{Key: SetRecordDays, Default: "90", Min: 0, Max: 3650},
	{Key: SetEchoCancel, Default: "on", Values: []string{"on", "off"}},
	{Key: SetNoiseSuppress, Default: "on", Values: []string{"on", "off"}},
	{Key: SetAutoGain, Default: "off", Values: []string{"on", "off"}},
	{Key: SetComfortNoise, Default: "on", Values: []string{"on", "off"}},
	{Key: "presence_ends_busy", Default: PresenceReturns, Values: presenceEndings},
	{Key: "presence_ends_meeting", Default: PresenceReturns, Values: presenceEndings},
	{Key: "presence_ends_out", Default: PresenceAsks, Values: presenceEndings},
	{Key: "presence_ends_travelling", Default: PresenceAsks, Values: presenceEndings},
	{Key: "presence_ends_ill", Default: PresenceAsks, Values: presenceEndings},
	{Key: SetFirstCallDone, Default: "no", Values: []string{"no", "yes"}},
}

func init() { SettingSpecs = append(append(SettingSpecs, DeliverySpecs...), LDAPSpecs...) }

func words[S ~string](list []S) (out []string) {
	for _, v := range list {
		out = append(out, string(v))
	}
	return out
}

// Spec finds the description of a setting.
func Spec(k SettingKey) (SettingSpec, bool) {
	for _, s := range SettingSpecs {
		if s.Key == k {
			return s, true
		}
	}
	for _, f := range settingFamilies {
		if strings.HasPrefix(string(k), f) {
			return SettingSpec{Key: k}, true
		}
	}
	return SettingSpec{}, false
}

// Check says why v cannot be the setting's value: a Reason NoSuchSetting or BadValue, or nil.
func (s SettingSpec) Check(v string) error {
	if s.Values != nil {
		for _, x := range s.Values {
			if v == x {
				return nil
			}
		}
		return Reason{BadValue, fmt.Sprintf("%s takes one of: %s", s.Key, strings.Join(s.Values, ", "))}
	}
	if s.Max > 0 {
		if n, err := strconv.Atoi(v); err != nil || n < s.Min || n > s.Max {
			return Reason{BadValue, fmt.Sprintf("%s takes a whole number from %d to %d", s.Key, s.Min, s.Max)}
		}
	}
	if s.Form != nil && v != "" && !s.Form(v) {
		return Reason{BadValue, string(s.Key)}
	}
	if unknown := unknownName(v); OfGreeting(s.Key) && unknown != "" {
		return Reason{BadValue, fmt.Sprintf("%s: {%s} (known: %v)", s.Key, unknown, GreetingNames)}
	}
	if len(v) > 500 {
		return Reason{BadValue, fmt.Sprintf("%s is too long (500 bytes at most)", s.Key)}
	}
	return nil
}

// Get is the value of a setting or its default.
func (s Settings) Get(k SettingKey) string {
	if v, ok := s[k]; ok {
		return v
	}
	spec, _ := Spec(k)
	return spec.Default
}

// Number is the value of a whole-number setting.
func (s Settings) Number(k SettingKey) int {
	n, err := strconv.Atoi(s.Get(k))
	if err != nil {
		spec, _ := Spec(k)
		n, _ = strconv.Atoi(spec.Default)
	}
	return n
}

// Cadence is the ring as set.
func (s Settings) Cadence() Cadence {
	return Cadence{On: time.Duration(s.Number(SetRingOn)) * time.Millisecond, Off: time.Duration(s.Number(SetRingOff)) * time.Millisecond}
}

// Cleaning is what is to be done to the microphone.
func (s Settings) Cleaning() Cleaning {
	on := func(k SettingKey) bool { return s.Get(k) == "on" }
	return Cleaning{Echo: on(SetEchoCancel), Noise: on(SetNoiseSuppress), Gain: on(SetAutoGain)}
}

// ReturnAfter is how long a caller may wait before the secretary is to be back.
func (s Settings) ReturnAfter() time.Duration {
	return time.Duration(s.Number(SetReturnAfter)) * time.Second
}
