package softphone

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Words gives the wording of a key in one language, with what it takes filled in; the translations hold them.
type Words func(key string, args ...any) string

// PieceKind says what a piece of a rule names.
type PieceKind string

const (
	PieceTopic  PieceKind = "topic"
	PiecePerson PieceKind = "person"
	PieceGroup  PieceKind = "group"
	PieceHours  PieceKind = "hours"
	PieceAction PieceKind = "action"
)

// Piece is one part of a rule as it stands on the sheet: "the yards", then "Tue and Thu 10–12".
type Piece struct {
	Kind PieceKind
	Text string
}

// Pieces is a rule in words, in the order it is read.
func (r Rule) Pieces(say Words) []Piece {
	var out []Piece
	add := func(k PieceKind, text string) {
		if text != "" {
			out = append(out, Piece{k, text})
		}
	}
	who := func(w Who) {
		switch {
		case w.Group != "":
			add(PieceGroup, w.Group)
		case !w.Anybody():
			add(PiecePerson, w.Title())
		}
	}
	hours := HoursWords(r.Hours, say)
	switch {
	case r.Question == AskPrivate && r.Who.Anybody() && hours != "":
		hours = Capital(say("policy.otherwise", Within(hours, say)))
	case r.Open && hours != "":
		hours = say("policy.open", hours)
	}
	who(r.Who)
	topic := r.Topic
	if r.Private && topic != "" && !strings.Contains(strings.ToLower(topic), say("policy.private.word")) {
		topic = say("policy.private", topic)
	}
	add(PieceTopic, topic)
	if r.Question == AskPass {
		if r.To.Anybody() {
			add(PiecePerson, say("policy.deputy_on_duty"))
		} else {
			who(r.To)
		}
	}
	if r.Before {
		hours = say("policy.before", hours)
	}
	add(PieceHours, hours)
	switch {
	case r.Action == PassOn && !r.To.Anybody():
		who(r.To)
	case r.Action == PassOn:
		add(PiecePerson, say("policy.deputy_on_duty"))
	case r.Action != "":
		add(PieceAction, say("policy.action."+string(r.Action)))
	}
	add(PieceAction, r.Text)
	return out
}

// RuleWords is a rule in one line.
func RuleWords(r Rule, say Words) string {
	var parts []string
	for _, p := range r.Pieces(say) {
		parts = append(parts, p.Text)
	}
	return strings.Join(parts, " → ")
}

// HoursWords is hours in words, "" for none: "Tue and Thu 10–12, Fri 9–9:30".
func HoursWords(hours []Span, say Words) string {
	var parts []string
	for i, s := range hours {
		w := SpanWords(s, say)
		if i > 0 {
			w = Within(w, say)
		}
		parts = append(parts, w)
	}
	return strings.Join(parts, ", ")
}

// SpanWords is one span: "Every day 8–9:30", "24 Dec 8–16", "Fri after 15".
func SpanWords(s Span, say Words) string {
	var parts []string
	if s.Dated() {
		d := DateWords(s.First, say)
		if s.Last != (Date{}) && s.Last != s.First {
			d += "–" + DateWords(s.Last, say)
		}
		parts = append(parts, d)
	}
	switch {
	case s.Days != 0:
		parts = append(parts, daysWords(s.Days, say))
	case !s.Dated():
		parts = append(parts, say("policy.every_day"))
	}
	switch {
	case s.WholeDay():
		parts = append(parts, say("policy.whole_day"))
	case s.From == 0:
		parts = append(parts, say("policy.before_hour", clockWords(s.To)))
	case s.To == 24*60 || s.To == 0:
		parts = append(parts, say("policy.after_hour", clockWords(s.From)))
	default:
		parts = append(parts, clockWords(s.From)+"–"+clockWords(s.To))
	}
	return Capital(strings.Join(parts, " "))
}

// DateWords is a day of the calendar, with the year where it is not plain.
func DateWords(d Date, say Words) string {
	months := strings.Fields(say("policy.months"))
	if d.Month < 1 || int(d.Month) > len(months) {
		return d.String()
	}
	return say("policy.date", d.Day, months[d.Month-1], d.Year)
}

func clockWords(c Clock) string {
	if c%60 == 0 {
		return fmt.Sprint(int(c / 60))
	}
	return fmt.Sprintf("%d:%02d", c/60, c%60)
}

// daysWords: three and more in a row are a run, the others are listed.
func daysWords(d Days, say Words) string {
	names := strings.Fields(say("policy.days"))
	if len(names) != 7 {
		return ""
	}
	if d == 1<<7-1 {
		return say("policy.every_day")
	}
	var runs []string
	for i := 0; i < 7; i++ {
		j := i
		for j < 7 && d>>j&1 == 1 {
			j++
		}
		switch n := j - i; {
		case n >= 3:
			runs = append(runs, names[i]+"–"+names[j-1])
		case n > 0:
			runs = append(runs, slices.Clone(names[i:j])...)
		}
		if j > i {
			i = j
		}
	}
	if n := len(runs); n > 1 {
		return say("policy.and", strings.Join(runs[:n-1], ", "), runs[n-1])
	}
	return strings.Join(runs, "")
}

// Capital begins with a capital letter, Small with a small one, whatever stands before the first letter.
func Capital(s string) string { return firstLetter(s, unicode.ToUpper) }

// Small is the opposite of Capital.
func Small(s string) string { return firstLetter(s, unicode.ToLower) }

// Within is words as they stand within a sentence: days keep the capital that their language writes them with.
func Within(s string, say Words) string {
	for _, d := range strings.Fields(say("policy.days")) {
		if strings.HasPrefix(s, d) {
			return s
		}
	}
	return Small(s)
}

func firstLetter(s string, turn func(rune) rune) string {
	r, n := utf8.DecodeRuneInString(s)
	if n == 0 {
		return s
	}
	return string(turn(r)) + s[n:]
}
