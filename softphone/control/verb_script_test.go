package control

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"anteroom/softphone"
)

// oneScript is a book of a single script and its versions.
type oneScript struct{ versions []softphone.Script }

func (b *oneScript) Scripts(context.Context) ([]softphone.Script, error) {
	return b.versions[len(b.versions)-1:], nil
}
func (b *oneScript) Script(_ context.Context, id softphone.ScriptID, _ string, version int) (softphone.Script, error) {
	if id != "berth" || version > len(b.versions) {
		return softphone.Script{}, softphone.Reason{Code: softphone.NoSuchScript, Detail: string(id)}
	}
	if version == 0 {
		version = len(b.versions)
	}
	return b.versions[version-1], nil
}
func (b *oneScript) ScriptVersions(context.Context, softphone.ScriptID, string) (out []softphone.ScriptVersion, err error) {
	for _, s := range b.versions {
		out = append(out, softphone.ScriptVersion{Version: s.Version, Name: s.Name})
	}
	return out, nil
}
func (b *oneScript) SaveScripts(_ context.Context, all ...softphone.Script) ([]softphone.Script, error) {
	all[0].Version = len(b.versions) + 1
	b.versions = append(b.versions, all[0])
	return all, nil
}
func (b *oneScript) RetireScript(context.Context, softphone.ScriptID) error { return nil }
func (b *oneScript) ShippedScript(context.Context, softphone.ScriptID, string) (softphone.Script, error) {
	return b.versions[0], nil
}

// namedLine is a file that holds nothing but the first sentence of the script.
type namedLine struct{ of softphone.Script }

func (f namedLine) ReadScript(text []byte) (softphone.Script, []softphone.ScriptFault) {
	words := strings.TrimSpace(string(text))
	if code, detail := softphone.SayingFault(words); code != "" {
		return softphone.Script{}, []softphone.ScriptFault{{Line: 1, Code: code, Detail: detail}}
	}
	s := f.of
	s.Operations = []softphone.Operation{{ID: "first", Title: "First", Sentences: []string{words, "Otherwise?"}}}
	return s, nil
}
func (namedLine) WriteScript(s softphone.Script) ([]byte, error) {
	return []byte(s.Operations[0].Sentences[0] + "\n"), nil
}

// withScript serves a desk in a call, and one script.
func withScript(t *testing.T) (*fakeDesk, string, *oneScript) {
	t.Helper()
	dir := t.TempDir()
	door, err := Listen(dir)
	if err != nil {
		t.Fatal(err)
	}
	berth := softphone.Script{ID: "berth", Version: 1, Language: "nb", Name: "Berth",
		Operations: []softphone.Operation{{ID: "first", Title: "First", Sentences: []string{"Which ship?", "Otherwise?"}}}}
	d, book := &fakeDesk{}, &oneScript{versions: []softphone.Script{berth}}
	d.step(softphone.DeskOpened{At: softphone.At{At: time.Now()}, Snapshot: softphone.Snapshot{Scripts: book.versions,
		Accounts: []softphone.Account{{ID: "office", Address: "pbx", User: "1", Register: true}}}})
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() {
		ended <- door.Serve(ctx, Options{Desk: d, Scripts: book, Tables: &guarded{}, ScriptFiles: namedLine{berth}, Quit: cancel, Raise: func() {}, Now: time.Now,
			NewID: func() string { return "c" }})
	}()
	t.Cleanup(func() {
		cancel()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	})
	if _, err := ctl(t, dir, "call", "22413077"); err != nil {
		t.Fatal(err)
	}
	return d, dir, book
}

func TestCtlScript_RunsPinsAndTellsWhatIsSaid(t *testing.T) {
	d, dir, _ := withScript(t)
	got, err := ctl(t, dir, "script", "run", "berth")
	if err != nil || got["script"] != "berth" || got["sentence"] != "Which ship?" {
		t.Fatalf("%v %v", got, err)
	}
	if got, err = ctl(t, dir, "script", "say", "Ahoy, which one?", "c"); err != nil || got["sentence"] != "Ahoy, which one?" || got["own"] != true {
		t.Fatalf("%v %v", got, err)
	}
	if got, err = ctl(t, dir, "script", "pin"); err != nil || got["pinned"] != false {
		t.Fatalf("%v %v", got, err)
	}
	if w := d.State().Wordings; len(w) != 1 || w[0].Pinned {
		t.Errorf("%+v", w)
	}
	if _, err = ctl(t, dir, "script", "run", "none"); err == nil {
		t.Error("a script that is not there was run")
	}
}

func TestCtlScript_AFileWithMistakesChangesNothing(t *testing.T) {
	d, dir, book := withScript(t)
	file := filepath.Join(t.TempDir(), "berth.txt")
	if _, err := ctl(t, dir, "script", "export", "berth", file); err != nil {
		t.Fatal(err)
	}
	if info, err := os.Stat(file); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("others may read it: %v %v", info.Mode(), err)
	}
	if _, err := ctl(t, dir, "script", "export", "berth", file); err == nil || !strings.Contains(err.Error(), "there already") {
		t.Errorf("a file was written over: %v", err)
	}
	for words, good := range map[string]bool{"Which {boat}?": false, "Which boat?": true} {
		if err := os.WriteFile(file, []byte(words), 0o600); err != nil {
			t.Fatal(err)
		}
		before := len(book.versions)
		_, err := ctl(t, dir, "script", "import", file)
		if good && (err != nil || len(book.versions) != before+1) || !good && (err == nil || !strings.Contains(err.Error(), "line 1") || len(book.versions) != before) {
			t.Errorf("%q: %v, %d versions", words, err, len(book.versions))
		}
	}
	if sc := d.State().Scripts[0]; sc.Version != 2 || sc.Operations[0].Sentences[0] != "Which boat?" {
		t.Errorf("the desk was not told: %+v", sc)
	}
}

func TestCtlLine_ItsScriptIsSetAndShown(t *testing.T) {
	d, dir, _ := withScript(t)
	if _, err := ctl(t, dir, "line", "set", "office", "script=berth"); err != nil {
		t.Fatal(err)
	}
	if l, _ := d.State().Line("office"); l.Account.Own.Script != "berth" {
		t.Errorf("%+v", l.Account.Own)
	}
	if _, err := ctl(t, dir, "line", "set", "office", "script=Not A Name"); err == nil {
		t.Error("a name that is none was taken")
	}
}
