package line

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"anteroom/softphone"
)

const (
	maxPIDFBody  = 64 << 10
	maxPIDFDepth = 24
	maxPIDFNote  = 200 // bytes
)

var errPIDF = errors.New("no presence that can be read")

// activities is what those of RFC 4480 §3.2 amount to; where several are told, the first of these counts.
var activities = []struct {
	name string
	kind softphone.ToldKind
}{
	{"on-the-phone", softphone.ToldOnPhone},
	{"holiday", softphone.ToldHoliday}, {"vacation", softphone.ToldHoliday},
	{"in-transit", softphone.ToldTravel}, {"travel", softphone.ToldTravel},
	{"meeting", softphone.ToldMeeting}, {"appointment", softphone.ToldMeeting},
	{"permanent-absence", softphone.ToldOut},
	{"away", softphone.ToldAway}, {"breakfast", softphone.ToldAway}, {"dinner", softphone.ToldAway}, {"meal", softphone.ToldAway},
	{"shopping", softphone.ToldAway}, {"sleeping", softphone.ToldAway}, {"worship", softphone.ToldAway},
	{"busy", softphone.ToldBusy}, {"performance", softphone.ToldBusy}, {"presentation", softphone.ToldBusy}, {"steering", softphone.ToldBusy},
}

// readPIDF reads an application/pidf+xml body (RFC 3863 §4) with what RFC 4480 adds to it: the status of the tuples, of
// which one that is open is enough, what he does, and the first note. It takes no document type, as readDialogInfo.
func readPIDF(body []byte) (told softphone.Told, err error) {
	if len(body) > maxPIDFBody {
		return told, errPIDF
	}
	d := xml.NewDecoder(bytes.NewReader(body))
	var path []string
	var text strings.Builder
	var does []string
	rooted, open, closed := false, false, false
	for {
		token, err := d.RawToken() // namespaces are not needed; that elements are closed in order is checked here
		if err == io.EOF {
			break
		}
		if err != nil {
			return softphone.Told{}, errPIDF
		}
		switch x := token.(type) {
		case xml.Directive:
			return softphone.Told{}, errPIDF
		case xml.StartElement:
			path = append(path, x.Name.Local)
			text.Reset()
			if len(path) > maxPIDFDepth || len(path) == 1 && (rooted || x.Name.Local != "presence") {
				return softphone.Told{}, errPIDF
			}
			rooted = true
			if len(path) > 1 && path[len(path)-2] == "activities" {
				does = append(does, x.Name.Local)
			}
		case xml.CharData:
			text.Write(x)
		case xml.EndElement:
			if len(path) == 0 || path[len(path)-1] != x.Name.Local {
				return softphone.Told{}, errPIDF
			}
			said := strings.TrimSpace(text.String())
			switch {
			case slices.Equal(path, []string{"presence", "tuple", "status", "basic"}):
				open, closed = open || said == "open", closed || said == "closed"
			case x.Name.Local == "note" && told.Note == "":
				told.Note = clip(said, maxPIDFNote)
			}
			path = path[:len(path)-1]
			text.Reset()
		}
	}
	if !rooted || len(path) > 0 {
		return softphone.Told{}, errPIDF
	}
	for _, a := range activities {
		if slices.Contains(does, a.name) {
			told.Kind = a.kind
			return told, nil
		}
	}
	switch {
	case open:
		told.Kind = softphone.ToldOpen
	case closed:
		told.Kind = softphone.ToldClosed
	}
	return told, nil
}

// clip shortens a text to whole characters.
func clip(s string, most int) string {
	s = strings.ToValidUTF8(s, "")
	for len(s) > most {
		_, n := utf8.DecodeLastRuneInString(s)
		s = s[:len(s)-n]
	}
	return s
}
