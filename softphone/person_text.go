package softphone

import (
	"slices"
	"strings"
	"unicode"
)

// NamedIn counts free texts of one kind that name a person. They belong to others and stay: somebody has to look at them.
type NamedIn struct {
	Where NamedWhere
	Count int
}

// NamedWhere is a kind of free text.
type NamedWhere string

const (
	NamedInMessages  NamedWhere = "messages" // of others, and their drafts
	NamedInCalls     NamedWhere = "calls"    // notes of others' calls
	NamedInCallbacks NamedWhere = "callbacks"
	NamedInContacts  NamedWhere = "contacts"
	NamedInWordings  NamedWhere = "wordings" // scripts, and the secretary's own wordings
	NamedInSheets    NamedWhere = "sheets"
	NamedInAnswers   NamedWhere = "answers"
	NamedInOffice    NamedWhere = "office" // notes of presence and hours, and what is not told
)

// leastDigits is how long a number is to be before digits in a text are taken for it.
const leastDigits = 5

// NamedBy makes the test of whether a text names the person: by the whole of the name, or by the number however it is grouped.
func (p Person) NamedBy(country string) func(text string) bool {
	name := wordsAlone(foldName(p.Name))
	number := strings.TrimPrefix(fullNumber(p.Number, country), "+")
	if country = strings.Trim(country, "+ "); country != "" { // as it is written at home
		number = strings.TrimPrefix(number, country)
	}
	if len(number) < leastDigits || !onlyDigits(number) {
		number = ""
	}
	return func(text string) bool {
		return strings.TrimSpace(name) != "" && strings.Contains(wordsAlone(strings.ToLower(text)), name) ||
			number != "" && hasNumber(text, number, country+number, "00"+country+number)
	}
}

// wordsAlone is a text's words, each between blanks.
func wordsAlone(text string) string {
	return " " + strings.Join(strings.FieldsFunc(text, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }), " ") + " "
}

// hasNumber: the groups of digits in a text, one or some in a row, are one of the numbers. Blanks, brackets, points and dashes
// may stand between the groups of a number.
func hasNumber(text string, numbers ...string) bool {
	for len(text) > 0 {
		begin := strings.IndexFunc(text, isDigit)
		if begin < 0 {
			return false
		}
		text = text[begin:]
		var row strings.Builder
	groups:
		for i, r := range text + "\n" {
			switch {
			case isDigit(r):
				row.WriteRune(r)
				continue
			case slices.Contains(numbers, row.String()):
				return true
			case i > 64 || !strings.ContainsRune(" \u00a0()-.", r):
				break groups
			}
		}
		end := strings.IndexFunc(text, func(r rune) bool { return !isDigit(r) })
		if end < 0 {
			return false
		}
		text = text[end:] // the next row begins with the next group
	}
	return false
}

func isDigit(r rune) bool { return r >= '0' && r <= '9' }
