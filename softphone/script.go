package softphone

// ScriptID names one script; OperationID one of its steps; SituationID one situation that can be laid over any step.
type (
	ScriptID    string
	OperationID string
	SituationID string
)

// Script guides the secretary through a call, in one language. In another language it has the same id and the same
// operations, so that the language can change in the middle of a call.
type Script struct {
	ID         ScriptID    `json:"id"`
	Version    int         `json:"version"`  // 1, 2, … of this id and language; a version is never written over
	Language   string      `json:"language"` // "nb" or "en"
	Name       string      `json:"name"`
	About      string      `json:"about,omitempty"` // what it is for, in one line
	Operations []Operation `json:"operations"`      // the first is where a call begins
	// Situations are those it has of its own, in the place of the general script's of the same id or beside them; see
	// State.Situations.
	Situations []Situation `json:"situations,omitempty"`
}

// GeneralScript is what a call that came in runs unless the number that was rung has a script of its own; OutgoingScript
// what a call begins with that was made from here.
const (
	GeneralScript  ScriptID = "incoming"
	OutgoingScript ScriptID = "callback"
)

// ScriptLanguages are those that a script can be in.
var ScriptLanguages = []string{"nb", "en"}

// Operation is one step: a sentence to say, and where it can lead.
type Operation struct {
	ID        OperationID `json:"id"`
	Title     string      `json:"title"`
	Sentences []string    `json:"sentences"` // several wordings of the same; see Fill for the {names}
	// Absent replaces Sentences while the principal cannot be had: absence is told before the name is asked.
	Absent []string `json:"absent,omitempty"`
	Hint   string   `json:"hint,omitempty"` // small advice under the sentence
	// Fields are what is to be filled in here, in the order of asking.
	Fields  []Field  `json:"fields,omitempty"`
	Choices []Choice `json:"choices,omitempty"`
}

// Ends reports whether a talk that stops here was carried through: a choice ends the call, or nothing leads on.
func (o Operation) Ends() bool {
	for _, c := range o.Choices {
		if c.Action == ActEnd {
			return true
		}
	}
	return len(o.Choices) == 0
}

// Field is something of the form that an operation fills in.
type Field struct {
	Name     FieldName `json:"name"`
	Required bool      `json:"required,omitempty"` // the panel points at it while it is empty; nothing is blocked
	Focus    bool      `json:"focus,omitempty"`    // the caret goes there when the operation begins
}

// FieldName is a field of the form beside the call, as FocusField names it.
type FieldName string

const (
	FillFor          FieldName = "for" // whom the caller wants
	FillSurname      FieldName = "surname"
	FillFirstName    FieldName = "first_name"
	FillPatronymic   FieldName = "patronymic"
	FillPosition     FieldName = "position"
	FillOrganisation FieldName = "organisation"
	FillNumber       FieldName = "number" // to call back
	FillVerbatim     FieldName = "verbatim"
	FillPromised     FieldName = "promised"
	FillStopped      FieldName = "stopped_at" // where the talk stopped
)

// FieldNames are all fields that a script may name.
var FieldNames = []FieldName{FillFor, FillSurname, FillFirstName, FillPatronymic, FillPosition, FillOrganisation,
	FillNumber, FillVerbatim, FillPromised, FillStopped}

// Choice is a follow-up on a number key.
type Choice struct {
	Text   string       `json:"text"`
	To     OperationID  `json:"to,omitempty"`
	Over   SituationID  `json:"over,omitempty"` // or lays a situation over the step
	Run    ScriptID     `json:"run,omitempty"`  // or runs another script
	Action ScriptAction `json:"action,omitempty"`
}

// ScriptAction is what the desk does with a choice or a situation.
type ScriptAction string

const (
	ActNone     ScriptAction = ""
	ActHold     ScriptAction = "hold"      // puts the caller on hold
	ActMessage  ScriptAction = "message"   // opens the form, first empty field
	ActName     ScriptAction = "name"      // focus on the caller's name
	ActAnswer   ScriptAction = "answer"    // answers the ringing call, holding this one
	ActWrong    ScriptAction = "wrong"     // marks the call as wrong number
	ActUnhappy  ScriptAction = "unhappy"   // sets the mood field
	ActCallback ScriptAction = "callback"  // begins a callback
	ActEnd      ScriptAction = "end"       // the caller may hang up; the key that ends is offered
	ActDial     ScriptAction = "dial"      // opens the dial field
	ActRedirect ScriptAction = "redirect"  // asks for a colleague, then has the caller wait and the colleague rung
	ActRecord   ScriptAction = "record"    // begins to record
	ActPolicy   ScriptAction = "policy"    // shows the policy sheet
	ActStopped  ScriptAction = "stoppedat" // focus on "where we stopped", then hold
	ActConsult  ScriptAction = "consult"   // has the caller wait and asks whom to call for his sake
	ActConnect  ScriptAction = "connect"   // connects him with whoever was called for his sake
	ActSearch   ScriptAction = "search"    // a digit promises minutes; then as "stoppedat"
	ActTask     ScriptAction = "task"      // begins a task, as "callback" begins a callback
	ActFAQ      ScriptAction = "faq"       // opens the search of questions and answers
)

// ScriptActions are all that a script may name.
var ScriptActions = []ScriptAction{ActHold, ActMessage, ActName, ActAnswer, ActWrong, ActUnhappy, ActCallback, ActEnd, ActDial,
	ActRedirect, ActRecord, ActPolicy, ActStopped, ActConsult, ActConnect, ActSearch, ActTask, ActFAQ}

// Situation is something that can come up at any moment.
type Situation struct {
	ID        SituationID  `json:"id"`
	Key       string       `json:"key"` // one capital letter
	Title     string       `json:"title"`
	Sentences []string     `json:"sentences"`
	Others    []Aside      `json:"others,omitempty"` // come after Sentences, and never by themselves
	Hint      string       `json:"hint,omitempty"`
	Action    ScriptAction `json:"action,omitempty"`
	Run       ScriptID     `json:"run,omitempty"` // the script that its button runs, in the place of Action
	// Label names the action's button, e.g. "Sett på vent"; empty when Action and Run are empty.
	Label string `json:"label,omitempty"`
}

// Aside is a wording for somebody other than the caller.
type Aside struct {
	To   Hearer `json:"to"`
	Text string `json:"text"`
}

// Hearer is to whom a wording is said.
type Hearer string

const (
	ToCaller       Hearer = ""
	ToPrincipal    Hearer = "principal"
	ToColleague    Hearer = "colleague"
	ToSecondCaller Hearer = "second_caller" // who rings while the first one waits
)

// Hearers are all that a script may name.
var Hearers = []Hearer{ToPrincipal, ToColleague, ToSecondCaller}

// SituationReturn is shown when the secretary goes back to a waiting caller; the general script has it.
const SituationReturn SituationID = "return"

// Operation finds a step by its id.
func (s Script) Operation(id OperationID) (Operation, bool) {
	for _, o := range s.Operations {
		if o.ID == id {
			return o, true
		}
	}
	return Operation{}, false
}

// Situation finds a situation of the script's own by its id.
func (s Script) Situation(id SituationID) (Situation, bool) {
	for _, x := range s.Situations {
		if x.ID == id {
			return x, true
		}
	}
	return Situation{}, false
}
