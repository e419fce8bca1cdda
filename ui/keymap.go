package ui

import (
	"maps"
	"slices"
	"strings"
	"unicode/utf8"

	"anteroom/softphone"
	"anteroom/ui/kit"

	"fyne.io/fyne/v2"
)

// fixedKeys cannot be given to anything else, nor taken from what they do: they edit text and move in the window.
var fixedKeys = []key{
	{name: fyne.KeyTab}, {name: fyne.KeyTab, mod: fyne.KeyModifierShift}, {name: fyne.KeyReturn}, {name: fyne.KeyEnter}, {name: fyne.KeyEscape},
	{name: fyne.KeyBackspace}, {name: fyne.KeyDelete}, {name: fyne.KeySpace}, {name: fyne.KeyUp}, {name: fyne.KeyDown}, {name: fyne.KeyLeft},
	{name: fyne.KeyRight}, {name: fyne.KeyHome}, {name: fyne.KeyEnd}, {name: fyne.KeyZ, mod: fyne.KeyModifierControl},
	{name: fyne.KeyY, mod: fyne.KeyModifierControl}, {name: fyne.KeyX, mod: fyne.KeyModifierControl},
	{name: fyne.KeyC, mod: fyne.KeyModifierControl}, {name: fyne.KeyV, mod: fyne.KeyModifierControl}, {name: fyne.KeyA, mod: fyne.KeyModifierControl},
}

// padKeys are the keys of the numeric keypad in the profile of the right hand, which lies with its middle finger on 5: who
// rings and who waits under the strong fingers, hanging up out of reach.
var padKeys = map[string]string{
	"answer": "KP5", "hold": "KP0", "return": "KP4", "swap": "KP6", "message": "KP7", "select_up": "KP8", "consult": "KP9",
	"previous": "KP1", "select_down": "KP2", "next": "KP3", "mute": "KPTimes", "dial": "KPDivide", "conference": "KPPlus", "hangup": "KPMinus",
	"record": "KPComma",
}

// mirrored is a key of the keypad for the other hand.
func mirrored(name string) string {
	for _, pair := range [][2]string{{"KP7", "KP9"}, {"KP4", "KP6"}, {"KP1", "KP3"}, {"KPDivide", "KPTimes"}} {
		switch name {
		case pair[0]:
			return pair[1]
		case pair[1]:
			return pair[0]
		}
	}
	return name
}

// keysOf are the keys of a command in force: the user's, else those of the table with the profile's.
func keysOf(c *command, set softphone.Settings) []key {
	if v := set.Get(softphone.KeySetting(c.id)); v != "" && changeable(c) {
		var out []key
		for _, n := range strings.Fields(v) {
			if k, ok := readKey(n); ok {
				out = append(out, k)
			}
		}
		if len(out) > 0 || v == "-" { // a damaged value is as none
			return out
		}
	}
	pad := padKeys[c.id]
	switch softphone.KeyProfile(set.Get(softphone.SetKeyProfile)) {
	case softphone.ProfileLeftPad:
		pad = mirrored(pad)
	case softphone.ProfileRightPad:
	default:
		pad = ""
	}
	if pad == "" {
		return c.keys
	}
	return append(slices.Clone(c.keys), key{name: fyne.KeyName(pad)})
}

// changeable: what leads out of everything, and what Enter does on the desk, stay where they are; families have no keys.
func changeable(c *command) bool {
	return c.args == nil && c.id != "escape" && c.id != "act" && c.id != "undo"
}

// readKey reads the name of one key that a command may have: with Ctrl or Alt, a function key, a key of the keypad, or
// another that types nothing.
func readKey(name string) (key, bool) {
	k := keys(name)[0]
	plain := k.mod&^fyne.KeyModifierShift == 0
	switch {
	case k.name == "", slices.Contains(fixedKeys, k):
		return k, false
	case kit.IsPad(k.name):
		return k, k.mod == 0
	case plain && utf8.RuneCountInString(string(k.name)) == 1:
		return k, false // it is typed
	case k.mod == fyne.KeyModifierAlt && len(k.name) == 1:
		return k, false // the script's choices and situations, from a text field
	}
	return k, known(k.name)
}

// known names keys of the keyboard.
func known(n fyne.KeyName) bool {
	if r := []rune(string(n)); len(r) == 1 {
		return r[0] > ' '
	}
	return slices.Contains(namedKeys, n)
}

var namedKeys = []fyne.KeyName{fyne.KeyF1, fyne.KeyF2, fyne.KeyF3, fyne.KeyF4, fyne.KeyF5, fyne.KeyF6, fyne.KeyF7, fyne.KeyF8, fyne.KeyF9,
	fyne.KeyF10, fyne.KeyF11, fyne.KeyF12, fyne.KeyPageUp, fyne.KeyPageDown, fyne.KeyInsert, fyne.KeyReturn, fyne.KeyEnter, fyne.KeyUp,
	fyne.KeyDown, fyne.KeyLeft, fyne.KeyRight, fyne.KeyHome, fyne.KeyEnd, fyne.KeyDelete, fyne.KeyBackspace, fyne.KeySpace}

// String is the key's name as settings and `ctl keys` write it.
func (k key) String() string {
	s := ""
	for _, m := range modifiers {
		if k.mod&m.mod != 0 {
			s += m.name + "+"
		}
	}
	return s + string(k.name)
}

func keyNames(list []key) (out []string) {
	for _, k := range list {
		out = append(out, k.String())
	}
	return out
}

// holderOf is the command that has a key, other than one; nil for none.
func holderOf(k key, set softphone.Settings, but *command) *command {
	for _, c := range commands {
		if c != but && slices.Contains(keysOf(c, set), k) {
			return c
		}
	}
	return nil
}

// giveKey is what has to be written so that a command has a key, which another loses.
func giveKey(c *command, k key, set softphone.Settings) []softphone.KeyChange {
	out := []softphone.KeyChange{{Key: softphone.KeySetting(c.id), Value: k.String()}}
	if other := holderOf(k, set, c); other != nil {
		left := slices.DeleteFunc(slices.Clone(keysOf(other, set)), func(x key) bool { return x == k })
		v := strings.Join(keyNames(left), " ")
		if v == "" {
			v = "-"
		}
		out = append(out, softphone.KeyChange{Key: softphone.KeySetting(other.id), Value: v})
	}
	return out
}

// changedKeys are the commands whose keys the user has changed.
func changedKeys(set softphone.Settings) (out []softphone.KeyChange) {
	for k, v := range set {
		if _, ok := softphone.KeyCommand(k); ok && v != "" {
			out = append(out, softphone.KeyChange{Key: k})
		}
	}
	slices.SortFunc(out, func(a, b softphone.KeyChange) int { return strings.Compare(string(a.Key), string(b.Key)) })
	return out
}

// keysBack is what to write so that a reset of keys is undone, and nothing that was changed since: a command that has been
// given keys again keeps them, and so does whoever has been given one that a command had.
func keysBack(before []softphone.KeyChange, set softphone.Settings) (out []softphone.KeyChange) {
	for _, x := range before {
		if set.Get(x.Key) != "" {
			continue
		}
		names := slices.DeleteFunc(strings.Fields(x.Value), func(n string) bool {
			k, ok := readKey(n)
			return ok && slices.ContainsFunc(commands, func(c *command) bool {
				return set.Get(softphone.KeySetting(c.id)) != "" && slices.Contains(keysOf(c, set), k)
			})
		})
		if len(names) > 0 { // else it keeps those of the profile
			out = append(out, softphone.KeyChange{Key: x.Key, Value: strings.Join(names, " ")})
		}
	}
	return withoutClash(out, set)
}

// withoutClash leaves a command without keys ("-") at those of the profile where the one they were taken for does not
// come back, and the others as they are.
func withoutClash(list []softphone.KeyChange, set softphone.Settings) []softphone.KeyChange {
	after := softphone.Settings{}
	maps.Copy(after, set)
	for _, x := range list {
		after[x.Key] = x.Value
	}
	return slices.DeleteFunc(list, func(x softphone.KeyChange) bool {
		id, _ := softphone.KeyCommand(x.Key)
		i := slices.IndexFunc(commands, func(c *command) bool { return c.id == id })
		if x.Value != "-" || i < 0 {
			return false
		}
		return !slices.ContainsFunc(commands[i].keys, func(k key) bool { return holderOf(k, after, commands[i]) != nil })
	})
}

// Keys answers for the table of commands without a window, for `ctl keys`.
type Keys struct{}

// List is every command with the keys in force.
func (Keys) List(set softphone.Settings) (out []softphone.KeyUse) {
	for _, c := range commands {
		out = append(out, softphone.KeyUse{Command: c.id, Keys: keyNames(keysOf(c, set)),
			Changed: changeable(c) && set.Get(softphone.KeySetting(c.id)) != ""})
	}
	return out
}

// Give is what to write so that a command has a key; the error is a Reason: BadValue for a command or key that will not
// do, KeyTaken (Detail is by which command) unless it may be taken away.
func (Keys) Give(set softphone.Settings, id, name string, take bool) ([]softphone.KeyChange, error) {
	i := slices.IndexFunc(commands, func(c *command) bool { return c.id == id && changeable(c) })
	if i < 0 {
		return nil, softphone.Reason{Code: softphone.BadValue, Detail: "command " + id}
	}
	c := commands[i]
	if name == "-" {
		return []softphone.KeyChange{{Key: softphone.KeySetting(id), Value: "-"}}, nil
	}
	k, ok := readKey(name)
	if !ok {
		return nil, softphone.Reason{Code: softphone.BadValue, Detail: "key " + name}
	}
	if other := holderOf(k, set, c); other != nil && (!take || !changeable(other)) {
		return nil, softphone.Reason{Code: softphone.KeyTaken, Detail: other.id}
	}
	return giveKey(c, k, set), nil
}

// Reset is what to write so that a command, or with "" every one, has the keys of the profile.
func (Keys) Reset(set softphone.Settings, id string) ([]softphone.KeyChange, error) {
	if id == "" {
		return changedKeys(set), nil
	}
	if !slices.ContainsFunc(commands, func(c *command) bool { return c.id == id }) {
		return nil, softphone.Reason{Code: softphone.BadValue, Detail: "command " + id}
	}
	return []softphone.KeyChange{{Key: softphone.KeySetting(id)}}, nil
}

// useKeys puts the keys of the settings in force; false when they were already.
func useKeys(set softphone.Settings) bool {
	changed := false
	for _, c := range commands {
		if now := keysOf(c, set); !slices.Equal(now, c.bound()) {
			c.force, c.forced, changed = now, true, true
		}
	}
	return changed
}

// bound are the keys in force.
func (c *command) bound() []key {
	if c.forced {
		return c.force
	}
	return c.keys
}

// numLock tells whether the numeric keypad types in a text field.
func (w *Window) numLock() bool { return w.attention.numLock() }
