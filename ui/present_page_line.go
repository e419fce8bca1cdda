package ui

import (
	"slices"
	"strings"

	"anteroom/softphone"
)

// codecChoices are the orders of codecs worth choosing among, and the one that is set if it is none of them.
func codecChoices(set []string, say wording) []choiceOf {
	out := []choiceOf{{"", say("settings.line.codecs.best")}}
	lists := [][]string{{"g722", "pcma", "pcmu"}, {"pcma", "pcmu"}}
	if len(set) > 0 && !slices.ContainsFunc(lists, func(l []string) bool { return slices.Equal(l, set) }) {
		lists = append(lists, set)
	}
	for _, l := range lists {
		var words []string
		for _, name := range l {
			words = append(words, codecWords(name))
		}
		out = append(out, choiceOf{strings.Join(l, ","), say("settings.line.codecs.only", strings.Join(words, ", "))})
	}
	return out
}

// splitList takes a list of names apart; "" is none.
func splitList(s string) []string {
	if s == "" {
		return nil
	}
	return strings.Split(s, ",")
}

func srtpChoices(say wording) []choiceOf {
	out := []choiceOf{{"", say("settings.line.srtp.default")}}
	for _, r := range softphone.SRTPChoices {
		out = append(out, choiceOf{string(r), say("settings.line.srtp." + string(r))})
	}
	return out
}
