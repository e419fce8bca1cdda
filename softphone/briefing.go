package softphone

import "time"

// Situations whose wordings for others say who calls and what about.
const (
	situationConnect  SituationID = "connect"
	SituationRedirect SituationID = "redirect"
)

// briefing is what she says to somebody called for a waiting caller's sake: who it is and what about, so that the caller
// need not say it again.
func (s State) briefing(c, caller Call, now time.Time) (Guide, bool) {
	sc, ok := s.scriptFor(caller)
	if !ok {
		return Guide{}, false
	}
	to, about := ToColleague, SituationRedirect
	if p, ok := s.AskedFor(caller); ok && CleanNumber(p.Number) != "" && CleanNumber(p.Number) == CleanNumber(c.Peer.Number) {
		to, about = ToPrincipal, situationConnect
	}
	x, wordings := s.wordsFor(sc, caller.Situation, to) // what lies over the script: an interruption is told as one
	if len(wordings) == 0 {
		x, wordings = s.wordsFor(sc, about, to)
	}
	g := Guide{Title: x.Title, To: to}
	if len(wordings) == 0 {
		return Guide{}, false
	}
	v := s.values(caller, sc.Language, now)
	if v["caller"] == "" {
		v["caller"] = caller.Peer.Name
	}
	g.Wordings = len(wordings)
	g.Wording = (fewestGaps(wordings, v) + c.Wording) % g.Wordings
	g.Sentence = Fill(wordings[g.Wording], v)
	return g, true
}

// wordsFor are the wordings that a situation has for somebody else than the caller.
func (s State) wordsFor(sc Script, id SituationID, to Hearer) (x Situation, words []string) {
	x, _, _ = s.situation(sc, id)
	for _, o := range x.Others {
		if o.To == to {
			words = append(words, o.Text)
		}
	}
	return x, words
}
