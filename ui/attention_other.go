//go:build !(linux || freebsd || openbsd || netbsd)

package ui

func newAttention() attention { return quiet{} }
