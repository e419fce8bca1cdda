package main

import (
	"fmt"
	"go/ast"
	"os"
	"path"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"
)

// arrowAllowed says which rooms of ours a room may import. A room is a folder directly under softphone, ui or cmd, or one of
// softphone, ui, store and assets themselves; folders inside a room belong to it, and may be used by it.
func arrowAllowed(from, to string) bool {
	switch room(from) {
	case "softphone", "assets":
		return false
	case "store":
		return to == "softphone"
	case "ui":
		return to == "softphone" || to == "assets" || strings.HasPrefix(to, "ui/")
	case "ui/kit":
		return to == "assets"
	}
	switch top(from) {
	case "cmd":
		return top(to) != "cmd" || room(to) == "cmd/dev"
	case "ui": // a screen in a folder of its own
		return to == "softphone" || to == "assets" || room(to) == "ui/kit"
	case "softphone":
		return to == "softphone" || to == "assets"
	}
	return false
}

// testArrowAllowed says what tests may import beside: the words of the desk, to see that assets fit them, and for the
// window the desk's own loop; both read the scripts that come with the program.
func testArrowAllowed(from, to string) bool {
	return to == "softphone" || room(from) == "ui" && to == "softphone/desk" ||
		to == "softphone/scriptfile" && (room(from) == "ui" || room(from) == "assets")
}

// room is the part of the house a package belongs to: its first two folders, of store and assets the first.
func room(pkg string) string {
	parts := strings.SplitN(pkg, "/", 3)
	if len(parts) == 1 || parts[0] == "store" || parts[0] == "assets" {
		return parts[0]
	}
	return parts[0] + "/" + parts[1]
}

func top(pkg string) string {
	first, _, _ := strings.Cut(pkg, "/")
	return first
}

func (f file) imports() []string {
	var list []string
	for _, i := range f.syntax.Imports {
		p, err := strconv.Unquote(i.Path.Value)
		if err == nil { // the parser takes nothing else
			list = append(list, p)
		}
	}
	return list
}

// wrongArrows finds imports that point outwards or sideways.
func wrongArrows(files []file) []string {
	var wrong []string
	for _, f := range files {
		pkg := path.Dir(f.name)
		for _, to := range f.imports() {
			say := func(why string) { wrong = append(wrong, fmt.Sprintf("%s imports %s: %s", f.name, to, why)) }
			if inside, ours := strings.CutPrefix(to, "anteroom/"); ours {
				if room(pkg) != room(inside) && !arrowAllowed(pkg, inside) && !(f.test && testArrowAllowed(pkg, inside)) {
					say("no such arrow is allowed between these rooms")
				}
				continue
			}
			std := !strings.Contains(top(to), ".")
			switch {
			case to == "fyne.io/fyne/v2/app" && pkg != "cmd/anteroom":
				say("only cmd/anteroom may: everything else is tested without a display")
			case strings.HasPrefix(to, "fyne.io/") && top(pkg) != "ui" && top(pkg) != "cmd":
				say("only the window knows the toolkit")
			case to == "log" && !f.test && !mayLog(pkg):
				say("only desk and cmd log, with log/slog")
			case pkg == "softphone" && !f.test && (!std || slices.Contains(worldly, to)):
				say("the rules know no world: standard library only, no files, network, clock, locks or goroutines")
			case room(pkg) == "cmd/dev" && !f.test && !std:
				say("cmd/dev is built on a machine with nothing but Go: standard library only")
			}
		}
	}
	return wrong
}

func mayLog(pkg string) bool {
	return room(pkg) == "softphone/desk" || top(pkg) == "cmd"
}

// worldly are the packages of the standard library that the rules of the desk do without; net/netip is only a number.
var worldly = []string{
	"os", "os/exec", "os/signal", "os/user", "io/ioutil", "net", "net/http", "net/url", "net/smtp", "sync", "sync/atomic",
	"crypto/rand", "math/rand", "math/rand/v2", "path/filepath", "database/sql", "syscall", "runtime", "log",
}

// clocks are the calls that read the time or wait for it.
var clocks = []string{"Now", "Since", "Until", "After", "AfterFunc", "NewTimer", "NewTicker", "Tick", "Sleep"}

// impureRules finds goroutines and clocks in the rules of the desk.
func impureRules(files []file) []string {
	var wrong []string
	for _, f := range files {
		if path.Dir(f.name) != "softphone" || f.test {
			continue
		}
		ast.Inspect(f.syntax, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.GoStmt:
				wrong = append(wrong, f.at(n)+": a go statement in the rules")
			case *ast.SelectorExpr:
				x, ok := n.X.(*ast.Ident)
				if ok && x.Name == "time" && slices.Contains(clocks, n.Sel.Name) {
					wrong = append(wrong, f.at(n)+": time."+n.Sel.Name+" in the rules; events carry their time")
				}
			}
			return true
		})
	}
	return wrong
}

// silent is what a room that does not log may take from log/slog: what hides a secret, and what silences a library.
var silent = []string{"Value", "StringValue", "New", "DiscardHandler", "Logger"}

// loudRooms finds logging outside desk and cmd.
func loudRooms(files []file) []string {
	var wrong []string
	for _, f := range files {
		if f.test || mayLog(path.Dir(f.name)) {
			continue
		}
		ast.Inspect(f.syntax, func(n ast.Node) bool {
			if s, ok := n.(*ast.SelectorExpr); ok {
				if x, ok := s.X.(*ast.Ident); ok && x.Name == "slog" && !slices.Contains(silent, s.Sel.Name) {
					wrong = append(wrong, f.at(n)+": slog."+s.Sel.Name+": only desk and cmd log")
				}
			}
			return true
		})
	}
	return wrong
}

func allArrows(files []file) []string {
	return slices.Concat(wrongArrows(files), impureRules(files), loudRooms(files))
}

func TestArrows_PointInwards(t *testing.T) {
	complain(t, allArrows(readRepository(t)))
}

func TestArrows_SeeEveryWrongImport(t *testing.T) {
	cases := []struct{ name, source string }{
		{"softphone/line/x.go", `import _ "anteroom/softphone/voice"`},
		{"softphone/line/x_test.go", `import _ "anteroom/store"`},
		{"softphone/call.go", `import _ "anteroom/assets"`},
		{"softphone/call.go", `import _ "anteroom/softphone/desk"`},
		{"softphone/call.go", `import _ "os"`},
		{"softphone/call.go", `import _ "sync"`},
		{"softphone/call.go", `import _ "github.com/pion/rtp"`},
		{"softphone/call.go", "import \"time\"\nvar _ = time.Now"},
		{"softphone/call.go", "func f() { go f() }"},
		{"softphone/line.go", "import \"log/slog\"\nfunc f() { slog.Info(\"x\") }"},
		{"softphone/voice/x.go", "import \"log/slog\"\nvar _ = slog.Default()"},
		{"store/x.go", `import _ "log"`},
		{"softphone/voice/x.go", `import _ "fyne.io/fyne/v2"`},
		{"store/x.go", `import _ "anteroom/ui"`},
		{"store/x.go", `import _ "anteroom/softphone/desk"`},
		{"ui/x.go", `import _ "anteroom/store"`},
		{"ui/x.go", `import _ "anteroom/softphone/desk"`},
		{"ui/x.go", `import _ "fyne.io/fyne/v2/app"`},
		{"ui/kit/x.go", `import _ "anteroom/softphone"`},
		{"assets/x.go", `import _ "anteroom/softphone"`},
		{"cmd/anteroom/x.go", `import _ "anteroom/cmd/other"`},
		{"cmd/dev/x.go", `import _ "github.com/pion/rtp"`},
	}
	for _, c := range cases {
		files := parseAll(t, fstest.MapFS{c.name: {Data: []byte("package p\n" + c.source + "\n")}})
		if len(allArrows(files)) == 0 {
			t.Errorf("%s with %q was not seen", c.name, c.source)
		}
	}
}

func TestArrows_LetTheHouseBeBuilt(t *testing.T) {
	tree := fstest.MapFS{}
	for name, source := range map[string]string{
		"softphone/call.go":           `import _ "net/netip"`,
		"softphone/line.go":           `import "log/slog"` + "\nvar _ slog.Value",
		"softphone/line/x.go":         `import _ "anteroom/softphone"`,
		"softphone/voice/x.go":        `import _ "anteroom/softphone/voice/jitter"`,
		"softphone/voice/jitter/x.go": `import _ "net"`,
		"softphone/desk/x.go":         `import _ "log/slog"`,
		"ui/x.go":                     `import (_ "anteroom/ui/kit"; _ "anteroom/softphone"; _ "anteroom/assets"; _ "fyne.io/fyne/v2")`,
		"ui/settings/x.go":            `import _ "anteroom/ui/kit"`,
		"store/x.go":                  `import (_ "anteroom/softphone"; _ "anteroom/store/migration")`,
		"cmd/anteroom/x.go":           `import (_ "anteroom/store"; _ "anteroom/ui"; _ "fyne.io/fyne/v2/app")`,
		"assets/script_test.go":       `import _ "anteroom/softphone"`,
		"ui/x_test.go":                `import _ "anteroom/softphone/desk"`,
		"cmd/anteroom/walk_test.go":   `import _ "anteroom/cmd/dev/xvfb"`,
	} {
		tree[name] = &fstest.MapFile{Data: []byte("package p\n" + source + "\n")}
	}
	complain(t, allArrows(parseAll(t, tree)))
}

func complain(t *testing.T, wrong []string) {
	t.Helper()
	for _, w := range wrong {
		t.Error(w)
	}
}

// readRepository parses every Go file of the checkout.
func readRepository(t *testing.T) []file {
	t.Helper()
	r, err := findRepo()
	if err != nil {
		t.Fatal(err)
	}
	return parseAll(t, os.DirFS(r.root))
}
