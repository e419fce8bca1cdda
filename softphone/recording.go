package softphone

import (
	"fmt"
	"strings"
	"time"
)

// Recording is one stretch of a call that was kept as sound.
type Recording struct {
	File       string // in the folder of recordings, with slashes
	Start, End time.Time
	Marks      []time.Duration // places to find again, since Start
}

// Recording gives the stretch that is being recorded; false for none.
func (c Call) Recording() (Recording, bool) {
	if n := len(c.Recordings); n > 0 && c.Recordings[n-1].End.IsZero() {
		return c.Recordings[n-1], true
	}
	return Recording{}, false
}

// recordingName is a file for a stretch of a call: by month, moment and call.
func recordingName(c Call, at time.Time) string {
	id := strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' {
			return r
		}
		return -1
	}, string(c.ID))
	if len(id) > 8 {
		id = id[:8]
	}
	return fmt.Sprintf("%s-%s-%d.wav", at.UTC().Format("2006-01/20060102-150405"), id, len(c.Recordings)+1)
}

// The values of SetRecord.
const (
	RecordByKey    = "by_key"
	RecordIncoming = "incoming"
	RecordAll      = "all"
)
