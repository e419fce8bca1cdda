package main

import (
	"context"
	"path/filepath"
	"slices"

	"anteroom/assets"
	"anteroom/softphone"
	"anteroom/softphone/scriptfile"
	"anteroom/store"
)

// shipScripts puts the scripts that come with the program into the books, where they are not there yet.
func shipScripts(ctx context.Context, books *store.Store) error {
	var all []softphone.Script
	for _, text := range assets.Scripts() {
		s, wrong := scriptfile.Files{}.ReadScript(text)
		if len(wrong) > 0 {
			return wrong[0]
		}
		all = append(all, s)
	}
	return books.ShipScripts(ctx, all)
}

// fromHere makes the name of a file that a script is read from or written to whole: the program may run in another folder.
func fromHere(args []string) []string {
	if n := len(args); n < 3 || n < 4 && args[1] == "export" || args[0] != "script" || args[1] != "import" && args[1] != "export" {
		return args
	}
	args = slices.Clone(args)
	last := &args[len(args)-1]
	if whole, err := filepath.Abs(*last); err == nil {
		*last = whole
	}
	return args
}
