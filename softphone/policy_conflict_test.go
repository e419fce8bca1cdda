package softphone

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

func TestConflicts_EachIsShownByACallThatTheWinnerDecides(t *testing.T) {
	now := at("2026-11-23 12:00")
	rule := func(q int, id RuleID, who Who, topic string, hours ...string) Rule {
		return Rule{ID: id, Question: q, Who: who, Topic: topic, Hours: spans(t, hours...)}
	}
	liv, brokers := Who{Name: "Liv Aasen"}, Who{Group: "Brokers"}
	for _, c := range []struct {
		name  string
		rules []Rule
		want  string // kind winner>loser example fixes
	}{
		{"the picture's: hours within quiet hours", []Rule{rule(4, "q", Who{}, "", "fri 13-15"), rule(6, "b", brokers, "", "fri 14-15")},
			"shadowed q>b Fri 14:00 before,move:fri 15:00-16:00"},
		{"partly within", []Rule{rule(4, "q", Who{}, "", "fri 13-15"), rule(6, "b", brokers, "", "fri 14-16")},
			"contradiction q>b Fri 14:00 before,cut:fri 15:00-16:00"},
		{"on one day of several", []Rule{rule(4, "q", Who{}, "", "fri 13-15"), rule(6, "b", brokers, "", "thu,fri 14-15")},
			"contradiction q>b Fri 14:00 before,cut:thu 14:00-15:00"},
		{"resolved by going before", []Rule{rule(4, "q", Who{}, "", "fri 13-15"), {ID: "b", Question: 6, Who: brokers, Hours: spans(t, "fri 14-15"), Before: true}}, ""},
		{"beside each other", []Rule{rule(4, "q", Who{}, "", "fri 13-15"), rule(6, "b", brokers, "", "fri 15-16")}, ""},
		{"private hours in quiet hours", []Rule{{ID: "t", Question: 1, Topic: "Home", Private: true}, rule(4, "q", Who{}, "", "8-10"), rule(8, "p", liv, "", "9-11")},
			"contradiction q>p Tue 09:00 before,cut:10:00-11:00"},
		{"never and always", []Rule{rule(5, "n", liv, ""), rule(7, "a", Who{Name: "aasen, liv"}, "")}, "contradiction n>a Mon 12:00 remove,remove"},
		{"always about one thing is an exception", []Rule{rule(5, "n", liv, ""), rule(7, "a", liv, "Fire")}, ""},
		{"never a group, always one of it", []Rule{rule(5, "n", brokers, ""), rule(7, "a", liv, "")}, ""},
		{"always and only at hours", []Rule{rule(6, "h", brokers, "", "fri 14-15"), rule(7, "a", brokers, "")}, "shadowed a>h Fri 14:00 remove,remove"},
		{"never and only at hours", []Rule{rule(5, "n", brokers, ""), rule(6, "h", brokers, "", "fri 14-15")}, "shadowed n>h Fri 14:00 remove,remove"},
		{"settled and passed on", []Rule{{ID: "p", Question: 2, Topic: "Tax", To: liv}, rule(3, "s", Who{}, "tax")}, "contradiction s>p Mon 12:00 remove,remove"},
		{"passed to two at once", []Rule{{ID: "p", Question: 2, Topic: "Tax", To: liv}, {ID: "r", Question: 2, Topic: "Tax", To: Who{Name: "Odd"}}}, "shadowed p>r Mon 12:00 remove"},
		{"passed to two by turns", []Rule{{ID: "p", Question: 2, Topic: "Tax", To: liv, Hours: spans(t, "8-12")}, {ID: "r", Question: 2, Topic: "Tax", To: Who{Name: "Odd"}}}, ""},
		{"nobody to pass on to", []Rule{{ID: "p", Question: 2, Topic: "Tax"}}, "nobody p> Mon 12:00 "},
		{"the same quiet hours twice", []Rule{rule(4, "q", Who{}, "", "mon 13-15"), rule(4, "r", Who{}, "", "mon 13-15")}, "doubled q>r Mon 13:00 remove"},
		{"the same topic twice", []Rule{rule(1, "t", Who{}, "Tax"), rule(1, "u", Who{}, "tax")}, "doubled t>u Mon 12:00 remove"},
		{"open and quiet on the same date", []Rule{{ID: "o", Question: 4, Open: true, Hours: spans(t, "2026-12-24 8-16")}, rule(4, "q", Who{}, "", "2026-12-24 0-24")},
			"contradiction q>o Thu 08:00 remove"},
		{"an exception from the week", []Rule{{ID: "o", Question: 4, Open: true, Hours: spans(t, "2026-12-24 8-16")}, rule(4, "q", Who{}, "", "thu 0-24")}, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := Sheet{Rules: c.rules}
			var got []string
			for _, x := range Conflicts(s, now) {
				var fixes []string
				for _, f := range x.Fixes {
					word := string(f.Kind)
					if f.Kind == FixMove || f.Kind == FixCut {
						text, _ := f.Rule.Hours[0].MarshalText()
						word += ":" + string(text)
					}
					fixes = append(fixes, word)
					if slices.ContainsFunc(Conflicts(s.Apply(f), now), func(y Conflict) bool { return y.Wins.ID == x.Wins.ID && y.Loses.ID == x.Loses.ID }) {
						t.Errorf("%s does not resolve it", word)
					}
				}
				when := x.Example.At
				if when.IsZero() {
					when = at("2026-11-23 00:00")
				}
				got = append(got, fmt.Sprintf("%s %s>%s %s %s", x.Kind, x.Wins.ID, x.Loses.ID, when.Format("Mon 15:04"), strings.Join(fixes, ",")))
				if v := Verdict(s, x.Example.Who, x.Example.Topic, x.Example.At, Presence{}); x.Wins.Question != 1 && v.Rule != x.Wins.ID {
					t.Errorf("the example is decided by %q", v.Rule)
				}
			}
			if text := strings.Join(got, "\n"); text != c.want {
				t.Errorf("got  %q\nwant %q", text, c.want)
			}
		})
	}
}

func TestConflicts_AreQuickOnALongSheet(t *testing.T) {
	s := sheetOf(t)
	for i := range 300 {
		s.Rules = append(s.Rules, Rule{ID: RuleID(fmt.Sprint(i)), Question: i%10 + 1, Who: Who{Group: fmt.Sprint("g", i%60)}, Topic: fmt.Sprint("t", i%30), Hours: spans(t, fmt.Sprintf("%d-%d", i%23, i%23+1))})
	}
	if len(Conflicts(s, at("2026-11-23 12:00"))) == 0 { // and it ends
		t.Error("nothing found among 300 rules")
	}
}
