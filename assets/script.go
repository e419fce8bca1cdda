package assets

import (
	"embed"
	"io/fs"
)

//go:embed script/*.yaml
var scripts embed.FS

// Scripts are the call scripts that the desk is born with, as YAML in the form that softphone/scriptfile reads, each in
// Norwegian and in English. Both have the same operations and situations under the same ids, so that the language can change
// in the middle of a call.
func Scripts() [][]byte {
	var out [][]byte
	names, err := fs.Glob(scripts, "script/*.yaml")
	for _, name := range names {
		text, err1 := scripts.ReadFile(name)
		if err == nil {
			err = err1
		}
		out = append(out, text)
	}
	if err != nil {
		panic(err) // they are in the program
	}
	return out
}
