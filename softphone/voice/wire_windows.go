package voice

import (
	"errors"
	"syscall"
)

// inUse reports whether a port could not be bound because somebody has it (WSAEADDRINUSE), or because Windows keeps
// its whole range for itself (WSAEACCES).
func inUse(err error) bool {
	return errors.Is(err, syscall.Errno(10048)) || errors.Is(err, syscall.Errno(10013))
}
