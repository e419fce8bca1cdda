package softphone

import (
	"fmt"
	"testing"
	"time"
)

func TestDial_BlockedPrefixesAreNotCalled(t *testing.T) {
	r := newRig(t)
	r.play(SettingChanged{Press: r.press(""), Key: SetBlockedPrefixes, Value: "829, +882 00979"})
	for number, blocked := range map[string]bool{
		"829 00 000": true, "+88216": true, "0088216": true, "+97912": true, "22413077": false, "+4782900000": false, "sip:82900000@x.example": true, "sip:anna@x.example": false,
	} {
		r.play(DialPressed{Press: r.press(""), NewCall: CallID("c" + number), Number: number})
		if got := want[Reply](r).Reason.Code == NumberBlocked; got != blocked {
			t.Errorf("%s: blocked %v", number, got)
		}
	}
}

func TestDial_OnlySoManyCallsAnHour(t *testing.T) {
	r := newRig(t)
	r.play(SettingChanged{Press: r.press(""), Key: SetCallsAnHour, Value: "3"})
	dial := func(n int) ReasonCode {
		r.play(DialPressed{Press: r.press(""), NewCall: CallID(fmt.Sprint("c", n)), Number: "22"})
		return want[Reply](r).Reason.Code
	}
	for n := range 3 {
		if why := dial(n); why != NoReason {
			t.Fatal(why)
		}
		r.pass(time.Minute)
	}
	if dial(3) != TooManyDialled {
		t.Fatal("a fourth is made")
	}
	r.pass(58 * time.Minute)
	if dial(4) != NoReason {
		t.Fatal("refused an hour later")
	}
}
