package softphone

import (
	"slices"
	"strings"
	"time"
)

var zeroTime time.Time

// timesRing is how many whole cycles pass before ring n begins.
func timesRing(n int) time.Duration { return time.Duration(n - 1) }

func (t *turn) dialPressed(e DialPressed) {
	if e.Outside && t.s.Settings.mayBeDear(CleanNumber(e.Number)) {
		t.do(FocusField{Field: OfferedNumber + CleanNumber(e.Number)})
		t.reply(e.Press, "", NeedsYes, e.Number)
		return
	}
	if c, why := t.dial(e.NewCall, e.Line, e.Number); c != nil {
		t.beginScript(c)
		t.beginDraft(c)
		t.saveCall(c)
		t.done(e.Press, c.ID)
	} else {
		t.reply(e.Press, e.NewCall, why.Code, why.Detail)
	}
}

// dial makes a call and shows it; whoever is talked to is put on hold. Nil, and why, where it cannot be made. The
// caller of dial saves it.
func (t *turn) dial(id CallID, line LineID, dialled string) (*Call, Reason) {
	c, why := t.place(id, line, dialled)
	if c == nil {
		return nil, why
	}
	t.setAside(id)
	t.s.Selected = id
	return t.call(id), Reason{}
}

// place makes a call beside whatever else is going on.
func (t *turn) place(id CallID, line LineID, dialled string) (*Call, Reason) {
	number := CleanNumber(dialled)
	l, ok := t.lineToDial(line)
	_, known := t.s.Call(id)
	switch {
	case number == "":
		return nil, Reason{BadNumber, dialled}
	case id == "" || known:
		return nil, Reason{BadValue, "call id"}
	case !ok && line != "":
		return nil, Reason{NoSuchLine, string(line)}
	case !ok || l.State != LineRegistered || t.s.closing:
		return nil, Reason{LineNotReady, string(l.Account.ID)}
	case t.live() >= MaxCalls:
		return nil, Reason{TooManyCalls, ""}
	}
	peer := dialledPeer(number, l.Account)
	peer.Name = t.s.principalAt(peer.Number).Name()
	if why := t.s.mayDial(peer.Number, t.at); !why.Zero() {
		return nil, why
	}
	t.s.made = slices.DeleteFunc(append(slices.Clone(t.s.made), t.at), func(at time.Time) bool { return t.at.Sub(at) >= time.Hour })
	own := l.Account.OwnNumber
	if own == "" {
		own = l.Account.User
	}
	c := t.addCall(Call{
		ID: id, Line: l.Account.ID, Direction: Out, State: Ringing, Changing: Talking, Started: t.at, OwnNumber: own,
		Peer: peer, Caller: CallerFields{Number: peer.Number},
	})
	t.s.dialled = cloneMap(t.s.dialled)
	t.s.dialled[c.ID] = number
	t.do(OpenVoice{onCall{c.ID}, l.Local})
	t.lookUp(*c)
	return c, Reason{}
}

// principalAt is the principal who has a number; the zero one for none.
func (s State) principalAt(number string) Principal {
	for _, p := range s.Principals {
		if n := CleanNumber(p.Number); n != "" && n == number {
			return p
		}
	}
	return Principal{}
}

// lineToDial is the line asked for, else the first that is ready, else the first there is. The practice line is dialled
// only where it is the only one: a real number must not end there while the exchange is out of reach.
func (t *turn) lineToDial(id LineID) (LineStatus, bool) {
	if id != "" {
		return t.s.Line(id)
	}
	lines := slices.DeleteFunc(slices.Clone(t.s.Lines), func(l LineStatus) bool {
		return l.Account.ID == PracticeLine && len(t.s.Lines) > 1
	})
	for _, l := range lines {
		if l.State == LineRegistered {
			return l, true
		}
	}
	if len(lines) > 0 {
		return lines[0], true
	}
	return LineStatus{}, false
}

// dialledPeer is whom a number or an address reaches from a line.
func dialledPeer(dialled string, from Account) Peer {
	if scheme, rest, ok := strings.Cut(dialled, ":"); ok && strings.HasPrefix(strings.ToLower(scheme), "sip") {
		at := strings.IndexByte(rest, '@') + 1
		if i := strings.IndexByte(rest[at:], '?'); i >= 0 { // whom it replaces is not for people
			rest = rest[:at+i]
		}
		dialled = scheme + ":" + rest
		user, _, named := strings.Cut(rest, "@")
		if !named {
			user = ""
		}
		user, _, _ = strings.Cut(user, ";")
		return Peer{Number: user, URI: dialled}
	}
	at := from.Address
	if scheme, rest, ok := strings.Cut(at, ":"); ok && strings.HasPrefix(strings.ToLower(scheme), "sip") {
		at = rest
	}
	at, _, _ = strings.Cut(at, ";")
	return Peer{Number: dialled, URI: "sip:" + dialled + "@" + at}
}

// CleanNumber makes a dialable number of what was typed or linked: spaces, dots, dashes, slashes and brackets go, a
// tel: prefix too (RFC 3966 §5.1.1); a sip: or sips: address stays whole, with the dialog that
// is to be replaced there. "" means that it cannot be dialled.
func CleanNumber(in string) string {
	n := strings.TrimSpace(in)
	lower := strings.ToLower(n)
	if strings.HasPrefix(lower, "sip:") || strings.HasPrefix(lower, "sips:") {
		if strings.ContainsAny(n, " \t\r\n<>\"") || len(n) > 1024 || len(n) < 6 {
			return ""
		}
		return n
	}
	if strings.HasPrefix(lower, "tel:") {
		n, _, _ = strings.Cut(n[len("tel:"):], ";")
	}
	var b strings.Builder
	for i, r := range n {
		switch {
		case r >= '0' && r <= '9', r == '*', r == '#', r == '+' && i == 0:
			b.WriteRune(r)
		case r >= 'a' && r <= 'z', r >= 'A' && r <= 'Z', r == '_':
			b.WriteRune(r) // extensions may be names
		case strings.ContainsRune(" \u00a0\u202f.-–/()", r):
		default:
			return ""
		}
	}
	out := b.String()
	if out == "" || out == "+" || len(out) > 64 {
		return ""
	}
	return out
}

func (t *turn) digitsPressed(e DigitsPressed) {
	c := t.call(e.Call)
	if e.Call == "" {
		c = t.find(func(c Call) bool { return c.State == Talking && c.Changing != Held })
	}
	switch {
	case c == nil && e.Call == "":
		t.reply(e.Press, "", NothingTalking, "")
	case c == nil:
		t.reply(e.Press, e.Call, NoSuchCall, string(e.Call))
	case c.State != Talking && c.State != Early:
		t.reply(e.Press, c.ID, WrongState, string(c.State))
	case e.Digits == "" || strings.Trim(e.Digits, "0123456789*#ABCD") != "":
		t.reply(e.Press, c.ID, BadValue, "digits are 0-9 * # A-D")
	default:
		l, _ := t.s.Line(c.Line)
		t.do(SendDigits{onCall{c.ID}, e.Digits, l.Account.Digits})
		if l.Account.Digits == DigitsInfo {
			t.do(SendDigitsByInfo{onCall{c.ID}, e.Digits})
		}
		t.done(e.Press, c.ID)
	}
}
