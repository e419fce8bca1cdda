package main

import (
	"context"

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
