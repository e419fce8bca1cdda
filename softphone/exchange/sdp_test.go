package exchange

import (
	"errors"
	"strings"
	"testing"
)

func offerOf(lines ...string) []byte {
	head := []string{"v=0", "o=- 1 1 IN IP4 127.0.0.1", "s=-", "c=IN IP4 127.0.0.1", "t=0 0"}
	return []byte(strings.Join(append(head, lines...), "\r\n") + "\r\n")
}

func TestParseMedia_TakesTheOffersFirstG711(t *testing.T) {
	m, err := parseMedia(offerOf("m=audio 4000 RTP/AVP 96 0 8 97", "a=rtpmap:96 opus/48000/2", "a=rtpmap:97 telephone-event/8000"))
	if err != nil || m.law != muLaw || m.payload != 0 || m.event != 97 || m.remote.String() != "127.0.0.1:4000" || m.direction != sendRecv {
		t.Errorf("%+v, %v", m, err)
	}
}

func TestParseMedia_FollowsDynamicNumbers(t *testing.T) {
	m, err := parseMedia(offerOf("m=audio 4000 RTP/AVP 110", "a=rtpmap:110 pcma/8000/1"))
	if err != nil || m.law != aLaw || m.payload != 110 {
		t.Errorf("%+v, %v", m, err)
	}
}

func TestParseMedia_ReadsDirectionsOfLineSessionAndOldHold(t *testing.T) {
	for want, lines := range map[direction][]string{
		sendOnly: {"m=audio 4000 RTP/AVP 8", "a=sendonly"},
		inactive: {"m=audio 4000 RTP/AVP 8", "a=inactive"},
		recvOnly: {"a=recvonly", "m=audio 4000 RTP/AVP 8"},
	} {
		if m, err := parseMedia(offerOf(lines...)); err != nil || m.direction != want {
			t.Errorf("wanted %s: %+v, %v", want, m, err)
		}
	}
	old := strings.Replace(string(offerOf("m=audio 4000 RTP/AVP 8")), "c=IN IP4 127.0.0.1", "c=IN IP4 0.0.0.0", 1)
	if m, err := parseMedia([]byte(old)); err != nil || m.direction.receives() {
		t.Errorf("c=0.0.0.0: %+v, %v", m, err)
	}
}

func TestParseMedia_RefusesWhatItCannotSpeak(t *testing.T) {
	for name, lines := range map[string][]string{
		"opus only": {"m=audio 4000 RTP/AVP 96", "a=rtpmap:96 opus/48000/2"},
		"SRTP":      {"m=audio 4000 RTP/SAVP 8"},
		"video":     {"m=video 4000 RTP/AVP 8"},
		"refused":   {"m=audio 0 RTP/AVP 8"},
		"nothing":   {},
	} {
		if m, err := parseMedia(offerOf(lines...)); !errors.Is(err, errNoCommonMedia) {
			t.Errorf("%s: %+v, %v", name, m, err)
		}
	}
}

func TestAnswer_MirrorsDirectionNumbersAndRefusesOtherLines(t *testing.T) {
	m, err := parseMedia(offerOf("m=video 4002 RTP/AVP 99", "m=audio 4000 RTP/AVP 8 0 96", "a=rtpmap:96 telephone-event/8000", "a=sendonly"))
	if err != nil {
		t.Fatal(err)
	}
	l := localMedia{id: 5, port: 6000}
	first, second := string(l.answer(m, answerTo(m.direction))), string(l.answer(m, answerTo(m.direction)))
	for _, want := range []string{"m=video 0 RTP/AVP 99\r\nm=audio 6000 RTP/AVP 8 96\r\n", "a=rtpmap:96 telephone-event/8000", "a=recvonly", "o=- 5 1 "} {
		if !strings.Contains(first, want) {
			t.Errorf("%q is not in\n%s", want, first)
		}
	}
	if !strings.Contains(second, "o=- 5 2 ") {
		t.Errorf("the version does not count up:\n%s", second)
	}
	if back, err := parseMedia([]byte(first)); err != nil || back.direction != recvOnly || back.index != 1 {
		t.Errorf("our own answer reads %+v, %v", back, err)
	}
}

func FuzzParseMedia_AnswersWhatItReads(f *testing.F) {
	f.Add(offerOf("m=audio 4000 RTP/AVP 8 0 101", "a=rtpmap:101 telephone-event/8000"))
	f.Add([]byte("v=0\r\nm=audio 99999 RTP/AVP 8\r\n"))
	f.Add([]byte(""))
	f.Fuzz(func(t *testing.T, body []byte) {
		m, err := parseMedia(body)
		if err != nil {
			return
		}
		l := localMedia{port: 4000}
		if _, err := parseMedia(l.answer(m, answerTo(m.direction))); err != nil {
			t.Errorf("our answer to\n%s\ncannot be read: %v", body, err)
		}
	})
}
