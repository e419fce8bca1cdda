package store

import (
	"context"
	"database/sql"
	"time"

	"anteroom/softphone"
)

// endUnfinished gives the calls that an earlier run left without an end the end they must have had: the last moment
// at which that run is known to have written anything. It gives them back, oldest first.
func (s *Store) endUnfinished(ctx context.Context) ([]softphone.Call, error) {
	var calls []softphone.Call
	err := s.change(ctx, func(tx *sql.Tx) (err error) {
		if calls, err = readCalls(ctx, tx, "WHERE ended IS NULL ORDER BY started, id"); err != nil {
			return err
		}
		if len(calls) == 0 {
			return nil
		}
		var last time.Time
		err = tx.QueryRowContext(ctx, `SELECT max(at) FROM (SELECT max(saved) AS at FROM call
			UNION ALL SELECT max(changed) FROM message UNION ALL SELECT max(changed) FROM draft)`).
			Scan(moment{&last})
		if err != nil {
			return err
		}
		for i := range calls {
			endAt(&calls[i], lastKnown(calls[i], last))
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
	endPasses(c, end)
	for i := range c.Recordings {
		if c.Recordings[i].End.IsZero() {
			c.Recordings[i].End = end
		}
	}
}
