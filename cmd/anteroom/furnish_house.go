package main

import (
	"context"
	"encoding/json"
	"fmt"

	"anteroom/assets"
	"anteroom/softphone"
)

// furnishHouse gives the invented office its hours, what it does not tell by telephone, and a FAQ sheet in both languages.
func (h *house) furnishHouse(ctx context.Context) error {
	text, err := assets.House(h.open.Settings.Get(softphone.SetLanguage))
	if err != nil {
		return err
	}
	var o struct {
		Receptions []softphone.Reception `json:"receptions"`
		NotTold    []softphone.NotTold   `json:"not_told"`
	}
	if err := json.Unmarshal(text, &o); err != nil {
		return fmt.Errorf("the invented office: %w", err)
	}
	for _, r := range o.Receptions {
		if err := h.books.SaveReception(ctx, r); err != nil {
			return err
		}
	}
	owners := map[softphone.PrincipalID]bool{}
	for _, n := range o.NotTold {
		if owners[n.Owner] {
			continue
		}
		owners[n.Owner] = true
		if err := h.books.SaveNotTold(ctx, n.Owner, softphone.NotToldOf(o.NotTold, n.Owner)); err != nil {
			return err
		}
	}
	h.open.Office.Receptions, h.open.Office.NotTold = o.Receptions, o.NotTold
	var all []softphone.FAQEntry
	for _, language := range []string{"nb", "en"} {
		text, err := assets.FAQ(language)
		if err != nil {
			return err
		}
		entries, bad, err := softphone.ReadFAQ(text)
		if err == nil && len(bad) > 0 {
			err = fmt.Errorf("line %d: %w", bad[0].Line, bad[0].Reason)
		}
		if err != nil {
			return fmt.Errorf("the FAQ sheet of the invented office: %w", err)
		}
		all = append(all, entries...)
	}
	return h.books.FurnishFAQ(ctx, all)
}
