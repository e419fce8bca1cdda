package interop

import (
	"bytes"
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net"
	"os"
	"path/filepath"
	"strconv"
	"time"
)

//go:embed peers
var peerFiles embed.FS

// FreePort is a TCP and UDP port of 127.0.0.1 that nobody has at present, with the next one free as well.
func FreePort() (string, error) {
	for range 100 {
		l, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			return "", err
		}
		port := l.Addr().(*net.TCPAddr).Port
		l.Close()
		next, err := net.Listen("tcp", net.JoinHostPort("127.0.0.1", strconv.Itoa(port+1)))
		if err != nil {
			continue
		}
		next.Close()
		u, err := net.ListenPacket("udp", net.JoinHostPort("127.0.0.1", strconv.Itoa(port)))
		if err != nil {
			continue
		}
		u.Close()
		return strconv.Itoa(port), nil
	}
	return "", errors.New("no two free ports beside each other")
}

// Furnish copies a peer's files into a folder and fills in what stands between @ signs.
func Furnish(peer, dir string, values map[string]string) error {
	from, err := fs.Sub(peerFiles, "peers/"+peer)
	if err != nil {
		return err
	}
	return fs.WalkDir(from, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		to := filepath.Join(dir, name)
		if d.IsDir() {
			return os.MkdirAll(to, 0o755)
		}
		text, err := fs.ReadFile(from, name)
		for k, v := range values {
			text = bytes.ReplaceAll(text, []byte("@"+k+"@"), []byte(v))
		}
		if err == nil {
			err = os.WriteFile(to, text, 0o644)
		}
		return err
	})
}

// TellBaresip sends one command of its menu over ctrl_tcp, which is JSON in a netstring, and waits for any answer.
func TellBaresip(port, command, params string) error {
	c, err := net.Dial("tcp", "127.0.0.1:"+port)
	if err != nil {
		return fmt.Errorf("baresip: %w", err)
	}
	defer c.Close()
	text, err := json.Marshal(map[string]string{"command": command, "params": params})
	if err != nil {
		return err
	}
	if err := c.SetDeadline(time.Now().Add(20 * time.Second)); err != nil {
		return err
	}
	fmt.Fprintf(c, "%d:%s,", len(text), text)
	if _, err := io.ReadFull(c, make([]byte, 2)); err != nil {
		return fmt.Errorf("baresip did not answer %s: %w", command, err)
	}
	return nil
}
