package softphone

import "strings"

// KeySetting is the setting with the keys of one command, which the user has given it: names as in "Ctrl+Shift+P", "F2"
// or "KP7", the first being the one shown; "-" for none. Without it the command has the keys of the profile.
func KeySetting(command string) SettingKey { return keySettings + SettingKey(command) }

// KeyCommand is the command whose keys a setting holds.
func KeyCommand(k SettingKey) (string, bool) { return strings.CutPrefix(string(k), keySettings) }

const keySettings = "key."

// Families of settings that are not in SettingSpecs because nobody knows all their names: keys of commands and widths of
// columns. They hold any short text.
var settingFamilies = []string{keySettings, widthSettings}

const widthSettings = "width."

// WidthSetting is the width of a column, in pixels at scale 1.
func WidthSetting(table, column string) SettingKey {
	return SettingKey(widthSettings + table + "." + column)
}

// KeyProfile is a set of keys to begin with.
type KeyProfile string

const (
	ProfileKeyboard KeyProfile = "keyboard"  // the row of function keys
	ProfileRightPad KeyProfile = "right_pad" // and the numeric keypad under the right hand
	ProfileLeftPad  KeyProfile = "left_pad"  // and the numeric keypad under the left hand: left and right change places
)

// KeyProfiles is every profile.
var KeyProfiles = []KeyProfile{ProfileKeyboard, ProfileRightPad, ProfileLeftPad}

// KeyUse is a command and the keys it is reached by.
type KeyUse struct {
	Command string
	Keys    []string // the first is the one shown
	Changed bool     // by the user
}

// KeyChange is a setting to write so that the keys are as asked.
type KeyChange struct {
	Key   SettingKey
	Value string // "" for as in the profile
}
