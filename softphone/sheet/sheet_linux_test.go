package sheet

import (
	"crypto/rand"
	"errors"
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"anteroom/softphone"
)

// A disk of 64 KB, where the machine lets one be made.
func TestExport_AFullDiskIsToldAndLeavesNothing(t *testing.T) {
	dir := t.TempDir()
	if err := syscall.Mount("tmpfs", dir, "tmpfs", 0, "size=64k"); err != nil {
		t.Skip("no small disk can be mounted here: " + err.Error())
	}
	defer syscall.Unmount(dir, 0)
	var full softphone.Reason
	if err := (Files{}).WriteWhole(filepath.Join(dir, "contacts.vcf"), make([]byte, 1<<18)); !errors.As(err, &full) || full.Code != softphone.DiskFull {
		t.Errorf("a whole file: %v", err)
	}
	for _, name := range []string{"a.csv", "a.xlsx"} {
		f, err := Files{}.CreateTable(filepath.Join(dir, name), ';')
		if err != nil {
			t.Fatal(err)
		}
		for i := 0; i < 8000 && err == nil; i++ {
			err = f.Row(rand.Text(), rand.Text())
		}
		if err == nil {
			err = f.Close()
		} else {
			f.Abandon()
		}
		var r softphone.Reason
		if !errors.As(err, &r) || r.Code != softphone.DiskFull {
			t.Errorf("%s: %v", name, err)
		}
		if left, _ := os.ReadDir(dir); len(left) != 0 {
			t.Errorf("%s: left %v", name, left)
		}
	}
}
