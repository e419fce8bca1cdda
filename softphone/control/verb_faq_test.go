package control

import (
	"context"
	"slices"
	"strings"
	"testing"

	"anteroom/softphone"
)

// oneSheet is a FAQ sheet in memory.
type oneSheet struct{ all []softphone.FAQEntry }

func (s *oneSheet) FindAnswers(_ context.Context, q softphone.FAQQuery) (out []softphone.FAQEntry, n int, _ error) {
	for _, e := range s.all {
		if strings.Contains(e.Question, q.Words) && (q.Language == "" || q.Language == e.Language) {
			out = append(out, e)
		}
	}
	return out, len(out), nil
}
func (s *oneSheet) FAQ(_ context.Context, id softphone.FAQID) (softphone.FAQEntry, error) {
	if i := slices.IndexFunc(s.all, func(e softphone.FAQEntry) bool { return e.ID == id }); i >= 0 {
		return s.all[i], nil
	}
	return softphone.FAQEntry{}, softphone.Reason{Code: softphone.NoSuchAnswer}
}
func (s *oneSheet) FAQCategories(context.Context, string) ([]string, error) { return nil, nil }
func (s *oneSheet) SaveFAQ(_ context.Context, entries ...softphone.FAQEntry) error {
	for _, e := range entries {
		if why := e.Check(); !why.Zero() {
			return why
		}
	}
	s.all = append(s.all, entries...)
	return nil
}
func (s *oneSheet) RemoveFAQ(_ context.Context, id softphone.FAQID) error {
	s.all = slices.DeleteFunc(s.all, func(e softphone.FAQEntry) bool { return e.ID == id })
	return nil
}

// An answer is added, found, said in a call with its price and the question to ask next, and removed, from outside.
func TestCtl_AnAnswerIsAddedFoundSaidAndRemoved(t *testing.T) {
	sheet := &oneSheet{}
	d, dir := runningWith(t, func(o *Options) { o.Answers = sheet })
	added, err := ctl(t, dir, "faq", "add", "en", "Prices", "What does a berth cost?", "A berth is {price}.", "When do you arrive?", "4200 NOK", "quay,berth")
	if err != nil || added["faults"] != nil || added["next"] != "When do you arrive?" {
		t.Fatalf("%v %v", added, err)
	}
	id := added["id"].(string)
	if w, err := ctl(t, dir, "faq", "find", "--lang", "en", "berth"); err != nil || w["id"] != id || !strings.Contains(w["said"].(string), "4,200") {
		t.Errorf("%v %v", w, err)
	}
	if w, err := ctl(t, dir, "faq", "add", "en", "", "Open?", "Yes.", ""); err != nil || w["faults"].([]any)[0] != "no_next" {
		t.Errorf("an answer that asks nothing: %v %v", w, err)
	}
	if _, err := ctl(t, dir, "call", "22413077"); err != nil {
		t.Fatal(err)
	}
	call := d.State().Calls[0].ID
	if _, err := ctl(t, dir, "faq", "say", id, string(call)); err != nil {
		t.Error(err)
	}
	if c, _ := d.State().Call(call); c.Situation != softphone.SituationFAQ || string(c.Answer.ID) != id {
		t.Errorf("%q %+v", c.Situation, c.Answer)
	}
	if _, err := ctl(t, dir, "faq", "remove", id); err != nil || len(sheet.all) != 1 {
		t.Errorf("%v, %d left", err, len(sheet.all))
	}
	for _, bad := range [][]string{{"faq"}, {"faq", "say", "none"}, {"faq", "show", "none"}, {"faq", "remove", "none"}, {"faq", "add", "fi", "", "Q?", "A.", "N?"}} {
		if _, err := ctl(t, dir, bad...); err == nil {
			t.Errorf("%v: taken", bad)
		}
	}
}
