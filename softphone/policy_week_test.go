package softphone

import (
	"fmt"
	"slices"
	"testing"
)

// The week strip: quiet hours, his own calls, exceptions by date, and where rules clash.
func TestWeek_ShowsQuietHoursExceptionsAndWhatClashes(t *testing.T) {
	s := Sheet{Rules: []Rule{
		{ID: "quiet", Question: AskQuiet, Hours: spans(t, "mon,wed 08:00-09:30", "fri 13:00-15:00")},
		{ID: "party", Question: AskQuiet, Open: true, Hours: spans(t, "2026-11-25 08:00-09:00")},
		{ID: "own", Question: AskOwnCalls, Hours: spans(t, "mon 15:00-16:00")},
		{ID: "brokers", Question: AskOnlyAt, Who: Who{Group: "Brokers"}, Hours: spans(t, "fri 14:00-15:00")},
	}}
	var got []string
	for day, bands := range Week(s, at("2026-11-26 12:00")) { // whichever day of it is today
		for _, b := range bands {
			got = append(got, fmt.Sprintf("%d %s %d-%d", day, b.Kind, b.From, b.To))
		}
	}
	if want := []string{"0 quiet 480-570", "0 own 900-960", "2 quiet 540-570", "4 quiet 780-840", "4 clash 840-900"}; !slices.Equal(got, want) {
		t.Errorf("%q", got)
	}
}
