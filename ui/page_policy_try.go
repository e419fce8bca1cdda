package ui

import (
	"strconv"
	"strings"
	"time"

	"anteroom/softphone"
	"anteroom/ui/kit"

	"fyne.io/fyne/v2"
)

// tryPanel tries the sheet out: who rings, what about, when, and where the principal is; what the sheet says, and the
// sentence for it.
type tryPanel struct {
	p        *policyPage
	who      *kit.Select
	topic    *kit.Select
	presence *kit.Select
	when     *kit.Entry
	bad      *kit.Ell
	slot     kit.Box1
	body     fyne.CanvasObject

	people  []softphone.Who
	topics  []string
	subject *softphone.Subject // of an example, which no list holds
	shown   rulingView
	drawn   bool
}

func newTryPanel(p *policyPage) *tryPanel {
	t := &tryPanel{p: p, slot: kit.Slot(), bad: remark(kit.C.Danger)}
	tr := p.w.tr
	again := func(string) { t.paint(p.edit, p.w.now()) }
	t.who = kit.NewSelect("user", nil, "", func(string) { t.subject = nil; t.paint(p.edit, p.w.now()) })
	t.topic = kit.NewSelect("tag", nil, "", again)
	var kinds []kit.Option
	for _, k := range softphone.PresenceKinds {
		kinds = append(kinds, kit.Option{Value: string(k), Label: tr("policy.presence." + string(k))})
	}
	t.presence = kit.NewSelect("", kinds, string(softphone.PresenceIn), again)
	t.when = kit.NewEntry(tr("policy.try.now"), tr("policy.try.now"), again)
	t.slot.Put(nil)
	t.body = kit.Card(14, kit.Col(8, kit.Heading(tr("policy.try"), kit.Keycap(p.w.keycap("policy_try"))),
		kit.RowS(8, kit.G(kit.Field(tr("policy.try.who"), t.who)), kit.G(kit.Field(tr("policy.try.topic"), t.topic))),
		kit.RowS(8, kit.G(kit.Field(tr("policy.try.when"), t.when)), kit.G(kit.Field(tr("policy.try.presence"), t.presence))), t.bad, t.slot))
	return t
}

func (t *tryPanel) object() fyne.CanvasObject { return t.body }

func (t *tryPanel) focus() { t.p.w.canvas().Focus(t.who) }

func (t *tryPanel) paint(x softphone.Principal, now time.Time) {
	tr := t.p.w.tr
	t.people, t.topics = sheetPeople(x.Policy), x.Policy.Topics()
	opts := []kit.Option{{Value: "", Label: tr("policy.try.anyone")}}
	for i, w := range t.people {
		icon := "user"
		if w.Group != "" {
			icon = "users"
		}
		opts = append(opts, kit.Option{Value: strconv.Itoa(i), Label: w.Title(), Icon: icon})
	}
	t.who.SetOptions(opts)
	about := []kit.Option{{Value: "", Label: tr("desk.topic.none")}}
	for _, s := range t.topics {
		about = append(about, kit.Option{Value: s, Label: s})
	}
	t.topic.SetOptions(about)
	when, ok := parseTry(t.when.Text, now, tr)
	if !ok {
		note(t.bad, tr("policy.try.bad"))
		return
	}
	note(t.bad, "")
	x.Presence = softphone.Presence{Kind: softphone.PresenceKind(t.presence.Value)}
	who := softphone.Subject{}
	if t.subject != nil {
		who = *t.subject
	} else if i, err := strconv.Atoi(t.who.Value); err == nil && i < len(t.people) {
		who = softphone.Subject{Contact: t.people[i].Contact, Name: t.people[i].Name, Number: t.people[i].Number}
		if g := t.people[i].Group; g != "" {
			who = softphone.Subject{Groups: []string{g}}
		}
	}
	v := presentRuling(softphone.Verdict(x.Policy, who, t.topic.Value, when, x.Presence), x, who.Name, now, tr)
	if t.drawn && v == t.shown {
		return
	}
	t.shown, t.drawn = v, true
	t.slot.Put(kit.Col(8, kit.Strip(v.Tone.color(), v.Tone.soft(), v.Icon, kit.Col(0, kit.E(v.Title, kit.C.Text, 14, kit.Semi), kit.P(v.Why, kit.C.Muted, 12.5, kit.Reg))),
		kit.P(v.Sentence, kit.C.Text, 14, kit.Reg)))
	kit.Relay(t.body)
}

// load tries an example out.
func (t *tryPanel) load(e softphone.Example) {
	t.subject = nil
	t.who.Set("")
	for i, w := range t.people {
		if w.Is(e.Who) {
			t.who.Set(strconv.Itoa(i))
			break
		}
	}
	if t.who.Value == "" {
		who := e.Who
		t.subject = &who
	}
	t.topic.Set("")
	for _, s := range t.topics {
		if strings.EqualFold(s, e.Topic) {
			t.topic.Set(s)
		}
	}
	t.presence.Set(string(softphone.PresenceIn))
	t.when.Put(e.At.In(t.p.w.now().Location()).Format("2006-01-02 15:04"))
	t.paint(t.p.edit, t.p.w.now())
}
