package store

import (
	"database/sql"
	"fmt"
	"testing"
	"time"

	"anteroom/softphone"
)

func BenchmarkSaveCall(b *testing.B) {
	s := open(b, b.TempDir())
	c := fill(new(softphone.Call))
	for i := 0; b.Loop(); i++ {
		c.ID = softphone.CallID(fmt.Sprint(i / 10)) // each call is saved some ten times in its life
		must(b, s.SaveCall(b.Context(), c))
	}
}

func BenchmarkSaveDraft(b *testing.B) {
	s := open(b, b.TempDir())
	m := fill(new(softphone.Message))
	for b.Loop() {
		must(b, s.SaveDraft(b.Context(), m))
	}
}

// BenchmarkLog pages through the log of some years: 20,000 messages and calls.
func BenchmarkLog(b *testing.B) {
	dir := b.TempDir()
	s := open(b, dir)
	m, c := fill(new(softphone.Message)), fill(new(softphone.Call))
	start := time.Date(2020, 1, 1, 8, 0, 0, 0, time.UTC)
	must(b, s.change(b.Context(), func(tx *sql.Tx) error {
		for i := range 20000 {
			m.ID, m.Changed = softphone.MessageID(fmt.Sprint(i)), start.Add(time.Duration(i)*time.Hour)
			c.ID, c.Started = softphone.CallID(m.ID), m.Changed
			if _, err := tx.Exec(messageUpsert, fields(messageColumns(&m))...); err != nil {
				return err
			}
			if err := s.putCall(b.Context(), tx, c); err != nil {
				return err
			}
		}
		return nil
	}))
	middle := start.Add(10000 * time.Hour)
	b.Run("messages, a page of 100", func(b *testing.B) {
		for b.Loop() {
			page, err := s.Messages(b.Context(), middle, 100)
			if must(b, err); len(page) != 100 {
				b.Fatal(len(page))
			}
		}
	})
	b.Run("calls, a page of 100", func(b *testing.B) {
		for b.Loop() {
			page, err := s.Calls(b.Context(), middle, 100)
			if must(b, err); len(page) != 100 {
				b.Fatal(len(page))
			}
		}
	})
	closed(b, s)
	b.Run("open", func(b *testing.B) {
		for b.Loop() {
			closed(b, open(b, dir))
		}
	})
}
