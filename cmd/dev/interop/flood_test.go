//go:build interop

package interop

import (
	"regexp"
	"strconv"
	"testing"
	"time"

	"anteroom/cmd/dev/process"
)

const (
	floodLasts     = time.Minute
	floodPerSecond = 5000
)

// Five thousand requests a second for a minute, of strangers and with the exchange's own address, cost half a core at
// most; whoever talks loses at most a frame in a hundred either way, and a call of the exchange rings.
func TestFlood_TheCallGoesOnAndTheNextOneRings(t *testing.T) {
	a := startAsterisk(t)
	d := startDesk(t, micTone)
	listens := "127.0.0.1:" + freePort(t)
	d.join("secret1001", a.address(), "--user", "1001", "--listen", listens)
	c := d.ctlCall("call", "600")
	d.awaitState(c.ID, "talking")
	d.hears(micTone)
	pid := d.status().Program.PID
	used := func() time.Duration {
		t.Helper()
		u, err := process.ProcessorTime(pid)
		if err != nil {
			t.Fatal(err)
		}
		return u
	}
	before, begun := used(), time.Now()
	pause(5 * time.Second)
	quiet := 100 * float64(used()-before) / float64(time.Since(begun))
	memory, err := process.MemoryOf(pid)
	if err != nil {
		t.Fatal(err)
	}
	received, lost := a.received(t)

	f := startFlood(t, listens, a.address())
	flooded := make(chan error, 1)
	before, begun = used(), time.Now()
	go func() { flooded <- f.run(floodLasts, floodPerSecond) }()
	rung := map[string]bool{}
	for range 3 {
		pause(floodLasts / 5)
		asked := time.Now()
		a.command(t, "channel originate PJSIP/1001 application Wait 30")
		r := d.await("a call rings", func(e event) bool {
			return e.Call != nil && e.Call.State == "ringing" && e.Call.Direction == "in" && !rung[e.Call.ID]
		})
		rung[r.Call.ID] = true
		took := time.Since(asked)
		t.Logf("a call rang after %v", took.Round(time.Millisecond))
		if took > 1500*time.Millisecond {
			t.Errorf("a call rang after %v", took)
		}
		d.ctl("reject", r.Call.ID)
	}
	if err := <-flooded; err != nil {
		t.Fatal(err)
	}
	took := time.Since(begun)
	cost := 100 * float64(used()-before) / float64(took)
	after, err := process.MemoryOf(pid)
	if err != nil {
		t.Fatal(err)
	}
	got, lostNow := a.received(t)
	frames := took.Seconds() * 50
	missing := 100 * (1 - float64(got-received)/frames)
	loss := d.loss(c.ID)
	t.Logf("%d requests, %.0f a second: %.1f %% of a core (%.1f %% before), %.0f MB at most (%.0f before)",
		f.sent, float64(f.sent)/took.Seconds(), cost, quiet, after.Peak, memory.Now)
	t.Logf("of %.0f frames Asterisk got %d, lost %d: %.2f %% missing; of its own we lost %.2f %%", frames, got-received, lostNow-lost, missing, 100*loss)
	if f.sent < int(0.9*floodPerSecond*floodLasts.Seconds()) {
		t.Errorf("only %d requests were sent", f.sent)
	}
	if cost > 50 {
		t.Errorf("the flood cost %.1f %% of a core", cost)
	}
	if missing > 1 || loss > 0.01 {
		t.Errorf("%.2f %% of our frames are missing, %.2f %% of theirs", missing, 100*loss)
	}
	d.hears(micTone)
	d.ctl("hangup", c.ID)
	d.ended(c.ID, "us", "hung_up")
}

// received is how many packets of the one call Asterisk has got, and how many it misses.
func (a asterisk) received(t *testing.T) (packets, lost int) {
	t.Helper()
	// BridgeId ChannelId UpTime Codec. Count Lost Pct Jitter | Count …
	row := regexp.MustCompile(`(?m)^\s*(?:\S+\s+)?1001-\S+\s+\d\d:\d\d:\d\d\s+\S+\s+(\d+)(K?)\s+(\d+)(K?)`)
	said := a.command(t, "pjsip show channelstats")
	m := row.FindStringSubmatch(said)
	if m == nil || m[2] == "K" || m[4] == "K" {
		t.Fatalf("Asterisk counts no packets: %s", said)
	}
	packets, _ = strconv.Atoi(m[1])
	lost, _ = strconv.Atoi(m[3])
	return packets, lost
}

// loss is what a call of ours has lost, as a share.
func (d *desk) loss(id string) float64 {
	d.t.Helper()
	for _, c := range d.status().Calls {
		if c.ID == id && c.Quality != nil {
			return c.Quality.Loss
		}
	}
	d.t.Fatalf("call %s was not measured", id)
	return 0
}
