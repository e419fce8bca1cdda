//go:build unix

package control

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"net"
	"os"
	"path/filepath"
	"syscall"
)

// longestPath is what fits into a socket address (108 bytes on Linux, 104 on BSD, with the closing zero).
const longestPath = 100

// SocketPath is where the instance of a data folder listens: in the folder, or, where that name is too long for a
// socket, in the user's runtime folder.
func SocketPath(dir string) string {
	path := filepath.Join(dir, "control.sock")
	if len(path) <= longestPath {
		return path
	}
	sum := sha256.Sum256([]byte(dir))
	runtime := os.Getenv("XDG_RUNTIME_DIR")
	if runtime == "" {
		runtime = os.TempDir()
	}
	return filepath.Join(runtime, fmt.Sprintf("anteroom-%d-%s.sock", os.Getuid(), hex.EncodeToString(sum[:8])))
}

// takeLock holds an advisory lock that the system lets go of when the process ends, however it ends.
func takeLock(dir string) (io.Closer, error) {
	f, err := os.OpenFile(filepath.Join(dir, "instance.lock"), os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, fmt.Errorf("control: lock: %w", err)
	}
	if err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		f.Close()
		return nil, ErrRunning
	}
	return f, nil
}

func listenPrivately(path string) (net.Listener, error) {
	old := syscall.Umask(0o177)
	defer syscall.Umask(old)
	return net.Listen("unix", path)
}
