package ui

import (
	"context"
	"slices"
	"strings"
	"time"

	"anteroom/softphone"
	"anteroom/ui/kit"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"
)

// answersListed is how many entries the page lists; a search finds the others.
const answersListed = 1000

// answersPage is the FAQ sheet to edit: the entries that fit, and one of them beside.
type answersPage struct {
	w        *Window
	found    []softphone.FAQEntry // as asked for
	entries  []softphone.FAQEntry // as listed: what is not in the books first, then what was found, as typed
	total    int
	asked    int
	trouble  error
	begun    bool
	language string // of the answers shown
	window   string // of the window, when the page was built
	category string
	names    []string // categories in use

	search *kit.Entry
	langs  *kit.Segmented
	kinds  *kit.Select
	list   *kit.List
	count  *kit.Ell
	empty  kit.Box1
	pane   kit.Box1
	file   *kit.Entry

	chosen softphone.FAQID
	edit   answerDraft
	left   answerDrafts
	keeper *begunKeeper
	loaded bool // what an earlier run left is among those
	fields answerFields
	body   fyne.CanvasObject
}

func newAnswersPage(w *Window) *answersPage {
	p := &answersPage{w: w, language: w.lang, window: w.lang, empty: kit.Slot(), pane: kit.Slot(), left: answerDrafts{}}
	p.keeper = newBegunKeeper(w, softphone.BegunAnswer, newLateSave(w))
	if old, ok := w.pages[pageAnswers].(*answersPage); ok { // built anew for another language or palette
		old.save()
		old.keeper.late.flush()
		p.keeper.held, p.loaded = old.keeper.held, old.loaded
		p.category, p.left, p.chosen, p.edit = old.category, old.left, old.chosen, old.edit
		if old.window == p.window || old.chosen != "" { // else she reads another language now
			p.language = old.language
		}
	}
	tr := w.tr
	p.search = kit.NewEntry("", tr("answers.search"), func(string) { p.ask() })
	p.search.OnKey = func(k fyne.KeyName) bool { return p.listKey(k) }
	p.langs = kit.NewSegmented([]kit.Option{{Value: "nb", Label: tr("answers.nb")}, {Value: "en", Label: tr("answers.en")}}, p.language, func(v string) {
		p.language, p.category = v, ""
		p.ask()
	})
	p.kinds = kit.NewSelect("tag", nil, "", func(v string) { p.category = v; p.ask() })
	p.list = kit.NewList(func() int { return len(p.entries) }, newAnswerRow, p.fill)
	p.list.HideSeparators = true
	p.list.OnChosen = func(i widget.ListItemID) { p.choose(p.entries[i]) }
	p.count = kit.E("", kit.C.Muted, kit.Small, kit.Reg)
	p.file = kit.NewEntry(suggestedTable(), "", nil)
	head := kit.PageHead(tr("answers.title"), tr("answers.sub"), kit.Btn(kit.Primary, "plus", tr("answers.new"), w.keycap("new_here"), p.add))
	tools := kit.RowS(8, kit.G(p.search), kit.W(150, p.langs), kit.W(180, p.kinds))
	foot := kit.Row(8, kit.T(tr("answers.file"), kit.C.Muted, kit.Small, kit.Med), kit.G(p.file),
		kit.Btn(kit.Default, "", tr("answers.import"), "", p.importFile), kit.Btn(kit.Default, "", tr("answers.export"), "", p.exportFile))
	left := kit.Col(10, head, tools, kit.G(kit.Panel(kit.Stack(p.list, p.empty.Container))), p.count, foot)
	right := kit.Stack(kit.Box(kit.C.Surface, kit.C.Border, 8), kit.Pad(16, 12, 16, 12, p.pane.Container))
	p.body = kit.Pad(16, 12, 16, 16, beside(400, 560, left, right))
	p.drawPane()
	return p
}

func (p *answersPage) object() fyne.CanvasObject { return p.body }

func (p *answersPage) shown() {
	p.ask()
	p.w.canvas().Focus(p.search)
}

// paint takes over, once, what an earlier run left half written.
func (p *answersPage) paint(s softphone.State, _ time.Time) { p.readBegun(s) }

// saved reads again what is on the page.
func (p *answersPage) saved(k softphone.SavedKind) {
	if k == softphone.SavedFAQ && p.begun {
		p.ask()
	}
}

// ask reads the entries that fit.
func (p *answersPage) ask() {
	if p.w.faq == nil {
		return
	}
	p.asked++
	p.begun = true
	n, q := p.asked, softphone.FAQQuery{Words: p.search.Text, Language: p.language, Category: p.category, Limit: answersListed}
	p.w.read(func(ctx context.Context) func() {
		found, total, err := p.w.faq.FindAnswers(ctx, q)
		var names []string
		if err == nil {
			names, err = p.w.faq.FAQCategories(ctx, q.Language)
		}
		return func() {
			if n != p.asked {
				return
			}
			p.found, p.total, p.trouble, p.names = found, total, err, names
			p.layOut()
			p.follow()
		}
	})
}

// follow shows the entry chosen as it is in the books, where somebody else changed it and nothing is typed here.
func (p *answersPage) follow() {
	if p.typing() || p.left[p.chosen] != nil {
		return
	}
	for _, e := range p.found {
		if e.ID == p.chosen && !softphone.SameFAQ(e, p.edit.entry) {
			p.open(e)
		}
	}
}

func (p *answersPage) layOut() {
	tr := p.w.tr
	opts := []kit.Option{{Value: "", Label: tr("answers.all")}}
	for _, c := range p.names {
		opts = append(opts, kit.Option{Value: c, Label: c})
	}
	p.kinds.SetOptions(opts)
	p.kinds.Set(p.category)
	p.entries = p.left.listed(p.found)
	p.list.Refresh()
	p.list.Mark(slices.IndexFunc(p.entries, func(e softphone.FAQEntry) bool { return e.ID == p.chosen }))
	switch {
	case p.trouble != nil:
		p.empty.Put(troubledNotice(p.w, p.trouble, p.ask))
	case len(p.entries) == 0:
		p.empty.Put(emptyWords(tr("answers.none")))
	default:
		p.empty.Put(nil)
	}
	words := plural(tr, "answers.hits", p.total)
	if p.total > len(p.found) {
		words = tr("answers.more", len(p.found), p.total)
	}
	if n := len(p.left); n > 0 {
		words = joinDots(words, plural(tr, "answers.unsaved", n))
	}
	p.count.Set(words)
}

// listKey moves among the entries while the caret stays in the search.
func (p *answersPage) listKey(k fyne.KeyName) bool {
	by := map[fyne.KeyName]int{fyne.KeyUp: -1, fyne.KeyDown: 1}[k]
	if by == 0 || len(p.entries) == 0 {
		return false
	}
	i := slices.IndexFunc(p.entries, func(e softphone.FAQEntry) bool { return e.ID == p.chosen })
	i = min(max(i+by, 0), len(p.entries)-1)
	p.choose(p.entries[i])
	p.list.ScrollTo(slices.IndexFunc(p.entries, func(e softphone.FAQEntry) bool { return e.ID == p.chosen }))
	return true
}

func (p *answersPage) choose(e softphone.FAQEntry) {
	if e.ID == p.chosen {
		return
	}
	p.save()
	p.open(e)
	p.layOut() // what is left here shows in the list
}

func (p *answersPage) fill(i widget.ListItemID, o fyne.CanvasObject) {
	if i >= len(p.entries) {
		return
	}
	e := p.entries[i]
	under := softphone.Text(e.Said())
	if e.Category != "" {
		under = e.Category + " · " + under
	}
	o.(*answerRow).set(answerTitle(e, p.w.tr), strings.ReplaceAll(under, "\n", " "), p.faultsOf(e))
}

// faultsOf is what is wrong with an entry of the list, in words.
func (p *answersPage) faultsOf(e softphone.FAQEntry) string {
	words := answerFaults(e, p.w.tr)
	if d := p.left[e.ID]; d != nil {
		switch {
		case d.badPrices:
			words = p.w.tr("answers.prices.unread")
		case d.trouble != nil:
			words = reasonWords(d.trouble, p.w.tr)
		}
		words = strings.TrimSpace(p.w.tr("answers.left", words))
	}
	return words
}

// answerFaults is what is wrong with an entry, in words; "" for nothing.
func answerFaults(e softphone.FAQEntry, say wording) string {
	var words []string
	for _, f := range e.Faults() {
		words = append(words, say("faq.fault."+string(f)))
	}
	return strings.Join(words, " ")
}
