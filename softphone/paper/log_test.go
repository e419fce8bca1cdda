package paper

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"anteroom/softphone"
)

// The log is printed whole, on as many pages as it takes, in either language.
func TestLog_IsPrintedOnAsManyPagesAsItNeeds(t *testing.T) {
	now := time.Date(2026, 11, 24, 13, 2, 0, 0, time.UTC)
	var all []softphone.Message
	for range 60 {
		all = append(all, softphone.Message{Taken: now, State: softphone.Delivered, For: "Henrik Aasen", Surname: "Bjørnstad", Number: "22413077",
			Verbatim: strings.Repeat("«Kaiplassen torsdag er flyttet.» Привет! ", 4)})
	}
	for _, language := range []string{"nb", "en"} {
		if one := Log("November", all[:1], language, "Nordvik", now); one.Pages() != 1 {
			t.Errorf("%s: one message on %d pages", language, one.Pages())
		}
		many := Log("November", all, language, "Nordvik", now)
		var file bytes.Buffer
		if err := many.Write(&file); err != nil || !bytes.HasPrefix(file.Bytes(), []byte("%PDF")) || many.Pages() < 4 {
			t.Errorf("%s: %d pages, %v", language, many.Pages(), err)
		}
	}
}
