package line

import (
	"context"
	"os"
	"syscall"
)

// watchKernel calls look whenever the kernel tells of a change of addresses or routes (rtnetlink(7)), until ctx ends.
// False where the kernel cannot be listened to.
func watchKernel(ctx context.Context, look func()) bool {
	fd, err := syscall.Socket(syscall.AF_NETLINK, syscall.SOCK_RAW|syscall.SOCK_CLOEXEC|syscall.SOCK_NONBLOCK, syscall.NETLINK_ROUTE)
	if err != nil {
		return false
	}
	const links, v4Addresses, v6Addresses, v4Routes = 1, 0x10, 0x100, 0x40 // RTMGRP_*
	if err := syscall.Bind(fd, &syscall.SockaddrNetlink{Family: syscall.AF_NETLINK, Groups: links | v4Addresses | v6Addresses | v4Routes}); err != nil {
		syscall.Close(fd)
		return false
	}
	news := os.NewFile(uintptr(fd), "netlink") // not blocking, so that Close ends a Read
	defer news.Close()
	stop := context.AfterFunc(ctx, func() { news.Close() })
	defer stop()
	look() // what changed before anybody listened
	buf := make([]byte, 1<<16)
	for {
		if _, err := news.Read(buf); err != nil {
			if pe, ok := err.(*os.PathError); ok && pe.Err == syscall.ENOBUFS { // news were lost: there were some
				look()
				continue
			}
			return ctx.Err() != nil
		}
		look()
	}
}
