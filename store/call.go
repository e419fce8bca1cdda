package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"time"

	"anteroom/softphone"
)

func callColumns(c *softphone.Call) []column {
	return []column{
		{"id", &c.ID}, {"line", &c.Line}, {"direction", &c.Direction},
		{"peer_name", &c.Peer.Name}, {"peer_number", &c.Peer.Number}, {"peer_uri", &c.Peer.URI},
		{"own_number", &c.OwnNumber}, {"state", &c.State}, {"changing", &c.Changing},
		{"started", moment{&c.Started}}, {"answered", moment{&c.Answered}}, {"ended", moment{&c.Ended}},
		{"answered_on_ring", &c.AnsweredOnRing}, {"return_due", moment{&c.ReturnDue}}, {"peer_holds", &c.PeerHolds},
		{"codec", &c.Media.Codec.Name}, {"codec_payload", &c.Media.Codec.PayloadType},
		{"codec_clock", &c.Media.Codec.ClockRate}, {"event_type", &c.Media.EventType},
		{"media_direction", &c.Media.Direction}, {"media_rtp", address{&c.Media.RTP}},
		{"media_rtcp", address{&c.Media.RTCP}}, {"ptime_ns", &c.Media.Ptime},
		{"script", &c.Script}, {"operation", &c.Operation}, {"situation", &c.Situation}, {"wording", &c.Wording},
		{"stopped_at", &c.StoppedAt}, {"draft", &c.Draft}, {"message", &c.Message}, {"principal", &c.Principal},
		{"surname", &c.Caller.Surname}, {"first_name", &c.Caller.FirstName}, {"patronymic", &c.Caller.Patronymic},
		{"position", &c.Caller.Position}, {"organisation", &c.Caller.Organisation}, {"number", &c.Caller.Number},
		{"address", &c.Caller.Address}, {"wrong", &c.Wrong}, {"contact", &c.Contact}, {"redirects", &c.Redirects}, {"transferred_to", &c.TransferredTo},
		{"end_reason", &c.EndReason.Code}, {"end_detail", &c.EndReason.Detail}, {"ended_by", &c.EndedBy},
		{"unfinished", &c.Unfinished},
		{"quality_loss", &c.Quality.Loss}, {"quality_jitter_ns", &c.Quality.Jitter}, {"quality_rtt_ns", &c.Quality.RTT},
		{"quality_buffer_ns", &c.Quality.Buffer}, {"quality_mos", &c.Quality.MOS},
		{"topic", &c.Topic}, {"against_outcome", &c.Against.Outcome}, {"against_why", &c.Against.Why},
		{"against_question", &c.Against.Question}, {"against_rule", &c.Against.Rule}, {"against_at", moment{&c.Against.At}},
	}
}

func holdColumns(call *softphone.CallID, place *int, h *softphone.Hold) []column {
	return []column{
		{"call", call}, {"place", place}, {"started", moment{&h.Start}}, {"ended", moment{&h.End}},
		{"returns_due", &h.ReturnsDue}, {"returns_made", &h.ReturnsMade}, {"lateness_ns", &h.Lateness},
		{"first_due", moment{&h.FirstDue}}, {"asked", &h.Asked},
	}
}

func visitColumns(call *softphone.CallID, place *int, v *softphone.Visit) []column {
	return []column{
		{"call", call}, {"place", place}, {"operation", &v.Operation}, {"situation", &v.Situation},
		{"entered", moment{&v.Entered}}, {"left_at", moment{&v.Left}}, {"choice", &v.Choice},
		{"answer", &v.Answer},
		{"pass", &v.Pass}, {"said", &v.Said},
	}
}

var (
	callNames   = names(callColumns(new(softphone.Call)))
	callUpsert  = upsert("call", "id", append(callColumns(new(softphone.Call)), column{name: "saved"}, column{name: "peer_full"}))
	holdNames   = names(holdColumns(nil, nil, new(softphone.Hold)))
	holdUpsert  = upsert("call_hold", "call, place", holdColumns(nil, nil, new(softphone.Hold)))
	visitNames  = names(visitColumns(nil, nil, new(softphone.Visit)))
	visitUpsert = upsert("call_visit", "call, place", visitColumns(nil, nil, new(softphone.Visit)))
)

// SaveCall writes a call with its holds and script visits in one transaction, new or anew.
func (s *Store) SaveCall(ctx context.Context, c softphone.Call) error {
	return failed(s.change(ctx, func(tx *sql.Tx) error { return s.putCall(ctx, tx, c) }), "save call %s", c.ID)
}

func (s *Store) putCall(ctx context.Context, tx *sql.Tx, c softphone.Call) error {
	now := s.now()
	full, err := s.fullNumber(ctx, tx, c.Peer.Number)
	if err != nil {
		return err
	}
	if _, err := tx.ExecContext(ctx, callUpsert, append(fields(callColumns(&c)), moment{&now}, full)...); err != nil {
		return err
	}
	for i, h := range c.Holds {
		if _, err := tx.ExecContext(ctx, holdUpsert, fields(holdColumns(&c.ID, &i, &h))...); err != nil {
			return err
		}
	}
	for i, v := range c.Visits {
		if _, err := tx.ExecContext(ctx, visitUpsert, fields(visitColumns(&c.ID, &i, &v))...); err != nil {
			return err
		}
	}
	_, err1 := tx.ExecContext(ctx, "DELETE FROM call_hold WHERE call = ? AND place >= ?", c.ID, len(c.Holds))
	_, err2 := tx.ExecContext(ctx, "DELETE FROM call_visit WHERE call = ? AND place >= ?", c.ID, len(c.Visits))
	return errors.Join(err1, err2, putPasses(ctx, tx, c), putRecordings(ctx, tx, c), putPromises(ctx, tx, c))
}

// Calls gives at most limit calls that began before a moment (zero: no bound), the newest first. Calls still going on
// are among them.
func (s *Store) Calls(ctx context.Context, earlier time.Time, limit int) ([]softphone.Call, error) {
	if limit <= 0 {
		return nil, nil
	}
	var calls []softphone.Call
	err := s.view(ctx, func(tx *sql.Tx) (err error) {
		calls, err = readCalls(ctx, tx, "WHERE started < ? ORDER BY started DESC, id DESC LIMIT ?", before(earlier), limit)
		return err
	})
	return calls, failed(err, "read calls")
}

// JournalCall gives one call; the error of an unknown one is a softphone.Reason NoSuchCall.
func (s *Store) JournalCall(ctx context.Context, id softphone.CallID) (softphone.Call, error) {
	var calls []softphone.Call
	err := s.view(ctx, func(tx *sql.Tx) (err error) {
		calls, err = readCalls(ctx, tx, "WHERE id = ?", id)
		return err
	})
	if err == nil && len(calls) == 0 {
		err = softphone.Reason{Code: softphone.NoSuchCall, Detail: string(id)}
	}
	if err != nil {
		return softphone.Call{}, failed(err, "read call %s", id)
	}
	return calls[0], nil
}

// readCalls reads calls and, in further questions, the holds, visits and recordings of all of them.
func readCalls(ctx context.Context, tx *sql.Tx, where string, args ...any) ([]softphone.Call, error) {
	var calls []softphone.Call
	var ids []softphone.CallID
	at := map[softphone.CallID]int{}
	err := query(ctx, tx, "SELECT "+callNames+" FROM call "+where, args, func(rows *sql.Rows) error {
		var c softphone.Call
		err := rows.Scan(fields(callColumns(&c))...)
		at[c.ID], ids, calls = len(calls), append(ids, c.ID), append(calls, c)
		return err
	})
	if err != nil || len(calls) == 0 {
		return nil, err
	}
	list, err := json.Marshal(ids)
	if err != nil {
		return nil, err
	}
	const ofThese = " WHERE call IN (SELECT value FROM json_each(?)) ORDER BY call, place"
	err = query(ctx, tx, "SELECT "+holdNames+" FROM call_hold"+ofThese, []any{string(list)}, func(rows *sql.Rows) error {
		var id softphone.CallID
		var place int
		var h softphone.Hold
		err := rows.Scan(fields(holdColumns(&id, &place, &h))...)
		calls[at[id]].Holds = append(calls[at[id]].Holds, h)
		return err
	})
	if err != nil {
		return nil, err
	}
	err = query(ctx, tx, "SELECT "+visitNames+" FROM call_visit"+ofThese, []any{string(list)}, func(rows *sql.Rows) error {
		var id softphone.CallID
		var place int
		var v softphone.Visit
		err := rows.Scan(fields(visitColumns(&id, &place, &v))...)
		calls[at[id]].Visits = append(calls[at[id]].Visits, v)
		return err
	})
	if err != nil {
		return nil, err
	}
	err = query(ctx, tx, "SELECT "+passNames+" FROM call_pass"+ofThese, []any{string(list)}, func(rows *sql.Rows) error {
		var id softphone.CallID
		var place int
		var p softphone.Pass
		err := rows.Scan(fields(passColumns(&id, &place, &p))...)
		calls[at[id]].Passes = append(calls[at[id]].Passes, p)
		return err
	})
	if err != nil {
		return nil, err
	}
	err = query(ctx, tx, "SELECT "+promiseNames+" FROM call_promise"+ofThese, []any{string(list)}, func(rows *sql.Rows) error {
		var id softphone.CallID
		var place int
		var p softphone.Promise
		err := rows.Scan(fields(promiseColumns(&id, &place, &p))...)
		calls[at[id]].Promises = append(calls[at[id]].Promises, p)
		return err
	})
	if err != nil {
		return nil, err
	}
	err = query(ctx, tx, "SELECT "+recordingNames+" FROM call_recording"+ofThese, []any{string(list)}, func(rows *sql.Rows) error {
		var id softphone.CallID
		var place int
		var r softphone.Recording
		err := rows.Scan(fields(recordingColumns(&id, &place, &r))...)
		calls[at[id]].Recordings = append(calls[at[id]].Recordings, r)
		return err
	})
	return calls, err
}

// query runs a question and hands each row to take.
func query(ctx context.Context, tx *sql.Tx, question string, args []any, take func(*sql.Rows) error) (err error) {
	rows, err := tx.QueryContext(ctx, question, args...)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		if err := take(rows); err != nil {
			return err
		}
	}
	return rows.Err()
}
