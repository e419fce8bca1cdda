package ui

import (
	"strconv"
	"strings"

	"anteroom/softphone"
	"anteroom/ui/kit"

	"fyne.io/fyne/v2"
)

// place is where a command listens.
type place int

const (
	anywhere    place = iota // on every page, in text fields and over dialogs
	frameOnly                // on every page and in text fields, but not behind a dialog
	onDesk                   // on the desk and in text fields, but not behind a dialog
	onDirectory              // on the page of the directory and in text fields, but not behind a dialog
	onPolicy                 // on the policy page, not behind a dialog; without Ctrl not in text fields
	onScripts                // on the page of scripts and in text fields, but not behind a dialog
	inScript                 // on the desk outside text fields, or with Alt in them
)

// command is one thing the secretary can do. The table of them feeds the key map, the menu bar, the key caps, the
// hints and the help page. Its words are "key.<id>" and, for the hint and the help page, "key.<id>.hint".
type command struct {
	id    string
	keys  []key  // of the table; bound gives those in force
	icon  string // of the kit, "" for none
	menu  string // menu it stands in ("menu.<name>"), "" for none
	where place
	can   func(softphone.State) bool // nil: always
	do    func(*Window, string)
	by    string // the command that does it too, whose key its hint shows where it has none of its own
	// args: a family of commands, one for each rune (1…9, the letters of the situations); do gets it.
	args func(rune) (string, bool)
	caps string // key cap of a family, e.g. "1–9"

	force  []key // the keys in force, once the settings are known
	forced bool
}

var commands []*command

// just makes a command's deed of something that wants no argument.
func just(do func(*Window)) func(*Window, string) {
	return func(w *Window, _ string) { do(w) }
}

func init() {
	commands = []*command{
		{id: "answer", keys: keys("F2"), icon: "phone", menu: "call", can: someRinging, do: pressed(answer)},
		{id: "reject", keys: keys("Shift+F12"), icon: "x", menu: "call", can: someRinging, do: pressed(reject)},
		{id: "later", keys: keys("Ctrl+F12"), icon: "clock", menu: "call", can: someRinging, do: pressed(askLater)},
		{id: "silence", icon: "bell", menu: "call", can: ringingAloud, do: pressed(silence)},
		{id: "dial", keys: keys("F3"), icon: "phone", menu: "call", where: frameOnly, do: just((*Window).dialOrRing)},
		{id: "hold", keys: keys("F4"), icon: "pause", menu: "call", can: holdable, do: holdOrTakeBack},
		{id: "return", keys: keys("F5"), icon: "back", menu: "call", can: someHeld, do: returnTo(0)},
		{id: "return_next", keys: keys("Shift+F5"), icon: "back", menu: "call", can: severalHeld, do: returnTo(1)},
		{id: "consult", keys: keys("F6"), icon: "transfer", menu: "call", can: connectable, do: just((*Window).consultOrConnect)},
		{id: "transfer", keys: keys("Shift+F6"), icon: "arrow", menu: "call", can: connectable, do: just((*Window).transferTo)},
		{id: "conference", keys: keys("F7"), icon: "users", menu: "call", can: someForThree, do: just((*Window).confer)},
		{id: "wait_for", keys: keys("Shift+F7"), icon: "clock", menu: "call", can: waitable, do: just((*Window).waitFor)},
		{id: "swap", keys: keys("F10"), icon: "swap", menu: "call", can: swappable, do: pressed(swap)},
		{id: "take_back", by: "escape", icon: "back", menu: "call", can: connecting, do: pressed(takeBack)},
		{id: "yes", keys: keys("F9"), icon: "phone", menu: "call", can: someAsked, do: just(func(w *Window) { w.answerAsked(true) })},
		{id: "no", keys: keys("Shift+F9"), icon: "x", menu: "call", can: someAsked, do: just(func(w *Window) { w.answerAsked(false) })},
		{id: "deflect", keys: keys("Shift+F2"), icon: "arrow", menu: "call", can: someRinging, do: just((*Window).deflectTo)},
		{id: "record", keys: keys("Ctrl+Shift+R"), icon: "mic", menu: "call", can: recordable, do: pressed(record)},
		{id: "record_pause", keys: keys("Ctrl+Shift+K"), icon: "pause", menu: "call", can: recording, do: pressed(recordPause)},
		{id: "record_mark", keys: keys("Ctrl+Shift+M"), icon: "tag", menu: "call", can: recording, do: pressed(recordMark)},
		{id: "mute", keys: keys("Ctrl+M"), icon: "micoff", menu: "call", can: mutable, do: pressed(switchMicrophone)},
		{id: "wrong", keys: keys("Ctrl+W"), icon: "warn", menu: "call", can: someSelected, do: pressed(wrongNumber)},
		{id: "hangup", keys: keys("F12"), icon: "hangup", menu: "call", can: hangable, do: pressed(hangUp)},
		{id: "do_not_disturb", keys: keys("Ctrl+Shift+D"), icon: "bell", menu: "call", do: just((*Window).turnDoNotDisturb)},
		{id: "practice", keys: keys("Ctrl+Shift+P"), icon: "wave", menu: "call", can: practiceOpen,
			do: just(func(w *Window) { w.practise("") })},

		{id: "message", keys: keys("F8"), icon: "note", menu: "message", where: frameOnly,
			do: just(func(w *Window) { w.focus("") })},
		{id: "take_message", keys: keys("Ctrl+Return", "Ctrl+Enter"), icon: "mail", menu: "message", where: onDesk,
			do: just(func(w *Window) { w.form.take() })},
		{id: "stopped", keys: keys("Shift+F4"), icon: "note", menu: "message", where: onDesk, can: someSelectedLive,
			do: just(func(w *Window) { w.focus("stopped_at") })},
		{id: "caller", keys: keys("Shift+F8"), icon: "user", menu: "message", where: onDesk, can: someSelected,
			do: just(func(w *Window) { w.focus("surname") })},

		{id: "log", keys: keys("Ctrl+Shift+W"), icon: "search", menu: "go", where: frameOnly, do: just((*Window).openLog)},
		{id: "role", icon: "user", menu: "help", where: frameOnly, do: just((*Window).roleMenu)},
		{id: "undo", keys: keys("Ctrl+Z"), icon: "back", menu: "message", where: frameOnly, do: undo},
		{id: "forget", icon: "user", menu: "message", where: frameOnly, can: noneLive, do: just(func(w *Window) { w.may(softphone.DeedErase, w.forgetPerson) })},

		{id: "callback", keys: keys("Ctrl+B"), icon: "back", menu: "message", where: frameOnly, do: just(func(w *Window) { w.beginCallback(softphone.RingBack) })},
		{id: "task", keys: keys("Ctrl+Shift+L"), icon: "check", menu: "message", where: frameOnly, do: just(func(w *Window) { w.beginCallback(softphone.Task) })},
		{id: "callback_next", keys: keys("Ctrl+Shift+B"), icon: "phone", menu: "message", where: frameOnly, can: someCallback,
			do: just(func(w *Window) { w.dialCallback("") })},
		{id: "callback_done", keys: keys("Ctrl+Shift+U"), icon: "check", menu: "message", where: frameOnly, can: rungCallback, do: pressed(callbackDone)},
		{id: "find_situation", keys: keys("Ctrl+S"), menu: "script", where: onDesk, can: someSelectedLive,
			do: just(func(w *Window) { w.deskPage().script.find() })},

		{id: "find_script", keys: keys("Ctrl+Shift+G"), icon: "search", menu: "script", where: onDesk, can: someSelectedLive,
			do: just(func(w *Window) { w.deskPage().script.findScript() })},
		{id: "script_again", keys: keys("Ctrl+Shift+A"), icon: "back", menu: "script", where: onDesk, can: someSelectedLive, do: pressed(scriptAgain)},
		{id: "pin_wording", keys: keys("Ctrl+0"), icon: "tag", menu: "script", where: onDesk, can: someSelectedLive, do: pressed(pinWording)},
		{id: "own_wording", keys: keys("Ctrl+Shift+O"), icon: "note", menu: "script", where: onDesk, can: someSelectedLive,
			do: just(func(w *Window) { w.deskPage().script.writeOwn() })},

		{id: "choice", menu: "", where: inScript, args: digitOf, caps: "1–9", can: someSelected, do: choose},
		{id: "situation", where: inScript, args: letterOf, caps: "A–Z", can: someSelected, do: situate},
		{id: "wording", where: inScript, args: zeroOf, caps: "0", can: someSelected, do: pressed(otherWording)},
		{id: "act", keys: keys("Return", "Alt+Return"), menu: "script", where: onDesk, can: situationActs, do: pressed(actSituation)},
		{id: "next", keys: keys("Next"), menu: "script", where: onDesk, can: someSelected, do: pressed(nextStep)},
		{id: "previous", keys: keys("Prior"), menu: "script", where: onDesk, can: someSelected, do: pressed(previousStep)},
		{id: "policy", keys: keys("Ctrl+R"), icon: "sheet", menu: "script", where: onDesk,
			do: just(func(w *Window) { w.deskPage().unfoldPolicy(!w.deskPage().unfolded) })},
		{id: "topic", keys: keys("Ctrl+Shift+T"), icon: "tag", menu: "script", where: onDesk, can: someSelectedLive,
			do: just(func(w *Window) { w.deskPage().askTopic() })},
		{id: "presence", keys: keys("Ctrl+Shift+I"), icon: "user", menu: "script", where: frameOnly, can: somePrincipal,
			do: just(func(w *Window) { w.where.press() })},
		{id: "presence_in", keys: keys("Ctrl+I"), icon: "check", menu: "script", where: frameOnly, can: someOverdue, do: just(backIn)},
		{id: "answers", keys: keys("Shift+F1"), icon: "search", menu: "script", where: onDesk, can: someSelectedLive,
			do: just(func(w *Window) { w.deskPage().answers.focus() })},
		{id: "select_up", keys: keys("Ctrl+Up"), menu: "script", where: onDesk, do: selectBy(-1)},
		{id: "select_down", keys: keys("Ctrl+Down"), menu: "script", where: onDesk, do: selectBy(1)},
		{id: "escape", keys: keys("Escape"), where: frameOnly, do: escape},
	}
	commands = append(commands, wayCommands()...)
	commands = append(commands, directoryCommands()...)
	commands = append(commands, scriptCommands()...)
	for i, p := range pageOrder {
		commands = append(commands, &command{id: "page." + string(p.id), keys: keys("Ctrl+" + strconv.Itoa(i+1)), icon: p.icon, menu: "go",
			where: frameOnly, do: just(func(w *Window) { w.open(p.id) })})
	}
	commands = append(commands, policyCommands()...)
	commands = append(commands,
		&command{id: "help", keys: keys("F1"), menu: "help", where: frameOnly, do: just(func(w *Window) { w.open(pageHelp) })},
		&command{id: "welcome", menu: "help", where: frameOnly, do: just(func(w *Window) { w.frame.showWelcome(true) })},
		&command{id: "quit", keys: keys("Ctrl+Q"), menu: "call", where: frameOnly, do: just((*Window).quit)},
	)
}

// commandNamed finds a command; an unknown id is a fault of the program.
func commandNamed(id string) *command {
	for _, c := range commands {
		if c.id == id {
			return c
		}
	}
	panic("ui: no command " + id)
}

// run does a command if it applies now.
func (w *Window) run(id string) { w.runCommand(commandNamed(id), "") }

// runCommand acts on the desk as it is: a key may come between news and their paint, which are up to paintGap apart.
func (w *Window) runCommand(c *command, arg string) {
	w.state = w.desk.State()
	if c.can != nil && !c.can(w.state) {
		if c.args == nil {
			w.notify(noticeRefused, w.tr("key.not_now", w.tr("key."+c.id)))
		}
		return
	}
	c.do(w, arg)
}

// deed is a command as a button does it; nil while it does not apply, so that the button is greyed.
func (w *Window) deed(id string) func() {
	c := commandNamed(id)
	if c.can != nil && !c.can(w.state) {
		return nil
	}
	return func() { w.runCommand(c, "") }
}

// keycap is the key of a command as it stands on the keyboard.
func (w *Window) keycap(id string) string { return commandNamed(id).cap(w.tr) }

// hintOf is a command's hint: what it does, and its key.
func (w *Window) hintOf(id string) string {
	c := commandNamed(id)
	s := w.tr("key." + c.id + ".hint")
	cap := c.cap(w.tr)
	if cap == "" && c.by != "" {
		cap = w.keycap(c.by)
	}
	if cap != "" {
		s += "  ·  " + cap
	}
	return s
}

// key is the key map: it sees every stroke before the focused thing and says whether it took it.
func (w *Window) key(s kit.Stroke) bool {
	w.state = w.desk.State()
	if w.comfort.view != nil { // the page follows the caret
		defer w.bridge.nudge()
	}
	top := w.canvas().Overlays().Top()
	for _, c := range commands {
		arg, ok := c.hears(s)
		if !ok || !w.reaches(c, s, top) || s.Pad != "" && s.InText && w.numLock() {
			continue
		}
		w.runCommand(c, arg)
		return true
	}
	return false
}

// noneLive: what would stand in the way of a call waits until there is none.
func noneLive(s softphone.State) bool { return !anyCall(s, softphone.Call.Live) }

// reaches tells whether a command listens where the focus is.
func (w *Window) reaches(c *command, s kit.Stroke, overlay fyne.CanvasObject) bool {
	switch {
	case c.where == anywhere:
		return true
	case overlay != nil:
		return false
	case c.id == "undo":
		return w.undoing(s)
	case c.where == frameOnly:
		return true
	case c.where == aboutMessage:
		_, ok := w.subject()
		return ok
	case c.where == onPolicy:
		return w.at == pagePolicy && (!s.InText || s.Mod != 0 && c.id != "policy_undo")
	case c.where == onScripts:
		return w.at == pageScripts
	case c.where == onDirectory:
		return w.at == pageDirectory
	case w.at != pageDesk:
		return false
	case c.id == "act" && s.Mod == 0:
		return !s.InText && situationActs(w.state) // Enter belongs to text fields and buttons first
	case c.id == "next" || c.id == "previous":
		return !s.InText || !w.textScrolls()
	}
	return true
}

// hears tells whether a stroke means the command, and for a family which of it.
func (c *command) hears(s kit.Stroke) (string, bool) {
	for _, k := range c.bound() {
		if s.Key == k.name && s.Mod == k.mod || s.Pad == k.name && s.Pad != "" && s.Mod == 0 {
			return "", true
		}
	}
	if c.args == nil {
		return "", false
	}
	if s.Rune != 0 && !s.InText {
		return c.args(s.Rune)
	}
	if s.Mod == fyne.KeyModifierAlt && len(s.Key) == 1 {
		return c.args(rune(s.Key[0]))
	}
	return "", false
}

func digitOf(r rune) (string, bool) { return string(r), r >= '1' && r <= '9' }
func zeroOf(r rune) (string, bool)  { return string(r), r == '0' }
func letterOf(r rune) (string, bool) {
	s := strings.ToUpper(string(r))
	return s, strings.ToLower(s) != s
}
