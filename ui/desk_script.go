package ui

import (
	"image/color"
	"reflect"

	"anteroom/softphone"
	"anteroom/ui/kit"

	"fyne.io/fyne/v2"
)

// scriptPanel is the five steps, the sentence to say, the choices and, pinned at the foot, the situations.
type scriptPanel struct {
	w           *Window
	shown       scriptView
	drawn       bool
	upper       kit.Box1
	stopped     *kit.Entry
	stoppedRow  fyne.CanvasObject
	stoppedFor  softphone.CallID
	stoppedHint string
	situations  kit.Box1
	caption     fyne.CanvasObject // of the situations, with the key that finds one
	lower       *fyne.Container   // the card they stand in
	fold        *folding          // how many lines of them there is room for
	hint        *spare            // how the sentence is meant
	room        *room
	say         fyne.CanvasObject // the sentence
	body        kit.Box1
	search      *kit.Entry // of the situations, while it is open
	pick        *kit.Entry // of the scripts, while one is chosen by hand
	own         *kit.Entry // for a wording of her own, while she writes it
}

func newScriptPanel(w *Window, r *room) *scriptPanel {
	p := &scriptPanel{w: w, upper: kit.Slot(), situations: kit.Slot(), body: kit.Slot()}
	p.stopped = kit.NewEntry("", "", func(s string) { p.note(s) })
	p.stopped.OnSubmitted = func(string) { p.noted() }
	p.stoppedRow = kit.Row(8, kit.T(w.tr("desk.stopped"), kit.C.Muted, kit.Small, kit.Med), kit.G(p.stopped), kit.Keycap(w.keycap("stopped")))
	p.room = r
	p.body.Put(r.card(kit.Col(8, p.upper, p.stoppedRow)))
	p.caption = kit.NewTouch(kit.None, kit.None, 4, kit.Row(6, kit.T(w.tr("desk.situations"), kit.C.Muted, kit.Small, kit.Semi),
		kit.Keycap(w.keycap("find_situation"))), func() { w.run("find_situation") }).WithHint(joinDots(w.tr("desk.situations.keys"), w.hintOf("find_situation")))
	p.fold = &folding{}
	r.fold = p.fold
	p.hint = r.spare(kit.Empty(0, 0))
	p.situations.Put(nil)
	return p
}

// foot is the card at the foot of the column: the search of the FAQ sheet beside the caption of the situations, and below
// what was found, or the situations.
func (p *scriptPanel) foot(a *answerPanel) fyne.CanvasObject {
	p.lower = kit.Stack(kit.Box(kit.C.Surface, kit.C.Border, 8), p.room.pad(7, 5, 16, 12, kit.Col(6,
		kit.Row(16, p.caption, kit.G(a.bar)), a.body, p.situations.Container)))
	p.lower.Hide()
	return p.lower
}

// footed shows the card at the foot while there is somebody to talk to.
func (p *scriptPanel) footed() {
	if p.shown.Has && p.shown.Live {
		p.lower.Show()
	} else {
		p.lower.Hide()
	}
}

func (p *scriptPanel) object() fyne.CanvasObject { return p.body.Container }

// paint tells whether anything but the note changed.
func (p *scriptPanel) paint(v scriptView) bool {
	hint := "desk.stopped.hint"
	if c, _ := p.w.state.Call(v.Call); c.State == softphone.Held { // he waits already
		hint = "desk.stopped.hint_held"
	}
	if hint != p.stoppedHint {
		p.stoppedHint = hint
		p.stopped.SetPlaceHolder(p.w.tr(hint))
	}
	if v.Call != p.stoppedFor || !p.stopped.Focused() {
		p.stoppedFor = v.Call
		p.stopped.Put(v.Stopped)
	}
	v.Stopped = ""
	if p.drawn && reflect.DeepEqual(v, p.shown) {
		return false
	}
	before := p.shown
	first := !p.drawn
	p.shown, p.drawn = v, true
	if !v.Has {
		p.body.Hide()
		p.situations.Put(nil)
		p.footed()
		return true
	}
	p.body.Show()
	p.footed()
	if v.Live && len(v.Guide.Steps) > 0 {
		p.stoppedRow.Show()
	} else {
		p.stoppedRow.Hide()
	}
	p.upper.Put(p.drawUpper(v))
	if first || before.Guide.Situation != v.Guide.Situation || before.Live != v.Live || before.Rings != v.Rings || !reflect.DeepEqual(before.Guide.All, v.Guide.All) {
		p.situations.Put(p.drawSituations(v))
	}
	return true
}

func (p *scriptPanel) drawUpper(v scriptView) fyne.CanvasObject {
	g := v.Guide
	var a []any
	p.say = nil
	if len(g.Steps) > 0 { // not while somebody is told of a caller
		a = append(a, p.stepper(v))
	}
	picking, gap, high := p.pick != nil && v.Live, float32(9), float32(32)
	if p.room.low {
		gap, high = 8, 28
	}
	if row := p.notTold(v); row != nil {
		a = append(a, row)
	}
	if !picking || !p.room.low { // the list of scripts needs the room, and for the moment nothing is said
		p.say = p.sentence(v)
		a = append(a, p.say)
	}
	if row := p.fieldRow(v); row != nil && !picking {
		a = append(a, row)
	}
	if picking {
		a = append(a, p.pickRows()...)
	} else if p.own != nil && v.Live {
		a = append(a, p.ownRow())
	} else if g.Situation != "" {
		if len(g.Minutes) > 0 && v.Live {
			a = append(a, p.minuteChips(g))
		}
		a = append(a, p.choices(v, high, gap)...)
		a = append(a, p.situationDeeds(g))
	} else {
		a = append(a, p.choices(v, high, gap)...)
	}
	p.hint.o = kit.P(g.Hint, kit.C.Muted, 12.5, kit.Reg)
	p.hint.want(g.Hint != "" && len(g.NotTold) == 0)
	return kit.Col(gap, append(a, p.hint.o)...)
}

// choices are what the number keys choose; nothing where there are none.
func (p *scriptPanel) choices(v scriptView, high, gap float32) []any {
	if len(v.Guide.Choices) == 0 || !v.Live {
		return nil
	}
	var c []fyne.CanvasObject
	for i, ch := range v.Guide.Choices {
		n := count(i + 1)
		c = append(c, keyed(n, ch.Text, kit.C.Surface, kit.C.Strong, high, func() { choose(p.w, n) }))
	}
	return []any{kit.WrapBox(8, gap-2, c...)}
}

// keyed is a chip with its key before its words.
func keyed(key, words string, fill, line color.NRGBA, height float32, do func()) *kit.Touch {
	return kit.NewTouch(fill, line, 6, kit.Stack(kit.Empty(0, height), kit.Pad(0, 0, 6, 11, kit.Row(7,
		kit.KeycapC(key, kit.C.Muted, kit.C.Surface, kit.C.Strong), kit.T(words, kit.C.Text, kit.Line, kit.Reg)))), do)
}

// stepper is the operations of the script: done, current, to come. A press goes to one.
func (p *scriptPanel) stepper(v scriptView) fyne.CanvasObject {
	var a []any
	widest := float32(widestSteps)
	if p.w.comfort.view != nil {
		widest = narrowSteps
	}
	short := !stepsFit(v.Guide.Steps, widest)
	for i, title := range v.Guide.Steps {
		if short && i != v.Guide.Current {
			title = ""
		}
		if i > 0 {
			a = append(a, kit.G(kit.Stack(kit.Empty(6, 1), kit.Col(0, kit.Fill(), kit.LineH(kit.C.Border), kit.Fill()))))
		}
		a = append(a, p.step(v, i, title))
	}
	return kit.Row(6, a...)
}

func (p *scriptPanel) step(v scriptView, i int, title string) fyne.CanvasObject {
	const d = 22
	var dot fyne.CanvasObject
	fg, w := kit.C.Muted, kit.Reg
	switch {
	case i == v.Guide.Current:
		fg, w = kit.C.Text, kit.Semi
		dot = kit.Stack(kit.Sized(d, d, kit.Rect(kit.C.Accent, d/2)), kit.Centre(kit.T(count(i+1), kit.C.OnAccent, kit.Small, kit.Semi)))
	case i < len(v.Guide.Done) && v.Guide.Done[i]:
		dot = kit.Stack(kit.Sized(d, d, kit.Rect(kit.C.OkSoft, d/2)), kit.Centre(kit.Icon("check", kit.C.Ok, 14)))
	default:
		dot = kit.Stack(kit.Sized(d, d, kit.Box(kit.C.Surface, kit.C.Strong, d/2)), kit.Centre(kit.T(count(i+1), kit.C.Muted, kit.Small, kit.Med)))
	}
	var do func()
	if v.Live && i < len(v.Guide.StepIDs) {
		do = func() {
			p.w.press(func(x softphone.Press) softphone.Event {
				x.Call = v.Call
				return softphone.StepPressed{Press: x, Operation: v.Guide.StepIDs[i]}
			})
		}
	}
	if title == "" {
		return kit.NewTouch(kit.None, kit.None, 6, kit.Pad(2, 2, 0, 3, dot), do).WithHint(v.Guide.Steps[i])
	}
	return kit.NewTouch(kit.None, kit.None, 6, kit.Pad(2, 2, 0, 3, kit.Row(6, dot, kit.T(title, fg, kit.Line, w))), do)
}

// sentence is what to say now, in large type.
func (p *scriptPanel) sentence(v scriptView) fyne.CanvasObject {
	g := v.Guide
	label := p.w.tr("desk.say")
	if v.Live && g.Script != softphone.GeneralScript && g.Name != "" {
		label = joinDots(label, g.Name)
	}
	switch {
	case g.To != softphone.ToCaller:
		label = p.w.tr("desk.say."+string(g.To), g.Title)
	case g.Situation != "":
		label = p.w.tr("desk.say.situation", g.Title)
	case !v.Live:
		label = p.w.tr("desk.say.next")
	}
	if g.Passes > 1 {
		label = joinDots(label, p.w.tr("desk.pass", g.Passes))
	}
	var right []any
	if v.Live && len(g.Steps) > 0 {
		right = append(right, kit.NewTouch(kit.None, kit.None, 4, kit.Row(6, kit.T(p.w.tr("desk.scripts"), kit.C.Muted, kit.Small, kit.Reg),
			kit.KeycapC(p.w.keycap("find_script"), kit.C.Muted, kit.None, kit.C.AccentLine)), func() { p.w.run("find_script") }).WithHint(p.w.hintOf("find_script")))
	}
	if g.Wordings > 1 && v.Live {
		key := "desk.wording"
		switch {
		case g.Pinned && g.Own:
			key = "desk.wording.own_pinned"
		case g.Pinned:
			key = "desk.wording.pinned"
		case g.Own:
			key = "desk.wording.own"
		}
		words := kit.T(p.w.tr(key, g.Wording+1, g.Wordings), kit.C.Muted, kit.Small, kit.Reg)
		cap := kit.KeycapC(p.w.keycap("wording"), kit.C.Muted, kit.None, kit.C.AccentLine)
		right = append(right, kit.NewTouch(kit.None, kit.None, 4, kit.Row(6, words, cap), func() { p.w.run("wording") }).WithHint(p.w.hintOf("wording")))
	}
	return sayBox(label, g.Sentence, p.w.tr, right...)
}

// sayBox is a sentence to say: what the desk filled in in accent, gaps as what is still to be asked.
func sayBox(label string, runs []softphone.Run, say wording, right ...any) fyne.CanvasObject {
	spans := []kit.Span{{S: say("desk.quote.open"), C: kit.C.Text}}
	for _, r := range runs {
		switch r.Kind {
		case softphone.Filled:
			spans = append(spans, kit.Span{S: r.Text, C: kit.C.Accent, W: kit.Semi})
		case softphone.Gap:
			spans = append(spans, kit.Span{S: gapWords(r.Text, say), C: kit.C.Warn, W: kit.Med})
		default:
			spans = append(spans, kit.Span{S: r.Text, C: kit.C.Text})
		}
	}
	spans = append(spans, kit.Span{S: say("desk.quote.shut"), C: kit.C.Text})
	head := append([]any{kit.G(kit.E(label, kit.C.Accent, kit.Small, kit.Semi))}, right...)
	return kit.Stack(kit.Rect(kit.C.AccentSoft, 8), kit.Pad(8, 10, 16, 16, kit.Col(2, kit.Row(8, head...), kit.PS(kit.Say, spans...))))
}

// gapWords is what is still to be asked; a name that the program cannot fill in shows as it was written.
func gapWords(name string, say wording) string {
	key := "desk.gap." + name
	if words := say(key); words != key {
		return "[" + words + "]"
	}
	return "{" + name + "}"
}

// labelOf is what the button of a situation says.
func (p *scriptPanel) labelOf(g softphone.Guide) string {
	if g.AsksWho {
		return p.w.tr("desk.redirect.find")
	}
	return g.Label
}

// situationDeeds is the button of a situation, and the way out of it.
func (p *scriptPanel) situationDeeds(g softphone.Guide) fyne.CanvasObject {
	var a []any
	if g.Action != "" {
		a = append(a, kit.KeyBtn(kit.Primary, "arrow", p.labelOf(g), p.w.keycap("act"), func() { p.w.run("act") }).WithHint(p.w.hintOf("act")))
	}
	leave := func() {
		p.w.press(func(x softphone.Press) softphone.Event { return softphone.SituationPressed{Press: x} })
	}
	return kit.Row(8, append(a, kit.KeyBtn(kit.Default, "", p.w.tr("desk.situation.leave"), p.w.keycap("escape"), leave), kit.Fill())...)
}

func (p *scriptPanel) drawSituations(v scriptView) fyne.CanvasObject {
	if !v.Live || len(v.Guide.All) == 0 {
		p.search = nil
		p.caption.Hide()
		return nil
	}
	p.caption.Show()
	var chips []fyne.CanvasObject
	all, head := p.fitting(v)
	must := 0
	for i, x := range all {
		fill, line := kit.C.Sunken, kit.C.Border
		if x.Action == softphone.ActAnswer && v.Rings {
			fill, line, must = kit.C.WarnSoft, kit.C.Warn, i
		}
		if x.ID == v.Guide.Situation {
			fill, line, must = kit.C.AccentSoft, kit.C.Accent, i
		}
		key := x.Key
		body := kit.Stack(kit.Empty(0, 26), kit.Pad(0, 0, 4, 8, kit.Row(6, kit.Keycap(key), kit.T(x.Title, kit.C.Text, 12.5, kit.Reg))))
		if p.search != nil {
			chips = append(chips, kit.NewPick(fill, line, 6, body, p.w.bridge.post, func() { situate(p.w, key) }))
		} else {
			chips = append(chips, kit.NewTouch(fill, line, 6, body, func() { situate(p.w, key) }))
		}
	}
	p.fold.must, p.fold.all = must, head != nil
	p.fold.more = kit.NewTouch(kit.None, kit.None, 6, kit.Stack(kit.Empty(0, 26), kit.Pad(0, 0, 4, 4, kit.Row(6,
		kit.T("…", kit.C.Muted, 12.5, kit.Reg), kit.Keycap(p.w.keycap("find_situation"))))), func() { p.w.run("find_situation") }).WithHint(p.w.hintOf("find_situation"))
	rows := kit.Hold(p.fold, append(chips, p.fold.more)...)
	if head == nil {
		return rows
	}
	return kit.Col(6, head, rows)
}

// note writes where the talk stopped as it is typed.
func (p *scriptPanel) note(s string) {
	call := p.stoppedFor
	p.w.tell(func(x softphone.Press) softphone.Event {
		x.Call = call
		return softphone.StoppedNoted{Press: x, Text: s}
	})
}

// noted is Enter in that field: a caller still talked to is put on hold, which is what the note was for.
func (p *scriptPanel) noted() {
	p.w.canvas().Unfocus()
	if situationActs(p.w.state) && p.shown.Guide.Action == softphone.ActAnswer && someRinging(p.w.state) {
		p.w.run("act") // she has asked the caller, and answers the other one
		return
	}
	if c, ok := p.w.state.Call(p.stoppedFor); ok && c.State == softphone.Talking && c.Changing == "" {
		p.w.press(func(x softphone.Press) softphone.Event { x.Call = c.ID; return softphone.HoldPressed{Press: x} })
	}
}

func (p *scriptPanel) focusStopped() {
	if p.shown.Live {
		p.w.canvas().Focus(p.stopped)
	}
}
