package ui

// inquiry keeps what is asked of the books in order: an answer to an older question is thrown away, and a deed struck
// before the answer has come waits for it, so that it meets what was asked for and not what stood there before.
// It lives on the UI goroutine.
type inquiry struct {
	asked    int // counts questions
	answered bool
	waiting  []func()
}

// ask begins a new question. What waited for the one before is given up.
func (a *inquiry) ask() int {
	a.asked++
	a.answered, a.waiting = false, nil
	return a.asked
}

// again asks the same once more, as after something was saved: what waits goes on waiting.
func (a *inquiry) again() int {
	deeds := a.waiting
	a.ask()
	a.waiting = deeds
	return a.asked
}

// drop gives up the question and what waits for it.
func (a *inquiry) drop() {
	a.ask()
	a.answered = true
}

// newest tells whether a question is the last that was asked.
func (a *inquiry) newest(question int) bool { return question == a.asked }

// open tells whether the newest question is not answered yet.
func (a *inquiry) open() bool { return a.asked > 0 && !a.answered }

// pending tells whether deeds wait for the answer.
func (a *inquiry) pending() bool { return len(a.waiting) > 0 }

// await does a deed once the newest question is answered: now, where it is.
func (a *inquiry) await(deed func()) {
	if !a.open() {
		deed()
		return
	}
	a.waiting = append(a.waiting, deed)
}

// settle ends the question after its answer was painted; what waited is done in its order, unless nothing could be read.
func (a *inquiry) settle(err error) {
	deeds := a.waiting
	a.answered, a.waiting = true, nil
	if err != nil {
		return
	}
	for _, deed := range deeds {
		deed()
	}
}
