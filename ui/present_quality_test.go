package ui

import (
	"strings"
	"testing"
	"time"

	"anteroom/softphone"
)

func TestQuality_StandsInTheStatusBarOfATalk(t *testing.T) {
	good := softphone.Quality{Loss: 0.001, Jitter: 2 * time.Millisecond, RTT: 18 * time.Millisecond, Buffer: 40 * time.Millisecond}.Estimated()
	for lang, want := range map[string][3]string{
		"nb": {"G.711 A · 18 ± 2 ms · 0,1 % tap · MOS 4,4", "Dårlig lyd", "Lyden er så som så"},
		"en": {"G.711 A · 18 ± 2 ms · 0.1% loss · MOS 4.4", "Sound poor", "Sound so-so"},
	} {
		h := newWhole(t, lang, join(answered("a", "22410000"))...)
		if !strings.Contains(h.reads(), "G.711 A |") {
			t.Fatalf("%s: no codec before anything is measured: %s", lang, h.reads())
		}
		h.tellAll(softphone.QualityMeasured{At: now0, Call: "a", Quality: good})
		if r := h.reads(); !strings.Contains(r, want[0]) || strings.Contains(r, want[1]) || strings.Contains(r, want[2]) {
			t.Fatalf("%s: %s", lang, r)
		}
		for i, loss := range []float64{0.2, 0.07} {
			h.tellAll(softphone.QualityMeasured{At: now0, Call: "a", Quality: softphone.Quality{Loss: loss}.Estimated()})
			if r := h.reads(); !strings.Contains(r, want[i+1]) {
				t.Errorf("%s: %s", lang, r)
			}
		}
		h.strike("Ctrl+M")
		if m := h.win.Content().MinSize(); m.Width > 1280 || m.Height > 720 {
			t.Errorf("%s: needs %v", lang, m)
		}
	}
}

func TestQuality_StandsInTheJournalInFull(t *testing.T) {
	q := softphone.Quality{Loss: 0.021, Jitter: 300 * time.Microsecond, Buffer: 60 * time.Millisecond}.Estimated()
	if got := qualityWords(q, inLanguage("nb")); got != "4,2 av 4,4 · 2,1 % tap · variasjon 1 ms · buffer 60 ms" {
		t.Errorf("%q", got)
	}
	q.RTT = 18 * time.Millisecond
	if got := qualityWords(q, inLanguage("en")); got != "4.2 of 4.4 · 2.1% loss · jitter 1 ms · round trip 18 ms · buffer 60 ms" {
		t.Errorf("%q", got)
	}
	if got := qualityWords(softphone.Quality{}, inLanguage("en")); got != "" {
		t.Errorf("%q of nothing measured", got)
	}
	d := presentJournalCall(softphone.Call{Started: at, Quality: q}, softphone.State{}, at, inLanguage("en"))
	if f := d.Facts[len(d.Facts)-1]; f.Name != "Quality" || !strings.HasPrefix(f.Value, "4.2 of 4.4") {
		t.Errorf("%+v", f)
	}
}
