package control

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"anteroom/softphone"
)

// oneKey is a lock that a word opens, three times wrong at most.
type oneKey struct{ wrong int }

func (k *oneKey) Seal(_ context.Context, p softphone.Secret) (string, error) {
	if len(p) < softphone.MinPassword {
		return "", softphone.Reason{Code: softphone.BadValue, Detail: "too short"}
	}
	return "sealed:" + string(p), nil
}

func (k *oneKey) Try(_ context.Context, sealed string, p softphone.Secret) error {
	switch {
	case k.wrong >= 3:
		return softphone.Reason{Code: softphone.TooManyTries, Detail: "2"}
	case sealed != "sealed:"+string(p):
		k.wrong++
		return softphone.Reason{Code: softphone.WrongSecret}
	}
	return nil
}

// guarded are books of which every deed that somebody may not do is noted.
type guarded struct {
	softphone.Directory
	softphone.FAQBook
	softphone.ScriptBook
	mu   sync.Mutex // guards done
	done []string
}

func (g *guarded) did(what string) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.done = append(g.done, what)
}

func (g *guarded) take() (out []string) {
	g.mu.Lock()
	defer g.mu.Unlock()
	out, g.done = g.done, nil
	return out
}

func (g *guarded) Contact(context.Context, softphone.ContactID) (softphone.Contact, error) {
	return softphone.Contact{ID: "1"}, nil
}
func (g *guarded) ChangeContacts(context.Context, softphone.ContactChange, func(int)) (softphone.ChangeID, error) {
	g.did("contact")
	return 1, nil
}
func (g *guarded) EachContact(_ context.Context, tell func(softphone.Contact) error) error {
	g.did("export of contacts")
	return tell(softphone.Contact{ID: "1", Surname: "Berg"})
}
func (g *guarded) FAQ(context.Context, softphone.FAQID) (softphone.FAQEntry, error) {
	return softphone.FAQEntry{ID: "b"}, nil
}
func (g *guarded) RemoveFAQ(context.Context, softphone.FAQID) error { g.did("answer"); return nil }
func (g *guarded) RetireScript(context.Context, softphone.ScriptID) error {
	g.did("script")
	return nil
}
func (g *guarded) ShippedScript(context.Context, softphone.ScriptID, string) (softphone.Script, error) {
	return softphone.Script{ID: "berth", Language: "nb"}, nil
}
func (g *guarded) SaveScripts(_ context.Context, all ...softphone.Script) ([]softphone.Script, error) {
	g.did("script")
	return all, nil
}
func (g *guarded) ReadScript([]byte) (softphone.Script, []softphone.ScriptFault) {
	return softphone.Script{ID: "berth", Language: "nb"}, nil
}
func (g *guarded) WriteScript(softphone.Script) ([]byte, error) { return []byte("id: berth\n"), nil }
func (g *guarded) FindMessages(context.Context, softphone.MessageFilter, softphone.LogPlace, int) ([]softphone.Message, softphone.LogPlace, error) {
	return nil, 0, nil
}
func (g *guarded) CountFound(context.Context, softphone.MessageFilter, int) (int, error) {
	return 0, nil
}
func (g *guarded) ExportPerson(context.Context, softphone.Person, string) (softphone.Traces, error) {
	g.did("export of a person")
	return softphone.Traces{}, nil
}
func (g *guarded) CreateTable(string, rune) (softphone.TableFile, error) {
	g.did("export of the log")
	return nil, softphone.Reason{Code: softphone.DiskFull}
}
func (g *guarded) WriteWhole(path string, text []byte) error { return os.WriteFile(path, text, 0o600) }
func (g *guarded) Read(context.Context, []byte, []softphone.ContactField) (softphone.ReadFile, error) {
	return softphone.ReadFile{}, nil
}
func (g *guarded) Write(context.Context, softphone.ContactFormat, []softphone.Contact) ([]byte, error) {
	return []byte("x"), nil
}

// deeds are the verbs that do what not everybody may, by the deed, and how the desk shows that it was done.
var deeds = []struct {
	deed softphone.Deed
	args []string
}{
	{softphone.DeedDelete, []string{"line", "remove", "office"}},
	{softphone.DeedDelete, []string{"contact", "remove", "1"}},
	{softphone.DeedDelete, []string{"record", "delete", "lastyear"}},
	{softphone.DeedDelete, []string{"faq", "remove", "b"}},
	{softphone.DeedExport, []string{"contact", "export", "FOLDER/c.csv"}},
	{softphone.DeedLog, []string{"log", "export", "FOLDER/log.csv"}},
	{softphone.DeedExport, []string{"person", "export", "--to", "FOLDER/p", "--number", "22413077"}},
	{softphone.DeedErase, []string{"person", "erase", "--number", "22413077", "--yes"}},
	{softphone.DeedScripts, []string{"script", "import", "FOLDER/s.yaml"}},
	{softphone.DeedScripts, []string{"script", "remove", "berth"}},
	{softphone.DeedScripts, []string{"script", "restore", "berth"}},
	{softphone.DeedScripts, []string{"set", string(softphone.GreetingKeys("nb")[0]), "God dag"}},
	{softphone.DeedScripts, []string{"line", "set", "office", "greeting=Hei, dette er {company}."}},
	{softphone.DeedScripts, []string{"line", "add", "pbx", "--user", "1", "--id", "office", "greeting=Hei."}},
	{softphone.DeedScripts, []string{"line", "add", "pbx", "--user", "2", "--no-register", "greeting=Hei."}},
	{softphone.DeedPolicy, []string{"policy", "set", "aasen", `{"Rules":[]}`}},
	{softphone.DeedLock, []string{"role", "lock", "--password-stdin"}},
	{softphone.DeedLock, []string{"role", "unlock"}},
}

// ruled is a desk behind the real socket at which somebody sits.
type ruled struct {
	*fakeDesk
	t      *testing.T
	books  *guarded
	dir    string
	folder string
}

func newRuled(t *testing.T, role softphone.Role, locked bool) *ruled {
	t.Helper()
	r := &ruled{t: t, books: &guarded{}, folder: t.TempDir()}
	lock := &oneKey{}
	r.fakeDesk, r.dir = runningWith(t, func(o *Options) {
		o.Contacts, o.Answers, o.Scripts, o.ScriptFiles, o.Files = r.books, r.books, r.books, r.books, r.books
		o.Log, o.Tables, o.TakeOut, o.Lock = r.books, r.books, r.books, lock
	})
	at := softphone.Press{At: softphone.At{At: time.Now()}}
	r.step(softphone.PrincipalSaved{Press: at, Principal: softphone.Principal{ID: "aasen", Surname: "Aasen"}})
	if locked {
		r.step(softphone.DeedsLocked{Press: at, Sealed: "sealed:long enough"})
	}
	r.step(softphone.RoleChosen{Press: at, Role: role, Proven: true})
	if err := os.WriteFile(filepath.Join(r.folder, "s.yaml"), []byte("id: berth\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	return r
}

// does sends a verb with a password on standard input.
func (r *ruled) does(password string, args ...string) error {
	r.t.Helper()
	for i, a := range args {
		args[i] = strings.ReplaceAll(a, "FOLDER", r.folder)
	}
	return Send(r.t.Context(), r.dir, args, password+"\n", &bytes.Buffer{})
}

// changed tells whether anything was done, in the books, on the desk or to files.
func (r *ruled) changed(before softphone.State) bool {
	now := r.State()
	files, _ := os.ReadDir(r.folder)
	p, _ := now.Principal("aasen")
	return len(r.books.take()) > 0 || len(files) != 1 || len(now.Lines) != len(before.Lines) || now.Lines[0].Account.Own != before.Lines[0].Account.Own ||
		now.Settings.Get(softphone.GreetingKeys("nb")[0]) != before.Settings.Get(softphone.GreetingKeys("nb")[0]) || now.Locked() != before.Locked() ||
		!p.Policy.Changed.IsZero() || len(r.erased) > 0
}

func TestCtl_ATraineeIsRefusedWhateverWantsMore(t *testing.T) {
	for _, locked := range []bool{false, true} {
		r := newRuled(t, softphone.Trainee, locked)
		before := r.State()
		for _, d := range deeds {
			err := r.does("long enough", append([]string(nil), d.args...)...)
			if err == nil || !strings.Contains(err.Error(), string(softphone.NotYours)) || r.changed(before) {
				t.Errorf("locked %v: a trainee's %v gave %v", locked, d.args, err)
			}
		}
	}
}

func TestCtl_ASecretaryIsRefusedTheManagersDeedsOnlyWhereThereIsAPassword(t *testing.T) {
	r := newRuled(t, softphone.Secretary, true)
	before := r.State()
	for _, d := range deeds {
		if d.deed == softphone.DeedDelete {
			continue
		}
		err := r.does("long enough", append([]string(nil), d.args...)...)
		if err == nil || !strings.Contains(err.Error(), string(softphone.NeedsPassword)) || r.changed(before) {
			t.Errorf("a secretary's %v gave %v", d.args, err)
		}
	}
	for _, args := range [][]string{{"contact", "remove", "1"}, {"faq", "remove", "b"}, {"line", "set", "office", "company=Fjord"}, {"set", "ring_tune", "bell"}} {
		if err := r.does("", args...); err != nil {
			t.Errorf("%v: %v", args, err)
		}
	}
	for _, d := range deeds {
		if err := newRuled(t, softphone.Secretary, false).does("long enough", append([]string(nil), d.args...)...); isRole(err) {
			t.Errorf("without a password %v gave %v", d.args, err)
		}
	}
}

// isRole: it was refused for who sits there.
func isRole(err error) bool {
	return err != nil && (strings.Contains(err.Error(), string(softphone.NotYours)) || strings.Contains(err.Error(), string(softphone.NeedsPassword)))
}

func TestCtl_TheManagerDoesAllOfItOnceThePasswordWasRight(t *testing.T) {
	for _, d := range deeds {
		r := newRuled(t, softphone.Secretary, true)
		before := r.State()
		if err := r.does("long enough", "role", "manager", "--password-stdin"); err != nil || r.State().Role() != softphone.Manager {
			t.Fatalf("%v, %s", err, r.State().Role())
		}
		err := r.does("another one", append([]string(nil), d.args...)...)
		if isRole(err) {
			t.Errorf("the manager's %v gave %v", d.args, err)
		}
		if err == nil && d.args[0] != "record" && d.args[0] != "policy" && d.args[1] != "lock" && !r.changed(before) {
			t.Errorf("%v did nothing", d.args)
		}
	}
}

func TestCtl_TheManagersPasswordIsTriedAndNotTooOften(t *testing.T) {
	r := newRuled(t, softphone.Secretary, true)
	said := func(code softphone.ReasonCode, err error) {
		t.Helper()
		if err == nil || !strings.Contains(err.Error(), string(code)) || r.State().Role() != softphone.Secretary {
			t.Errorf("it says %v, and %s sits there", err, r.State().Role())
		}
	}
	said(softphone.NeedsPassword, r.does("", "role", "manager"))
	for range 3 {
		said(softphone.WrongSecret, r.does("not it", "role", "manager", "--password-stdin"))
	}
	said(softphone.TooManyTries, r.does("long enough", "role", "manager", "--password-stdin"))
	said(softphone.NoSuchSetting, r.does("", "set", string(softphone.SetRole), "manager"))
	said(softphone.NoSuchSetting, r.does("", "set", string(softphone.SetManagerPassword), "x"))
	said(softphone.BadValue, r.does("", "role", "director"))

	r = newRuled(t, softphone.Secretary, false)
	said(softphone.BadValue, r.does("short", "role", "lock", "--password-stdin"))
	if err := r.does("long enough", "role", "lock", "--password-stdin"); err != nil || !r.State().Locked() {
		t.Fatalf("%v", err)
	}
	said(softphone.NeedsPassword, r.does("", "role", "unlock"))
	if err := r.does("long enough", "role", "manager", "--password-stdin"); err != nil {
		t.Fatal(err)
	}
	if err := r.does("", "role", "unlock"); err != nil || r.State().Locked() {
		t.Errorf("%v", err)
	}
}

func TestCtl_AnExportIsWholeOrNothing(t *testing.T) {
	r := newRuled(t, softphone.Secretary, false)
	path := filepath.Join(r.folder, "c.csv")
	if err := r.does("", "contact", "export", path); err != nil {
		t.Fatal(err)
	}
	var refused Refused
	if err := r.does("", "contact", "export", path); !errors.As(err, &refused) || !strings.Contains(err.Error(), "c.csv") {
		t.Errorf("over a file that is there: %v", err)
	}
	if got, err := os.ReadFile(path); err != nil || string(got) != "x" {
		t.Errorf("%q %v", got, err)
	}
}
