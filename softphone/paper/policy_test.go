package paper

import (
	"bytes"
	"fmt"
	"testing"

	"anteroom/softphone"
)

func TestPolicy_FitsOnOnePageInBothLanguages(t *testing.T) {
	long := softphone.Principal{FirstName: "Henrik", Surname: "Aasen", Position: "administrerende direktør"}
	for i := range 120 {
		long.Policy.Rules = append(long.Policy.Rules, softphone.Rule{
			ID: softphone.RuleID(fmt.Sprint(i)), Question: i%10 + 1, Who: softphone.Who{Name: fmt.Sprintf("Person med navn %d", i)}, Topic: "Befraktning",
			Hours: []softphone.Span{{Days: softphone.Workdays, From: 8 * 60, To: 9*60 + 30}},
		})
	}
	for i := range long.Policy.Notes {
		long.Policy.Notes[i] = "Lederen har sagt dette med egne ord, og det tar to linjer når det skrives ut på et ark som ligger ved telefonen."
	}
	long.Policy.Deputies = []softphone.Deputy{{Who: softphone.Who{Name: "Marit Lunde"}}}
	for _, p := range []softphone.Principal{{Surname: "Aasen"}, long} {
		for _, lang := range []string{"nb", "en"} {
			doc := Policy(p, lang, "Nordvik Rederi", made)
			var b bytes.Buffer
			if err := doc.Write(&b); err != nil || doc.Pages() != 1 {
				t.Errorf("%s: %d pages, %v", lang, doc.Pages(), err)
			}
		}
	}
}

func TestWords_EveryKeyOfThePrintHasThem(t *testing.T) {
	for _, lang := range []string{"nb", "en"} {
		say := Words(lang)
		for _, key := range []string{"policy.print.title", "policy.print.foot", "policy.print.changed", "policy.print.legend", "policy.week", "policy.deputies",
			"policy.q1", "policy.q10", "policy.band.quiet", "policy.band.own", "policy.band.clash", "policy.days", "policy.months"} {
			if say(key) == key {
				t.Errorf("%s: no words for %s", lang, key)
			}
		}
	}
}
