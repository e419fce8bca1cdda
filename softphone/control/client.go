package control

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
)

// ErrNotRunning says that no instance answers for the data folder.
var ErrNotRunning = errors.New("control: not running")

// Refused is what the instance answered instead of doing it.
type Refused string

func (r Refused) Error() string { return string(r) }

// Send asks the instance of a data folder and writes its answers to out, one JSON object a line. The error is
// ErrNotRunning, a Refused, or what went wrong between.
func Send(ctx context.Context, dir string, args []string, stdin string, out io.Writer) error {
	var d net.Dialer
	c, err := d.DialContext(ctx, "unix", SocketPath(dir))
	if err != nil {
		return ErrNotRunning
	}
	defer c.Close()
	cut := context.AfterFunc(ctx, func() { c.Close() })
	defer cut()
	if err := json.NewEncoder(c).Encode(request{Args: args, Stdin: stdin}); err != nil {
		return fmt.Errorf("control: send: %w", err)
	}
	lines := bufio.NewReader(c)
	for {
		line, err := lines.ReadBytes('\n')
		switch {
		case ctx.Err() != nil && len(args) > 0 && args[0] == "events": // they end in no other way
			return nil
		case ctx.Err() != nil:
			return fmt.Errorf("control: %w", ctx.Err())
		case err != nil:
			return errors.New("control: the program ended before it answered")
		}
		var a struct {
			Out   json.RawMessage `json:"out"`
			End   bool            `json:"end"`
			Error string          `json:"error"`
		}
		if err := json.Unmarshal(line, &a); err != nil {
			return fmt.Errorf("control: answer: %w", err)
		}
		if a.Error != "" {
			return Refused(a.Error)
		}
		if a.End {
			return nil
		}
		if _, err := fmt.Fprintf(out, "%s\n", a.Out); err != nil {
			return err
		}
	}
}
