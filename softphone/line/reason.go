package line

import (
	"context"
	"errors"
	"fmt"
	"net"
	"strings"
	"syscall"

	"anteroom/softphone"

	"github.com/emiago/sipgo/sip"
)

// callReasons are the final answers to an INVITE that say something to the secretary (RFC 3261 §21).
var callReasons = map[int]softphone.ReasonCode{
	401: softphone.WrongPassword,
	403: softphone.Forbidden,
	404: softphone.NotFound,
	407: softphone.WrongPassword,
	408: softphone.NoAnswer,
	410: softphone.NotFound,
	415: softphone.NoCommonCodec,
	480: softphone.Unreachable,
	484: softphone.NotFound,
	485: softphone.NotFound,
	486: softphone.Busy,
	487: softphone.Cancelled,
	488: softphone.NoCommonCodec,
	600: softphone.Busy,
	603: softphone.Declined,
	604: softphone.NotFound,
	606: softphone.NoCommonCodec,
}

// statusReason says why an INVITE was refused.
func statusReason(res *sip.Response) softphone.Reason {
	why := softphone.Reason{Code: softphone.Rejected, Detail: statusText(res)}
	if code, ok := callReasons[res.StatusCode]; ok {
		why.Code = code
	} else if res.StatusCode >= 500 && res.StatusCode < 600 {
		why.Code = softphone.ServerTrouble
	}
	return why
}

func statusText(res *sip.Response) string {
	return fmt.Sprintf("%d %s", res.StatusCode, clean(res.Reason))
}

// registerReason says why a REGISTER was refused.
func registerReason(res *sip.Response) softphone.Reason {
	why := softphone.Reason{Code: softphone.ServerTrouble, Detail: statusText(res)}
	switch res.StatusCode {
	case 401, 407:
		why.Code = softphone.WrongPassword
	case 403, 603:
		why.Code = softphone.Forbidden
	case 404, 410, 604:
		why.Code = softphone.UnknownUser
	case 408:
		why.Code = softphone.NoAnswerFromHost
	}
	return why
}

// wireReason says why something could not be sent, or was never answered.
func wireReason(err error) softphone.Reason {
	var (
		why softphone.Reason
		dns *net.DNSError
	)
	switch {
	case errors.As(err, &why):
		return why
	case errors.As(err, &dns) && dns.IsNotFound:
		return softphone.Reason{Code: softphone.UnknownHost, Detail: dns.Name}
	case errors.As(err, &dns): // nobody to ask: the network is down, the name may well be right
		return softphone.Reason{Code: softphone.NoAnswerFromHost, Detail: dns.Error()}
	case errors.Is(err, syscall.EADDRINUSE):
		return softphone.Reason{Code: softphone.AddressInUse, Detail: err.Error()}
	case errors.Is(err, syscall.EADDRNOTAVAIL):
		return softphone.Reason{Code: softphone.BadAddress, Detail: err.Error()}
	case errors.Is(err, syscall.ECONNREFUSED):
		return softphone.Reason{Code: softphone.ConnectionRefused, Detail: err.Error()}
	case errors.Is(err, sip.ErrTransactionTimeout), errors.Is(err, context.DeadlineExceeded), isTimeout(err):
		return softphone.Reason{Code: softphone.NoAnswerFromHost}
	}
	return softphone.Reason{Code: softphone.NoAnswerFromHost, Detail: err.Error()}
}

func isTimeout(err error) bool {
	var n net.Error
	return errors.As(err, &n) && n.Timeout()
}

// clean makes text from the network fit to be shown: valid UTF-8, no control characters, not endless.
func clean(s string) string {
	s = strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f {
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, "\uFFFD"))
	if r := []rune(s); len(r) > 200 {
		s = string(r[:200])
	}
	return strings.TrimSpace(s)
}

// unusable says why a description cannot be worked with.
func unusable(err error) softphone.Reason {
	why := softphone.Reason{Code: softphone.NoCommonCodec, Detail: err.Error()}
	if errors.Is(err, errClear) || errors.Is(err, errEncrypted) {
		why.Code = softphone.NotEncrypted
	}
	return why
}
