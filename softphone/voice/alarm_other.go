//go:build !linux

package voice

import "time"

// alarm is only known on Linux.
type alarm struct{}

func newAlarm() *alarm { return new(alarm) }

func (*alarm) sleep(time.Duration) bool { return false }
