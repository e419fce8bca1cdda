package store

import (
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"

	"anteroom/softphone"
)

// asNobody runs fn on a thread whose file access is that of an ordinary user, also where the tests run as root.
func asNobody(t *testing.T, fn func()) {
	t.Helper()
	done := make(chan struct{})
	go func() {
		defer close(done)
		runtime.LockOSThread() // and never unlocked: the thread ends with the goroutine
		if os.Getuid() == 0 {
			if err := syscall.Setfsuid(65534); err != nil {
				t.Error(err)
				return
			}
		}
		fn()
	}()
	<-done
}

func TestOpen_InAFolderThatCannotBeWrittenSaysSo(t *testing.T) {
	dir := t.TempDir()
	must(t, os.Chmod(filepath.Dir(dir), 0o755))
	s := open(t, dir)
	must(t, s.SaveSetting(t.Context(), "k", "v"))
	closed(t, s)
	for _, name := range []string{"anteroom.lock", DatabaseFile} {
		must(t, os.Chmod(filepath.Join(dir, name), 0o444))
	}
	must(t, os.Chmod(dir, 0o555))
	t.Cleanup(func() { must(t, os.Chmod(dir, 0o755)) })
	asNobody(t, func() {
		_, err := OpenWith(t.Context(), dir, Options{SecretsInFile: true})
		if reasonOf(err) != softphone.StoreFailed || !strings.Contains(err.Error(), dir+" cannot be written to") {
			t.Errorf("said %v", err)
		}
	})
}

func TestOpen_ADatabaseThatCannotBeWrittenSaysSo(t *testing.T) {
	dir := t.TempDir()
	must(t, os.Chmod(filepath.Dir(dir), 0o755))
	closed(t, open(t, dir))
	must(t, os.Chmod(filepath.Join(dir, DatabaseFile), 0o444))
	must(t, os.Chmod(filepath.Join(dir, "anteroom.lock"), 0o666))
	must(t, os.Chmod(dir, 0o777))
	asNobody(t, func() {
		_, err := OpenWith(t.Context(), dir, Options{SecretsInFile: true})
		if reasonOf(err) != softphone.StoreFailed || !strings.Contains(err.Error(), dir+" cannot be written to") {
			t.Errorf("said %v", err)
		}
	})
}
