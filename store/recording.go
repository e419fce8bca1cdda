package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"strconv"
	"strings"
	"time"

	"anteroom/softphone"
)

// RecordingsFolder is where recordings are, in the data folder.
const RecordingsFolder = "recordings"

func recordingColumns(call *softphone.CallID, place *int, r *softphone.Recording) []column {
	return []column{
		{"call", call}, {"place", place}, {"file", &r.File}, {"started", moment{&r.Start}}, {"ended", moment{&r.End}},
		{"marks", durations{&r.Marks}},
	}
}

var (
	recordingNames  = names(recordingColumns(nil, nil, new(softphone.Recording)))
	recordingUpsert = upsert("call_recording", "call, place", recordingColumns(nil, nil, new(softphone.Recording)))
)

// durations keeps stretches of time as nanoseconds, joined by commas.
type durations struct{ d *[]time.Duration }

func (l durations) Value() (driver.Value, error) {
	var out []string
	for _, d := range *l.d {
		out = append(out, strconv.FormatInt(int64(d), 10))
	}
	return strings.Join(out, ","), nil
}

func (l durations) Scan(v any) error {
	*l.d = nil
	text, _ := v.(string)
	for word := range strings.SplitSeq(text, ",") {
		if n, err := strconv.ParseInt(word, 10, 64); err == nil {
			*l.d = append(*l.d, time.Duration(n))
		}
	}
	return nil
}

// putRecordings writes what was recorded of a call.
func putRecordings(ctx context.Context, tx *sql.Tx, c softphone.Call) error {
	for i, r := range c.Recordings {
		if _, err := tx.ExecContext(ctx, recordingUpsert, fields(recordingColumns(&c.ID, &i, &r))...); err != nil {
			return err
		}
	}
	_, err := tx.ExecContext(ctx, "DELETE FROM call_recording WHERE call = ? AND place >= ?", c.ID, len(c.Recordings))
	return err
}

// DeleteRecordings removes what was recorded of a call, files first: a row is all that tells of its file.
func (s *Store) DeleteRecordings(ctx context.Context, id softphone.CallID) error {
	return failed(s.removeRecordings(ctx, "call = ?", id), "delete recordings of call %s", id)
}

// PruneRecordings removes all recordings that were begun before a moment.
func (s *Store) PruneRecordings(ctx context.Context, before time.Time) error {
	return failed(s.removeRecordings(ctx, "started < ?", instant(before)), "delete recordings before %s", before.Format(time.DateOnly))
}

func (s *Store) removeRecordings(ctx context.Context, which string, arg any) error {
	rows := map[int64]string{}
	err := s.view(ctx, func(tx *sql.Tx) error {
		return query(ctx, tx, "SELECT seq, file FROM call_recording WHERE "+which, []any{arg}, func(r *sql.Rows) error {
			var seq int64
			var file string
			err := r.Scan(&seq, &file)
			rows[seq] = file
			return err
		})
	})
	if err != nil {
		return err
	}
	var failed error
	for seq, file := range rows {
		if err := s.removeFiles([]string{file}); err != nil {
			failed = errors.Join(failed, err)
			continue
		}
		_, err := s.write.ExecContext(ctx, "DELETE FROM call_recording WHERE seq = ?", seq)
		failed = errors.Join(failed, err)
	}
	return failed
}
