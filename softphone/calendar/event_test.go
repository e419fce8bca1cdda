package calendar

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"anteroom/softphone"
)

func oslo(t *testing.T) *time.Location {
	t.Helper()
	loc, err := time.LoadLocation("Europe/Oslo")
	if err != nil {
		t.Fatal(err)
	}
	return loc
}

// ics is a calendar with these lines in it.
func ics(lines ...string) []byte {
	all := append([]string{"BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//test//test//NB"}, lines...)
	return []byte(strings.Join(append(all, "END:VCALENDAR", ""), "\r\n"))
}

var events = 0

func event(lines ...string) string {
	events++
	return strings.Join(append(append([]string{"BEGIN:VEVENT", fmt.Sprintf("UID:e%d", events), "DTSTAMP:20261101T000000Z"}, lines...), "END:VEVENT"), "\r\n")
}

// told are the busy times as text, in Oslo's clock.
func told(t *testing.T, text []byte, from, to string) string {
	t.Helper()
	loc := oslo(t)
	at := func(s string) time.Time {
		x, err := time.ParseInLocation("2006-01-02 15:04", s, loc)
		if err != nil {
			t.Fatal(err)
		}
		return x
	}
	busy, err := busyTimes(text, at(from), at(to), loc)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, b := range busy {
		s := fmt.Sprintf("%s %s–%s", b.Kind, b.Start.In(loc).Format("02.01. 15:04"), b.End.In(loc).Format("02.01. 15:04"))
		if b.Note != "" {
			s += " (" + b.Note + ")"
		}
		out = append(out, s)
	}
	return strings.Join(out, "\n")
}

func TestEvents_OfEveryKindBecomeBusyTimes(t *testing.T) {
	outlookZone := strings.Join([]string{"BEGIN:VTIMEZONE", "TZID:W. Europe Standard Time",
		"BEGIN:STANDARD", "DTSTART:16010101T030000", "TZOFFSETFROM:+0200", "TZOFFSETTO:+0100", "RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=10", "END:STANDARD",
		"BEGIN:DAYLIGHT", "DTSTART:16010101T020000", "TZOFFSETFROM:+0100", "TZOFFSETTO:+0200", "RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=3", "END:DAYLIGHT",
		"END:VTIMEZONE"}, "\r\n")
	for _, c := range []struct {
		name  string
		lines []string
		want  string
	}{
		{"in UTC", []string{event("DTSTART:20261127T120000Z", "DTEND:20261127T130000Z", "SUMMARY:Styremøte", "LOCATION:Styrerommet")},
			"meeting 27.11. 13:00–27.11. 14:00 (Styrerommet)"},
		{"in a zone", []string{event("DTSTART;TZID=America/New_York:20261127T080000", "DURATION:PT90M", "SUMMARY:Review")}, "meeting 27.11. 14:00–27.11. 15:30"},
		{"without a zone", []string{event("DTSTART:20261127T080000", "DTEND:20261127T090000", "SUMMARY:Fokustid")}, "busy 27.11. 08:00–27.11. 09:00"},
		{"in Outlook's own zone", []string{outlookZone, event("DTSTART;TZID=W. Europe Standard Time:20261127T080000", "DTEND;TZID=W. Europe Standard Time:20261127T090000", "SUMMARY:Lunsj")},
			"out 27.11. 08:00–27.11. 09:00"},
		{"whole days", []string{event("DTSTART;VALUE=DATE:20261126", "DTEND;VALUE=DATE:20261128", "SUMMARY:Tjenestereise Gdynia")}, "travelling 26.11. 00:00–28.11. 00:00"},
		{"one whole day", []string{event("DTSTART;VALUE=DATE:20261127", "SUMMARY:Egenmelding")}, "ill 27.11. 00:00–28.11. 00:00"},
		{"free", []string{event("DTSTART:20261127T080000", "DTEND:20261127T090000", "TRANSP:TRANSPARENT", "SUMMARY:Bursdag"),
			event("DTSTART:20261127T080000", "DTEND:20261127T090000", "X-MICROSOFT-CDO-BUSYSTATUS:FREE"),
			event("DTSTART:20261127T080000", "DTEND:20261127T090000", "STATUS:CANCELLED")}, ""},
		{"away, says Outlook", []string{event("DTSTART:20261127T080000", "DTEND:20261127T090000", "X-MICROSOFT-CDO-BUSYSTATUS:OOF", "SUMMARY:Sigurd")}, "out 27.11. 08:00–27.11. 09:00"},
		{"busy, says Outlook, whatever the transparency", []string{event("DTSTART:20261127T080000", "DTEND:20261127T090000", "X-MICROSOFT-CDO-BUSYSTATUS:BUSY", "TRANSP:TRANSPARENT", "SUMMARY:x")},
			"busy 27.11. 08:00–27.11. 09:00"},
		{"with others", []string{event("DTSTART:20261127T080000", "DTEND:20261127T090000", "SUMMARY:Tall", "ATTENDEE:mailto:a@example.org")}, "meeting 27.11. 08:00–27.11. 09:00"},
		{"private: nothing but a meeting", []string{event("DTSTART:20261127T080000", "DTEND:20261127T090000", "SUMMARY:Sykehus", "LOCATION:Ullevål", "CLASS:PRIVATE")}, "meeting 27.11. 08:00–27.11. 09:00"},
		{"every weekday, over the change of the clocks, two left out, one moved", []string{
			"BEGIN:VEVENT\r\nUID:r\r\nDTSTAMP:20261101T000000Z\r\nDTSTART;TZID=Europe/Oslo:20261021T090000\r\nDTEND;TZID=Europe/Oslo:20261021T093000\r\nRRULE:FREQ=DAILY;BYDAY=MO,TU,WE,TH,FR;UNTIL=20261030T080000Z\r\n" +
				"EXDATE;TZID=Europe/Oslo:20261022T090000,20261027T090000\r\nSUMMARY:Morgenmøte\r\nEND:VEVENT",
			"BEGIN:VEVENT\r\nUID:r\r\nDTSTAMP:20261101T000000Z\r\nRECURRENCE-ID;TZID=Europe/Oslo:20261028T090000\r\nDTSTART;TZID=Europe/Oslo:20261028T120000\r\nDTEND;TZID=Europe/Oslo:20261028T123000\r\nSUMMARY:Morgenmøte\r\nEND:VEVENT"},
			"meeting 21.10. 09:00–21.10. 09:30\nmeeting 23.10. 09:00–23.10. 09:30\nmeeting 26.10. 09:00–26.10. 09:30\nmeeting 28.10. 12:00–28.10. 12:30\nmeeting 29.10. 09:00–29.10. 09:30\nmeeting 30.10. 09:00–30.10. 09:30"},
		{"further dates", []string{event("DTSTART:20261127T080000", "DTEND:20261127T090000", "RDATE:20261124T100000", "SUMMARY:Møte")},
			"meeting 24.11. 10:00–24.11. 11:00\nmeeting 27.11. 08:00–27.11. 09:00"},
		{"what nobody understands is left out", []string{event("DTSTART:tomorrow", "SUMMARY:x"), event("SUMMARY:y"), event("DTSTART;TZID=Nowhere/Land:20261127T080000"),
			event("DTSTART:20261127T080000", "DTEND:20261127T090000", "RRULE:FREQ=SECONDLY", "SUMMARY:Møte")}, "meeting 27.11. 08:00–27.11. 09:00"},
	} {
		if got := told(t, ics(c.lines...), "2026-10-20 00:00", "2026-12-01 00:00"); got != c.want {
			t.Errorf("%s:\n%s\nwant:\n%s", c.name, got, c.want)
		}
	}
}

func TestEvents_AreNoTroubleHoweverManyThereAre(t *testing.T) {
	lines := []string{}
	for range 300 {
		lines = append(lines, event("DTSTART:19700101T080000Z", "DTEND:19700101T083000Z", "RRULE:FREQ=DAILY", "SUMMARY:Møte"))
	}
	busy, err := busyTimes(ics(lines...), time.Date(2026, 11, 26, 0, 0, 0, 0, time.UTC), time.Date(2026, 12, 10, 0, 0, 0, 0, time.UTC), time.UTC)
	if err != nil || len(busy) == 0 || len(busy) > maxBusy {
		t.Errorf("%d, %v", len(busy), err)
	}
}

func TestWhatIsNoCalendar_IsRefusedInPlainWords(t *testing.T) {
	for _, text := range []string{"", "<html>log in</html>", "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n", "BEGIN:VCALENDAR\r\nnonsense\r\nEND:VCALENDAR\r\n"} {
		_, err := busyTimes([]byte(text), time.Now(), time.Now(), time.UTC)
		if reasonOf(err).Code != softphone.CalendarUnreadable {
			t.Errorf("%q: %v", text, err)
		}
	}
}
