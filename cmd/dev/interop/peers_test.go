//go:build interop

package interop

import "testing"

// The peers alone: what fails here is no fault of Anteroom's.

func TestPeers_KamailioRegistersBaresip(t *testing.T) {
	k := startKamailio(t, "MD5")
	startBaresip(t, k.port)
	await(t, "baresip is registered", func() bool { return len(k.contacts(t, "1002")) == 1 })
}

func TestPeers_KamailioAsksForSHA256(t *testing.T) {
	startKamailio(t, "SHA-256")
}

func TestPeers_AsteriskRegistersBaresip(t *testing.T) {
	a := startAsterisk(t)
	startBaresip(t, a.sip)
	await(t, "baresip is registered", func() bool { return a.contacts(t, "1002") == 1 })
	a.command(t, "channel originate PJSIP/1002 extension 608@office")
	await(t, "baresip has answered", func() bool { return a.channels(t) > 0 })
}
