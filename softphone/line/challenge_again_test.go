package line

import (
	"strings"
	"testing"
	"time"

	"anteroom/softphone"

	"github.com/emiago/sipgo/sip"
	"github.com/icholy/digest"
)

// nonceCount reads how often the nonce of a request's credentials was used.
func nonceCount(t *testing.T, req *sip.Request, header string) int {
	t.Helper()
	h := req.GetHeader(header)
	if h == nil {
		t.Fatalf("no credentials in\n%s", req)
	}
	cred, err := digest.ParseCredentials(h.Value())
	if err != nil {
		t.Fatal(err)
	}
	return cred.Nc
}

func TestChallenge_ANonceUsedAgainIsCounted(t *testing.T) {
	t.Parallel()
	s, d := newStage(t), newDesk(t, Options{Expires: 60 * time.Second})
	d.open(registering(s), "secret")
	s.answer(s.request(sip.REGISTER), 401, "x", "", "WWW-Authenticate: "+md5Ask)
	r := s.request(sip.REGISTER)
	if n := nonceCount(t, r, "Authorization"); n != 1 {
		t.Errorf("first use is %d", n)
	}
	s.answer(r, 423, "x", "", "Min-Expires: 120")
	r = s.request(sip.REGISTER)
	if n := nonceCount(t, r, "Authorization"); n != 2 || !checkDigest(r, "Authorization", md5Ask, "1001", "secret") {
		t.Errorf("second use is %d", n)
	}
	// An exchange that wants a nonce used once asks again, and does not always call the old one stale.
	fresh := strings.Replace(md5Ask, `"n1"`, `"n7"`, 1)
	s.answer(r, 401, "x", "", "WWW-Authenticate: "+fresh)
	r = s.request(sip.REGISTER)
	if !checkDigest(r, "Authorization", fresh, "1001", "secret") {
		t.Errorf("answered with\n%s", r)
	}
	s.answer(r, 200, "x", "")
	d.registered("a")
	s.letGo(d)
}

func TestChallenge_TheACKCarriesWhatItsInviteCarried(t *testing.T) {
	t.Parallel()
	d, s := direct(t)
	i := dialled(d, s, "c")
	s.answer(i, 407, "x", "", "Proxy-Authenticate: "+md5Ask)
	s.request(sip.ACK)
	s.answer(s.request(sip.INVITE), 422, "x", "", "Min-SE: 120")
	s.request(sip.ACK)
	i = s.request(sip.INVITE)
	if n := nonceCount(t, i, "Proxy-Authorization"); n != 2 {
		t.Errorf("second use is %d", n)
	}
	s.answer(i, 200, "x", sdpWith(4000))
	if got, sent := s.request(sip.ACK).GetHeader("Proxy-Authorization"), i.GetHeader("Proxy-Authorization"); got == nil || got.Value() != sent.Value() {
		t.Errorf("the ACK carries %v, its INVITE %v", got, sent)
	}
}

func TestChallenge_OneThatCannotBeAnsweredIsNoWrongPassword(t *testing.T) {
	t.Parallel()
	d, s := direct(t)
	s.answer(dialled(d, s, "c"), 401, "x", "", `WWW-Authenticate: Digest realm="x", nonce="n", algorithm=MD5-sess`)
	s.request(sip.ACK)
	if e := hungUp(t, d, "c"); e.Reason.Code != softphone.ServerTrouble || !strings.Contains(e.Reason.Detail, "MD5") {
		t.Errorf("told %+v", e)
	}
}
