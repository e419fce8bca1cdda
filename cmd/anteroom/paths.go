package main

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
)

// dataPath is the folder named, or the user's own: $XDG_DATA_HOME/anteroom, ~/.local/share/anteroom, or what macOS and
// Windows have for it.
func dataPath(named string) (string, error) {
	if named != "" {
		return filepath.Abs(named)
	}
	if x := os.Getenv("XDG_DATA_HOME"); filepath.IsAbs(x) {
		return filepath.Join(x, "anteroom"), nil
	}
	if runtime.GOOS != "linux" {
		dir, err := os.UserConfigDir()
		return filepath.Join(dir, "Anteroom"), err
	}
	home, err := os.UserHomeDir()
	return filepath.Join(home, ".local", "share", "anteroom"), err
}

// dataFolder is dataPath, made where it is missing, for the user only.
func dataFolder(named string) (string, error) {
	dir, err := dataPath(named)
	if err != nil {
		return "", fmt.Errorf("data folder: %w", err)
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return "", fmt.Errorf("data folder cannot be made: %w; name another with --data", err)
	}
	// One that was made for us is tightened; one with something in it might be somebody's home folder.
	if found, err := os.ReadDir(dir); err == nil && len(found) == 0 {
		if err := os.Chmod(dir, 0o700); err != nil {
			return "", fmt.Errorf("data folder: %w", err)
		}
	}
	return dir, nil
}
