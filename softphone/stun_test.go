package softphone

import "testing"

func TestSplitSTUN_TakesNamesAndAddressesWithAndWithoutPort(t *testing.T) {
	for in, want := range map[string]struct {
		host string
		port uint16
	}{
		"stun.example": {"stun.example", 3478}, "stun.example:19302": {"stun.example", 19302}, "192.0.2.1": {"192.0.2.1", 3478},
		"2001:db8::1": {"2001:db8::1", 3478}, "[2001:db8::1]:5000": {"2001:db8::1", 5000}, "[2001:db8::1]": {"2001:db8::1", 3478},
	} {
		if host, port, ok := SplitSTUN(in); !ok || host != want.host || port != want.port {
			t.Errorf("%s: %s %d %v", in, host, port, ok)
		}
	}
	for _, bad := range []string{"", ":3478", "a b", "stun.example:0", "stun.example:70000", "stun:stun.example", "a/b"} {
		if host, port, ok := SplitSTUN(bad); ok {
			t.Errorf("%q passes as %s %d", bad, host, port)
		}
	}
}
