package ui

import (
	"strings"
	"time"

	"anteroom/softphone"
)

// lineView is a line in the status bar.
type lineView struct {
	Words string
	Tone  tone
}

// frameView is the bars around the pages.
type frameView struct {
	Company, Secretary, Initials string
	Date, Time                   string
	Role                         string // where it is not the secretary's
	Store                        string // why something is not yet on disk
	Drafts                       string // unfinished messages, in words
	Undelivered                  string // messages that have reached nobody
	Reminder                     reminderView
	Undisturbed                  string // that nobody rings
	Voicemail                    string // what is new in the mailboxes
	Line                         lineView
	Sound                        lineView
	Quality                      qualityView
	Muted                        bool
	SpokeMuted                   string // the warning that nobody hears her
	Notice                       notice
	Badges                       [pageCount]string
	Hints                        [6]nameValue
}

// pageCount is the length of pageOrder.
const pageCount = 8

func presentFrame(s softphone.State, at pageID, n notice, now time.Time, say wording) frameView {
	v := frameView{Company: s.Settings.Get(softphone.SetCompany), Secretary: s.Settings.Get(softphone.SetSecretary)}
	v.Initials = initials(v.Secretary)
	if r := s.Role(); r != softphone.Secretary {
		v.Role = string(r)
	}
	v.Date, v.Time = dateWords(now, say), now.Format("15:04")
	if !s.StoreTrouble.Zero() {
		v.Store = say("frame.not_saved", reasonWords(s.StoreTrouble, say))
	}
	unfinished := 0
	for _, d := range s.Drafts {
		if c, ok := s.Call(d.Call); !s.Blank(d) && !(ok && c.Live()) { // the one being taken is no reminder
			unfinished++
		}
	}
	if unfinished > 0 {
		v.Drafts = plural(say, "frame.drafts", unfinished)
		v.Badges[1] = count(unfinished)
	}
	if n := len(s.Undelivered()); n > 0 {
		v.Undelivered = plural(say, "way.undelivered", n)
		v.Badges[1] = count(n + unfinished)
	}
	v.Reminder = presentReminder(s, now, say)
	if s.Settings.Get(softphone.SetDoNotDisturb) == "on" {
		v.Undisturbed = say("frame.do_not_disturb")
	}
	v.Voicemail = voicemailWords(s, say)
	wants := len(waiting(s))
	for _, c := range s.Calls {
		if canAnswer(c) {
			wants++
		}
	}
	if wants > 0 {
		v.Badges[0] = count(wants)
	}
	v.Line, v.Sound = presentLine(s, say), presentSound(s.Audio, musicReason(s), say)
	if c, ok := talkingCall(s); ok {
		v.Quality = presentQuality(c, say)
	}
	v.Muted = s.Muted
	if now.Before(spokeUntil(s)) {
		v.SpokeMuted = say("frame.spoke_muted")
	}
	if now.Before(n.until) {
		v.Notice = notice{Kind: n.Kind, Text: n.Text}
	}
	v.Hints = hints(s, at, say)
	return v
}

func talkingCall(s softphone.State) (softphone.Call, bool) {
	for _, c := range s.Calls {
		if talkedTo(c) || c.State == softphone.Early {
			return c, true
		}
	}
	return softphone.Call{}, false
}

func codecWords(name string) string {
	switch name {
	case "pcma":
		return "G.711 A"
	case "pcmu":
		return "G.711 µ"
	case "g722":
		return "G.722"
	case "opus":
		return "Opus"
	}
	return name
}

// presentLine says how the worst line stands, with the reason in words.
func presentLine(s softphone.State, say wording) lineView {
	if len(s.Lines) == 0 {
		return lineView{say("frame.line.none"), toneMuted}
	}
	worst := s.Lines[0]
	rank := map[softphone.LineState]int{softphone.LineFailed: 3, softphone.LineRegistering: 2, softphone.LineOff: 1}
	ready := 0
	for _, l := range s.Lines {
		if rank[l.State] > rank[worst.State] {
			worst = l
		}
		if l.State == softphone.LineRegistered {
			ready++
		}
	}
	name := lineName(worst.Account, say)
	switch worst.State {
	case softphone.LineFailed:
		return lineView{say("frame.line.failed", name, lineTrouble(worst, say)), toneDanger}
	case softphone.LineRegistering:
		return lineView{say("frame.line.registering", name), toneWarn}
	case softphone.LineOff:
		return lineView{say("frame.line.off", name), toneMuted}
	}
	if ready > 1 {
		return lineView{say("frame.line.several", ready), toneOk}
	}
	if !worst.Account.Register && worst.Account.ID != softphone.PracticeLine {
		return lineView{say("frame.line.direct", name), toneOk}
	}
	return lineView{say("frame.line.ready", name), toneOk}
}

func lineName(a softphone.Account, say wording) string {
	switch {
	case a.ID == softphone.PracticeLine:
		return say("frame.line.practice")
	case a.DisplayName != "":
		return a.DisplayName
	case a.User != "":
		return a.User + "@" + a.Address
	}
	return a.Address
}

// musicReason is why some hold music is not played: that of all lines, or of one.
func musicReason(s softphone.State) softphone.Reason {
	why := s.MusicTrouble
	for _, l := range s.Lines {
		if why.Zero() {
			why = l.MusicTrouble
		}
	}
	return why
}

// lineTrouble is why a line is not there; a fingerprint is no word.
func lineTrouble(l softphone.LineStatus, say wording) string {
	switch {
	case l.Reason.Code != softphone.CertificateRefused:
		return reasonWords(l.Reason, say)
	case l.Account.TrustedCert != "":
		return say("frame.line.cert_changed")
	}
	return say("reason." + string(l.Reason.Code))
}

func presentSound(a softphone.AudioStatus, music softphone.Reason, say wording) lineView {
	switch {
	case !a.Trouble.Zero():
		return lineView{reasonWords(a.Trouble, say), toneDanger}
	case !music.Zero():
		return lineView{say("reason." + string(music.Code)), toneWarn}
	case a.Backend == "":
		return lineView{}
	case a.Backend == "null":
		return lineView{say("frame.sound.null"), toneMuted}
	case a.Speaker == a.Microphone:
		return lineView{a.Speaker, toneMuted}
	}
	return lineView{joinDots(a.Speaker, a.Microphone), toneMuted}
}

// hints are the keys worth knowing now, at the right of the status bar.
func hints(s softphone.State, at pageID, say wording) (out [6]nameValue) {
	ids := []string{"help", "dial", "return", "message", "escape"}
	switch {
	case at != pageDesk:
		ids = []string{"help", "answer", "return", "page.desk"}
	case someRinging(s):
		ids = []string{"answer", "return", "message", "silence_hint"}
	case swappable(s):
		ids = []string{"help", "consult", "swap", "message", "escape"}
		if tiedShown(s) {
			ids[4] = "take_back_hint"
		}
	}
	n := 0
	for _, id := range ids {
		if word, found := map[string]string{"silence_hint": "key.silence.short", "take_back_hint": "key.take_back.short"}[id]; found {
			out[n] = nameValue{commandNamed("escape").cap(say), say(word)}
			n++
			continue
		}
		c := commandNamed(id)
		if c.can != nil && !c.can(s) && (id == "return" || id == "answer") {
			continue
		}
		word := say("key." + id + ".short")
		if id == "consult" { // as on the tile
			word = say("desk.tile.consult")
			if c, _ := callerShown(s); c.Transfer.Active() {
				word = say("desk.tile.connect")
			}
		}
		out[n] = nameValue{c.cap(say), word}
		n++
	}
	return out
}

// dateWords writes a day as "man. 23. november" or "Mon 23 November".
func dateWords(t time.Time, say wording) string {
	days, months := strings.Fields(say("frame.weekdays")), strings.Fields(say("frame.months"))
	return say("frame.date", days[(int(t.Weekday())+6)%7], t.Day(), months[t.Month()-1])
}
