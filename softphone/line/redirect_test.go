package line

import (
	"slices"
	"testing"

	"anteroom/softphone"

	"github.com/emiago/sipgo/sip"
)

func TestRedirect_IsToldByPreferenceAndNeverFollowed(t *testing.T) {
	t.Parallel()
	d, s := direct(t)
	i := dialled(d, s, "c")
	s.answer(i, 302, "x", "", `Contact: "Second, by name" <sip:200@example.org?Subject=x>;q=0.5, <sip:300@example.org;user=phone>;q=0.9`,
		"Contact: <tel:+4722334455>;q=0.1", "Contact: <mailto:a@example.org>", "Contact: <sip:100@example.org>")
	s.request(sip.ACK)
	e := await[softphone.CallRedirected](t, d.ear, nil)
	want := []string{"sip:100@example.org", "sip:300@example.org;user=phone", "sip:200@example.org", "+4722334455"}
	if e.Call != "c" || !slices.Equal(e.Targets, want) {
		t.Errorf("told %+v", e)
	}
	if h := hungUp(t, d, "c"); h.Reason.Code != softphone.Redirected || h.By != softphone.EndedByPeer {
		t.Errorf("ended %+v", h)
	}
}

func TestRedirect_ToAProxyOrToNobodyIsAPlainRefusal(t *testing.T) {
	t.Parallel()
	d, s := direct(t)
	for id, c := range map[softphone.CallID]struct {
		status  int
		contact string
	}{"a": {305, "Contact: <sip:proxy.example.org>"}, "b": {302, "Subject: none"}, "c": {380, "Contact: <sip:1@example.org>"}} {
		s.answer(dialled(d, s, id), c.status, "x", "", c.contact)
		s.request(sip.ACK)
		if h := hungUp(t, d, id); h.Reason.Code != softphone.Rejected {
			t.Errorf("%d ended %+v", c.status, h)
		}
	}
	if n := count[softphone.CallRedirected](d.ear, nil); n != 0 {
		t.Errorf("told %d times", n)
	}
}
