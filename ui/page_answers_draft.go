package ui

import (
	"context"
	"encoding/json"
	"slices"
	"strings"

	"anteroom/softphone"
)

// answerDraft is an entry of the FAQ sheet as it is typed.
type answerDraft struct {
	entry     softphone.FAQEntry // with the prices understood last
	kept      softphone.FAQEntry // as in the books; of a new one empty
	prices    string             // as typed
	badPrices bool               // they are no prices
	trouble   error              // why it could not be saved the last time
}

func answerAsTyped(e softphone.FAQEntry) answerDraft {
	d := answerDraft{entry: e, kept: e}
	for i, x := range e.Prices {
		if i > 0 {
			d.prices += "\n"
		}
		d.prices += x.String()
	}
	return d
}

// saved: the books say the same, or nothing was typed at all.
func (d answerDraft) saved() bool {
	e := d.entry
	nothing := d.kept.ID == "" && strings.TrimSpace(e.Question+e.Answer+e.Next+strings.Join(e.Tags, "")+d.prices) == ""
	return nothing || softphone.SameFAQ(e, d.kept) && !d.badPrices
}

// whole: the books would take it.
func (d answerDraft) whole() bool { return !d.badPrices && d.entry.Check().Zero() }

// title is its question.
func (d answerDraft) title(say wording) string { return answerTitle(d.entry, say) }

func answerTitle(e softphone.FAQEntry, say wording) string {
	if strings.TrimSpace(e.Question) == "" {
		return say("answers.untitled")
	}
	return e.Question
}

// why is what keeps it from being saved, in words.
func (d answerDraft) why(say wording) string {
	switch {
	case d.badPrices:
		return say("answers.prices.wrong")
	case d.trouble != nil:
		return reasonWords(d.trouble, say)
	}
	return answerFaults(d.entry, say)
}

// answerDrafts are the entries that are not in the books as they were typed: not fit to be kept yet, or refused. They stay
// until they are saved or removed, whatever else is looked at. The pages that follow one another have the same.
type answerDrafts map[softphone.FAQID]*answerDraft

// listed are the entries to list: what is left first, then what was found, without those twice.
func (l answerDrafts) listed(found []softphone.FAQEntry) []softphone.FAQEntry {
	var out []softphone.FAQEntry
	for _, d := range l {
		out = append(out, d.entry)
	}
	slices.SortFunc(out, func(a, b softphone.FAQEntry) int {
		return strings.Compare(a.Question+string(a.ID), b.Question+string(b.ID))
	})
	for _, e := range found {
		if l[e.ID] == nil {
			out = append(out, e)
		}
	}
	return out
}

// typed takes over what stands in the form of the entry chosen.
func (p *answersPage) typed() {
	p.hold(p.chosen, p.edit)
	p.derived()
}

// hold keeps an entry as it is typed, here and on the disk, until the books have it.
func (p *answersPage) hold(id softphone.FAQID, d answerDraft) {
	if d.saved() {
		p.drop(id)
		return
	}
	p.left[id] = &d
	p.keeper.keep(string(id), answerBody{d.entry, d.kept, d.prices, d.badPrices})
}

// drop forgets it: the books have it, or it was removed.
func (p *answersPage) drop(id softphone.FAQID) {
	delete(p.left, id)
	p.keeper.drop(string(id))
}

// answerBody is how an entry that is being written is kept.
type answerBody struct {
	Entry, Kept softphone.FAQEntry
	Prices      string
	BadPrices   bool
}

// readBegun takes over, once, what an earlier run left half written; what cannot be read is dropped.
func (p *answersPage) readBegun(s softphone.State) {
	if p.loaded || !s.Opened {
		return
	}
	p.loaded = true
	p.keeper.left(s, func(id string, body []byte) bool {
		var k answerBody
		if json.Unmarshal(body, &k) != nil || string(k.Entry.ID) != id {
			return false
		}
		p.left[k.Entry.ID] = &answerDraft{entry: k.Entry, kept: k.Kept, prices: k.Prices, badPrices: k.BadPrices}
		return true
	})
	if len(p.left) > 0 {
		p.layOut()
	}
}

func (p *answersPage) open(e softphone.FAQEntry) {
	p.chosen, p.edit = e.ID, answerAsTyped(e)
	if d := p.left[e.ID]; d != nil {
		p.edit = *d
	}
	p.drawPane()
}

func (p *answersPage) add() {
	p.save()
	e := softphone.FAQEntry{ID: softphone.FAQID(newMessageID()), Language: p.language, Category: p.category}
	p.open(e)
	p.edit.kept = softphone.FAQEntry{}
	p.layOut()
	p.w.canvas().Focus(p.fields.question)
}

// save writes what was typed, where it can be kept; it is called whenever a field or the entry is left.
func (p *answersPage) save() {
	d := p.left[p.chosen]
	if d == nil || !d.whole() || p.w.faq == nil {
		return
	}
	p.keep(func() {}, *d)
}

// saveNow is save by hand, which says what is wrong.
func (p *answersPage) saveNow() {
	if d := p.left[p.chosen]; d != nil && !d.whole() {
		p.w.notify(noticeRefused, p.w.tr("answers.not_saved", d.why(p.w.tr)))
		return
	}
	p.save()
}

// keep writes drafts to the books, all or none. What was typed since is left; so is everything where the books refuse.
func (p *answersPage) keep(then func(), drafts ...answerDraft) {
	w, at := p.w, p.w.now()
	var entries []softphone.FAQEntry
	for _, d := range drafts {
		d.entry.Changed = at
		entries = append(entries, d.entry)
	}
	p.change(func(ctx context.Context) error { return w.faq.SaveFAQ(ctx, entries...) }, func(err error) {
		now := w.pages[pageAnswers].(*answersPage) // another one, where the page was built anew meanwhile
		for _, e := range entries {
			d := now.left[e.ID]
			if now.chosen == e.ID {
				d = &now.edit
			}
			if d == nil {
				continue
			}
			if d.trouble = err; err == nil {
				d.kept = e
			}
			now.hold(e.ID, *d)
		}
		if now.chosen != "" {
			now.derived()
		}
		now.layOut()
		then()
	})
}

// change does something to the books and has everybody read again; then is told how it went.
func (p *answersPage) change(do func(context.Context) error, then func(error)) {
	w, at := p.w, p.w.now()
	w.read(func(ctx context.Context) func() {
		err := do(ctx)
		return func() {
			if err != nil {
				w.refuse(err)
			} else {
				w.desk.Tell(softphone.Saved{At: softphone.At{At: at}, What: softphone.SavedFAQ})
				w.pages[pageAnswers].(*answersPage).ask()
			}
			then(err)
		}
	})
}

func (p *answersPage) remove() { p.w.may(softphone.DeedDelete, p.askRemoval) }

func (p *answersPage) askRemoval() {
	w, e := p.w, p.edit.entry
	w.confirm(question{title: w.tr("answers.remove.title"), text: w.tr("answers.remove.text", e.Question), yes: w.tr("answers.remove"), danger: true,
		then: func() {
			p.change(func(ctx context.Context) error { return w.faq.RemoveFAQ(ctx, e.ID) }, func(err error) {
				now := w.pages[pageAnswers].(*answersPage)
				if err != nil {
					return
				}
				now.drop(e.ID)
				if now.chosen == e.ID {
					now.chosen, now.edit = "", answerDraft{}
					now.drawPane()
				}
				now.layOut()
			})
		}})
}

// finish saves what can be, before the window closes, and then tells what the books refused. What is only half written
// is kept as it stands.
func (p *answersPage) finish(then func(left []answerDraft)) {
	var whole []answerDraft
	for _, d := range p.left {
		if d.whole() && p.w.faq != nil {
			whole = append(whole, *d)
		}
	}
	rest := func() {
		var left []answerDraft
		for _, e := range p.left.listed(nil) {
			if d := p.left[e.ID]; d.trouble != nil {
				left = append(left, *d)
			}
		}
		then(left)
	}
	if len(whole) == 0 {
		rest()
		return
	}
	p.keep(rest, whole...)
}
