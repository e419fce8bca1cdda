package softphone

import "time"

// Colleague is who knows more, as the caller is told of him before he is put through.
type Colleague struct {
	Name     string // first name, patronymic and surname
	Position string
	Number   string
}

// ColleagueNoted is whom she means to redirect a caller to; the zero one takes it back.
type ColleagueNoted struct {
	Press
	Colleague Colleague
}

// ColleagueFor is the colleague noted for a call, else whom the principal's sheet passes it on to; zero for nobody.
func (s State) ColleagueFor(c Call, now time.Time) Colleague {
	if c.Colleague != (Colleague{}) {
		return c.Colleague
	}
	if r, _, ok := s.Ruling(c, now); ok && r.Outcome == PassOn {
		return Colleague{Name: r.To.Title(), Number: r.To.Number}
	}
	return Colleague{}
}

// colleagueValues are the words about him in a sentence.
//
//	{colleague} {colleague_position} or left out {colleague_number} grouped for reading aloud
func (s State) colleagueValues(v Values, c Call, now time.Time) {
	x := s.ColleagueFor(c, now)
	v["colleague"], v["colleague_position"], v["colleague_number"] = x.Name, x.Position, GroupNumber(x.Number)
}

// redirect begins to put a caller through to a colleague. The caller is told who that is and asked before he is put on
// hold; so where nobody is meant yet, that is asked first.
func (t *turn) redirect(c *Call) {
	if c.State == Talking && c.Changing == "" && t.s.ColleagueFor(*c, t.at) == (Colleague{}) {
		t.do(FocusField{Field: "colleague"})
		return
	}
	t.consultPressed(ConsultPressed{Press: Press{At: At{t.at}, Call: c.ID}})
}
