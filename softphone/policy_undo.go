package softphone

import (
	"fmt"
	"reflect"
	"slices"
)

// SheetChange is one change of a sheet: what it was before, and after.
type SheetChange struct{ Before, After Sheet }

// Undo is the sheet as it is now without the change. Whatever else was written since stays, and so does what the change
// wrote where it has been changed again.
func (c SheetChange) Undo(now Sheet) Sheet {
	now.Rules = withoutChange(now.Rules, c.Before.Rules, c.After.Rules, func(r Rule) string { return string(r.ID) }, nil)
	now.Deputies = withoutChange(now.Deputies, c.Before.Deputies, c.After.Deputies, func(d Deputy) string { return fmt.Sprint(d) }, nil)
	for i, note := range now.Notes {
		if note == c.After.Notes[i] {
			now.Notes[i] = c.Before.Notes[i]
		}
	}
	return now
}

// withoutChange takes out of a list what changed it from before to after: what came in goes, what went comes back at its
// place, and what is still as the change left it is as it was. Where an entry was changed again, mend says what of it is
// to go back; without mend it stays. key tells the entries from each other.
func withoutChange[T any](now, before, after []T, key func(T) string, mend func(now, before, after T) T) []T {
	if reflect.DeepEqual(now, after) || len(now) == 0 && len(after) == 0 {
		return slices.Clone(before)
	}
	at := func(list []T, k string) int { return slices.IndexFunc(list, func(x T) bool { return key(x) == k }) }
	out := slices.Clone(now)
	for _, x := range after {
		if i := at(out, key(x)); at(before, key(x)) < 0 && i >= 0 && reflect.DeepEqual(out[i], x) {
			out = slices.Delete(out, i, i+1)
		}
	}
	next := 0 // behind the one of before that was seen last
	for _, x := range before {
		i, left := at(out, key(x)), at(after, key(x))
		switch {
		case i >= 0 && left >= 0:
			if reflect.DeepEqual(out[i], after[left]) {
				out[i] = x
			} else if mend != nil {
				out[i] = mend(out[i], x, after[left])
			}
		case i < 0 && left < 0:
			i = next
			out = slices.Insert(out, i, x)
		}
		if i >= 0 {
			next = i + 1
		}
	}
	return out
}
