package assets

import "embed"

//go:embed office/*.json office/*.csv
var offices embed.FS

// Office is the invented office that a desk never used before begins with, in "nb" or "en", as JSON: "settings" by
// key, and "principals" with "id", "first_name", "surname", "position", "number", "deputies" and "sheet" (as
// `anteroom ctl policy show` prints it).
func Office(language string) ([]byte, error) {
	return offices.ReadFile("office/office." + language + ".json")
}

// House is the reception hours of that office and what it does not tell by telephone, as JSON: "receptions" and "not_told", of the
// shapes of package softphone.
func House(language string) ([]byte, error) {
	return offices.ReadFile("office/house." + language + ".json")
}

// FAQ is the FAQ sheet of that office in one language, as a table that package softphone reads.
func FAQ(language string) ([]byte, error) {
	return offices.ReadFile("office/faq." + language + ".csv")
}

// People is the directory of that office, as JSON: a list of package softphone's Contact. Numbers are extensions of the office, of
// ranges set aside for fiction (+44 1632 960xxx, +44 20 7946 0xxx), or begin with what no Norwegian area has.
func People(language string) ([]byte, error) {
	return offices.ReadFile("office/people." + language + ".json")
}
