package ui

import (
	"image/color"
	"strings"
	"time"

	"anteroom/softphone"
	"anteroom/ui/kit"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
)

// weekLayout lays bands out over the days of a week: each takes its hours of its day's line.
type weekLayout struct {
	days     int
	from, to softphone.Clock
	bands    []weekBand
}

type weekBand struct {
	day      int
	from, to softphone.Clock
}

const weekLine float32 = 28

func (l weekLayout) MinSize([]fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(200, float32(l.days)*weekLine)
}

func (l weekLayout) Layout(o []fyne.CanvasObject, s fyne.Size) {
	at := func(c softphone.Clock) float32 {
		return s.Width * float32(min(max(c, l.from), l.to)-l.from) / float32(l.to-l.from)
	}
	for i, b := range l.bands {
		x := at(b.from)
		kit.Place(o[i], x, float32(b.day)*weekLine+3, max(0, at(b.to)-x-1), weekLine-6)
	}
}

// weekCard is the week of a sheet: quiet hours filled, own calls outlined, what clashes marked; each with its word.
func weekCard(s softphone.Sheet, now time.Time, say wording) fyne.CanvasObject {
	days := strings.Fields(say("policy.days"))
	week := softphone.Week(s, now)
	l := weekLayout{from: 8 * 60, to: 17 * 60, days: 5}
	for i, bands := range week {
		if len(bands) > 0 {
			l.days = max(l.days, i+1)
		}
		for _, b := range bands {
			if b.From > 0 {
				l.from = min(l.from, b.From/60*60)
			}
			if b.To < 24*60 {
				l.to = max(l.to, (b.To+59)/60*60)
			}
		}
	}
	var objects []fyne.CanvasObject
	add := func(b weekBand, fill, line, ink color.NRGBA, label, icon string) {
		l.bands = append(l.bands, b)
		c := []fyne.CanvasObject{kit.Box(fill, line, 4)}
		switch {
		case icon != "":
			c = append(c, kit.Centre(kit.Icon(icon, ink, 14)))
		case label != "":
			c = append(c, kit.Pad(0, 0, 3, 1, kit.Row(0, kit.G(kit.E(label, ink, kit.Tiny, kit.Med)))))
		}
		objects = append(objects, kit.Stack(c...))
	}
	for i := range l.days {
		add(weekBand{i, l.from, l.to}, kit.C.Sunken, kit.C.Sunken, kit.C.Muted, "", "")
	}
	for i, bands := range week {
		for _, b := range bands {
			at := weekBand{i, b.From, b.To}
			switch b.Kind {
			case softphone.BandQuiet:
				add(at, kit.C.Accent, kit.C.Accent, kit.C.OnAccent, say("policy.band.quiet"), "")
			case softphone.BandOwn:
				add(at, kit.C.Surface, kit.C.Accent, kit.C.Accent, say("policy.band.own"), "")
			case softphone.BandClash:
				add(at, kit.C.WarnSoft, kit.C.Warn, kit.C.Warn, "", "warn")
			}
		}
	}
	var hours, names []any
	step := softphone.Clock(60)
	if l.to-l.from > 12*60 {
		step = 180
	}
	for h := l.from; h < l.to; h += step {
		hours = append(hours, kit.G(kit.Row(0, kit.T(count(int(h/60)), kit.C.Muted, kit.Tiny, kit.Reg), kit.Fill())))
	}
	for i := range l.days {
		names = append(names, kit.Stack(kit.Empty(30, weekLine), kit.Row(0, kit.T(softphone.Capital(days[i]), kit.C.Text, kit.Small, kit.Med), kit.Fill())))
	}
	legend := func(fill, line color.NRGBA, words string) fyne.CanvasObject {
		return kit.Row(6, kit.Sized(14, 10, kit.Box(fill, line, 3)), kit.T(words, kit.C.Muted, kit.Small, kit.Reg))
	}
	_, number := now.ISOWeek()
	return kit.Card(14, kit.Col(8, kit.Heading(say("policy.week"), kit.T(say("policy.week.number", number), kit.C.Muted, kit.Line, kit.Reg)),
		kit.Row(8, kit.W(32, kit.Empty(1, 1)), kit.G(kit.RowS(0, hours...))),
		kit.RowS(8, kit.W(32, kit.Col(0, names...)), kit.G(container.New(l, objects...))),
		kit.WrapBox(14, 6, legend(kit.C.Accent, kit.C.Accent, say("policy.legend.quiet")), legend(kit.C.Surface, kit.C.Accent, say("policy.legend.own")),
			legend(kit.C.WarnSoft, kit.C.Warn, say("policy.legend.clash")))))
}
