//go:build !linux

package voice

import "time"

func nap(time.Duration) bool { return false }
