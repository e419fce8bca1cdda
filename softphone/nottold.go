package softphone

import (
	"slices"
	"strings"
)

// Instead is what is suggested in place of an answer by telephone.
type Instead string

const (
	InWriting    Instead = "writing"
	InPerson     Instead = "person"
	AskPrincipal Instead = "ask"
)

// Insteads are all there are, in the order of their keys.
var Insteads = []Instead{InWriting, InPerson, AskPrincipal}

// NotTold is a matter that is not told by telephone.
type NotTold struct {
	Owner   PrincipalID // "" for the whole office
	Matter  string      // e.g. "Lønn"
	Words   string      // by what else callers may name it, by commas
	Instead Instead
	Say     string // a sentence of the office's own, in place of the desk's; "" for none
}

// Check says what is wrong with an entry.
func (n NotTold) Check() Reason {
	switch {
	case !slices.Contains(Insteads, n.Instead):
		return Reason{BadValue, "instead: writing, person or ask"}
	case len(n.Matter) > 200 || len(n.Words) > 1000 || len(n.Say) > 1000:
		return Reason{BadValue, "not told: too long"}
	}
	return Reason{}
}

// NotToldOf is the list of one owner.
func NotToldOf(all []NotTold, owner PrincipalID) (out []NotTold) {
	for _, n := range all {
		if n.Owner == owner {
			out = append(out, n)
		}
	}
	return out
}

// NotToldAbout are the matters not told when a principal is asked for: his own first, then the office's; with a topic only those
// it may mean.
func NotToldAbout(all []NotTold, p PrincipalID, topic string) (out []NotTold) {
	asked := Fold(topic)
	owners := []PrincipalID{p, ""}
	if p == "" {
		owners = owners[1:]
	}
	for _, owner := range owners {
		for _, n := range NotToldOf(all, owner) {
			if asked == "" || n.means(asked) {
				out = append(out, n)
			}
		}
	}
	return out
}

// means reports whether a folded topic speaks of the matter: one of its words begins like one of the topic's, or the other way
// round, so that "lønnen" finds "Lønn".
func (n NotTold) means(topic string) bool {
	for name := range strings.SplitSeq(n.Matter+","+n.Words, ",") {
		name = Fold(name)
		if name == "" {
			continue
		}
		if strings.Contains(topic, name) || strings.Contains(name, topic) {
			return true
		}
		for _, a := range strings.Fields(topic) {
			for _, b := range strings.Fields(name) {
				if len(a) > 3 && len(b) > 3 && (strings.HasPrefix(a, b) || strings.HasPrefix(b, a)) {
					return true
				}
			}
		}
	}
	return false
}

// instead is the sentence that shows a way on.
func (n NotTold) instead(language, principal string) string {
	if n.Say != "" {
		return n.Say
	}
	if language == "en" {
		switch n.Instead {
		case InPerson:
			return "We would be glad to go through it with you here. When would it suit you to come by?"
		case AskPrincipal:
			if principal != "" {
				return "I will put it to " + principal + " and get back to you. What is the best number to reach you on?"
			}
			return "I will ask and get back to you. What is the best number to reach you on?"
		}
		return "You are welcome to send us the question in writing, and you will get a proper answer. Where should it be sent?"
	}
	switch n.Instead {
	case InPerson:
		return "Det tar vi gjerne med deg her hos oss. Når passer det for deg å komme innom?"
	case AskPrincipal:
		if principal != "" {
			return "Jeg legger det fram for " + principal + " og gir deg beskjed. Hvilket nummer treffer jeg deg på?"
		}
		return "Jeg undersøker det og gir deg beskjed. Hvilket nummer treffer jeg deg på?"
	}
	return "Du kan gjerne sende oss spørsmålet skriftlig, så får du et ordentlig svar. Hvilken adresse skal svaret gå til?"
}
