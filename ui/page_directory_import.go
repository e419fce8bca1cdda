package ui

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"anteroom/softphone"
	"anteroom/ui/kit"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"
)

// importPane stands in place of the list: a file, how it was understood, and what taking it in would change.
type importPane struct {
	p      *directoryPage
	path   *kit.Entry
	report kit.Box1
	words  string                   // how far what goes on is
	shows  *kit.Ell                 // them
	draw   func() fyne.CanvasObject // what the report shows
	file   softphone.ReadFile
	plan   softphone.ImportPlan
	source string
	lines  []importLine
	ready  bool
	stop   context.CancelFunc // of what goes on; nil: nothing
	body   fyne.CanvasObject
}

// importLine is one line of what an import would do.
type importLine struct {
	Heading string
	Line    int
	Name    string
	Change  string
	Problem bool
}

// largestImport is the largest file that is read, in bytes.
const largestImport = 256 << 20

// importTime is how long an import may take altogether.
const importTime = 30 * time.Minute

func (p *directoryPage) beginImport() {
	if p.reading != nil {
		p.w.canvas().Focus(p.reading.path)
		return
	}
	i := &importPane{}
	i.build(p)
	i.report.Put(i.suggest(nil))
	i.findFiles()
	p.w.canvas().Focus(i.path)
}

// again puts the import on a page built anew; what goes on is not disturbed.
func (i *importPane) again(p *directoryPage) {
	path, say := i.path.Text, p.w.tr
	i.build(p)
	i.path.Put(path)
	i.lines = importLines(i.file, i.plan, say)
	if i.draw == nil {
		i.report.Put(i.suggest(nil))
		i.findFiles()
		return
	}
	i.put(i.draw)
}

// put shows something in place of the report.
func (i *importPane) put(draw func() fyne.CanvasObject) {
	i.draw = draw
	i.report.Put(draw())
}

// build makes the pane on a page.
func (i *importPane) build(p *directoryPage) {
	w := p.w
	i.p, i.report = p, kit.Slot()
	i.path = kit.NewEntry("", w.tr("directory.import.path"), nil)
	i.path.OnSubmitted = func(string) { i.read(nil) }
	head := kit.Row(8, kit.G(i.path), kit.Btn(kit.Primary, "search", w.tr("directory.import.read"), "Enter", func() { i.read(nil) }),
		kit.Btn(kit.Default, "", w.tr("dialog.close"), "Esc", i.close))
	i.body = kit.Col(10, head, kit.G(kit.Panel(kit.Pad(12, 12, 16, 16, i.report.Container))))
	p.reading = i
	p.left.Put(i.body)
}

// findFiles looks for files of contacts where they usually lie, and lists them unless something is being read by then.
func (i *importPane) findFiles() {
	i.p.w.inBackground(func() func() {
		found := contactFiles()
		return func() {
			if i.draw == nil {
				i.report.Put(i.suggest(found))
			}
		}
	})
}

// suggest lists files to read.
func (i *importPane) suggest(files []string) fyne.CanvasObject {
	w := i.p.w
	a := []any{kit.P(w.tr("directory.import.text"), kit.C.Muted, kit.Body, kit.Reg)}
	for _, path := range files {
		a = append(a, kit.Row(8, kit.Btn(kit.Default, "note", shortPath(path), "", func() {
			i.path.Put(path)
			i.read(nil)
		}), kit.Fill()))
	}
	return kit.VScroll(kit.Col(8, a...))
}

// contactFiles are the newest files of contacts in the folders where downloads and documents go.
func contactFiles() []string {
	home, err := os.UserHomeDir()
	if err != nil {
		return nil
	}
	type found struct {
		path string
		at   time.Time
	}
	var all []found
	for _, dir := range []string{"", "Downloads", "Nedlastinger", "Documents", "Dokumenter", "Desktop", "Skrivebord"} {
		entries, err := os.ReadDir(filepath.Join(home, dir))
		if err != nil {
			continue
		}
		for _, e := range entries {
			ext := strings.ToLower(filepath.Ext(e.Name()))
			if info, err := e.Info(); err == nil && info.Mode().IsRegular() && (ext == ".vcf" || ext == ".vcard" || ext == ".csv") {
				all = append(all, found{filepath.Join(home, dir, e.Name()), info.ModTime()})
			}
		}
	}
	slices.SortFunc(all, func(a, b found) int { return b.at.Compare(a.at) })
	var out []string
	for _, f := range all[:min(8, len(all))] {
		out = append(out, f.path)
	}
	return out
}

func shortPath(path string) string {
	if home, err := os.UserHomeDir(); err == nil {
		if rest, ok := strings.CutPrefix(path, home); ok {
			return "~" + rest
		}
	}
	return path
}

// close leaves the import; what goes on is given up, and nothing of it stays.
func (i *importPane) close() {
	if i.stop != nil {
		i.stop()
	}
	i.p.reading = nil
	i.p.left.Put(i.p.table)
	i.p.refresh()
	i.p.w.canvas().Focus(i.p.search)
}

// work runs something long away from the screen, and shows meanwhile that it goes on and how to give it up.
func (i *importPane) work(words string, do func(ctx context.Context, told func(string)) func()) {
	if i.stop != nil {
		return
	}
	w := i.p.w
	ctx, cancel := context.WithTimeout(w.ctx, importTime)
	i.stop, i.ready, i.words = cancel, false, words
	i.put(func() fyne.CanvasObject {
		i.shows = kit.E(i.words, kit.C.Text, kit.Body, kit.Med)
		return kit.Col(12, kit.Row(8, kit.Icon("clock", kit.C.Accent, 18), kit.G(i.shows)),
			kit.Row(0, kit.Btn(kit.Default, "x", i.p.w.tr("directory.import.stop"), "", func() { cancel() }), kit.Fill()))
	})
	w.inBackground(func() func() {
		defer cancel()
		then := do(ctx, func(s string) {
			w.bridge.post(func() {
				i.words = s
				i.shows.Set(s)
			})
		})
		stopped := ctx.Err() != nil
		return func() {
			i.stop = nil
			switch {
			case i.p.reading != i: // closed meanwhile
			case stopped:
				i.put(func() fyne.CanvasObject { return emptyWords(i.p.w.tr("directory.import.stopped")) })
			default:
				then()
			}
		}
	})
}

// read reads the file and finds out what taking it in would do. mapping nil guesses the columns.
func (i *importPane) read(mapping []softphone.ContactField) {
	w, path := i.p.w, strings.TrimSpace(i.path.Text)
	if rest, ok := strings.CutPrefix(path, "~"); ok {
		if home, err := os.UserHomeDir(); err == nil {
			path = home + rest
		}
	}
	if path == "" {
		return
	}
	i.source = filepath.Base(path)
	say := w.tr // of now: the window's may be another one by the time it is wanted
	i.work(say("directory.import.reading", i.source), func(ctx context.Context, told func(string)) func() {
		text, err := contactText(path)
		var file softphone.ReadFile
		var plan softphone.ImportPlan
		if err == nil {
			file, err = w.files.Read(ctx, text, mapping)
		}
		if err == nil {
			told(say("directory.import.comparing", countWords(len(file.Contacts))))
			plan, err = w.contacts.PlanImport(ctx, file.Contacts)
		}
		lines := importLines(file, plan, say)
		return func() {
			if err != nil {
				i.failed(err)
				return
			}
			i.file, i.plan, i.lines, i.ready = file, plan, lines, true
			i.put(i.show)
		}
	})
}

// failed says why it came to nothing.
func (i *importPane) failed(err error) {
	i.put(func() fyne.CanvasObject { return emptyWords(reasonWords(err, i.p.w.tr)) })
}

func contactText(path string) ([]byte, error) {
	info, err := os.Stat(path)
	switch {
	case err != nil:
		return nil, softphone.Reason{Code: softphone.BadFile, Detail: err.Error()}
	case !info.Mode().IsRegular() || info.Size() > largestImport:
		return nil, softphone.Reason{Code: softphone.BadFile, Detail: fmt.Sprintf("%d MB", info.Size()>>20)}
	}
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, softphone.Reason{Code: softphone.BadFile, Detail: err.Error()}
	}
	return text, nil
}

// importLines is the preview, a line each: what is new, what changes field by field, what could not be understood.
func importLines(f softphone.ReadFile, plan softphone.ImportPlan, say wording) (out []importLine) {
	problems := append(slices.Clone(f.Problems), plan.Problems...)
	slices.SortStableFunc(problems, func(a, b softphone.ReadProblem) int { return a.Line - b.Line })
	heading := func(key string, n int) {
		if n > 0 {
			out = append(out, importLine{Heading: say(key, countWords(n))})
		}
	}
	heading("directory.import.problems", len(problems))
	for _, p := range problems {
		out = append(out, importLine{Line: p.Line, Name: say("directory.problem." + string(p.Code)), Change: p.Detail, Problem: true})
	}
	heading("directory.import.changed", len(plan.Changed))
	for _, x := range plan.Changed {
		var parts []string
		for _, c := range x.Changes {
			old := c.Old
			if old == "" {
				old = "–"
			}
			parts = append(parts, say("directory.field."+string(c.Field))+": "+old+" → "+c.New)
		}
		out = append(out, importLine{Line: x.Line, Name: listedName(x.After), Change: strings.Join(parts, "; ")})
	}
	heading("directory.import.new", len(plan.New))
	for _, x := range plan.New {
		number := ""
		if len(x.After.Numbers) > 0 {
			number = groupIfDigits(x.After.Numbers[0].Number)
		}
		out = append(out, importLine{Line: x.Line, Name: listedName(x.After), Change: joinDots(x.After.Position, houseOf(x.After), number)})
	}
	return out
}

// show is what the file would change.
func (i *importPane) show() fyne.CanvasObject {
	w := i.p.w
	n := len(i.plan.New) + len(i.plan.Changed)
	how := joinDots(i.file.Encoding, map[softphone.ContactFormat]string{softphone.FormatVCard: "vCard", softphone.FormatCSV: w.tr("directory.import.table")}[i.file.Format])
	sum := w.tr("directory.import.sum", countWords(len(i.plan.New)), countWords(len(i.plan.Changed)), countWords(i.plan.Same), countWords(len(i.file.Problems)+len(i.plan.Problems)))
	a := []any{kit.Row(8, kit.G(kit.P(sum, kit.C.Text, kit.Body, kit.Semi)), kit.T(how, kit.C.Muted, kit.Small, kit.Reg))}
	if i.file.Format == softphone.FormatCSV {
		a = append(a, i.columns())
	}
	list := kit.NewList(func() int { return len(i.lines) }, func() fyne.CanvasObject {
		return newLogRow(func(r *logRow) []any {
			return []any{kit.W(56, r.cell(kit.Small, kit.Reg)), kit.G(r.cell(kit.Line, kit.Med)), kit.GW(2, r.cell(kit.Line, kit.Reg))}
		})
	}, func(n widget.ListItemID, o fyne.CanvasObject) { i.fill(n, o) })
	list.Heading = func(n widget.ListItemID) bool { return i.lines[n].Heading != "" }
	list.HideSeparators = true
	var deed func()
	if n > 0 {
		deed = i.carryOut
	}
	foot := kit.Row(8, kit.G(kit.P(w.tr("directory.import.undo_later", w.keycap("contact_undo")), kit.C.Muted, kit.Small, kit.Reg)),
		kit.Btn(kit.Primary, "check", plural(w.tr, "directory.import.do", n), w.keycap("contact_save"), deed))
	return kit.Col(10, append(a, kit.G(list), foot)...)
}

func (i *importPane) fill(n widget.ListItemID, o fyne.CanvasObject) {
	v, l := o.(*logRow), i.lines[n]
	if l.Heading != "" {
		v.showHeading(l.Heading, "")
		return
	}
	v.showCells()
	ink := kit.C.Text
	if l.Problem {
		ink = kit.C.Warn
	}
	v.set(0, i.p.w.tr("directory.import.line", l.Line), kit.C.Muted)
	v.set(1, l.Name, ink)
	v.set(2, l.Change, kit.C.Text)
}

// columns lets what each column was taken for be changed.
func (i *importPane) columns() fyne.CanvasObject {
	w := i.p.w
	opts := []kit.Option{{Value: "", Label: w.tr("directory.field.none")}}
	for _, f := range softphone.ContactFields {
		opts = append(opts, kit.Option{Value: string(f), Label: w.tr("directory.field." + string(f))})
	}
	var cells []fyne.CanvasObject
	for n, h := range i.file.Heading {
		field := kit.NewSelect("", opts, string(i.file.Mapping[n]), func(v string) {
			mapping := slices.Clone(i.file.Mapping)
			mapping[n] = softphone.ContactField(v)
			i.read(mapping)
		})
		cells = append(cells, kit.Stack(kit.Empty(148, 0), kit.Col(2, kit.E(h, kit.C.Muted, kit.Small, kit.Med), field)))
	}
	flow := kit.WrapBox(8, 8, cells...)
	if len(cells) > 8 {
		return kit.Stack(kit.Empty(0, 124), kit.VScroll(flow))
	}
	return flow
}

// carryOut takes the file in: in one transaction, which can be given up while it goes on and undone when it is done.
func (i *importPane) carryOut() {
	if !i.ready || len(i.plan.New)+len(i.plan.Changed) == 0 {
		return
	}
	w, say, change := i.p.w, i.p.w.tr, i.plan.Change(i.source)
	total := countWords(len(change.Put))
	i.work(say("directory.import.writing", "0", total), func(ctx context.Context, told func(string)) func() {
		id, err := w.contacts.ChangeContacts(ctx, change, func(n int) { told(say("directory.import.writing", countWords(n), total)) })
		return func() {
			if err != nil {
				i.failed(err)
				return
			}
			w.contactsChanged()
			i.close()
			w.removed(w.tr("directory.import.done", plural(w.tr, "directory.people", len(change.Put))), func() { i.p.undoChange(id) })
		}
	})
}
