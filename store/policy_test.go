package store

import (
	"testing"
	"time"

	"anteroom/softphone"
)

func sheetIn(hour softphone.Clock) softphone.Sheet {
	return softphone.Sheet{
		Rules: []softphone.Rule{
			{ID: "q", Question: softphone.AskQuiet, Hours: []softphone.Span{{From: hour * 60, To: hour*60 + 60}}},
			{ID: "w", Question: softphone.AskPrivate, Who: softphone.Who{Name: "Liv Aasen", Number: "22 41 30 77"}},
			{ID: "p", Question: softphone.AskPass, Topic: "Skatt", To: softphone.Who{Name: "Aasen, Liv"}},
		},
		Deputies: []softphone.Deputy{{Who: softphone.Who{Name: "Liv Aasen"}}, {Who: softphone.Who{Name: "Marit Lunde"}}},
	}
}

func TestSheets_EachChangeIsAVersionAndTypingIsOne(t *testing.T) {
	s, start := open(t, t.TempDir()), time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)
	p := softphone.Principal{ID: "a", Surname: "Aasen"}
	save := func(after time.Duration, change func(*softphone.Sheet)) {
		change(&p.Policy)
		p.Policy.Changed, p.Policy.By = start.Add(after), "Ida Holm"
		must(t, s.SavePrincipal(t.Context(), p))
	}
	must(t, s.SavePrincipal(t.Context(), p)) // nothing on the sheet yet
	save(0, func(x *softphone.Sheet) { *x = sheetIn(8) })
	save(time.Minute, func(x *softphone.Sheet) { x.Notes[3] = "r" })
	save(time.Minute+time.Second, func(x *softphone.Sheet) { x.Notes[3] = "ro" })
	save(2*time.Minute, func(x *softphone.Sheet) { x.Rules = x.Rules[:2] })
	must(t, s.SavePrincipal(t.Context(), p)) // no change
	all, err := s.Sheets(t.Context(), "a", 10)
	must(t, err)
	if len(all) != 2 || all[0].By != "Ida Holm" || len(all[0].Sheet.Rules) != 2 || all[1].Sheet.Notes[3] != "ro" || !all[1].At.Equal(start) {
		t.Fatalf("%d versions: %+v", len(all), all)
	}
}

func TestSheet_ADamagedRuleIsNotLostAndDecidesNothing(t *testing.T) {
	dir := t.TempDir()
	s := open(t, dir)
	must(t, s.SavePrincipal(t.Context(), softphone.Principal{ID: "a", Policy: sheetIn(8)}))
	_, err := s.write.ExecContext(t.Context(), `UPDATE policy_rule SET rule = '{"question":7' WHERE id = 'q'`)
	must(t, err)
	must(t, s.Close())
	p := load(t, open(t, dir)).Principals[0]
	if r, ok := p.Policy.Rule("q"); !ok || r.Text != `{"question":7` || r.Question != softphone.AskTopics || len(p.Policy.Rules) != 3 {
		t.Fatalf("%+v", p.Policy.Rules)
	}
}

func TestErasePerson_TakesHimOutOfSheetsAndTheirVersions(t *testing.T) {
	dir := t.TempDir()
	s := open(t, dir)
	must(t, s.SavePrincipal(t.Context(), softphone.Principal{ID: "a", Surname: "Aasen", Policy: sheetIn(8)}))
	who := softphone.Person{Name: "Liv Aasen"}
	found, err := s.FindPerson(t.Context(), who)
	must(t, err)
	if found.None() || found.Rules != 4 { // two rules, a deputy, a version
		t.Fatalf("found %+v", found)
	}
	_, err = s.ErasePerson(t.Context(), who, "Ida")
	must(t, err)
	all, err := s.Sheets(t.Context(), "a", 10)
	must(t, err)
	p := load(t, s).Principals[0]
	for _, sheet := range []softphone.Sheet{p.Policy, all[0].Sheet} {
		if len(sheet.Rules) != 1 || len(sheet.Deputies) != 1 || sheet.Deputies[0].Who.Name != "Marit Lunde" {
			t.Errorf("left: %+v", sheet)
		}
	}
	if found, err = s.FindPerson(t.Context(), who); err != nil || !found.None() {
		t.Errorf("still found: %+v, %v", found, err)
	}
}
