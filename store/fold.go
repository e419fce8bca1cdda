package store

import (
	"strings"
	"unicode"

	"github.com/mozillazg/go-unidecode"
	"golang.org/x/text/unicode/norm"
)

// foldWords gives the words of a text as they are compared: in small Latin letters without accents, where å and aa, ø and
// o and oe, æ and a and ae are one. The beginning of a word folds to the beginning of what the word folds to, so that
// whoever has typed half a word finds it.
func foldWords(text string) []string {
	var out []string
	for _, w := range splitWords(text) {
		if f := foldWord(w); f != "" {
			out = append(out, f)
		}
	}
	return out
}

func splitWords(text string) []string {
	return strings.FieldsFunc(norm.NFC.String(text), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r) })
}

// digraphs are the letters that are also written as two.
var digraphs = strings.NewReplacer("aa", "å", "ae", "æ", "oe", "ø", "ue", "ü")

func foldWord(w string) string {
	var b strings.Builder
	for _, r := range digraphs.Replace(strings.ToLower(w)) {
		switch r {
		case 'å', 'æ', 'ä':
			b.WriteByte('a')
		case 'ø', 'ö', 'œ':
			b.WriteByte('o')
		case 'ü':
			b.WriteByte('u')
		case 'ð':
			b.WriteByte('d')
		case 'þ':
			b.WriteString("th")
		default:
			if r < 0x80 {
				b.WriteRune(r)
			} else {
				b.WriteString(strings.ToLower(unidecode.Unidecode(string(r))))
			}
		}
	}
	return keepWord(b.String())
}

// keepWord leaves out what unidecode writes for soft signs and the like.
func keepWord(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, s)
}

// sounds brings Latin and Cyrillic spellings of a name together; the longest beginning counts. Sibilants are one, and so
// are i, j, y and u: a name is written down by ear.
var sounds = []struct{ from, to string }{
	{"shch", "s"}, {"sch", "s"}, {"skj", "s"}, {"tsj", "s"}, {"tch", "s"}, {"sh", "s"}, {"sj", "s"}, {"ch", "s"}, {"zh", "s"}, {"ts", "s"}, {"tz", "s"},
	{"kh", "h"}, {"ph", "f"}, {"x", "ks"}, {"q", "k"}, {"w", "v"}, {"z", "s"}, {"c", "k"},
	{"ya", "a"}, {"ja", "a"}, {"ia", "a"}, {"ye", "e"}, {"je", "e"}, {"ie", "e"}, {"yo", "e"}, {"jo", "e"}, {"jø", "e"}, {"yu", "i"}, {"ju", "i"}, {"iu", "i"},
	{"aa", "o"}, {"oe", "e"}, {"å", "o"}, {"ø", "e"}, {"ö", "e"}, {"æ", "e"}, {"ä", "e"}, {"ü", "i"},
	{"y", "i"}, {"j", "i"}, {"u", "i"},
	{"йо", "e"}, {"ье", "e"}, {"ьё", "e"}, {"ъе", "e"}, {"ья", "a"}, {"ью", "i"}, {"ия", "a"}, {"ие", "e"},
	{"а", "a"}, {"б", "b"}, {"в", "v"}, {"г", "g"}, {"д", "d"}, {"е", "e"}, {"ё", "e"}, {"ж", "s"}, {"з", "s"}, {"и", "i"}, {"й", "i"}, {"к", "k"},
	{"л", "l"}, {"м", "m"}, {"н", "n"}, {"о", "o"}, {"п", "p"}, {"р", "r"}, {"с", "s"}, {"т", "t"}, {"у", "i"}, {"ф", "f"}, {"х", "h"}, {"ц", "s"},
	{"ч", "s"}, {"ш", "s"}, {"щ", "s"}, {"ъ", ""}, {"ы", "i"}, {"ь", ""}, {"э", "e"}, {"ю", "i"}, {"я", "a"}, {"і", "i"}, {"ї", "i"}, {"є", "e"}, {"ґ", "g"},
}

// soundWord is a word by its sound, for names that are written in the other script.
func soundWord(w string) string {
	w = strings.ToLower(w)
	var b strings.Builder
	last := byte(0)
	put := func(s string) {
		for i := range len(s) {
			if s[i] != last { // doubled letters are one
				b.WriteByte(s[i])
				last = s[i]
			}
		}
	}
scan:
	for len(w) > 0 {
		for _, x := range sounds {
			if strings.HasPrefix(w, x.from) {
				put(x.to)
				w = w[len(x.from):]
				continue scan
			}
		}
		r := []rune(w[:min(len(w), 4)])[0]
		if r < 0x80 {
			put(string(r))
		} else {
			put(keepWord(strings.ToLower(unidecode.Unidecode(string(r)))))
		}
		w = w[len(string(r)):]
	}
	return b.String()
}

func cyrillic(w string) bool {
	return strings.ContainsFunc(w, func(r rune) bool { return unicode.Is(unicode.Cyrillic, r) })
}

// foldName is a name to sort and compare by: its words in order, folded.
func foldName(parts ...string) string { return strings.Join(foldWords(strings.Join(parts, " ")), " ") }

func digitsOf(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, s)
}
