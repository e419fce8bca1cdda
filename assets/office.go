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
