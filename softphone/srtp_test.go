package softphone

import (
	"encoding/json"
	"fmt"
	"log/slog"
	"strings"
	"testing"
)

func TestMasterKey_NeverShows(t *testing.T) {
	secret := "0123456789abcdefSALTSALTSALT14"
	key := NewMasterKey([]byte(secret))
	media := Media{Keys: MediaKeys{AESCM128SHA80, key, key}}
	hidden := struct{ m Media }{media} // fmt calls no methods in here
	text, err := json.Marshal(map[string]any{"media": media, "key": key})
	if err != nil {
		t.Fatal(err)
	}
	shown := []string{string(text)}
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%d"} {
		shown = append(shown, fmt.Sprintf(verb, key), fmt.Sprintf(verb, media), fmt.Sprintf(verb, hidden), fmt.Sprintf(verb, &hidden))
	}
	var log strings.Builder
	slog.New(slog.NewTextHandler(&log, nil)).Info("agreed", "key", key, "media", media, "hidden", hidden)
	for _, s := range append(shown, log.String()) {
		if strings.Contains(s, "0123456789") || strings.Contains(s, fmt.Sprintf("%x", "01234567")) || strings.Contains(s, "SALT") || strings.Contains(s, "48 49 50") {
			t.Errorf("shown in %q", s)
		}
	}
	if string(key.Reveal()) != secret || key != NewMasterKey([]byte(secret)) || (MasterKey{}).Reveal() != nil {
		t.Error("the key is not what it was made of")
	}
}

func TestAccount_EncryptionSuitsTheTransportUnlessChosen(t *testing.T) {
	for _, c := range []struct {
		a    Account
		want SRTP
	}{
		{Account{Transport: UDP}, SRTPOffered}, {Account{Transport: TCP}, SRTPOffered}, {Account{Transport: TLS}, SRTPPreferred},
		{Account{Transport: TLS, SRTP: SRTPOff}, SRTPOff}, {Account{Transport: UDP, SRTP: SRTPRequired}, SRTPRequired},
		{Account{Transport: TLS, SRTP: "nonsense"}, SRTPPreferred},
	} {
		if got := c.a.Encryption(); got != c.want {
			t.Errorf("%s %q: %s, want %s", c.a.Transport, c.a.SRTP, got, c.want)
		}
	}
}
