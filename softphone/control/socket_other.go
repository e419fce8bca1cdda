//go:build !unix

package control

import (
	"io"
	"net"
	"path/filepath"
	"time"
)

// SocketPath is where the instance of a data folder listens.
func SocketPath(dir string) string { return filepath.Join(dir, "control.sock") }

// takeLock asks whether somebody answers; a socket left over by a crash does not.
func takeLock(dir string) (io.Closer, error) {
	if c, err := net.DialTimeout("unix", SocketPath(dir), time.Second); err == nil {
		c.Close()
		return nil, ErrRunning
	}
	return io.NopCloser(nil), nil
}

func listenPrivately(path string) (net.Listener, error) { return net.Listen("unix", path) }

func sameUser(net.Conn) bool { return true }
