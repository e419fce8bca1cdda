package softphone

import (
	"context"
	"slices"
)

// Role is in what capacity somebody sits at the desk.
type Role string

const (
	Secretary Role = "secretary"
	Manager   Role = "manager"
	Trainee   Role = "trainee"
)

// Roles is every role.
var Roles = []Role{Secretary, Manager, Trainee}

// Deed is what not everybody may do.
type Deed string

const (
	DeedExport  Deed = "export"  // writes messages, or everything of a person, out of the books
	DeedErase   Deed = "erase"   // everything of a person
	DeedDelete  Deed = "delete"  // recordings, principals, lines, contacts
	DeedScripts Deed = "scripts" // edits them
	DeedPolicy  Deed = "policy"  // edits the sheets
	DeedLog     Deed = "log"     // reads what everybody took, in the message log
	DeedLock    Deed = "lock"    // sets the manager's password, or takes it away
)

// managers are the deeds behind the password, where there is one.
var managers = []Deed{DeedExport, DeedErase, DeedScripts, DeedPolicy, DeedLog, DeedLock}

// MaxPassword is how many bytes the manager's password may have; MinPassword how many characters it must.
const (
	MinPassword = 8
	MaxPassword = 200
)

// Lock seals the manager's password and tries it. It guards the window, not the file.
type Lock interface {
	// Seal gives what is kept in place of a password: the method, its parameters, a salt, a hash. The error is a Reason
	// BadValue for one too short or too long.
	Seal(ctx context.Context, password Secret) (string, error)
	// Try is nil for the right one. Reasons: WrongPassword; TooManyTries, Detail is for how many seconds none is tried;
	// BadValue for a sealed password that cannot be read.
	Try(ctx context.Context, sealed string, password Secret) error
}

type (
	// RoleChosen has somebody else sit down. Proven: the manager's password was right, or there is none.
	RoleChosen struct {
		Press
		Role   Role
		Proven bool
	}
	// DeedsLocked puts the manager's deeds behind a password, sealed by Lock; "" takes it away.
	DeedsLocked struct {
		Press
		Sealed string
		Proven bool // the old one was right
	}
)

// Locked reports whether the manager's deeds are behind a password.
func (s State) Locked() bool { return s.Settings.Get(SetManagerPassword) != "" }

// Role is in what capacity somebody sits at the desk. Nobody is the manager from one start to the next where there is a
// password.
func (s State) Role() Role {
	r := Role(s.Settings.Get(SetRole))
	if r == Manager && s.Locked() && !s.proven {
		return Secretary
	}
	return r
}

// Forbids is why a deed is not to be done by whoever sits at the desk: a Reason NotYours or NeedsPassword, or nil.
func (s State) Forbids(d Deed) error {
	r := s.Role()
	switch {
	case r == Trainee && (d != DeedLog || s.Locked()): // where nothing is locked, a trainee may read
		return Reason{NotYours, string(d)}
	case r != Manager && s.Locked() && slices.Contains(managers, d):
		return Reason{NeedsPassword, string(d)}
	}
	return nil
}

// ForbidsLine is why a line is not to be saved so by whoever sits at the desk: its own greeting is written by who edits
// scripts, as that of the house is.
func (s State) ForbidsLine(a Account) error {
	if !s.GreetsAnew(a) {
		return nil
	}
	return s.Forbids(DeedScripts)
}

// GreetsAnew tells whether a line would be answered with another greeting of its own than now.
func (s State) GreetsAnew(a Account) bool {
	was, _ := s.Line(a.ID)
	return a.Own.Greeting != was.Account.Own.Greeting
}

// Who is who sits at the desk, for histories: the name, and the role where it is not the secretary's.
func (s State) Who() string {
	name := s.Settings.Get(SetSecretary)
	if r := s.Role(); r != Secretary {
		return FullName(name, "("+string(r)+")")
	}
	return name
}

func (t *turn) stepRole(e Event) {
	switch e := e.(type) {
	case RoleChosen:
		switch {
		case !slices.Contains(Roles, e.Role):
			t.reply(e.Press, "", BadValue, "role "+string(e.Role))
		case e.Role == Manager && t.s.Locked() && !e.Proven && t.s.Role() != Manager:
			t.reply(e.Press, "", NeedsPassword, string(e.Role))
		default:
			t.s.proven = e.Role == Manager
			t.replyWhenSaved(e.Press, SaveSetting{Key: SetRole})
			t.setSetting(SetRole, string(e.Role))
		}
	case DeedsLocked:
		if why := t.s.Forbids(DeedLock); why != nil && !(e.Proven && t.s.Role() != Trainee) {
			r := why.(Reason)
			t.reply(e.Press, "", r.Code, r.Detail)
			return
		}
		t.replyWhenSaved(e.Press, SaveSetting{Key: SetManagerPassword})
		t.setSetting(SetManagerPassword, e.Sealed)
	}
}
