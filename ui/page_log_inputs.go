package ui

import (
	"strings"
	"time"

	"anteroom/softphone"
	"anteroom/ui/kit"

	"fyne.io/fyne/v2"
)

// logInputs are the fields of the filter; what cannot be read is told and left out.
type logInputs struct {
	w                    *Window
	filter               softphone.MessageFilter
	text                 *kit.Entry
	words                map[string]*kit.Entry
	state, urgency, mood *kit.Select
	since, until         *kit.Entry
	wrong                *kit.Ell
	changed              func()
	body                 fyne.CanvasObject
	putting              bool
}

// waitingState is the choice of what has not reached its addressee.
const waitingState = "waiting"

func newLogInputs(w *Window, changed func()) *logInputs {
	in := &logInputs{w: w, words: map[string]*kit.Entry{}, changed: changed, wrong: remark(kit.C.Danger)}
	typed := func(string) { in.read() }
	in.text = kit.NewEntry("", w.tr("log.find"), typed)
	field := func(name string) kit.Item {
		in.words[name] = kit.NewEntry("", "", typed)
		return kit.G(kit.Field(w.tr("log."+name), in.words[name]))
	}
	list := func(values []string, word func(string) string) *kit.Select {
		opts := []kit.Option{{Value: "", Label: w.tr("log.all")}}
		for _, v := range values {
			opts = append(opts, kit.Option{Value: v, Label: word(v)})
		}
		return kit.NewSelect("", opts, "", typed)
	}
	in.state = list([]string{waitingState, "draft", "new", "delivered", "seen", "done"}, func(v string) string {
		if v == waitingState {
			return w.tr("log.state.waiting")
		}
		return w.tr("messages.state." + v)
	})
	in.urgency = list([]string{"normal", "urgent", "immediate"}, func(v string) string { return w.tr("form.urgency." + v) })
	in.mood = list([]string{"good", "neutral", "unhappy"}, func(v string) string { return w.tr("form.mood." + v) })
	in.since, in.until = kit.NewEntry("", w.tr("log.date_hint"), typed), kit.NewEntry("", w.tr("log.date_hint"), typed)
	pick := func(name string, o fyne.CanvasObject) kit.Item { return kit.G(kit.Field(w.tr("log."+name), o)) }
	clear := kit.Btn(kit.Default, "x", w.tr("log.clear"), "", func() {
		in.put(softphone.MessageFilter{})
		w.canvas().Focus(in.text)
	})
	in.body = kit.Col(6,
		kit.Row(8, kit.G(in.text), clear),
		kit.RowS(8, field("for"), field("from"), field("organisation"), field("number"), field("by")),
		kit.RowS(8, pick("state", in.state), pick("urgency", in.urgency), pick("mood", in.mood), pick("since", in.since), pick("until", in.until)),
		in.wrong)
	return in
}

// read takes the filter from the fields.
func (in *logInputs) read() {
	if in.putting {
		return
	}
	v := func(name string) string { return in.words[name].Text }
	f := softphone.MessageFilter{Text: in.text.Text, For: v("for"), From: v("from"), Organisation: v("organisation"), Number: v("number"), By: v("by")}
	if s := in.state.Value; s == waitingState {
		f.Undelivered = true
	} else if s != "" {
		f.States = []softphone.MessageState{softphone.MessageState(s)}
	}
	if s := in.urgency.Value; s != "" {
		f.Urgencies = []softphone.Urgency{softphone.Urgency(s)}
	}
	if s := in.mood.Value; s != "" {
		f.Moods = []softphone.Mood{softphone.Mood(s)}
	}
	since, ok1 := parseDay(in.since.Text, in.w.now())
	until, ok2 := parseDay(in.until.Text, in.w.now())
	note(in.wrong, "")
	if !ok1 || !ok2 {
		note(in.wrong, in.w.tr("log.bad_date"))
	}
	f.Since, f.Until = since, until
	in.filter = f
	in.changed()
}

// put fills the fields from a filter and searches by it.
func (in *logInputs) put(f softphone.MessageFilter) {
	in.putting = true
	in.text.Put(f.Text)
	for name, s := range map[string]string{"for": f.For, "from": f.From, "organisation": f.Organisation, "number": f.Number, "by": f.By} {
		in.words[name].Put(s)
	}
	first := func(n int, at func() string) string {
		if n == 0 {
			return ""
		}
		return at()
	}
	state := first(len(f.States), func() string { return string(f.States[0]) })
	if f.Undelivered {
		state = waitingState
	}
	in.state.Set(state)
	in.urgency.Set(first(len(f.Urgencies), func() string { return string(f.Urgencies[0]) }))
	in.mood.Set(first(len(f.Moods), func() string { return string(f.Moods[0]) }))
	in.since.Put(dayText(f.Since))
	in.until.Put(dayText(f.Until))
	in.putting = false
	in.read()
}

func dayText(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.Format("02.01.2006")
}

// parseDay reads a day that has been; "" is no day.
func parseDay(text string, now time.Time) (time.Time, bool) {
	if strings.TrimSpace(text) == "" {
		return time.Time{}, true
	}
	return softphone.ReadDay(text, now, true)
}
