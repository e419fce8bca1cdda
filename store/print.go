package store

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// PrintFolder is where what is printed is written for the system's viewer, in the data folder.
const PrintFolder = "print"

// printsKept is how long a print stays there: long enough for a viewer to show it and a printer to take it.
const printsKept = 24 * time.Hour

// ForgetPrints removes what was printed more than a day ago, and what a program that was cut off left half written.
func (s *Store) ForgetPrints() error {
	return failed(s.removePrints(s.now().Add(-printsKept)), "remove old prints")
}

// removePrints removes the prints written before a moment; zero: all of them. Anything else in the folder is none of ours.
func (s *Store) removePrints(before time.Time) error {
	dir := filepath.Join(s.dir, PrintFolder)
	list, err := os.ReadDir(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	for _, f := range list {
		if f.IsDir() || filepath.Ext(f.Name()) != ".pdf" && !strings.HasPrefix(f.Name(), ".print-") {
			continue
		}
		info, err1 := f.Info()
		if err1 == nil && !before.IsZero() && !info.ModTime().Before(before) {
			continue
		}
		if err1 == nil {
			err1 = os.Remove(filepath.Join(dir, f.Name()))
		}
		if !errors.Is(err1, fs.ErrNotExist) {
			err = errors.Join(err, err1)
		}
	}
	return err
}
