package line

import (
	"context"
	"fmt"
	"net"
	"net/netip"
	"testing"
	"testing/synctest"
	"time"

	"anteroom/softphone"
)

// directory is a name service; one that swallows SRV queries never answers them.
type directory struct {
	hosts    map[string]string
	srv      []*net.SRV
	swallows bool
}

func (d directory) LookupSRV(ctx context.Context, _, _, name string) (string, []*net.SRV, error) {
	if d.swallows {
		<-ctx.Done()
		return "", nil, &net.DNSError{Err: "i/o timeout", Name: name, IsTimeout: true, IsTemporary: true}
	}
	return name, d.srv, nil
}

func (d directory) LookupNetIP(ctx context.Context, _, name string) ([]netip.Addr, error) {
	if err := ctx.Err(); err != nil {
		return nil, &net.DNSError{Err: err.Error(), Name: name, IsTimeout: true}
	}
	if a, ok := d.hosts[name]; ok {
		return []netip.Addr{netip.MustParseAddr(a)}, nil
	}
	return nil, &net.DNSError{Err: "no such host", Name: name, IsNotFound: true}
}

func TestResolve_SwallowedSRVQueriesLeaveTimeForTheAddress(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		dns := directory{hosts: map[string]string{"pbx.example": "192.0.2.7"}, swallows: true}
		begun := time.Now()
		got, err := resolve(t.Context(), dns, host{name: "pbx.example"}, softphone.UDP)
		if err != nil || len(got) != 1 || got[0].String() != "192.0.2.7:5060" {
			t.Errorf("%v %v", got, err)
		}
		if d := time.Since(begun); d > srvLimit {
			t.Errorf("took %s", d)
		}
	})
}

func TestResolve_SRVRecordsComeFirstAndAPortOfOnesOwnBeforeThem(t *testing.T) {
	dns := directory{hosts: map[string]string{"pbx.example": "192.0.2.7", "a.example": "192.0.2.8"},
		srv: []*net.SRV{{Target: "gone.example", Port: 5070}, {Target: "a.example", Port: 5080}}}
	for h, want := range map[host]string{{"pbx.example", 0}: "192.0.2.8:5080", {"pbx.example", 5066}: "192.0.2.7:5066"} {
		if got, err := resolve(t.Context(), dns, h, softphone.UDP); err != nil || len(got) != 1 || got[0].String() != want {
			t.Errorf("%v: %v %v", h, got, err)
		}
	}
}

func TestReason_OnlyANameThatDoesNotExistIsAnUnknownHost(t *testing.T) {
	for want, err := range map[softphone.ReasonCode]error{
		softphone.UnknownHost:      &net.DNSError{Err: "no such host", Name: "x.example", IsNotFound: true},
		softphone.NoAnswerFromHost: &net.DNSError{Err: "connection refused", Name: "x.example", IsTemporary: true},
	} {
		if got := wireReason(fmt.Errorf("line: look up: %w", err)); got.Code != want {
			t.Errorf("%v told as %+v", err, got)
		}
	}
}
