package ui

import (
	"fmt"
	"image/png"
	"os"
	"strings"
	"testing"

	"anteroom/softphone"

	"fyne.io/fyne/v2"
)

func TestZZShot(t *testing.T) {
	dir := os.Getenv("SHOTS")
	if dir == "" {
		t.Skip()
	}
	busy := join(answered("a", "22413077"), held("b", "91500123"), held("c", "91500124"), []softphone.Event{arrives("d", "55001720"), selects("b")})
	talk := join(answered("a", "22413077"), held("b", "91500123"), []softphone.Event{arrives("d", "55001720"), selects("a")})
	langs := strings.Split(os.Getenv("LANGS"), ",")
	for _, l := range langs {
		for name, events := range map[string][]softphone.Event{"nothing": {lineUp}, "ringing": join([]softphone.Event{arrives("d", "55001720")}), "busy": busy, "talk": talk} {
			h := newWhole(t, l, events...)
			for _, p := range pageOrder {
				h.open(p.id)
				h.pass(0)
				m := h.win.Content().MinSize()
				fmt.Printf("%s %s %s %.0f×%.0f\n", l, name, p.id, m.Width, m.Height)
				for _, size := range []fyne.Size{{Width: 1280, Height: 720 - 26}, {Width: 1440, Height: 900 - 50}} {
					if p.id != pageDesk && (size.Width != 1280 || name != "nothing") {
						continue
					}
					for _, theme := range strings.Split(os.Getenv("THEMES"), ",") {
						h.press(func(p softphone.Press) softphone.Event {
							return softphone.SettingChanged{Press: p, Key: softphone.SetTheme, Value: theme}
						})
						h.pass(0)
						h.win.Resize(size)
						h.pass(0)
						f, _ := os.Create(fmt.Sprintf("%s/%s-%s-%s-%.0f-%s.png", dir, p.id, name, l, size.Width, theme))
						png.Encode(f, h.win.Canvas().Capture())
						f.Close()
					}
				}
			}
			h.stop()
		}
	}
}
