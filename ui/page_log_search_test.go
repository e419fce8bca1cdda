package ui

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"anteroom/softphone"

	"fyne.io/fyne/v2/test"
)

// logOf is a log of the messages given, oldest first, as the store answers.
type logOf struct {
	all   []softphone.Message
	asked atomic.Int64 // the page and an export ask side by side
}

func (l *logOf) FindMessages(_ context.Context, f softphone.MessageFilter, after softphone.LogPlace, limit int) (out []softphone.Message, _ softphone.LogPlace, _ error) {
	l.asked.Add(1)
	if after == 0 {
		after = softphone.LogPlace(len(l.all) + 1)
	}
	for i := int(after) - 1; i > 0 && len(out) < limit; i-- {
		if m := l.all[i-1]; f.Fits(m) {
			out, after = append(out, m), softphone.LogPlace(i)
		}
	}
	return out, after, nil
}

func (l *logOf) CountFound(_ context.Context, f softphone.MessageFilter, _ int) (n int, _ error) {
	for _, m := range l.all {
		if f.Fits(m) {
			n++
		}
	}
	return n, nil
}

// tableKept is a table of an export, in memory.
type tableKept struct {
	path          string
	rows          [][]string
	kept, dropped bool
	block         chan struct{} // rows wait for it
}

func (k *tableKept) WriteWhole(string, []byte) error { return nil }

func (k *tableKept) CreateTable(path string, _ rune) (softphone.TableFile, error) {
	k.path = path
	return k, nil
}
func (k *tableKept) Row(cells ...string) error {
	if k.block != nil {
		<-k.block
	}
	k.rows = append(k.rows, cells)
	return nil
}
func (k *tableKept) Close() error { k.kept = true; return nil }
func (k *tableKept) Abandon()     { k.dropped = true }

// oneKey is a lock that a word opens.
type oneKey struct{}

func (oneKey) Seal(_ context.Context, p softphone.Secret) (string, error) {
	if len(p) < softphone.MinPassword {
		return "", softphone.Reason{Code: softphone.BadValue}
	}
	return "sealed:" + string(p), nil
}
func (oneKey) Try(_ context.Context, sealed string, p softphone.Secret) error {
	if sealed != "sealed:"+string(p) {
		return softphone.Reason{Code: softphone.WrongSecret}
	}
	return nil
}

// managed is a window with a log of n messages, of which every tenth is urgent and for Siri Nes.
func managed(t *testing.T, lang string, n int) (*whole, *logPage, *tableKept) {
	t.Helper()
	h := newWhole(t, lang, lineUp)
	var all []softphone.Message
	for i := range n {
		m := softphone.Message{ID: softphone.MessageID(fmt.Sprint("m", i)), State: softphone.New, Taken: at.AddDate(0, 0, i-n), For: "Henrik Aasen",
			Surname: fmt.Sprint("Østby", i), Number: fmt.Sprintf("+47 2241 %04d", i), Verbatim: "Ring før klokken ti"}
		if i%10 == 0 {
			m.For, m.Urgency, m.State = "Siri Nes", softphone.Urgent, softphone.Done
		}
		all = append(all, m)
	}
	table := &tableKept{}
	h.log, h.tables, h.lock = &logOf{all: all}, table, oneKey{}
	h.Window.run("log")
	h.pass(0)
	return h, h.pages[pageLog].(*logPage), table
}

// From the key to the file: filter, see, export.
func TestLog_FilterAndExport(t *testing.T) {
	for _, lang := range languages {
		h, p, table := managed(t, lang, 200)
		if h.at != pageLog || len(p.found) != pageSize || !p.more || !strings.Contains(h.reads(), h.tr("log.count", 200)) {
			t.Fatalf("%s: %d found on %s", lang, len(p.found), h.at)
		}
		for range 4 {
			p.next()
			h.pass(0)
		}
		if len(p.found) != 200 {
			t.Fatalf("%d after scrolling", len(p.found))
		}
		for _, r := range "ostby1" { // typed into the field that has the caret
			h.canvas().Focused().TypedRune(r)
		}
		h.pass(0)
		p.in.words["for"].SetText("nes")
		p.in.urgency.OnChange("urgent")
		h.pass(0)
		if len(p.found) != 11 { // 10, and 100, 110 … 190
			t.Fatalf("%s: %d fit, %+v", lang, len(p.found), p.in.filter)
		}
		p.list.Select(0)
		h.pass(0)
		if p.chosen != "m190" || !strings.Contains(h.said(), h.tr("log.call.none")) {
			t.Errorf("chosen %s", p.chosen)
		}
		p.askExport(".csv")
		press(t, h, h.tr("log.export.yes"))
		h.pass(0)
		if !table.kept || len(table.rows) != 12 || table.rows[0][0] != h.tr("log.column.taken") || !strings.HasSuffix(table.path, ".csv") {
			t.Fatalf("kept %v, %d rows to %s", table.kept, len(table.rows), table.path)
		}
		if !slices.Contains(table.rows[1], h.tr("form.urgency.urgent")) || !strings.Contains(h.notice.Text, table.path) {
			t.Errorf("row %q, told %q", table.rows[1], h.notice.Text)
		}
	}
}

func TestLog_AnExportCanBeStoppedAndTheWindowStaysUsable(t *testing.T) {
	h, p, table := managed(t, "nb", 1200)
	table.block = make(chan struct{})
	p.begin("/x/a.csv")
	p.paintExport()
	if !strings.Contains(h.reads(), h.tr("log.export.under", 0)) {
		t.Fatalf("nothing is told: %s", h.reads())
	}
	p.in.text.SetText("x") // searching goes on meanwhile
	test.Tap(buttonNamed(p.body, h.tr("log.export.stop")))
	close(table.block)
	h.pass(0)
	if table.kept || p.export != nil {
		// The first page may have been under way; what was written is given up all the same where the stop came in time.
		t.Logf("kept %v", table.kept)
	}
	if table.kept == table.dropped {
		t.Errorf("kept %v, dropped %v", table.kept, table.dropped)
	}
}

func TestLog_ADateThatCannotBeReadIsTold(t *testing.T) {
	h, p, _ := managed(t, "nb", 30)
	p.in.since.SetText("tull")
	h.pass(0)
	if p.in.wrong.Text() == "" || len(p.found) != 30 {
		t.Errorf("told %q, %d found", p.in.wrong.Text(), len(p.found))
	}
	p.in.since.SetText(at.AddDate(0, 0, -5).Format("2.1.2006"))
	p.in.until.SetText(at.AddDate(0, 0, -3).Format(time.DateOnly))
	h.pass(0)
	if p.in.wrong.Text() != "" || len(p.found) != 3 {
		t.Errorf("told %q, %d found", p.in.wrong.Text(), len(p.found))
	}
}

func TestLog_TheWidthOfAColumnIsKept(t *testing.T) {
	h, p, _ := managed(t, "nb", 30)
	p.widen("for", 40)
	p.keepWidth("for")
	h.pass(0)
	if got := h.desk.State().Settings.Get(softphone.WidthSetting("log", "for")); got != "158" {
		t.Fatalf("kept %q", got)
	}
	h.setTo(softphone.SetTheme, "dark") // everything is built anew
	if q := h.pages[pageLog].(*logPage); q == p || q.widths["for"] != 158 {
		t.Errorf("%v", q.widths)
	}
}

func TestLog_FitsOnASmallScreen(t *testing.T) {
	for _, lang := range languages {
		h, _, _ := managed(t, lang, 3)
		if m := h.win.Content().MinSize(); m.Width > 1280 || m.Height > 720-26 {
			t.Errorf("%s: %v", lang, m)
		}
	}
}

func TestRole_TheExportAsksForThePasswordAndATraineeGetsNone(t *testing.T) {
	h, p, table := managed(t, "nb", 30)
	h.tellAll(softphone.DeedsLocked{Press: softphone.Press{At: now0}, Sealed: "sealed:kontorleder"})
	give := func(words string) {
		t.Helper()
		p.askExport(".xlsx")
		h.pass(0)
		for _, r := range words {
			h.canvas().Focused().TypedRune(r)
		}
		press(t, h, h.tr("role.password.yes"))
	}
	give("galt")
	if h.notice.Text != h.tr("reason.wrong_secret") || h.canvas().Overlays().Top() != nil {
		t.Fatalf("told %q", h.notice.Text)
	}
	give("kontorleder")
	press(t, h, h.tr("log.export.yes"))
	h.pass(0)
	if !table.kept {
		t.Fatal("the right password exports nothing")
	}
	if h.state.Role() != softphone.Secretary {
		t.Error("the password for one deed made a manager of her")
	}
	h.sitDown(softphone.Trainee)
	h.pass(0)
	if !strings.Contains(h.reads(), h.tr("role.trainee")) {
		t.Error("the role does not show")
	}
	p.askExport(".csv")
	h.pass(0)
	if h.canvas().Overlays().Top() != nil || !strings.Contains(h.notice.Text, h.tr("reason.not_yours")) {
		t.Errorf("a trainee is told %q", h.notice.Text)
	}
	h.Window.run("forget")
	h.pass(0)
	if h.canvas().Overlays().Top() != nil {
		t.Error("a trainee may delete a person")
	}
}

func TestRole_TheManagerSitsDownWithThePasswordAndSetsIt(t *testing.T) {
	h, _, _ := managed(t, "nb", 3)
	h.lockDeeds("kort")
	h.pass(0)
	if h.state.Locked() {
		t.Fatal("too short a password is taken")
	}
	h.lockDeeds("kontorleder")
	h.pass(0)
	h.sitDown(softphone.Manager)
	h.pass(0)
	if h.state.Role() != softphone.Secretary {
		t.Fatal("nobody asked for the password")
	}
	for _, r := range "kontorleder" {
		h.canvas().Focused().TypedRune(r)
	}
	press(t, h, h.tr("role.password.yes"))
	h.pass(0)
	if h.state.Role() != softphone.Manager || !strings.Contains(h.state.Who(), "manager") {
		t.Errorf("%s, %s", h.state.Role(), h.state.Who())
	}
}

// Where there is a password the log is the manager's; it closes when another sits down.
func TestLog_IsTheManagersWhereThereIsAPassword(t *testing.T) {
	h, _, _ := managed(t, "nb", 1)
	h.open(pageDesk)
	h.locked()
	h.strike("Ctrl+Shift+W")
	if h.at != pageDesk {
		t.Fatal("it opens without a password")
	}
	h.opens("long enough")
	if h.at != pageLog {
		t.Fatalf("on %s", h.at)
	}
	h.sitDown(softphone.Secretary)
	h.pass(0)
	if h.at != pageDesk {
		t.Error("it stays open for whoever sits down")
	}
	h.sitDown(softphone.Trainee)
	h.pass(0)
	h.strike("Ctrl+Shift+W")
	if h.at != pageDesk || h.canvas().Overlays().Top() != nil {
		t.Error("a trainee is let in, or asked")
	}
}
