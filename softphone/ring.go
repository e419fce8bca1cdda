package softphone

import "time"

// Cadence is how a telephone rings. One ring is one cycle of sound and pause.
type Cadence struct{ On, Off time.Duration }

// DefaultCadence is the ring of Norway and most of Europe (ITU-T E.180 annex): 1 s on, 4 s off.
var DefaultCadence = Cadence{On: time.Second, Off: 4 * time.Second}

// RingNumber is the ring (1, 2, 3 …) that sounds at now for a call that began to ring at started.
func RingNumber(started, now time.Time, c Cadence) int {
	cycle := c.On + c.Off
	if cycle <= 0 {
		cycle = DefaultCadence.On + DefaultCadence.Off
	}
	if now.Before(started) {
		return 1
	}
	return int(now.Sub(started)/cycle) + 1
}

// RingTune is the sound a telephone rings with; several lines are told apart by it.
type RingTune string

const (
	TuneChime  RingTune = "chime"  // four notes of a glockenspiel
	TuneBell   RingTune = "bell"   // the bell of an old telephone
	TuneWarble RingTune = "warble" // two tones in quick change
	TuneWood   RingTune = "wood"   // low and wooden, in pairs
	TuneHarp   RingTune = "harp"   // slow notes falling
)

// RingTunes are all there are, the usual one first.
var RingTunes = []RingTune{TuneChime, TuneBell, TuneWarble, TuneWood, TuneHarp}

// RingSound is what the ring device plays.
type RingSound string

const (
	RingNormal  RingSound = "ring"    // no call is up
	RingWaiting RingSound = "waiting" // soft, somebody is talking
)

// Tone is a short signal in the headset.
type Tone string

const (
	ToneReturnDue Tone = "return_due" // a waiting caller is to be gone back to
	ToneBusy      Tone = "busy"       // the called side is busy or unreachable
	ToneEnded     Tone = "ended"      // the other side hung up
	ToneMuted     Tone = "muted"      // she speaks and the microphone is off
)
