package ui

import (
	"context"

	"anteroom/softphone"
)

func (agreeable) MoveMessage(context.Context, softphone.Message, softphone.Progress) error {
	return nil
}
func (agreeable) SaveMail(context.Context, softphone.Mail) error           { return nil }
func (agreeable) SaveMailPassword(context.Context, softphone.Secret) error { return nil }
func (agreeable) MailContents(context.Context, softphone.Mail) ([]softphone.Message, error) {
	return nil, nil
}
