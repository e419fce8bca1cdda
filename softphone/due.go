package softphone

import "time"

// DueAt is when something falls due that was promised in words as ReadWhen reads them: when a stretch of time begins, or
// when it ends where its beginning is open. False where they are not understood.
func DueAt(words string, now time.Time) (time.Time, bool) {
	w, ok := ReadWhen(words, now)
	if w.From.IsZero() {
		return w.Until, ok
	}
	return w.From, ok
}
