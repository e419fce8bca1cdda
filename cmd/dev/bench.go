package main

import "context"

// bench runs the Go benchmarks; arguments are handed on to go test.
func bench(ctx context.Context, r repo, args []string) error {
	if err := need(ctx, "build Anteroom", buildPackages...); err != nil {
		return err
	}
	return r.goTest(ctx, tags, nil, append([]string{"-run", "^$", "-bench", ".", "-benchmem", "./..."}, args...)...)
}
