package softphone

import (
	"cmp"
	"slices"
	"strings"
	"time"
)

// Guide is what the script panel shows for one call.
type Guide struct {
	Script  ScriptID
	Name    string // the script's
	Passes  int    // how often this script has run in the call, this time included; 0 before the answer
	Steps   []string
	StepIDs []OperationID // of Steps: the operations, in order
	Current int           // index into Steps
	Done    []bool        // which have been visited in this pass

	Title     string // of the situation laid over, or of the operation
	Situation SituationID
	Sentence  []Run
	Template  string // the sentence with its {names}
	To        Hearer
	Wordings  int // how many there are; Wording is the one shown
	Wording   int
	Pinned    bool // the wording shown is the one she chose to come first
	Own       bool // the wording shown is hers
	Absent    bool // it tells that the principal cannot be had, before anything is asked
	Hint      string
	Fields    []FieldShown
	Choices   []Choice
	Action    ScriptAction // the situation's action, and its button's label
	Run       ScriptID     // or the script that the button runs
	Label     string
	AsksWho   bool        // the action asks for the colleague first; nobody waits yet
	Minutes   []int       // that digits promise for looking something up; nil: none
	All       []Situation // every situation that has a key
	NotTold   []NotTold   // what is talked of and not told by telephone; none while the situation that says so is laid
}

// FieldShown is a field that the operation fills in, and what stands in it.
type FieldShown struct {
	Field
	Value string
}

// saying is what can be said at a place, and which of it is shown.
type saying struct {
	place  Wording // see Wording.Place
	texts  []string
	own    []bool // of texts: hers
	others []Aside
	shown  int  // index into texts, then others
	pinned int  // index into texts, -1 for none
	absent bool // the absence is told
}

func (x saying) count() int { return len(x.texts) + len(x.others) }

// text is the wording shown, and to whom it is said.
func (x saying) text() (string, Hearer) {
	if n := x.shown - len(x.texts); n >= 0 {
		return x.others[n].Text, x.others[n].To
	}
	return x.texts[x.shown], ToCaller
}

// sayingFor finds what to say in a call that runs a script.
func (s State) sayingFor(c Call, sc Script, v Values, now time.Time) saying {
	op, ok := sc.Operation(c.Operation)
	if !ok {
		op = sc.Operations[0]
	}
	x := saying{place: Wording{Script: sc.ID, Language: sc.Language, Operation: op.ID}, texts: slices.Clone(op.Sentences), pinned: -1}
	greeting := ""
	if op.ID == sc.Operations[0].ID {
		greeting = s.greetingOf(c)
	}
	if len(op.Absent) > 0 && s.cannotBeHad(c, now) {
		x.texts, x.absent, x.place.Absent = slices.Clone(op.Absent), true, true
	}
	if sit, owner, ok := s.situation(sc, c.Situation); ok {
		x = saying{place: Wording{Script: owner, Language: sc.Language, Situation: sit.ID}, texts: slices.Clone(sit.Sentences), others: sit.Others, pinned: -1}
		greeting = ""
	}
	x.own = make([]bool, len(x.texts))
	for _, w := range s.Wordings {
		if w.Place() != x.place {
			continue
		}
		i := slices.Index(x.texts, w.Text)
		if i < 0 && w.Own {
			i, x.texts, x.own = len(x.texts), append(x.texts, w.Text), append(x.own, true)
		}
		if i >= 0 && w.Pinned {
			x.pinned = i
		}
	}
	first := 0
	switch {
	case greeting != "": // the line's own comes before all
		x.texts, x.own = slices.Insert(x.texts, 0, greeting), slices.Insert(x.own, 0, false)
		if x.pinned >= 0 {
			x.pinned++
		}
	case x.pinned >= 0:
		first = x.pinned
	default:
		first = fewestGaps(x.texts, v)
	}
	x.shown = (first + c.Wording) % x.count()
	return x
}

// cannotBeHad: whom the caller wants is known, and he is not there, or his sheet says that he is not to be disturbed with
// this call now. Somebody who is to be put through at any time is not told that he is away.
func (s State) cannotBeHad(c Call, now time.Time) bool {
	if _, known := s.AskedFor(c); !known {
		return false
	}
	r, p, ok := s.Ruling(c, now)
	return ok && (r.Outcome == TakeNote || r.Outcome == CallBack || !p.Available() && r.Outcome != Connect)
}

// sayingOf is the sentence shown in a call now, with its {names}; "" where none is.
func (s State) sayingOf(c Call, now time.Time) string {
	sc, ok := s.scriptFor(c)
	if !ok || c.Bridged != "" || c.ConsultFor != "" {
		return ""
	}
	if c.Situation == SituationFAQ {
		return c.Answer.Answer
	}
	text, _ := s.sayingFor(c, sc, s.values(c, sc.Language, now), now).text()
	return text
}

// GuideFor composes the panel for a call; false where the call or its script is not known. With an empty id it gives
// the greeting for the next call; for somebody called for a caller's sake, what he is to be told of him.
func GuideFor(s State, id CallID, now time.Time) (Guide, bool) {
	c, known := s.Call(id)
	caller, consulted := s.Call(c.ConsultFor)
	switch consulted = consulted && caller.Live(); {
	case consulted && !c.Conference:
		return s.briefing(c, caller, now)
	case consulted, c.Bridged != "": // the caller hears what is said to him; or she is not in it
		return Guide{}, false
	}
	sc, ok := s.scriptFor(c)
	if !ok || (id != "" && !known) {
		return Guide{}, false
	}
	op, ok := sc.Operation(c.Operation)
	if !ok {
		op = sc.Operations[0]
	}
	g := Guide{Script: sc.ID, Name: sc.Name, Title: op.Title, Hint: op.Hint, Choices: op.Choices, Situation: c.Situation}
	for i, o := range sc.Operations {
		g.Steps, g.StepIDs = append(g.Steps, o.Title), append(g.StepIDs, o.ID)
		if o.ID == op.ID {
			g.Current = i
		}
		g.Done = append(g.Done, visited(c, o.ID))
	}
	for _, p := range c.Passes {
		if p.Script == sc.ID && !p.Began.IsZero() {
			g.Passes++
		}
	}
	for _, f := range op.Fields {
		g.Fields = append(g.Fields, FieldShown{f, s.fieldOf(c, f.Name)})
	}
	v := s.values(c, sc.Language, now)
	if x, _, ok := s.situation(sc, c.Situation); ok {
		g.Title, g.Hint, g.Choices, g.Fields, g.Action, g.Run, g.Label = x.Title, x.Hint, nil, nil, x.Action, x.Run, x.Label
		if x.Action == ActSearch && c.State == Talking {
			g.Minutes = SearchMinutes
		}
		g.AsksWho = x.Action == ActRedirect && c.State == Talking && s.ColleagueFor(c, now) == (Colleague{})
		if x.ID == SituationNotTold {
			g.Choices = s.notToldChoices(c)
		}
	}
	x := s.sayingFor(c, sc, v, now)
	g.Template, g.To = x.text()
	g.Sentence, g.Wordings, g.Wording, g.Absent = Fill(g.Template, v), x.count(), x.shown, x.absent
	if x.shown < len(x.own) {
		g.Own, g.Pinned = x.own[x.shown], x.shown == x.pinned
	}
	if c.Situation == SituationFAQ {
		g.sayAnswer(c.Answer)
	}
	if live := known && c.Live(); live && c.Situation != SituationNotTold {
		g.NotTold = s.notToldHere(c)
	}
	for _, x := range s.Situations(sc) {
		if x.Key != "" {
			g.All = append(g.All, x)
		}
	}
	return g, true
}

// fieldOf is what stands in a field of a call's form; "" for nothing.
func (s State) fieldOf(c Call, name FieldName) string {
	m, _ := s.Draft(c.Draft)
	p, _ := s.Principal(c.Principal)
	switch name {
	case FillFor:
		return cmp.Or(m.For, p.Name())
	case FillSurname:
		return cmp.Or(c.Caller.Surname, m.Surname)
	case FillFirstName:
		return cmp.Or(c.Caller.FirstName, m.FirstName)
	case FillPatronymic:
		return cmp.Or(c.Caller.Patronymic, m.Patronymic)
	case FillPosition:
		return cmp.Or(c.Caller.Position, m.Position)
	case FillOrganisation:
		return cmp.Or(c.Caller.Organisation, m.Organisation)
	case FillNumber:
		return cmp.Or(m.Number, c.Caller.Number)
	case FillVerbatim:
		return m.Verbatim
	case FillPromised:
		return m.Promised
	case FillStopped:
		return c.StoppedAt
	}
	return ""
}

// fewestGaps is the first wording that can be said with what is known.
func fewestGaps(sentences []string, v Values) int {
	best, least := 0, -1
	for i, sentence := range sentences {
		gaps := 0
		for _, r := range Fill(sentence, v) {
			if r.Kind == Gap && !strings.HasPrefix(r.Text, "colleague") { // whom the button of the situation asks for
				gaps++
			}
		}
		if least < 0 || gaps < least {
			best, least = i, gaps
		}
	}
	return best
}

// visited tells whether the present pass has been at an operation.
func visited(c Call, op OperationID) bool {
	for _, v := range c.Visits {
		if v.Operation == op && v.Situation == "" && v.Pass >= len(c.Passes)-1 {
			return true
		}
	}
	return false
}

// SaidIn is the sentence of a visit as it was said, with what was known of the call filled in.
func SaidIn(s State, c Call, language string, v Visit) []Run {
	return Fill(v.Said, s.values(c, language, v.Entered))
}
