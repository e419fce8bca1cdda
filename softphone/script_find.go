package softphone

import "strings"

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
			inTitle = inTitle && strings.Contains(title, w)
			inText = inText && strings.Contains(text, w)
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
