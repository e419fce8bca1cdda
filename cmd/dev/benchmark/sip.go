package benchmark

import (
	"bytes"
	"fmt"
	"net"
	"regexp"
	"strconv"
	"strings"
)

// message is a SIP message (RFC 3261 §7), kept as lines.
type message struct {
	first  string
	fields []string
	body   string
}

func parse(packet []byte) (message, bool) {
	head, body, ok := bytes.Cut(packet, []byte("\r\n\r\n"))
	lines := strings.Split(string(head), "\r\n")
	return message{lines[0], lines[1:], string(body)}, ok && len(lines) > 4
}

// field is a header field's value; of several the first.
func (m message) field(names ...string) string {
	for _, line := range m.fields {
		name, value, _ := strings.Cut(line, ":")
		for _, want := range names {
			if strings.EqualFold(strings.TrimSpace(name), want) {
				return strings.TrimSpace(value)
			}
		}
	}
	return ""
}

func (m message) callID() string { return m.field("Call-ID", "i") }

// method is a request's, or the one a response answers.
func (m message) method() string {
	_, method, _ := strings.Cut(m.field("CSeq"), " ")
	return method
}

// status is a response's code; a request has 0.
func (m message) status() int {
	rest, ok := strings.CutPrefix(m.first, "SIP/2.0 ")
	if !ok || len(rest) < 3 {
		return 0
	}
	n, _ := strconv.Atoi(rest[:3]) // no number is no response either
	return n
}

func (m message) bytes() []byte {
	var b bytes.Buffer
	b.WriteString(m.first + "\r\n")
	for _, line := range m.fields {
		switch name, _, _ := strings.Cut(line, ":"); strings.ToLower(strings.TrimSpace(name)) {
		case "content-length", "l":
		default:
			b.WriteString(line + "\r\n")
		}
	}
	fmt.Fprintf(&b, "Content-Length: %d\r\n\r\n%s", len(m.body), m.body)
	return b.Bytes()
}

// answer is a response to a request, with more fields and perhaps a session description.
func (m message) answer(status, body string, more ...string) message {
	r := message{first: "SIP/2.0 " + status, body: body}
	for _, line := range m.fields {
		name, _, _ := strings.Cut(line, ":")
		switch strings.ToLower(strings.TrimSpace(name)) {
		case "via", "v", "from", "f", "call-id", "i", "cseq":
			r.fields = append(r.fields, line)
		case "to", "t":
			if !strings.Contains(line, "tag=") {
				line += ";tag=probe"
			}
			r.fields = append(r.fields, line)
		}
	}
	r.fields = append(r.fields, more...)
	if body != "" {
		r.fields = append(r.fields, "Content-Type: application/sdp")
	}
	return r
}

// description offers or answers G.711 µ-law at a port of 127.0.0.1.
func description(port int) string {
	return fmt.Sprintf("v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\n"+
		"m=audio %d RTP/AVP 0\r\na=rtpmap:0 PCMU/8000\r\na=ptime:20\r\na=sendrecv\r\n", port)
}

var (
	mediaPort   = regexp.MustCompile(`(?m)^m=audio (\d+)`)
	controlPort = regexp.MustCompile(`(?m)^a=rtcp:(\d+)`)
	hostPort    = regexp.MustCompile(`127\.0\.0\.1:\d+`)
	mediaHost   = regexp.MustCompile(`(?m)^c=IN IP[46] [0-9a-fA-F.:]+`) // some name their address on the network
)

// audioPort is where a session description wants its sound; 0 where there is none.
func audioPort(body string) int {
	m := mediaPort.FindStringSubmatch(body)
	if m == nil {
		return 0
	}
	n, _ := strconv.Atoi(m[1]) // digits
	return n
}

func portOf(c net.PacketConn) int { return c.LocalAddr().(*net.UDPAddr).Port }

func loopback(port int) *net.UDPAddr { return &net.UDPAddr{IP: net.IPv4(127, 0, 0, 1), Port: port} }
