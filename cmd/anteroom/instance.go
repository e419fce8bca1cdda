package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/google/uuid"
)

// instanceName tells exchanges that a line is on this installation, whatever its address (RFC 5626 §4.1): a UUID made
// once and kept in the data folder. "" with an error where it cannot be kept: a name that changes is worse than none.
func instanceName(dir string) (string, error) {
	path := filepath.Join(dir, "instance")
	text, err := os.ReadFile(path)
	if id, bad := uuid.Parse(strings.TrimSpace(string(text))); err == nil && bad == nil {
		return id.URN(), nil
	}
	id, err := uuid.NewRandom()
	if err == nil {
		err = os.WriteFile(path, []byte(id.String()+"\n"), 0o600)
	}
	if err != nil {
		return "", fmt.Errorf("name of this installation: %w", err)
	}
	return id.URN(), nil
}
