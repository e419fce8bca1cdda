package assets

import "embed"

//go:embed office/*.json
var offices embed.FS

// Office is the invented office that a desk never used before begins with, in "nb" or "en", as JSON: "settings" by
// key, and "principals" with "id", "first_name", "surname", "position", "number", "deputies" and "answers" (the ten
// of the policy sheet).
func Office(language string) ([]byte, error) {
	return offices.ReadFile("office/office." + language + ".json")
}
