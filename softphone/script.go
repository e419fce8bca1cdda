package softphone

import (
	"encoding/json"
	"fmt"
	"slices"
)

// ScriptID names one script; OperationID one of its steps; SituationID one situation that can be laid over any step.
type (
	ScriptID    string
	OperationID string
	SituationID string
)

// Script guides the secretary through a call, in one language.
type Script struct {
	ID         ScriptID    `json:"id"`
	Version    int         `json:"version"`
	Language   string      `json:"language"` // "nb" or "en"
	Name       string      `json:"name"`
	Operations []Operation `json:"operations"` // the first is where a call begins
	Situations []Situation `json:"situations"`
}

// Operation is one step: a sentence to say, and where it can lead.
type Operation struct {
	ID        OperationID `json:"id"`
	Title     string      `json:"title"`
	Sentences []string    `json:"sentences"` // several wordings of the same; see Fill for the {names}
	// Absent replaces Sentences while the principal cannot be had: absence is told before the name is asked.
	Absent  []string `json:"absent,omitempty"`
	Hint    string   `json:"hint,omitempty"` // small advice under the sentence
	Choices []Choice `json:"choices,omitempty"`
}

// Choice is a follow-up on a number key.
type Choice struct {
	Text   string       `json:"text"`
	To     OperationID  `json:"to,omitempty"`
	Over   SituationID  `json:"over,omitempty"` // or lays a situation over the step
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
	ActRedirect ScriptAction = "redirect"  // counts a redirect and opens the dial field
	ActRecord   ScriptAction = "record"    // begins to record
	ActPolicy   ScriptAction = "policy"    // shows the policy sheet
	ActStopped  ScriptAction = "stoppedat" // focus on "where we stopped", then hold
	ActConsult  ScriptAction = "consult"   // lets the caller wait and asks whom to ring for him
	ActSearch   ScriptAction = "search"    // a digit promises minutes; then as "stoppedat"
	ActTask     ScriptAction = "task"      // begins a task, as "callback" begins a callback
)

// Situation is something that can come up at any moment.
type Situation struct {
	ID        SituationID  `json:"id"`
	Key       string       `json:"key"` // one capital letter
	Title     string       `json:"title"`
	Sentences []string     `json:"sentences"`
	Others    []Aside      `json:"others,omitempty"` // come after Sentences, and never by themselves
	Hint      string       `json:"hint,omitempty"`
	Action    ScriptAction `json:"action,omitempty"`
	// Label names the action's button, e.g. "Sett på vent"; empty when Action is empty.
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

// SituationReturn is shown when the secretary goes back to a waiting caller; every script has it.
const SituationReturn SituationID = "return"

// ParseScript reads one script from JSON and says in plain words what is wrong with it.
func ParseScript(text []byte) (Script, error) {
	var s Script
	if err := json.Unmarshal(text, &s); err != nil {
		return Script{}, fmt.Errorf("script: not readable: %w", err)
	}
	return s, s.Check()
}

// Check finds choices that lead nowhere, doubled keys and missing sentences.
func (s Script) Check() error {
	if s.ID == "" || len(s.Operations) == 0 {
		return fmt.Errorf("script %q: needs an id and at least one operation", s.ID)
	}
	ops := map[OperationID]bool{}
	for _, o := range s.Operations {
		if ops[o.ID] {
			return fmt.Errorf("script %s: operation %q stands twice", s.ID, o.ID)
		}
		if len(o.Sentences) == 0 {
			return fmt.Errorf("script %s: operation %q has no sentence", s.ID, o.ID)
		}
		ops[o.ID] = true
	}
	sits, keys := map[SituationID]bool{}, map[string]bool{}
	for _, x := range s.Situations {
		if sits[x.ID] || (x.Key != "" && keys[x.Key]) {
			return fmt.Errorf("script %s: situation %q or its key %q stands twice", s.ID, x.ID, x.Key)
		}
		if len(x.Sentences) == 0 {
			return fmt.Errorf("script %s: situation %q has no sentence", s.ID, x.ID)
		}
		for _, o := range x.Others {
			if o.Text == "" || !slices.Contains(Hearers, o.To) {
				return fmt.Errorf("script %s: situation %q says %q to %q", s.ID, x.ID, o.Text, o.To)
			}
		}
		sits[x.ID], keys[x.Key] = true, true
	}
	if !sits[SituationReturn] {
		return fmt.Errorf("script %s: has no situation %q", s.ID, SituationReturn)
	}
	for _, o := range s.Operations {
		for _, c := range o.Choices {
			if c.To != "" && !ops[c.To] {
				return fmt.Errorf("script %s: choice %q leads to unknown operation %q", s.ID, c.Text, c.To)
			}
			if c.Over != "" && !sits[c.Over] {
				return fmt.Errorf("script %s: choice %q leads to unknown situation %q", s.ID, c.Text, c.Over)
			}
		}
	}
	return nil
}

// Operation finds a step by its id.
func (s Script) Operation(id OperationID) (Operation, bool) {
	for _, o := range s.Operations {
		if o.ID == id {
			return o, true
		}
	}
	return Operation{}, false
}

// Situation finds a situation by its id.
func (s Script) Situation(id SituationID) (Situation, bool) {
	for _, x := range s.Situations {
		if x.ID == id {
			return x, true
		}
	}
	return Situation{}, false
}
