package ui

import (
	"strings"
	"time"

	"anteroom/softphone"
)

// wording looks up a sentence in the language of the screen and fills in its arguments.
type wording func(key string, args ...any) string

// formField is one field of the message form as text: how it is read from a message and written back.
type formField struct {
	name string // the name the desk, the translation files and `anteroom ctl` know
	get  func(softphone.Message) string
	set  func(*softphone.Message, string)
}

// formFields is every field of the form, in form order. The time of the call stands as RFC 3339 with nanoseconds, so
// that nothing is lost on the way through.
var formFields = []formField{
	{"taken", func(m softphone.Message) string { return stampText(m.Taken) }, func(m *softphone.Message, v string) { m.Taken = stampTime(v) }},
	{"principal", func(m softphone.Message) string { return string(m.Principal) }, func(m *softphone.Message, v string) { m.Principal = softphone.PrincipalID(v) }},
	textField("for", func(m *softphone.Message) *string { return &m.For }),
	textField("surname", func(m *softphone.Message) *string { return &m.Surname }),
	textField("first_name", func(m *softphone.Message) *string { return &m.FirstName }),
	textField("patronymic", func(m *softphone.Message) *string { return &m.Patronymic }),
	textField("position", func(m *softphone.Message) *string { return &m.Position }),
	textField("organisation", func(m *softphone.Message) *string { return &m.Organisation }),
	textField("number", func(m *softphone.Message) *string { return &m.Number }),
	tickField("read_back", func(m *softphone.Message) *bool { return &m.ReadBack }),
	textField("call_when", func(m *softphone.Message) *string { return &m.CallWhen }),
	textField("deputies", func(m *softphone.Message) *string { return &m.Deputies }),
	textField("email", func(m *softphone.Message) *string { return &m.Email }),
	{"mood", func(m softphone.Message) string { return string(m.Mood) }, func(m *softphone.Message, v string) { m.Mood = softphone.Mood(v) }},
	{"urgency", func(m softphone.Message) string { return string(m.Urgency) }, func(m *softphone.Message, v string) { m.Urgency = softphone.Urgency(v) }},
	textField("verbatim", func(m *softphone.Message) *string { return &m.Verbatim }),
	textField("promised", func(m *softphone.Message) *string { return &m.Promised }),
	textField("promised_by", func(m *softphone.Message) *string { return &m.PromisedBy }),
	tickField("all_read_back", func(m *softphone.Message) *bool { return &m.AllReadBack }),
}

func textField(name string, at func(*softphone.Message) *string) formField {
	return formField{name,
		func(m softphone.Message) string { return *at(&m) },
		func(m *softphone.Message, v string) { *at(m) = v }}
}

func tickField(name string, at func(*softphone.Message) *bool) formField {
	return formField{name,
		func(m softphone.Message) string {
			if *at(&m) {
				return "yes"
			}
			return ""
		},
		func(m *softphone.Message, v string) { *at(m) = v != "" }}
}

func stampText(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.Format(time.RFC3339Nano)
}

func stampTime(v string) time.Time {
	t, err := time.Parse(time.RFC3339Nano, v)
	if err != nil {
		return time.Time{}
	}
	return t
}

func fieldNamed(name string) (formField, bool) {
	for _, f := range formFields {
		if f.name == name {
			return f, true
		}
	}
	return formField{}, false
}

// draftMirror is the form's own copy of one draft. What is typed here is ahead of the desk by the keys still on their
// way, so a painted state may be older than the form; the mirror tells an echo of its own keys from a change that came
// from elsewhere (the script, `anteroom ctl`).
type draftMirror struct {
	local   softphone.Message
	base    map[string]string   // what the desk was last seen to hold
	pending map[string][]string // what was sent and not yet seen again, oldest first
	known   bool                // the desk has been seen to hold this draft
}

func newDraftMirror(m softphone.Message) *draftMirror {
	d := &draftMirror{local: m, base: map[string]string{}, pending: map[string][]string{}}
	for _, f := range formFields {
		d.base[f.name] = f.get(m)
	}
	return d
}

// edit writes one field and what follows from it. It reports whether anything changed.
func (d *draftMirror) edit(name, value string) bool {
	f, ok := fieldNamed(name)
	if !ok || f.get(d.local) == value {
		return false
	}
	d.put(f, value)
	switch name {
	case "number":
		d.clear("read_back") // another number has not been read back
		d.clear("all_read_back")
	case "read_back", "all_read_back", "principal":
	default:
		d.clear("all_read_back")
	}
	return true
}

func (d *draftMirror) clear(name string) {
	if f, _ := fieldNamed(name); f.get(d.local) != "" {
		d.put(f, "")
	}
}

func (d *draftMirror) put(f formField, value string) {
	f.set(&d.local, value)
	d.pending[f.name] = append(d.pending[f.name], value)
}

// waiting reports whether keys are still on their way to the desk.
func (d *draftMirror) waiting() bool { return len(d.pending) > 0 }

// see takes the desk's copy and gives the names of the fields that changed from outside and were taken over. A field
// being typed in (focused) is left alone.
func (d *draftMirror) see(desk softphone.Message, focused string) (changed []string) {
	d.known = true
	d.local.Call, d.local.State, d.local.Changed = desk.Call, desk.State, desk.Changed
	for _, f := range formFields {
		now := f.get(desk)
		if f.name == "taken" && desk.Taken.Equal(d.local.Taken) {
			now = f.get(d.local) // the same moment, written in another zone
		}
		switch sent := d.pending[f.name]; {
		case now == f.get(d.local):
			delete(d.pending, f.name)
		case lastIndex(sent, now) >= 0:
			d.pending[f.name] = sent[lastIndex(sent, now)+1:]
		case now == d.base[f.name]: // older than our keys, or nothing new
		case f.name == focused:
			continue // told again when the field is left
		default:
			delete(d.pending, f.name)
			f.set(&d.local, now)
			changed = append(changed, f.name)
		}
		d.base[f.name] = now
	}
	return changed
}

func lastIndex(list []string, v string) int {
	for i := len(list) - 1; i >= 0; i-- {
		if list[i] == v {
			return i
		}
	}
	return -1
}

// blankMessage begins the message of a call with what is known already; with no call (zero) only the time.
func blankMessage(id softphone.MessageID, c softphone.Call, s softphone.State, now time.Time) softphone.Message {
	m := softphone.Message{ID: id, Call: c.ID, State: softphone.Draft, Taken: now, Mood: softphone.MoodNeutral, Urgency: softphone.Normal}
	if c.ID == "" {
		return m
	}
	if !c.Started.IsZero() {
		m.Taken = c.Started
	}
	if p, ok := s.Principal(c.Principal); ok {
		m.Principal, m.For, m.Deputies = p.ID, forWhom(p), p.Deputies
	}
	m.Surname, m.FirstName, m.Patronymic = c.Caller.Surname, c.Caller.FirstName, c.Caller.Patronymic
	m.Position, m.Organisation = c.Caller.Position, c.Caller.Organisation
	m.Number = c.Caller.Number
	if m.Number == "" && dialable(c.Peer.Number) {
		m.Number = c.Peer.Number
	}
	return m
}

// forWhom is how a principal stands in the field "for whom": by name, or by position where he has none.
func forWhom(p softphone.Principal) string {
	if p.Name() == "" {
		return p.Position
	}
	return p.Name()
}

// withPosition is a principal in a list to choose from.
func withPosition(p softphone.Principal) string {
	if p.Name() == "" || p.Position == "" {
		return forWhom(p)
	}
	return p.Name() + ", " + p.Position
}

// principalFor finds the principal meant by the words in "for whom"; "" when they name nobody known.
func principalFor(words string, all []softphone.Principal) softphone.PrincipalID {
	words = strings.TrimSpace(words)
	for _, p := range all {
		if words != "" && (strings.EqualFold(words, forWhom(p)) || strings.EqualFold(words, withPosition(p))) {
			return p.ID
		}
	}
	return ""
}

// principalBegun finds the one principal whose name has a word beginning with each of the words typed.
func principalBegun(words string, all []softphone.Principal) (meant softphone.Principal, ok bool) {
	if found := softphone.PrincipalsNamed(all, words); len(found) == 1 {
		return found[0], true
	}
	return softphone.Principal{}, false
}

// dialable reports whether what the network names as the caller is a number one can ring, not "anonymous".
func dialable(n string) bool {
	digits := 0
	for _, r := range n {
		switch {
		case r >= '0' && r <= '9':
			digits++
		case strings.ContainsRune("+ -()*#", r):
		default:
			return false
		}
	}
	return digits >= 2
}

// readAloud is the number as it is read back to the caller; an address stays as it is.
func readAloud(number string) string {
	number = strings.TrimSpace(number)
	if dialable(number) {
		return softphone.GroupNumber(number)
	}
	return number
}

// callerOf is what the form says about the caller, for the script's sentences.
func callerOf(m softphone.Message) softphone.CallerFields {
	t := strings.TrimSpace
	return softphone.CallerFields{Surname: t(m.Surname), FirstName: t(m.FirstName), Patronymic: t(m.Patronymic),
		Position: t(m.Position), Organisation: t(m.Organisation), Number: t(m.Number)}
}

// draftName is what a draft is called in the row of open drafts.
func draftName(m softphone.Message, say wording) string {
	switch {
	case m.Surname != "":
		return m.Surname
	case m.FirstName != "":
		return m.FirstName
	case m.Organisation != "":
		return m.Organisation
	case m.Number != "":
		return readAloud(m.Number)
	case strings.TrimSpace(m.Verbatim) != "":
		return firstWords(m.Verbatim, 18)
	}
	return say("form.draft_at", m.Taken.Local().Format("15:04"))
}

// firstWords shortens a text to whole words, at most n characters and a mark.
func firstWords(text string, n int) string {
	text = strings.Join(strings.Fields(text), " ")
	r := []rune(text)
	if len(r) <= n {
		return text
	}
	cut := string(r[:n])
	if i := strings.LastIndex(cut, " "); i > 0 {
		cut = cut[:i]
	}
	return strings.TrimRight(cut, " ,.;:–-") + "…"
}

// formFoot is the line under the form.
type formFoot struct {
	Saved   string
	Trouble bool
	Missing string // what is still missing, as guidance; "" when nothing is
}

func presentFoot(s softphone.State, m softphone.Message, waiting bool, say wording) formFoot {
	var f formFoot
	at, saved := s.DraftSaved[m.ID]
	_, known := s.Draft(m.ID)
	switch {
	case !s.StoreTrouble.Zero():
		f.Saved, f.Trouble = say("form.not_saved", say("reason."+string(s.StoreTrouble.Code))), true
	case waiting || (known && !s.Blank(m) && (!saved || at.Before(m.Changed))):
		f.Saved = say("form.saving")
	case saved:
		f.Saved = say("form.draft_saved", at.Local().Format("15:04:05"))
	case m.Number != "":
		f.Saved = say("form.new_with_number")
	default:
		f.Saved = say("form.new")
	}
	var words []string
	for _, w := range m.Missing() {
		words = append(words, say("form.missing."+string(w)))
	}
	if len(words) > 0 {
		f.Missing = say("form.missing", strings.Join(words, ", "))
	}
	return f
}
