package exchange

import (
	"testing"
)

func TestPracticeCaller_RingsIsAnsweredSpeaksAndHangsUp(t *testing.T) {
	e, account, secret := opened(t, Options{})
	c := newConsole(t, account, secret)
	if res := c.register(120, string(secret)); res.StatusCode != 200 {
		t.Fatalf("REGISTER: %s", res.StartLine())
	}
	if err := e.Ring(t.Context(), "ann", "en"); err != nil {
		t.Fatal(err)
	}
	a := c.arrival()
	if from := a.request.From(); from.DisplayName != "Åse ann" || from.Address.User != "+442079460101" {
		t.Errorf("From is %s", from.Value())
	}
	a.ring()
	l := a.answer()
	l.speak(20)
	heard := l.hear(true, 12)
	for i := 1; i < len(heard); i++ {
		if step := heard[i].Timestamp - heard[i-1].Timestamp; step != frameSamples {
			t.Errorf("timestamps step %d", step)
		}
		if step := heard[i].SequenceNumber - heard[i-1].SequenceNumber; step != 1 {
			t.Errorf("sequence numbers step %d", step)
		}
	}
	l.waitEnd()
}
