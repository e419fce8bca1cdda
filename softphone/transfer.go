package softphone

// TransferStep is how far the connecting of a caller with somebody else has come.
type TransferStep string

const (
	NoTransfer TransferStep = ""
	// Consulting: the caller waits while somebody is called for him, or talked to.
	Consulting TransferStep = "consulting"
	// Holding: the connection is asked for; the caller's hold has to be confirmed first.
	Holding TransferStep = "holding"
	// Referred: his telephone was asked to call the other one (RFC 3515); what comes of it is awaited.
	Referred TransferStep = "referred"
	// Dialling: the other one is rung for him, and gets him as soon as he answers.
	Dialling TransferStep = "dialling"
)

// Transfer is what is under way to connect a caller with somebody else. It stands in the caller's call.
type Transfer struct {
	Step   TransferStep
	With   CallID // the call with the third party; "" where he is not called by the desk
	Number string // whom the caller is to get
}

// Failure is whom a caller could not have, and why.
type Failure struct {
	Number string
	Reason Reason
	Stayed bool // the caller was with the secretary all along
}

// Active reports whether anything is under way.
func (t Transfer) Active() bool { return t.Step != NoTransfer }

// ReferID names one request of the other side to call somebody else.
type ReferID string

// ReferAsked is such a request, until it is answered.
type ReferAsked struct {
	ID     ReferID
	Call   CallID
	Target string // whom to call
	By     string // who asks (RFC 3892 Referred-By), may be empty
}

// Number is whom to call, as a person names it.
func (r ReferAsked) Number() string {
	if p := dialledPeer(r.Target, Account{}); p.Number != "" {
		return p.Number
	}
	return r.Target
}
