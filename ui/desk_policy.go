package ui

import (
	"strings"

	"anteroom/softphone"
	"anteroom/ui/kit"

	"fyne.io/fyne/v2"
)

// policyPanel is the strip with what the sheet says of the call, whom the caller wants and what about, and the ten
// answers of the sheet.
type policyPanel struct {
	d       *deskPage
	shown   policyStrip
	open    bool
	drawn   bool
	slot    kit.Box1
	who     *kit.Select
	topic   *kit.Select
	choices string
	topics  string
}

func newPolicyPanel(d *deskPage) *policyPanel {
	p := &policyPanel{d: d, slot: kit.Slot()}
	p.slot.Put(nil)
	return p
}

func (p *policyPanel) object() fyne.CanvasObject { return p.slot.Container }

// paint tells whether anything changed.
func (p *policyPanel) paint(m policyStrip, all []softphone.Principal) bool {
	if p.drawn && m == p.shown && p.open == p.d.unfolded {
		return false
	}
	p.shown, p.drawn, p.open = m, true, p.d.unfolded
	if m.Call == "" {
		p.slot.Put(nil)
	} else {
		p.slot.Put(p.draw(m, all))
	}
	return true
}

func (p *policyPanel) draw(m policyStrip, all []softphone.Principal) fyne.CanvasObject {
	w := p.d.w
	if p.who == nil || p.choices != m.Choices {
		opts := []kit.Option{{Value: "", Label: w.tr("desk.policy.nobody")}}
		for _, x := range all {
			opts = append(opts, kit.Option{Value: string(x.ID), Label: x.Name()})
		}
		p.who = kit.NewSelect("user", opts, string(m.Who), p.choose)
		p.choices = m.Choices
	}
	p.who.Set(string(m.Who))
	if p.topic == nil || p.topics != m.Topics {
		opts := []kit.Option{{Value: "", Label: w.tr("desk.topic.none")}}
		for t := range strings.SplitSeq(m.Topics, "\n") {
			if t != "" {
				opts = append(opts, kit.Option{Value: t, Label: t})
			}
		}
		p.topic = kit.NewSelect("tag", opts, m.Topic, p.about)
		p.topics = m.Topics
	}
	p.topic.Set(m.Topic)
	words := kit.Col(0, kit.PL(2, 14, kit.Span{S: m.Verdict, C: kit.C.Text, W: kit.Semi}), kit.E(m.Why, kit.C.Muted, 12.5, kit.Reg))
	if m.Who == "" {
		return kit.Strip(m.Tone.color(), m.Tone.soft(), m.Icon, words, kit.W(136, p.who))
	}
	sheet := kit.NewTouch(kit.C.Surface, kit.C.Strong, 6, kit.Stack(kit.Empty(0, 34), kit.Pad(0, 0, 8, 8, kit.Row(6,
		kit.Icon("sheet", kit.C.Text, 16), kit.Keycap(w.keycap("policy"))))), func() { w.run("policy") }).WithHint(w.hintOf("policy"))
	where := kit.Row(6, presenceMark(m.Presence, 11), kit.T(m.Where, kit.C.Muted, 12.5, kit.Reg))
	rows := []any{kit.Strip(m.Tone.color(), m.Tone.soft(), m.Icon, words, where)}
	if m.Against != "" {
		rows = append(rows, kit.Strip(kit.C.Danger, kit.C.DangerSoft, "warn", kit.P(m.Against, kit.C.Text, kit.Line, kit.Med)))
	}
	rows = append(rows, kit.RowS(8, kit.G(p.who), kit.G(p.topic), sheet))
	if p.open {
		answers := []any{}
		for _, a := range m.Answers {
			v, c := a.Value, kit.C.Text
			if v == "" {
				v, c = "–", kit.C.Muted
			}
			answers = append(answers, kit.RowS(12, kit.GW(0.8, kit.P(a.Name, kit.C.Muted, 12.5, kit.Reg)), kit.G(kit.P(v, c, 12.5, kit.Med))))
		}
		rows = append(rows, kit.Well(kit.Col(6, answers...)))
	}
	return kit.Col(6, rows...)
}

// choose notes whom the caller wants, in the call and in the form.
func (p *policyPanel) choose(v string) {
	w := p.d.w
	c, ok := w.state.Call(p.shown.Call)
	if !ok {
		return
	}
	id := softphone.PrincipalID(v)
	w.tell(func(x softphone.Press) softphone.Event {
		x.Call = c.ID
		return softphone.CallerNoted{Press: x, Caller: c.Caller, Principal: id}
	})
	draft := w.form.drafts.current()
	if who, known := w.state.Principal(id); known && draft != nil && draft.local.Call == c.ID && draft.local.For == "" {
		w.form.choose(who)
	}
}

// about notes what it is about.
func (p *policyPanel) about(topic string) {
	id := p.shown.Call
	p.d.w.tell(func(x softphone.Press) softphone.Event {
		x.Call = id
		return softphone.TopicNoted{Press: x, Topic: topic}
	})
}

// askTopic opens the list of topics; where nobody knows yet whose, that of principals.
func (d *deskPage) askTopic() {
	if !d.askWhose("topic") {
		d.policy.topic.Unfold()
	}
}

// askWhose opens the list of principals where the caller has not said whom he wants, and tells whether that is so.
func (d *deskPage) askWhose(command string) bool {
	p := d.policy
	switch {
	case p.shown.Call == "":
		d.w.notify(noticeRefused, d.w.tr("key.not_now", d.w.tr("key."+command)))
	case p.shown.Who == "":
		p.who.Unfold()
	default:
		return false
	}
	return true
}

// unfoldPolicy shows or folds the ten answers.
func (d *deskPage) unfoldPolicy(on bool) {
	if on && d.askWhose("policy") {
		return
	}
	d.unfolded = on
	d.policy.paint(d.policy.shown, d.w.state.Principals)
	kit.Relay(d.middle)
}
