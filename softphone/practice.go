package softphone

// PracticeCaller describes one simulated caller.
type PracticeCaller struct {
	ID       string // e.g. "board"
	Name     string // as shown by the network
	Number   string
	Language string // "nb" or "en"
	Story    string // one line for the trainee's list, in Language
}
