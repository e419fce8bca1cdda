//go:build !linux

package line

import "context"

// watchKernel is for Linux only.
func watchKernel(context.Context, func()) bool { return false }
