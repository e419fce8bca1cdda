package process

import (
	"errors"
	"fmt"
	"os"
	"strconv"
	"strings"
	"time"
)

// clockTicks a second is what /proc counts processor time in; Linux has fixed it for programs (proc(5), USER_HZ).
const clockTicks = 100

// processorTime is the time a process and its threads have spent on processors, from the text of /proc/PID/stat.
func processorTime(stat string) (time.Duration, error) {
	// The second field is the program's name in brackets, and may itself have brackets and spaces.
	fields := strings.Fields(stat[strings.LastIndexByte(stat, ')')+1:])
	if len(fields) < 13 {
		return 0, errors.New("process: /proc/PID/stat is too short")
	}
	var ticks int64
	for _, f := range fields[11:13] { // utime and stime, fields 14 and 15
		n, err := strconv.ParseInt(f, 10, 64)
		if err != nil {
			return 0, fmt.Errorf("process: /proc/PID/stat: %w", err)
		}
		ticks += n
	}
	return time.Duration(ticks) * time.Second / clockTicks, nil
}

// ProcessorTime is the time a process and its threads have spent on processors so far. Linux only, as the next ones.
func ProcessorTime(pid int) (time.Duration, error) {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return 0, err
	}
	return processorTime(string(text))
}

// Memory is what a process has in memory and the most it ever had, in MB (10^6 bytes), and its threads.
type Memory struct {
	Now, Peak float64
	Threads   int
}

// memoryIn reads the text of /proc/PID/status.
func memoryIn(status string) (Memory, error) {
	var m Memory
	for line := range strings.Lines(status) {
		name, value, _ := strings.Cut(line, ":")
		fields := strings.Fields(value)
		if name == "Threads" && len(fields) == 1 {
			m.Threads, _ = strconv.Atoi(fields[0]) // 0 tells that it was no number
		}
		if len(fields) != 2 || fields[1] != "kB" { // of 1024 bytes
			continue
		}
		n, err := strconv.ParseFloat(fields[0], 64)
		if err != nil {
			return m, fmt.Errorf("process: /proc/PID/status: %w", err)
		}
		switch name {
		case "VmRSS":
			m.Now = n * 1024 / 1e6
		case "VmHWM":
			m.Peak = n * 1024 / 1e6
		}
	}
	if m.Now == 0 || m.Peak == 0 {
		return m, errors.New("process: /proc/PID/status tells no memory")
	}
	return m, nil
}

// MemoryOf reads what a process has in memory.
func MemoryOf(pid int) (Memory, error) {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		return Memory{}, err
	}
	return memoryIn(string(text))
}

// Files is what a process has open.
type Files struct{ Open, Sockets, UDP int }

// FilesOf counts the open files of a process: all, sockets, and sockets with a UDP port.
func FilesOf(pid int) (Files, error) {
	dir := fmt.Sprintf("/proc/%d/", pid)
	fds, err := os.ReadDir(dir + "fd")
	if err != nil {
		return Files{}, err
	}
	udp := map[string]bool{}
	for _, table := range []string{"net/udp", "net/udp6"} {
		text, err := os.ReadFile(dir + table)
		if err != nil {
			return Files{}, err
		}
		for line := range strings.Lines(string(text)) {
			if fields := strings.Fields(line); len(fields) > 9 { // the tenth is the inode (proc(5))
				udp["socket:["+fields[9]+"]"] = true
			}
		}
	}
	f := Files{Open: len(fds)}
	for _, fd := range fds {
		at, err := os.Readlink(dir + "fd/" + fd.Name())
		if err != nil { // closed meanwhile
			f.Open--
			continue
		}
		if strings.HasPrefix(at, "socket:") {
			f.Sockets++
		}
		if udp[at] {
			f.UDP++
		}
	}
	return f, nil
}
