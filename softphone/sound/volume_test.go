package sound

import (
	"slices"
	"testing"
)

func TestVolume_IsReachedInAFrameAndLeavesTheUsualAsItIs(t *testing.T) {
	in := slices.Repeat([]int16{1000, -1000, 32000, 7}, frameLen/4)
	for percent, want := range map[int][3]int16{100: {1000, 32000, 7}, 50: {250, 8000, 2}, 200: {4000, 32767, 28}, 0: {0, 0, 0}} {
		var v volume
		v.set(percent)
		out := make([]int16, frameLen)
		v.scale(out, in) // comes in
		v.scale(out, in)
		if got := [3]int16{out[0], out[2], out[3]}; got != want {
			t.Errorf("%d %%: %v, want %v", percent, got, want)
		}
		v.set(0)
		v.scale(out, in)
		for i := 4; i < frameLen; i += 4 {
			if d := int(out[i-4]) - int(out[i]); d < 0 || d > 40 {
				t.Fatalf("from %d %%: a jump of %d at %d", percent, d, i)
			}
		}
	}
}
