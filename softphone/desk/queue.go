package desk

import (
	"context"
	"errors"
	"sync"
	"time"

	"anteroom/softphone"
)

// mailbox is an unbounded queue of events: telling never waits.
type mailbox struct {
	mu     sync.Mutex // guards events, closed
	events []softphone.Event
	closed bool
	signal chan struct{} // holds one token while there is something to take
}

func newMailbox() *mailbox { return &mailbox{signal: make(chan struct{}, 1)} }

func (m *mailbox) put(e softphone.Event) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.closed {
		return
	}
	m.events = append(m.events, e)
	select {
	case m.signal <- struct{}{}:
	default:
	}
}

func (m *mailbox) ready() <-chan struct{} { return m.signal }

func (m *mailbox) take() []softphone.Event {
	m.mu.Lock()
	defer m.mu.Unlock()
	out := m.events
	m.events = nil
	return out
}

func (m *mailbox) empty() bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	return len(m.events) == 0
}

func (m *mailbox) close() {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.closed, m.events = true, nil
}

// queues run jobs: in order within a name, side by side between names. A name's goroutine ends when it has no more.
type queues struct {
	mu      sync.Mutex // guards jobs, running, closed
	jobs    map[string][]func()
	running int
	closed  bool
	done    sync.WaitGroup
	rest    chan struct{} // holds one token after the last job ended
}

func newQueues() *queues {
	return &queues{jobs: map[string][]func(){}, rest: make(chan struct{}, 1)}
}

func (q *queues) put(name string, job func()) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.closed {
		return
	}
	waiting, alive := q.jobs[name]
	q.jobs[name] = append(waiting, job)
	if !alive {
		q.running++
		q.done.Add(1)
		go q.work(name)
	}
}

func (q *queues) work(name string) {
	defer q.done.Done()
	for {
		q.mu.Lock()
		if len(q.jobs[name]) == 0 {
			delete(q.jobs, name)
			q.running--
			if q.running == 0 {
				select {
				case q.rest <- struct{}{}:
				default:
				}
			}
			q.mu.Unlock()
			return
		}
		job := q.jobs[name][0]
		q.jobs[name] = q.jobs[name][1:]
		q.mu.Unlock()
		job()
	}
}

func (q *queues) idle() <-chan struct{} { return q.rest }

func (q *queues) quiet() bool {
	q.mu.Lock()
	defer q.mu.Unlock()
	return q.running == 0
}

// close shuts the door, gives the jobs under way some time, then cuts them off and waits.
func (q *queues) close(patience time.Duration, cut context.CancelFunc) error {
	q.mu.Lock()
	q.closed = true
	q.mu.Unlock()
	ended := make(chan struct{})
	go func() { q.done.Wait(); close(ended) }()
	select {
	case <-ended:
		return nil
	case <-time.After(patience):
	}
	cut()
	select {
	case <-ended:
		return nil
	case <-time.After(time.Second):
		return errors.New("desk: an effect is stuck")
	}
}
