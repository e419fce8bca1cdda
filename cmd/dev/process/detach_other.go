//go:build !linux

package process

import "os/exec"

func detach(*exec.Cmd) {}

// FollowParent does nothing on this system.
func FollowParent() {}
