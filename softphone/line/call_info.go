package line

import (
	"context"
	"fmt"
	"strings"
	"time"

	"anteroom/softphone"

	"github.com/emiago/sipgo/sip"
)

// Digits as messages: INFO with application/dtmf-relay, which many exchanges take and no RFC defines; RFC 6086 §1 calls it
// the legacy use of INFO.

const (
	relayDigit = "application/dtmf-relay" // "Signal=5", "Duration=160" in milliseconds
	plainDigit = "application/dtmf"       // "5"

	infoDuration = 160 * time.Millisecond
	infoPace     = 220 * time.Millisecond // from one digit to the next, as they sound in the headset
	infoQueued   = 64
)

// SendDigits sends digits as messages, one after the other. One that is refused is told as DigitsFailed.
func (l *Line) SendDigits(ctx context.Context, id softphone.CallID, digits string) error {
	return l.on(ctx, id, func(c *call) error { return c.sendDigits(digits) })
}

func (c *call) sendDigits(digits string) error {
	if c.phase != talking && c.phase != accepted && (c.phase != calling || c.dialog.remoteTag == "") {
		return wrongState
	}
	if len(digits) == 0 || len(c.digits)+len(digits) > infoQueued {
		return softphone.Reason{Code: softphone.BadValue, Detail: "not digits, or too many"}
	}
	c.digits += digits
	if !c.pressing {
		c.sendDigit(&attempt{})
	}
	return nil
}

// sendDigit sends the first of the digits that wait. The next goes once this one is answered and would have sounded.
func (c *call) sendDigit(auth *attempt) {
	if c.digits == "" || c.phase == leaving {
		c.pressing = false
		return
	}
	c.pressing = true
	c.dialog.localSeq++
	req := c.dialog.request(c.trunk, sip.INFO, c.dialog.localSeq)
	auth.put(req)
	kind := sip.ContentTypeHeader(relayDigit)
	req.AppendHeader(&kind)
	req.SetBody(fmt.Appendf(nil, "Signal=%c\r\nDuration=%d\r\n", c.digits[0], infoDuration.Milliseconds()))
	began := time.Now()
	c.ask(req, 0, func(res *sip.Response, err error) {
		if err == nil && res.IsProvisional() {
			return
		}
		switch {
		case err != nil:
			why := wireReason(err)
			c.digitsFailed(strings.TrimSpace(string(why.Code) + " " + why.Detail))
		case res.IsSuccess():
			c.digits = c.digits[1:]
			c.after(time.Until(began.Add(infoPace)), func() { c.sendDigit(&attempt{}) })
		case challenged(res):
			ok, err := auth.answer(c.trunk.account.credentials, req, res)
			switch {
			case ok:
				c.sendDigit(auth)
			case err != nil:
				c.digitsFailed(err.Error())
			default:
				c.digitsFailed(statusText(res))
			}
		default:
			c.digitsFailed(statusText(res))
		}
	})
}

// digitsFailed drops what waits: half a number is worse than none.
func (c *call) digitsFailed(why string) {
	c.digits, c.pressing = "", false
	if c.phase != leaving {
		c.line.tell(softphone.DigitsFailed{At: c.line.at(), Call: c.id, Reason: softphone.Reason{Code: softphone.DigitsRefused, Detail: why}})
	}
}

// informed answers INFO: a digit is told, an empty one is a sign of life, of everything else nothing is known.
func (c *call) informed(in *incoming) {
	if in.req.GetHeader("Info-Package") != nil {
		in.refuse(469, sip.NewHeader("Recv-Info", "")) // RFC 6086 §4.2.2: none is taken
		return
	}
	if len(in.req.Body()) == 0 {
		in.refuse(200)
		return
	}
	kind, _, _ := strings.Cut(field(in.req, "Content-Type", "c"), ";")
	kind = strings.ToLower(strings.TrimSpace(kind))
	if kind != relayDigit && kind != plainDigit {
		in.refuse(415, sip.NewHeader("Accept", relayDigit+", "+plainDigit))
		return
	}
	digit, ok := readDigit(string(in.req.Body()), kind == relayDigit)
	if !ok {
		in.refuse(400)
		return
	}
	in.refuse(200)
	if digit != 0 {
		c.line.tell(softphone.DigitReceived{At: c.line.at(), Call: c.id, Digit: digit})
	}
}

// readDigit reads the body of such an INFO. Some name * and # by the numbers that they have as events (RFC 4733 §3.2);
// a flash of the hook is known, and no digit (0).
func readDigit(body string, relay bool) (rune, bool) {
	signal := strings.TrimSpace(body)
	if relay {
		signal = ""
		for line := range strings.Lines(body) {
			if name, value, ok := strings.Cut(line, "="); ok && strings.EqualFold(strings.TrimSpace(name), "Signal") {
				signal = strings.TrimSpace(value)
			}
		}
	}
	signal = strings.ToUpper(signal)
	const events = "0123456789*#ABCD"
	switch {
	case len(signal) == 1 && strings.Contains(events, signal):
		return rune(signal[0]), true
	case len(signal) == 2 && signal >= "10" && signal <= "15":
		return rune(events[10+signal[1]-'0']), true
	case signal == "16", signal == "!", signal == "FLASH", signal == "HF":
		return 0, true
	}
	return 0, false
}
