package control

import (
	"strings"

	"anteroom/softphone"
)

const roleUsage = "role [secretary|manager|trainee [--password-stdin]] | role lock --password-stdin | role unlock"

type roleWords struct {
	Role   softphone.Role `json:"role"`
	Locked bool           `json:"locked"`
	Who    string         `json:"who"`
}

// mayBe is nil where whoever sits at the desk may do a deed.
func (v *visit) mayBe(d softphone.Deed) error { return v.Desk.State().Forbids(d) }

// role tells or changes in what capacity somebody sits at the desk, and sets the manager's password.
func (v *visit) role(rest []string, stdin string) error {
	s := v.Desk.State()
	var args []string
	for _, a := range rest {
		if a != "--password-stdin" && a != "-password-stdin" {
			args = append(args, a)
		}
	}
	password := softphone.Secret(strings.TrimRight(stdin, "\r\n"))
	switch {
	case len(args) > 1:
		return usage(roleUsage)
	case len(args) == 0:
	case args[0] == "lock" || args[0] == "unlock":
		sealed := ""
		if args[0] == "lock" {
			var err error
			if sealed, err = v.Lock.Seal(v.ctx, password); err != nil {
				return err
			}
		}
		if _, err := v.ask(func(a softphone.AskID) softphone.Event {
			return softphone.DeedsLocked{Press: v.at(a, ""), Sealed: sealed}
		}); err != nil {
			return err
		}
	default:
		want := softphone.Role(args[0])
		if want == softphone.Manager && s.Locked() && s.Role() != want {
			if password == "" {
				return softphone.Reason{Code: softphone.NeedsPassword, Detail: "--password-stdin"}
			}
			if err := v.Lock.Try(v.ctx, s.Settings.Get(softphone.SetManagerPassword), password); err != nil {
				return err
			}
		}
		if _, err := v.ask(func(a softphone.AskID) softphone.Event {
			return softphone.RoleChosen{Press: v.at(a, ""), Role: want, Proven: true}
		}); err != nil {
			return err
		}
	}
	s = v.Desk.State()
	return v.emit(roleWords{s.Role(), s.Locked(), s.Who()})
}
