package line

import (
	"bufio"
	"bytes"
	"strconv"
	"strings"

	"anteroom/softphone"
)

// maxWaiting bounds what a mailbox is believed to hold.
const maxWaiting = 9999

// readSummary reads an application/simple-message-summary (RFC 3842 §5.2). Only voice messages count; ok is false where
// the line that must be there is missing.
func readSummary(body []byte) (v softphone.Voicemail, ok bool) {
	lines := bufio.NewScanner(bytes.NewReader(body))
	for lines.Scan() {
		name, value, _ := strings.Cut(lines.Text(), ":")
		value = strings.TrimSpace(value)
		switch strings.ToLower(strings.TrimSpace(name)) {
		case "messages-waiting":
			switch strings.ToLower(value) {
			case "yes":
				v.Waiting, ok = true, true
			case "no":
				v.Waiting, ok = false, true
			}
		case "voice-message":
			value, _, _ = strings.Cut(value, "(") // the urgent ones are among them
			fresh, old, cut := strings.Cut(value, "/")
			n, errNew := strconv.ParseUint(strings.TrimSpace(fresh), 10, 31)
			m, errOld := strconv.ParseUint(strings.TrimSpace(old), 10, 31)
			if cut && errNew == nil && errOld == nil {
				v.New, v.Old = int(min(n, maxWaiting)), int(min(m, maxWaiting))
			}
		}
	}
	if !ok {
		return softphone.Voicemail{}, false
	}
	v.Waiting = v.Waiting || v.New > 0
	return v, true
}
