package ui

import (
	"fmt"
	"strings"
	"testing"

	"anteroom/softphone"
)

func TestReport_DrawsOnlyWhatIsInViewAndOpensTheChosenMessage(t *testing.T) {
	h := newWhole(t, "nb")
	var all []softphone.Message
	for i := range 20_000 {
		all = append(all, softphone.Message{ID: softphone.MessageID(fmt.Sprint(i)), Surname: "Berg", Verbatim: fmt.Sprintf("Melding %d. %s Slutt.", i,
			strings.Repeat("Skipet ligger på reden og venter på los. ", 20)), Taken: at, State: softphone.New})
	}
	h.way = wayKept{taken: all}
	h.strike("Ctrl+F9")
	r := h.messagesPage().report
	h.pass(0)
	if n := strings.Count(strings.Join(textsIn(r.body), " "), "Berg"); n == 0 || n > 40 {
		t.Fatalf("%d rows of %d are drawn", n, len(all))
	}
	closed := r.row(all[1], false).MinSize().Height
	if closed > reportRow {
		t.Errorf("a row needs %v of %v", closed, reportRow)
	}
	h.canvas().Focus(r.list)
	h.strike("Down")
	h.strike("Down")
	if r.open != 1 || !strings.Contains(strings.Join(textsIn(r.body), " "), "Slutt.") {
		t.Errorf("open is %d: %s", r.open, strings.Join(textsIn(r.body), " "))
	}
}
