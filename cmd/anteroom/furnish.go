package main

import (
	"context"
	"encoding/json"

	"anteroom/assets"
	"anteroom/softphone"
)

// furnish gives a desk that has never been used a language and, so that the practice line has somebody to be called
// for, a company, a secretary and a principal. All of it can be changed on the settings and policy pages.
func (h *house) furnish(ctx context.Context) error {
	if h.flags.lang != "" && h.open.Settings.Get(softphone.SetLanguage) != h.flags.lang {
		if err := h.books.SaveSetting(ctx, softphone.SetLanguage, h.flags.lang); err != nil {
			return err
		}
		h.open.Settings = with(h.open.Settings, softphone.SetLanguage, h.flags.lang)
	}
	if h.flags.forget && h.open.Settings.Get(softphone.SetManagerPassword) != "" {
		if err := h.books.SaveSetting(ctx, softphone.SetManagerPassword, ""); err != nil {
			return err
		}
		h.open.Settings = with(h.open.Settings, softphone.SetManagerPassword, "")
	}
	if h.open.Settings.Get(softphone.SetCompany) != "" || len(h.open.Principals) > 0 || len(h.open.Accounts) > 0 {
		return nil
	}
	o, err := office(h.open.Settings.Get(softphone.SetLanguage))
	if err != nil {
		return err
	}
	for k, v := range o.Settings {
		if err := h.books.SaveSetting(ctx, k, v); err != nil {
			return err
		}
		h.open.Settings = with(h.open.Settings, k, v)
	}
	for i, x := range o.Principals {
		p := softphone.Principal{
			ID: x.ID, FirstName: x.FirstName, Surname: x.Surname, Position: x.Position, Number: x.Number, Deputies: x.Deputies,
			Order: i + 1, Presence: softphone.Presence{Kind: softphone.PresenceIn}, Policy: x.Sheet,
		}
		if err := h.books.SavePrincipal(ctx, p); err != nil {
			return err
		}
		h.open.Principals = append(h.open.Principals, p)
	}
	if err := h.furnishHouse(ctx); err != nil {
		return err
	}
	return h.furnishPeople(ctx)
}

func with(s softphone.Settings, k softphone.SettingKey, v string) softphone.Settings {
	if s == nil {
		s = softphone.Settings{}
	}
	s[k] = v
	return s
}

// invented is an office as assets hold it.
type invented struct {
	Settings   softphone.Settings `json:"settings"`
	Principals []struct {
		ID        softphone.PrincipalID `json:"id"`
		FirstName string                `json:"first_name"`
		Surname   string                `json:"surname"`
		Position  string                `json:"position"`
		Number    string                `json:"number"`
		Deputies  string                `json:"deputies"`
		Sheet     softphone.Sheet       `json:"sheet"`
	} `json:"principals"`
}

func office(language string) (invented, error) {
	var o invented
	text, err := assets.Office(language)
	if err != nil {
		return o, err
	}
	return o, json.Unmarshal(text, &o)
}
