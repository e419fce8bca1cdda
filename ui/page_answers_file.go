package ui

import (
	"bytes"
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"anteroom/softphone"
)

// maxTable is how large a file of answers may be, in bytes.
const maxTable = 64 << 20

// allAnswers is more than a sheet has.
const allAnswers = 1 << 20

// suggestedTable is where answers are written to for lack of another place.
func suggestedTable() string {
	home, err := os.UserHomeDir()
	if err != nil {
		return "faq.csv"
	}
	return filepath.Join(home, "faq.csv")
}

// fileOf is the path typed.
func (p *answersPage) fileOf() string {
	path := strings.TrimSpace(p.file.Text)
	if rest, ok := strings.CutPrefix(path, "~/"); ok {
		if home, err := os.UserHomeDir(); err == nil {
			path = filepath.Join(home, rest)
		}
	}
	return path
}

// importFile reads a table, tells what it would change, and changes it after a yes.
func (p *answersPage) importFile() {
	path, tr := p.fileOf(), p.w.tr
	p.w.read(func(ctx context.Context) func() {
		info, err := os.Stat(path)
		var text []byte
		switch {
		case err == nil && info.Size() > maxTable:
			err = errors.New("too large")
		case err == nil:
			text, err = os.ReadFile(path)
		}
		if err != nil {
			return func() { p.w.notify(noticeRefused, tr("answers.file.unread", path, plainFileError(err))) }
		}
		entries, bad, err := softphone.ReadFAQ(text)
		if err != nil {
			return func() { p.w.refuse(err) }
		}
		all, _, err := p.w.faq.FindAnswers(ctx, softphone.FAQQuery{Limit: allAnswers})
		if err != nil {
			return func() { p.w.refuse(err) }
		}
		there := map[softphone.FAQID]softphone.FAQEntry{}
		for _, e := range all {
			there[e.ID] = e
		}
		fresh, changed, unasked := 0, 0, 0
		for _, e := range entries {
			old, known := there[e.ID]
			switch {
			case !known:
				fresh++
			case !softphone.SameFAQ(old, e):
				changed++
			}
			if !e.Asks() {
				unasked++
			}
		}
		return func() {
			words := tr("answers.import.text", fresh, changed, len(entries)-fresh-changed)
			if unasked > 0 {
				words += " " + tr("answers.import.unasked", unasked)
			}
			if len(bad) > 0 {
				words += " " + tr("answers.import.bad", len(bad), bad[0].Line, bad[0].Reason.Detail)
			}
			p.w.confirm(question{title: tr("answers.import.title", filepath.Base(path)), text: words, yes: tr("answers.import"), late: true, then: func() {
				p.change(func(ctx context.Context) error { return p.w.faq.SaveFAQ(ctx, entries...) }, func(error) {})
			}})
		}
	})
}

// exportFile writes all entries, of both languages.
func (p *answersPage) exportFile() {
	path, tr := p.fileOf(), p.w.tr
	p.save()
	p.w.read(func(ctx context.Context) func() {
		all, n, err := p.w.faq.FindAnswers(ctx, softphone.FAQQuery{Limit: allAnswers})
		if err != nil {
			return func() { p.w.refuse(err) }
		}
		var table bytes.Buffer
		if err = softphone.WriteFAQ(&table, all); err == nil {
			err = writeWhole(path, table.Bytes())
		}
		if err != nil {
			return func() { p.w.notify(noticeRefused, tr("answers.file.unwritten", path, plainFileError(err))) }
		}
		return func() { p.w.notify(noticeDone, tr("answers.exported", n, path)) }
	})
}

// plainFileError is the system's word for what is wrong, without the path.
func plainFileError(err error) string {
	var path *fs.PathError
	if errors.As(err, &path) {
		return path.Err.Error()
	}
	var link *os.LinkError
	if errors.As(err, &link) {
		return link.Err.Error()
	}
	return err.Error()
}
