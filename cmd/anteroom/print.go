package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
	"unicode"

	"anteroom/softphone"
	"anteroom/softphone/paper"
	"anteroom/store"
)

// printer writes what is to be printed as PDF under the data folder, and has the system show it where somebody looks.
type printer struct {
	data   string
	show   bool
	forget func() error // removes old prints
}

var (
	_ softphone.SheetPrinter   = printer{}
	_ softphone.MessagePrinter = printer{}
)

// PrintSheet writes a policy sheet; the file of an earlier print of the same day is written anew.
func (p printer) PrintSheet(_ context.Context, x softphone.Principal, language, company string) (softphone.Printed, error) {
	now := time.Now()
	doc := paper.Policy(x, language, company, now)
	return p.write(fmt.Sprintf("%s %s %s", paper.Words(language)("page.policy"), x.Name(), now.Format(time.DateOnly)), doc)
}

// PrintMessages writes one message, or a principal's of a stretch of time.
func (p printer) PrintMessages(_ context.Context, x softphone.Parcel) (softphone.Printed, error) {
	now := time.Now()
	return p.write(fmt.Sprintf("%s %s %s", paper.Words(x.Mail.Language)("page.messages"), x.For, now.Format("2006-01-02 150405")), paper.Messages(x, now))
}

// write keeps the file beside the one of its name until it is whole.
func (p printer) write(name string, doc *paper.Paper) (softphone.Printed, error) {
	out := softphone.Printed{Pages: doc.Pages()}
	if err := p.forget(); err != nil {
		return out, fmt.Errorf("print: %w", err)
	}
	dir := filepath.Join(p.data, store.PrintFolder)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return out, fmt.Errorf("print: %w", err)
	}
	out.File = filepath.Join(dir, plainName(name)+".pdf")
	f, err := os.CreateTemp(dir, ".print-*")
	if err != nil {
		return out, fmt.Errorf("print: %w", err)
	}
	defer func() { _ = os.Remove(f.Name()) }() // gone once it has its name
	if err := writeAll(f, doc.Write); err != nil {
		return out, fmt.Errorf("print: %w", err)
	}
	if err := os.Rename(f.Name(), out.File); err != nil {
		return out, fmt.Errorf("print: %w", err)
	}
	out.Shown = p.show && openFile(out.File)
	return out, nil
}

func writeAll(f *os.File, write func(io.Writer) error) error {
	if err := write(f); err != nil {
		_ = f.Close() // the first trouble is the one to tell
		return err
	}
	return f.Close()
}

// plainName keeps letters and digits, so that it is a file's name on every system.
func plainName(name string) string {
	return strings.Trim(strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) || r == '-' || r == ' ' || r == '.' {
			return r
		}
		return '-'
	}, name), " .")
}

// openFile has the system's viewer show a file; false where there is none.
func openFile(path string) bool {
	opener, err := exec.LookPath("xdg-open")
	if err != nil {
		return false
	}
	c := exec.Command(opener, path)
	if err := c.Start(); err != nil {
		return false
	}
	go func() { _ = c.Wait() }() // a viewer may stay open longer than the program
	return true
}
