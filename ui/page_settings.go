package ui

import (
	"maps"
	"os"
	"slices"
	"time"

	"anteroom/softphone"
	"anteroom/ui/kit"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
)

// settingsPage is every setting of the desk, in sections; what is changed holds at once.
type settingsPage struct {
	w        *Window
	state    softphone.State
	late     *lateSave
	at       string // the section shown
	nav      kit.Box1
	pane     kit.Box1
	body     fyne.CanvasObject
	inputs   map[softphone.SettingKey]settingInput // of the section shown
	errors   map[softphone.SettingKey]*kit.Ell
	seen     map[softphone.SettingKey]string // values painted last
	devices  map[softphone.SettingKey]*kit.Select
	inUse    map[softphone.SettingKey]*kit.Ell
	lines    *linesSection
	rule     *kit.Ell // of the ring
	preview  *greetingPreview
	meters   *soundMeters
	mailPane *mailPane
	housed   *housePane
	houseOf  softphone.PrincipalID // whose hours and lists are shown; "" for the office's
	keys     *keysSection
	roleOf   *kit.Segmented
	// passwords typed since the window opened; the desk never tells them.
	passwords map[softphone.LineID]softphone.Secret
}

// settingInput is the field of one setting.
type settingInput interface {
	put(string)
	busy() bool // being typed in
}

type textInput struct{ *kit.Entry }

func (i textInput) put(v string) { i.Put(v) }
func (i textInput) busy() bool   { return i.Focused() }

type choiceInput struct{ *kit.Select }

func (i choiceInput) put(v string) { i.Set(v) }
func (i choiceInput) busy() bool   { return false }

type segmentInput struct{ *kit.Segmented }

func (i segmentInput) put(v string) { i.Set(v) }
func (i segmentInput) busy() bool   { return false }

func newSettingsPage(w *Window) *settingsPage {
	p := &settingsPage{w: w, nav: kit.Slot(), pane: kit.Slot(), state: w.state}
	p.at, p.passwords = settingSections[0].Name, map[softphone.LineID]softphone.Secret{}
	p.late = newLateSave(w)
	if old, ok := w.pages[pageSettings].(*settingsPage); ok { // built anew for another language or palette
		old.late.flush()
		p.at, p.passwords, p.houseOf = old.at, old.passwords, old.houseOf
		if old.housed != nil {
			old.housed.late.flush()
		}
	}
	p.body = kit.Pad(16, 12, 16, 8, container.New(sidePanes{212, 620, 16}, kit.VScroll(p.nav.Container), p.pane.Container))
	p.turn(p.at)
	return p
}

func (p *settingsPage) object() fyne.CanvasObject { return p.body }
func (p *settingsPage) shown()                    {}

// turn shows a section.
func (p *settingsPage) turn(name string) {
	p.late.flush()
	if p.housed != nil {
		p.housed.late.flush()
	}
	p.at = name
	p.nav.Put(p.navigation())
	p.inputs, p.errors, p.seen = map[softphone.SettingKey]settingInput{}, map[softphone.SettingKey]*kit.Ell{}, map[softphone.SettingKey]string{}
	p.devices, p.inUse = map[softphone.SettingKey]*kit.Select{}, map[softphone.SettingKey]*kit.Ell{}
	p.lines, p.rule, p.preview, p.meters, p.keys, p.housed = nil, nil, nil, nil, nil, nil
	var o fyne.CanvasObject
	switch name {
	case "lines":
		p.lines = newLinesSection(p.w, p.passwords)
		o = p.lines.body
	case "sound":
		o = p.sound()
	case "ringing":
		o = p.ringing()
	case "greeting":
		o = p.greeting()
	case "house":
		o = p.house()
	case "recording":
		o = p.recording()
	case "mail":
		o = p.mail()
	case "directory":
		o = p.elsewhere()
	case "appearance":
		o = p.section("appearance", kit.RowS(16, kit.G(p.field(softphone.SetLanguage)), kit.G(p.field(softphone.SetTextSize))), p.field(softphone.SetTheme))
	case "roles":
		o = p.roles()
	case "keys":
		p.keys = newKeysSection(p)
		o = p.keys.body
	case "storage":
		o = p.storage()
	}
	p.pane.Put(kit.VScroll(kit.Pad(0, 8, 0, 8, kit.Col(12, o, kit.Fill()))))
	p.paint(p.state, p.w.now())
}

func (p *settingsPage) navigation() fyne.CanvasObject {
	a := []any{kit.Pad(0, 10, 4, 0, kit.T(p.w.tr("settings.title"), kit.C.Text, kit.Title, kit.Semi))}
	for _, s := range settingSections {
		fg, bg, weight := kit.C.Text, kit.None, kit.Reg
		if s.Name == p.at {
			fg, bg, weight = kit.C.Accent, kit.C.AccentSoft, kit.Semi
		}
		a = append(a, kit.NewTap(bg, kit.None, 6, kit.Stack(kit.Empty(0, 36), kit.Pad(0, 0, 12, 10,
			kit.Row(10, kit.Icon(s.Icon, fg, 17), kit.G(kit.E(p.w.tr("settings.section."+s.Name), fg, kit.Body, weight))))), func() { p.turn(s.Name) }))
	}
	a = append(a, kit.Fill(), kit.E("Anteroom "+p.w.version, kit.C.Muted, kit.Small, kit.Reg))
	return kit.Col(4, a...)
}

// section is a card with the section's name.
func (p *settingsPage) section(name string, rows ...any) fyne.CanvasObject {
	return kit.Card(20, kit.Col(14, append([]any{kit.Heading(p.w.tr("settings.section." + name))}, rows...)...))
}

// field makes the input of a setting, with its label above and what is wrong below.
func (p *settingsPage) field(k softphone.SettingKey) fyne.CanvasObject {
	w, v := p.w, p.state.Settings.Get(k)
	spec, _ := softphone.Spec(k)
	wrong := remark(kit.C.Danger)
	p.errors[k], p.seen[k] = wrong, v
	label := w.tr("settings." + string(k))
	var o fyne.CanvasObject
	switch {
	case k == softphone.SetMicrophone, k == softphone.SetSpeaker, k == softphone.SetRingDevice:
		o = p.deviceField(k, v)
	case len(spec.Values) > 4:
		s := kit.NewSelect("", options(valueChoices(k, w.tr)), v, func(v string) { p.set(k, v) })
		p.inputs[k], o = choiceInput{s}, s
	case spec.Values != nil:
		s := kit.NewSegmented(options(valueChoices(k, w.tr)), v, func(v string) { p.set(k, v) })
		p.inputs[k], o = segmentInput{s}, s
	default:
		hint := ""
		switch k {
		case softphone.SetCompany, softphone.SetBusiness, softphone.SetDepartment, softphone.SetSecretary, softphone.SetPosition, softphone.SetHoldMusic, softphone.SetForwardTo, softphone.SetAlwaysThrough,
			softphone.SetBlockedPrefixes:
			hint = w.tr("settings." + string(k) + ".hint")
		}
		e := kit.NewEntry(v, hint, func(v string) { p.typed(k, v) })
		e.OnFocus = func(on bool) {
			if !on {
				p.late.flush()
			}
		}
		p.inputs[k], o = textInput{e}, e
	}
	return kit.Col(4, kit.Caption(label), o, wrong)
}

func options(list []choiceOf) []kit.Option {
	var out []kit.Option
	for _, c := range list {
		out = append(out, kit.Option{Value: c.Value, Label: c.Label})
	}
	return out
}

func (p *settingsPage) deviceField(k softphone.SettingKey, v string) fyne.CanvasObject {
	icon := map[softphone.SettingKey]string{softphone.SetMicrophone: "mic", softphone.SetSpeaker: "headset", softphone.SetRingDevice: "speaker"}[k]
	s := kit.NewSelect(icon, options(deviceChoices(p.devicesOf(k), v, p.w.tr)), v, func(v string) { p.set(k, v) })
	p.devices[k], p.inputs[k] = s, choiceInput{s}
	p.inUse[k] = small("", kit.C.Muted)
	return kit.Col(4, s, p.inUse[k])
}

func (p *settingsPage) devicesOf(k softphone.SettingKey) []softphone.Device {
	if k == softphone.SetMicrophone {
		return p.state.Audio.Microphones
	}
	return p.state.Audio.Speakers
}

func (p *settingsPage) device(k softphone.SettingKey) string {
	switch k {
	case softphone.SetMicrophone:
		return p.state.Audio.Microphone
	case softphone.SetSpeaker:
		return p.state.Audio.Speaker
	}
	return p.state.Audio.Ring
}

// set changes a setting at once.
func (p *settingsPage) set(k softphone.SettingKey, v string) {
	p.w.press(func(press softphone.Press) softphone.Event {
		return softphone.SettingChanged{Press: press, Key: k, Value: v}
	})
	p.derived()
}

// typed changes a setting when typing pauses; a value that will not do is told beside the field and not sent.
func (p *settingsPage) typed(k softphone.SettingKey, v string) {
	trouble := settingTrouble(k, v, p.w.tr)
	if k == softphone.SetHoldMusic && trouble == "" {
		trouble = musicTrouble(v, p.w.tr)
	}
	note(p.errors[k], trouble)
	if trouble != "" {
		p.late.forget(string(k))
		return
	}
	if k == softphone.SetHoldMusic && v != "" {
		p.findMusic(v)
		return
	}
	p.send(k, v)
}

// send keeps a setting until typing pauses.
func (p *settingsPage) send(k softphone.SettingKey, v string) {
	at := p.w.now()
	p.late.put(string(k), func() softphone.Event {
		return softphone.SettingChanged{Press: softphone.Press{At: softphone.At{At: at}}, Key: k, Value: v}
	})
	p.derived()
}

// findMusic looks for the file away from the screen, which a slow disk must not stop, and sends it where it is there.
func (p *settingsPage) findMusic(file string) {
	p.late.forget(string(softphone.SetHoldMusic))
	p.w.inBackground(func() func() {
		_, err := os.Stat(file)
		return func() {
			in, ok := p.inputs[softphone.SetHoldMusic].(textInput)
			switch {
			case !ok || in.Text != file: // typed on meanwhile
			case err != nil:
				note(p.errors[softphone.SetHoldMusic], p.w.tr("settings.wrong.no_file"))
			default:
				p.send(softphone.SetHoldMusic, file)
			}
		}
	})
}

// typedSettings are the settings with what stands in the fields and is not saved yet.
func (p *settingsPage) typedSettings() softphone.Settings {
	set := maps.Clone(p.state.Settings)
	if set == nil {
		set = softphone.Settings{}
	}
	for k, in := range p.inputs {
		switch in := in.(type) {
		case textInput:
			if settingTrouble(k, in.Text, p.w.tr) == "" {
				set[k] = in.Text
			}
		case choiceInput:
			set[k] = in.Value
		case segmentInput:
			set[k] = in.Value
		}
	}
	return set
}

func (p *settingsPage) paint(s softphone.State, now time.Time) {
	audio := !sameAudio(s.Audio, p.state.Audio) || s.MusicTrouble != p.state.MusicTrouble
	if moved := s.SecretsInFile != p.state.SecretsInFile; moved && p.at == "storage" {
		p.state = s
		p.turn(p.at)
	}
	if locked := s.Locked() != p.state.Locked(); locked && p.at == "roles" {
		p.state = s
		p.turn(p.at)
	}
	p.state = s
	if p.roleOf != nil {
		p.roleOf.Set(string(s.Role()))
	}
	for k, in := range p.inputs {
		v := s.Settings.Get(k)
		if v == p.seen[k] || in.busy() || p.late.pending(string(k)) {
			continue
		}
		p.seen[k] = v
		in.put(v)
		note(p.errors[k], "")
	}
	for k, sel := range p.devices {
		if audio {
			sel.SetOptions(options(deviceChoices(p.devicesOf(k), sel.Value, p.w.tr)))
		}
		p.paintDevice(k)
	}
	if p.lines != nil {
		p.lines.paint(s)
	}
	if p.housed != nil {
		p.housed.paint(s, now)
	}
	if p.meters != nil {
		p.meters.paint(s)
	}
	if p.keys != nil {
		p.keys.paint()
	}
	if p.mailPane != nil {
		p.mailPane.paint(s)
	}
	p.derived()
}

func (p *settingsPage) paintDevice(k softphone.SettingKey) {
	use, c := p.device(k), kit.C.Muted
	word := p.w.tr("settings.in_use", use)
	if use == "" {
		word, c = p.w.tr("settings.no_device"), kit.C.Danger
	}
	p.inUse[k].SetColor(c)
	p.inUse[k].Set(word)
}

// sameAudio compares what is shown of the sound side.
func sameAudio(a, b softphone.AudioStatus) bool {
	return a.Backend == b.Backend && a.Trouble == b.Trouble && slices.Equal(a.Microphones, b.Microphones) && slices.Equal(a.Speakers, b.Speakers)
}

// derived paints what follows from the fields.
func (p *settingsPage) derived() {
	if p.rule != nil {
		set := p.typedSettings()
		c := set.Cadence()
		sec := func(d time.Duration) string { return p.w.tr("settings.seconds", decimal(d, p.w.lang)) }
		p.rule.Set(p.w.tr("settings.ring_rule", sec(c.On), sec(c.Off), set.Number(softphone.SetAnswerBy)))
	}
	if p.preview != nil {
		p.preview.paint(p.state, p.typedSettings())
	}
}
