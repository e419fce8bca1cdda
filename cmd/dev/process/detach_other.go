//go:build !linux

package process

import (
	"os"
	"os/exec"
)

func detach(*exec.Cmd) {}

func killAll(p *os.Process) { _ = p.Kill() }

// FollowParent does nothing on this system.
func FollowParent() {}
