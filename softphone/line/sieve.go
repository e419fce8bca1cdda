package line

import "strings"

// maxStreams is how many streams of a description are borne.
const maxStreams = 32

// sieve gives a session description with only what matters here, in the order RFC 4566 §5 wants, and its streams. The
// SDP library turns a whole description down for one stream or bandwidth it has never heard of (fax: m=image udptl),
// while RFC 3264 §6 wants just that stream refused.
func sieve(text string) (string, []slot, error) {
	lines := strings.Split(strings.ReplaceAll(text, "\r\n", "\n"), "\n")
	if len(lines) == 0 || strings.TrimRight(lines[0], "\r ") != "v=0" {
		return "", nil, errSyntax
	}
	var slots []slot
	var session, media strings.Builder
	connection := ""
	for _, l := range lines[1:] {
		l = strings.TrimRight(l, "\r")
		if len(l) < 2 || l[1] != '=' {
			if l != "" {
				return "", nil, errSyntax
			}
			continue
		}
		switch out := &session; l[0] {
		case 'm':
			f := strings.Fields(l[2:])
			if len(f) < 4 || len(slots) == maxStreams {
				return "", nil, errSyntax
			}
			sl := slot{kind: f[0], proto: f[2], formats: strings.Join(f[3:], " ")}
			slots = append(slots, sl)
			if sl.kind == "audio" && (sl.plain() || sl.secure()) {
				media.WriteString(strings.Join(append([]string{"m=audio", f[1], f[2]}, f[3:]...), " ") + "\r\n")
			} else {
				media.WriteString("m=application 0 UDP 0\r\n") // its place is all that is needed
			}
		case 'c':
			if len(slots) == 0 {
				connection = l + "\r\n"
			} else {
				media.WriteString(l + "\r\n")
			}
		case 'a':
			if len(slots) > 0 {
				out = &media
			}
			out.WriteString(l + "\r\n")
		}
	}
	return "v=0\r\no=- 0 0 IN IP4 0.0.0.0\r\ns=-\r\n" + connection + "t=0 0\r\n" + session.String() + media.String(), slots, nil
}
