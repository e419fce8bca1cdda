package control

import (
	"flag"
	"io"
	"time"

	"anteroom/softphone"
)

// notesListed is how many notes of deletions `person log` prints.
const notesListed = 1000

const personUsage = "person find|erase [--number N] [--name NAME] [--yes] | person export --to FOLDER [--number N] [--name NAME] | person log"

// tracesWords is what is kept of a person.
type tracesWords struct {
	Calls      int      `json:"calls"`
	Recordings int      `json:"recordings"`
	Messages   int      `json:"messages"`
	Drafts     int      `json:"drafts"`
	Callbacks  int      `json:"callbacks,omitempty"`       // and tasks
	Contacts   int      `json:"contacts"`                  // in the directory
	Live       int      `json:"calls_that_last,omitempty"` // are not deleted
	Rules      int      `json:"rules,omitempty"`           // of policy sheets, today's and earlier ones, that name the person
	Mentions   int      `json:"mentions,omitempty"`        // calls of others that were put through to the number, and lose it
	Names      []string `json:"names,omitempty"`
	Numbers    []string `json:"numbers,omitempty"`
	First      string   `json:"first,omitempty"`
	Last       string   `json:"last,omitempty"`
	// Free texts of others that name the person, by where they are; they stay.
	Named  map[softphone.NamedWhere]int `json:"named_in,omitempty"`
	Copies []string                     `json:"earlier_copies,omitempty"` // files of the data folder that are not touched
}

type erasureWords struct {
	At         time.Time `json:"at"`
	By         string    `json:"by"`
	Calls      int       `json:"calls"`
	Recordings int       `json:"recordings"`
	Messages   int       `json:"messages"`
	Drafts     int       `json:"drafts"`
	Contacts   int       `json:"contacts"`
}

// person shows or deletes what is kept of one person. erase prints what is to go, and deletes it with --yes.
func (v *visit) person(rest []string) error {
	if len(rest) == 1 && rest[0] == "log" {
		notes, err := v.People.Erasures(v.ctx, notesListed)
		for _, n := range notes {
			if err == nil {
				err = v.emit(erasureWords(n))
			}
		}
		return err
	}
	if len(rest) < 2 || rest[0] != "find" && rest[0] != "erase" && rest[0] != "export" {
		return usage(personUsage)
	}
	var p softphone.Person
	var yes bool
	var to string
	f := flag.NewFlagSet("person", flag.ContinueOnError)
	f.SetOutput(io.Discard)
	f.StringVar(&p.Number, "number", "", "")
	f.StringVar(&p.Name, "name", "", "")
	f.BoolVar(&yes, "yes", false, "")
	f.StringVar(&to, "to", "", "")
	if f.Parse(rest[1:]) != nil || f.NArg() > 0 || p.Empty() || (rest[0] == "export") != (to != "") {
		return usage(personUsage)
	}
	if rest[0] == "export" {
		if why := v.Desk.State().Forbids(softphone.DeedExport); why != nil {
			return why
		}
		found, err := v.TakeOut.ExportPerson(v.ctx, p, to)
		if err != nil {
			return err
		}
		return v.emit(tracesWordsOf(found))
	}
	found, err := v.People.FindPerson(v.ctx, p)
	if err != nil {
		return err
	}
	if err := v.emit(tracesWordsOf(found)); err != nil || rest[0] == "find" {
		return err
	}
	if why := v.Desk.State().Forbids(softphone.DeedErase); why != nil {
		return why
	}
	if !yes {
		return softphone.Reason{Code: softphone.NeedsYes, Detail: "--yes"}
	}
	_, err = v.ask(func(a softphone.AskID) softphone.Event {
		return softphone.ErasurePressed{Press: v.at(a, ""), Person: p, Outside: true}
	})
	return err
}

func tracesWordsOf(t softphone.Traces) tracesWords {
	day := func(t time.Time) string {
		if t.IsZero() {
			return ""
		}
		return t.Format(time.DateOnly)
	}
	var named map[softphone.NamedWhere]int
	for _, n := range t.Named {
		if named == nil {
			named = map[softphone.NamedWhere]int{}
		}
		named[n.Where] = n.Count
	}
	return tracesWords{Named: named, Calls: t.Calls, Recordings: t.Recordings, Messages: t.Messages, Drafts: t.Drafts, Contacts: t.Contacts, Callbacks: t.Callbacks, Live: t.Live, Mentions: t.Mentions, Rules: t.Rules,
		Names: t.Names, Numbers: t.Numbers, First: day(t.First), Last: day(t.Last), Copies: t.Copies}
}
