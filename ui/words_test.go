package ui

import (
	"io/fs"
	"os"
	"regexp"
	"strings"
	"testing"

	"anteroom/assets"
	"anteroom/softphone"
)

func TestWords_BothLanguagesHaveEveryKeyWithTheSameArguments(t *testing.T) {
	verb := regexp.MustCompile(`%[-+0-9.]*[a-zA-Z%]`)
	all := vocabulary()
	for key, nb := range all["nb"] {
		en, ok := all["en"][key]
		if !ok {
			t.Errorf("%s has no English", key)
			continue
		}
		if a, b := verb.FindAllString(nb, -1), verb.FindAllString(en, -1); strings.Join(a, "") != strings.Join(b, "") {
			t.Errorf("%s takes %v in Norwegian and %v in English", key, a, b)
		}
	}
	for key := range all["en"] {
		if _, ok := all["nb"][key]; !ok {
			t.Errorf("%s has no Norwegian", key)
		}
	}
}

func TestWords_EveryKeyUsedExists(t *testing.T) {
	whole := regexp.MustCompile(`\b(?:tr|say)\("([a-z0-9_.]+)"(\)|, | \+)`)
	nb := vocabulary()["nb"]
	known := func(key string, part bool) bool {
		if !part {
			_, ok := nb[key]
			return ok
		}
		for k := range nb {
			if strings.HasPrefix(k, key) {
				return true
			}
		}
		return false
	}
	files, err := fs.Glob(os.DirFS("."), "*.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range whole.FindAllStringSubmatch(string(text), -1) {
			if !known(m[1], m[2] == " +") {
				t.Errorf("%s uses %q, which no translation has", name, m[1])
			}
		}
	}
}

func TestWords_EveryCommandPageMenuAndPresenceHasThem(t *testing.T) {
	want := []string{"desk.gap.caller", "desk.gap.principal", "desk.gap.back_at", "desk.gap.stopped", "desk.gap.number", "desk.gap.deputy",
		"desk.gap.company", "desk.gap.secretary", "desk.gap.greeting"}
	for _, c := range commands {
		want = append(want, "key."+c.id, "key."+c.id+".hint")
	}
	for _, p := range pageOrder {
		want = append(want, "page."+string(p.id))
	}
	for _, m := range menuOrder {
		want = append(want, "menu."+m)
	}
	for _, k := range softphone.PresenceKinds {
		want = append(want, "policy.presence."+string(k), "desk.presence."+string(k))
	}
	for _, key := range []string{"desk.redirected", "desk.returns_made", "desk.waited", "frame.drafts"} {
		want = append(want, key, key+".one")
	}
	for _, l := range languages {
		for _, key := range want {
			if vocabulary()[l][key] == "" {
				t.Errorf("%s: no words for %s", l, key)
			}
		}
	}
}

func TestWords_EveryReasonCodeHasThem(t *testing.T) {
	source, err := os.ReadFile("../softphone/reason.go")
	if err != nil {
		t.Fatal(err)
	}
	codes := regexp.MustCompile(`ReasonCode = "([a-z_]+)"`).FindAllStringSubmatch(string(source), -1)
	if len(codes) < 30 {
		t.Fatalf("found only %d reason codes", len(codes))
	}
	for _, l := range languages {
		for _, c := range codes {
			if vocabulary()[l]["reason."+c[1]] == "" {
				t.Errorf("%s: no words for reason %s", l, c[1])
			}
		}
	}
}

func TestWords_EveryPlaceholderOfTheScriptsHasAName(t *testing.T) {
	gap := regexp.MustCompile(`\{([a-z_]+)\}`)
	for _, text := range assets.Scripts() {
		for _, m := range gap.FindAllStringSubmatch(string(text), -1) {
			if vocabulary()["nb"]["desk.gap."+m[1]] == "" {
				t.Errorf("the gap {%s} has no name on screen", m[1])
			}
		}
	}
}
