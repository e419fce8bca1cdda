package desk

import (
	"context"

	"anteroom/softphone"
)

func (b fakeBooks) MoveMessage(context.Context, softphone.Message, softphone.Progress) error {
	return b.save()
}
func (b fakeBooks) SaveMail(_ context.Context, m softphone.Mail) error {
	err := b.save()
	b.w.mu.Lock()
	defer b.w.mu.Unlock()
	if err == nil {
		b.w.mails = append(b.w.mails, m.State)
	}
	return err
}
func (b fakeBooks) SaveMailPassword(context.Context, softphone.Secret) error { return b.save() }
func (b fakeBooks) MailContents(context.Context, softphone.Mail) ([]softphone.Message, error) {
	return nil, nil
}
