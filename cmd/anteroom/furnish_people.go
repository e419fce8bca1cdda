package main

import (
	"context"
	"encoding/json"
	"fmt"

	"anteroom/assets"
	"anteroom/softphone"
)

// furnishPeople gives the invented office its directory, unless there is somebody in it already: colleagues, the practice callers, and
// everybody the policy sheets speak of. Like every import it can be undone as a whole.
func (h *house) furnishPeople(ctx context.Context) error {
	n, err := h.books.ContactCount(ctx)
	if err != nil || n.Staff+n.Outside > 0 {
		return err
	}
	all, err := people(h.open.Settings.Get(softphone.SetLanguage))
	if err != nil {
		return err
	}
	_, err = h.books.ChangeContacts(ctx, softphone.ContactChange{Kind: softphone.ContactsRead, Put: all, Source: h.open.Settings.Get(softphone.SetCompany)}, nil)
	return err
}

func people(language string) ([]softphone.Contact, error) {
	text, err := assets.People(language)
	if err != nil {
		return nil, err
	}
	var all []softphone.Contact
	if err := json.Unmarshal(text, &all); err != nil {
		return nil, fmt.Errorf("the directory of the invented office: %w", err)
	}
	return all, nil
}
