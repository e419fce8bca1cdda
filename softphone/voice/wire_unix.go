//go:build !windows

package voice

import (
	"errors"
	"syscall"
)

// inUse reports whether a port could not be bound because somebody has it.
func inUse(err error) bool { return errors.Is(err, syscall.EADDRINUSE) }
