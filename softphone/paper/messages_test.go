package paper

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"anteroom/softphone"
)

func TestMessages_GoOnOnAsManyPagesAsTheyNeed(t *testing.T) {
	now := time.Date(2026, 11, 24, 13, 2, 0, 0, time.UTC)
	m := softphone.Message{Taken: now, FirstName: "Åse", Surname: "Bjørnstad", For: "Henrik Aasen", Number: "22413077", ReadBack: true,
		Verbatim: strings.Repeat("«Kaiplassen torsdag er flyttet.» Привет, Ålesund! ", 12), Urgency: softphone.Urgent, Mood: softphone.MoodGood}
	p := softphone.Parcel{Mail: softphone.Mail{Kind: softphone.MailMessage, Language: "nb"}, For: "Henrik Aasen", Messages: []softphone.Message{m}}
	if one := Messages(p, now); one.Pages() != 1 {
		t.Errorf("one message takes %d pages", one.Pages())
	}
	p.Mail.Kind, p.Mail.From, p.Mail.Until, p.Mail.Language = softphone.MailReport, now.Add(-time.Hour), now, "en"
	for range 40 {
		p.Messages = append(p.Messages, m)
	}
	many := Messages(p, now)
	if many.Pages() < 3 {
		t.Errorf("forty messages on %d pages", many.Pages())
	}
	var file bytes.Buffer
	if err := many.Write(&file); err != nil || !bytes.HasPrefix(file.Bytes(), []byte("%PDF")) {
		t.Errorf("%v", err)
	}
}
