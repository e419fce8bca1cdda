package ui

import (
	"context"
	"time"
)

// pageSize is how many rows are asked for at a time.
const pageSize = 60

// book reads a long list from the store in pages, newest first, away from the UI goroutine. Everything but fetch is
// used on the UI goroutine.
type book[T any] struct {
	fetch func(ctx context.Context, before time.Time, limit int) ([]T, error)
	stamp func(T) time.Time // by which the store orders
	key   func(T) string
	work  func(func(context.Context) func()) // runs away from the screen, then paints what it gives
	shown func()                             // something changed

	items   []T
	more    bool // older ones may follow
	loading bool
	again   bool // asked for while loading
	begun   bool
	trouble error
}

// refresh reads the newest page again and joins it to what is there.
func (b *book[T]) refresh() {
	if b.loading {
		b.again = true
		return
	}
	b.begun = true
	b.load(time.Time{}, func(page []T) {
		if len(page) < pageSize {
			b.items, b.more = page, false
			return
		}
		if len(b.items) == 0 {
			b.items, b.more = page, true
			return
		}
		fresh := map[string]bool{}
		for _, x := range page {
			fresh[b.key(x)] = true
		}
		oldest := b.stamp(page[len(page)-1])
		for _, x := range b.items {
			if !fresh[b.key(x)] && !b.stamp(x).After(oldest) {
				page = append(page, x)
			}
		}
		b.items = page
	})
}

// renew forgets what was read: older rows may have gone.
func (b *book[T]) renew() {
	b.items, b.more = nil, false
	b.refresh()
}

// next reads the page after the last row.
func (b *book[T]) next() {
	if b.loading || !b.more || len(b.items) == 0 || b.trouble != nil {
		return
	}
	b.load(b.stamp(b.items[len(b.items)-1]), func(page []T) {
		known := map[string]bool{}
		for _, x := range b.items {
			known[b.key(x)] = true
		}
		b.more = len(page) == pageSize
		for _, x := range page {
			if !known[b.key(x)] {
				b.items = append(b.items, x)
			}
		}
	})
}

func (b *book[T]) load(before time.Time, join func([]T)) {
	b.loading = true
	b.work(func(ctx context.Context) func() {
		page, err := b.fetch(ctx, before, pageSize)
		return func() {
			b.loading, b.trouble = false, err
			if err == nil {
				join(page)
			}
			if b.again {
				b.again = false
				b.refresh()
			}
			b.shown()
		}
	})
}

// read asks the books something away from the screen and paints what comes of it; nothing once the window closes.
func (w *Window) read(ask func(context.Context) func()) {
	w.inBackground(func() func() {
		ctx, cancel := context.WithTimeout(w.ctx, replyTime)
		defer cancel()
		paint := ask(ctx)
		if w.ctx.Err() != nil {
			return nil
		}
		return paint
	})
}
