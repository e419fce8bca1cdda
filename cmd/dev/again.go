package main

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// atMostAgain is how many failed tests are worth repeating; where more fail, something is wrong for certain.
const atMostAgain = 3

// noted is what is to be known of a step that passed.
type noted string

func (n noted) Error() string { return string(n) }

// twice runs tests, and those that failed once more: programs of others take part in them, and now and then one of
// these has a bad moment. What passes only then is named in the report, for whoever looks for a fault of ours that
// shows seldom.
func twice(ctx context.Context, run func(ctx context.Context, only string) (said string, err error)) error {
	said, err := run(ctx, "")
	failed := failedTests(said)
	if err == nil || ctx.Err() != nil || len(failed) == 0 || len(failed) > atMostAgain {
		return err
	}
	names := strings.Join(failed, ", ")
	fmt.Println("\nFailed:", names, "– once more.")
	if _, again := run(ctx, "^("+strings.Join(failed, "|")+")$"); again != nil {
		return errors.Join(err, again)
	}
	return noted("failed at first, passed when repeated: " + names)
}

var failLine = regexp.MustCompile(`(?m)^--- FAIL: (\w+) \(`)

// failedTests are the tests named as failed in what go test -v said, each once. None where the tests as a whole came to
// an end of another kind (a panic, a limit of time): then nobody knows which of them would have failed too.
func failedTests(said string) []string {
	if strings.Contains(said, "\npanic: ") || strings.Contains(said, "\nfatal error: ") {
		return nil
	}
	var names []string
	for _, m := range failLine.FindAllStringSubmatch(said, -1) {
		if !slices.Contains(names, m[1]) {
			names = append(names, m[1])
		}
	}
	return names
}
