package voice

import "syscall"

// errInUse is what binding a taken port fails with (WSAEADDRINUSE).
const errInUse = syscall.Errno(10048)
