package assets

import (
	"embed"
	"io/fs"
)

//go:embed practice/stories/*.json practice/voices
var practice embed.FS

// Practice is the practice callers: stories/*.json as in package exchange, and voices/<id>/<clip>.al, A-law at
// 8000 Hz without a header, rendered by practice/render.sh.
func Practice() fs.FS {
	sub, err := fs.Sub(practice, "practice")
	if err != nil {
		panic(err) // the path is a constant
	}
	return sub
}
