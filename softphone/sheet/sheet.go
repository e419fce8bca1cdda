// Package sheet writes tables that spreadsheets open: CSV and XLSX.
//
// What a caller dictates must never run as a formula: in CSV such a cell gets an apostrophe before it, in XLSX all cells
// are text.
package sheet

import (
	"bufio"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"

	"github.com/xuri/excelize/v2"

	"anteroom/softphone"
)

// Files makes tables on the computer's disk.
type Files struct{}

var _ softphone.TableFiles = Files{}

// mostRows is how many rows a sheet of a workbook holds.
const mostRows = excelize.TotalRows

// CreateTable begins a table beside the place where it is to stand; an existing file is replaced when the new one is whole.
func (Files) CreateTable(path string, comma rune) (softphone.TableFile, error) {
	ending := strings.ToLower(filepath.Ext(path))
	if !filepath.IsAbs(path) || ending != ".csv" && ending != ".xlsx" {
		return nil, softphone.Reason{Code: softphone.BadValue, Detail: "a whole path that ends in .csv or .xlsx"}
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return nil, failed(err)
	}
	f, err := os.CreateTemp(filepath.Dir(path), ".anteroom-*"+ending) // 0600
	if err != nil {
		return nil, failed(err)
	}
	if ending == ".csv" {
		return newLines(f, path, comma)
	}
	return newBook(f, path)
}

// WriteWhole writes a file beside the place where it is to stand, and gives it its name once all of it is on disk.
func (Files) WriteWhole(path string, text []byte) error {
	f, err := os.CreateTemp(filepath.Dir(path), ".anteroom-*") // 0600
	if err != nil {
		return failed(err)
	}
	_, err = f.Write(text)
	return half{f, path}.keep(err)
}

// failed gives an error of the disk the Reason that says what to do.
func failed(err error) error {
	var r softphone.Reason
	switch {
	case err == nil, errors.As(err, &r):
		return err
	case errors.Is(err, syscall.ENOSPC), errors.Is(err, syscall.EDQUOT):
		return softphone.Reason{Code: softphone.DiskFull, Detail: err.Error()}
	}
	var p *fs.PathError
	if errors.As(err, &p) {
		err = fmt.Errorf("%s: %w", filepath.Dir(p.Path), p.Err)
	}
	return softphone.Reason{Code: softphone.FileUnwritten, Detail: err.Error()}
}

// half is a file that is not whole yet.
type half struct {
	f    *os.File
	path string
}

// keep gives the file its name once everything is on disk.
func (h half) keep(err error) error {
	if err == nil {
		err = h.f.Sync()
	}
	if err = errors.Join(err, h.f.Close()); err == nil {
		err = os.Rename(h.f.Name(), h.path)
	}
	if err != nil {
		os.Remove(h.f.Name())
	}
	return failed(err)
}

func (h half) Abandon() {
	h.f.Close()
	os.Remove(h.f.Name())
}

// lines is a CSV file.
type lines struct {
	half
	buf *bufio.Writer
	w   *softphone.TableWriter
}

func newLines(f *os.File, path string, comma rune) (softphone.TableFile, error) {
	l := &lines{half: half{f, path}, buf: bufio.NewWriterSize(f, 1<<16)}
	l.w = softphone.NewTableWriter(l.buf, comma, nil)
	return l, nil
}

func (l *lines) Row(cells ...string) error { return failed(l.w.Row(cells...)) }

func (l *lines) Close() error {
	return l.keep(errors.Join(l.w.Flush(), l.buf.Flush()))
}

// book is a workbook of one sheet, streamed: rows go to a file as they come.
type book struct {
	half
	x    *excelize.File
	w    *excelize.StreamWriter
	row  int
	bold int
}

const sheetName = "Sheet1"

func newBook(f *os.File, path string) (softphone.TableFile, error) {
	b := &book{half: half{f, path}, x: excelize.NewFile()}
	var err error
	if b.w, err = b.x.NewStreamWriter(sheetName); err == nil {
		b.bold, err = b.x.NewStyle(&excelize.Style{Font: &excelize.Font{Bold: true}})
	}
	if err == nil {
		err = b.w.SetPanes(&excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"})
	}
	if err != nil {
		b.Abandon()
		return nil, failed(err)
	}
	return b, nil
}

func (b *book) Row(cells ...string) error {
	b.row++
	if b.row > mostRows {
		return softphone.Reason{Code: softphone.TooManyRows, Detail: fmt.Sprint(mostRows)}
	}
	out := make([]any, len(cells))
	for i, c := range cells {
		out[i] = excelize.Cell{Value: printable(c)}
		if b.row == 1 {
			out[i] = excelize.Cell{Value: printable(c), StyleID: b.bold}
		}
	}
	at, err := excelize.CoordinatesToCellName(1, b.row)
	if err != nil {
		return failed(err)
	}
	return failed(b.w.SetRow(at, out))
}

func (b *book) Close() error {
	err := b.w.Flush()
	if err == nil {
		err = b.x.Write(b.f)
	}
	return b.keep(errors.Join(err, b.x.Close()))
}

func (b *book) Abandon() {
	b.x.Close() // takes its own temporary file away
	b.half.Abandon()
}

// printable leaves out what XML cannot hold, and cuts at the length of a cell.
func printable(s string) string {
	s = strings.Map(func(r rune) rune {
		if r < ' ' && r != '\n' && r != '\t' || r == 0xfffe || r == 0xffff {
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, "\ufffd"))
	if r := []rune(s); len(r) > excelize.TotalCellChars {
		return string(r[:excelize.TotalCellChars])
	}
	return s
}
