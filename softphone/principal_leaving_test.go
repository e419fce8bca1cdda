package softphone

import (
	"reflect"
	"testing"
	"time"
)

func TestLeaving_BringsBackAllThatWentWithAPrincipal(t *testing.T) {
	r := newRig(t)
	r.play(PrincipalSaved{Press: r.press(""), Principal: Principal{ID: "moe", Surname: "Moe", Order: 7,
		Policy: Sheet{Rules: []Rule{{ID: "a", Question: AskSettle, Topic: "Hours"}}}}},
		ReceptionSaved{Press: r.press(""), Reception: Reception{Week: []WeekSpan{{time.Monday, OpenSpan{480, 960}}}}},
		ReceptionSaved{Press: r.press(""), Reception: Reception{Owner: "moe", Week: []WeekSpan{{time.Tuesday, OpenSpan{600, 720}}}, Days: []OpenDay{{Date: "2026-12-24", Note: "Christmas Eve"}}}},
		NotToldSaved{Press: r.press(""), Owner: "moe", List: []NotTold{{Matter: "Salaries", Instead: InWriting}}},
		CalendarSet{Press: r.press(""), Principal: "moe", Address: "https://calendar.example/moe.ics"})
	before := r.s
	l, ok := before.Leaving("moe")
	if !ok || len(l.Reception) != 1 || len(l.NotTold) != 1 || l.Calendar == "" {
		t.Fatalf("%v %+v", ok, l)
	}
	r.play(PrincipalRemoved{Press: r.press(""), Principal: "moe"})
	if _, still := r.s.Calendar("moe"); still || len(r.s.Office.NotTold) != 0 || len(r.s.Office.Receptions) != 1 {
		t.Fatalf("something stayed: %+v", r.s.Office)
	}
	r.play(l.Back(r.press(""))...)
	if !reflect.DeepEqual(r.s.Office, before.Office) {
		t.Errorf("the office has\n%+v, had\n%+v", r.s.Office, before.Office)
	}
	got, _ := r.s.Principal("moe")
	was, _ := before.Principal("moe")
	if !reflect.DeepEqual(got.Policy.Rules, was.Policy.Rules) || got.Surname != "Moe" {
		t.Errorf("%+v", got)
	}
	if _, ok := r.s.Leaving("nobody"); ok {
		t.Error("somebody unknown leaves")
	}
}
