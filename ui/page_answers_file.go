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
		fresh, changed := 0, 0
		var unasked int
		for _, e := range entries {
			old, err := p.w.faq.FAQ(ctx, e.ID)
			switch {
			case err != nil:
				fresh++
			case !softphone.SameFAQ(old, e):
				changed++
			}
			if len(e.Faults()) > 0 {
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
			p.w.confirm(question{title: tr("answers.import.title", filepath.Base(path)), text: words, yes: tr("answers.import"), then: func() {
				p.change(func(ctx context.Context) error { return p.w.faq.SaveFAQ(ctx, entries...) })
			}})
		}
	})
}

// exportFile writes all entries, of both languages, beside the file first, so that a full disk spoils nothing.
func (p *answersPage) exportFile() {
	path, tr := p.fileOf(), p.w.tr
	p.save()
	p.w.read(func(ctx context.Context) func() {
		all, n, err := p.w.faq.FindAnswers(ctx, softphone.FAQQuery{Limit: 1 << 20})
		if err != nil {
			return func() { p.w.refuse(err) }
		}
		var table bytes.Buffer
		if err = softphone.WriteFAQ(&table, all); err == nil {
			err = os.WriteFile(path+".part", table.Bytes(), 0o600)
		}
		if err == nil {
			err = os.Rename(path+".part", path)
		}
		if err != nil {
			_ = os.Remove(path + ".part")
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
