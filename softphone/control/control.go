// Package control is the local socket: one instance of the program a data folder, `anteroom ctl`, and tel: links.
//
// A request is one JSON line, {"args":["hold","…"],"stdin":"…"}. Answers are JSON lines {"out":{…}} and a last one
// {"end":true}, with "error" where the request was refused. Only the user who runs the program can open the socket.
package control

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"sync"
	"time"

	"anteroom/softphone"
)

// maxRequest is how long a request line may be, in bytes; a message of 4,000 characters fits several times.
const maxRequest = 1 << 20

// ErrRunning says that another instance answers for this data folder.
var ErrRunning = errors.New("control: already running")

// Options is what the verbs need.
type Options struct {
	Desk        softphone.Desk
	Messages    softphone.MessageBook
	Journal     softphone.Journal
	People      softphone.PersonBook
	Way         softphone.WayBook
	Contacts    softphone.Directory
	Answers     softphone.FAQBook
	Presence    softphone.PresenceBook
	Files       softphone.ContactFile
	Elsewhere   softphone.Elsewhere
	LDAPSecret  softphone.ElsewhereSecret
	Keys        KeyTable
	Log         softphone.MessageLog
	Tables      softphone.TableFiles
	Lock        softphone.Lock
	TakeOut     softphone.PersonExporter
	Policies    softphone.PolicyBook
	Scripts     softphone.ScriptBook
	ScriptFiles softphone.ScriptFile
	Printer     softphone.SheetPrinter
	Version     string
	Quit        func()        // ends the program
	Raise       func()        // asks for attention, for a second start
	NewID       func() string // fresh ids for calls and messages
	Now         func() time.Time
}

type request struct {
	Args  []string `json:"args"`
	Stdin string   `json:"stdin,omitempty"`
}

type answer struct {
	Out   any    `json:"out,omitempty"`
	End   bool   `json:"end,omitempty"`
	Error string `json:"error,omitempty"`
}

// Door is the listening socket of the one instance.
type Door struct {
	l    net.Listener
	lock io.Closer
	path string
}

// Listen takes the data folder for this instance. ErrRunning means that another has it.
func Listen(dir string) (*Door, error) {
	lock, err := takeLock(dir)
	if err != nil {
		return nil, err
	}
	path := SocketPath(dir)
	if err := os.Remove(path); err != nil && !errors.Is(err, os.ErrNotExist) {
		lock.Close()
		return nil, fmt.Errorf("control: old socket: %w", err)
	}
	l, err := listenPrivately(path)
	if err != nil {
		lock.Close()
		return nil, fmt.Errorf("control: listen: %w", err)
	}
	return &Door{l: l, lock: lock, path: path}, nil
}

// Close gives the data folder up.
func (d *Door) Close() error {
	err := d.l.Close()
	if errors.Is(err, net.ErrClosed) { // by Serve
		err = nil
	}
	return errors.Join(err, d.lock.Close())
}

// Serve answers requests until ctx ends. The data folder stays taken until Close.
func (d *Door) Serve(ctx context.Context, o Options) error {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	unhook := context.AfterFunc(ctx, func() { d.l.Close() })
	defer unhook()
	var guests sync.WaitGroup
	defer guests.Wait()
	defer stop()
	for {
		c, err := d.l.Accept()
		if ctx.Err() != nil {
			return nil
		}
		if err != nil {
			return fmt.Errorf("control: accept: %w", err)
		}
		if !sameUser(c) {
			c.Close()
			continue
		}
		guests.Go(func() {
			defer c.Close()
			cut := context.AfterFunc(ctx, func() { c.Close() })
			defer cut()
			serve(ctx, c, o)
		})
	}
}

// serve answers one connection, which carries one request.
func serve(ctx context.Context, c net.Conn, o Options) {
	var r request
	in := bufio.NewReader(io.LimitReader(c, maxRequest))
	line, err := in.ReadBytes('\n')
	out := json.NewEncoder(c)
	if err != nil || json.Unmarshal(line, &r) != nil {
		out.Encode(answer{End: true, Error: "not a request: one JSON line {\"args\":[…]} is expected"})
		return
	}
	ctx, gone := context.WithCancel(ctx)
	defer gone()
	watch := make(chan struct{})
	go func() { // the guest says nothing more: a read ends when he leaves
		defer close(watch)
		in.ReadByte()
		gone()
	}()
	v := &visit{Options: o, ctx: ctx, emit: func(x any) error { return out.Encode(answer{Out: x}) }}
	last := answer{End: true}
	if err := v.run(r); err != nil {
		last.Error = err.Error()
	}
	out.Encode(last)
	c.Close()
	<-watch
}
