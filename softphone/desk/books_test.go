package desk

import (
	"context"

	"anteroom/softphone"
)

func (b fakeBooks) MoveMessage(context.Context, softphone.Message, softphone.Progress) error {
	return b.save()
}
func (b fakeBooks) SaveMail(context.Context, softphone.Mail) error           { return b.save() }
func (b fakeBooks) SaveMailPassword(context.Context, softphone.Secret) error { return b.save() }
func (b fakeBooks) MailContents(context.Context, softphone.Mail) ([]softphone.Message, error) {
	return nil, nil
}
