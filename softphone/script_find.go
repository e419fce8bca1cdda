package softphone

import (
	"strings"
	"unicode"
)

// FindSituations gives the situations whose words hold all that is looked for, those with it in their title first. Case
// and accents do not matter; with nothing looked for it gives all.
func FindSituations(all []Situation, words string) []Situation {
	want := strings.Fields(foldName(words))
	if len(want) == 0 {
		return all
	}
	var titled, others []Situation
	for _, x := range all {
		title := foldName(x.Title)
		text := title + " " + foldName(strings.Join(x.Sentences, " ")+" "+x.Hint+" "+x.Label)
		inTitle, inText := true, true
		for _, w := range want {
			inTitle = inTitle && beginsAWord(title, w)
			inText = inText && beginsAWord(text, w)
		}
		switch {
		case inTitle:
			titled = append(titled, x)
		case inText:
			others = append(others, x)
		}
	}
	return append(titled, others...)
}

// beginsAWord reports whether a word of a text begins so.
func beginsAWord(text, with string) bool {
	for _, w := range strings.FieldsFunc(text, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }) {
		if strings.HasPrefix(w, with) {
			return true
		}
	}
	return false
}
