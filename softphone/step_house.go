package softphone

import (
	"cmp"
	"slices"
	"time"
)

// welcomeCall is how long after the very first start the practice line rings.
const welcomeCall = 6 * time.Second

// stepHouse is lines, settings, principals, sound and the practice line.
func (t *turn) stepHouse(e Event) {
	switch e := e.(type) {
	case LineChanged:
		t.lineChanged(e)
	case VoicemailChanged:
		t.voicemailChanged(e)
	case LampChanged:
		t.lampChanged(e)
	case PresenceTold:
		t.presenceTold(e)
	case LineAdded:
		t.lineAdded(e)
	case LineRemoved:
		t.lineRemoved(e)
	case SecretsKept:
		t.s.SecretsInFile = e.InFile
	case SettingChanged:
		t.settingChanged(e)
	case PrincipalSaved:
		t.principalSaved(e.Press, e.Principal)
	case PrincipalRemoved:
		if _, ok := t.s.Principal(e.Principal); !ok {
			t.reply(e.Press, "", NoSuchPrincipal, string(e.Principal))
			return
		}
		t.s.Principals = slices.DeleteFunc(slices.Clone(t.s.Principals), func(p Principal) bool { return p.ID == e.Principal })
		t.save(RemovePrincipal{Principal: e.Principal})
		t.officeForgets(e.Principal)
		t.done(e.Press, "")
	case PresenceSet:
		t.presenceSet(e)
	case AudioChanged:
		t.s.Audio = e.Status
	case RingTried:
		t.ringTried(e)
	case SoundTestPressed:
		t.soundTestPressed(e.Press)
	case SoundTestMoved:
		t.s.SoundTest = e.Stage
	case PracticeOpened:
		t.practiceOpened(e)
	case PracticeTroubled:
		t.s.PracticeTrouble = e.Reason
	case PracticePressed:
		t.practicePressed(e)
	case CardClosed:
		t.s.WelcomeCard = false
		t.done(e.Press, "")
	}
}

func (t *turn) deskOpened(b Snapshot) {
	if t.s.Opened {
		return
	}
	t.s.Opened, t.s.Settings, t.s.Principals, t.s.Scripts = true, cloneMap(b.Settings), b.Principals, b.Scripts
	t.s.Wordings, t.s.Begun = b.Wordings, b.Begun
	t.s.Drafts, t.s.SecretsInFile, t.s.SetAside = b.Drafts, b.SecretsInFile, b.SetAside
	for _, d := range b.Drafts {
		t.s.Offered = append(t.s.Offered, d.ID)
	}
	if n := len(b.Drafts); n > 0 {
		t.s.OpenDraft = b.Drafts[n-1].ID
	}
	t.s.DraftSaved = map[MessageID]time.Time{}
	for _, d := range b.Drafts {
		t.s.DraftSaved[d.ID] = d.Changed
	}
	for _, c := range b.Unfinished {
		t.s.Calls = append(slices.Clip(t.s.Calls), c)
		t.s.Unfinished = append(t.s.Unfinished, c.ID)
		t.save(SaveCall{Call: c})
	}
	t.s.Callbacks = b.Callbacks
	for _, x := range b.Callbacks {
		t.wakeCallback(x)
	}
	t.chooseAudio()
	t.chooseMusic("")
	t.prune()
	t.wayOpened(b)
	t.do(CleanVoice{Cleaning: t.s.Settings.Cleaning()})
	t.do(ComfortVoice{On: t.s.Settings.Get(SetComfortNoise) == "on"})
	t.s.Principals = slices.Clone(t.s.Principals)
	for i, p := range t.s.Principals {
		t.s.Principals[i] = deputiesIn(p, p)
	}
	t.officeOpened(b.Office)
	for _, a := range b.Accounts {
		if slices.Contains(b.Locked, a.ID) { // without its password it would only be told that it is wrong
			t.putLine(LineStatus{Account: a, State: LineFailed, Reason: Reason{Code: KeyringLocked}})
			continue
		}
		t.openLine(a, b.Passwords[a.ID])
	}
	if len(b.Accounts) == 0 {
		t.s.WelcomeCard = t.s.Settings.Get(SetFirstCallDone) != "yes"
		t.do(OpenPractice{})
	}
}

func (t *turn) deskClosing() {
	t.s.closing = true
	t.retry()
	for id := range t.s.edited {
		t.flushDraft(id)
	}
	for id := range t.s.editedCallbacks {
		t.flushCallback(id)
	}
	for _, c := range t.s.Calls {
		if c.Live() {
			t.hangUp(t.call(c.ID))
		}
	}
}

func (t *turn) settingChanged(e SettingChanged) {
	spec, ok := Spec(e.Key)
	if !ok || spec.Own {
		t.reply(e.Press, "", NoSuchSetting, string(e.Key))
		return
	}
	if err := spec.Check(e.Value); err != nil {
		t.reply(e.Press, "", BadValue, err.(Reason).Detail)
		return
	}
	t.replyWhenSaved(e.Press, SaveSetting{Key: e.Key})
	t.setSetting(e.Key, e.Value)
	switch e.Key {
	case SetMicrophone, SetSpeaker, SetRingDevice, SetRingVolume, SetMicVolume, SetSpeakerVolume:
		t.chooseAudio()
	case SetHoldMusic:
		t.chooseMusic("")
	case SetRecordDays:
		t.prune()
	case SetEchoCancel, SetNoiseSuppress, SetAutoGain:
		t.do(CleanVoice{Cleaning: t.s.Settings.Cleaning()})
	case SetComfortNoise:
		t.do(ComfortVoice{On: e.Value == "on"})
	case SetLanguage:
		t.switchScripts()
	case SetReportAt:
		if due, on := t.nextReport(); on && due.Before(t.at) { // not at once, but tomorrow
			t.setSetting(SetReportLast, t.at.Format(time.RFC3339))
		}
		t.wakeReport()
	case SetMailHost, SetMailFrom, SetMailUser:
		t.wakeReport()
	}
}

func (t *turn) setSetting(k SettingKey, v string) {
	t.s.Settings = cloneMap(t.s.Settings)
	t.s.Settings[k] = v
	t.save(SaveSetting{Key: k, Value: v})
}

func (t *turn) chooseAudio() {
	g, n := t.s.Settings.Get, t.s.Settings.Number
	t.do(ChooseAudio{
		Choice: AudioChoice{Microphone: g(SetMicrophone), Speaker: g(SetSpeaker), Ring: g(SetRingDevice),
			RingVolume: n(SetRingVolume), MicrophoneVolume: n(SetMicVolume), SpeakerVolume: n(SetSpeakerVolume)},
	})
}

// soundTestPressed begins the test of the sound, or begins it anew; nobody who talks is to hear it.
func (t *turn) soundTestPressed(p Press) {
	for _, c := range t.s.Calls {
		if hasVoice(c) || c.Direction == Out && (c.State == Ringing || c.State == Early) {
			t.reply(p, c.ID, WrongState, string(c.State))
			return
		}
	}
	t.do(TestSound{})
	t.done(p, "")
}

func (t *turn) principalSaved(p Press, x Principal) {
	if x.ID == "" {
		t.reply(p, "", NoSuchPrincipal, "")
		return
	}
	if x.Presence.Kind == "" {
		x.Presence.Kind = PresenceIn
	}
	if err := x.Policy.Check(); err != nil {
		t.reply(p, "", BadValue, err.(Reason).Detail)
		return
	}
	old, _ := t.s.Principal(x.ID)
	x.Policy = t.sheetSaved(old.Policy, x.Policy)
	x = deputiesIn(old, x)
	t.s.Principals = slices.Clone(t.s.Principals)
	if i := slices.IndexFunc(t.s.Principals, func(y Principal) bool { return y.ID == x.ID }); i >= 0 {
		t.s.Principals[i] = x
	} else {
		t.s.Principals = append(t.s.Principals, x)
	}
	slices.SortStableFunc(t.s.Principals, func(a, b Principal) int { return cmp.Compare(a.Order, b.Order) })
	save := SavePrincipal{Principal: x}
	t.replyWhenSaved(p, save)
	t.save(save)
	t.settlePresence()
}

func (t *turn) practiceOpened(e PracticeOpened) {
	t.s.Practice, t.s.PracticeOpen, t.s.PracticeTrouble = e.Callers, true, Reason{}
	t.openLine(e.Account, e.Password)
}

func (t *turn) practicePressed(e PracticePressed) {
	known := e.Caller == "" || slices.ContainsFunc(t.s.Practice, func(p PracticeCaller) bool { return p.ID == e.Caller })
	if t.s.PracticeOpen && !known {
		t.reply(e.Press, "", BadValue, e.Caller)
		return
	}
	l, _ := t.s.Line(PracticeLine)
	if l.State == LineRegistered {
		t.ringPractice(e.Caller)
	} else {
		t.s.wantPractice = append(slices.Clone(t.s.wantPractice), e.Caller)
		if !t.s.PracticeOpen {
			t.do(OpenPractice{})
		}
	}
	t.done(e.Press, "")
}

func (t *turn) ringPractice(caller string) {
	t.do(StartPractice{Caller: caller, Language: t.s.Settings.Get(SetLanguage)})
}
