package line

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"strconv"
	"strings"

	"anteroom/softphone"
)

// What a dialog-info body may be at the most; a telephone has a handful of dialogs.
const (
	maxInfoBody    = 64 << 10
	maxInfoDialogs = 100
	maxInfoDepth   = 16
)

var errDialogInfo = errors.New("no dialog information that can be read")

// dialogInfo is an application/dialog-info+xml body (RFC 4235 §4).
type dialogInfo struct {
	version uint64
	full    bool
	dialogs []dialogState
}

// dialogState is one dialog of the telephone that is watched.
type dialogState struct {
	id        string
	state     string // trying, proceeding, early, confirmed, terminated
	initiator bool   // that telephone calls, it is not called
}

// readDialogInfo reads what matters of a body. It takes no document type: entities can be made to grow without end, and
// nothing here needs them.
func readDialogInfo(body []byte) (info dialogInfo, err error) {
	if len(body) > maxInfoBody {
		return info, errDialogInfo
	}
	d := xml.NewDecoder(bytes.NewReader(body))
	var path []string
	var text strings.Builder
	rooted := false
	for {
		token, err := d.RawToken() // namespaces are not needed; that elements are closed in order is checked here
		if err == io.EOF {
			break
		}
		if err != nil {
			return dialogInfo{}, errDialogInfo
		}
		switch x := token.(type) {
		case xml.Directive:
			return dialogInfo{}, errDialogInfo
		case xml.StartElement:
			path = append(path, x.Name.Local)
			text.Reset()
			if len(path) > maxInfoDepth || len(path) == 1 && (rooted || x.Name.Local != "dialog-info") {
				return dialogInfo{}, errDialogInfo
			}
			rooted = true
			switch {
			case len(path) == 1:
				info.full = attribute(x, "state") != "partial"
				if info.version, err = strconv.ParseUint(attribute(x, "version"), 10, 32); err != nil {
					return dialogInfo{}, errDialogInfo
				}
			case len(path) == 2 && x.Name.Local == "dialog":
				if len(info.dialogs) == maxInfoDialogs {
					return dialogInfo{}, errDialogInfo
				}
				info.dialogs = append(info.dialogs, dialogState{id: attribute(x, "id"), initiator: attribute(x, "direction") == "initiator"})
			}
		case xml.CharData:
			if len(path) == 3 {
				text.Write(x)
			}
		case xml.EndElement:
			if len(path) == 0 || path[len(path)-1] != x.Name.Local {
				return dialogInfo{}, errDialogInfo
			}
			if len(path) == 3 && path[1] == "dialog" && path[2] == "state" && len(info.dialogs) > 0 {
				info.dialogs[len(info.dialogs)-1].state = strings.TrimSpace(text.String())
			}
			path = path[:len(path)-1]
		}
	}
	if !rooted || len(path) > 0 {
		return dialogInfo{}, errDialogInfo
	}
	return info, nil
}

func attribute(e xml.StartElement, name string) string {
	for _, a := range e.Attr {
		if a.Name.Local == name && a.Name.Space == "" {
			return strings.TrimSpace(a.Value)
		}
	}
	return ""
}

// lampView is what a watcher knows of one telephone: RFC 4235 §4.3 puts it together from full and partial bodies.
type lampView struct {
	known   bool
	version uint64
	dialogs map[string]dialogState
}

// take adds a body. It gives false when an earlier one has been missed, so that the whole is to be asked for.
func (v *lampView) take(info dialogInfo) bool {
	switch {
	case info.full: // CSeq has seen to the order; some exchanges do not count
		v.dialogs = map[string]dialogState{}
	case !v.known:
		return false
	case info.version <= v.version:
		return true
	case info.version != v.version+1:
		v.known = false
		return false
	}
	v.known, v.version = true, info.version
	for _, d := range info.dialogs {
		switch {
		case d.state == "":
		case d.state == "terminated":
			delete(v.dialogs, d.id)
		case len(v.dialogs) < maxInfoDialogs || v.dialogs[d.id].id == d.id:
			v.dialogs[d.id] = d
		}
	}
	return true
}

// state is what the lamp shows: one that calls somebody is as busy as one that talks.
func (v *lampView) state() softphone.LampState {
	if !v.known {
		return softphone.LampUnknown
	}
	state := softphone.LampIdle
	for _, d := range v.dialogs {
		if d.state == "confirmed" || d.initiator {
			return softphone.LampBusy
		}
		state = softphone.LampRinging
	}
	return state
}
