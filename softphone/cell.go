package softphone

import "strings"

// formulaSigns begin what a spreadsheet would run (OWASP, "CSV injection").
const formulaSigns = "=+-@\t\r\n|%＝＋－＠"

// runs tells whether a spreadsheet may take a text for a formula. Spaces before the sign do not help.
func runs(s string) bool {
	t := strings.TrimLeft(s, " \u00a0\ufeff")
	return t != "" && strings.ContainsRune(formulaSigns, []rune(t)[0])
}

// GuardedCell is a text as a cell of a table that no spreadsheet runs: one that could be a formula gets an apostrophe.
func GuardedCell(s string) string {
	if rest := strings.TrimLeft(s, "'"); runs(s) || rest != s && runs(rest) {
		return "'" + s
	}
	return s
}

// BareCell undoes GuardedCell.
func BareCell(s string) string {
	if rest := strings.TrimLeft(s, "'"); rest != s && runs(rest) {
		return s[1:]
	}
	return s
}
