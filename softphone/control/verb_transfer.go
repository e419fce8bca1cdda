package control

import (
	"errors"
	"time"

	"anteroom/softphone"
)

// connectTime is how long `connect` and `transfer` wait for what comes of them; the other side may ring for long.
const connectTime = 2 * time.Minute

const transferUsage = "consult NUMBER [CALL-ID] | connect|swap|takeback|conference|waitfor [CALL-ID] | transfer NUMBER [CALL-ID] | " +
	"deflect NUMBER [CALL-ID] | refer yes|no | redirect yes|no [CALL-ID]"

// numbered splits "NUMBER [CALL-ID]".
func numbered(rest []string) (number string, id softphone.CallID, err error) {
	switch len(rest) {
	case 1:
		return rest[0], "", nil
	case 2:
		return rest[0], softphone.CallID(rest[1]), nil
	}
	return "", "", usage(transferUsage)
}

// transfer connects callers with others.
func (v *visit) transfer(verb string, rest []string) error {
	switch verb {
	case "consult", "transfer", "deflect":
		number, id, err := numbered(rest)
		if err != nil {
			return err
		}
		return v.transferTo(verb, number, id)
	case "refer":
		return v.refer(rest)
	case "redirect":
		return v.redirect(rest)
	}
	if len(rest) > 1 {
		return usage(transferUsage)
	}
	var named softphone.CallID
	if len(rest) == 1 {
		named = softphone.CallID(rest[0])
	}
	id, err := v.ask(func(a softphone.AskID) softphone.Event {
		p := v.at(a, named)
		switch verb {
		case "connect":
			return softphone.ConnectPressed{Press: p}
		case "takeback":
			return softphone.TakeBackPressed{Press: p}
		case "swap":
			return softphone.SwapPressed{Press: p}
		case "waitfor":
			return softphone.WaitForPressed{Press: p}
		}
		return softphone.ConferencePressed{Press: p}
	})
	switch {
	case err != nil:
		return err
	case verb == "connect":
		return v.outcome(id)
	case verb == "takeback":
		if err := v.await(id, softphone.Talking); err != nil {
			return err
		}
	}
	return v.emitCall(id)
}

func (v *visit) transferTo(verb, number string, named softphone.CallID) error {
	id, err := v.ask(func(a softphone.AskID) softphone.Event {
		p := v.at(a, named)
		switch verb {
		case "consult":
			return softphone.ConsultPressed{Press: p, NewCall: softphone.CallID(v.NewID()), Number: number}
		case "transfer":
			return softphone.TransferPressed{Press: p, Number: number}
		}
		return softphone.DeflectPressed{Press: p, Number: number}
	})
	switch {
	case err != nil:
		return err
	case verb == "transfer":
		return v.outcome(id)
	case verb == "deflect":
		if err := v.await(id, softphone.Ended); err != nil {
			return err
		}
	}
	return v.emitCall(id)
}

// outcome waits until a caller is connected, or back; then it is refused with the reason.
func (v *visit) outcome(id softphone.CallID) error {
	var c softphone.Call
	err := v.until(connectTime, func() bool {
		var ok bool
		c, ok = v.Desk.State().Call(id)
		return !ok || !c.Transfer.Active()
	})
	switch {
	case err != nil:
		return err
	case c.TransferredTo != "":
		return v.emitCall(id)
	case !c.Failed.Reason.Zero():
		return c.Failed.Reason
	}
	return errors.New("the caller is not connected")
}

// refer answers the oldest request of somebody to call somebody else.
func (v *visit) refer(rest []string) error {
	if len(rest) != 1 || rest[0] != "yes" && rest[0] != "no" {
		return usage(transferUsage)
	}
	asked := v.Desk.State().Refers
	if len(asked) == 0 {
		return softphone.Reason{Code: softphone.NothingToConnect}
	}
	id, err := v.ask(func(a softphone.AskID) softphone.Event {
		return softphone.ReferAnswered{
			Press: v.at(a, ""), Refer: asked[0].ID, NewCall: softphone.CallID(v.NewID()), Yes: rest[0] == "yes",
		}
	})
	if err != nil {
		return err
	}
	return v.emitCall(id)
}

// redirect answers whether to call where a call of ours was sent: the newest one, unless another is named.
func (v *visit) redirect(rest []string) error {
	if len(rest) == 0 || len(rest) > 2 || rest[0] != "yes" && rest[0] != "no" {
		return usage(transferUsage)
	}
	var named softphone.CallID
	if len(rest) == 2 {
		named = softphone.CallID(rest[1])
	}
	id, err := v.ask(func(a softphone.AskID) softphone.Event {
		return softphone.RedirectAnswered{Press: v.at(a, named), NewCall: softphone.CallID(v.NewID()), Yes: rest[0] == "yes"}
	})
	if err != nil {
		return err
	}
	return v.emitCall(id)
}
