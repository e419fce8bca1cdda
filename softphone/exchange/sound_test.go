package exchange

import (
	"math"
	"math/rand/v2"
	"net/netip"
	"testing"
	"time"

	"github.com/pion/rtcp"
	"github.com/pion/rtp"
)

func TestG711_DecodesTheEndsAndTheMiddleOfBothTables(t *testing.T) {
	for _, c := range []struct {
		law  law
		code byte
		want int16
	}{ // ITU-T G.711 tables 1a, 1b, 2a, 2b, at 16 bits
		{aLaw, 0xD5, 8}, {aLaw, 0x55, -8}, {aLaw, 0xAA, 32256}, {aLaw, 0x2A, -32256}, {aLaw, 0x80, 5504},
		{muLaw, 0xFF, 0}, {muLaw, 0x7F, 0}, {muLaw, 0x80, 32124}, {muLaw, 0x00, -32124}, {muLaw, 0xF0, 120},
	} {
		if got := c.law.decode(c.code); got != c.want {
			t.Errorf("law %d code %#x is %d, wanted %d", c.law, c.code, got, c.want)
		}
	}
}

func TestG711_MuLawBytesSurviveDecodingAndEncoding(t *testing.T) {
	for b := range 256 {
		if got := encodeMu(muLaw.decode(byte(b))); got != byte(b) && b != 0x7F { // minus zero becomes zero
			t.Errorf("%#x became %#x", b, got)
		}
	}
}

func TestHearing_SpeechBeginsAfterAMomentAndEndsAfterAGap(t *testing.T) {
	var h hearing
	began, ended := 0, 0
	for i := 1; i <= 200; i++ {
		rms := 30.0
		if i > 50 && i <= 100 {
			rms = 3000
		}
		switch speaking := h.slice(rms); {
		case speaking && began == 0:
			began = i
		case !speaking && began > 0 && ended == 0:
			ended = i
		}
	}
	if began < 52 || began > 55 || ended < 102 || ended > 108 {
		t.Errorf("speech from slice 51 to 100 was heard from %d to %d", began, ended)
	}
}

func TestHearing_ClicksSilenceAndASteadyHumAreNotSpeech(t *testing.T) {
	var h hearing
	for i := range 1000 {
		rms := 0.0
		if i%50 == 0 {
			rms = 8000
		}
		if h.slice(rms) {
			t.Fatalf("a click was taken for speech at slice %d", i)
		}
	}
	h = hearing{}
	for range 1500 {
		h.slice(250)
	}
	if h.slice(250) {
		t.Error("a hum that lasts half a minute is still taken for speech")
	}
	for range 5 {
		h.slice(2500)
	}
	if !h.speaking {
		t.Error("speech over the hum is not heard")
	}
}

func TestHearing_LongSpeechWithoutAPauseStaysSpeech(t *testing.T) {
	var h hearing
	for i := range 1500 {
		if !h.slice(1200+800*math.Sin(float64(i))) && i > 5 {
			t.Fatalf("speech was lost at slice %d", i)
		}
	}
}

func agreedSound(t *testing.T) *sound {
	t.Helper()
	s, err := openSound(rand.New(rand.NewPCG(1, 2)))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.close() })
	return s
}

func TestSound_BindsAnEvenPortOnLoopback(t *testing.T) {
	s := agreedSound(t)
	if s.port()%2 != 0 || !isLoopback(s.conn.LocalAddr().String()) {
		t.Errorf("bound to %v", s.conn.LocalAddr())
	}
}

func TestReports_ASenderReportGoesToThePortAbove(t *testing.T) {
	s := agreedSound(t)
	console := agreedSound(t)
	to := netip.AddrPortFrom(netip.MustParseAddr(host), console.port())
	s.agreed(media{law: aLaw, payload: 8, direction: sendRecv, remote: to}, sendRecv)
	for i := range reportEvery + 1 {
		s.send(i)
	}
	if err := console.reports.conn.SetReadDeadline(time.Now().Add(soon)); err != nil {
		t.Fatal(err)
	}
	buf := make([]byte, 1500)
	for _, want := range []uint32{0, uint32(reportEvery)} {
		n, err := console.reports.conn.Read(buf)
		if err != nil {
			t.Fatal(err)
		}
		packets, err := rtcp.Unmarshal(buf[:n])
		if err != nil {
			t.Fatal(err)
		}
		report, ok := packets[0].(*rtcp.SenderReport)
		if !ok || report.SSRC != s.ssrc || report.PacketCount != want || report.OctetCount != want*frameSamples {
			t.Errorf("report %+v, wanted %d packets", packets[0], want)
		}
	}
}

func TestNTP_CountsFrom1900(t *testing.T) {
	if got := ntp(time.Unix(0, 500_000_000)); got != 2208988800<<32|1<<31 {
		t.Errorf("%x", got)
	}
}

func TestSound_LengthRoundsUpToWholeSlices(t *testing.T) {
	if got := length(make([]byte, 161)); got != 40*time.Millisecond {
		t.Errorf("161 samples last %v", got)
	}
}

func FuzzSound_HearsWhateverComes(f *testing.F) {
	good := rtp.Packet{Header: rtp.Header{Version: 2, PayloadType: 8}, Payload: tone(slice)}
	data, err := good.Marshal()
	if err != nil {
		f.Fatal(err)
	}
	f.Add(data, true)
	f.Add([]byte{0x80}, false)
	f.Add([]byte{0xBF, 8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 255, 255}, true)
	f.Fuzz(func(t *testing.T, packet []byte, echoing bool) {
		s := &sound{heard: make(chan []byte, 3), local: sendRecv, echoing: echoing}
		s.agreed(media{law: aLaw, payload: 8, event: 101, direction: sendRecv}, sendRecv)
		for range 3 {
			s.heard <- packet
		}
		s.listen()
		s.send(1) // to nobody: no address
	})
}

// length is how long a clip lasts.
func length(clip []byte) time.Duration {
	return time.Duration((len(clip)+frameSamples-1)/frameSamples) * slice
}
