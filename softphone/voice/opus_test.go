package voice

import (
	"math"
	"math/rand/v2"
	"net/netip"
	"testing"
	"time"

	"github.com/pion/rtcp"

	"anteroom/softphone"
)

// opusMedia is what two sides with our description agree on.
func opusMedia(to softphone.Media) softphone.Media {
	to.Codec.Params, to.EventType, to.EventClock = opusCodec.params, offeredWideEventType, 48000
	return to
}

// babble is some seconds of something like a voice: a gliding pitch with its harmonics, loud and soft in turns.
func babble(seconds int) []int16 {
	out := make([]int16, seconds*engineRate)
	phase := 0.0
	for i := range out {
		t := float64(i) / engineRate
		pitch := 120 + 50*math.Sin(2*math.Pi*0.9*t) + 15*math.Sin(2*math.Pi*5*t)
		phase += pitch / engineRate
		formant := 700 + 400*math.Sin(2*math.Pi*1.7*t)
		var v float64
		for h := 1.0; h < 25; h++ {
			d := (h*pitch - formant) / 350
			v += math.Sin(2*math.Pi*h*phase) * (0.15/h + math.Exp(-d*d))
		}
		out[i] = int16(2500 * v * (0.25 + 0.75*math.Abs(math.Sin(2*math.Pi*2.3*t))))
	}
	return out
}

func TestOpus_ATonePassesBothWays(t *testing.T) {
	a, b, ca, cb := talk(t, "opus")
	both(a, b, 200)
	a.deck.rest()
	b.deck.rest()
	both(a, b, 200)
	for _, c := range []struct {
		who        string
		pcm        []int16
		hears, own float64
	}{{"a", a.deck.played, 440, 1000}, {"b", b.deck.played, 1000, 440}} {
		if d := decibels(toneLevel(c.pcm, c.hears), 8000); math.Abs(d) > 1 {
			t.Errorf("%s hears %v Hz %.1f dB off", c.who, c.hears, d)
		}
		if own := toneLevel(c.pcm, c.own); own > 80 {
			t.Errorf("%s hears itself with %.0f", c.who, own)
		}
	}
	if s := cb.stats(); s.Codec != "opus" || s.CodecHeard != "opus" || s.Refused > 0 || s.Concealed > 100*time.Millisecond {
		t.Errorf("%+v", s)
	}
	if bytes := ca.out.octets / ca.out.packets; bytes > 150 {
		t.Errorf("%d bytes a packet", bytes)
	}
}

// opusUsual is how many samples a usual packet has.
const opusUsual = 960

// withoutNext is a decoder that never gets to see the packet after a gap.
type withoutNext struct{ *opusDecoder }

func (d withoutNext) restore(pcm []int16, samples int, _ []byte) []int16 {
	return d.opusDecoder.restore(pcm, samples, nil)
}

// playedWith is what a player makes of packets that come every 20 ms, without those that are lost. Every tenth comes
// 40 ms late, so that the player is behind enough to wait for the next one.
func playedWith(packets [][]byte, lost func(i int) bool, a *acceptance) []int16 {
	p := newPlayout(48000)
	begun := time.Unix(1790000000, 0)
	var out []int16
	put := func(i int, at time.Time) {
		if i >= 0 && !lost(i) {
			p.put(uint16(i), uint32(i*opusUsual), a, packets[i], at)
		}
	}
	for i := range packets {
		now := begun.Add(time.Duration(i) * usualPacket)
		if i%10 == 2 {
			put(i-2, now)
		}
		if i%10 != 0 {
			put(i, now)
		}
		out = append(append(out, p.pull(now)...), p.pull(now.Add(tickLength))...)
	}
	return out
}

func TestOpus_TheNextPacketRepeatsTheLostOneBetterThanGuessing(t *testing.T) {
	e := newOpusEncoder()
	e.suit(opusCodec.params)
	e.expect(0.1)
	var packets [][]byte
	for pcm := babble(10); len(pcm) > 0; pcm = pcm[opusUsual:] {
		packets = append(packets, append([]byte(nil), e.encode(make([]byte, 0, packetSize), pcm[:opusUsual])...))
	}
	random := rand.New(rand.NewPCG(3, 4))
	gone := make([]bool, len(packets))
	for i := range gone {
		gone[i] = i > 20 && random.Float64() < 0.1
	}
	lost := func(i int) bool { return gone[i] }
	whole := playedWith(packets, func(int) bool { return false }, newAcceptance(107, opusCodec))
	repaired := playedWith(packets, lost, newAcceptance(107, opusCodec))
	blind := newAcceptance(107, opusCodec)
	blind.restorer = withoutNext{blind.decoder.(*opusDecoder)}
	guessed := playedWith(packets, lost, blind)
	wrong := func(pcm []int16) float64 {
		if len(pcm) != len(whole) {
			t.Fatalf("%d samples of %d", len(pcm), len(whole))
		}
		var sum float64
		for i, v := range pcm {
			d := float64(v) - float64(whole[i])
			sum += d * d
		}
		return math.Sqrt(sum / float64(len(pcm)))
	}
	if gain := decibels(wrong(guessed), wrong(repaired)); gain < 3 {
		t.Errorf("the error is %.0f with the next packet and %.0f without, of %.0f: %.1f dB better only",
			wrong(repaired), wrong(guessed), loudness(whole), gain)
	} else {
		t.Logf("error %.0f, guessed %.0f, of %.0f: %.1f dB better", wrong(repaired), wrong(guessed), loudness(whole), gain)
	}
}

func TestOpus_LossThatThePeerReportsMakesItPrepare(t *testing.T) {
	n := newNetwork(t, "opus")
	for _, d := range []*desk{n.a, n.b} {
		to := there
		if d == n.b {
			to = here
		}
		if err := d.Agree(t.Context(), "call", opusMedia(media("opus", softphone.SendRecv, to))); err != nil {
			t.Fatal(err)
		}
	}
	n.loss = 0.1
	e := n.ca.out.encode.(*opusEncoder)
	for range 60 { // reports can be lost, too
		if n.run(time.Second); e.lost > 0 {
			break
		}
	}
	if e.lost < 3 || e.lost > 25 || !e.repair {
		t.Errorf("it expects %d %% to be lost; repair %v", e.lost, e.repair)
	}
	if per, err := e.enc.PacketLossPerc(); err != nil || per != e.lost {
		t.Errorf("the library expects %d %%, %v", per, err)
	}
	for before, i := e.lost, 0; i < 12; i++ { // a minute of reports without loss
		n.ca.out.expect(0)
		if e.lost < before/2 {
			t.Fatalf("from %d to %d %% at once", before, e.lost)
		}
		before = e.lost
	}
	if e.lost > 2 {
		t.Errorf("after a minute without loss it expects %d %%", e.lost)
	}
	report, err := rtcp.Marshal([]rtcp.Packet{&rtcp.ReceiverReport{SSRC: 1, Reports: []rtcp.ReceptionReport{{SSRC: n.ca.out.ssrc, FractionLost: 255}}}})
	if err != nil {
		t.Fatal(err)
	}
	n.ca.receiveRTCP(report, next(there), n.a.clock.Now())
	if e.lost != 30 {
		t.Errorf("when all is lost it expects %d %%", e.lost)
	}
}

func TestOpus_LossAndJitterAreBorne(t *testing.T) {
	n := newNetwork(t, "opus")
	n.loss, n.jitter, n.double = 0.1, 60*time.Millisecond, 0.05
	n.run(10 * time.Second)
	n.b.deck.rest()
	n.run(10 * time.Second)
	if d := decibels(loudness(n.b.deck.played)*math.Sqrt2, 8000); math.Abs(d) > 1.5 {
		t.Errorf("loudness %.1f dB off", d)
	}
	n.stopped = true
	n.run(500 * time.Millisecond)
	n.b.deck.rest()
	n.run(time.Second)
	if l := loudness(n.b.deck.played); l > 1.1*float64(mostFloor) {
		t.Errorf("%.0f is heard when nothing comes", l)
	}
	n.stopped, n.loss, n.jitter = false, 0, 0
	n.run(time.Second)
	n.b.deck.rest()
	n.run(time.Second)
	if d := decibels(toneLevel(n.b.deck.played, 1000), 8000); math.Abs(d) > 1.5 {
		t.Errorf("when it comes again it is %.1f dB off", d)
	}
}

func TestOpus_WhatTheOtherSideWantsIsKeptTo(t *testing.T) {
	for _, c := range []struct {
		params string
		rate   int
		repair bool
	}{
		{"", 48000, false}, {"useinbandfec=1", 48000, true}, {"maxaveragebitrate=20000; useinbandfec=1", 20000, true},
		{"maxaveragebitrate=510000;useinbandfec=0", 48000, false}, {"maxaveragebitrate=1", 6000, false}, {"; ;x;=;useinbandfec=x", 48000, false},
	} {
		e := newOpusEncoder()
		e.suit(c.params)
		rate, err := e.enc.Bitrate()
		if err != nil || rate != c.rate || e.repair != c.repair {
			t.Errorf("%q: %d bits a second, repair %v, %v", c.params, rate, e.repair, err)
		}
	}
}

func TestOpus_PacketsHaveALengthThatExists(t *testing.T) {
	for asked, want := range map[time.Duration]time.Duration{
		0: 20, 10 * time.Millisecond: 10, 20 * time.Millisecond: 20, 30 * time.Millisecond: 20, 50 * time.Millisecond: 40, time.Hour: 60,
	} {
		m := opusMedia(media("opus", softphone.SendRecv, there))
		m.Ptime = asked
		o := newOutgoing()
		o.agree(m)
		if got := time.Duration(o.packet) * time.Second / engineRate; got != want*time.Millisecond {
			t.Errorf("%v asked for: %v", asked, got)
		}
	}
}

func TestOpus_APacketSaysHowLongItIs(t *testing.T) {
	for _, c := range []struct {
		payload []byte
		want    int
	}{
		{nil, 0}, {[]byte{0}, 480}, {[]byte{3 << 3}, 2880}, {[]byte{13 << 3}, 960}, {[]byte{16 << 3}, 120}, {[]byte{31 << 3}, 960},
		{[]byte{31<<3 | 1}, 1920}, {[]byte{31<<3 | 3}, 0}, {[]byte{31<<3 | 3, 6}, 5760}, {[]byte{31<<3 | 3, 7}, 0}, {[]byte{3<<3 | 3, 0}, 0},
	} {
		if got := opusSamples(c.payload); got != c.want {
			t.Errorf("%x: %d samples, want %d", c.payload, got, c.want)
		}
	}
}

func TestOpus_EventsThatHaveOurNumberForOpusAreEvents(t *testing.T) {
	d := newDesk(newTestClock(), 1000)
	m := opusMedia(media("opus", softphone.SendRecv, there))
	m.Codec.PayloadType, m.EventType = 96, opusCodec.payloadType
	c, _ := d.connect(t, "call", m, softphone.VoiceTalk)
	peer := newOutgoing()
	peer.agree(m)
	into := &thread{rtp: func(p []byte, _ netip.AddrPort) { c.rtpBox.post(p, there, d.clock.Now()) }}
	peer.sound(nil, into, d.clock.Now())
	var digits digitsOut
	digits.add("7", softphone.DigitsAuto)
	for range digitTicks {
		peer.digit(&digits, into, d.clock.Now())
		digits.advance()
		d.ticks(1)
	}
	if s, _ := d.Stats("call"); d.digits() != "7" || s.Refused > 0 {
		t.Errorf("heard %q, %+v", d.digits(), s)
	}
}

// FuzzOpus lets anything be a packet: it becomes as much sound as its first bytes say.
func FuzzOpus(f *testing.F) {
	f.Add([]byte{0x78, 1, 2, 3}, []byte{0x0b, 3, 9, 9, 9})
	f.Add(newOpusEncoder().encode(make([]byte, 0, packetSize), babble(1)[:opusUsual]), []byte{})
	f.Fuzz(func(t *testing.T, one, two []byte) {
		d := newOpusDecoder()
		for _, p := range [][]byte{one, two, one} {
			if n := opusSamples(p); n > 0 && len(p) <= payloadSize {
				if got := d.decode(make([]int16, 0, queueRoom), p); len(got) != n {
					t.Errorf("%d samples instead of %d", len(got), n)
				}
			}
			if got := d.restore(nil, 777, p); len(got) != 777 {
				t.Errorf("%d samples restored", len(got))
			}
		}
	})
}

func TestOpus_ATickAllocatesNothing(t *testing.T) {
	d := newDesk(newTestClock(), 1000)
	d.deck.deaf = true
	c, w := d.connect(t, "call", opusMedia(media("opus", softphone.SendRecv, there)), softphone.VoiceTalk)
	couple(d, d, c, c, w, &thread{})
	c.source.agree(here)
	good := w.rtp
	sent := 0
	w.rtp = func(p []byte, to netip.AddrPort) {
		if sent++; sent%7 != 0 { // and neither does repairing
			good(p, to)
		}
	}
	d.ticks(200)
	c.reports.due = d.clock.Now().Add(1000 * reportEvery)
	if n := testing.AllocsPerRun(1000, func() { d.ticks(1) }); n > 0 {
		t.Errorf("%.2f allocations a tick", n)
	}
	if s, _ := d.Stats("call"); s.Received < 400 || s.Lost < 50 {
		t.Errorf("%+v", s)
	}
}

func BenchmarkOpus(b *testing.B) {
	e, d := newOpusEncoder(), newOpusDecoder()
	pcm, room, heard := babble(1), make([]byte, 0, packetSize), make([]int16, 0, opusLongest)
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		at := i % 50 * opusUsual
		heard = d.decode(heard[:0], e.encode(room, pcm[at:at+opusUsual]))
	}
}

func TestOpus_WaitsForTheNextPacketOnlyWhereItHasRepairData(t *testing.T) {
	for _, repair := range []bool{false, true} {
		e := newOpusEncoder()
		e.suit("useinbandfec=" + map[bool]string{false: "0", true: "1"}[repair])
		e.expect(0.2)
		p, a, begun := newPlayout(48000), newAcceptance(107, opusCodec), time.Unix(1790000000, 0)
		voice := babble(8)
		with := 0
		for i := range 400 {
			packet := e.encode(make([]byte, 0, packetSize), voice[i*opusUsual:][:opusUsual])
			if a.restorer.repairs(packet) {
				with++
			}
			now := begun.Add(time.Duration(i) * usualPacket)
			if i%8 != 3 {
				p.put(uint16(i), uint32(i*opusUsual), a, packet, now)
			}
			p.pull(now)
			p.pull(now.Add(tickLength))
		}
		want := time.Millisecond
		if repair {
			want += usualPacket
		}
		if got := clockTime(float64(p.buffer.target()), 48000); got != want || (with > 300) != repair {
			t.Errorf("repair %v: %d of 400 packets have some, %v are asked for", repair, with, got)
		}
	}
}

// Where packets are lost more is said in each, as much as the other side takes, and each is short unless it asked for a length.
func TestOpus_WherePacketsAreLostThereAreMoreAndFullerOnes(t *testing.T) {
	for _, c := range []struct {
		params         string
		ptime          time.Duration
		quiet, lossy   int // bits a second
		packet, shorty int // samples
	}{
		{"useinbandfec=1", 0, 48000, 64000, 960, 480},
		{"useinbandfec=1", 20 * time.Millisecond, 48000, 64000, 960, 960},
		{"useinbandfec=1;maxaveragebitrate=24000", 0, 24000, 24000, 960, 480},
		{"", 0, 48000, 48000, 960, 960}, // it makes nothing of repair data
	} {
		m := opusMedia(media("opus", softphone.SendRecv, there))
		m.Codec.Params, m.Ptime = c.params, c.ptime
		o := newOutgoing()
		o.agree(m)
		is := func(when string, rate, packet int) {
			t.Helper()
			if got, err := o.encode.(*opusEncoder).enc.Bitrate(); err != nil || got != rate || o.packet != packet {
				t.Errorf("%q, %v asked for, %s: %d bits a second, packets of %d samples, %v", c.params, c.ptime, when, got, o.packet, err)
			}
		}
		is("before", c.quiet, c.packet)
		o.expect(0.01)
		is("with few losses", c.quiet, c.packet)
		o.expect(0.1)
		is("with many", c.lossy, c.shorty)
		o.agree(m) // he only holds the call, say
		is("agreed anew", c.lossy, c.shorty)
		for range 20 {
			o.expect(0)
		}
		is("after them", c.quiet, c.packet)
	}
}
