package voice

import (
	"io/fs"
	"math"
	"math/rand/v2"
	"path"
	"testing"

	"anteroom/assets"
	"anteroom/softphone"
)

// pressed is the sound of digits at a rate: each on for some milliseconds, with a pause, the pair off by a factor and
// the columns louder than the rows by twist dB.
func pressed(digits string, rate int, on, off, shift, twist float64) (pcm []int16) {
	for _, d := range []byte(digits) {
		pair := dtmf[indexOf(d)]
		for i := range int(on * float64(rate) / 1000) {
			w := 2 * math.Pi * float64(i) / float64(rate) * shift
			pcm = append(pcm, int16(4000*math.Sin(w*pair[0])+4000*math.Pow(10, twist/20)*math.Sin(w*pair[1])))
		}
		pcm = append(pcm, make([]int16, int(off*float64(rate)/1000))...)
	}
	return pcm
}

func indexOf(d byte) int {
	for i := range eventDigits {
		if eventDigits[i] == d {
			return i
		}
	}
	return 0
}

// hearTones gives the digits in a sound that begins lead samples after a tick has.
func hearTones(pcm []int16, rate, lead int) (got string) {
	var d tonesIn
	pcm = append(make([]int16, lead), pcm...)
	for n := rate / ticksASec; len(pcm) >= n; pcm = pcm[n:] {
		if digit, begun := d.take(pcm[:n], rate); begun {
			got += string(digit)
		}
	}
	return got
}

func TestTonesIn_HearEveryDigitOnceAtEveryRateWhereverItBegins(t *testing.T) {
	for _, rate := range []int{8000, 16000, 48000} {
		for lead := 0; lead < rate/50; lead += rate / 500 {
			for name, pcm := range map[string][]int16{
				"slow":        pressed(eventDigits, rate, 120, 100, 1, 0),
				"fast":        pressed(eventDigits, rate, 60, 50, 1, 0),
				"a bit off":   pressed(eventDigits, rate, 100, 80, 1.008, 0),
				"high louder": pressed(eventDigits, rate, 100, 80, 1, 5),
				"low louder":  pressed(eventDigits, rate, 100, 80, 1, -5),
			} {
				if got := hearTones(append(pcm, make([]int16, rate/10)...), rate, lead); got != eventDigits {
					t.Errorf("%s at %d Hz, %d samples late: %q", name, rate, lead, got)
				}
			}
		}
	}
	if got := hearTones(pressed("5577", 8000, 400, 60, 1, 0), 8000, 31); got != "5577" {
		t.Errorf("long ones, doubled: %q", got)
	}
}

func TestTonesIn_AreNotFooledByVoicesTonesOrNoise(t *testing.T) {
	voices := assets.Practice()
	heard := 0
	err := fs.WalkDir(voices, ".", func(name string, e fs.DirEntry, err error) error {
		if err != nil || path.Ext(name) != ".al" {
			return err
		}
		text, err := fs.ReadFile(voices, name)
		pcm := pcma.newDecoder().decode(nil, text)
		heard += len(pcm)
		if got := hearTones(pcm, 8000, 0); got != "" {
			t.Errorf("%s says %q", name, got)
		}
		return err
	})
	if err != nil || heard < 60*8000 {
		t.Fatalf("%d s of voices: %v", heard/8000, err)
	}
	tone := make([]int16, 8000)
	for i := range tone {
		tone[i] = int16(8000 * math.Sin(2*math.Pi*770*float64(i)/8000))
	}
	noise := make([]int16, 80000)
	random := rand.New(rand.NewPCG(1, 2))
	for i := range noise {
		noise[i] = int16(random.IntN(20000) - 10000)
	}
	for name, pcm := range map[string][]int16{
		"one tone": tone, "noise": noise, "dial tone": steady(callTone, 1e9, 8000), "too soft": quieter(pressed("123", 8000, 100, 80, 1, 0), 20),
		"too short": pressed("123", 8000, 15, 80, 1, 0), "our music": holdTune(),
	} {
		if got := hearTones(pcm, 8000, 0); got != "" {
			t.Errorf("%s says %q", name, got)
		}
	}
}

func quieter(pcm []int16, by int16) []int16 {
	for i := range pcm {
		pcm[i] /= by
	}
	return pcm
}

func TestDigits_ThatComeAsTonesAreTold(t *testing.T) {
	for _, codec := range []string{"pcma", "g722", "opus"} {
		a, b, _, _ := talk(t, codec)
		for _, d := range []*desk{a, b} {
			to := there
			if d == b {
				to = here
			}
			m := media(codec, softphone.SendRecv, to)
			m.EventType = 0
			if err := d.Agree(t.Context(), "call", m); err != nil {
				t.Fatal(err)
			}
		}
		both(a, b, 40)
		if err := a.SoundDigits(t.Context(), "call", "0*9#7", softphone.DigitsAuto); err != nil {
			t.Fatal(err)
		}
		both(a, b, 180)
		if got := b.digits(); got != "0*9#7" {
			t.Errorf("%s: the other side hears %q", codec, got)
		}
		if got := a.digits(); got != "" {
			t.Errorf("%s: we hear %q", codec, got)
		}
	}
}

func TestDigits_AsTonesGoOutAlthoughEventsWereAgreedAndAreNotToldTwice(t *testing.T) {
	a, b, _, _ := talk(t, "pcma")
	both(a, b, 40)
	if err := a.SoundDigits(t.Context(), "call", "1", softphone.DigitsTones); err != nil {
		t.Fatal(err)
	}
	b.deck.rest()
	both(a, b, 24)
	best := 0.0
	for pcm := b.deck.played; len(pcm) > 3*frameSize; pcm = pcm[frameSize:] {
		best = max(best, min(toneLevel(pcm[:3*frameSize], 697), toneLevel(pcm[:3*frameSize], 1209)))
	}
	if best < 7000 {
		t.Errorf("the digit arrives with %.0f", best)
	}
	if got := b.digits(); got != "" { // he takes events: tones beside them have leaked
		t.Errorf("told %q", got)
	}
}

func TestDigits_ThatGoAsMessagesAreOnlyHeardByHer(t *testing.T) {
	a, b, _, _ := talk(t, "pcma")
	both(a, b, 40)
	a.deck.rest()
	b.deck.rest()
	if err := a.SoundDigits(t.Context(), "call", "5", softphone.DigitsInfo); err != nil {
		t.Fatal(err)
	}
	both(a, b, 40)
	if heard := toneLevel(a.deck.played[:digitTicks*frameSize], 770); heard < 300 || heard > 1000 {
		t.Errorf("the digit is in her headset with %.0f", heard)
	}
	if got := b.digits(); got != "" || toneLevel(b.deck.played, 770) > 60 || toneLevel(b.deck.played, 1336) > 60 {
		t.Errorf("the other side has %q, %.0f", got, toneLevel(b.deck.played, 770))
	}
	if l := toneLevel(b.deck.played, 1000); l < 4000 { // and hears her all the while
		t.Errorf("he hears her with %.0f", l)
	}
}
