package control

import (
	"slices"

	"anteroom/softphone"
)

const keysUsage = "keys list | keys set COMMAND KEY|- [--take] | keys reset [COMMAND] | keys profile [NAME]"

// KeyTable answers for the keys of the window; it has no window itself.
type KeyTable interface {
	List(softphone.Settings) []softphone.KeyUse
	Give(set softphone.Settings, command, key string, take bool) ([]softphone.KeyChange, error)
	Reset(set softphone.Settings, command string) ([]softphone.KeyChange, error)
}

type keyWords struct {
	Command string   `json:"command"`
	Keys    []string `json:"keys"`
	Changed bool     `json:"changed,omitempty"`
}

// keys lists, gives and resets keys. A key that another command has is taken from it only with --take.
func (v *visit) keys(rest []string) error {
	set := v.Desk.State().Settings
	take := slices.Contains(rest, "--take")
	rest = slices.DeleteFunc(slices.Clone(rest), func(s string) bool { return s == "--take" })
	if len(rest) == 0 || v.Keys == nil {
		return usage(keysUsage)
	}
	var changes []softphone.KeyChange
	var err error
	switch verb, args := rest[0], rest[1:]; {
	case verb == "list" && len(args) == 0:
		return v.emitKeys(set, nil)
	case verb == "set" && len(args) == 2:
		changes, err = v.Keys.Give(set, args[0], args[1], take)
	case verb == "reset" && len(args) == 0:
		changes, err = v.Keys.Reset(set, "")
	case verb == "reset" && len(args) == 1:
		changes, err = v.Keys.Reset(set, args[0])
	case verb == "profile" && len(args) == 0:
		return v.emit(settingWords{softphone.SetKeyProfile, set.Get(softphone.SetKeyProfile)})
	case verb == "profile" && len(args) == 1:
		changes = []softphone.KeyChange{{Key: softphone.SetKeyProfile, Value: args[0]}}
	default:
		return usage(keysUsage)
	}
	if err != nil {
		return err
	}
	if err := v.change(changes); err != nil {
		return err
	}
	return v.emitKeys(v.Desk.State().Settings, changes)
}

// change writes settings and waits until they are on disk.
func (v *visit) change(list []softphone.KeyChange) error {
	for _, x := range list {
		if _, err := v.ask(func(a softphone.AskID) softphone.Event {
			return softphone.SettingChanged{Press: v.at(a, ""), Key: x.Key, Value: x.Value}
		}); err != nil {
			return err
		}
	}
	return nil
}

// emitKeys prints the keys of all commands, or of those that changed.
func (v *visit) emitKeys(set softphone.Settings, only []softphone.KeyChange) error {
	for _, u := range v.Keys.List(set) {
		if only != nil && !slices.ContainsFunc(only, func(c softphone.KeyChange) bool { return c.Key == softphone.KeySetting(u.Command) }) {
			continue
		}
		if u.Keys == nil {
			u.Keys = []string{}
		}
		if err := v.emit(keyWords(u)); err != nil {
			return err
		}
	}
	return nil
}
