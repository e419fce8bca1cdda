package main

import (
	"bytes"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
)

// file is one parsed Go file; its name is relative to the checkout, with slashes.
type file struct {
	name   string
	test   bool
	lines  int
	set    *token.FileSet
	syntax *ast.File
}

func (f file) at(n ast.Node) string {
	return fmt.Sprintf("%s:%d", f.name, f.set.Position(n.Pos()).Line)
}

func parseAll(t *testing.T, root fs.FS) []file {
	t.Helper()
	var files []file
	err := fs.WalkDir(root, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() {
			if base := d.Name(); name != "." && strings.HasPrefix(base, ".") || base == "testdata" || base == "dist" {
				return fs.SkipDir
			}
			return nil
		}
		if path.Ext(name) != ".go" {
			return nil
		}
		text, err := fs.ReadFile(root, name)
		if err != nil {
			return err
		}
		f := file{name: name, test: strings.HasSuffix(name, "_test.go"), lines: bytes.Count(text, []byte("\n")), set: token.NewFileSet()}
		f.syntax, err = parser.ParseFile(f.set, name, text, parser.ParseComments)
		files = append(files, f)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

const mostLines = 400

var vagueName = regexp.MustCompile(`Manager|Helper|Util|Common`)

// brokenRules finds what the house style forbids and a script can see.
func brokenRules(files []file) []string {
	var wrong []string
	say := func(where, what string) { wrong = append(wrong, where+": "+what) }
	told := map[string]bool{} // folders whose package has a comment
	for _, f := range files {
		told[path.Dir(f.name)] = told[path.Dir(f.name)] || f.syntax.Doc != nil && !f.test
	}
	for _, f := range files {
		if f.lines > mostLines {
			say(f.name, fmt.Sprintf("%d lines; past %d, split by noun", f.lines, mostLines))
		}
		if dir := path.Dir(f.name); !told[dir] && !f.test {
			say(dir, "the package has no comment that says its one job")
			told[dir] = true
		}
		ast.Inspect(f.syntax, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.TypeSpec:
				if vagueName.MatchString(n.Name.Name) {
					say(f.at(n), n.Name.Name+" says nothing; name what it is to the secretary, or in the RFC")
				}
			case *ast.SelectorExpr:
				x, ok := n.X.(*ast.Ident)
				if !ok {
					break
				}
				// In a bubble of synctest a sleep takes no time.
				if f.test && x.Name == "time" && n.Sel.Name == "Sleep" && !slices.Contains(f.imports(), "testing/synctest") {
					say(f.at(n), "a test waits for the event, with a deadline; it does not sleep")
				}
				if x.Name == "fyne" && (n.Sel.Name == "Do" || n.Sel.Name == "DoAndWait") && f.name != "ui/bridge.go" {
					say(f.at(n), "fyne."+n.Sel.Name+" stands only in ui/bridge.go")
				}
			}
			return true
		})
	}
	return wrong
}

func TestHouse_KeepsItsRules(t *testing.T) {
	complain(t, brokenRules(readRepository(t)))
}

func TestHouse_SeesEveryBrokenRule(t *testing.T) {
	for name, source := range map[string]string{
		"a/long.go":       "// Package p is one.\npackage p\n" + strings.Repeat("\n", mostLines),
		"a/untold.go":     "package p\n",
		"a/vague.go":      "// Package p is one.\npackage p\ntype CallManager struct{}\n",
		"a/sleep_test.go": "// Package p is one.\npackage p\nimport \"time\"\nfunc f() { time.Sleep(1) }\n",
		"ui/window.go":    "// Package p is one.\npackage p\nimport \"fyne.io/fyne/v2\"\nfunc f() { fyne.Do(nil) }\n",
	} {
		if wrong := brokenRules(parseAll(t, fstest.MapFS{name: {Data: []byte(source)}})); len(wrong) != 1 {
			t.Errorf("%s: %q", name, wrong)
		}
	}
}
