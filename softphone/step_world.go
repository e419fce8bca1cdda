package softphone

import (
	"fmt"
	"slices"
	"time"
)

// retryAfter is how long a failed save waits.
const retryAfter = 2 * time.Second

// saveKey names what a save is about, so that the newest of each counts.
func saveKey(e Effect) string {
	switch e := e.(type) {
	case SaveCall:
		return "call " + string(e.Call.ID)
	case SaveDraft:
		return "message " + string(e.Message.ID)
	case SaveMessage:
		return "message " + string(e.Message.ID)
	case DropDraft:
		return "message " + string(e.Message)
	case SaveSetting:
		return "setting " + string(e.Key)
	case SaveAccount:
		return "account " + string(e.Account.ID)
	case RemoveAccount:
		return "account " + string(e.Line)
	case SavePrincipal:
		return "principal " + string(e.Principal.ID)
	case RemovePrincipal:
		return "principal " + string(e.Principal)
	case SaveWording:
		return "wording " + e.Wording.key()
	case SaveScriptDraft:
		return "script draft " + string(e.Script.ID) + " " + e.Script.Language
	case DropScriptDraft:
		return "script draft " + string(e.Script) + " " + e.Language
	case SaveBegun:
		return "begun " + e.Begun.key()
	case DropBegun:
		return "begun " + Begun{Kind: e.Kind, ID: e.ID}.key()
	case SaveCallback:
		return "callback " + string(e.Callback.ID)
	case DropCallback:
		return "callback " + string(e.Callback)
	case DeleteRecordings:
		return "recording " + string(e.Call)
	case MoveMessage: // every line counts
		return "progress " + string(e.Message.ID) + " " + string(e.Progress.What) + " " + e.Progress.At.Format(time.RFC3339Nano)
	case SaveMail:
		return "mail " + string(e.Mail.ID)
	case SaveMailPassword:
		return "mail password"
	}
	return officeSaveKey(e)
}

// SavedBy is the news that a save is on disk; false for effects that are no save.
func SavedBy(e Effect, at time.Time) (Saved, bool) {
	s := Saved{At: At{at}}
	switch e := e.(type) {
	case SaveCall:
		s.What, s.ID = SavedCall, string(e.Call.ID)
	case SaveDraft:
		s.What, s.ID = SavedDraft, string(e.Message.ID)
	case SaveMessage:
		s.What, s.ID = SavedMessage, string(e.Message.ID)
	case DropDraft:
		s.What, s.ID = SavedDraft, string(e.Message)
	case SaveSetting:
		s.What, s.ID = SavedSetting, string(e.Key)
	case SaveAccount:
		s.What, s.ID = SavedAccount, string(e.Account.ID)
	case RemoveAccount:
		s.What, s.ID = SavedAccount, string(e.Line)
	case SavePrincipal:
		s.What, s.ID = SavedPrincipal, string(e.Principal.ID)
	case RemovePrincipal:
		s.What, s.ID = SavedPrincipal, string(e.Principal)
	case SaveWording:
		s.What, s.ID = SavedWording, e.Wording.key()
	case SaveScriptDraft:
		s.What, s.ID = SavedScriptDraft, string(e.Script.ID)+" "+e.Script.Language
	case DropScriptDraft:
		s.What, s.ID = SavedScriptDraft, string(e.Script)+" "+e.Language
	case SaveBegun:
		s.What, s.ID = SavedBegun, e.Begun.key()
	case DropBegun:
		s.What, s.ID = SavedBegun, Begun{Kind: e.Kind, ID: e.ID}.key()
	case SaveCallback:
		s.What, s.ID = SavedCallback, string(e.Callback.ID)
	case DropCallback:
		s.What, s.ID = SavedCallback, string(e.Callback)
	case DeleteRecordings:
		s.What, s.ID = SavedRecording, string(e.Call)
	case MoveMessage:
		s.What, s.ID = SavedMessage, string(e.Message.ID)
	case SaveMail:
		s.What, s.ID = SavedMail, string(e.Mail.ID)
	case SaveMailPassword:
		s.What, s.ID = SavedSetting, string(MailPasswordKey)
	default:
		return officeSavedBy(e, s)
	}
	return s, true
}

// awaitKey names a save to whoever waits for it; unlike saveKey, it tells a draft from the message made of it.
func awaitKey(s Saved) string { return string(s.What) + " " + s.ID }

func (t *turn) saved(e Saved) {
	key := awaitKey(e)
	switch e.What {
	case SavedDraft:
		if _, ok := t.s.Draft(MessageID(e.ID)); ok {
			t.s.DraftSaved = cloneMap(t.s.DraftSaved)
			t.s.DraftSaved[MessageID(e.ID)] = t.at
		}
	case SavedContacts, SavedErasure:
		t.lookUpAll()
	case SavedMessage:
		t.messageSaved(MessageID(e.ID))
	}
	// An older save of the same thing that failed must not come after this one.
	t.s.unsaved = slices.DeleteFunc(slices.Clone(t.s.unsaved), func(u Effect) bool {
		s, _ := SavedBy(u, t.at)
		_, line := u.(MoveMessage) // lines of a history are no older states of one thing
		return awaitKey(s) == key && !line
	})
	t.replyWaiting(key, Reason{})
	if len(t.s.unsaved) == 0 {
		t.s.StoreTrouble = Reason{}
	}
}

// replyWaiting answers the presses that waited for a save.
func (t *turn) replyWaiting(key string, why Reason) {
	for _, a := range t.s.awaiting[key] {
		t.do(Reply{Ask: a.ask, Call: a.call, Reason: why})
	}
	if t.s.awaiting[key] != nil {
		t.s.awaiting = cloneMap(t.s.awaiting)
		delete(t.s.awaiting, key)
	}
}

// saveFailed keeps what could not be written and tries again; nothing typed is lost while the program runs.
func (t *turn) saveFailed(e SaveFailed) {
	t.s.StoreTrouble = e.Reason
	key := saveKey(e.Effect)
	if key == "" {
		return
	}
	what, _ := SavedBy(e.Effect, t.at)
	t.replyWaiting(awaitKey(what), e.Reason)
	if m, ok := e.Effect.(SaveMessage); ok {
		t.messageNotSaved(m.Message)
		return
	}
	if e.Reason.Code != BadValue { // else it will not go better a second time
		t.trySaveLater(e.Effect)
	}
}

// trySaveLater keeps a save that failed.
func (t *turn) trySaveLater(e Effect) {
	key := saveKey(e)
	t.s.unsaved = slices.DeleteFunc(slices.Clone(t.s.unsaved), func(u Effect) bool { return saveKey(u) == key })
	t.s.unsaved = append(t.s.unsaved, e)
	t.do(WakeAt{At: t.at.Add(retryAfter), Key: WakeKey{What: WakeRetry}})
}

// retry writes again what failed, as it stands now.
func (t *turn) retry() {
	again := t.s.unsaved
	t.s.unsaved = nil
	for _, e := range again {
		switch old := e.(type) {
		case SaveCall:
			if c, ok := t.s.Call(old.Call.ID); ok {
				e = SaveCall{Call: c}
			}
		case SaveDraft:
			m, ok := t.s.Draft(old.Message.ID)
			if !ok {
				continue
			}
			e = SaveDraft{Message: m}
		case SaveSetting:
			e = SaveSetting{Key: old.Key, Value: t.s.Settings.Get(old.Key)}
		case SaveCallback:
			b, ok := t.s.Callback(old.Callback.ID)
			if !ok {
				b = old.Callback // done, and no longer on the desk
			}
			e = SaveCallback{Callback: b}
		case SavePrincipal:
			p, ok := t.s.Principal(old.Principal.ID)
			if !ok {
				continue
			}
			e = SavePrincipal{Principal: p}
		case SaveMail:
			// One that is being sent is written as that: "queued" might come after the server has it, and be sent again.
			if m, ok := t.s.mail(old.Mail.ID); ok {
				e = SaveMail{Mail: m}
			}
		case SaveReception, SaveNotTold, SaveCalendar, SaveStaffPresence:
			e = t.s.officeSave(e)
		}
		t.do(e)
	}
}

// effectFailed turns a failed command into the event that its failure amounts to.
func (t *turn) effectFailed(e EffectFailed) {
	switch f := e.Effect.(type) {
	case OpenVoice:
		t.voiceFailed(f.Call, e.Reason)
	case SendInvite, SendAnswer, SendRinging:
		t.endFailed(f.(interface{ about() CallID }).about(), EndedByNetwork, e.Reason)
	case SendReject:
		t.endFailed(f.Call, EndedByUs, e.Reason)
	case SendHangUp:
		t.endFailed(f.Call, EndedByUs, Reason{HungUp, e.Reason.Detail})
	case SendHold:
		t.stepHold(HoldFailed{At{t.at}, f.Call, e.Reason})
	case SendResume:
		t.stepHold(ResumeFailed{At{t.at}, f.Call, e.Reason})
	case ErasePerson:
		t.reply(Press{At: At{t.at}, Ask: f.Ask}, "", e.Reason.Code, e.Reason.Detail)
	case StartRecording:
		t.recordingFailed(f.Call, e.Reason)
	case SendTransfer:
		t.transferUnsent(f.Call, e.Reason)
	case SendDeflect:
		t.deflectFailed(f.Call, e.Reason)
	case AgreeVoice, SetVoice, SendDigits, SendDigitsByInfo:
		if c := t.call(f.(interface{ about() CallID }).about()); c != nil && c.Live() {
			c.Trouble = e.Reason
		}
	case OpenLine:
		t.lineChanged(LineChanged{At: At{t.at}, Line: f.Account.ID, State: LineFailed, Reason: e.Reason})
	case SendMail:
		t.mailStayed(MailStayed{At: At{t.at}, Mail: f.Parcel.Mail.ID, Trouble: PostTrouble{Reason: e.Reason, Again: true}})
	case OpenPractice, StartPractice:
		t.s.PracticeTrouble = e.Reason
	case TestSound:
		t.s.SoundTest = SoundTestOff
	case ChooseAudio:
		t.s.Audio.Trouble = e.Reason
	case ChooseMusic:
		t.musicFailed(f, e.Reason)
	}
}

func (t *turn) endFailed(id CallID, by EndedBy, why Reason) {
	if c := t.call(id); c != nil && c.Live() {
		t.end(c, by, why)
	}
}

func (t *turn) wokeUp(k WakeKey) {
	switch k.What {
	case WakeReturn:
		t.returnDue(k.Call)
	case WakeAutoAnswer:
		t.autoAnswer(k)
	case WakeDraft:
		t.flushDraft(MessageID(k.ID))
	case WakeRetry:
		t.retry()
	case WakeForward:
		t.forward(k.Call)
	case WakeMail:
		t.mailDue(MailID(k.ID))
	case WakeRemind:
		t.remindDue(MessageID(k.ID))
	case WakeEscalate:
		t.escalateDue(MessageID(k.ID))
	case WakeReport:
		t.reportDue()
	case WakePrune:
		t.prune()
	case WakePromise:
		t.promiseDue(k.Call)
	case WakeCallback:
		t.flushCallback(CallbackID(k.ID))
	case WakeCallbackDue:
		t.callbackDue(CallbackID(k.ID))
	case WakePresence:
		t.s.presenceWake = zeroTime // the clock may have been set back meanwhile: it may be too early
		t.settlePresence()
	case WakePractice:
		if t.s.Settings.Get(SetFirstCallDone) != "yes" && t.live() == 0 && t.s.PracticeOpen {
			t.setSetting(SetFirstCallDone, "yes")
			t.ringPractice(t.firstCaller())
		}
	}
}

// autoAnswer answers by itself; while somebody is talked to it tries again at each further ring.
func (t *turn) autoAnswer(k WakeKey) {
	c, ok := t.s.Call(k.Call)
	switch cad := t.s.Settings.Cadence(); {
	case !ok || !ringingIn(c) || t.s.Settings.Number(SetAutoAnswer) == 0:
	case t.talkingOther(k.Call):
		t.do(WakeAt{At: t.at.Add(cad.On + cad.Off), Key: k})
	default:
		t.answerPressed(Press{At: At{t.at}, Call: k.Call})
	}
}

// firstCaller is who rings at the very first start: the first on the list who speaks the desk's language.
func (t *turn) firstCaller() string {
	for _, p := range t.s.Practice {
		if p.Language == t.s.Settings.Get(SetLanguage) {
			return p.ID
		}
	}
	return ""
}

func (e onCall) about() CallID { return e.Call }

// Check says what is missing or wrong in an account, with code BadAddress or BadValue.
func (a Account) Check() Reason {
	switch {
	case a.Address == "":
		return Reason{BadAddress, ""}
	case a.Register && a.User == "":
		return Reason{BadValue, "user"}
	case a.Transport != UDP && a.Transport != TCP && a.Transport != TLS:
		return Reason{BadValue, "transport: udp, tcp or tls"}
	case a.ID == PracticeLine:
		return Reason{BadValue, "id"}
	case !slices.Contains(DigitsChoices, a.Digits):
		return Reason{BadValue, fmt.Sprintf("dtmf %s (known: info, inband)", a.Digits)}
	case a.SRTP != "" && !slices.Contains(SRTPChoices, a.SRTP):
		return Reason{BadValue, fmt.Sprintf("srtp %s (known: %v)", a.SRTP, SRTPChoices)}
	}
	if why := a.Own.Check(); !why.Zero() {
		return why
	}
	if _, _, ok := SplitSTUN(a.STUN); a.STUN != "" && !ok {
		return Reason{BadValue, "stun: host or host:port"}
	}
	for _, c := range a.Codecs {
		if !slices.Contains(KnownCodecs, c) {
			return Reason{BadValue, fmt.Sprintf("codec %s (known: %v)", c, KnownCodecs)}
		}
	}
	return Reason{}
}

// DefaultID names a line after its user and address.
func (a Account) DefaultID() LineID {
	if a.User == "" {
		return LineID(a.Address)
	}
	return LineID(a.User + "@" + a.Address)
}
