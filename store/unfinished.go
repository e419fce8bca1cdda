package store

import (
	"context"
	"database/sql"
	"time"

	"anteroom/softphone"
)

// endUnfinished gives the calls that an earlier run left without an end the end they must have had: the last moment
// known of them. It gives them back, oldest first.
func (s *Store) endUnfinished(ctx context.Context) ([]softphone.Call, error) {
	var calls []softphone.Call
	err := s.change(ctx, func(tx *sql.Tx) (err error) {
		if calls, err = readCalls(ctx, tx, "WHERE ended IS NULL ORDER BY started, id"); err != nil {
			return err
		}
		for i := range calls {
			var saved time.Time
			if err := tx.QueryRowContext(ctx, "SELECT saved FROM call WHERE id = ?", calls[i].ID).Scan(moment{&saved}); err != nil {
				return err
			}
			endAt(&calls[i], lastKnown(calls[i], saved))
			if err := s.putCall(ctx, tx, calls[i]); err != nil {
				return err
			}
		}
		return nil
	})
	return calls, err
}

// lastKnown is the latest moment a call was certainly still there.
func lastKnown(c softphone.Call, saved time.Time) time.Time {
	last := saved
	see := func(t time.Time) {
		if t.After(last) {
			last = t
		}
	}
	see(c.Started)
	see(c.Answered)
	for _, h := range c.Holds {
		see(h.Start)
		see(h.End)
	}
	for _, v := range c.Visits {
		see(v.Entered)
		see(v.Left)
	}
	return last
}

func endAt(c *softphone.Call, end time.Time) {
	c.State, c.Changing, c.ReturnDue = softphone.Ended, "", time.Time{}
	c.Ended, c.Unfinished = end, true
	c.EndReason, c.EndedBy = softphone.Reason{Code: softphone.ProgramEnded}, softphone.EndedByNetwork
	for i := range c.Holds {
		if c.Holds[i].End.IsZero() {
			c.Holds[i].End = end
		}
	}
	for i := range c.Visits {
		if c.Visits[i].Left.IsZero() {
			c.Visits[i].Left = end
		}
	}
}
