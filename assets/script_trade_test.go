package assets_test

import (
	"regexp"
	"strings"
	"testing"
)

// The caller's words are agreed to before anything is asked of him.
func TestQuestion_JoinsBeforeItAsks(t *testing.T) {
	joins := regexp.MustCompile(`^(Ja|Selvsagt|Det finner vi|Yes|Certainly|I’m sure)`)
	for lang, s := range scripts(t) {
		o, _ := s.Operation("question")
		for _, words := range o.Sentences {
			if !joins.MatchString(words) {
				t.Errorf("%s: asks at once: %s", lang, words)
			}
		}
	}
}

// A message is asked for by an open question, never by one that yes or no answers, and what is unclear is asked about.
func TestMessage_IsAskedForByAnOpenQuestion(t *testing.T) {
	open := regexp.MustCompile(`(?i)^(og )?(hva|hvem|hvilke|når|hvordan|what|who|which|when|how)\b`)
	found := 0
	for _, s := range every(t) {
		if s.ID != "absent" && s.ID != "busy" {
			continue
		}
		o, ok := s.Operation("message")
		if !ok {
			t.Errorf("%s: no step for the message", s.ID)
		}
		for _, words := range o.Sentences {
			asked := strings.TrimSuffix(words, "?")
			if i := strings.LastIndexAny(asked, ".!"); i >= 0 {
				asked = strings.TrimSpace(asked[i+1:])
			}
			if found++; !open.MatchString(asked) {
				t.Errorf("%s, %s: %q is no open question", s.ID, s.Language, asked)
			}
		}
		if s.ID == "absent" && !strings.Contains(o.Hint, "uklart") && !strings.Contains(o.Hint, "unclear") {
			t.Errorf("%s: nobody says to ask about what is unclear: %s", s.Language, o.Hint)
		}
	}
	if found < 8 {
		t.Errorf("only %d sentences", found)
	}
}
