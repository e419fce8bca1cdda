package ui

import (
	"time"

	"anteroom/softphone"
	"anteroom/ui/kit"

	"fyne.io/fyne/v2"
)

// messageForm is the right column of the desk: the message being taken. Every key goes to the desk at once, which keeps
// the draft; what the desk tells back never disturbs the field being typed in.
type messageForm struct {
	w      *Window
	drafts *formDrafts
	state  softphone.State // as painted last

	entries map[string]*kit.Entry
	ticks   map[string]*kit.Tick
	mood    *kit.Segmented
	urgency *kit.Segmented
	labels  map[string]*kit.Ell
	wrong   *kit.Ell // beside date and time
	count   *kit.Ell // beside the verbatim text
	figures kit.Box1 // the number in large figures
	spoken  string   // what stands there
	row     kit.Box1 // open drafts
	tabs    []draftTab
	offer   kit.Box1 // the notice over a draft found at the start
	offered softphone.MessageID
	foot    *formFooter
	scroll  *kit.Scroll
	body    fyne.CanvasObject
	inWords kit.Box1 // the number in words
	window  *kit.Ell // what was understood of "call back when"
	due     *kit.Ell // and of "by"
	deliver kit.Box1 // how the message just taken is to get there

	spelling   bool
	spelledAs  string
	fresh      softphone.MessageID // just taken
	delivering string
	warned     softphone.MessageID // told what is missing; asked again, it is taken as it is
}

func newMessageForm(w *Window) *messageForm {
	f := &messageForm{w: w, drafts: newFormDrafts(), entries: map[string]*kit.Entry{}, ticks: map[string]*kit.Tick{}, labels: map[string]*kit.Ell{}}
	if old := w.form; old != nil { // built anew for another language or palette: go on with what is being written
		f.drafts, f.fresh, f.spelling = old.drafts, old.fresh, old.spelling
		f.drafts.shown = ""
	}
	f.build()
	f.paint(w.state, w.now())
	return f
}

func (f *messageForm) object() fyne.CanvasObject { return f.body }

// paint shows the state. It is cheap when nothing of the form changed.
func (f *messageForm) paint(s softphone.State, now time.Time) {
	f.state = s
	another, changed := f.drafts.see(s, now, f.focused())
	m := f.drafts.current().local
	if another {
		changed = nil
		for _, x := range formFields {
			changed = append(changed, x.name)
		}
		note(f.wrong, "")
		note(f.count, "")
		f.unmark()
	}
	for _, name := range changed {
		f.put(name, m)
	}
	f.paintDrafts()
	f.follow()
	f.paintDelivery()
}

// put writes one field of a message into its input.
func (f *messageForm) put(name string, m softphone.Message) {
	field, _ := fieldNamed(name)
	switch v := field.get(m); name {
	case "taken":
		f.entries[name].Put(takenText(m.Taken, f.w.now(), f.w.lang))
	case "mood":
		f.mood.Set(v)
	case "urgency":
		f.urgency.Set(string(urgencyOf(m)))
	case "principal":
	default:
		if t := f.ticks[name]; t != nil {
			t.Set(v != "")
		} else if e := f.entries[name]; e != nil {
			e.Put(v)
		}
	}
}

// focused is the name of the field with the caret, "" for none.
func (f *messageForm) focused() string {
	for name, e := range f.entries {
		if e.Focused() {
			return name
		}
	}
	return ""
}

// typed takes one change by hand.
func (f *messageForm) typed(name, value string) {
	d := f.drafts.current()
	if d == nil || !d.edit(name, value) {
		return
	}
	if name == "for" {
		d.edit("principal", string(principalFor(value, f.state.Principals)))
	}
	f.foot.done("")
	if f.fresh != "" {
		f.fresh = ""
		f.paintDelivery()
	}
	f.tell(d.local)
	switch name {
	case "surname", "first_name", "patronymic", "position", "organisation", "number", "for":
		f.note(d.local)
	}
	for _, tick := range []string{"read_back", "all_read_back"} {
		f.put(tick, d.local)
	}
	if f.warned == d.local.ID {
		f.mark(d.local)
	}
	f.follow()
}

func (f *messageForm) typedTaken(text string) {
	d := f.drafts.current()
	if d == nil {
		return
	}
	t, ok := parseTaken(text, d.local.Taken.In(f.w.now().Location()))
	if !ok {
		note(f.wrong, f.w.tr("form.wrong_time"))
		return
	}
	note(f.wrong, "")
	f.typed("taken", stampText(t))
}

// tell hands the whole draft to the desk, in the order of the keys.
func (f *messageForm) tell(m softphone.Message) {
	f.w.tell(func(p softphone.Press) softphone.Event {
		p.Call = m.Call
		return softphone.DraftEdited{Press: p, Draft: m}
	})
}

// note gives the call what the form says about its caller, so that the script's sentences fill in at once.
func (f *messageForm) note(m softphone.Message) {
	c, ok := f.state.Call(m.Call)
	if !ok || !c.Live() {
		return
	}
	who := m.Principal
	if who == "" {
		who = c.Principal
	}
	f.w.tell(func(p softphone.Press) softphone.Event {
		p.Call = m.Call
		return softphone.CallerNoted{Press: p, Caller: callerOf(m), Principal: who}
	})
}

// complete takes what was begun in "for whom" for the one principal it can mean.
func (f *messageForm) complete() {
	d := f.drafts.current()
	if d == nil || d.local.Principal != "" {
		return
	}
	if p, ok := principalBegun(d.local.For, f.state.Principals); ok {
		f.choose(p)
	}
}

// choose puts a principal into "for whom", with his deputies where none are named yet.
func (f *messageForm) choose(p softphone.Principal) {
	d := f.drafts.current()
	if d == nil {
		return
	}
	f.typed("for", forWhom(p))
	if d.local.Deputies == "" && p.Deputies != "" {
		f.typed("deputies", p.Deputies)
	}
	f.put("for", d.local)
	f.put("deputies", d.local)
}

// follow paints what follows from the fields: the figures to read aloud, the mood's word, the foot.
func (f *messageForm) follow() {
	d := f.drafts.current()
	m := d.local
	if n := readAloud(m.Number); n != f.spoken {
		f.spoken = n
		f.figures.Put(kit.P(n, kit.C.Text, 18, kit.Semi))
	}
	f.paintSpelled()
	f.paintTimes(m)
	mood := f.w.tr("form.mood")
	if m.Mood != "" {
		mood = f.w.tr("form.mood.label", f.w.tr("form.mood."+string(m.Mood)))
	}
	f.labels["mood"].Set(mood)
	if n := len([]rune(m.Verbatim)); n > softphone.MaxVerbatim-400 {
		f.countWord(n)
	} else {
		note(f.count, "")
	}
	f.foot.paint(presentFoot(f.state, m, d.waiting(), f.w.tr), f.warned == m.ID)
}

func (f *messageForm) countWord(n int) {
	f.count.SetColor(kit.C.Muted)
	if n >= softphone.MaxVerbatim {
		f.count.SetColor(kit.C.Danger)
	}
	note(f.count, f.w.tr("form.verbatim.count", n, softphone.MaxVerbatim))
}
