package ui

import (
	"reflect"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
)

// theApp is the toolkit's test app, made once: a new one forgets how wide every word is, and measuring a window's words
// takes longer than all that a test does with the window.
var theApp = test.NewApp()

// testApp is the app for one test. Its windows are closed with the test.
func testApp(t *testing.T) fyne.App {
	t.Helper()
	if fyne.CurrentApp() != theApp {
		fyne.SetCurrentApp(theApp)
	}
	before := len(theApp.Driver().AllWindows())
	a := &oneTest{App: theApp}
	a.settings = &calm{Settings: theApp.Settings(), own: a}
	t.Cleanup(func() {
		a.listeners = nil
		for all := theApp.Driver().AllWindows(); len(all) > before; all = theApp.Driver().AllWindows() {
			w := all[len(all)-1]
			forget(t, w)
			w.Close()
		}
		theApp.Clipboard().SetContent("")
	})
	return a
}

// forget lets go of the renderers of a window, which the toolkit would keep for a minute.
func forget(t *testing.T, w fyne.Window) {
	var down func(fyne.CanvasObject)
	down = func(o fyne.CanvasObject) {
		switch o := o.(type) {
		case *fyne.Container:
			for _, c := range o.Objects {
				down(c)
			}
		case fyne.Widget:
			for _, c := range test.TempWidgetRenderer(t, o).Objects() {
				down(c)
			}
		}
	}
	down(w.Content())
	for _, o := range w.Canvas().Overlays().List() {
		down(o)
	}
}

// oneTest is theApp with settings of one test.
type oneTest struct {
	fyne.App
	settings  *calm
	listeners []func(fyne.Settings)
}

func (a *oneTest) Settings() fyne.Settings { return a.settings }

// calm leaves a theme alone that is in force already, and forgets its listeners with the test.
type calm struct {
	fyne.Settings
	own *oneTest
}

func (s *calm) SetTheme(th fyne.Theme) {
	if !reflect.DeepEqual(s.Theme(), th) {
		s.Settings.SetTheme(th)
		for _, l := range s.own.listeners {
			l(s)
		}
	}
}

func (s *calm) AddListener(l func(fyne.Settings)) { s.own.listeners = append(s.own.listeners, l) }
