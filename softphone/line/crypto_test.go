package line

import (
	"encoding/base64"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"anteroom/softphone"

	"github.com/pion/sdp/v3"
)

// inline is a key of a suite made of one letter, as it stands in a line.
func inline(suite softphone.CryptoSuite, letter string) string {
	key, salt := suite.KeyLength()
	return base64.StdEncoding.EncodeToString([]byte(strings.Repeat(letter, key+salt)))
}

func keyOf(suite softphone.CryptoSuite, letter string) softphone.MasterKey {
	key, salt := suite.KeyLength()
	return softphone.NewMasterKey([]byte(strings.Repeat(letter, key+salt)))
}

// cryptoLine is one a=crypto line.
func cryptoLine(tag int, suite softphone.CryptoSuite, letter string) string {
	return fmt.Sprintf("a=crypto:%d %s inline:%s", tag, suite, inline(suite, letter))
}

// ourLines are the lines in a description of ours.
func ourLines(t *testing.T, body []byte) []crypto {
	t.Helper()
	d, err := readDescription(body)
	if err != nil {
		t.Fatalf("%v\n%s", err, body)
	}
	return d.cryptos
}

func TestCrypto_LinesThatCanBeUsedAreTaken(t *testing.T) {
	k80 := inline(softphone.AESCM128SHA80, "k")
	for _, value := range []string{
		"1 AES_CM_128_HMAC_SHA1_80 inline:" + k80,
		"1 AES_CM_128_HMAC_SHA1_80 inline:" + k80 + "|2^31",
		"1  AES_CM_128_HMAC_SHA1_80\tinline:" + k80 + "|1048576 ",
		"1 AES_CM_128_HMAC_SHA1_80 inline:" + k80 + " WSH=128 KDR=0 -new=1",
		"1 aes_cm_128_hmac_sha1_80 INLINE:" + k80,
		"123456789 AES_CM_128_HMAC_SHA1_32 inline:" + k80,
		"1 AEAD_AES_128_GCM inline:" + inline(softphone.AESGCM128, "k"),
		"1 AEAD_AES_128_GCM inline:" + strings.TrimRight(inline(softphone.AESGCM128, "k"), "="),
		"1 AEAD_AES_256_GCM inline:" + inline(softphone.AESGCM256, "k"),
	} {
		c, ok := readCrypto(value)
		if !ok || c.key != keyOf(c.suite, "k") {
			t.Errorf("not taken: %s", value)
		}
		if again, ok := readCrypto(c.line()); !ok || again != c {
			t.Errorf("written %s", c.line())
		}
	}
}

func TestCrypto_LinesThatCannotBeUsedAreNot(t *testing.T) {
	k80 := inline(softphone.AESCM128SHA80, "k")
	for _, value := range []string{
		"", "1", "1 AES_CM_128_HMAC_SHA1_80", "x AES_CM_128_HMAC_SHA1_80 inline:" + k80, "-1 AES_CM_128_HMAC_SHA1_80 inline:" + k80,
		"1234567890 AES_CM_128_HMAC_SHA1_80 inline:" + k80,
		"1 AES_256_CM_HMAC_SHA1_80 inline:" + k80, "1 F8_128_HMAC_SHA1_80 inline:" + k80, "1 NULL_HMAC_SHA1_80 inline:" + k80,
		"1 AES_CM_128_HMAC_SHA1_80 outline:" + k80, "1 AES_CM_128_HMAC_SHA1_80 " + k80,
		"1 AES_CM_128_HMAC_SHA1_80 inline:", "1 AES_CM_128_HMAC_SHA1_80 inline:" + k80[:38], "1 AES_CM_128_HMAC_SHA1_80 inline:" + k80 + k80,
		"1 AES_CM_128_HMAC_SHA1_80 inline:" + strings.Repeat("*", 40),
		"1 AEAD_AES_256_GCM inline:" + k80,
		"1 AES_CM_128_HMAC_SHA1_80 inline:" + k80 + "|2^31|1:4", "1 AES_CM_128_HMAC_SHA1_80 inline:" + k80 + "|1:4", // MKI
		"1 AES_CM_128_HMAC_SHA1_80 inline:" + k80 + "|x",
		"1 AES_CM_128_HMAC_SHA1_80 inline:" + k80 + ";inline:" + k80, // two keys
		"1 AES_CM_128_HMAC_SHA1_80 inline:" + k80 + " UNENCRYPTED_SRTP", "1 AES_CM_128_HMAC_SHA1_80 inline:" + k80 + " UNENCRYPTED_SRTCP",
		"1 AES_CM_128_HMAC_SHA1_80 inline:" + k80 + " UNAUTHENTICATED_SRTP", "1 AES_CM_128_HMAC_SHA1_80 inline:" + k80 + " KDR=3",
		"1 AES_CM_128_HMAC_SHA1_80 inline:" + k80 + " SOMETHING_NEW",
	} {
		if c, ok := readCrypto(value); ok {
			t.Errorf("taken: %s as %+v", value, c)
		}
	}
}

func FuzzCrypto(f *testing.F) {
	for _, s := range softphone.CryptoSuites {
		f.Add(newCrypto(1, s).line())
		f.Add(newCrypto(7, s).line() + "|2^20 WSH=64 -x")
	}
	f.Add("1 AES_CM_128_HMAC_SHA1_80 inline:|2^20|1:4;inline:x UNENCRYPTED_SRTP")
	f.Fuzz(func(t *testing.T, value string) {
		attributes := []sdp.Attribute{{Key: "crypto", Value: value}, {Key: "crypto", Value: value}}
		all := readCryptos(&sdp.MediaDescription{Attributes: attributes})
		if len(all) > 1 {
			t.Error("one tag counts twice")
		}
		for _, c := range all {
			key, salt := c.suite.KeyLength()
			if key == 0 || len(c.key.Reveal()) != key+salt || c.tag < 0 {
				t.Errorf("%q gives %+v", value, c)
			}
			if again, ok := readCrypto(c.line()); !ok || again != c {
				t.Errorf("%q is written as %q", value, c.line())
			}
		}
	})
}

func TestSession_TheRuleDecidesWhatIsOffered(t *testing.T) {
	for rule, secure := range map[softphone.SRTP]bool{
		softphone.SRTPOff: false, softphone.SRTPOffered: false, softphone.SRTPPreferred: true, softphone.SRTPRequired: true,
	} {
		s := ourSession()
		s.rule = rule
		body := string(s.offer())
		if got := strings.Contains(body, "m=audio 20000 RTP/SAVP "); got != secure || strings.Contains(body, "a=crypto:") != secure || strings.Contains(body, "RTP/AVP ") == secure {
			t.Errorf("%s offers\n%s", rule, body)
		}
	}
	s := ourSession()
	s.rule = softphone.SRTPPreferred
	first := s.offer()
	lines := ourLines(t, first)
	if len(lines) != len(softphone.CryptoSuites) {
		t.Errorf("offered\n%s", first)
	}
	for i, l := range lines {
		if l.suite != softphone.CryptoSuites[i] || l.tag != i+1 || slices.ContainsFunc(lines[:i], func(o crypto) bool { return o.key == l.key }) {
			t.Errorf("line %d is %+v", i, l)
		}
	}
	if string(s.offer()) != string(first) {
		t.Error("offered again, as after a challenge, it is another one")
	}
	if !s.retreat(488) || strings.Contains(string(s.offer()), "SAVP") || strings.Contains(string(s.offer()), "crypto") {
		t.Errorf("after a refusal it offers\n%s", s.offer())
	}
	s = ourSession()
	s.rule = softphone.SRTPRequired
	if s.offer(); s.retreat(488) {
		t.Error("what is required is given up")
	}
}

func TestSession_TheRuleDecidesWhatIsAnswered(t *testing.T) {
	secure := with("m=audio 4000 RTP/SAVP 8", cryptoLine(1, softphone.AESCM128SHA80, "k"))
	feedback := with("m=audio 4000 RTP/SAVPF 8", cryptoLine(1, softphone.AESCM128SHA80, "k"))
	both := with("m=audio 4000 RTP/AVP 8", "m=audio 4002 RTP/SAVP 8", cryptoLine(1, softphone.AESCM128SHA80, "k"))
	plain := with("m=audio 4000 RTP/AVP 8", cryptoLine(1, softphone.AESCM128SHA80, "k"))
	for _, c := range []struct {
		rule  softphone.SRTP
		offer []string
		want  error
		keys  bool
		port  uint16
	}{
		{softphone.SRTPOff, secure, errEncrypted, false, 0}, {softphone.SRTPOff, plain, nil, false, 4000}, {softphone.SRTPOff, both, nil, false, 4000},
		{softphone.SRTPOffered, secure, nil, true, 4000}, {softphone.SRTPOffered, plain, nil, false, 4000}, {softphone.SRTPOffered, both, nil, true, 4002},
		{softphone.SRTPPreferred, secure, nil, true, 4000}, {softphone.SRTPPreferred, plain, nil, false, 4000},
		{softphone.SRTPRequired, secure, nil, true, 4000}, {softphone.SRTPRequired, plain, errClear, false, 0}, {softphone.SRTPRequired, both, nil, true, 4002},
		{softphone.SRTPRequired, feedback, errEncrypted, false, 0}, {softphone.SRTPOffered, feedback, errEncrypted, false, 0},
	} {
		s := ourSession()
		s.rule = c.rule
		d, err := readDescription([]byte(strings.Join(append(c.offer, ""), "\r\n")))
		var body []byte
		if err == nil {
			if before := s.couldAnswer(d, []string{"pcma"}); !errors.Is(before, c.want) {
				t.Errorf("%s, %v: beforehand %v", c.rule, c.offer[5:], before)
			}
			body, err = s.answer(d)
		}
		if !errors.Is(err, c.want) || (s.media.Keys.Suite != "") != c.keys || s.media.RTP.Port() != c.port {
			t.Errorf("%s, %v: %v, %+v", c.rule, c.offer[5:], err, s.media)
		}
		if c.want == nil && strings.Contains(string(body), "a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:") != c.keys {
			t.Errorf("%s, %v: answered\n%s", c.rule, c.offer[5:], body)
		}
	}
}

func TestSession_AnAnswerTakesTheFirstLineOfUse(t *testing.T) {
	s := ourSession()
	body, err := s.answer(read(t, with("m=audio 4000 RTP/SAVP 8", "a=crypto:1 AES_256_CM_HMAC_SHA1_80 inline:xx",
		"a=crypto:2 AEAD_AES_128_GCM inline:tooshort", cryptoLine(3, softphone.AESGCM256, "k"), cryptoLine(4, softphone.AESCM128SHA80, "l"))...))
	if err != nil {
		t.Fatal(err)
	}
	lines := ourLines(t, body)
	k := s.media.Keys
	if len(lines) != 1 || lines[0].tag != 3 || lines[0].key != k.Ours || k.Suite != softphone.AESGCM256 || k.Theirs != keyOf(softphone.AESGCM256, "k") || k.Ours == k.Theirs {
		t.Errorf("answered\n%s", body)
	}
	if _, err := readDescription([]byte(strings.Join(with("m=audio 4000 RTP/SAVP 8", "a=crypto:1 X inline:y", ""), "\r\n"))); !errors.Is(err, errEncrypted) {
		t.Errorf("without a line of use: %v", err)
	}
}

func TestSession_AnAnswerToOurOfferMustFitIt(t *testing.T) {
	for _, c := range []struct {
		what  string
		lines []string
		want  error
	}{
		{"fits", []string{"m=audio 4000 RTP/SAVP 8", cryptoLine(3, softphone.AESCM128SHA80, "k")}, nil},
		{"another tag", []string{"m=audio 4000 RTP/SAVP 8", cryptoLine(9, softphone.AESCM128SHA80, "k")}, errEncrypted},
		{"the tag of another suite", []string{"m=audio 4000 RTP/SAVP 8", cryptoLine(1, softphone.AESCM128SHA80, "k")}, errEncrypted},
		{"in clear", []string{"m=audio 4000 RTP/AVP 8"}, errClear},
		{"in clear with a key", []string{"m=audio 4000 RTP/AVP 8", cryptoLine(3, softphone.AESCM128SHA80, "k")}, errClear},
	} {
		s := ourSession()
		s.rule = softphone.SRTPPreferred
		ours := ourLines(t, s.offer())
		err := s.accept(read(t, with(c.lines...)...))
		if !errors.Is(err, c.want) {
			t.Errorf("%s: %v", c.what, err)
		}
		if want := (softphone.MediaKeys{Suite: softphone.AESCM128SHA80, Ours: ours[2].key, Theirs: keyOf(softphone.AESCM128SHA80, "k")}); err == nil && s.media.Keys != want {
			t.Errorf("%s: keys of %s", c.what, s.media.Keys.Suite)
		}
	}
	s := ourSession()
	s.rule = softphone.SRTPRequired
	mirror := strings.Replace(string(s.offer()), "s=-", "s=mirror", 1)
	mirror = mirror[:strings.Index(mirror, "a=crypto:2")] + mirror[strings.Index(mirror, "a=rtpmap"):]
	if err := s.accept(read(t, strings.Split(mirror, "\r\n")...)); !errors.Is(err, errEncrypted) {
		t.Errorf("our own key sent back: %v", err)
	}
	s = ourSession()
	s.offer()
	if err := s.accept(read(t, with("m=audio 4000 RTP/SAVP 8", cryptoLine(1, softphone.AESCM128SHA80, "k"))...)); !errors.Is(err, errEncrypted) {
		t.Errorf("keys that nobody asked for: %v", err)
	}
}

func TestSession_AnEncryptedCallStaysSoWithTheSameKeys(t *testing.T) {
	s := ourSession()
	first, err := s.answer(read(t, with("m=audio 4000 RTP/SAVP 8", cryptoLine(5, softphone.AESCM128SHA80, "k"))...))
	if err != nil {
		t.Fatal(err)
	}
	before := s.media.Keys
	s.hold = true
	offer := s.offer()
	if lines := ourLines(t, offer); len(lines) != 1 || lines[0] != ourLines(t, first)[0] {
		t.Errorf("held with\n%s", offer)
	}
	if err := s.accept(read(t, with("m=audio 4000 RTP/SAVP 8", "a=recvonly", cryptoLine(5, softphone.AESCM128SHA80, "k"))...)); err != nil || s.media.Keys != before {
		t.Errorf("%v, or the keys are others", err)
	}
	// He renews his key: ours stays. He changes the suite: ours must.
	if _, err := s.answer(read(t, with("m=audio 4000 RTP/SAVP 8", cryptoLine(5, softphone.AESCM128SHA80, "l"))...)); err != nil || s.media.Keys.Ours != before.Ours || s.media.Keys.Theirs == before.Theirs {
		t.Errorf("%v, or the keys are wrong", err)
	}
	if _, err := s.answer(read(t, with("m=audio 4000 RTP/SAVP 8", cryptoLine(5, softphone.AESCM128SHA32, "l"))...)); err != nil || s.media.Keys.Ours == before.Ours {
		t.Errorf("%v, or our key is the old one", err)
	}
	// Going over to sound in clear and back, the old key is not used again: its counters have gone.
	if _, err := s.answer(read(t, with("m=audio 4000 RTP/AVP 8")...)); err != nil || s.media.Keys.Suite != "" {
		t.Errorf("%v %s", err, s.media.Keys.Suite)
	}
	if _, err := s.answer(read(t, with("m=audio 4000 RTP/SAVP 8", cryptoLine(5, softphone.AESCM128SHA80, "k"))...)); err != nil || s.media.Keys.Ours == before.Ours {
		t.Errorf("%v, or the first key is back", err)
	}
	if _, err := s.answer(read(t, with("m=audio 0 RTP/SAVP 8")...)); err != nil || s.media.Direction != softphone.Inactive {
		t.Errorf("an encrypted stream that is shut: %v", err)
	}
}

func TestSession_OpusHasItsParametersAndItsOwnEvents(t *testing.T) {
	local := media(20000)
	opus := softphone.Codec{Name: "opus", PayloadType: 107, ClockRate: 48000, Params: "useinbandfec=1"}
	local.Codecs, local.WideEventType = []softphone.Codec{opus, pcma}, 102
	s := &session{id: 5, local: local}
	offer := string(s.offer())
	for _, want := range []string{"m=audio 20000 RTP/AVP 107 8 101 102\r\n", "a=rtpmap:107 opus/48000/2\r\n", "a=fmtp:107 useinbandfec=1\r\n",
		"a=rtpmap:101 telephone-event/8000\r\n", "a=rtpmap:102 telephone-event/48000\r\n", "a=fmtp:102 0-15\r\n"} {
		if !strings.Contains(offer, want) {
			t.Errorf("%q is not in\n%s", want, offer)
		}
	}
	s = &session{id: 5, local: local}
	body, err := s.answer(read(t, with("m=audio 4000 RTP/AVP 96 8 97 98", "a=rtpmap:96 opus/48000/2", "a=fmtp:96 maxaveragebitrate=20000; useinbandfec=1",
		"a=rtpmap:97 telephone-event/8000", "a=rtpmap:98 telephone-event/48000")...))
	if err != nil || s.media.Codec != (softphone.Codec{Name: "opus", PayloadType: 96, ClockRate: 48000, Params: "maxaveragebitrate=20000; useinbandfec=1"}) ||
		s.media.EventType != 98 || s.media.EventClock != 48000 {
		t.Errorf("%v %+v", err, s.media)
	}
	for _, want := range []string{"m=audio 20000 RTP/AVP 96 98\r\n", "a=fmtp:96 useinbandfec=1\r\n", "a=rtpmap:98 telephone-event/48000\r\n"} {
		if !strings.Contains(string(body), want) {
			t.Errorf("%q is not in\n%s", want, body)
		}
	}
	s = &session{id: 5, local: local}
	if _, err := s.answer(read(t, with("m=audio 4000 RTP/AVP 96 97", "a=rtpmap:96 opus/48000/2", "a=rtpmap:97 telephone-event/8000")...)); err != nil || s.media.EventType != 97 || s.media.EventClock != 8000 {
		t.Errorf("with the events of old: %v %+v", err, s.media)
	}
}
