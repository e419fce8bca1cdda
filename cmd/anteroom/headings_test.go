package main

import (
	"testing"

	"anteroom/softphone"
	"anteroom/softphone/contactfile"
)

// A table headed with the window's own words for the fields needs nobody to match its columns.
func TestContactFiles_KnowTheWindowsOwnWordsForTheFields(t *testing.T) {
	for _, language := range []string{"nb", "en"} {
		words := wordsOf(t, language)
		var heading, row string
		for _, f := range softphone.ContactFields {
			heading += words["directory.field."+string(f)] + ";"
			row += "1;"
		}
		file, err := contactfile.Files{}.Read(t.Context(), []byte(heading+"\n"+row+"\n"), nil)
		if err != nil {
			t.Fatal(err)
		}
		for i, f := range softphone.ContactFields {
			if i >= len(file.Mapping) || file.Mapping[i] != f {
				t.Errorf("%s: %q is not taken for %s: %v", language, words["directory.field."+string(f)], f, file.Mapping)
			}
		}
	}
}
