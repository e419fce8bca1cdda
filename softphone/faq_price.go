package softphone

import (
	"fmt"
	"strconv"
	"strings"
)

// Price is what something costs.
type Price struct {
	What     string // e.g. "Møterom, per dag"; "" where the question tells
	Amount   int64  // in hundredths of the currency
	Currency string // three letters (ISO 4217), e.g. "NOK"
}

// maxAmount keeps prices readable: a hundred thousand million.
const maxAmount = 1e13

// String is the price as it is written: "Møterom, per dag: 1200.50 NOK".
func (p Price) String() string {
	amount := strconv.FormatInt(p.Amount/100, 10)
	if p.Amount%100 != 0 {
		amount += fmt.Sprintf(".%02d", p.Amount%100)
	}
	amount += " " + p.Currency
	if p.What == "" {
		return amount
	}
	return p.What + ": " + amount
}

// ParsePrice reads "what: amount currency"; what may be missing, blanks group thousands, a comma or a point is the decimal sign, and
// kr, €, $ and £ are understood. The error is a Reason BadValue.
func ParsePrice(text string) (Price, error) {
	bad := Reason{BadValue, "price: " + strings.TrimSpace(text)}
	var p Price
	rest := strings.TrimSpace(text)
	if i := strings.LastIndex(rest, ":"); i >= 0 {
		p.What, rest = strings.TrimSpace(rest[:i]), strings.TrimSpace(rest[i+1:])
	}
	rest = strings.NewReplacer(" ", "", "\u00a0", "", "\u202f", "", ",-", "").Replace(rest)
	digits := strings.Trim(rest, "€$£abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")
	sign := strings.TrimSuffix(strings.TrimPrefix(rest, digits), digits)
	p.Currency = strings.ToUpper(sign)
	if c, ok := map[string]string{"": "NOK", "KR": "NOK", "€": "EUR", "$": "USD", "£": "GBP"}[p.Currency]; ok {
		p.Currency = c
	}
	if len(p.Currency) != 3 || strings.Trim(p.Currency, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") != "" {
		return Price{}, bad
	}
	digits = strings.ReplaceAll(digits, ",", ".")
	whole, part, _ := strings.Cut(digits, ".")
	if whole == "" || len(part) > 2 || strings.Trim(whole+part, "0123456789") != "" {
		return Price{}, bad
	}
	n, err := strconv.ParseInt(whole+(part + "00")[:2], 10, 64)
	if err != nil || n > maxAmount {
		return Price{}, bad
	}
	p.Amount = n
	return p, nil
}

// ParsePrices reads one price a line, or several with semicolons between them.
func ParsePrices(text string) ([]Price, error) {
	var out []Price
	for line := range strings.FieldsFuncSeq(text, func(r rune) bool { return r == '\n' || r == ';' }) {
		if strings.TrimSpace(line) == "" {
			continue
		}
		p, err := ParsePrice(line)
		if err != nil {
			return nil, err
		}
		out = append(out, p)
	}
	return out, nil
}

// currencies by code: the word for one and for several, in Norwegian and English.
var currencies = map[string][4]string{
	"NOK": {"krone", "kroner", "krone", "kroner"},
	"SEK": {"svensk krone", "svenske kroner", "Swedish krona", "Swedish kronor"},
	"DKK": {"dansk krone", "danske kroner", "Danish krone", "Danish kroner"},
	"EUR": {"euro", "euro", "euro", "euros"},
	"USD": {"dollar", "dollar", "dollar", "dollars"},
	"GBP": {"pund", "pund", "pound", "pounds"},
}

// amount is the sum as it is said: "1 200 kroner", "99,50 euro".
func (p Price) amount(language string) string {
	group, point, at := " ", ",", 0
	if language == "en" {
		group, point, at = ",", ".", 2
	}
	s := strconv.FormatInt(p.Amount/100, 10)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + group + s[i:]
	}
	if p.Amount%100 != 0 {
		s += point + fmt.Sprintf("%02d", p.Amount%100)
	}
	words, known := currencies[p.Currency]
	switch {
	case !known:
		return s + " " + p.Currency
	case p.Amount == 100:
		return s + " " + words[at]
	}
	return s + " " + words[at+1]
}

// Say is the price as it is said: "møterom, per dag: 1 200 kroner".
func (p Price) Say(language string) string {
	if p.What == "" {
		if language == "en" {
			return "that is " + p.amount(language)
		}
		return "det koster " + p.amount(language)
	}
	return p.What + ": " + p.amount(language)
}
