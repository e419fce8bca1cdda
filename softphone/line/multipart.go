package line

import (
	"bytes"
	"io"
	"mime"
	"mime/multipart"

	"github.com/emiago/sipgo/sip"
)

// partOf finds the session description among several parts (RFC 5621 §3): gateways add ISUP or location beside it.
func partOf(m sip.Message) ([]byte, bool) {
	_, params, err := mime.ParseMediaType(field(m, "Content-Type", "c"))
	if err != nil || params["boundary"] == "" {
		return nil, false
	}
	r := multipart.NewReader(bytes.NewReader(m.Body()), params["boundary"])
	for range 16 {
		p, err := r.NextRawPart()
		if err != nil {
			return nil, false
		}
		if kind, _, _ := mime.ParseMediaType(p.Header.Get("Content-Type")); kind == "application/sdp" {
			body, err := io.ReadAll(io.LimitReader(p, 65536))
			return body, err == nil
		}
	}
	return nil, false
}
