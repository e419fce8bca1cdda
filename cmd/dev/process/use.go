package benchmark

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
		return 0, errors.New("benchmark: /proc/PID/stat is too short")
	}
	var ticks int64
	for _, f := range fields[11:13] { // utime and stime, fields 14 and 15
		n, err := strconv.ParseInt(f, 10, 64)
		if err != nil {
			return 0, fmt.Errorf("benchmark: /proc/PID/stat: %w", err)
		}
		ticks += n
	}
	return time.Duration(ticks) * time.Second / clockTicks, nil
}

func readProcessorTime(pid int) (time.Duration, error) {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return 0, err
	}
	return processorTime(string(text))
}

// memory is what a process has in memory and the most it ever had, in MB (10^6 bytes).
type memory struct{ now, peak float64 }

// memoryOf reads the text of /proc/PID/status.
func memoryOf(status string) (memory, error) {
	var m memory
	for line := range strings.Lines(status) {
		name, value, _ := strings.Cut(line, ":")
		fields := strings.Fields(value)
		if len(fields) != 2 || fields[1] != "kB" { // of 1024 bytes
			continue
		}
		n, err := strconv.ParseFloat(fields[0], 64)
		if err != nil {
			return m, fmt.Errorf("benchmark: /proc/PID/status: %w", err)
		}
		switch name {
		case "VmRSS":
			m.now = n * 1024 / 1e6
		case "VmHWM":
			m.peak = n * 1024 / 1e6
		}
	}
	if m.now == 0 || m.peak == 0 {
		return m, errors.New("benchmark: /proc/PID/status tells no memory")
	}
	return m, nil
}

func readMemory(pid int) (memory, error) {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		return memory{}, err
	}
	return memoryOf(string(text))
}
