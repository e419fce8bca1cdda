package softphone

import (
	"context"
	"slices"
	"strings"
	"time"
	"unicode"
)

// MessageFilter picks messages of the log; every part that is set must fit. Words begin with what is given: "tred kvart"
// finds "tredje kvartal". Letters are forgiven their accents, å stands for aa, ø for o, æ for ae.
type MessageFilter struct {
	Text         string // anywhere in the message
	For          string // in whom it is for
	From         string // in the caller's names
	Organisation string
	Number       string // digits of the number to call back, from its beginning, with or without country code
	States       []MessageState
	Urgencies    []Urgency
	Moods        []Mood
	Since, Until time.Time // by the day of Taken, in the location of these times; Until's day is meant as well. Zero: open
	Undelivered  bool      // has not reached its addressee; a mail that waits or failed has not either
	By           string    // in the name of who took it down; a draft has been taken by nobody
}

// Empty reports whether every message fits.
func (f MessageFilter) Empty() bool {
	return f.Text+f.For+f.From+f.Organisation+f.Number+f.By == "" && len(f.States)+len(f.Urgencies)+len(f.Moods) == 0 &&
		f.Since.IsZero() && f.Until.IsZero() && !f.Undelivered
}

// LogPlace is a place in the log, in the order in which messages were taken down; 0 is before the newest.
type LogPlace int64

// MessageLog is the whole log of messages, searched.
type MessageLog interface {
	// FindMessages gives at most limit messages that fit, from the newest back, after a place, and the place of the last.
	FindMessages(ctx context.Context, f MessageFilter, after LogPlace, limit int) ([]Message, LogPlace, error)
	// CountFound counts those that fit, at most limit.
	CountFound(ctx context.Context, f MessageFilter, limit int) (int, error)
}

// FoldWords cuts a text into words as the search compares them.
func FoldWords(s string) []string {
	s = strings.NewReplacer("aa", "a", "å", "a", "ø", "o", "æ", "ae", "ö", "o", "ä", "a", "ü", "u", "é", "e", "è", "e", "ê", "e", "ç", "c").
		Replace(strings.ToLower(s))
	return strings.FieldsFunc(s, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r) })
}

// wordsIn reports whether every word looked for begins a word of the texts.
func wordsIn(find string, texts ...string) bool {
	var all []string
	for _, t := range texts {
		all = append(all, FoldWords(t)...)
	}
	for _, w := range FoldWords(find) {
		if !slices.ContainsFunc(all, func(x string) bool { return strings.HasPrefix(x, w) }) {
			return false
		}
	}
	return true
}

// NameFits reports whether the words looked for begin words of a name.
func NameFits(find, name string) bool { return wordsIn(find, name) }

// NumberDigits are the digits of a number without what stands between them and before them abroad.
func NumberDigits(s string) string {
	s = strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, s)
	return strings.TrimPrefix(s, "00")
}

// Fits reports whether a message fits, but for who took it down, which its history says; the store's own answer is the
// same, only faster.
func (f MessageFilter) Fits(m Message) bool {
	number, want := NumberDigits(m.Number), NumberDigits(f.Number)
	urgency := m.Urgency
	if urgency == "" {
		urgency = Normal
	}
	day := func(t, in time.Time) string { return t.In(in.Location()).Format(time.DateOnly) }
	switch {
	case !wordsIn(f.Text, m.For, m.Surname, m.FirstName, m.Patronymic, m.Position, m.Organisation, m.Verbatim, m.Number, m.Email, m.Promised):
	case !wordsIn(f.For, m.For), !wordsIn(f.From, m.Surname, m.FirstName, m.Patronymic), !wordsIn(f.Organisation, m.Organisation):
	case want != "" && !strings.HasPrefix(number, want) && !strings.HasPrefix(number[max(0, len(number)-8):], want):
	case len(f.States) > 0 && !slices.Contains(f.States, m.State):
	case len(f.Urgencies) > 0 && !slices.Contains(f.Urgencies, urgency):
	case len(f.Moods) > 0 && !slices.Contains(f.Moods, m.Mood):
	case !f.Since.IsZero() && (m.Taken.IsZero() || day(m.Taken, f.Since) < day(f.Since, f.Since)):
	case !f.Until.IsZero() && (m.Taken.IsZero() || day(m.Taken, f.Until) > day(f.Until, f.Until)):
	case strings.TrimSpace(f.By) != "" && m.State == Draft:
	case f.Undelivered && m.State != New && m.State != Draft:
	default:
		return true
	}
	return false
}

// LogPrinter writes messages of the log to be printed. language is "nb" or "en".
type LogPrinter interface {
	PrintLog(ctx context.Context, title string, messages []Message, language, company string) (Printed, error)
}
