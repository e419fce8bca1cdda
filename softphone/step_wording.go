package softphone

import "slices"

// maxOwnWordings is how many wordings of her own a place can have.
const maxOwnWordings = 9

// pin has the wording shown come first, or no more. What is said to somebody else than the caller, and a line's own
// greeting, cannot be pinned.
func (t *turn) pin(c *Call, sc Script) bool {
	x := t.s.sayingFor(*c, sc, t.s.values(*c, sc.Language, t.at), t.at)
	text, to := x.text()
	w := x.place
	w.Text, w.Own = text, x.shown < len(x.own) && x.own[x.shown]
	if to != ToCaller || text == t.s.greetingOf(*c) && x.shown == 0 {
		return false
	}
	if x.shown == x.pinned {
		t.unpin(x.place)
		c.Wording = t.wordingThat(*c, sc, text)
		return true
	}
	t.pinned(w)
	c.Wording = t.wordingThat(*c, sc, text)
	t.hear(c)
	return true
}

// wordingThat is the Call.Wording that shows a text.
func (t *turn) wordingThat(c Call, sc Script, text string) int {
	v := t.s.values(c, sc.Language, t.at)
	for c.Wording = 0; ; c.Wording++ {
		x := t.s.sayingFor(c, sc, v, t.at)
		if said, _ := x.text(); said == text {
			return c.Wording
		}
		if c.Wording >= x.count() {
			return 0
		}
	}
}

// pinned makes w the one of its place that comes first.
func (t *turn) pinned(w Wording) {
	t.unpin(w.Place())
	w.Pinned = true
	t.putWording(w)
}

// unpin leaves a place with no wording that comes first.
func (t *turn) unpin(place Wording) {
	for _, old := range t.s.Wordings {
		if old.Place() != place || !old.Pinned {
			continue
		}
		old.Pinned = false
		if old.Own {
			t.putWording(old)
		} else {
			t.forgetWording(old)
		}
	}
}

func (t *turn) putWording(w Wording) {
	t.s.Wordings = slices.Clone(t.s.Wordings)
	if i := slices.IndexFunc(t.s.Wordings, func(x Wording) bool { return x.key() == w.key() }); i >= 0 {
		t.s.Wordings[i] = w
	} else {
		t.s.Wordings = append(t.s.Wordings, w)
	}
	t.save(SaveWording{Wording: w})
}

func (t *turn) forgetWording(w Wording) {
	t.s.Wordings = slices.DeleteFunc(slices.Clone(t.s.Wordings), func(x Wording) bool { return x.key() == w.key() })
	t.save(SaveWording{Wording: w, Forget: true})
}

// wordingWritten adds, changes or removes a wording of her own at what is shown.
func (t *turn) wordingWritten(e WordingWritten) {
	if code, detail := SayingFault(e.Text); e.Text != "" && code != "" {
		t.reply(e.Press, e.Call, BadValue, ScriptFault{Code: code, Detail: detail}.Error())
		return
	}
	t.inScript(e.Press, func(c *Call, sc Script) bool {
		x := t.s.sayingFor(*c, sc, t.s.values(*c, sc.Language, t.at), t.at)
		hers := 0
		for _, old := range t.s.Wordings {
			if old.Place() != x.place || !old.Own {
				continue
			}
			hers++
			if old.Text == e.Old && old.Text != e.Text {
				t.forgetWording(old)
				hers--
			}
		}
		switch {
		case e.Text == "":
			c.Wording = 0
			return e.Old != ""
		case hers >= maxOwnWordings:
			return false
		}
		w := x.place
		w.Text, w.Own = e.Text, !slices.Contains(x.texts, e.Text) || x.own[slices.Index(x.texts, e.Text)]
		t.pinned(w)
		c.Wording = t.wordingThat(*c, sc, e.Text)
		t.hear(c)
		return true
	})
}
