//go:build !windows

package voice

import "syscall"

// errInUse is what binding a taken port fails with.
const errInUse = syscall.EADDRINUSE
