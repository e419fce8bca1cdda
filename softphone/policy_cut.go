package softphone

import "slices"

// cut is what is left of weekly hours beside the quiet ones, and whether nothing is. Where dates or midnight make it
// unclear, both are none.
func cut(hours, quiet []Span) (left []Span, whole bool) {
	if !plainWeek(hours) || !plainWeek(quiet) {
		return nil, false
	}
	for _, h := range hours {
		for day := range 7 {
			bit := Days(1) << day
			if h.Days != 0 && h.Days&bit == 0 {
				continue
			}
			for _, piece := range pieces(h, quiet, bit) {
				piece.Days = bit
				left = append(left, piece)
			}
		}
	}
	return mergeDays(left), len(left) == 0
}

// pieces are what is left of one day.
func pieces(h Span, quiet []Span, bit Days) []Span {
	parts := []Span{{From: h.From, To: h.last()}}
	for _, q := range quiet {
		if q.Days != 0 && q.Days&bit == 0 {
			continue
		}
		var next []Span
		for _, p := range parts {
			if q.From > p.From {
				next = append(next, Span{From: p.From, To: min(p.To, q.From)})
			}
			if q.last() < p.To {
				next = append(next, Span{From: max(p.From, q.last()), To: p.To})
			}
		}
		parts = slices.DeleteFunc(next, func(p Span) bool { return p.To <= p.From })
	}
	return parts
}

// move puts hours that are all quiet behind the quiet ones, as long as they were; false where that is not on the same
// day any more, or quiet as well.
func move(hours, quiet []Span) ([]Span, bool) {
	var out []Span
	for _, h := range hours {
		long, moved := h.last()-h.From, h
		for range len(quiet) + 1 {
			for _, q := range quiet {
				if sameDays(q.Days, h.Days) && q.From < moved.From+long && moved.From < q.last() {
					moved.From = q.last()
				}
			}
		}
		moved.To = moved.From + long
		if moved.To > 24*60 {
			return nil, false
		}
		if left, whole := cut([]Span{moved}, quiet); whole || len(left) != 1 || left[0].From != moved.From || left[0].To != moved.To {
			return nil, false
		}
		out = append(out, moved)
	}
	return out, len(out) > 0
}

func sameDays(a, b Days) bool { return a == 0 || b == 0 || a&b != 0 }

// last is when it ends, as minutes of the day it begins on.
func (s Span) last() Clock {
	if s.To <= s.From {
		return 24 * 60
	}
	return s.To
}

// plainWeek: all of them are on days of the week and end on the day they begin.
func plainWeek(hours []Span) bool {
	return !slices.ContainsFunc(hours, func(s Span) bool { return s.Dated() || s.To <= s.From && !s.WholeDay() })
}

// mergeDays joins spans of the same hours.
func mergeDays(in []Span) (out []Span) {
	for _, s := range in {
		if i := slices.IndexFunc(out, func(o Span) bool { return o.From == s.From && o.To == s.To }); i >= 0 {
			out[i].Days |= s.Days
			continue
		}
		out = append(out, s)
	}
	for i := range out {
		if out[i].Days == 1<<7-1 {
			out[i].Days = 0
		}
	}
	return out
}
