package ui

import (
	"strings"

	"anteroom/softphone"
	"anteroom/ui/kit"

	"fyne.io/fyne/v2"
)

// lineOwnForm is the part of a line's form that is about what the line has of its own.
type lineOwnForm struct {
	ring, record, digits *kit.Select
	script               *kit.Select
	md5                  *kit.Tick
	says                 kit.Box1
	said                 string
	body                 fyne.CanvasObject
}

func (e *lineEditor) newOwn(f accountForm, pair func(a, b fyne.CanvasObject) any) *lineOwnForm {
	w, o := e.of.w, &lineOwnForm{says: kit.Slot()}
	set := w.state.Settings
	o.ring = kit.NewSelect("bell", options(ringChoices(set, w.tr)), string(f.Own.Ring), nil)
	o.record = kit.NewSelect("", options(recordChoices(set, w.tr)), f.Own.Record, nil)
	o.digits = kit.NewSelect("", options(digitsChoices(w.tr)), string(f.Digits), nil)
	o.script = kit.NewSelect("", options(scriptChoices(w.state, w.tr)), string(f.Own.Script), nil)
	o.md5 = kit.NewTick(f.RefuseMD5, w.tr("settings.line.refuse_md5"), kit.C.Accent, nil)
	hear := tryRing(w, func() softphone.RingTune { return softphone.RingTune(o.ring.Value) })
	company := e.text("company", f.Own.Company)
	greeting := e.text("greeting", f.Own.Greeting)
	o.body = kit.Col(12,
		kit.E(w.tr("settings.line.own_hint"), kit.C.Muted, kit.Line, kit.Reg),
		pair(company, kit.Field(w.tr("settings.line.ring"), kit.Row(8, kit.G(o.ring), hear))),
		kit.Col(2, greeting, kit.P(w.tr("settings.line.greeting.names"), kit.C.Muted, kit.Small, kit.Reg)),
		o.says.Container,
		pair(kit.Field(w.tr("settings.line.script"), o.script), e.text("hold_music", f.Own.HoldMusic)),
		pair(kit.Field(w.tr("settings.line.record"), o.record), kit.Field(w.tr("settings.line.dtmf"), o.digits)),
		pair(kit.Empty(0, 0),
			kit.Col(2, kit.Empty(0, 14), o.md5, kit.E(w.tr("settings.line.refuse_md5_hint"), kit.C.Muted, kit.Small, kit.Reg))))
	for _, name := range []string{"company", "greeting"} {
		in := e.fields[name]
		in.OnChanged = func(string) { note(e.wrong[name], ""); e.sayGreeting() }
	}
	return o
}

// put takes what stands in the form into a line as typed.
func (o *lineOwnForm) put(e *lineEditor, f *accountForm) {
	v := func(name string) string { return strings.TrimSpace(e.fields[name].Text) }
	f.Own = softphone.LineOwn{Company: v("company"), Greeting: v("greeting"), HoldMusic: v("hold_music"),
		Ring: softphone.RingTune(o.ring.Value), Record: o.record.Value, Script: softphone.ScriptID(o.script.Value)}
	f.Digits, f.RefuseMD5 = softphone.Digits(o.digits.Value), o.md5.On
}

// sayGreeting shows what the next caller on the line would hear.
func (e *lineEditor) sayGreeting() {
	f := formOfAccount(e.account)
	e.own.put(e, &f)
	a := e.account
	a.Own = f.Own
	runs := softphone.GreetingOn(e.of.w.state, a, e.of.w.now())
	if said := softphone.Text(runs); said == e.own.said {
		return
	} else {
		e.own.said = said
	}
	e.own.says.Put(kit.Stack(kit.Rect(kit.C.AccentSoft, 8), kit.Pad(8, 8, 12, 12, kit.Col(2,
		kit.T(e.of.w.tr("settings.line.greeting.says"), kit.C.Accent, kit.Small, kit.Semi), kit.PS(kit.Body, saidSpans(runs)...)))))
}

// saidSpans colours a sentence: what is filled in, and what is missing.
func saidSpans(runs []softphone.Run) []kit.Span {
	spans := []kit.Span{}
	for _, r := range runs {
		sp := kit.Span{S: r.Text, C: kit.C.Text, W: kit.Reg}
		switch r.Kind {
		case softphone.Filled:
			sp.C, sp.W = kit.C.Accent, kit.Semi
		case softphone.Gap:
			sp.S, sp.C = "…", kit.C.Warn
		}
		spans = append(spans, sp)
	}
	return spans
}

// tryRing is the button that lets a tune be heard at the ring device.
func tryRing(w *Window, tune func() softphone.RingTune) *kit.Tap {
	return kit.Btn(kit.Default, "play", w.tr("settings.ring_tune.try"), "", func() {
		w.press(func(p softphone.Press) softphone.Event { return softphone.RingTried{Press: p, Tune: tune()} })
	})
}
