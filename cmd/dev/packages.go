package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"time"
)

// Debian's and Ubuntu's names of what is needed beside Go.
var (
	// buildPackages: a C compiler, the headers that GLFW (the window) is compiled with, the codec Opus and the echo
	// canceller.
	buildPackages = strings.Fields(`gcc libc6-dev pkg-config libgl-dev libx11-dev libxrandr-dev libxxf86vm-dev libxi-dev
		libxcursor-dev libxinerama-dev libopus-dev libspeexdsp-dev`)
	// screenPackages: a virtual display, a window manager on it, and drawing without a graphics card.
	screenPackages = strings.Fields("xvfb openbox libgl1-mesa-dri")
	// handPackages: keys and clicks for the window walk.
	handPackages = strings.Fields("xdotool x11-xkb-utils x11-utils")
	// soundPackages: a sound server with devices that can be pulled out.
	soundPackages = strings.Fields("pulseaudio pulseaudio-utils")
)

// elsewhere names the build packages of other systems; shown, not fetched.
var elsewhere = map[string]string{
	"fedora": "sudo dnf install gcc pkgconf-pkg-config mesa-libGL-devel libX11-devel libXcursor-devel libXrandr-devel libXinerama-devel libXi-devel libXxf86vm-devel opus-devel speexdsp-devel",
	"arch":   "sudo pacman -S --needed gcc pkgconf libglvnd libx11 libxcursor libxrandr libxinerama libxi libxxf86vm opus speexdsp",
	"suse":   "sudo zypper install gcc pkgconf Mesa-libGL-devel libX11-devel libXcursor-devel libXrandr-devel libXinerama-devel libXi-devel libXxf86vm-devel libopus-devel speexdsp-devel",
	"darwin": "xcode-select --install && brew install pkgconf opus speexdsp",
	"windows": "a C compiler for 64-bit Windows that Go can use, for example MSYS2 (https://www.msys2.org) with\n" +
		"  pacman -S mingw-w64-ucrt-x86_64-gcc mingw-w64-ucrt-x86_64-pkgconf mingw-w64-ucrt-x86_64-opus mingw-w64-ucrt-x86_64-speexdsp, and its bin folder in PATH",
}

// system is what the packages come from.
type system struct {
	name   string // "debian", a key of elsewhere, or ""
	isRoot bool
	sudo   bool
}

func thisSystem() system {
	s := system{isRoot: os.Geteuid() == 0}
	_, err := exec.LookPath("sudo")
	s.sudo = err == nil
	if runtime.GOOS != "linux" {
		s.name = runtime.GOOS
		return s
	}
	if _, err := exec.LookPath("apt-get"); err == nil {
		s.name = "debian"
		return s
	}
	// A missing file leaves the name empty, which has an answer of its own.
	release, _ := os.ReadFile("/etc/os-release")
	for name := range elsewhere {
		if strings.Contains(string(release), name) {
			s.name = name
		}
	}
	return s
}

// need sees to it that the packages are there. why ends the sentence "… are needed to …".
func need(ctx context.Context, why string, packages ...string) error {
	s := thisSystem()
	if s.name != "debian" {
		return s.needElsewhere(ctx)
	}
	missing, err := notInstalled(ctx, packages)
	if err != nil || len(missing) == 0 {
		return err
	}
	fmt.Printf("Missing to %s: %s\n", why, strings.Join(missing, " "))
	complaints, byHand := "", "apt-get install --no-install-recommends "+strings.Join(missing, " ")
	if !s.isRoot && !s.sudo {
		return fmt.Errorf("fetching packages needs root, and there is no sudo. As root, run:\n  %s", byHand)
	}
	fmt.Println("Fetching them with apt-get; this can take some minutes.")
	update := []string{"update"}
	install := append([]string{"install", "-y", "--no-install-recommends"}, missing...)
	tries := [][]string{install, update, install} // the lists may name versions that the mirror has replaced since
	if listsAreOld() {
		tries = [][]string{update, install}
	}
	for _, try := range tries {
		var said string
		if said, err = s.apt(ctx, try...); try[0] == "update" {
			complaints = grumbles(said) // a mirror that cannot be reached is no error to apt-get
		}
		switch {
		case err == nil && try[0] == "install":
			return nil
		case err != nil:
			fmt.Print(said)
		}
		if ctx.Err() != nil {
			return ctx.Err()
		}
	}
	return fmt.Errorf("%w\n%sWhen the cause is known, this does the same by hand:\n  %s", err, complaints, byHand)
}

// grumbles are the warnings and errors in what apt-get said.
func grumbles(said string) string {
	var b strings.Builder
	for line := range strings.Lines(said) {
		if strings.HasPrefix(line, "W:") || strings.HasPrefix(line, "E:") || strings.HasPrefix(line, "Err:") {
			b.WriteString(line)
		}
	}
	return b.String()
}

// needElsewhere can only look whether a build would work, and say what to install.
func (s system) needElsewhere(ctx context.Context) error {
	_, cc := exec.LookPath("gcc")
	if s.name == "darwin" {
		_, cc = exec.LookPath("clang")
	}
	wanted := []string{"--exists", "opus", "speexdsp"}
	if runtime.GOOS == "linux" {
		wanted = append(wanted, "gl", "x11", "xrandr", "xxf86vm", "xi", "xcursor", "xinerama")
	}
	libs := exec.CommandContext(ctx, "pkg-config", wanted...).Run()
	if cc == nil && libs == nil {
		return nil
	}
	if how, ok := elsewhere[s.name]; ok {
		return fmt.Errorf("building Anteroom needs a C compiler, libopus and libspeexdsp with pkg-config and, on Linux, the X11 and OpenGL headers. Install them with:\n  %s", how)
	}
	return fmt.Errorf("building Anteroom needs a C compiler, pkg-config and the headers of libopus, libspeexdsp, OpenGL and X11 (with Xrandr, " +
		"Xxf86vm, Xi, Xcursor, Xinerama); on this system they have to be installed by hand")
}

// notInstalled asks dpkg which of the packages are missing.
func notInstalled(ctx context.Context, packages []string) ([]string, error) {
	args := append([]string{"-W", "-f", "${Package} ${db:Status-Status}\n"}, packages...)
	// It fails when it does not know one of the names; its list is right all the same.
	out, err := exec.CommandContext(ctx, "dpkg-query", args...).Output()
	if err != nil && !errors.As(err, new(*exec.ExitError)) {
		return nil, fmt.Errorf("ask which packages are installed: %w", err)
	}
	return missingIn(string(out), packages), nil
}

func missingIn(installed string, packages []string) []string {
	have := map[string]bool{}
	for line := range strings.Lines(installed) {
		name, status, _ := strings.Cut(strings.TrimSpace(line), " ")
		have[name] = have[name] || status == "installed"
	}
	var missing []string
	for _, p := range packages {
		if !have[p] {
			missing = append(missing, p)
		}
	}
	return missing
}

// listsAreOld says whether apt's package lists are missing or older than a week.
func listsAreOld() bool {
	lists, err := filepath.Glob("/var/lib/apt/lists/*_Packages*")
	if err != nil || len(lists) == 0 {
		return true
	}
	newest := time.Time{}
	for _, l := range append(lists, "/var/lib/apt/lists") {
		if info, err := os.Stat(l); err == nil && info.ModTime().After(newest) {
			newest = info.ModTime()
		}
	}
	return time.Since(newest) > 7*24*time.Hour
}

// apt runs apt-get without questions and gives what it said.
func (s system) apt(ctx context.Context, args ...string) (said string, err error) {
	// Another apt-get may hold the lock: wait for it.
	line := append([]string{"apt-get", "-q", "-o", "DPkg::Lock::Timeout=300", "-o", "Dpkg::Use-Pty=0"}, args...)
	if s.isRoot {
		line = append([]string{"env", "DEBIAN_FRONTEND=noninteractive"}, line...)
	} else {
		line = append([]string{"sudo", "DEBIAN_FRONTEND=noninteractive"}, line...)
	}
	fmt.Println("  $", strings.Join(line, " "))
	cmd := exec.CommandContext(ctx, line[0], line[1:]...)
	cmd.Stdin = os.Stdin // sudo may ask for the password
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &out
	begun := time.Now()
	if err := cmd.Run(); err != nil {
		return out.String(), fmt.Errorf("apt-get %s failed: %w", args[0], err)
	}
	fmt.Printf("    done in %s\n", seconds(time.Since(begun)))
	return out.String(), nil
}
