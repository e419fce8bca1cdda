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

// asAll is the first choice of what a line can have of its own: what all lines have.
func asAll(words string, say wording) choiceOf {
	return choiceOf{"", say("settings.line.as_all", words)}
}

func ringChoices(set softphone.Settings, say wording) []choiceOf {
	out := []choiceOf{asAll(say("settings.ring_tune."+set.Get(softphone.SetRingTune)), say)}
	return append(out, valueChoices(softphone.SetRingTune, say)...)
}

func recordChoices(set softphone.Settings, say wording) []choiceOf {
	out := []choiceOf{asAll(say("settings.record."+set.Get(softphone.SetRecord)), say)}
	return append(out, valueChoices(softphone.SetRecord, say)...)
}

func digitsChoices(say wording) (out []choiceOf) {
	for _, d := range softphone.DigitsChoices {
		name := string(d)
		if d == softphone.DigitsAuto {
			name = "auto"
		}
		out = append(out, choiceOf{string(d), say("settings.line.dtmf." + name)})
	}
	return out
}

func srtpChoices(say wording) []choiceOf {
	out := []choiceOf{{"", say("settings.line.srtp.default")}}
	for _, r := range softphone.SRTPChoices {
		out = append(out, choiceOf{string(r), say("settings.line.srtp." + string(r))})
	}
	return out
}

// scriptChoices are the scripts that a line's number may run.
func scriptChoices(s softphone.State, say wording) []choiceOf {
	out := []choiceOf{{"", say("settings.line.script.general")}}
	for _, sc := range s.FindScripts("") {
		if sc.ID != softphone.GeneralScript {
			out = append(out, choiceOf{string(sc.ID), sc.Name})
		}
	}
	return out
}
