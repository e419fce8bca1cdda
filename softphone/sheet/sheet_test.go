package sheet

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"github.com/xuri/excelize/v2"

	"anteroom/softphone"
)

var dangerous = []string{"=1+1", "+47 22 41 30 77", "-2", "@SUM(A1)", " =cmd|' /C calc'!A0", "\t=1", "helt vanlig; med \"tegn\"\nog linje", "Привет, Ålesund"}

func create(t *testing.T, name string) (softphone.TableFile, string) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "ny mappe", name)
	f, err := Files{}.CreateTable(path, ';')
	if err != nil {
		t.Fatal(err)
	}
	return f, path
}

func TestCSV_HasItsMarkAndNoCellRunsAsAFormula(t *testing.T) {
	f, path := create(t, "a.csv")
	if err := errors.Join(f.Row(dangerous...), f.Close()); err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	want := "\ufeff'=1+1;'+47 22 41 30 77;'-2;'@SUM(A1);' =cmd|' /C calc'!A0;'\t=1;\"helt vanlig; med \"\"tegn\"\"\r\nog linje\";Привет, Ålesund\r\n"
	if string(text) != want {
		t.Errorf("%q\nwant %q", text, want)
	}
	if info, _ := os.Stat(path); info.Mode().Perm() != 0o600 {
		t.Errorf("others may read it: %v", info.Mode())
	}
}

func TestXLSX_HoldsEveryCellAsText(t *testing.T) {
	f, path := create(t, "a.xlsx")
	if err := errors.Join(f.Row("Head"), f.Row(append(dangerous, "a\x00b\x0b")...), f.Close()); err != nil {
		t.Fatal(err)
	}
	x, err := excelize.OpenFile(path)
	if err != nil {
		t.Fatal(err)
	}
	defer x.Close()
	rows, err := x.GetRows(sheetName)
	if err != nil || len(rows) != 2 {
		t.Fatalf("%v %v", rows, err)
	}
	for i, want := range append(dangerous, "ab") {
		if rows[1][i] != want {
			t.Errorf("cell %d is %q", i, rows[1][i])
		}
		at, _ := excelize.CoordinatesToCellName(i+1, 2)
		if formula, _ := x.GetCellFormula(sheetName, at); formula != "" {
			t.Errorf("%s is the formula %s", at, formula)
		}
	}
}

func TestAbandoned_LeavesNothingBehind(t *testing.T) {
	for _, name := range []string{"a.csv", "a.xlsx"} {
		f, path := create(t, name)
		if err := f.Row("x"); err != nil {
			t.Fatal(err)
		}
		f.Abandon()
		if left, _ := os.ReadDir(filepath.Dir(path)); len(left) != 0 {
			t.Errorf("%s: left %v", name, left)
		}
	}
}

func TestTrouble_SaysWhatItIs(t *testing.T) {
	for path, code := range map[string]softphone.ReasonCode{"a.csv": softphone.BadValue, "/x/a.doc": softphone.BadValue, "/proc/none/a.csv": softphone.FileUnwritten} {
		var r softphone.Reason
		if _, err := (Files{}).CreateTable(path, ','); !errors.As(err, &r) || r.Code != code {
			t.Errorf("%s: %v", path, err)
		}
	}
	if err := failed(fmt.Errorf("write: %w", syscall.ENOSPC)); !errors.Is(err, softphone.Reason{Code: softphone.DiskFull, Detail: "write: no space left on device"}) {
		t.Errorf("%v", err)
	}
}

// endless is a log without an end that somebody stops.
type endless struct{ stop context.CancelFunc }

func (e endless) FindMessages(ctx context.Context, _ softphone.MessageFilter, after softphone.LogPlace, n int) ([]softphone.Message, softphone.LogPlace, error) {
	if after > 2 {
		e.stop()
	}
	return make([]softphone.Message, n), after + 1, ctx.Err()
}
func (endless) CountFound(context.Context, softphone.MessageFilter, int) (int, error) {
	return 0, nil
}

func TestExport_StoppedHalfwayLeavesNothing(t *testing.T) {
	f, path := create(t, "a.csv")
	ctx, stop := context.WithCancel(t.Context())
	n, err := softphone.ExportMessages(ctx, endless{stop}, nil, softphone.MessageFilter{}, f, softphone.MessageColumns,
		func(m softphone.Message) []string { return softphone.MessageCells(m, nil) }, func(int) {})
	if !errors.Is(err, context.Canceled) || n == 0 {
		t.Fatalf("%d %v", n, err)
	}
	if left, _ := os.ReadDir(filepath.Dir(path)); len(left) != 0 {
		t.Errorf("left %v", left)
	}
}
