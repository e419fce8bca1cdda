package store

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"anteroom/softphone"
)

// typeUntilKilled is the child of the test below: it saves a call and its draft over and over, and says after each
// save that it is on disk.
func typeUntilKilled(dir, id string) {
	ctx := context.Background()
	s, err := OpenWith(ctx, dir, Options{SecretsInFile: true})
	now := time.Now()
	call := softphone.Call{ID: softphone.CallID(id), State: softphone.Talking, Started: now}
	for i := 1; err == nil; i++ {
		call.Redirects = i
		call.Holds = append(call.Holds, softphone.Hold{Start: now, End: now})
		if err = s.SaveCall(ctx, call); err != nil {
			break
		}
		fmt.Println("call", i)
		if err = s.SaveDraft(ctx, softphone.Message{ID: softphone.MessageID(id), Call: call.ID, State: softphone.Draft,
			Changed: now, Deputies: fmt.Sprint(i), Verbatim: strings.Repeat("ordrett ", i%60)}); err == nil {
			fmt.Println("draft", i)
		}
	}
	fmt.Println("error", err)
	os.Exit(1)
}

func TestKilled_LosesNothingThatWasSaved(t *testing.T) {
	dir := t.TempDir()
	for round, acknowledged := range []int{1, 2, 3, 17, 60, 141} {
		id := fmt.Sprint("round", round)
		said := killAfter(t, dir, id, acknowledged)

		s := open(t, dir)
		if s.Recovered() != "" {
			t.Errorf("%s: the database was damaged", id)
		}
		b := load(t, s)
		if len(b.Unfinished) != 1 || string(b.Unfinished[0].ID) != id || !b.Unfinished[0].Unfinished {
			t.Fatalf("%s: unfinished: %+v", id, b.Unfinished)
		}
		call := b.Unfinished[0]
		if call.Redirects < said["call"] || len(call.Holds) != call.Redirects {
			t.Errorf("%s: call %d was saved, %d with %d holds is there", id, said["call"], call.Redirects, len(call.Holds))
		}
		var draft int
		for _, d := range b.Drafts {
			if string(d.ID) == id {
				fmt.Sscan(d.Deputies, &draft)
			}
		}
		if draft < said["draft"] {
			t.Errorf("%s: draft %d was saved, %d is there", id, said["draft"], draft)
		}
		if len(b.Drafts) > round+1 || len(b.Drafts) < round {
			t.Errorf("%s: %d drafts", id, len(b.Drafts))
		}
		closed(t, s)
	}
}

// killAfter runs the child, kills it once it has said so many saves, and gives back the last of each kind it said.
func killAfter(t *testing.T, dir, id string, saves int) map[string]int {
	t.Helper()
	child := exec.CommandContext(t.Context(), os.Args[0])
	child.Env = append(os.Environ(), "STORE_TEST_TYPE_INTO="+dir, "STORE_TEST_CALL="+id)
	out, err := child.StdoutPipe()
	must(t, err)
	must(t, child.Start())
	said := map[string]int{}
	lines := bufio.NewScanner(out)
	for n := 0; lines.Scan(); n++ { // to the end: what was said before the kill counts
		var kind string
		var number int
		if _, err := fmt.Sscan(lines.Text(), &kind, &number); err != nil {
			t.Errorf("the child said %q", lines.Text())
			break
		}
		said[kind] = number
		if n+1 == saves {
			must(t, child.Process.Kill())
		}
	}
	_ = child.Wait() // killed
	if len(said) == 0 {
		t.Fatal("the child saved nothing")
	}
	return said
}

// fromAnotherProcess runs the child on a folder and gives the first thing it says.
func fromAnotherProcess(t *testing.T, dir string) string {
	t.Helper()
	child := exec.CommandContext(t.Context(), os.Args[0])
	child.Env = append(os.Environ(), "STORE_TEST_TYPE_INTO="+dir, "STORE_TEST_CALL=other")
	out, err := child.StdoutPipe()
	must(t, err)
	must(t, child.Start())
	said, err := bufio.NewReader(out).ReadString('\n')
	must(t, err)
	_ = child.Process.Kill() // it may have ended by itself
	_ = child.Wait()
	return said
}
