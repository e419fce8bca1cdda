package softphone

import (
	"net/netip"
	"strings"
	"time"
)

// CallID names one call for its whole life; unique across starts (a random 128-bit hex string).
type CallID string

// Direction says who began the call.
type Direction string

const (
	In  Direction = "in"
	Out Direction = "out"
)

// CallState is where a call stands as the secretary sees it.
type CallState string

const (
	// Ringing: in, nobody has answered; out, the other side has not answered and nothing is heard yet.
	Ringing CallState = "ringing"
	// Early: out, not answered, but the other side sends sound (183 with a session description).
	Early   CallState = "early"
	Talking CallState = "talking"
	Held    CallState = "held"
	Ended   CallState = "ended"
)

// EndedBy says who ended a call.
type EndedBy string

const (
	EndedByUs      EndedBy = "us"
	EndedByPeer    EndedBy = "peer"
	EndedByNetwork EndedBy = "network"
)

// Peer is who is at the other end, as the network names him.
type Peer struct {
	Name   string // display name, may be empty
	Number string // user part of the URI, as sent
	URI    string // "sip:…"
}

// Call is one telephone call, from the first ring to the journal.
type Call struct {
	ID        CallID
	Line      LineID
	Direction Direction
	Peer      Peer
	OwnNumber string // the own number that was rung, or that we show
	State     CallState

	Started  time.Time // first ring, or the moment of dialling
	Answered time.Time // zero: never
	Ended    time.Time // zero: lasts
	// AnsweredOnRing is the ring (1…) on which an incoming call was answered; 0: not answered.
	AnsweredOnRing int

	Holds     []Hold    // oldest first; the last one is open while State is Held
	ReturnDue time.Time // when the secretary is to be back with a held caller; zero when not held

	Queued    bool         // it waits in a queue of the other side, unanswered
	QueueText string       // what the exchange says of that, "" for nothing
	PeerHolds bool         // the other side has put us on hold
	Media     Media        // what was agreed last
	Quality   Quality      // how its sound travels, as measured last
	Changing  CallState    // the state asked for and not yet confirmed (Held, Talking, Ended); "" when at rest
	Visits    []Visit      // script operations and situations visited, oldest first
	Passes    []Pass       // runs of scripts, oldest first; the last one is open while the call lasts
	Script    ScriptID     // the script that runs: that of the last pass
	Operation OperationID  // where it stands
	Situation SituationID  // situation laid over it, "" for none
	Wording   int          // which of several wordings is shown
	StoppedAt string       // "where we stopped", asked on hold, shown on return
	Draft     MessageID    // the message begun for this call
	Message   MessageID    // the message whose caller is called back; "" for none
	Principal PrincipalID  // whom the caller wants; "" until known
	Caller    CallerFields // what the secretary noted about the caller
	Wrong     bool         // marked as wrong number
	Answer    FAQEntry     // of the FAQ sheet, while the situation SituationFAQ is laid over the script
	NotTold   string       // the matter that is not told by telephone, as chosen
	Colleague Colleague    // whom she means to redirect him to; zero until chosen
	Redirects int
	Promises  []Promise // oldest first; see Promised
	// RedirectsBefore is how often the caller was put through earlier that day; counted anew, not kept.
	RedirectsBefore int
	Topic           string  // what it is about, in the words of the principal's sheet; "" until known
	Against         Against // that it was put through against the sheet; zero: it was not
	Warned          Warned  // that it is about to be

	Contact     ContactID // whom the directory knows him as; "" for nobody
	Groups      []string  // his groups there
	Hits        []Contact // all who share his number, the best first
	Earlier     int       // calls with his number before this one
	EarlierLast time.Time // the last of them

	Transfer      Transfer    // what is under way to connect him with somebody else
	Failed        Failure     // why he could not be connected last, until something else is done with him
	BusyAt        string      // the number that was busy when he was to be connected last; "" for none
	WaitsFor      string      // the number he waits for until it is free; "" for none
	ConsultFor    CallID      // the waiting caller for whose sake this call was made; "" for none
	Bridged       CallID      // the call that this one is joined with, without the secretary; "" for none
	Conference    bool        // talks with the secretary and others at once
	Recordings    []Recording // oldest first; the last one is open while it is recorded
	RecordPaused  bool
	TransferredTo string // the number he was connected with in the end

	EndReason Reason
	EndedBy   EndedBy
	Trouble   Reason // what went wrong last while it lasted, e.g. a refused hold; not kept in the journal
	// Unfinished: the program ended while the call lasted; set at the next start.
	Unfinished bool
}

// CallerFields is what the secretary has learned about a caller.
type CallerFields struct {
	Surname, FirstName, Patronymic, Position, Organisation, Number string
	Address                                                        string // the form of address, e.g. "Dr"; "" for none
}

// keeping keeps the form of address of the person before, where the name is still his and no other is noted.
func (c CallerFields) keeping(before CallerFields) CallerFields {
	if c.Address == "" && c.Surname == before.Surname {
		c.Address = before.Address
	}
	return c
}

// Addressed is the caller's name as it is said to him: with the form of address and the surname, else first name and
// surname; "" while it is not known.
func (c CallerFields) Addressed() string {
	if c.Address != "" && c.Surname != "" {
		return c.Address + " " + c.Surname
	}
	return strings.TrimSpace(c.FirstName + " " + c.Surname)
}

// Live reports whether the call still occupies the line.
func (c Call) Live() bool { return c.State != Ended }

// Codec names the codec in use, "" before one is agreed.
func (c Call) Codec() string { return c.Media.Codec.Name }

// Title is the best name there is for the caller: noted name, display name, number.
func (c Call) Title() string {
	switch {
	case c.Caller.FirstName != "" && c.Caller.Surname != "":
		return c.Caller.FirstName + " " + c.Caller.Surname
	case c.Caller.Surname != "":
		return c.Caller.Surname
	case c.Peer.Name != "":
		return c.Peer.Name
	case c.Peer.Number != "":
		return c.Peer.Number
	}
	return c.Peer.URI
}

// Codec is one way of coding sound, as it stands in a session description (RFC 3551 §6, RFC 4566 §6).
type Codec struct {
	Name        string // "pcma", "pcmu", "g722", "opus"
	PayloadType uint8
	ClockRate   int // of the RTP timestamp, in Hz
	// Params are the format parameters (a=fmtp) of whoever describes himself with it: what he can receive and wants.
	Params string
}

// KnownCodecs are the names a line's codec list may hold; those not built in are skipped when offering.
var KnownCodecs = []string{"opus", "g722", "pcma", "pcmu"}

// LocalMedia is our side of the sound of one call.
type LocalMedia struct {
	RTP    netip.AddrPort // where we listen; RTCP is on the next port
	Codecs []Codec        // those we can use, best first
	// EventType is the payload type of telephone-event we offer (RFC 4733); 0 for none.
	EventType uint8
	// WideEventType is the same for telephone-event with the 48 kHz clock of Opus (RFC 4733 §2.1); 0 for none.
	WideEventType uint8
}

// MediaDirection is our own direction after an offer and its answer (RFC 3264 §5.1).
type MediaDirection string

const (
	SendRecv MediaDirection = "sendrecv"
	SendOnly MediaDirection = "sendonly"
	RecvOnly MediaDirection = "recvonly"
	Inactive MediaDirection = "inactive"
)

// Media is what an offer and its answer agreed for one call.
type Media struct {
	RTP       netip.AddrPort // where to send
	RTCP      netip.AddrPort // where to send reports
	Codec     Codec          // Codec.Name is empty before any agreement
	EventType uint8          // payload type of telephone-event to send; 0: none agreed
	// EventClock is the clock rate of those events in Hz; 0: the codec's.
	EventClock int
	Direction  MediaDirection
	Keys       MediaKeys     // how the sound is encrypted
	Ptime      time.Duration // packet length that the other side asks for; 0: it does not say
}
