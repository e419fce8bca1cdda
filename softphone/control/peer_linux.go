package control

import (
	"net"
	"os"
	"syscall"
)

// sameUser checks who is at the other end (SO_PEERCRED); the socket's mode already keeps others out.
func sameUser(c net.Conn) bool {
	u, ok := c.(*net.UnixConn)
	if !ok {
		return false
	}
	raw, err := u.SyscallConn()
	if err != nil {
		return false
	}
	var cred *syscall.Ucred
	var asked error
	if err := raw.Control(func(fd uintptr) {
		cred, asked = syscall.GetsockoptUcred(int(fd), syscall.SOL_SOCKET, syscall.SO_PEERCRED)
	}); err != nil || asked != nil {
		return false
	}
	return int(cred.Uid) == os.Getuid() || cred.Uid == 0
}
