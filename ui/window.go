// Package ui is the window: presenters that know no Fyne turn the desk's state into models, and the screens draw them.
//
// News come in through the bridge, the one place that crosses to the UI goroutine; deeds go out through press and
// tell. Every command (key, menu, button, help page) stands in one table.
package ui

import (
	"context"
	"strings"
	"sync"
	"time"

	"anteroom/softphone"
	"anteroom/ui/kit"

	"fyne.io/fyne/v2"
)

// Options is what the window is made from.
type Options struct {
	App      fyne.App
	Desk     softphone.Desk
	Messages softphone.MessageBook
	Journal  softphone.Journal
	People   softphone.PersonBook
	Way      softphone.WayBook
	Print    softphone.MessagePrinter // nil: nothing is printed
	Policies softphone.PolicyBook
	Printer  softphone.SheetPrinter
	Contacts softphone.Directory
	Answers  softphone.FAQBook
	Presence softphone.PresenceBook
	Scripts  ScriptShelf
	Files    softphone.ContactFile
	// Elsewhere is the directory server; nil: there is none. LDAPSecret keeps its password.
	Elsewhere  softphone.Elsewhere
	LDAPSecret softphone.ElsewhereSecret
	Version    string
	DataDir    string
	Now        func() time.Time
	Levels     func() softphone.Levels // how loud it is; nil where nobody knows
	Log        softphone.MessageLog
	Tables     softphone.TableFiles
	PrintLog   softphone.LogPrinter // nil: nothing is printed
	Lock       softphone.Lock
	TakeOut    softphone.PersonExporter
}

// Window is the desk's screen.
type Window struct {
	app        fyne.App
	desk       softphone.Desk
	messages   softphone.MessageBook
	journal    softphone.Journal
	people     softphone.PersonBook
	way        softphone.WayBook
	print      softphone.MessagePrinter
	policies   softphone.PolicyBook
	printer    softphone.SheetPrinter
	contacts   softphone.Directory
	faq        softphone.FAQBook
	presence   softphone.PresenceBook
	scripts    ScriptShelf
	files      softphone.ContactFile
	elsewhere  softphone.Elsewhere
	ldapSecret softphone.ElsewhereSecret
	version    string
	dataDir    string
	clock      func() time.Time
	levels     func() softphone.Levels
	log        softphone.MessageLog
	tables     softphone.TableFiles
	printLog   softphone.LogPrinter
	lock       softphone.Lock
	granted    softphone.Deed // the password was right for it, until another page is opened
	takeOut    softphone.PersonExporter

	win       fyne.Window
	bridge    *bridge
	attention attention
	ctx       context.Context // ends with Close; for questions asked in the background
	cancel    context.CancelFunc
	busy      sync.WaitGroup // background work and the bridge
	unwatch   func()
	closing   sync.Once
	lates     lateSaves // what was typed and waits for a pause

	// Everything below is touched on the UI goroutine only.
	state      softphone.State // the newest taken: at every paint, key and press
	tr         wording
	lang       string
	built      bool
	at         pageID
	pages      map[pageID]page
	form       *messageForm
	dial       *dialBar
	where      *whereBar
	finder     *finder
	frame      *frame
	notice     notice
	seen       seenNotices
	lastPress  chan struct{}
	practising int       // practice callers in the menu
	caught     func(key) // takes the next key that is in the menu, while one is chosen
	comfort    comfort
	offer      undoOffer
	waved      map[softphone.CallID]bool // whose callers are not to be saved
}

var _ softphone.Screen = (*Window)(nil)

// New makes the window; nothing shows until Show. It is called on the UI goroutine.
func New(o Options) *Window {
	w := &Window{app: o.App, desk: o.Desk, messages: o.Messages, journal: o.Journal, people: o.People, way: o.Way, print: o.Print, policies: o.Policies, printer: o.Printer, contacts: o.Contacts, faq: o.Answers, presence: o.Presence, scripts: o.Scripts, files: o.Files, elsewhere: o.Elsewhere, ldapSecret: o.LDAPSecret, version: o.Version, dataDir: o.DataDir,
		clock: o.Now, levels: o.Levels, at: pageDesk, attention: newAttention()}
	w.waved = map[softphone.CallID]bool{}
	w.log, w.tables, w.printLog, w.lock, w.takeOut = o.Log, o.Tables, o.PrintLog, o.Lock, o.TakeOut
	if w.clock == nil {
		w.clock = time.Now
	}
	w.ctx, w.cancel = context.WithCancel(context.Background())
	w.bridge = newBridge(w.paint)
	w.state = w.desk.State()
	w.seen.role = alwaysSecretary(w.state)
	w.win = o.App.NewWindow("Anteroom")
	w.win.SetPadded(false)
	w.win.SetIcon(appIcon)
	w.win.SetMaster()
	w.settle()
	w.win.Resize(w.sizeKept())
	return w
}

// Show shows the window as the desk is by now, which may have opened since New, and begins to follow the desk.
func (w *Window) Show() {
	if w.desk.State().Settings.Number(softphone.SetTextSize) != w.comfort.percent {
		w.comfort.percent = 0 // nothing is on the screen whose size would have to be kept
	}
	w.seen.role = alwaysSecretary(w.desk.State())
	w.paint(nil)
	w.win.Resize(w.sizeKept())
	w.unwatch = w.desk.Watch(w.bridge.news)
	w.app.Settings().AddListener(func(fyne.Settings) { w.bridge.nudge() }) // light and dark of the system
	w.busy.Add(1)
	go func() {
		defer w.busy.Done()
		w.bridge.run(w.ctx)
	}()
	w.win.SetOnClosed(w.stop)
	w.win.SetCloseIntercept(w.quit)
	w.win.Show()
	w.putBack()
}

// Close closes the window, from any goroutine.
func (w *Window) Close() { w.bridge.cross(w.win.Close) }

// quit closes the window by hand; what was typed into the FAQ sheet is saved before.
func (w *Window) quit() { w.pages[pageAnswers].(*answersPage).finish(w.quitLeaving) }

// quitLeaving closes the window; while a call lives, or answers could not be saved, it asks first.
func (w *Window) quitLeaving(left []answerDraft) {
	n := 0
	for _, c := range w.state.Calls {
		if c.Live() {
			n++
		}
	}
	if n == 0 && len(left) == 0 {
		w.comfort.looked, w.comfort.changed = time.Time{}, time.Time{}
		w.keepPlace(w.now())
		w.win.Close()
		return
	}
	var lines []string
	yes := "frame.quit.lose"
	if n > 0 {
		lines, yes = append(lines, plural(w.tr, "frame.quit.text", n)), "frame.quit.yes"
	}
	for _, d := range left {
		lines = append(lines, w.tr("frame.quit.answer", d.title(w.tr), d.why(w.tr)))
	}
	w.confirm(question{title: w.tr("frame.quit.title"), text: strings.Join(lines[:min(len(lines), mostListed)], "\n"), yes: w.tr(yes), danger: true, then: w.win.Close})
}

// Flush tells the desk at once what was typed and waits for typing to pause, before the desk ends; from any goroutine.
func (w *Window) Flush() { w.lates.flush() }

// stop ends everything of the window's own, once it is closed.
func (w *Window) stop() {
	w.closing.Do(func() {
		if w.unwatch != nil {
			w.unwatch()
		}
		w.Flush()
		w.cancel()
		w.busy.Wait()
		kit.HandleKeys(w.win.Canvas(), nil)
		w.attention.close()
	})
}

// Raise asks for attention without taking the focus; from any goroutine.
func (w *Window) Raise(softphone.CallID) {
	w.bridge.post(func() { w.attention.ask(w.win) })
}

// Focus puts the caret in a field of the form, "stopped_at", "dial" or "policy"; from any goroutine.
func (w *Window) Focus(field string) {
	w.bridge.post(func() { w.focus(field) })
}

// LinkRefused tells that the number of a link could not be dialled; from any goroutine.
func (w *Window) LinkRefused(link string, why error) {
	w.bridge.post(func() {
		w.notify(noticeRefused, w.tr("frame.link_refused", readAloud(softphone.CleanNumber(link)), reasonWords(why, w.tr)))
	})
}

func (w *Window) focus(field string) {
	if number, ok := strings.CutPrefix(field, softphone.OfferedNumber); ok {
		w.dial.offer(number)
		return
	}
	switch field {
	case "dial": // the script wants another number rung, never tones
		w.dial.begin("")
		return
	case "consult":
		w.askWhom(forConsult)
		return
	case "colleague":
		w.askWhom(forColleague)
		return
	}
	w.open(pageDesk)
	switch d := w.pages[pageDesk].(*deskPage); field {
	case "stopped_at":
		d.focusStopped()
	case "callback":
		d.focusCallback()
	case "policy":
		d.unfoldPolicy(true)
	case "faq":
		d.answers.focus()
	default:
		w.form.focus(field)
	}
}

// now is the time; questions of the hour and the day use its location.
func (w *Window) now() time.Time { return w.clock() }

func (w *Window) canvas() fyne.Canvas { return w.win.Canvas() }

// open brings a page to the front.
func (w *Window) open(id pageID) {
	if w.at == id {
		return
	}
	w.at, w.granted = id, ""
	w.frame.bars.hint("", fyne.Position{}, fyne.Size{}) // what the mouse was over has gone without it leaving
	w.canvas().Unfocus()
	w.frame.turn(id)
	w.pages[id].shown()
	w.paint(nil)
}

// settle builds the content for the language and palette that the settings ask for, where they have changed.
func (w *Window) settle() {
	l := w.state.Settings.Get(softphone.SetLanguage)
	pal := w.palette()
	zoomed, keyed := w.zoom(), useKeys(w.state.Settings)
	if w.built && l == w.lang && pal == w.comfort.palette && !zoomed && !keyed {
		return
	}
	if l != w.lang {
		w.tr = inLanguage(l)
		if err := speakFyne(l); err != nil {
			fyne.LogError("language", err)
		}
	}
	w.lang, w.comfort.palette, w.built = l, pal, true
	kit.Use(w.app, pal)
	w.build()
}

// build makes everything on screen anew.
func (w *Window) build() {
	w.form, w.dial, w.finder, w.where = newMessageForm(w), newDialBar(w), newFinder(w), newWhereBar(w)
	w.pages = map[pageID]page{
		pageDesk: newDeskPage(w), pageMessages: newMessagesPage(w), pageJournal: newJournalPage(w), pageDirectory: newDirectoryPage(w),
		pagePolicy: newPolicyPage(w), pageAnswers: newAnswersPage(w), pageScripts: newScriptsPage(w), pageSettings: newSettingsPage(w), pageHelp: newHelpPage(w), pageLog: newLogPage(w),
	}
	w.frame = newFrame(w)
	w.setMenu()
	w.win.SetContent(w.frame.object())
	kit.HandleKeys(w.canvas(), w.key, chords()...)
	kit.OnHint = w.frame.bars.hint
	w.frame.turn(w.at)
	w.pages[w.at].shown()
	w.repaint()
}

// paint takes the newest state to the screen and gives the time until something on it changes by itself.
func (w *Window) paint(saved []softphone.SavedKind) time.Duration {
	w.state = w.desk.State()
	w.settle()
	for _, p := range w.pages {
		if l, ok := p.(saveListener); ok {
			for _, k := range saved {
				l.saved(k)
			}
		}
	}
	w.repaint()
	now := w.now()
	next := nextChange(w.state, w.notice, now).Sub(now)
	if t := w.frame.bars.paint(now); !t.IsZero() {
		next = min(next, max(0, t.Sub(now)))
	}
	w.keepPlace(now)
	if p, ok := w.pages[w.at].(restless); ok && p.soon() > 0 {
		next = min(next, p.soon())
	}
	return next
}

// setMenu puts up the menu bar; again when the practice callers, which it lists, are known.
func (w *Window) setMenu() {
	w.practising = len(w.state.Practice)
	w.win.SetMainMenu(w.menu())
}

func (w *Window) repaint() {
	now := w.now()
	if len(w.state.Practice) != w.practising {
		w.setMenu()
	}
	w.frame.paint(w.state, now)
	w.pages[w.at].paint(w.state, now)
	w.dial.paint(w.state, now)
}
