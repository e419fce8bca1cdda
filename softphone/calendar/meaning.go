package calendar

import (
	"strings"

	"github.com/emersion/go-ical"

	"anteroom/softphone"
)

// meaning guesses what an event keeps somebody with; false for those that keep him with nothing. Of a private event nothing is
// told but that there is a meeting.
func meaning(e ical.Event) (kind softphone.PresenceKind, note string, counts bool) {
	busy := strings.ToUpper(value(e, "X-MICROSOFT-CDO-BUSYSTATUS"))
	switch {
	case strings.EqualFold(value(e, ical.PropStatus), "CANCELLED"),
		busy == "FREE", busy == "WORKINGELSEWHERE",
		busy == "" && strings.EqualFold(value(e, ical.PropTransparency), "TRANSPARENT"):
		return "", "", false
	}
	switch class := strings.ToUpper(value(e, ical.PropClass)); class {
	case "", "PUBLIC":
	default: // PRIVATE, CONFIDENTIAL; one that nobody knows counts as private (RFC 5545 §3.8.1.3)
		return softphone.PresenceMeeting, "", true
	}
	said := softphone.Fold(text(e, ical.PropSummary) + " " + text(e, ical.PropCategories))
	kind = byWords(said)
	switch {
	case kind != "" && kind != softphone.PresenceMeeting:
	case busy == "OOF":
		kind = softphone.PresenceOut
	case kind == "" && len(e.Props[ical.PropAttendee]) > 0:
		kind = softphone.PresenceMeeting
	case kind == "":
		kind = softphone.PresenceBusy
	}
	return kind, oneLine(text(e, ical.PropLocation)), true
}

func text(e ical.Event, name string) string {
	if p := e.Props.Get(name); p != nil {
		if t, err := p.Text(); err == nil {
			return t
		}
		return p.Value
	}
	return ""
}

// oneLine keeps a place short enough to be shown.
func oneLine(s string) string {
	r := []rune(strings.Join(strings.Fields(s), " "))
	if len(r) > 80 {
		r = append(r[:79], '…')
	}
	return string(r)
}

// signs are words that tell what an event is, folded. Long ones also count as the beginning or end of a word, as in
// "tjenestereise".
var signs = []struct {
	kind  softphone.PresenceKind
	words string
}{
	{softphone.PresenceIll, "syk sykmeldt sykdom egenmelding sykemelding ill sick"},
	{softphone.PresenceTravel, "reise reiser tur fly flytur tog travel travelling trip flight"},
	{softphone.PresenceOut, "ferie permisjon fri fridag avspasering lege legetime tannlege lunsj ute borte fravar vacation holiday leave dentist doctor lunch out ooo away"},
	{softphone.PresenceBusy, "fokus fokustid telefon telefonmote opptatt blokkert forberedelse focus busy blocked call phone"},
	{softphone.PresenceMeeting, "mote intervju samtale konferanse seminar workshop meeting interview conference review"},
}

func byWords(said string) softphone.PresenceKind {
	for _, s := range signs {
		for _, sign := range strings.Fields(s.words) {
			for _, word := range strings.Fields(said) {
				if word == sign || len(sign) >= 5 && (strings.HasPrefix(word, sign) || strings.HasSuffix(word, sign)) ||
					len(sign) == 4 && strings.HasSuffix(word, sign) {
					return s.kind
				}
			}
		}
	}
	return ""
}
