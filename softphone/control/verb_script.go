package control

import (
	"cmp"
	"errors"
	"os"
	"slices"
	"strconv"
	"strings"
	"time"

	"anteroom/softphone"
)

const scriptUsage = "script list | script run ID [CALL-ID] | script again [CALL-ID] | script pin [CALL-ID] | script say TEXT [CALL-ID] | " + onScriptUsage + " | " +
	"script show|restore ID [LANGUAGE] [VERSION] | script export ID [LANGUAGE] [VERSION] FILE | script import FILE | script versions ID [LANGUAGE] | script remove ID"

type scriptWords struct {
	ID         softphone.ScriptID `json:"id"`
	Language   string             `json:"language"`
	Version    int                `json:"version"`
	Name       string             `json:"name"`
	About      string             `json:"about,omitempty"`
	Operations int                `json:"operations"`
}

type scriptVersionWords struct {
	Version int       `json:"version"`
	Name    string    `json:"name"`
	Saved   time.Time `json:"saved"`
	Shipped bool      `json:"came_with_the_program"`
}

type fileWords struct {
	File string `json:"file"`
}

// guideWords is what the panel shows of a call.
type guideWords struct {
	Call     softphone.CallID   `json:"call"`
	Script   softphone.ScriptID `json:"script"`
	Name     string             `json:"name"`
	Pass     int                `json:"pass"`
	Step     string             `json:"step"`
	Sentence string             `json:"sentence"`
	Wording  int                `json:"wording"` // from 1
	Wordings int                `json:"wordings"`
	Pinned   bool               `json:"pinned"`
	Own      bool               `json:"own"`
	Absent   bool               `json:"absence_first"`
	To       softphone.Hearer   `json:"to,omitempty"` // whom it is said to, where not to the caller

	Situation softphone.SituationID `json:"situation,omitempty"` // that lies over the script
	Replies   []string              `json:"replies,omitempty"`   // that the caller may give, from 1
}

func wordsOfScript(s softphone.Script) scriptWords {
	return scriptWords{s.ID, s.Language, s.Version, s.Name, s.About, len(s.Operations)}
}

// script is everything about call scripts.
func (v *visit) script(rest []string) error {
	if len(rest) == 0 || v.Scripts == nil {
		return usage(scriptUsage)
	}
	verb, rest := rest[0], rest[1:]
	id := ""
	switch verb {
	case "list":
		return v.scriptList()
	case "again":
		return v.runScript("", rest)
	case "wording", "act":
		return v.onGuide(rest, func(p softphone.Press) softphone.Event {
			if verb == "act" {
				return softphone.SituationActed{Press: p}
			}
			return softphone.WordingPressed{Press: p}
		})
	case "pin":
		return v.onGuide(rest, func(p softphone.Press) softphone.Event { return softphone.WordingPinned{Press: p} })
	}
	if len(rest) == 0 {
		return usage(scriptUsage)
	}
	if press, rest, ok := onScript(verb, rest); ok {
		return v.onGuide(rest, press)
	}
	id, rest = rest[0], rest[1:]
	if verb == "import" || verb == "remove" || verb == "restore" {
		if why := v.mayBe(softphone.DeedScripts); why != nil {
			return why
		}
	}
	switch verb {
	case "run":
		return v.runScript(softphone.ScriptID(id), rest)
	case "say":
		return v.onGuide(rest, func(p softphone.Press) softphone.Event { return softphone.WordingWritten{Press: p, Text: id} })
	case "import":
		return v.scriptImport(id)
	case "remove":
		if err := v.Scripts.RetireScript(v.ctx, softphone.ScriptID(id)); err != nil {
			return err
		}
		v.Desk.Tell(softphone.ScriptRetired{At: softphone.At{At: v.Now()}, Script: softphone.ScriptID(id)})
		return nil
	case "show", "export", "versions", "restore":
		return v.scriptOf(verb, softphone.ScriptID(id), rest)
	}
	return usage(scriptUsage)
}

func (v *visit) scriptList() error {
	all, err := v.Scripts.Scripts(v.ctx)
	for _, s := range all {
		if err == nil {
			err = v.emit(wordsOfScript(s))
		}
	}
	return err
}

func (v *visit) runScript(id softphone.ScriptID, rest []string) error {
	return v.onGuide(rest, func(p softphone.Press) softphone.Event { return softphone.ScriptPressed{Press: p, Script: id} })
}

// onGuide presses something of the guide, and prints what it shows then. rest may name a call.
func (v *visit) onGuide(rest []string, press func(softphone.Press) softphone.Event) error {
	if len(rest) > 1 {
		return usage(scriptUsage)
	}
	call := softphone.CallID("")
	if len(rest) == 1 {
		call = softphone.CallID(rest[0])
	}
	id, err := v.ask(func(a softphone.AskID) softphone.Event { return press(v.at(a, call)) })
	if err != nil {
		return err
	}
	g, ok := softphone.GuideFor(v.Desk.State(), id, v.Now())
	if !ok {
		return softphone.Reason{Code: softphone.NoSuchCall, Detail: string(id)}
	}
	w := guideWords{id, g.Script, g.Name, g.Passes, g.Title, softphone.Text(g.Sentence), g.Wording + 1, g.Wordings, g.Pinned, g.Own, g.Absent, g.To, g.Situation, nil}
	for _, c := range g.Choices {
		w.Replies = append(w.Replies, c.Text)
	}
	return v.emit(w)
}

// scriptOf does something with one version of a script; the words after the id may name a language, a version and a file.
func (v *visit) scriptOf(verb string, id softphone.ScriptID, rest []string) error {
	language, version, file := cmp.Or(v.Desk.State().Settings.Get(softphone.SetLanguage), "nb"), 0, ""
	for _, word := range rest {
		n, err := strconv.Atoi(word)
		switch {
		case slices.Contains(softphone.ScriptLanguages, word):
			language = word
		case err == nil && n > 0:
			version = n
		default:
			file = word
		}
	}
	if (verb == "export") != (file != "") {
		return usage(scriptUsage)
	}
	if verb == "versions" {
		all, err := v.Scripts.ScriptVersions(v.ctx, id, language)
		for _, x := range all {
			if err == nil {
				err = v.emit(scriptVersionWords{x.Version, x.Name, x.Saved, x.Shipped})
			}
		}
		return err
	}
	if verb == "restore" && version == 0 {
		s, err := v.Scripts.ShippedScript(v.ctx, id, language)
		if err != nil {
			return err
		}
		return v.scriptSave(s)
	}
	s, err := v.Scripts.Script(v.ctx, id, language, version)
	switch {
	case err != nil:
		return err
	case verb == "restore":
		return v.scriptSave(s)
	case verb == "show":
		return v.emit(s)
	}
	text, err := v.ScriptFiles.WriteScript(s)
	if err != nil {
		return err
	}
	if err := v.writeNew(file, text); err != nil {
		return err
	}
	return v.emit(fileWords{file})
}

// scriptImport reads a script from a file. Where something is wrong with it, everything that is wrong is said, and nothing
// is changed.
func (v *visit) scriptImport(file string) error {
	text, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	s, wrong := v.ScriptFiles.ReadScript(text)
	if len(wrong) > 0 {
		var lines []string
		for _, w := range wrong {
			lines = append(lines, w.Error())
		}
		return errors.New(file + ": nothing was changed. " + strings.Join(lines, "; "))
	}
	return v.scriptSave(s)
}

func (v *visit) scriptSave(s softphone.Script) error {
	saved, err := v.Scripts.SaveScripts(v.ctx, s)
	if err != nil {
		return err
	}
	v.Desk.Tell(softphone.ScriptsSaved{At: softphone.At{At: v.Now()}, Scripts: saved})
	return v.emit(wordsOfScript(saved[0]))
}
