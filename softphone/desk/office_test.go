package desk

import (
	"context"

	"anteroom/softphone"
)

func (b fakeBooks) SaveReception(context.Context, softphone.Reception) error { return b.save() }
func (b fakeBooks) SaveNotTold(context.Context, softphone.PrincipalID, []softphone.NotTold) error {
	return b.save()
}
func (b fakeBooks) SaveCalendar(context.Context, softphone.PrincipalID, string) error {
	return b.save()
}
func (b fakeBooks) SaveStaffPresence(context.Context, softphone.StaffPresence) error { return b.save() }
func (b fakeBooks) NotePresence(context.Context, softphone.PresenceEntry) error      { return b.save() }
