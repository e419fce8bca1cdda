package ui

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"
	"sync"

	"anteroom/assets"
	"anteroom/softphone"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"
)

// languages of the screen, the first for lack of any other.
var languages = []string{"nb", "en"}

// vocabulary is every sentence by language and key, from assets/translation/<area>.<language>.json.
var vocabulary = sync.OnceValue(func() map[string]map[string]string {
	all := map[string]map[string]string{}
	for _, l := range languages {
		all[l] = map[string]string{}
	}
	files, err := fs.Glob(assets.Translations, "translation/*.json")
	if err != nil {
		panic(err)
	}
	for _, name := range files {
		text, err := assets.Translations.ReadFile(name)
		if err != nil {
			panic(err)
		}
		parts := strings.Split(name, ".")
		if len(parts) != 3 || all[parts[1]] == nil {
			panic("ui: " + name + " is not named <area>.<language>.json")
		}
		var words map[string]string
		if err := json.Unmarshal(text, &words); err != nil {
			panic(fmt.Sprintf("ui: %s: %v", name, err))
		}
		for k, v := range words {
			all[parts[1]][k] = v
		}
	}
	return all
})

// inLanguage gives the wording of one language. An unknown key shows as itself; a test keeps it from happening.
func inLanguage(l string) wording {
	words := vocabulary()[l]
	if words == nil {
		words = vocabulary()[languages[0]]
	}
	return func(key string, args ...any) string {
		s, ok := words[key]
		switch {
		case !ok:
			return key
		case len(args) == 0:
			return s
		}
		return fmt.Sprintf(s, args...)
	}
}

// reasonWords is a refusal or failure in words: the sentence of its code, and the other side's own in brackets.
func reasonWords(err error, say wording) string {
	var r softphone.Reason
	switch {
	case errors.Is(err, context.DeadlineExceeded):
		return say("reason.no_reply")
	case !errors.As(err, &r):
		return say("reason.unexpected", err.Error())
	}
	s := say("reason." + string(r.Code))
	if r.Detail != "" && !plain[r.Code] {
		s += " (" + r.Detail + ")"
	}
	return s
}

// plain are the reasons that say all there is to say: the network's own words for them ("486 Busy Here") say no more.
var plain = map[softphone.ReasonCode]bool{
	softphone.HungUp: true, softphone.Cancelled: true, softphone.Rejected: true, softphone.Busy: true, softphone.Later: true, softphone.Undisturbed: true, softphone.NoAnswer: true,
	softphone.NotFound: true, softphone.Declined: true, softphone.AnsweredElse: true, softphone.NoCommonCodec: true, softphone.NotEncrypted: true,
	softphone.AgainstSheet: true, softphone.WrongState: true,
}

// speakFyne gives Fyne's own words (the menu of a text field, Quit) in a language: it has none in Norwegian, and
// picks by the environment when translations are added.
func speakFyne(l string) error {
	locale := map[string]string{"nb": "nb_NO.UTF-8", "en": "en_GB.UTF-8"}[l]
	if err := errors.Join(os.Setenv("LC_ALL", locale), os.Setenv("LANGUAGE", "")); err != nil {
		return err
	}
	own := map[string]string{}
	for k, v := range vocabulary()[l] {
		if name, ok := strings.CutPrefix(k, "fyne."); ok {
			own[name] = v
		}
	}
	text, err := json.Marshal(own)
	if err != nil {
		return err
	}
	return lang.AddTranslationsForLocale(text, fyne.Locale(l))
}
