package softphone

import (
	"strconv"
	"strings"
	"time"
	"unicode"
)

// ParseHours reads hours as HoursWords writes them, and as they are likely to be typed: "tue and thu 10–12, fri 9-9:30",
// "24.12.–31.12. all day", "after 15". A day without a year is the next one from today. An empty text is no hours; at says
// where it could not be read further, in characters.
func ParseHours(text string, today Date, say Words) (hours []Span, at int, ok bool) {
	p := hoursParser{tokens: hourTokens(text), today: today}
	p.days, p.months = strings.Fields(strings.ToLower(say("policy.days"))), strings.Fields(strings.ToLower(say("policy.months")))
	for _, x := range []struct {
		words *[]string
		key   string
	}{{&p.every, "policy.read.every"}, {&p.whole, "policy.read.whole"}, {&p.before, "policy.read.before"}, {&p.after, "policy.read.after"}, {&p.skip, "policy.read.skip"}} {
		*x.words = strings.Fields(say(x.key))
	}
	for !p.over() {
		if !p.span() {
			if p.i < len(p.tokens) {
				return nil, p.tokens[p.i].at, false
			}
			return nil, len([]rune(text)), false
		}
	}
	return p.out, 0, true
}

type hourToken struct {
	text string
	at   int
}

// hourTokens are words, numbers with what belongs to them (8:30, 24.12., 2026-12-24) and strokes.
func hourTokens(text string) (out []hourToken) {
	r := []rune(strings.ToLower(text))
	for i := 0; i < len(r); {
		from := i
		switch {
		case unicode.IsLetter(r[i]):
			for i < len(r) && (unicode.IsLetter(r[i]) || r[i] == '.') {
				i++
			}
		case unicode.IsDigit(r[i]):
			if i+10 <= len(r) {
				if _, ok := ParseDate(string(r[i : i+10])); ok {
					i += 10
					break
				}
			}
			for i < len(r) && (unicode.IsDigit(r[i]) || r[i] == '.' || r[i] == ':') {
				i++
			}
		case r[i] == '-' || r[i] == '–' || r[i] == '—':
			i++
			out = append(out, hourToken{"-", from})
			continue
		default:
			i++
			continue
		}
		out = append(out, hourToken{string(r[from:i]), from})
	}
	return out
}

type hoursParser struct {
	tokens                            []hourToken
	i                                 int
	today                             Date
	days, months                      []string
	every, whole, before, after, skip []string
	out                               []Span
}

func (p *hoursParser) over() bool {
	for p.i < len(p.tokens) && contains(p.skip, strings.Trim(p.tokens[p.i].text, ".")) {
		p.i++
	}
	return p.i >= len(p.tokens)
}

func (p *hoursParser) peek(n int) string {
	if p.i+n < len(p.tokens) {
		return p.tokens[p.i+n].text
	}
	return ""
}

// span is the days, then the time of day. A second time of day is of the same days.
func (p *hoursParser) span() bool {
	var s Span
	led, everyDay := false, false
	for !p.over() {
		if p.phrase(p.every) {
			led, everyDay = true, true
			continue
		}
		if d, ok := p.dayRun(); ok {
			s.Days |= d
			led = true
			continue
		}
		if first, ok := p.date(); ok {
			s.First, led = first, true
			if p.peek(0) == "-" {
				save := p.i
				p.i++
				if s.Last, ok = p.date(); !ok {
					p.i = save
					return false
				}
			}
			if s.Last != (Date{}) && s.Last.Before(s.First) {
				return false
			}
			continue
		}
		break
	}
	switch {
	case everyDay:
		s.Days = 0
	case !led && len(p.out) > 0:
		last := p.out[len(p.out)-1]
		s.Days, s.First, s.Last = last.Days, last.First, last.Last
	}
	if s.Days == 1<<7-1 {
		s.Days = 0
	}
	if !p.time(&s) {
		if !p.over() || !led || s.First == (Date{}) {
			return false
		}
	}
	p.out = append(p.out, s)
	return true
}

// phrase takes the words of a phrase where they stand next.
func (p *hoursParser) phrase(words []string) bool {
	for n, w := range words {
		if strings.Trim(p.peek(n), ".") != w {
			return false
		}
	}
	p.i += len(words)
	return len(words) > 0
}

func (p *hoursParser) time(s *Span) bool {
	switch {
	case p.over():
		return false
	case p.phrase(p.whole):
		return true
	case p.phrase(p.before):
		c, ok := p.clock()
		s.To = c
		return ok && c > 0
	case p.phrase(p.after):
		c, ok := p.clock()
		s.From, s.To = c, 24*60
		return ok && c < 24*60
	}
	save := p.i
	from, ok := p.clock()
	if ok && p.peek(0) == "-" {
		p.i++
		var to Clock
		if to, ok = p.clock(); ok && from < 24*60 && from != to {
			s.From, s.To = from, to
			return true
		}
	}
	p.i = save
	return false
}

func (p *hoursParser) clock() (Clock, bool) {
	for contains(p.skip, strings.Trim(p.peek(0), ".")) && p.peek(0) != "" {
		p.i++
	}
	c, ok := ParseClock(strings.TrimRight(p.peek(0), "."))
	if ok {
		p.i++
	}
	return c, ok
}

// dayRun is a day, or the first and the last of several.
func (p *hoursParser) dayRun() (d Days, ok bool) {
	from := p.weekday(p.peek(0))
	if from < 0 {
		return 0, false
	}
	to := from
	p.i++
	if p.peek(0) == "-" && p.weekday(p.peek(1)) >= 0 {
		to = p.weekday(p.peek(1))
		p.i += 2
	}
	for i := from; ; i = (i + 1) % 7 {
		d |= 1 << i
		if i == to {
			return d, true
		}
	}
}

// weekday knows a day by its first letters, as many as are written on the sheet, or by more of them.
func (p *hoursParser) weekday(word string) int {
	word = strings.Trim(word, ".")
	for i, d := range p.days {
		if strings.HasPrefix(word, strings.Trim(d, ".")) {
			return i
		}
	}
	return -1
}

// date is "24.12.2026", "24.12.", "24. dec 2026", "24 december" or "2026-12-24".
func (p *hoursParser) date() (Date, bool) {
	word := p.peek(0)
	if d, ok := ParseDate(word); ok && len(word) == 10 {
		p.i++
		return d, true
	}
	parts := strings.Split(word, ".")
	day, err := strconv.Atoi(parts[0])
	if err != nil || strings.Contains(word, ":") {
		return Date{}, false
	}
	d := Date{Day: day}
	used := 1
	switch {
	case len(parts) >= 3: // 24.12. or 24.12.2026
		month, err := strconv.Atoi(parts[1])
		if err != nil {
			return Date{}, false
		}
		d.Month = time.Month(month)
		if parts[2] != "" {
			if d.Year, err = strconv.Atoi(parts[2]); err != nil {
				return Date{}, false
			}
		}
	case len(parts) == 1 || parts[1] == "": // a month in letters follows
		for i, m := range p.months {
			if next := strings.Trim(p.peek(1), "."); next != "" && strings.HasPrefix(next, strings.Trim(m, ".")[:min(3, len(strings.Trim(m, ".")))]) {
				d.Month = time.Month(i + 1)
			}
		}
		if d.Month == 0 {
			return Date{}, false
		}
		used = 2
		if y, err := strconv.Atoi(p.peek(2)); err == nil && y >= 2000 && len(p.peek(2)) == 4 {
			d.Year, used = y, 3
		}
	default:
		return Date{}, false
	}
	if d.Year == 0 {
		d.Year = p.today.Year
		if d.Before(p.today) {
			d.Year++
		}
	} else if d.Year < 100 {
		d.Year += 2000
	}
	if _, real := ParseDate(d.String()); !real {
		return Date{}, false
	}
	p.i += used
	return d, true
}

func contains(list []string, s string) bool {
	for _, x := range list {
		if x == s {
			return true
		}
	}
	return false
}
