package softphone

import "slices"

// PairChange is one change of a script that is edited: what it was before, and after.
type PairChange struct{ Before, After ScriptPair }

// Undo is the script as it is now without the change; whatever else was written since stays.
func (c PairChange) Undo(now ScriptPair) ScriptPair {
	out := now.clone()
	for language, s := range out {
		before, had := c.Before[language]
		after, has := c.After[language]
		if !had || !has {
			continue
		}
		s.Operations = withoutChange(s.Operations, before.Operations, after.Operations, func(o Operation) string { return string(o.ID) }, mendChoices)
		s.Situations = withoutChange(s.Situations, before.Situations, after.Situations, func(x Situation) string { return string(x.ID) }, nil)
		out[language] = s
	}
	return out.clone()
}

// mendChoices has the choices of an operation lead again where a change made them lead nowhere.
func mendChoices(now, before, after Operation) Operation {
	if len(before.Choices) != len(after.Choices) {
		return now
	}
	now.Choices = slices.Clone(now.Choices)
	for i, was := range after.Choices {
		old := before.Choices[i]
		if was == old {
			continue
		}
		j := i
		if j >= len(now.Choices) || now.Choices[j].Text != was.Text { // moved since
			if k := slices.Index(now.Choices, was); k >= 0 {
				j = k
			}
		}
		if j < len(now.Choices) && leadsTo(now.Choices[j]) == leadsTo(was) {
			c := &now.Choices[j]
			c.To, c.Over, c.Run = old.To, old.Over, old.Run
		}
	}
	return now
}

func leadsTo(c Choice) Choice { return Choice{To: c.To, Over: c.Over, Run: c.Run} }
