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

func TestDial_FromOutsideAForeignOrDearNumberWantsAYes(t *testing.T) {
	r := newRig(t)
	for number, asks := range map[string]bool{
		"tel:+44 20 7946 0142": true, "0044 20": true, "829 00 000": true, "+4782900000": true, "+47 22 41 30 77": false, "22413077": false, "101": false,
	} {
		r.play(DialPressed{Press: r.press(""), NewCall: CallID("c" + number), Number: number, Outside: true})
		if got := want[Reply](r).Reason.Code == NeedsYes; got != asks {
			t.Errorf("%s: asks %v", number, got)
		}
		if asks && want[FocusField](r).Field != OfferedNumber+CleanNumber(number) {
			t.Errorf("%s: not offered", number)
		}
		r.play(DialPressed{Press: r.press(""), NewCall: CallID("d" + number), Number: number})
		if !want[Reply](r).Reason.Zero() {
			t.Errorf("%s: her own key is refused", number)
		}
	}
}
