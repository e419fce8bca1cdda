package control

import (
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"anteroom/softphone"
)

const policyUsage = "policy show [PRINCIPAL] | policy set PRINCIPAL SHEET-JSON | policy verdict PRINCIPAL [--name N] [--number N] [--group G]… [--topic T] " +
	"[--at 2026-11-27T14:10] [--presence KIND] | policy topic CALL-ID TOPIC | policy history PRINCIPAL | policy print PRINCIPAL [--lang nb|en]"

// versionsListed is how many versions of a sheet `policy history` prints.
const versionsListed = 100

// sheetWords is a principal's sheet as `anteroom ctl policy` prints and takes it.
type sheetWords struct {
	Principal softphone.PrincipalID `json:"principal"`
	Name      string                `json:"name"`
	Sheet     softphone.Sheet       `json:"sheet"`
	Conflicts []conflictWords       `json:"conflicts"`
}

type conflictWords struct {
	Kind    softphone.ConflictKind `json:"kind"`
	Wins    softphone.RuleID       `json:"wins"`
	Loses   softphone.RuleID       `json:"loses,omitempty"`
	Example exampleWords           `json:"example"`
	Fixes   []softphone.FixKind    `json:"fixes"`
}

type exampleWords struct {
	Name   string      `json:"name,omitempty"`
	Number string      `json:"number,omitempty"`
	Groups []string    `json:"groups,omitempty"`
	Topic  string      `json:"topic,omitempty"`
	At     *time.Time  `json:"at"`
	Ruling rulingWords `json:"verdict"`
}

// rulingWords is what a sheet says of a call.
type rulingWords struct {
	Outcome  softphone.Outcome `json:"outcome"` // connect, ask, message, pass, settle, call_back
	Why      softphone.Why     `json:"why"`
	Question int               `json:"question"` // 0: the presence decided
	Rule     softphone.RuleID  `json:"rule,omitempty"`
	To       string            `json:"to,omitempty"`
	At       *time.Time        `json:"at,omitempty"`
	Text     string            `json:"text,omitempty"`
}

func rulingWordsOf(r softphone.Ruling) rulingWords {
	return rulingWords{Outcome: r.Outcome, Why: r.Why, Question: r.Question, Rule: r.Rule, To: r.To.Title(), At: moment(r.At), Text: r.Text}
}

func (v *visit) policy(rest []string) error {
	if len(rest) == 0 {
		return usage(policyUsage)
	}
	verb, rest := rest[0], rest[1:]
	switch {
	case verb == "show" && len(rest) <= 1:
		return v.showSheets(rest)
	case verb == "set" && len(rest) == 2:
		return v.setSheet(rest[0], rest[1])
	case verb == "verdict" && len(rest) > 0:
		return v.ruling(rest[0], rest[1:])
	case verb == "topic" && len(rest) == 2:
		_, err := v.ask(func(a softphone.AskID) softphone.Event {
			return softphone.TopicNoted{Press: v.at(a, softphone.CallID(rest[0])), Topic: rest[1]}
		})
		return err
	case verb == "history" && len(rest) == 1:
		return v.sheetVersions(rest[0])
	case verb == "print" && len(rest) > 0:
		return v.printSheet(rest[0], rest[1:])
	}
	return usage(policyUsage)
}

func (v *visit) showSheets(rest []string) error {
	all := v.Desk.State().Principals
	if len(rest) == 1 {
		p, err := v.principal(rest[0])
		if err != nil {
			return err
		}
		all = []softphone.Principal{p}
	}
	for _, p := range all {
		w := sheetWords{Principal: p.ID, Name: p.Name(), Sheet: p.Policy, Conflicts: []conflictWords{}}
		if w.Sheet.Rules == nil {
			w.Sheet.Rules = []softphone.Rule{}
		}
		for _, c := range softphone.Conflicts(p.Policy, v.Now()) {
			x := conflictWords{Kind: c.Kind, Wins: c.Wins.ID, Loses: c.Loses.ID, Fixes: []softphone.FixKind{}, Example: exampleWords{
				Name: c.Example.Who.Name, Number: c.Example.Who.Number, Groups: c.Example.Who.Groups, Topic: c.Example.Topic,
				At: moment(c.Example.At), Ruling: rulingWordsOf(c.Ruling),
			}}
			for _, f := range c.Fixes {
				x.Fixes = append(x.Fixes, f.Kind)
			}
			w.Conflicts = append(w.Conflicts, x)
		}
		if err := v.emit(w); err != nil {
			return err
		}
	}
	return nil
}

// setSheet puts a whole sheet in the place of a principal's; what it says is the "sheet" of `policy show`.
func (v *visit) setSheet(id, text string) error {
	p, err := v.principal(id)
	if err != nil {
		return err
	}
	in := json.NewDecoder(strings.NewReader(text))
	in.DisallowUnknownFields()
	var s softphone.Sheet
	if err := in.Decode(&s); err != nil {
		return softphone.Reason{Code: softphone.BadValue, Detail: "the sheet: " + plainError(err)}
	}
	if _, err := in.Token(); !errors.Is(err, io.EOF) {
		return softphone.Reason{Code: softphone.BadValue, Detail: "the sheet: something stands behind it"}
	}
	if why := v.mayBe(softphone.DeedPolicy); why != nil {
		return why
	}
	p.Policy = s
	if _, err := v.ask(func(a softphone.AskID) softphone.Event {
		return softphone.PrincipalSaved{Press: v.at(a, ""), Principal: p}
	}); err != nil {
		return err
	}
	return v.showSheets([]string{id})
}

// plainError leaves out what only a programmer reads.
func plainError(err error) string {
	var r softphone.Reason
	if errors.As(err, &r) {
		return r.Detail
	}
	return strings.TrimPrefix(err.Error(), "json: ")
}

func (v *visit) ruling(id string, rest []string) error {
	p, err := v.principal(id)
	if err != nil {
		return err
	}
	var who softphone.Subject
	var topic, at, presence string
	f := flag.NewFlagSet("verdict", flag.ContinueOnError)
	f.SetOutput(io.Discard)
	f.StringVar(&who.Name, "name", "", "")
	f.StringVar(&who.Number, "number", "", "")
	f.Func("group", "", func(g string) error { who.Groups = append(who.Groups, g); return nil })
	f.StringVar(&topic, "topic", "", "")
	f.StringVar(&at, "at", "", "")
	f.StringVar(&presence, "presence", "", "")
	if f.Parse(rest) != nil || f.NArg() > 0 {
		return usage(policyUsage)
	}
	now := v.Now()
	if at != "" {
		if now, err = officeTime(at, now.Location()); err != nil {
			return err
		}
	}
	if presence != "" {
		p.Presence = softphone.Presence{Kind: softphone.PresenceKind(presence)}
		if !slices.Contains(softphone.PresenceKinds, p.Presence.Kind) {
			return softphone.Reason{Code: softphone.BadValue, Detail: fmt.Sprintf("%q, only %v", presence, softphone.PresenceKinds)}
		}
	}
	return v.emit(rulingWordsOf(softphone.Verdict(p.Policy, who, topic, now, p.Presence)))
}

// officeTime reads a wall time of the office, or one with its own offset.
func officeTime(text string, office *time.Location) (time.Time, error) {
	for _, form := range []string{"2006-01-02T15:04", "2006-01-02 15:04", "2006-01-02T15:04:05"} {
		if t, err := time.ParseInLocation(form, text, office); err == nil {
			return t, nil
		}
	}
	t, err := time.Parse(time.RFC3339, text)
	if err != nil {
		return t, softphone.Reason{Code: softphone.BadValue, Detail: text + " is no time like 2026-11-27T14:10"}
	}
	return t.In(office), nil
}

type versionWords struct {
	At    time.Time       `json:"at"`
	By    string          `json:"by"`
	Sheet softphone.Sheet `json:"sheet"`
}

func (v *visit) sheetVersions(id string) error {
	all, err := v.Policies.Sheets(v.ctx, softphone.PrincipalID(id), versionsListed)
	for _, x := range all {
		if err == nil {
			err = v.emit(versionWords(x))
		}
	}
	return err
}

type printedWords struct {
	File  string `json:"file"`
	Pages int    `json:"pages"`
}

func (v *visit) printSheet(id string, rest []string) error {
	p, err := v.principal(id)
	if err != nil {
		return err
	}
	s := v.Desk.State().Settings
	language := s.Get(softphone.SetLanguage)
	f := flag.NewFlagSet("print", flag.ContinueOnError)
	f.SetOutput(io.Discard)
	f.StringVar(&language, "lang", language, "")
	if f.Parse(rest) != nil || f.NArg() > 0 || language != "nb" && language != "en" {
		return usage(policyUsage)
	}
	printed, err := v.Printer.PrintSheet(v.ctx, p, language, s.Get(softphone.SetCompany))
	if err != nil {
		return err
	}
	return v.emit(printedWords{printed.File, printed.Pages})
}
