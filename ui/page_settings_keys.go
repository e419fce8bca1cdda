package ui

import (
	"strings"

	"anteroom/softphone"
	"anteroom/ui/kit"

	"fyne.io/fyne/v2"
)

// keysSection is where the user gives commands other keys.
type keysSection struct {
	p        *settingsPage
	search   *kit.Entry
	rows     kit.Box1
	conflict kit.Box1
	waits    *command // whose next key is awaited
	catch    *kit.Catch
	laid     string // the keys painted last
	body     fyne.CanvasObject
}

func newKeysSection(p *settingsPage) *keysSection {
	w := p.w
	k := &keysSection{p: p, rows: kit.Slot(), conflict: kit.Slot()}
	k.conflict.Put(nil)
	k.search = kit.NewEntry("", w.tr("help.find"), func(string) { k.lay() })
	k.body = p.section("keys", p.field(softphone.SetKeyProfile), kit.P(w.tr("settings.keys.pad"), kit.C.Muted, kit.Line, kit.Reg), kit.LineH(kit.C.Border),
		kit.Row(12, kit.G(k.search), kit.Btn(kit.Default, "back", w.tr("settings.keys.reset_all"), "", k.resetAll)), k.conflict.Container, k.rows.Container)
	k.paint()
	return k
}

// paint lays the list out anew when the keys in force have changed.
func (k *keysSection) paint() {
	var all []string
	for _, c := range commands {
		all = append(all, strings.Join(keyNames(keysOf(c, k.p.state.Settings)), " "))
	}
	if now := strings.Join(all, "|"); now != k.laid {
		k.laid = now
		k.lay()
	}
}

func (k *keysSection) lay() {
	w, a := k.p.w, []any{}
	for _, g := range presentHelp(k.search.Text, w.tr) {
		head := false
		for _, l := range g.Lines {
			c := commandNamed(l.ID)
			if !changeable(c) {
				continue
			}
			if !head {
				a, head = append(a, kit.Pad(8, 0, 0, 0, kit.Caption(g.Title))), true
			}
			a = append(a, k.row(c, l))
		}
	}
	k.rows.Put(kit.Col(4, a...))
}

func (k *keysSection) row(c *command, l helpLine) fyne.CanvasObject {
	w := k.p.w
	if k.waits == c {
		k.catch = kit.NewCatch(w.tr("settings.keys.press"), func(s kit.Stroke) { k.caught(c, s) }, k.giveUp)
		return kit.Row(12, kit.G(kit.E(l.Name, kit.C.Text, kit.Line, kit.Med)), kit.W(300, k.catch))
	}
	caps := []any{kit.Fill()}
	for _, x := range l.Caps {
		caps = append(caps, kit.Keycap(x))
	}
	if len(l.Caps) == 0 {
		caps = append(caps, kit.T(w.tr("settings.keys.none"), kit.C.Muted, kit.Small, kit.Reg))
	}
	tail := []any{kit.W(190, kit.Row(4, caps...)), kit.Btn(kit.Default, "", w.tr("settings.keys.change"), "", func() { k.begin(c) })}
	back := kit.Btn(kit.Ghost, "back", "", "", nil)
	if k.p.state.Settings.Get(softphone.KeySetting(c.id)) != "" {
		back = kit.Btn(kit.Ghost, "back", "", "", func() { k.write([]softphone.KeyChange{{Key: softphone.KeySetting(c.id)}}) })
	}
	tail = append(tail, back.WithHint(w.tr("settings.keys.reset")))
	return kit.Row(12, append([]any{kit.G(kit.E(l.Name, kit.C.Text, kit.Line, kit.Med))}, tail...)...)
}

// begin waits for the key that the command is to have.
func (k *keysSection) begin(c *command) {
	k.waits = c
	k.conflict.Put(nil)
	k.lay()
	k.p.w.canvas().Focus(k.catch)
	k.p.w.caught = func(x key) { k.caught(c, kit.Stroke{Key: x.name, Mod: x.mod}) }
}

func (k *keysSection) giveUp() {
	k.waits, k.p.w.caught = nil, nil
	k.lay()
}

func (k *keysSection) caught(c *command, s kit.Stroke) {
	w := k.p.w
	k.giveUp()
	x := key{name: s.Key, mod: s.Mod}
	if s.Pad != "" && s.Mod == 0 {
		x.name = s.Pad
	}
	if _, ok := readKey(x.String()); !ok {
		k.warn(w.tr("settings.keys.cannot", x.cap(w.tr)), nil)
		return
	}
	set := k.p.state.Settings
	other := holderOf(x, set, c)
	switch {
	case other == nil:
		k.write(giveKey(c, x, set))
	case !changeable(other):
		k.warn(w.tr("settings.keys.taken", x.cap(w.tr), w.tr("key."+other.id)), nil)
	default:
		k.warn(w.tr("settings.keys.taken", x.cap(w.tr), w.tr("key."+other.id)), func() { k.write(giveKey(c, x, set)) })
	}
}

// warn tells that a key is taken or cannot be had; take moves it over.
func (k *keysSection) warn(words string, take func()) {
	w := k.p.w
	var a []any
	if take != nil {
		a = append(a, kit.Btn(kit.Default, "", w.tr("dialog.cancel"), "", func() { k.conflict.Put(nil) }),
			kit.Btn(kit.Primary, "", w.tr("settings.keys.take"), "", func() { k.conflict.Put(nil); take() }))
	}
	k.conflict.Put(kit.Strip(kit.C.Warn, kit.C.WarnSoft, "warn", kit.P(words, kit.C.Text, kit.Line, kit.Med), a...))
}

func (k *keysSection) write(list []softphone.KeyChange) {
	for _, x := range list {
		k.p.set(x.Key, x.Value)
	}
}

func (k *keysSection) resetAll() {
	set := k.p.state.Settings
	before := changedKeys(set)
	for i := range before {
		before[i].Value = set.Get(before[i].Key)
	}
	k.write(changedKeys(set))
	if len(before) > 0 {
		k.p.w.removed(k.p.w.tr("settings.keys.were_reset"), func() { k.write(keysBack(before, k.p.w.desk.State().Settings)) })
	}
}
