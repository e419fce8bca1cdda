package main

import (
	"context"
	"os"
	"os/exec"
	"runtime"

	"anteroom/cmd/dev/benchmark"
)

// comparePackages are what the table needs beside a sound server: the other telephone, and ALSA's way to the server.
var comparePackages = []string{"baresip-core", "libasound2-plugins"}

// bench runs the Go benchmarks, with its arguments handed on to go test, and then measures side by side with baresip.
// After the word "table" it only measures, everything or the parts that are named.
func bench(ctx context.Context, r repo, args []string) error {
	if err := need(ctx, "build Anteroom", buildPackages...); err != nil {
		return err
	}
	only := len(args) > 0 && args[0] == "table"
	steps := []step{
		{name: "build", vital: true, do: r.build},
		{name: "side by side with baresip", do: func(ctx context.Context) error {
			if s := thisSystem(); runtime.GOOS != "linux" || s.name != "debian" {
				return skipped("only Debian's and Ubuntu's packages are known")
			}
			packages := comparePackages
			if _, err := exec.LookPath("pulseaudio"); err != nil {
				packages = append(packages, soundPackages...)
			}
			if err := need(ctx, "measure side by side", packages...); err != nil {
				return skipped(err.Error())
			}
			if !only {
				return benchmark.Run(ctx, os.Stdout, r.program(), nil)
			}
			return benchmark.Run(ctx, os.Stdout, r.program(), args[1:])
		}},
	}
	if !only {
		goBenchmarks := step{name: "Go benchmarks", do: func(ctx context.Context) error {
			_, err := r.goTest(ctx, tags, nil, append([]string{"-run", "^$", "-bench", ".", "-benchmem", "./..."}, args...)...)
			return err
		}}
		steps = append([]step{goBenchmarks}, steps...)
	}
	return runSteps(ctx, os.Stdout, steps)
}
