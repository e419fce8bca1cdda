package desk

import (
	"errors"
	"fmt"
	"time"

	"anteroom/softphone"
)

// carry takes one effect out into the world and reports what came of it.
func (r *runner) carry(effect softphone.Effect) {
	err := r.deed(effect)
	at := softphone.At{At: time.Now()}
	saved, isSave := softphone.SavedBy(effect, at.At)
	switch {
	case isSave && err == nil:
		r.desk.Tell(saved)
	case isSave:
		r.desk.log.Error("not saved", "effect", fmt.Sprintf("%T", effect), "err", err)
		r.desk.Tell(softphone.SaveFailed{At: at, Effect: effect, Reason: reasonOf(err, softphone.StoreFailed)})
	case err != nil:
		r.desk.log.Warn("effect failed", "effect", fmt.Sprintf("%T", effect), "err", err)
		r.desk.Tell(softphone.EffectFailed{At: at, Effect: effect, Reason: reasonOf(err, failCode(effect))})
	}
}

// deed calls the world. Its results, but for failures, are told from here or from the world itself.
func (r *runner) deed(effect softphone.Effect) error {
	w, ctx := r.world, r.ctx
	switch e := effect.(type) {
	case softphone.OpenLine:
		return w.Telephone.OpenLine(ctx, e.Account, e.Password)
	case softphone.CloseLine:
		return w.Telephone.CloseLine(ctx, e.Line)
	case softphone.SendRinging:
		return w.Telephone.SendRinging(ctx, e.Call)
	case softphone.SendInvite:
		return w.Telephone.SendInvite(ctx, e.Call, e.Line, e.Number, e.Local)
	case softphone.SendAnswer:
		return w.Telephone.SendAnswer(ctx, e.Call, e.Local)
	case softphone.SendReject:
		return w.Telephone.SendReject(ctx, e.Call, e.Reason)
	case softphone.SendHold:
		return w.Telephone.SendHold(ctx, e.Call)
	case softphone.SendResume:
		return w.Telephone.SendResume(ctx, e.Call)
	case softphone.SendProbe:
		return w.Telephone.SendProbe(ctx, e.Call)
	case softphone.SendHangUp:
		return w.Telephone.SendHangUp(ctx, e.Call)
	case softphone.SendTransfer:
		return w.Telephone.SendTransfer(ctx, e.Call, e.Number, e.With)
	case softphone.SendDeflect:
		return w.Telephone.SendDeflect(ctx, e.Call, e.Number)
	case softphone.SendDigitsByInfo:
		return w.Telephone.SendDigits(ctx, e.Call, e.Digits)
	case softphone.ChangeLine:
		return w.Telephone.ChangeLine(ctx, e.Account)
	case softphone.WatchLamps:
		return errors.Join(w.Telephone.WatchLamps(ctx, e.Line, e.Numbers), w.Telephone.WatchPresence(ctx, e.Line, e.Numbers))
	case softphone.AnswerRefer:
		return w.Telephone.AnswerRefer(ctx, e.Refer, e.Yes, e.For)

	case softphone.OpenVoice:
		local, err := w.Voice.Open(ctx, e.Call, e.Bind)
		if err == nil {
			r.desk.Tell(softphone.VoiceOpened{At: softphone.At{At: time.Now()}, Call: e.Call, Local: local})
		}
		return err
	case softphone.AgreeVoice:
		return w.Voice.Agree(ctx, e.Call, e.Media)
	case softphone.SetVoice:
		return w.Voice.Set(ctx, e.Call, e.Mode)
	case softphone.SendDigits:
		return w.Voice.SoundDigits(ctx, e.Call, e.Digits, e.How)
	case softphone.CloseVoice:
		return w.Voice.Close(ctx, e.Call)
	case softphone.BridgeVoice:
		return w.Voice.Bridge(ctx, e.Call, e.With)
	case softphone.ConferVoice:
		return w.Voice.Conference(ctx, e.On)
	case softphone.StartRecording:
		return w.Voice.Record(ctx, e.Call, e.File)
	case softphone.PauseRecording:
		return w.Voice.PauseRecording(ctx, e.Call, e.Paused)
	case softphone.StopRecording:
		return w.Voice.StopRecording(ctx, e.Call)
	case softphone.StartRing:
		return w.Voice.StartRing(ctx, e.Sound, e.Tune, e.Cadence)
	case softphone.TryRing:
		return w.Voice.TryRing(ctx, e.Tune)
	case softphone.StopRing:
		return w.Voice.StopRing(ctx)
	case softphone.PlayTone:
		return w.Voice.PlayTone(ctx, e.Tone)
	case softphone.MuteVoice:
		return w.Voice.Mute(ctx, e.On)
	case softphone.CleanVoice:
		return w.Voice.Clean(ctx, e.Cleaning)
	case softphone.ComfortVoice:
		return w.Voice.Comfort(ctx, e.On)
	case softphone.TestSound:
		return w.Voice.TestSound(ctx)
	case softphone.ChooseAudio:
		return w.Sound.Choose(ctx, e.Choice)
	case softphone.ChooseMusic:
		return w.Voice.SetHoldMusic(ctx, e.Line, e.File)
	case softphone.PlayMusicOf:
		return w.Voice.PlayMusicOf(ctx, e.Call, e.Line)

	case softphone.FollowCalendars:
		return w.Calendars.Follow(ctx, e.Calendars)

	case softphone.OpenPractice:
		account, password, callers, err := w.Exchange.Open(ctx)
		if err == nil {
			r.desk.Tell(softphone.PracticeOpened{
				At: softphone.At{At: time.Now()}, Account: account, Password: password, Callers: callers})
		}
		return err
	case softphone.StartPractice:
		return w.Exchange.Ring(ctx, e.Caller, e.Language)
	case softphone.KnowCaller:
		return r.know(e)
	case softphone.NoteContact:
		if w.Callers == nil {
			return nil
		}
		return w.Callers.NoteContact(ctx, e.Contact, e.At)
	}
	return r.book(effect)
}

// know looks a caller up.
func (r *runner) know(e softphone.KnowCaller) error {
	if r.world.Callers == nil {
		return nil
	}
	known, err := r.world.Callers.KnowCaller(r.ctx, e.Call, e.Number, e.Before)
	if err == nil {
		r.desk.Tell(softphone.CallerKnown{At: softphone.At{At: time.Now()}, Call: e.Call, Number: e.Number, Known: known})
	}
	return err
}

// book writes.
func (r *runner) book(effect softphone.Effect) error {
	b, ctx := r.world.Books, r.ctx
	switch e := effect.(type) {
	case softphone.SaveCall:
		return b.SaveCall(ctx, e.Call)
	case softphone.SaveDraft:
		return b.SaveDraft(ctx, e.Message)
	case softphone.SaveMessage:
		return b.SaveMessage(ctx, e.Message)
	case softphone.MoveMessage:
		return b.MoveMessage(ctx, e.Message, e.Progress)
	case softphone.SaveMail:
		return b.SaveMail(ctx, e.Mail)
	case softphone.SaveMailPassword:
		return r.whereSecretsAre(b.SaveMailPassword(ctx, e.Password))
	case softphone.SendMail:
		r.sendMail(e.Parcel)
		return nil
	case softphone.DropDraft:
		return b.DropDraft(ctx, e.Message)
	case softphone.SaveSetting:
		return b.SaveSetting(ctx, e.Key, e.Value)
	case softphone.SaveAccount:
		return r.whereSecretsAre(b.SaveAccount(ctx, e.Account, e.Password))
	case softphone.RemoveAccount:
		return r.whereSecretsAre(b.RemoveAccount(ctx, e.Line))
	case softphone.DeleteRecordings:
		return b.DeleteRecordings(ctx, e.Call)
	case softphone.PruneRecordings:
		return b.PruneRecordings(ctx, e.Before)
	case softphone.ErasePerson:
		return r.erase(e)
	case softphone.SavePrincipal:
		return b.SavePrincipal(ctx, e.Principal)
	case softphone.SaveWording:
		return b.SaveWording(ctx, e.Wording, e.Forget)
	case softphone.RemovePrincipal:
		return b.RemovePrincipal(ctx, e.Principal)
	case softphone.SaveScriptDraft:
		return b.SaveScriptDraft(ctx, e.Script)
	case softphone.DropScriptDraft:
		return b.DropScriptDraft(ctx, e.Script, e.Language)
	case softphone.SaveBegun:
		return b.SaveBegun(ctx, e.Begun)
	case softphone.DropBegun:
		return b.DropBegun(ctx, e.Kind, e.ID)
	case softphone.SaveReception:
		return b.SaveReception(ctx, e.Reception)
	case softphone.SaveNotTold:
		return b.SaveNotTold(ctx, e.Owner, e.List)
	case softphone.SaveCalendar:
		return b.SaveCalendar(ctx, e.Principal, e.Address)
	case softphone.SaveStaffPresence:
		return b.SaveStaffPresence(ctx, e.Staff)
	case softphone.NotePresence:
		return b.NotePresence(ctx, e.Entry)
	case softphone.SaveCallback:
		return b.SaveCallback(ctx, e.Callback)
	case softphone.DropCallback:
		return b.DropCallback(ctx, e.Callback)
	case softphone.CountRedirects:
		n, err := b.CountRedirects(ctx, e.Number, e.Since, e.Call)
		if err == nil {
			r.desk.Tell(softphone.RedirectsCounted{At: softphone.At{At: time.Now()}, Call: e.Call, Number: e.Number, Count: n})
		}
		return err
	}
	return fmt.Errorf("desk: nobody carries out %T", effect)
}

// whereSecretsAre tells it again after passwords were written; the error is handed through.
func (r *runner) whereSecretsAre(err error) error {
	r.desk.Tell(softphone.SecretsKept{At: softphone.At{At: time.Now()}, InFile: r.world.Books.SecretsInFile(r.ctx)})
	return err
}

// erase deletes a person's data; what is logged of it names nobody.
func (r *runner) erase(e softphone.ErasePerson) error {
	gone, err := r.world.Books.ErasePerson(r.ctx, e.Person, e.By)
	if err != nil {
		return err
	}
	r.desk.log.Warn("data of one person deleted", "by", e.By,
		"calls", gone.Calls, "recordings", gone.Recordings, "messages", gone.Messages, "drafts", gone.Drafts)
	r.desk.Tell(softphone.PersonErased{
		Press: softphone.Press{At: softphone.At{At: time.Now()}, Ask: e.Ask}, Person: e.Person, By: e.By, Erased: gone})
	return nil
}

// failCode is the code for a failure that names none itself.
func failCode(effect softphone.Effect) softphone.ReasonCode {
	switch effect.(type) {
	case softphone.OpenPractice, softphone.StartPractice:
		return softphone.PracticeFailed
	case softphone.ErasePerson, softphone.KnowCaller, softphone.NoteContact, softphone.CountRedirects:
		return softphone.StoreFailed
	case softphone.StartRecording, softphone.PauseRecording, softphone.StopRecording:
		return softphone.RecordingBroken
	case softphone.OpenVoice, softphone.AgreeVoice, softphone.SetVoice, softphone.SendDigits, softphone.ChooseAudio,
		softphone.ChooseMusic, softphone.StartRing, softphone.StopRing, softphone.PlayTone, softphone.CloseVoice,
		softphone.CleanVoice, softphone.ComfortVoice, softphone.TestSound, softphone.TryRing, softphone.PlayMusicOf:
		return softphone.SoundFailed
	}
	return softphone.Unreachable
}

func reasonOf(err error, code softphone.ReasonCode) softphone.Reason {
	var why softphone.Reason
	if errors.As(err, &why) {
		return why
	}
	return softphone.Reason{Code: code, Detail: err.Error()}
}
