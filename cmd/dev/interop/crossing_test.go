//go:build interop

package interop

import (
	"fmt"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"anteroom/cmd/dev/process"
)

// sippAnswer is how the scenarios take a call.
const sippAnswer = `  <send retrans="500"><![CDATA[
SIP/2.0 200 OK
[last_Via:]
[last_From:]
[last_To:];tag=[pid]q[call_number]
[last_Call-ID:]
[last_CSeq:]
Contact: <sip:[local_ip]:[local_port]>
Content-Type: application/sdp
Content-Length: [len]

v=0
o=- 1 1 IN IP[local_ip_type] [local_ip]
s=-
c=IN IP[media_ip_type] [media_ip]
t=0 0
m=audio [media_port] RTP/AVP 0
a=rtpmap:0 PCMU/8000
]]></send>
  <recv request="ACK"/>`

// startSipp plays one of peers/sipp's scenarios for one call.
func startSipp(t *testing.T, scenario, port string, values map[string]string, args ...string) *process.Process {
	t.Helper()
	needProgram(t, "sipp", "sip-tester")
	dir := t.TempDir()
	furnish(t, "sipp", dir, values)
	cmd := exec.Command("sipp", append([]string{"-sf", filepath.Join(dir, scenario+".xml"), "-i", "127.0.0.1", "-mi", "127.0.0.1", "-p", port,
		"-mp", freePort(t), "-m", "1", "-nostdin", "-timeout", "90s", "-timeout_error", "-trace_err", "-error_file", "/dev/stderr"}, args...)...)
	cmd.Dir = dir
	return start(t, "sipp", cmd)
}

// wellPlayed waits until sipp has ended and says whether all of its scenario came to pass.
func wellPlayed(t *testing.T, p *process.Process) {
	t.Helper()
	select {
	case <-p.Done():
		if p.ExitCode() != 0 {
			t.Errorf("sipp has seen something else than it should: exit code %d", p.ExitCode())
		}
	case <-time.After(patience):
		t.Error("sipp waits for something that does not come")
	}
}

func TestQueue_TwelveTimesQueuedThenAnswered(t *testing.T) {
	var queued strings.Builder
	for i := range 12 {
		fmt.Fprintf(&queued, `  <send><![CDATA[
SIP/2.0 182 Queued, %d before you
[last_Via:]
[last_From:]
[last_To:];tag=[pid]q[call_number]
[last_Call-ID:]
[last_CSeq:]
Content-Length: 0

]]></send>
  <pause milliseconds="3000"/>
`, 12-i)
	}
	port := freePort(t)
	p := startSipp(t, "queue", port, map[string]string{"QUEUED": queued.String(), "ANSWER": sippAnswer})
	awaitUDP(t, port)
	d := startDesk(t, micTone)
	d.join("", "127.0.0.1:"+port, "--user", "desk", "--no-register")
	c := d.ctlCall("call", "queue")
	for i := range 12 {
		want := fmt.Sprintf("Queued, %d before you", 12-i)
		d.await(want, func(e event) bool { return e.Call != nil && e.Call.Queued && e.Call.QueueText == want })
	}
	if r := d.await("that it rings", func(e event) bool { return e.Event == "peer_ringing" }); r.Call.Queued {
		t.Error("it rings, and is said to be in the queue")
	}
	d.awaitState(c.ID, "talking")
	d.ctl("hangup", c.ID)
	d.ended(c.ID, "us", "hung_up")
	wellPlayed(t, p)
}

func TestCancel_CrossesTheirAnswer(t *testing.T) {
	port := freePort(t)
	p := startSipp(t, "crossed", port, nil)
	awaitUDP(t, port)
	d := startDesk(t, micTone)
	d.join("", "127.0.0.1:"+port, "--user", "desk", "--no-register")
	c := d.ctlCall("call", "crossed")
	d.await("that it rings", func(e event) bool { return e.Event == "peer_ringing" })
	d.ctl("hangup", c.ID)
	d.ended(c.ID, "us", "cancelled")
	wellPlayed(t, p)
	d.nothingOpen()
}

func TestCancel_CrossesOurAnswer(t *testing.T) {
	ours, theirs := freePort(t), freePort(t)
	d := startDesk(t, micTone)
	d.join("", "127.0.0.1:"+theirs, "--user", "desk", "--no-register", "--listen", "127.0.0.1:"+ours)
	// RFC 3261 §9.2: a CANCEL that comes after the final response changes nothing, and is answered 200.
	p := startSipp(t, "regret", theirs, map[string]string{"CANCELLED": "200"}, "127.0.0.1:"+ours)
	c := d.awaitState("", "ringing")
	d.ctl("answer", c.ID)
	d.awaitState(c.ID, "ended")
	if status := d.ctl("status")[0]; !strings.Contains(status, `"end_reason":"hung_up`) {
		t.Errorf("the call did not end as one that was answered and hung up: %s", status)
	}
	wellPlayed(t, p)
	d.nothingOpen()
}

// A queue of Asterisk rings at us among others, gives up after its time and tries again; then we answer.
func TestQueue_AsteriskQueuesCallerRingsAgainAndIsAnswered(t *testing.T) {
	a := startAsterisk(t)
	d := startDesk(t, micTone)
	d.join("secret1002", a.address(), "--user", "1002")
	a.command(t, "channel originate Local/602@office extension 617@office")
	first := d.awaitState("", "ringing")
	d.ended(first.ID, "peer", "cancelled") // the member's time is up
	rung := map[string]bool{first.ID: true}
	var second call
	for { // on a slow machine one may be over before we answer
		second = *d.await("the queue rings again", func(e event) bool {
			return e.Call != nil && !rung[e.Call.ID] && e.Call.State == "ringing"
		}).Call
		rung[second.ID] = true
		if _, err := d.ask("", "answer", second.ID); err == nil {
			break
		}
	}
	d.hears(1004)
	d.ctl("hangup", second.ID)
	d.ended(second.ID, "us", "hung_up")
	await(t, "Asterisk has no call any more", func() bool { return a.channels(t) == 0 })
}

// nothingOpen: no call lives, and nothing but the line's own port is open.
func (d *desk) nothingOpen() {
	d.t.Helper()
	await(d.t, "no port of a call is open", func() bool {
		st := d.status()
		for _, c := range st.Calls {
			if c.State != "ended" {
				return false
			}
		}
		files, err := process.FilesOf(st.Program.PID)
		return err == nil && files.UDP <= 3
	})
}
