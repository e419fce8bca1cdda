package voice

import (
	"fmt"
	"io/fs"
	"math"
	"math/rand/v2"
	"testing"
	"time"

	"anteroom/assets"
	"anteroom/softphone"
)

// speech is what a practice caller says, one clip after the other, at the engine's rate.
func speech(t testing.TB, who string, d time.Duration) []int16 {
	t.Helper()
	clips, err := fs.Glob(assets.Practice(), "voices/"+who+"/*.al")
	if err != nil || len(clips) == 0 {
		t.Fatalf("no voice %s: %v", who, err)
	}
	var low, out []int16
	for _, clip := range clips {
		coded, err := fs.ReadFile(assets.Practice(), clip)
		if err != nil {
			t.Fatal(err)
		}
		low = pcma.newDecoder().decode(low, coded)
	}
	up := newUpsampler(8000)
	for i := 0; i+80 <= len(low) && len(out) < samples(d); i += 80 {
		var f frame
		var pcm [frameSize]int16
		up.run(&f, low[i:i+80])
		f.toPCM(pcm[:])
		out = append(out, pcm[:]...)
	}
	if len(out) < samples(d) {
		t.Fatalf("%s says only %v", who, time.Duration(len(out))*time.Second/engineRate)
	}
	return out[:samples(d)]
}

// roomDeck is a microphone that hears the loudspeaker through a room, somebody near, and noise.
type roomDeck struct {
	played   []int16
	near     []int16 // said from nearAt on
	nearAt   int
	noise    float64
	at       int
	random   *rand.Rand
	gains    []float64
	delays   []int
	loudness float64 // of the echo
}

// newRoomDeck has an echo that begins after a delay of a tick or more and dies away within about 100 ms, 6 dB softer than what is played.
func newRoomDeck(delay time.Duration) *roomDeck {
	d := &roomDeck{random: rand.New(rand.NewPCG(3, 4)), noise: 10}
	var power float64
	for i := range 30 {
		at, gain := samples(delay), 1.0
		if i > 0 {
			late := d.random.IntN(samples(90 * time.Millisecond))
			at, gain = at+late, math.Exp(-float64(late)/engineRate/0.025)*(2*d.random.Float64()-1)
		}
		d.delays, d.gains = append(d.delays, at), append(d.gains, gain)
		power += gain * gain
	}
	for i := range d.gains {
		d.gains[i] *= 0.5 / math.Sqrt(power)
	}
	return d
}

func (d *roomDeck) Capture(pcm []int16) {
	for i := range pcm {
		var v float64
		for k, delay := range d.delays {
			if at := d.at - delay; at >= 0 && at < len(d.played) {
				v += d.gains[k] * float64(d.played[at])
			}
		}
		v += d.noise * d.random.NormFloat64()
		if at := d.at - d.nearAt; at >= 0 && at < len(d.near) {
			v += float64(d.near[at])
		}
		pcm[i] = clip(float32(v))
		d.at++
	}
}
func (d *roomDeck) Play(pcm []int16) { d.played = append(d.played, pcm...) }
func (d *roomDeck) Ring([]int16)     {}

// roomDesk is an engine in a room, with a call that talks; far is what the headset plays.
func roomDesk(t testing.TB, d *roomDeck, far []int16, c softphone.Cleaning) *desk {
	t.Helper()
	k := &desk{clock: newTestClock()}
	k.Engine = New(func(e softphone.Event) { k.told = append(k.told, e) }, d, Options{Clock: k.clock})
	k.connect(t, "call", media("pcma", softphone.SendRecv, there), softphone.VoiceTalk)
	if far != nil {
		k.tone.start(far, 0, false, 1)
	}
	if err := k.Clean(t.Context(), c); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(k.end)
	return k
}

// taken is what the calls get of the microphone in a time.
func (d *desk) taken(for_ time.Duration) []int16 {
	var out []int16
	for range int(for_ / tickLength) {
		d.ticks(1)
		var pcm [frameSize]int16
		d.micFrame.toPCM(pcm[:])
		out = append(out, pcm[:]...)
	}
	return out
}

func TestClean_OffIsTheMicrophoneSampleForSample(t *testing.T) {
	deck := newRoomDeck(0)
	deck.near = speech(t, "kunde", 2*time.Second)
	deck.noise = 0
	d := roomDesk(t, deck, nil, softphone.Cleaning{})
	for i, v := range d.taken(2 * time.Second) {
		if v != deck.near[i] {
			t.Fatalf("sample %d is %d, not %d", i, v, deck.near[i])
		}
	}
}

func TestClean_TheCallersEchoFallsBy25Decibels(t *testing.T) {
	for _, delay := range []time.Duration{tickLength, 100 * time.Millisecond} {
		t.Run(delay.String(), func(t *testing.T) {
			far := speech(t, "leverandor", 16*time.Second)
			left := func(c softphone.Cleaning) float64 {
				d := roomDesk(t, newRoomDeck(delay), far, c)
				d.taken(10 * time.Second)
				return loudness(d.taken(6 * time.Second))
			}
			echo := left(softphone.Cleaning{})
			for _, c := range []softphone.Cleaning{{Echo: true}, {Echo: true, Noise: true}} {
				if fell := decibels(echo, left(c)); fell < 25 {
					t.Errorf("%+v: by %.1f dB only", c, fell)
				}
			}
		})
	}
}

func TestClean_WhoSpeaksAtTheSameTimeStaysAsLoud(t *testing.T) {
	far, near := speech(t, "leverandor", 20*time.Second), speech(t, "chair", 10*time.Second)
	deck := newRoomDeck(45 * time.Millisecond)
	deck.near, deck.nearAt = near, samples(10*time.Second)
	d := roomDesk(t, deck, far, softphone.Cleaning{Echo: true, Noise: true})
	d.taken(10 * time.Second)
	got := d.taken(10 * time.Second)
	for from := 0; from+samples(2*time.Second) <= len(got); from += samples(2 * time.Second) {
		a, b := near[from:from+samples(2*time.Second)-frameSize], got[from:]
		var same, all float64
		for i, v := range a { // the part of what comes out that is her voice
			same += float64(v) * float64(b[i+frameSize])
			all += float64(v) * float64(v)
		}
		if change := decibels(math.Abs(same), all); math.Abs(change) > 6 {
			t.Errorf("from second %d her voice changes by %.1f dB", 10+from/engineRate, change)
		}
	}
}

func TestClean_SteadyNoiseFalls(t *testing.T) {
	left := func(c softphone.Cleaning) float64 {
		deck := newRoomDeck(0)
		deck.noise = 200
		d := roomDesk(t, deck, nil, c)
		d.taken(3 * time.Second)
		return loudness(d.taken(2 * time.Second))
	}
	if fell := decibels(left(softphone.Cleaning{}), left(softphone.Cleaning{Noise: true})); fell < 12 {
		t.Errorf("by %.1f dB only", fell)
	}
}

func TestClean_GainLiftsASoftVoice(t *testing.T) {
	voice := speech(t, "kunde", 16*time.Second)
	for i := range voice {
		voice[i] /= 12
	}
	deck := newRoomDeck(0)
	deck.near, deck.noise = voice, 2
	d := roomDesk(t, deck, nil, softphone.Cleaning{Gain: true})
	d.taken(10 * time.Second)
	out := d.taken(6 * time.Second)
	if lift := decibels(loudness(out), loudness(voice[samples(10*time.Second):])); lift < 8 || lift > 22 {
		t.Errorf("by %.1f dB", lift)
	}
}

func TestClean_SwitchingInMidCallMakesNoClick(t *testing.T) {
	deck := &testDeck{hz: 300, peak: 6000, deaf: true}
	d := &desk{clock: newTestClock()}
	d.Engine = New(func(softphone.Event) {}, deck, Options{Clock: d.clock})
	t.Cleanup(d.end)
	d.connect(t, "call", media("pcma", softphone.SendRecv, there), softphone.VoiceTalk)
	usual := steepest(d.taken(time.Second))
	for _, c := range []softphone.Cleaning{{Echo: true}, {Echo: true, Noise: true}, {Noise: true}, {Noise: true, Gain: true}, {Gain: true},
		{}, {Echo: true, Gain: true}, {}} {
		if err := d.Clean(t.Context(), c); err != nil {
			t.Fatal(err)
		}
		if jump := steepest(d.taken(700 * time.Millisecond)); jump > 3*usual {
			t.Errorf("%+v: a jump of %d where %d is usual", c, jump, usual)
		}
	}
	d.taken(time.Second)
	if got := d.taken(time.Second); loudness(got) < 4000 {
		t.Errorf("%.0f loud after all is off again", loudness(got))
	}
}

func TestClean_ChangesAsOftenAsOneLikesAndEndsWithTheEngine(t *testing.T) {
	d := newDesk(newTestClock(), 300)
	d.connect(t, "call", media("pcma", softphone.SendRecv, there), softphone.VoiceTalk)
	for i := range 40 {
		if err := d.Clean(t.Context(), softphone.Cleaning{Echo: i&1 > 0, Noise: i&2 > 0, Gain: i&4 > 0}); err != nil {
			t.Fatal(err)
		}
		d.ticks(i % 13)
	}
	if err := d.Set(t.Context(), "call", softphone.VoiceMusic); err != nil {
		t.Fatal(err)
	}
	d.ticks(1)
	if d.cleaning.swap != 0 {
		t.Error("a change waits though nobody listens")
	}
	d.end()
	if err := d.Clean(t.Context(), softphone.Cleaning{Echo: true}); err != nil || d.cleaning.now != nil || d.cleaning.next != nil {
		t.Errorf("a cleaner in an engine that has ended: %v", err)
	}
}

func cleaningDesk(t testing.TB, c softphone.Cleaning) *desk {
	d := busyDesk(t, 1)
	if err := d.Clean(t.Context(), c); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(d.end)
	d.ticks(400)
	d.calls["0"].reports.due = d.clock.Now().Add(1000 * reportEvery)
	return d
}

func TestClean_AllocatesNothing(t *testing.T) {
	d := cleaningDesk(t, softphone.Cleaning{Echo: true, Noise: true, Gain: true})
	if n := testing.AllocsPerRun(300, func() { d.ticks(1) }); n > 0 {
		t.Errorf("%.2f allocations a tick", n)
	}
}

func BenchmarkClean(b *testing.B) {
	for _, c := range []softphone.Cleaning{{}, {Noise: true}, {Echo: true}, {Echo: true, Noise: true, Gain: true}} {
		b.Run(fmt.Sprintf("%+v", c), func(b *testing.B) {
			d := cleaningDesk(b, c)
			b.ReportAllocs()
			for b.Loop() {
				d.ticks(1)
			}
		})
	}
}
