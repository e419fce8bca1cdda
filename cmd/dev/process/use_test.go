package process

import (
	"net"
	"os"
	"runtime"
	"testing"
	"time"
)

func TestProcessorTime_OfAProgramWithAnUglyName(t *testing.T) {
	got, err := processorTime("42 (a) b (c) S 1 42 42 0 -1 4194560 900 0 1 0 250 50 7 8 20 0 14 0 8000 1 1\n")
	if err != nil || got != 3*time.Second {
		t.Errorf("%v, %v", got, err)
	}
	if _, err := processorTime("42 (a) S"); err == nil {
		t.Error("half a line was taken")
	}
}

func TestMemoryIn_InMegabytes(t *testing.T) {
	got, err := memoryIn("Name:\tx\nVmHWM:\t  2000 kB\nVmRSS:\t  1000 kB\nThreads:\t9\n")
	if err != nil || got != (Memory{1.024, 2.048, 9}) {
		t.Errorf("%v, %v", got, err)
	}
	if _, err := memoryIn("Name:\tx\n"); err == nil {
		t.Error("no memory was taken")
	}
}

func TestFilesOf_CountsAnOpenPort(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("there is no /proc")
	}
	before, err := FilesOf(os.Getpid())
	if err != nil {
		t.Fatal(err)
	}
	c, err := net.ListenPacket("udp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	if after, err := FilesOf(os.Getpid()); err != nil || after.UDP != before.UDP+1 || after.Sockets != before.Sockets+1 {
		t.Errorf("before %+v, with one more port %+v, %v", before, after, err)
	}
}
