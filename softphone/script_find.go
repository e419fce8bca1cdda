package softphone

import (
	"slices"
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

// FindScripts gives the scripts in use, in the desk's language where they have it, whose words hold all that is looked for,
// by name; with nothing looked for it gives all.
func (s State) FindScripts(words string) []Script {
	want, seen := strings.Fields(foldName(words)), map[ScriptID]bool{}
	var out []Script
	for _, x := range s.Scripts {
		sc, ok := s.newest(x.ID)
		text := foldName(sc.Name + " " + sc.About + " " + string(sc.ID))
		for _, w := range want {
			ok = ok && strings.Contains(text, w)
		}
		if ok && !seen[sc.ID] {
			out = append(out, sc)
		}
		seen[sc.ID] = true
	}
	slices.SortStableFunc(out, func(a, b Script) int { return strings.Compare(foldName(a.Name), foldName(b.Name)) })
	return out
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
