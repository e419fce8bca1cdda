package main

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
)

func TestFailedTests_NamesThemUnlessAllCameDown(t *testing.T) {
	const said = "=== RUN   TestA\n--- FAIL: TestA (3.18s)\n    --- FAIL: TestA/part (0.1s)\n--- PASS: TestB (1s)\n--- FAIL: TestC_D (0s)\n--- FAIL: TestA (1s)\nFAIL\n"
	if got := failedTests(said); !slices.Equal(got, []string{"TestA", "TestC_D"}) {
		t.Errorf("failed: %v", got)
	}
	if got := failedTests(said + "\npanic: test timed out after 40m0s\n"); got != nil {
		t.Errorf("after a panic: %v", got)
	}
}

func TestTwice_RepeatsAFewAndSaysSo(t *testing.T) {
	fail := func(names ...string) string {
		said := ""
		for _, n := range names {
			said += "--- FAIL: " + n + " (0s)\n"
		}
		return said
	}
	wrong := errors.New("exit status 1")
	cases := []struct {
		name  string
		said  string
		first error
		again error
		runs  int
		want  string // in the error; "" for none
		noted bool
	}{
		{"all pass", "", nil, nil, 1, "", false},
		{"one has a bad moment", fail("TestA"), wrong, nil, 2, "TestA", true},
		{"one fails for certain", fail("TestA"), wrong, wrong, 2, "exit status 1", false},
		{"many fail", fail("TestA", "TestB", "TestC", "TestD"), wrong, nil, 1, "exit status 1", false},
		{"nothing is built", "build failed", wrong, nil, 1, "exit status 1", false},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			runs := 0
			err := twice(context.Background(), func(_ context.Context, only string) (string, error) {
				if runs++; runs == 1 {
					return c.said, c.first
				}
				if only != "^(TestA)$" {
					t.Errorf("repeats %q", only)
				}
				return "", c.again
			})
			var n noted
			if runs != c.runs || errors.As(err, &n) != c.noted || (err != nil) != (c.want != "") || err != nil && !strings.Contains(err.Error(), c.want) {
				t.Errorf("%d runs, %v", runs, err)
			}
		})
	}
}
