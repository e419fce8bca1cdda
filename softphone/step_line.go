package softphone

import (
	"net/netip"
	"slices"
)

func (t *turn) openLine(a Account, password Secret) {
	t.s.passwords = cloneMap(t.s.passwords)
	t.s.passwords[a.ID] = password
	t.putLine(LineStatus{Account: a, State: LineRegistering})
	t.do(OpenLine{Account: a, Password: password})
	if a.Own.HoldMusic != "" {
		t.chooseMusic(a.ID)
	}
}

func (t *turn) putLine(l LineStatus) {
	t.s.Lines = slices.Clone(t.s.Lines)
	if i := slices.IndexFunc(t.s.Lines, func(x LineStatus) bool { return x.Account.ID == l.Account.ID }); i >= 0 {
		t.s.Lines[i] = l
		return
	}
	t.s.Lines = append(t.s.Lines, l)
}

func (t *turn) dropLine(id LineID) {
	if l, _ := t.s.Line(id); l.Account.Own.HoldMusic != "" {
		t.do(ChooseMusic{Line: id})
	}
	if t.s.lampLine == id {
		t.s.lampLine, t.s.Lamps = "", nil
	}
	t.s.Lines = slices.DeleteFunc(slices.Clone(t.s.Lines), func(l LineStatus) bool { return l.Account.ID == id })
	t.do(CloseLine{Line: id})
}

func (t *turn) lineChanged(e LineChanged) {
	l, ok := t.s.Line(e.Line)
	if !ok {
		return
	}
	l.State, l.Reason = e.State, e.Reason
	if e.Local != (netip.Addr{}) {
		l.Local = e.Local
	}
	t.putLine(l)
	if e.Line != PracticeLine || e.State != LineRegistered {
		return
	}
	if t.s.Settings.Get(SetFirstCallDone) != "yes" {
		t.do(WakeAt{At: t.at.Add(welcomeCall), Key: WakeKey{What: WakePractice}})
	}
	for _, caller := range t.s.wantPractice {
		t.ringPractice(caller)
	}
	t.s.wantPractice = nil
}

func (t *turn) lineAdded(e LineAdded) {
	a := e.Account
	if a.Transport == "" {
		a.Transport = UDP
	}
	if why := a.Check(); !why.Zero() {
		t.reply(e.Press, "", why.Code, why.Detail)
		return
	}
	if a.ID == "" {
		a.ID = a.DefaultID()
	}
	if _, open := t.s.Line(PracticeLine); open {
		t.dropLine(PracticeLine)
		t.s.PracticeOpen, t.s.WelcomeCard = false, false
	}
	password := e.Password
	if password == "" {
		password = t.s.passwords[a.ID]
	}
	save := SaveAccount{Account: a, Password: password}
	t.replyWhenSaved(e.Press, save)
	t.save(save)
	old, known := t.s.Line(a.ID)
	if known && old.Reason.Code == KeyringLocked && password == "" { // the store keeps its password, the desk has none to open it with
		old.Account = a
		t.putLine(old)
		return
	}
	if open := old.State == LineRegistered || t.hasLiveCalls(a.ID); known && open && password == t.s.passwords[a.ID] && sameConnection(old.Account, a) {
		t.changeLine(old, a)
		return
	}
	if known {
		t.dropLine(a.ID)
	}
	t.openLine(a, password)
}

func (t *turn) hasLiveCalls(line LineID) bool {
	return slices.ContainsFunc(t.s.Calls, func(c Call) bool { return c.Line == line && c.Live() })
}

// changeLine changes what a line has of its own; it stays open, and its calls with it.
func (t *turn) changeLine(l LineStatus, a Account) {
	was := l.Account
	l.Account = a
	t.putLine(l)
	if a.Digits != was.Digits {
		t.do(ChangeLine{Account: a})
	}
	if a.Own.HoldMusic != was.Own.HoldMusic {
		t.chooseMusic(a.ID)
	}
}

// chooseMusic has the music of a line read, or with "" what all others play.
func (t *turn) chooseMusic(id LineID) {
	if id == "" {
		t.s.MusicTrouble = Reason{}
		t.do(ChooseMusic{File: t.s.Settings.Get(SetHoldMusic)})
		return
	}
	if l, ok := t.s.Line(id); ok {
		l.MusicTrouble = Reason{}
		t.putLine(l)
		t.do(ChooseMusic{Line: id, File: l.Account.Own.HoldMusic})
	}
}

// musicFailed keeps why music chosen is not played, as long as it is the one wanted.
func (t *turn) musicFailed(e ChooseMusic, why Reason) {
	if e.Line == "" && e.File == t.s.Settings.Get(SetHoldMusic) {
		t.s.MusicTrouble = why
	}
	if l, ok := t.s.Line(e.Line); ok && e.File == l.Account.Own.HoldMusic {
		l.MusicTrouble = why
		t.putLine(l)
	}
}

func (t *turn) lineRemoved(e LineRemoved) {
	if _, ok := t.s.Line(e.Line); !ok || e.Line == PracticeLine {
		t.reply(e.Press, "", NoSuchLine, string(e.Line))
		return
	}
	t.dropLine(e.Line)
	// The desk knows the password until it closes: a line removed by mistake can be had back. The books forget it at once.
	gone := RemoveAccount{Line: e.Line}
	t.replyWhenSaved(e.Press, gone)
	t.save(gone)
	if !slices.ContainsFunc(t.s.Lines, func(l LineStatus) bool { return l.Account.ID != PracticeLine }) {
		t.do(OpenPractice{})
	}
}

// ringTried lets a tune be heard, unless the telephone rings.
func (t *turn) ringTried(e RingTried) {
	tune := e.Tune
	if tune == "" {
		tune = RingTune(t.s.Settings.Get(SetRingTune))
	}
	switch {
	case !slices.Contains(RingTunes, tune):
		t.reply(e.Press, "", BadValue, string(tune))
	case t.s.Ringing:
		t.reply(e.Press, "", WrongState, string(Ringing))
	default:
		t.do(TryRing{Tune: tune})
		t.done(e.Press, "")
	}
}
