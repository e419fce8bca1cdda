package voice

import (
	"net/netip"

	"github.com/pion/rtcp"
	"github.com/pion/rtp"
	"github.com/pion/srtp/v3"

	"anteroom/softphone"
)

// replayWindow is how many packets late one may come and still be taken; the jitter buffer takes none that is later.
const replayWindow = 256

var profiles = map[softphone.CryptoSuite]srtp.ProtectionProfile{
	softphone.AESCM128SHA80: srtp.ProtectionProfileAes128CmHmacSha1_80,
	softphone.AESCM128SHA32: srtp.ProtectionProfileAes128CmHmacSha1_32,
	softphone.AESGCM128:     srtp.ProtectionProfileAeadAes128Gcm,
	softphone.AESGCM256:     srtp.ProtectionProfileAeadAes256Gcm,
}

// seal encrypts what one call sends and opens what it gets (RFC 3711). It is a wire around the bare one; like the call
// it belongs to the tick.
type seal struct {
	wire
	keys    softphone.MediaKeys
	out, in *srtp.Context
	rtp     rtp.Header
	rtcp    rtcp.Header
	// Room for one packet each way; what open gives is valid until the next.
	sent, opened [packetSize + 64]byte
}

// reseal gives the wire for a call's keys: the bare one for none, the one before where nothing has changed, and
// otherwise one that goes on from it. A rollover counter outlives its key (RFC 3711 §3.3.1).
func reseal(before wire, keys softphone.MediaKeys, us, them uint32) (wire, error) {
	old, _ := before.(*seal)
	bare := before
	if old != nil {
		bare = old.wire
	}
	switch {
	case keys == softphone.MediaKeys{}:
		return bare, nil
	case old != nil && old.keys == keys:
		return old, nil
	}
	s := &seal{wire: bare, keys: keys}
	var err error
	if old != nil && old.keys.Suite == keys.Suite && old.keys.Ours == keys.Ours {
		s.out = old.out
	} else if s.out, err = sealContext(keys.Suite, keys.Ours); err != nil {
		return nil, err
	} else if old != nil {
		goOn(s.out, old.out, us)
	}
	if old != nil && old.keys.Suite == keys.Suite && old.keys.Theirs == keys.Theirs {
		s.in = old.in
	} else if s.in, err = sealContext(keys.Suite, keys.Theirs); err != nil {
		return nil, err
	} else if old != nil {
		goOn(s.in, old.in, them)
	}
	return s, nil
}

func goOn(now, before *srtp.Context, ssrc uint32) {
	if roc, known := before.ROC(ssrc); known {
		now.SetROC(ssrc, roc)
	}
}

func sealContext(suite softphone.CryptoSuite, key softphone.MasterKey) (*srtp.Context, error) {
	n, salt := suite.KeyLength()
	secret := key.Reveal()
	if n == 0 || len(secret) != n+salt {
		return nil, softphone.Reason{Code: softphone.NotEncrypted, Detail: "no key for " + string(suite)}
	}
	return srtp.CreateContext(secret[:n], secret[n:], profiles[suite],
		srtp.SRTPReplayProtection(replayWindow), srtp.SRTCPReplayProtection(replayWindow))
}

func (s *seal) sendRTP(packet []byte, to netip.AddrPort) error {
	sealed, err := s.out.EncryptRTP(s.sent[:0], packet, &s.rtp)
	if err != nil {
		return err
	}
	return s.wire.sendRTP(sealed, to)
}

func (s *seal) sendRTCP(packet []byte, to netip.AddrPort) error {
	sealed, err := s.out.EncryptRTCP(s.sent[:0], packet, &s.rtcp)
	if err != nil {
		return err
	}
	return s.wire.sendRTCP(sealed, to)
}

// open gives what a packet holds; false for one that is in clear, not from the other side, changed on its way, or seen
// before.
func (s *seal) open(packet []byte) ([]byte, bool) {
	plain, err := s.in.DecryptRTP(s.opened[:0], packet, &s.rtp)
	return plain, err == nil
}

func (s *seal) openReport(packet []byte) ([]byte, bool) {
	plain, err := s.in.DecryptRTCP(s.opened[:0], packet, &s.rtcp)
	return plain, err == nil
}
