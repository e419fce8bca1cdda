package main

import (
	"archive/tar"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"time"
)

// desktopEntry also offers Anteroom for tel: links (freedesktop.org, Desktop Entry Specification).
const desktopEntry = `[Desktop Entry]
Type=Application
Name=Anteroom
GenericName=Telephone console
GenericName[nb]=Sentralbord
Comment=The secretary's telephone desk
Comment[nb]=Sekretærens telefonpult
Exec=anteroom %u
Icon=anteroom
Terminal=false
Categories=Office;Network;Telephony;
MimeType=x-scheme-handler/tel;
StartupNotify=true
`

// installText tells the few steps by hand; a package of the system's own kind comes with a later release.
const installText = `Anteroom

  mkdir -p ~/.local/bin ~/.local/share/applications ~/.local/share/icons/hicolor/256x256/apps
  cp anteroom ~/.local/bin/
  cp anteroom.png ~/.local/share/icons/hicolor/256x256/apps/
  cp app.anteroom.console.desktop ~/.local/share/applications/
  xdg-mime default app.anteroom.console.desktop x-scheme-handler/tel    # telephone links ring from here

It needs an X11 display (or Xwayland) with OpenGL: on Debian and Ubuntu libgl1 libx11-6 libxcursor1 libxi6 libxrandr2
libxinerama1 libxxf86vm1, which every desktop has; and libopus0, for the codec Opus.
`

// pack builds a release for this machine's system and packs it into dist/anteroom-VERSION-OS-ARCH.tar.gz.
func pack(ctx context.Context, r repo, args []string) error {
	if len(args) > 0 {
		return errors.New("package takes no arguments")
	}
	if err := need(ctx, "build Anteroom", buildPackages...); err != nil {
		return err
	}
	version, err := r.version()
	if err != nil {
		return err
	}
	binary := filepath.Join(r.cache, "release-anteroom")
	fmt.Println("Building the release.")
	if err := r.tool(ctx, "go", "build", "-buildvcs=false", "-tags", tags, "-trimpath", "-ldflags", "-s -w -X main.version="+version, "-o", binary, "./cmd/anteroom").Run(); err != nil {
		return fmt.Errorf("build the release: %w", err)
	}
	dist := filepath.Join(r.root, "dist")
	if err := os.MkdirAll(dist, 0o755); err != nil {
		return err
	}
	base := fmt.Sprintf("anteroom-%s-%s-%s", version, runtime.GOOS, runtime.GOARCH)
	path := filepath.Join(dist, base+".tar.gz")
	err = writeArchive(path, base, []packed{
		{name: "anteroom", mode: 0o755, file: binary},
		{name: "anteroom.png", mode: 0o644, file: filepath.Join(r.root, "assets", "icon", "app.png")},
		{name: "app.anteroom.console.desktop", mode: 0o644, text: desktopEntry},
		{name: "INSTALL.txt", mode: 0o644, text: installText},
		{name: "LICENSE", mode: 0o644, file: filepath.Join(r.root, "LICENSE")},
		{name: "README.md", mode: 0o644, file: filepath.Join(r.root, "README.md")},
	})
	if err != nil {
		return errors.Join(fmt.Errorf("pack the release: %w", err), os.Remove(path))
	}
	fmt.Println("Packed", path)
	return nil
}

// version is the one in FyneApp.toml.
func (r repo) version() (string, error) {
	text, err := os.ReadFile(filepath.Join(r.root, "FyneApp.toml"))
	if err != nil {
		return "", err
	}
	m := regexp.MustCompile(`(?m)^Version = "([0-9.]+)"$`).FindSubmatch(text)
	if m == nil {
		return "", errors.New("FyneApp.toml names no Version")
	}
	return string(m[1]), nil
}

// packed is one file of the archive: a copy of a file, or a text.
type packed struct {
	name string
	mode int64
	file string
	text string
}

func writeArchive(path, folder string, files []packed) (err error) {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	zip := gzip.NewWriter(f)
	archive := tar.NewWriter(zip)
	defer func() {
		err = errors.Join(err, archive.Close(), zip.Close(), f.Close())
	}()
	for _, p := range files {
		text := []byte(p.text)
		if p.file != "" {
			if text, err = os.ReadFile(p.file); err != nil {
				return err
			}
		}
		err = archive.WriteHeader(&tar.Header{
			Name: folder + "/" + p.name, Mode: p.mode, Size: int64(len(text)), ModTime: time.Now().Truncate(time.Second),
		})
		if err != nil {
			return err
		}
		if _, err = archive.Write(text); err != nil {
			return fmt.Errorf("%s: %w", p.name, err)
		}
	}
	return nil
}
