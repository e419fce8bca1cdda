package line

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"
)

// readFragment gives the status line of a message/sipfrag body (RFC 3420).
func readFragment(body []byte) (status int, phrase string, ok bool) {
	first, _, _ := bytes.Cut(bytes.TrimLeft(body, "\r\n \t"), []byte("\n"))
	version, rest, _ := strings.Cut(strings.TrimSpace(string(first)), " ")
	code, phrase, _ := strings.Cut(strings.TrimLeft(rest, " "), " ")
	n, err := strconv.ParseUint(code, 10, 10)
	if err != nil || len(code) != 3 || n < 100 || n > 699 || !strings.EqualFold(version, "SIP/2.0") {
		return 0, "", false
	}
	return int(n), clean(phrase), true
}

// fragment is such a body.
func fragment(status int, phrase string) []byte {
	return fmt.Appendf(nil, "SIP/2.0 %d %s\r\n", status, clean(phrase))
}
