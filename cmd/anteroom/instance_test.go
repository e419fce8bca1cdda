package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestInstanceName_StaysTheSameAndIsMadeAnewWhenDamaged(t *testing.T) {
	dir := t.TempDir()
	first, err := instanceName(dir)
	if err != nil || !strings.HasPrefix(first, "urn:uuid:") || len(first) != len("urn:uuid:")+36 {
		t.Fatalf("%q, %v", first, err)
	}
	if again, err := instanceName(dir); err != nil || again != first {
		t.Errorf("%q after %q, %v", again, first, err)
	}
	if other, _ := instanceName(t.TempDir()); other == first {
		t.Error("two installations have one name")
	}
	path := filepath.Join(dir, "instance")
	if i, err := os.Stat(path); err != nil || i.Mode().Perm() != 0o600 {
		t.Errorf("%v, %v", i, err)
	}
	if err := os.WriteFile(path, []byte("half a na"), 0o600); err != nil {
		t.Fatal(err)
	}
	if anew, err := instanceName(dir); err != nil || anew == first || len(anew) != len(first) {
		t.Errorf("%q, %v", anew, err)
	}
	if name, err := instanceName(filepath.Join(dir, "nowhere")); err == nil || name != "" {
		t.Errorf("%q without a place to keep it", name)
	}
}
