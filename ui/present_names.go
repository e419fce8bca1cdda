package ui

import (
	"strconv"
	"strings"
	"time"

	"anteroom/softphone"
)

// titleOf is the best name there is for the other side.
func titleOf(c softphone.Call, say wording) string {
	t := c.Title()
	if t == "" {
		return say("desk.unknown")
	}
	if t == c.Peer.Number {
		return softphone.GroupNumber(t)
	}
	return t
}

// underName is what stands under a name: the organisation once it is known, else the number and which own number
// was rung.
func underName(c softphone.Call) string {
	if c.Caller.Organisation != "" {
		return c.Caller.Organisation
	}
	s := numberUnlessTitle(c)
	if c.Direction == softphone.In && c.State == softphone.Ringing && c.OwnNumber != "" {
		s = strings.TrimSpace(s + "  →  " + groupIfDigits(c.OwnNumber))
	}
	return s
}

// whereShort is a principal's presence in few words: the hour today, the day of the week or the date after.
func whereShort(p softphone.Principal, now time.Time, say wording) string {
	word := say("desk.presence." + string(presenceKind(p)))
	until := p.Presence.Until.In(now.Location())
	if p.Presence.Until.IsZero() || presenceKind(p) == softphone.PresenceIn {
		return word
	}
	day := func(t time.Time) time.Time { return time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, t.Location()) }
	at := until.Format("15:04")
	switch days := int(day(until).Sub(day(now)).Hours()+12) / 24; {
	case days >= 7:
		at = say("desk.presence.date", until.Day(), until.Month())
	case days >= 1:
		at = strings.Fields(say("frame.weekdays"))[(int(until.Weekday())+6)%7]
	}
	return say("desk.presence.until", word, at)
}

// plural picks the wording for one or several: "<key>.one" has no number in it.
func plural(say wording, key string, n int) string {
	if n == 1 {
		return say(key + ".one")
	}
	return say(key, n)
}

func numberOf(c softphone.Call) string {
	if c.Caller.Number != "" {
		return c.Caller.Number
	}
	return c.Peer.Number
}

// groupIfDigits groups a telephone number and leaves names and addresses alone.
func groupIfDigits(n string) string {
	if n == "" || strings.Trim(n, "+0123456789 ") != "" {
		return n
	}
	return softphone.GroupNumber(n)
}

func changingWord(c softphone.Call, say wording) string {
	switch c.Changing {
	case softphone.Held:
		return say("desk.changing.hold")
	case softphone.Talking:
		if c.State == softphone.Held {
			return say("desk.changing.resume")
		}
		if c.Direction == softphone.In {
			return say("desk.changing.answer")
		}
	case softphone.Ended:
		return say("desk.changing.end")
	}
	return ""
}

// initials are at most two letters for the disc beside a name.
func initials(name string) string {
	var out []rune
	for _, w := range strings.Fields(name) {
		r := []rune(w)[0]
		if strings.ToUpper(string(r)) == string(r) && strings.ToLower(string(r)) != string(r) {
			out = append(out, r)
		}
	}
	switch len(out) {
	case 0:
		return "–"
	case 1:
		return string(out)
	}
	return string([]rune{out[0], out[len(out)-1]})
}

func count(n int) string { return strconv.Itoa(n) }
