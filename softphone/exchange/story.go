package exchange

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
	"time"

	"anteroom/softphone"
)

// Story is one practice caller as data: who he is, what he says turn by turn, and what a good secretary has on her form
// afterwards. It is read from stories/*.json; who stands first in the order of the file names rings first. The clips
// are voices/<id>/<clip>.al, A-law at 8000 Hz without header; "voice" in the file is for the script that renders them.
type Story struct {
	ID           string          `json:"id"`
	Language     string          `json:"language"` // "nb" or "en"
	Name         string          `json:"name"`     // as the network shows it
	Number       string          `json:"number"`   // E.164
	Organisation string          `json:"organisation,omitempty"`
	Line         string          `json:"story"` // one line for the trainee's list
	Role         string          `json:"role,omitempty"`
	PatienceS    int             `json:"patience_s,omitempty"` // seconds in one hold before he hangs up; 0: the default
	Turns        []Turn          `json:"turns"`
	Asides       map[string]Line `json:"asides"` // clips outside the turns, by name
	Facts        Facts           `json:"facts"`

	clips map[string][]byte
}

// Line is one sentence as text, and as the voice has to be told to say it where that differs.
type Line struct {
	Text string `json:"text"`
	Say  string `json:"say,omitempty"`
}

// Turn is one thing the caller says. With Pause set he only takes a breath after it (milliseconds) and goes on, unless
// the secretary speaks; without, he waits for her answer.
type Turn struct {
	Line
	Pause int `json:"pause_ms,omitempty"`
}

// Facts is what can be known after the call, for scoring the message form.
type Facts struct {
	Surname      string `json:"surname"`
	Given        string `json:"given"`
	Organisation string `json:"organisation"`
	Number       string `json:"number"`  // to call back, digits as dialled
	For          string `json:"for"`     // whom the call is for
	Message      string `json:"message"` // as the caller said it
	WrongNumber  bool   `json:"wrong_number"`
	Mood         string `json:"mood"` // "calm" or "angry"
}

// Names of the asides. Every caller has all of them, a colleague all but hello and thanks.
const (
	sayHello   = "hello"   // nobody greets him
	sayBack    = "back"    // taken back from hold
	sayBye     = "bye"     // the end
	sayAnnoyed = "annoyed" // waited too long
	sayAnswer  = "answer"  // somebody rings him
	sayThanks  = "thanks"  // rung back
)

// Roles other than a practice caller ("").
const (
	roleColleague    = "colleague"    // answers when rung
	roleAnnouncement = "announcement" // the exchange's own voice
)

// loadStories reads every story with its clips. Shape of fsys: stories/*.json, voices/<id>/*.al.
func loadStories(fsys fs.FS) ([]*Story, error) {
	names, err := fs.Glob(fsys, "stories/*.json")
	if err != nil {
		return nil, fmt.Errorf("exchange: list stories: %w", err)
	}
	var stories []*Story
	for _, name := range names {
		data, err := fs.ReadFile(fsys, name)
		if err != nil {
			return nil, fmt.Errorf("exchange: read story %s: %w", name, err)
		}
		s := &Story{clips: map[string][]byte{}}
		if err := json.Unmarshal(data, s); err != nil {
			return nil, fmt.Errorf("exchange: read story %s: %w", name, err)
		}
		if slices.ContainsFunc(stories, func(o *Story) bool { return o.ID == s.ID }) {
			return nil, fmt.Errorf("exchange: story %s: id %q is taken", name, s.ID)
		}
		if err := s.loadClips(fsys); err != nil {
			return nil, err
		}
		stories = append(stories, s)
	}
	if len(stories) == 0 {
		return nil, fmt.Errorf("exchange: no stories: %w", fs.ErrNotExist)
	}
	return stories, nil
}

func (s *Story) loadClips(fsys fs.FS) error {
	for _, clip := range s.clipNames() {
		sound, err := fs.ReadFile(fsys, path.Join("voices", s.ID, clip+".al"))
		if err != nil {
			return fmt.Errorf("exchange: voice of %s: %w", s.ID, err)
		}
		s.clips[clip] = sound
	}
	return nil
}

// clipNames are the clips the story's role needs.
func (s *Story) clipNames() []string {
	var names []string
	for name := range s.Asides {
		names = append(names, name)
	}
	if s.Role != roleAnnouncement {
		names = append(names, sayBack, sayBye, sayAnnoyed, sayAnswer)
	}
	if s.Role == "" {
		names = append(names, sayHello, sayThanks)
	}
	for i := range s.Turns {
		names = append(names, turnClip(i))
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// turnClip names the clip of a turn, counted from 0; files count from 1.
func turnClip(i int) string { return fmt.Sprint(i + 1) }

func (s *Story) patience(otherwise time.Duration) time.Duration {
	if s.PatienceS > 0 {
		return time.Duration(s.PatienceS) * time.Second
	}
	return otherwise
}

func (s *Story) caller() softphone.PracticeCaller {
	return softphone.PracticeCaller{ID: s.ID, Name: s.Name, Number: s.Number, Language: s.Language, Story: s.Line}
}

// sameNumber compares numbers as dialled: spaces aside, with or without +, 00 and the country code.
func sameNumber(number, dialled string) bool {
	n, d := digits(number), digits(strings.TrimPrefix(dialled, "00"))
	return n == d || len(d) >= 8 && strings.HasSuffix(n, strings.TrimPrefix(d, "0"))
}

func digits(s string) string {
	return strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}, s)
}
