package line

import (
	"slices"

	"anteroom/softphone"
)

// pick chooses the stream that the line's rule about encryption allows.
func (s *session) pick(d description) (description, error) {
	if d.secured != nil && s.rule != softphone.SRTPOff {
		d = *d.secured
	}
	switch {
	case d.refused():
	case d.secure() && s.rule == softphone.SRTPOff:
		return d, errEncrypted
	case !d.secure() && s.rule == softphone.SRTPRequired:
		return d, errClear
	}
	return d, nil
}

// secures reports whether our next offer is for encrypted sound: a call goes on as it is, and a new one follows the
// rule. An INVITE that left the offer to us (late) cannot be answered anew in clear, so that a preference gives way.
func (s *session) secures() bool {
	switch {
	case s.media.Keys.Suite != "" || s.rule == softphone.SRTPRequired:
		return true
	case s.peer != nil:
		return false
	}
	return s.rule == softphone.SRTPPreferred && !s.retreated && !s.late
}

// retreat reports whether an offer that was refused is to be made again in clear.
func (s *session) retreat(status int) bool {
	if status != 488 && status != 606 || len(s.offered) == 0 || s.peer != nil || s.rule != softphone.SRTPPreferred {
		return false
	}
	s.retreated = true
	return true
}

// offerKeys prepares the keys and the protocol of our offer. The same keys are offered again as long as they may be,
// so that the streams go on as they are.
func (s *session) offerKeys() {
	s.slots = slices.Clone(s.slots) // a session kept to go back to has them, too
	sl := &s.slots[s.audio]
	if !s.secures() {
		s.offered = nil
		if sl.proto == protoSecure || sl.proto == "" {
			sl.proto = protoPlain
		}
		return
	}
	sl.proto = protoSecure
	switch {
	case s.media.Keys.Suite != "":
		s.offered = []crypto{{s.tag, s.media.Keys.Suite, s.media.Keys.Ours}}
	case len(s.offered) == 0:
		for i, suite := range softphone.CryptoSuites {
			s.offered = append(s.offered, newCrypto(i+1, suite))
		}
	}
}

// answerKeys chooses from the keys of an offer; ours stay as long as the suite does.
func (s *session) answerKeys(d description) (softphone.MediaKeys, []crypto, error) {
	if !d.secure() {
		return softphone.MediaKeys{}, nil, nil
	}
	theirs := d.cryptos[0]
	ours := newCrypto(theirs.tag, theirs.suite)
	if s.media.Keys.Suite == theirs.suite {
		ours.key = s.media.Keys.Ours
	}
	if ours.key == theirs.key { // our own sent back would encrypt two streams alike
		return softphone.MediaKeys{}, nil, errEncrypted
	}
	s.tag = theirs.tag
	return softphone.MediaKeys{Suite: theirs.suite, Ours: ours.key, Theirs: theirs.key}, []crypto{ours}, nil
}

// acceptKeys takes the keys in an answer to an offer of ours: one line, with a tag that we offered (RFC 4568 §5.1.3).
func (s *session) acceptKeys(d description) (softphone.MediaKeys, error) {
	if len(s.offered) == 0 {
		if d.secure() {
			return softphone.MediaKeys{}, errEncrypted
		}
		return softphone.MediaKeys{}, nil
	}
	if !d.secure() {
		return softphone.MediaKeys{}, errClear
	}
	theirs := d.cryptos[0]
	i := slices.IndexFunc(s.offered, func(c crypto) bool { return c.tag == theirs.tag && c.suite == theirs.suite })
	if i < 0 || theirs.key == s.offered[i].key {
		return softphone.MediaKeys{}, errEncrypted
	}
	s.tag = theirs.tag
	return softphone.MediaKeys{Suite: theirs.suite, Ours: s.offered[i].key, Theirs: theirs.key}, nil
}
