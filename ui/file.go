package ui

import (
	"errors"
	"os"
	"path/filepath"
)

// writeWhole writes a file that only its owner reads: under its name stands the whole of it or, after an error such as a full
// disk, what stood there before.
func writeWhole(path string, text []byte) error {
	f, err := os.CreateTemp(filepath.Dir(path), ".anteroom-*") // 0600
	if err != nil {
		return err
	}
	_, err = f.Write(text)
	if err == nil {
		err = f.Sync()
	}
	if err = errors.Join(err, f.Close()); err == nil {
		err = os.Rename(f.Name(), path)
	}
	if err != nil {
		os.Remove(f.Name())
	}
	return err
}
