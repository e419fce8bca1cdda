package ui

import (
	"context"

	"anteroom/softphone"
)

// messages finds messages of the whole log, however old, the newest first.
func (f *finder) messages(ctx context.Context, q seek) ([]hit, error) {
	if f.w.log == nil {
		return nil, nil
	}
	all, _, err := f.w.log.FindMessages(ctx, softphone.MessageFilter{Text: q.words}, 0, q.limit)
	var out []hit
	for _, m := range all {
		out = append(out, hit{Kind: "message", Icon: "mail", Title: joinDots(softphone.FullName(m.FirstName, m.Surname), m.Organisation),
			Under: joinDots(dayAndHour(m.Taken, q.now, q.say), m.Verbatim), open: func() { f.w.openMessage(m) }})
	}
	return out, err
}

// openMessage shows a message on the page of messages, also one older than what is listed there so far.
func (w *Window) openMessage(m softphone.Message) {
	p := w.pages[pageMessages].(*messagesPage)
	p.chosen, p.sought = m.ID, m
	w.open(pageMessages)
	p.layOut()
}

// answers finds what the FAQ sheet answers, in the language of the desk, else in any.
func (f *finder) answers(ctx context.Context, q seek) ([]hit, error) {
	if f.w.faq == nil {
		return nil, nil
	}
	ask := softphone.FAQQuery{Words: q.words, Language: q.lang, Limit: q.limit}
	found, total, err := f.w.faq.FindAnswers(ctx, ask)
	if err == nil && total == 0 {
		ask.Language = ""
		found, _, err = f.w.faq.FindAnswers(ctx, ask)
	}
	var out []hit
	for _, e := range found {
		out = append(out, hit{Kind: "answer", Icon: "note", Title: e.Question, Under: softphone.Text(e.Said()), open: func() { f.w.openAnswer(e) }})
	}
	return out, err
}

// openAnswer lays an answer over the script while a caller is there, and shows it on its page otherwise.
func (w *Window) openAnswer(e softphone.FAQEntry) {
	if c, ok := w.state.Call(w.state.Selected); ok && c.State == softphone.Talking {
		w.open(pageDesk)
		w.deskPage().answers.lay(e)
		return
	}
	p := w.pages[pageAnswers].(*answersPage)
	p.language, p.category = e.Language, ""
	p.langs.Set(e.Language)
	p.search.Put("")
	w.open(pageAnswers)
	p.choose(e)
}
