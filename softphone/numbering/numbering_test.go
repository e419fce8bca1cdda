package numbering

import "testing"

func TestFull_IsTheSameHoweverANumberIsWritten(t *testing.T) {
	for _, c := range []struct {
		country, want string
		written       []string
	}{
		{"47", "+4722413077", []string{"22413077", "22 41 30 77", "+47 22 41 30 77", "0047 22413077", "tel:+47-22-41-30-77", "sip:22413077@example.org", "4722413077", "(+47) 22413077"}},
		{"49", "+493012345678", []string{"030 12345678", "+49 (0)30 12345678", "0049 30 12345678"}},
		{"7", "+74951234567", []string{"8 (495) 123-45-67", "+7 495 123-45-67", "495 1234567"}},
		{"44", "+442079460018", []string{"020 7946 0018", "+44 (0)20 7946 0018"}},
		{"47", "+47201", []string{"201"}},
		{"47", "", []string{"", "anonymous", "sip:unknown@example.org"}},
		{"47", "ida", []string{"Ida"}},
		{"", "22413077", []string{"22 41 30 77"}},
	} {
		for _, w := range c.written {
			if got := Full(w, c.country); got != c.want {
				t.Errorf("Full(%q, %q) = %q, want %q", w, c.country, got, c.want)
			}
		}
	}
}
