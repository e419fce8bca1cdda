package softphone

import "slices"

// CallbacksOf are the open callbacks promised to a contact: in a call of his, or with a number of his. Where a callback has neither, his
// name decides.
func (s State) CallbacksOf(c Contact) []Callback {
	return slices.DeleteFunc(s.OpenCallbacks(), func(b Callback) bool {
		if call, ok := s.Call(b.Call); ok && call.Contact != "" {
			return call.Contact != c.ID
		}
		if bareNumber(b.Number) != "" {
			return !slices.ContainsFunc(c.Numbers, func(n ContactNumber) bool { return s.SameNumber(n.Number, b.Number) })
		}
		return !sameName(b.Name, c.Name())
	})
}
