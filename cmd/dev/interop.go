package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// peerPackages are the exchanges and telephones that Debian and Ubuntu have, and what lays networks for them; each can be
// missing.
var peerPackages = []string{"kamailio", "kamailio-outbound-modules", "baresip-core", "sip-tester", "iproute2", "nftables"}

// interop runs the real program against real exchanges and telephones on loopback. A peer that cannot be had is named
// and left out; what fails against a peer that is there is a failure. Then come the walks in the language that `dev test`
// leaves out, unless arguments ask for some of the calls only.
func interop(ctx context.Context, r repo, args []string) error {
	var walks []step
	if len(args) == 0 {
		walks = []step{
			{name: "screen and hands", do: func(ctx context.Context) error {
				return need(ctx, "walk through the window", slices.Concat(screenPackages, handPackages)...)
			}},
			r.walk("walks through the window, in English", "en"),
		}
	}
	return r.beside(ctx, "calls against real peers", nil, append([]string{"-timeout", "40m"}, args...), walks...)
}

// soak lasts an hour, or as long as its argument says.
func soak(ctx context.Context, r repo, args []string) error {
	lasts := time.Hour
	if len(args) > 0 {
		var err error
		if lasts, err = time.ParseDuration(args[0]); err != nil || len(args) > 1 {
			return errors.New("say how long: soak 90m")
		}
	}
	return r.beside(ctx, "eight calls for "+lasts.String(), []string{"ANTEROOM_SOAK=" + lasts.String()},
		[]string{"-timeout", (lasts + 5*time.Minute).String(), "-run", "^TestSoak_"})
}

// beside fetches the peers and runs tests beside them, and then what comes after.
func (r repo) beside(ctx context.Context, name string, env, args []string, after ...step) error {
	asterisk := asteriskFolder()
	return runSteps(ctx, os.Stdout, slices.Concat([]step{
		{name: "system packages", vital: true, do: func(ctx context.Context) error {
			return need(ctx, "build Anteroom", buildPackages...)
		}},
		{name: "exchanges and telephones", do: fetchPeers},
		{name: "Asterisk in a folder of its own", do: func(ctx context.Context) error {
			return r.fetchAsterisk(ctx, asterisk)
		}},
		{name: "build", vital: true, do: r.build},
		{name: name, do: func(ctx context.Context) error {
			return twice(ctx, func(ctx context.Context, only string) (string, error) {
				if only != "" {
					args = append(slices.Clone(args), "-run", only)
				}
				return r.goTest(ctx, tags+",interop", append(env, "ANTEROOM_ASTERISK="+asterisk),
					slices.Concat([]string{"-count=1", "-v"}, args, []string{"./cmd/dev/interop"})...)
			})
		}},
	}, after))
}

// fetchPeers fetches one package after the other: a system that lacks one may have the others.
func fetchPeers(ctx context.Context) error {
	if s := thisSystem(); s.name != "debian" {
		return skipped("only Debian's and Ubuntu's packages are known; peers that are installed are used")
	}
	var lacking []string
	for _, p := range peerPackages {
		if err := need(ctx, "call real peers", p); err != nil {
			fmt.Printf("Left out: %s: %v\n", p, err)
			lacking = append(lacking, p)
		}
	}
	if len(lacking) > 0 {
		return skipped("without " + strings.Join(lacking, ", "))
	}
	return nil
}

// asteriskFolder is outside every checkout: 0.6 GB that all of them can use.
func asteriskFolder() string {
	cache, err := os.UserCacheDir()
	if err != nil {
		cache = os.TempDir()
	}
	return filepath.Join(cache, "anteroom-interop", "asterisk")
}

// fetchAsterisk installs Asterisk, which Debian's stable release does not have, into a small Debian of its own.
func (r repo) fetchAsterisk(ctx context.Context, folder string) error {
	if _, err := os.Stat(filepath.Join(folder, "installed")); err == nil {
		return nil
	}
	if s := thisSystem(); s.name != "debian" || !s.isRoot {
		return skipped("Asterisk is installed into a small Debian in a folder, which takes root on Debian or Ubuntu")
	}
	if err := need(ctx, "install Asterisk", "debootstrap"); err != nil {
		return skipped(err.Error())
	}
	if err := os.MkdirAll(filepath.Dir(folder), 0o755); err != nil {
		return err
	}
	fmt.Println("Installing Asterisk into", folder, "(0.6 GB, a minute or two).")
	cmd := r.tool(ctx, "sh", filepath.Join("cmd", "dev", "interop", "peers", "asterisk", "get.sh"), folder)
	said, err := os.Create(filepath.Join(r.cache, "asterisk-install.log"))
	if err != nil {
		return err
	}
	defer said.Close()
	cmd.Stdout, cmd.Stderr = said, said
	if err := cmd.Run(); err != nil {
		if errors.As(err, new(*exec.ExitError)) {
			return skipped(fmt.Sprintf("Asterisk could not be installed (%v); see %s", err, said.Name()))
		}
		return err
	}
	return nil
}
