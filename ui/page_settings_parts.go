package ui

import (
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"anteroom/softphone"
	"anteroom/ui/kit"

	"fyne.io/fyne/v2"
)

// decimal is a duration in seconds with the language's comma.
func decimal(d time.Duration, lang string) string {
	s := strconv.FormatFloat(d.Seconds(), 'f', -1, 64)
	if lang == "nb" {
		s = strings.ReplaceAll(s, ".", ",")
	}
	return s
}

func (p *settingsPage) ringing() fyne.CanvasObject {
	p.rule = kit.E("", kit.C.Muted, kit.Line, kit.Reg)
	hear := tryRing(p.w, func() softphone.RingTune {
		return softphone.RingTune(p.inputs[softphone.SetRingTune].(choiceInput).Value)
	})
	return p.section("ringing",
		kit.RowS(16, kit.G(kit.Row(8, kit.G(p.field(softphone.SetRingTune)), kit.Col(0, kit.Empty(0, 18), hear))), kit.G(kit.Empty(0, 0))),
		kit.RowS(16, kit.G(p.field(softphone.SetRingOn)), kit.G(p.field(softphone.SetRingOff))),
		kit.RowS(16, kit.G(p.field(softphone.SetAnswerBy)), kit.G(p.field(softphone.SetAutoAnswer))),
		p.rule, kit.P(p.w.tr("settings.auto_answer.why"), kit.C.Muted, kit.Line, kit.Reg), kit.LineH(kit.C.Border),
		kit.RowS(16, kit.G(p.field(softphone.SetReturnAfter)), kit.G(p.field(softphone.SetLongWait))), kit.LineH(kit.C.Border),
		kit.RowS(16, kit.G(p.field(softphone.SetForwardAfter)), kit.G(p.field(softphone.SetForwardTo))),
		kit.RowS(16, kit.G(p.field(softphone.SetDoNotDisturb)), kit.G(p.field(softphone.SetAlwaysThrough))), kit.LineH(kit.C.Border),
		kit.RowS(16, kit.G(p.field(softphone.SetBlockedPrefixes)), kit.G(p.field(softphone.SetCallsAnHour))),
		kit.RowS(16, kit.G(p.field(softphone.SetCountryCode)), kit.G(p.field(softphone.SetDearPrefixes))))
}

func (p *settingsPage) greeting() fyne.CanvasObject {
	p.preview = newGreetingPreview(p.w)
	return p.section("greeting",
		kit.RowS(16, kit.G(p.field(softphone.SetCompany)), kit.G(p.field(softphone.SetBusiness))),
		kit.RowS(16, kit.G(p.field(softphone.SetSecretary)), kit.G(p.field(softphone.SetPosition)), kit.G(p.field(softphone.SetDepartment))),
		p.preview.body)
}

func (p *settingsPage) recording() fyne.CanvasObject {
	folder := kit.NewEntry(filepath.Join(p.w.dataDir, "recordings"), "", nil)
	text := folder.Text
	folder.OnChanged = func(string) { folder.Put(text) } // to be read and copied, not changed
	return p.section("recording",
		kit.RowS(16, kit.GW(2, p.field(softphone.SetRecord)), kit.G(p.field(softphone.SetRecordDays))),
		kit.P(p.w.tr("settings.recording.notice"), kit.C.Text, kit.Line, kit.Reg),
		kit.Field(p.w.tr("settings.recording.folder"), folder))
}

func (p *settingsPage) storage() fyne.CanvasObject {
	w := p.w
	where := w.tr("settings.storage.keyring")
	if p.state.SecretsInFile {
		where = w.tr("settings.storage.file")
	}
	folder := kit.NewEntry(w.dataDir, "", nil)
	folder.OnChanged = func(string) { folder.Put(w.dataDir) } // to be read and copied, not changed
	return p.section("storage",
		kit.Field(w.tr("settings.storage.folder"), folder),
		kit.P(w.tr("settings.storage.books"), kit.C.Text, kit.Line, kit.Reg),
		kit.Field(w.tr("settings.storage.secrets"), kit.P(where, kit.C.Text, kit.Line, kit.Reg)))
}

// greetingPreview is what the desk would say to the next caller, and the trade's objections to it.
type greetingPreview struct {
	w     *Window
	body  fyne.CanvasObject
	say   kit.Box1
	warn  kit.Box1
	runs  []softphone.Run
	warns []string
}

func newGreetingPreview(w *Window) *greetingPreview {
	g := &greetingPreview{w: w, say: kit.Slot(), warn: kit.Slot()}
	g.body = kit.Col(10, kit.Stack(kit.Rect(kit.C.AccentSoft, 8), kit.Pad(12, 12, 16, 16, kit.Col(4,
		kit.T(w.tr("settings.preview"), kit.C.Accent, kit.Small, kit.Semi), g.say.Container))), g.warn.Container)
	return g
}

func (g *greetingPreview) paint(s softphone.State, set softphone.Settings) {
	runs := previewGreeting(s, set, softphone.At{At: g.w.now()})
	if !slices.Equal(runs, g.runs) || g.say.Objects == nil {
		g.runs = runs
		spans := saidSpans(runs)
		if len(spans) == 0 {
			spans = []kit.Span{{S: g.w.tr("settings.preview.none"), C: kit.C.Muted, W: kit.Reg}}
		}
		g.say.Put(kit.PS(kit.Say, spans...))
	}
	warns := greetingWarnings(set, softphone.Text(runs), g.w.lang, g.w.tr)
	if !slices.Equal(warns, g.warns) || g.warn.Objects == nil {
		g.warns = warns
		a := []any{}
		for _, x := range warns {
			a = append(a, kit.Row(8, kit.Top(kit.Pad(1, 0, 0, 0, kit.Icon("warn", kit.C.Warn, 15))), kit.G(kit.P(x, kit.C.Text, kit.Line, kit.Reg))))
		}
		if len(warns) == 0 {
			a = append(a, kit.Row(8, kit.Icon("check", kit.C.Ok, 15), kit.G(kit.P(g.w.tr("scripts.greeting.fine"), kit.C.Text, kit.Line, kit.Reg))))
		}
		g.warn.Put(kit.Col(6, a...))
	}
}
