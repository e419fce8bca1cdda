package line

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"anteroom/softphone"
)

func read(t *testing.T, lines ...string) description {
	t.Helper()
	d, err := readDescription([]byte(strings.Join(append(lines, ""), "\r\n")))
	if err != nil {
		t.Fatal(err)
	}
	return d
}

var head = []string{"v=0", "o=- 7 3 IN IP4 192.0.2.1", "s=-", "c=IN IP4 192.0.2.1", "t=0 0"}

func with(lines ...string) []string { return append(slices.Clone(head), lines...) }

func TestDescription_TheStreamsOwnAddressAndReportPortCount(t *testing.T) {
	d := read(t, with("m=video 5000 RTP/AVP 96", "m=audio 4000 RTP/AVP 8", "c=IN IP6 2001:db8::9", "a=rtcp:4777 IN IP6 2001:db8::8")...)
	if d.rtp.String() != "[2001:db8::9]:4000" || d.rtcp.String() != "[2001:db8::8]:4777" || d.audio != 1 || len(d.slots) != 2 {
		t.Errorf("%+v", d)
	}
}

func TestDescription_PacketLengthKeepsToBothLimits(t *testing.T) {
	for want, lines := range map[time.Duration][]string{
		0:                     {},
		40 * time.Millisecond: {"a=ptime:40", "a=maxptime:150"},
		30 * time.Millisecond: {"a=ptime:60", "a=maxptime:30"},
		10 * time.Millisecond: {"a=maxptime:10"},
	} {
		if d := read(t, with(append([]string{"m=audio 4000 RTP/AVP 8"}, lines...)...)...); d.ptime != want {
			t.Errorf("%v gives %s", lines, d.ptime)
		}
	}
}

func TestDescription_WhatIsWrongHasItsError(t *testing.T) {
	for _, c := range []struct {
		lines []string
		want  error
	}{
		{[]string{"v=0"}, errNoAudio},
		{with("m=video 5000 RTP/AVP 96"), errNoAudio},
		{with("m=audio 4000 RTP/SAVP 8"), errEncrypted},
		{[]string{"v=0", "o=- 1 1 IN IP4 x", "s=-", "t=0 0", "m=audio 4000 RTP/AVP 8"}, errSyntax},
		{with("m=audio 4000 RTP/AVP 8", "c=IN IP4 224.1.1.1/127"), errSyntax},
		{[]string{"nonsense"}, errSyntax},
	} {
		if _, err := readDescription([]byte(strings.Join(append(c.lines, ""), "\r\n"))); !errors.Is(err, c.want) && c.want != errNoAudio {
			t.Errorf("%v: %v", c.lines, err)
		} else if err == nil {
			t.Errorf("%v was taken", c.lines)
		}
	}
}

func ourSession(prefer ...string) *session {
	local := media(20000)
	local.Codecs = []softphone.Codec{g722, pcma, pcmu}
	return &session{prefer: prefer, id: 5, local: local}
}

func TestSession_OrderAndChoiceOfCodecsAreTheAccounts(t *testing.T) {
	s := ourSession("pcmu", "g722")
	if offer := string(s.offer()); !strings.Contains(offer, "m=audio 20000 RTP/AVP 0 9 101\r\n") {
		t.Errorf("offered\n%s", offer)
	}
	s = ourSession("pcmu", "g722")
	body, err := s.answer(read(t, with("m=audio 4000 RTP/AVP 8 9 0")...))
	if err != nil || s.media.Codec != pcmu || !strings.Contains(string(body), "m=audio 20000 RTP/AVP 0\r\n") {
		t.Errorf("%v %+v\n%s", err, s.media, body)
	}
	if _, err := ourSession("g722").answer(read(t, with("m=audio 4000 RTP/AVP 8")...)); !errors.Is(err, errNoCodec) {
		t.Errorf("no codec in common: %v", err)
	}
}

func TestSession_DynamicPayloadTypesAreTheOthers(t *testing.T) {
	s := ourSession()
	body, err := s.answer(read(t, with("m=audio 4000 RTP/AVP 101 97", "a=rtpmap:101 PCMA/8000", "a=rtpmap:97 telephone-event/8000")...))
	if err != nil || s.media.Codec.PayloadType != 101 || s.media.EventType != 97 {
		t.Errorf("%v %+v", err, s.media)
	}
	for _, want := range []string{"m=audio 20000 RTP/AVP 101 97\r\n", "a=rtpmap:101 PCMA/8000\r\n", "a=rtpmap:97 telephone-event/8000\r\n"} {
		if !strings.Contains(string(body), want) {
			t.Errorf("%q is not in\n%s", want, body)
		}
	}
}

func TestSession_OtherStreamsAreRefusedInTheirPlaces(t *testing.T) {
	s := ourSession()
	body, err := s.answer(read(t, with("m=video 5000 RTP/AVP 96 97", "m=audio 4000 RTP/AVP 8", "m=image 6000 udptl t38")...))
	if err != nil {
		t.Fatal(err)
	}
	video, audio, fax := strings.Index(string(body), "m=video 0 RTP/AVP 96 97"), strings.Index(string(body), "m=audio 20000"), strings.Index(string(body), "m=image 0 udptl t38")
	if video < 0 || audio < video || fax < audio {
		t.Errorf("answered\n%s", body)
	}
	again := s.offer()
	if strings.Count(string(again), "m=") != 3 {
		t.Errorf("offered again\n%s", again)
	}
}

func TestSession_DirectionsCombine(t *testing.T) {
	for _, c := range []struct {
		hold bool
		them string
		want softphone.MediaDirection
	}{
		{false, "sendrecv", softphone.SendRecv}, {false, "sendonly", softphone.RecvOnly},
		{false, "recvonly", softphone.SendOnly}, {false, "inactive", softphone.Inactive},
		{true, "sendrecv", softphone.SendOnly}, {true, "sendonly", softphone.Inactive},
		{true, "recvonly", softphone.SendOnly}, {true, "inactive", softphone.Inactive},
	} {
		s := ourSession()
		s.hold = c.hold
		body, err := s.answer(read(t, with("m=audio 4000 RTP/AVP 8", "a="+c.them)...))
		if err != nil || s.media.Direction != c.want || !strings.Contains(string(body), "a="+string(c.want)+"\r\n") {
			t.Errorf("hold %v, %s: %s, %v", c.hold, c.them, s.media.Direction, err)
		}
		if held := c.them == "sendonly" || c.them == "inactive"; s.peerHeld != held {
			t.Errorf("%s: held is %v", c.them, s.peerHeld)
		}
	}
}

func TestSession_AStreamShutLaterLeavesTheCallSilent(t *testing.T) {
	s := ourSession()
	if _, err := s.answer(read(t, with("m=audio 4000 RTP/AVP 8")...)); err != nil {
		t.Fatal(err)
	}
	body, err := s.answer(read(t, with("m=audio 0 RTP/AVP 8")...))
	if err != nil || !strings.Contains(string(body), "m=audio 0 ") || s.media.Direction != softphone.Inactive {
		t.Errorf("%v %+v\n%s", err, s.media, body)
	}
}
