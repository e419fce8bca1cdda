package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"
)

// step is one thing that is checked.
type step struct {
	name string
	do   func(context.Context) error
	// vital: without it the following steps make no sense.
	vital bool
}

// runSteps does one step after the other, says how each ended and how long it took, and goes on after a failure, so
// that one run shows everything that is wrong.
func runSteps(ctx context.Context, out io.Writer, steps []step) error {
	begun := time.Now()
	var report []string
	failed := 0
	for i, s := range steps {
		fmt.Fprintf(out, "\n== %d/%d %s\n", i+1, len(steps), s.name)
		start := time.Now()
		err := s.do(ctx)
		took := seconds(time.Since(start))
		var skip skipped
		var note noted
		switch {
		case ctx.Err() != nil:
			return errors.New("interrupted")
		case errors.As(err, &skip):
			report = append(report, fmt.Sprintf("skipped %8s  %s: %s", took, s.name, skip))
		case errors.As(err, &note):
			report = append(report, fmt.Sprintf("ok      %8s  %s: %s", took, s.name, note))
			err = nil
		case err != nil:
			fmt.Fprintf(out, "FAILED: %v\n", err)
			report = append(report, fmt.Sprintf("FAILED  %8s  %s", took, s.name))
			failed++
		default:
			report = append(report, fmt.Sprintf("ok      %8s  %s", took, s.name))
		}
		if err != nil && s.vital {
			break
		}
	}
	fmt.Fprintln(out, "\n== report")
	for _, line := range report {
		fmt.Fprintln(out, line)
	}
	fmt.Fprintf(out, "all in  %8s\n", seconds(time.Since(begun)))
	if failed > 0 {
		return fmt.Errorf("%d of %d steps failed", failed, len(steps))
	}
	return nil
}

// skipped is the reason for which a step could not be done and need not.
type skipped string

func (s skipped) Error() string { return string(s) }

func seconds(d time.Duration) string { return fmt.Sprintf("%.1f s", d.Seconds()) }
