package softphone

import (
	"context"
	"time"
)

// ScriptVersion is one saved version of a script.
type ScriptVersion struct {
	ID       ScriptID
	Language string
	Version  int
	Name     string
	Saved    time.Time
	Shipped  bool // it came with the program
}

// ScriptBook is the scripts and all their versions.
type ScriptBook interface {
	// Scripts gives the newest version of each script that is in use, in both languages, by name.
	Scripts(ctx context.Context) ([]Script, error)
	// Script gives one version, 0 the newest; Reason NoSuchScript where there is none.
	Script(ctx context.Context, id ScriptID, language string, version int) (Script, error)
	// ScriptVersions gives the versions of a script, newest first.
	ScriptVersions(ctx context.Context, id ScriptID, language string) ([]ScriptVersion, error)
	// SaveScripts adds a new version of each, all or none, and gives them back with their numbers. A script equal to its
	// newest version adds none. The error of one with faults is a ScriptFault. Tell the desk ScriptsSaved afterwards.
	SaveScripts(ctx context.Context, scripts ...Script) ([]Script, error)
	// RetireScript takes a script out of use in both languages; its versions stay for the journal. The general script
	// cannot be retired (Reason BadValue). Tell the desk ScriptRetired afterwards.
	RetireScript(ctx context.Context, id ScriptID) error
	// ShippedScript gives a script as it came with the program; Reason NoSuchScript for one that did not.
	ShippedScript(ctx context.Context, id ScriptID, language string) (Script, error)
}

// ScriptFile reads and writes a script as text that people can edit.
type ScriptFile interface {
	// ReadScript gives all that is wrong with a text, with lines, and a script where that is nothing.
	ReadScript(text []byte) (Script, []ScriptFault)
	// WriteScript gives the text of a script, with comments in its language that tell how to edit it.
	WriteScript(s Script) ([]byte, error)
}

// From the secretary, and from whoever edits scripts.
type (
	// ScriptPressed runs a script in a call from its beginning; "" runs the present one again.
	ScriptPressed struct {
		Press
		Script ScriptID
	}
	// WordingPinned has the wording shown come first from now on, or no more when it was pinned.
	WordingPinned struct{ Press }
	// WordingWritten adds a wording of her own at what is shown, pinned; with Old, it takes that one's place, and with an
	// empty Text removes it.
	WordingWritten struct {
		Press
		Text, Old string
	}
	// ScriptsSaved is the news that scripts have new versions.
	ScriptsSaved struct {
		At
		Scripts []Script
	}
	// ScriptRetired is the news that a script is out of use.
	ScriptRetired struct {
		At
		Script ScriptID
	}
)

// SaveWording keeps a wording, or forgets it.
type SaveWording struct {
	onStore
	Wording Wording
	Forget  bool
}
