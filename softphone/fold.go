package softphone

import "strings"

var foldLetters = strings.NewReplacer(
	"aa", "a", "å", "a", "ä", "a", "á", "a", "à", "a", "â", "a", "ã", "a", "ae", "a", "æ", "a",
	"ø", "o", "ö", "o", "oe", "o", "ó", "o", "ò", "o", "ô", "o", "õ", "o",
	"é", "e", "è", "e", "ê", "e", "ë", "e", "í", "i", "ì", "i", "î", "i", "ï", "i", "ú", "u", "ù", "u", "û", "u", "ü", "u",
	"ç", "c", "ñ", "n", "ß", "ss", "ý", "y",
)

// Fold brings words to one form for comparing and searching: small letters, one way to write å (aa), ø (oe, ö) and æ (ae, ä), no
// accents, no punctuation, one blank between words.
func Fold(text string) string {
	text = foldLetters.Replace(strings.ToLower(text))
	return strings.Join(strings.FieldsFunc(text, func(r rune) bool {
		return r < '0' || r > '9' && r < 'a' || r > 'z' && r < 0x80 || r == '«' || r == '»' || r == '–' || r == '’' || r == '…' || r == '\u00a0'
	}), " ")
}
