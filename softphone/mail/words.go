package mail

import (
	"encoding/json"
	"fmt"
	"sync"

	"anteroom/assets"
)

// vocabulary is the words of letters by language and key, from assets/translation/letter.<language>.json.
var vocabulary = sync.OnceValue(func() map[string]map[string]string {
	all := map[string]map[string]string{}
	for _, l := range []string{"nb", "en"} {
		text, err := assets.Translations.ReadFile("translation/letter." + l + ".json")
		if err != nil {
			panic(err)
		}
		words := map[string]string{}
		if err := json.Unmarshal(text, &words); err != nil {
			panic(fmt.Sprintf("mail: letter.%s.json: %v", l, err))
		}
		all[l] = words
	}
	return all
})

// Sayer gives the wording of letters in one language; keys are without "letter.".
func Sayer(language string) func(string, ...any) string {
	words := vocabulary()[language]
	if words == nil {
		words = vocabulary()["nb"]
	}
	return func(key string, args ...any) string {
		s, ok := words["letter."+key]
		if !ok {
			return key
		}
		if len(args) == 0 {
			return s
		}
		return fmt.Sprintf(s, args...)
	}
}
