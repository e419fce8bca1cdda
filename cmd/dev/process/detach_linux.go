package process

import (
	"os"
	"os/exec"
	"syscall"
)

func detach(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true, Pdeathsig: syscall.SIGTERM}
}

// killAll ends a detached program and everything in its group.
func killAll(p *os.Process) { _ = syscall.Kill(-p.Pid, syscall.SIGKILL) }

// FollowParent has the system send us SIGTERM when whoever started us ends: `go run` does not hand on a SIGTERM.
func FollowParent() {
	// prctl(2): the setting is the process's own, and a failure only means that we are not told.
	_, _, _ = syscall.RawSyscall(syscall.SYS_PRCTL, syscall.PR_SET_PDEATHSIG, uintptr(syscall.SIGTERM), 0)
}
