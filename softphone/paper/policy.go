package paper

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"strings"
	"sync"
	"time"

	"anteroom/assets"
	"anteroom/softphone"
)

// words are all sentences by language and key.
var words = sync.OnceValue(func() map[string]map[string]string {
	out := map[string]map[string]string{}
	files, err := fs.Glob(assets.Translations, "translation/*.json")
	for _, name := range files {
		var some map[string]string
		text, err1 := assets.Translations.ReadFile(name)
		parts := strings.Split(name, ".")
		if err1 != nil || len(parts) != 3 || json.Unmarshal(text, &some) != nil {
			continue // a test of the window reads them all
		}
		if out[parts[1]] == nil {
			out[parts[1]] = map[string]string{}
		}
		for k, v := range some {
			out[parts[1]][k] = v
		}
	}
	if err != nil {
		panic(err) // a pattern that is no pattern
	}
	return out
})

// Words gives the wording of the screen in a language, "nb" or "en". An unknown key stands for itself.
func Words(language string) softphone.Words {
	return func(key string, args ...any) string {
		s, ok := words()[language][key]
		switch {
		case !ok:
			return key
		case len(args) == 0:
			return s
		}
		return fmt.Sprintf(s, args...)
	}
}

// Policy lays a principal's sheet out on one page, to keep beside the telephone: the ten questions with their rules and
// notes, the week, the deputies. Only a sheet that is not read any more at half the size goes on on a second page.
func Policy(p softphone.Principal, language, company string, now time.Time) *Paper {
	say := Words(language)
	title := say("policy.print.title", p.Name())
	return OnePage(title, p.Policy.By, say("policy.print.foot", company, longDate(now, say)), now, func(out *Paper) {
		out.Title(title)
		under := []string{}
		for _, s := range []string{p.Position, company} {
			if s != "" {
				under = append(under, s)
			}
		}
		if c := p.Policy.Changed; !c.IsZero() {
			under = append(under, say("policy.print.changed", longDate(c.In(now.Location()), say)))
		}
		out.Small(strings.Join(under, " · "))
		out.Space(2)
		t := Table{Columns: []Column{{Width: 0.5, Right: true}, {Width: 3, Bold: true}, {Width: 7}}}
		for i := range softphone.PolicyQuestions {
			t.Rows = append(t.Rows, []string{fmt.Sprint(i + 1), say(fmt.Sprintf("policy.q%d", i+1)), answer(p.Policy, i+1, say)})
		}
		out.Table(t)
		if len(p.Policy.Deputies) > 0 {
			out.Heading(say("policy.deputies"))
			for _, d := range p.Policy.Deputies {
				out.Para(deputy(d, say))
			}
		}
		if w, any := week(p.Policy, now, say); any {
			out.Heading(say("policy.week"))
			out.Week(w)
			out.Small(say("policy.print.legend"))
		}
	})
}

// ownLine is how many rules of a question stand on a line each; more are run on, so that the page holds them.
const ownLine = 4

func answer(s softphone.Sheet, question int, say softphone.Words) string {
	var lines []string
	rules := s.Of(question)
	var short []string
	for _, r := range rules {
		if text := softphone.RuleWords(r, say); strings.Contains(text, "→") && len(rules) <= ownLine {
			lines = append(lines, text)
		} else if text != "" {
			short = append(short, text)
		}
	}
	if len(short) > 0 {
		lines = append([]string{strings.Join(short, "; ")}, lines...)
	}
	if note := strings.TrimSpace(s.Notes[question-1]); note != "" {
		lines = append(lines, note)
	}
	if len(lines) == 0 {
		return "–"
	}
	return strings.Join(lines, "\n")
}

func deputy(d softphone.Deputy, say softphone.Words) string {
	if len(d.Hours) == 0 {
		return d.Who.Title()
	}
	return d.Who.Title() + " → " + softphone.HoursWords(d.Hours, say)
}

func longDate(t time.Time, say softphone.Words) string {
	return softphone.DateWords(softphone.DateOf(t), say)
}

// week is the hours from 7 to 18, or as many as the sheet has.
func week(s softphone.Sheet, now time.Time, say softphone.Words) (w Week, any bool) {
	days := strings.Fields(say("policy.days"))
	w = Week{From: 7 * 60, To: 18 * 60}
	for i, bands := range softphone.Week(s, now) {
		if i >= 5 && len(bands) == 0 || i >= len(days) {
			continue
		}
		var bars []Bar
		for _, b := range bands {
			any = true
			if b.Kind == softphone.BandClash { // at the telephone it is what wins that counts
				b.Kind = softphone.BandQuiet
			}
			bar := Bar{From: int(b.From), To: int(b.To), Label: say("policy.band." + string(b.Kind)), Open: b.Kind == softphone.BandOwn}
			if b.From > 0 && b.To < 24*60 {
				w.From, w.To = min(w.From, bar.From), max(w.To, bar.To)
			}
			if n := len(bars); n > 0 && bars[n-1].To == bar.From && bars[n-1].Open == bar.Open {
				bars[n-1].To = bar.To
				continue
			}
			bars = append(bars, bar)
		}
		w.Days, w.Bars = append(w.Days, softphone.Capital(days[i])), append(w.Bars, bars)
	}
	return w, any
}
