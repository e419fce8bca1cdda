package assets

import "embed"

//go:embed office/*.json
var offices embed.FS

// Office is the invented office that a desk never used before begins with, in "nb" or "en", as JSON: "settings" by
// key, and "principals" with "id", "first_name", "surname", "position", "number", "deputies" and "sheet" (as
// `anteroom ctl policy show` prints it).
func Office(language string) ([]byte, error) {
	return offices.ReadFile("office/office." + language + ".json")
}
