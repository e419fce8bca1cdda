package control

import (
	"context"
	"errors"
	"fmt"
	"time"

	"anteroom/softphone"
)

// confirmTime is how long a verb waits until what it asked for is confirmed by the other side.
const confirmTime = 10 * time.Second

// visit is one request being answered.
type visit struct {
	Options
	ctx  context.Context
	emit func(any) error
}

func usage(text string) error { return errors.New("usage: " + text) }

func (v *visit) run(r request) error {
	if len(r.Args) == 0 {
		return usage(verbs)
	}
	verb, rest := r.Args[0], r.Args[1:]
	switch verb {
	case "status":
		return v.status()
	case "line":
		return v.line(rest, r.Stdin)
	case "set", "get":
		return v.setting(verb, rest)
	case "call", "tel":
		return v.call(verb, rest)
	case "answer", "reject", "later", "hold", "resume", "return", "hangup":
		return v.press(verb, rest)
	case "consult", "connect", "swap", "takeback", "transfer", "conference", "waitfor", "deflect", "refer", "redirect":
		return v.transfer(verb, rest)
	case "callback":
		return v.callback(rest)
	case "record":
		return v.record(rest)
	case "wrong", "stopped", "silence":
		return v.noteCall(verb, rest)
	case "colleague":
		return v.colleague(rest)
	case "mute":
		return v.mute(rest)
	case "ring":
		return v.ring(rest)
	case "dtmf":
		return v.dtmf(rest)
	case "message":
		return v.message(rest)
	case "contact":
		return v.contact(rest, r.Stdin)
	case "mail":
		return v.mail(rest, r.Stdin)
	case "person":
		return v.person(rest)
	case "log":
		return v.log(rest)
	case "role":
		return v.role(rest, r.Stdin)
	case "keys":
		return v.keys(rest)
	case "policy":
		return v.policy(rest)
	case "presence", "calendar", "reception", "nottold":
		return v.office(verb, rest)
	case "faq":
		return v.faq(rest, r.Stdin)
	case "script":
		return v.script(rest)
	case "practice":
		return v.practice(rest)
	case "events":
		return v.events()
	case "show":
		v.Raise()
		return nil
	case "quit":
		v.Quit()
		return nil
	}
	return usage(verbs)
}

const verbs = "status | line add|set|show|remove | set KEY VALUE | get [KEY] | call NUMBER | " +
	"answer|reject|later|hold|resume|return|hangup [CALL-ID] | " + noteUsage + " | mute on|off | dtmf CALL-ID DIGITS | " + transferUsage + " | " + recordUsage + " | " + ringUsage + " | message new|list|show|deliver|told|seen|done|reopen|remind|retry|callback|report|history | mail password|test|list | " +
	personUsage + " | " + scriptUsage + " | " + officeUsage + " | " + faqUsage + " | " +
	contactUsage + " | " +
	policyUsage + " | " +
	callbackUsage + " | " +
	keysUsage + " | " +
	roleUsage + " | " +
	logUsage + " | " +
	"practice [CALLER] | events | quit"

func (v *visit) status() error {
	s := v.Desk.State()
	w := statusWords{
		Version: v.Version, Program: programNow(), Lines: []lineWords{}, Lamps: []lampWords{}, Calls: []callWords{},
		Audio: audioWords{Backend: s.Audio.Backend, Microphone: s.Audio.Microphone, Speaker: s.Audio.Speaker, Ring: s.Audio.Ring},
	}
	if !s.Audio.Trouble.Zero() {
		w.Audio.Trouble = s.Audio.Trouble.Error()
	}
	w.Audio.Muted = s.Muted
	for _, l := range s.Lines {
		w.Lines = append(w.Lines, lineWordsOf(l))
	}
	for _, l := range s.Lamps {
		w.Lamps = append(w.Lamps, lampWords{l.Number, l.State, l.Told.Kind, l.Told.Note})
	}
	for _, c := range s.Calls {
		w.Calls = append(w.Calls, wordsOf(c, s.Settings, v.Now()))
	}
	return v.emit(w)
}

func (v *visit) at(ask softphone.AskID, id softphone.CallID) softphone.Press {
	return softphone.Press{At: softphone.At{At: v.Now()}, Ask: ask, Call: id}
}

func (v *visit) ask(press func(softphone.AskID) softphone.Event) (softphone.CallID, error) {
	return v.Desk.Ask(v.ctx, press)
}

func (v *visit) emitCall(id softphone.CallID) error {
	s := v.Desk.State()
	c, ok := s.Call(id)
	if !ok {
		return softphone.Reason{Code: softphone.NoSuchCall, Detail: string(id)}
	}
	return v.emit(wordsOf(c, s.Settings, v.Now()))
}

func (v *visit) call(verb string, rest []string) error {
	if len(rest) != 1 {
		return usage(verb + " NUMBER")
	}
	if verb == "tel" {
		v.Raise()
	}
	id, err := v.ask(func(a softphone.AskID) softphone.Event {
		return softphone.DialPressed{Press: v.at(a, ""), NewCall: softphone.CallID(v.NewID()), Number: rest[0], Outside: true}
	})
	if err != nil {
		return err
	}
	return v.emitCall(id)
}

// press presses a key of the desk and waits until the other side has confirmed.
func (v *visit) press(verb string, rest []string) error {
	if len(rest) > 1 {
		return usage(verb + " [CALL-ID]")
	}
	var named softphone.CallID
	if len(rest) == 1 {
		named = softphone.CallID(rest[0])
	}
	aim := softphone.Talking
	id, err := v.ask(func(a softphone.AskID) softphone.Event {
		p := v.at(a, named)
		switch verb {
		case "answer":
			return softphone.AnswerPressed{Press: p}
		case "hold":
			aim = softphone.Held
			return softphone.HoldPressed{Press: p}
		case "resume":
			return softphone.ResumePressed{Press: p}
		case "return":
			return softphone.ReturnPressed{Press: p}
		}
		aim = softphone.Ended
		switch verb {
		case "reject":
			return softphone.RejectPressed{Press: p}
		case "later":
			return softphone.LaterPressed{Press: p}
		}
		return softphone.HangUpPressed{Press: p}
	})
	if err != nil {
		return err
	}
	if err := v.await(id, aim); err != nil {
		return err
	}
	return v.emitCall(id)
}

// await waits until a call has come to a state and rests there.
func (v *visit) await(id softphone.CallID, aim softphone.CallState) (why error) {
	late := v.until(confirmTime, func() bool {
		c, ok := v.Desk.State().Call(id)
		switch {
		case !ok || c.State == aim && c.Changing == "":
		case c.State == softphone.Ended:
			why = fmt.Errorf("the call has ended: %w", c.EndReason)
		case c.Changing == "" && !c.Trouble.Zero():
			why = c.Trouble
		default:
			return false
		}
		return true
	})
	return errors.Join(late, why)
}

// until waits until something is so; it looks after every step of the desk.
func (v *visit) until(limit time.Duration, so func() bool) error {
	stepped := make(chan struct{}, 1)
	cancel := v.Desk.Watch(func(softphone.State, softphone.Event) {
		select {
		case stepped <- struct{}{}:
		default:
		}
	})
	defer cancel()
	late := time.NewTimer(limit)
	defer late.Stop()
	for !so() {
		select {
		case <-stepped:
		case <-late.C:
			return fmt.Errorf("asked for, but not confirmed within %v", limit)
		case <-v.ctx.Done():
			return v.ctx.Err()
		}
	}
	return nil
}

func (v *visit) dtmf(rest []string) error {
	if len(rest) != 2 {
		return usage("dtmf CALL-ID DIGITS")
	}
	_, err := v.ask(func(a softphone.AskID) softphone.Event {
		return softphone.DigitsPressed{Press: v.at(a, softphone.CallID(rest[0])), Digits: rest[1]}
	})
	return err
}

// mute switches the microphone off or on and prints how it is.
func (v *visit) mute(rest []string) error {
	if len(rest) != 1 || rest[0] != "on" && rest[0] != "off" {
		return usage("mute on|off")
	}
	_, err := v.ask(func(a softphone.AskID) softphone.Event {
		return softphone.MutePressed{Press: v.at(a, ""), Off: rest[0] == "off"}
	})
	if err != nil {
		return err
	}
	return v.emit(mutedWords{Muted: v.Desk.State().Muted})
}

func (v *visit) practice(rest []string) error {
	if len(rest) > 1 {
		return usage("practice [CALLER]")
	}
	var caller string
	if len(rest) == 1 {
		caller = rest[0]
	}
	_, err := v.ask(func(a softphone.AskID) softphone.Event {
		return softphone.PracticePressed{Press: v.at(a, ""), Caller: caller}
	})
	return err
}

type settingWords struct {
	Key   softphone.SettingKey `json:"key"`
	Value string               `json:"value"`
}

func (v *visit) setting(verb string, rest []string) error {
	switch {
	case verb == "set" && len(rest) == 2:
		if softphone.OfGreeting(softphone.SettingKey(rest[0])) { // the composer stands among the scripts
			if why := v.mayBe(softphone.DeedScripts); why != nil {
				return why
			}
		}
		_, err := v.ask(func(a softphone.AskID) softphone.Event {
			return softphone.SettingChanged{Press: v.at(a, ""), Key: softphone.SettingKey(rest[0]), Value: rest[1]}
		})
		return err
	case verb == "get" && len(rest) <= 1:
		found := false
		for _, spec := range softphone.SettingSpecs {
			if spec.Own || len(rest) == 1 && string(spec.Key) != rest[0] {
				continue
			}
			found = true
			if err := v.emit(settingWords{spec.Key, v.Desk.State().Settings.Get(spec.Key)}); err != nil {
				return err
			}
		}
		if !found {
			return softphone.Reason{Code: softphone.NoSuchSetting, Detail: rest[0]}
		}
		return nil
	}
	return usage("set KEY VALUE | get [KEY]")
}
