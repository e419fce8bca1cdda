package line

import (
	"context"
	"errors"
	"net"
	"net/netip"
	"testing"
	"time"
)

func TestCanary_TellsThatNobodyListensAnyMore(t *testing.T) {
	t.Parallel()
	server, err := net.ListenUDP("udp4", net.UDPAddrFromAddrPort(netip.MustParseAddrPort("127.0.0.1:0")))
	if err != nil {
		t.Fatal(err)
	}
	verdict := make(chan error, 1)
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	done := make(chan struct{})
	go func() {
		defer close(done)
		canary(ctx, server.LocalAddr().(*net.UDPAddr).AddrPort(), verdict)
	}()
	buf := make([]byte, 64)
	for range 3 { // somebody listens, and answers nothing
		if n, _, err := server.ReadFrom(buf); err != nil || string(buf[:n]) != ping {
			t.Fatalf("%q, %v", buf[:n], err)
		}
	}
	if len(verdict) > 0 {
		t.Fatal("given up although somebody listens")
	}
	server.Close()
	select {
	case err := <-verdict:
		if !errors.Is(err, errSilent) {
			t.Error(err)
		}
	case <-time.After(patience):
		t.Fatal("nothing was noticed")
	}
	<-done
}

func TestCanary_EndsWithItsContext(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan struct{})
	go func() { defer close(done); canary(ctx, netip.MustParseAddrPort("127.0.0.1:9"), make(chan error)) }()
	cancel()
	select {
	case <-done:
	case <-time.After(patience):
		t.Fatal("goes on")
	}
}
