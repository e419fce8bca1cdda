package sound

import "sync/atomic"

// ring carries samples from one goroutine or device thread to one other without a lock. One side only writes, the
// other only reads or skips; neither waits.
type ring struct {
	buf  []int16
	w, r *atomic.Uint64 // samples written and read since the beginning
}

// newRing makes a ring for size samples, a power of two.
func newRing(size int) *ring {
	if size <= 0 || size&(size-1) != 0 {
		panic("sound: ring size must be a power of two")
	}
	counts := new(struct { // on cache lines of their own
		w atomic.Uint64
		_ [56]byte
		r atomic.Uint64
	})
	return &ring{buf: make([]int16, size), w: &counts.w, r: &counts.r}
}

// fill is how many samples wait to be read.
func (q *ring) fill() int { return int(q.w.Load() - q.r.Load()) }

// write takes as many samples as there is room for and says how many.
func (q *ring) write(s []int16) int {
	w := q.w.Load()
	n := min(len(s), len(q.buf)-int(w-q.r.Load()))
	at := int(w) & (len(q.buf) - 1)
	first := copy(q.buf[at:], s[:n])
	copy(q.buf, s[first:n])
	q.w.Store(w + uint64(n))
	return n
}

// read gives as many samples as there are and says how many.
func (q *ring) read(s []int16) int {
	r := q.r.Load()
	n := min(len(s), int(q.w.Load()-r))
	at := int(r) & (len(q.buf) - 1)
	first := copy(s[:n], q.buf[at:])
	copy(s[first:n], q.buf)
	q.r.Store(r + uint64(n))
	return n
}

// skip forgets up to n samples; for the reading side.
func (q *ring) skip(n int) {
	r := q.r.Load()
	q.r.Store(r + uint64(min(n, int(q.w.Load()-r))))
}
