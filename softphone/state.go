package softphone

import (
	"net/netip"
	"time"
)

// State is everything the desk knows at one moment. It is a value: Step makes a new one, and nobody writes into
// the slices and maps of an old one.
type State struct {
	Now    time.Time // time of the last event
	Opened bool
	Lines  []LineStatus
	Audio  AudioStatus
	// MusicTrouble is why the hold music chosen is not played.
	MusicTrouble Reason
	Calls        []Call // in order of arrival: the live ones, and the few that ended last
	Selected     CallID // the call shown in the middle; "" when none
	Settings     Settings
	Principals   []Principal
	Office       Office            // reception hours, presence of others, what is not told
	Lamps        []Lamp            // of the principals' telephones, in their order; none while no line watches
	Scripts      []Script          // the newest version of each in use
	Wordings     []Wording         // what she prefers to say, or says in words of her own
	Drafts       []Message         // oldest first
	Begun        []Begun           // half written on pages; last written last
	OpenDraft    MessageID         // the draft in the form when no call is selected
	Offered      []MessageID       // drafts found at the start, offered again until taken up or dropped
	Open         []Message         // messages that are not done, in the order they were taken
	Mails        []Mail            // that are not there yet, oldest first
	MailTest     MailTest          // what came of the last test mail
	Reminders    []Reminder        // that stand on the screen, oldest first
	Unfinished   []CallID          // calls found unfinished at the start
	Refers       []ReferAsked      // what others ask us to call, oldest first
	Redirects    []RedirectOffered // where calls of ours were sent, oldest first
	Callbacks    []Callback        // the open ones, and the few that were done last

	Muted           bool      // the microphone is off
	SpokeMuted      time.Time // when she was heard speaking with the microphone off, zero when not since it is off
	SoundTest       SoundTestStage
	Ringing         bool // the ring device sounds
	Silenced        bool // by key, until the next call rings
	Practice        []PracticeCaller
	PracticeOpen    bool
	PracticeTrouble Reason // why the last practice caller could not ring
	WelcomeCard     bool   // the card that explains the desk is up

	// StoreTrouble is why something is not yet on disk; zero when all is saved.
	StoreTrouble  Reason
	DraftSaved    map[MessageID]time.Time
	SecretsInFile bool
	SetAside      string // where a damaged database was put at the start; "" when all was well

	proven          bool                    // the manager's password was given
	olderScripts    []Script                // versions that a call runs and that have been replaced since
	lampLine        LineID                  // the line that watches
	presenceWake    time.Time               // when somebody's presence may change next
	ringSound       ringing                 // what the ring device plays
	binds           map[CallID]netip.Addr   // where a call's sound is to listen
	dialled         map[CallID]string       // what was dialled, for calls not yet sent
	tried           map[CallID][]Peer       // whom a call that was sent on has tried, itself included
	made            []time.Time             // when calls were made, within the last hour
	alerting        map[CallID]alert        // what is heard of outgoing calls that are not answered
	unsaved         []Effect                // saves to try again
	passwords       map[LineID]Secret       // as opened or entered, for a line that is changed without entering its password again
	taking          map[MessageID]Message   // messages on their way to the disk
	taken           []MessageID             // messages taken lately
	closing         bool                    // the program is about to end
	edited          map[MessageID]bool      // drafts changed since their last save
	filled          map[MessageID]bool      // drafts that hold nothing but what the directory knows
	awaiting        map[string][]pendingAsk // replies that wait for a save, by key of the save
	editedCallbacks map[CallbackID]bool     // changed since their last save
	mailPassword    Secret
	wantPractice    []string // practice callers asked for before the practice line was open
}

// ringing is how the ring device sounds; zero for not at all.
type ringing struct {
	sound RingSound
	tune  RingTune
}

// pendingAsk is a press whose reply waits until it is on disk.
type pendingAsk struct {
	ask  AskID
	call CallID
}

// draftInHand: something stands in a draft that the desk did not put there itself.
func (s State) draftInHand(id MessageID) bool {
	m, ok := s.Draft(id)
	c, _ := s.Call(m.Call)
	return ok && (!s.Blank(m) || m.Call != "" && m.Number != c.Peer.Number)
}

// Snapshot is what the books hold when the desk opens.
type Snapshot struct {
	Settings      Settings
	Accounts      []Account
	Passwords     map[LineID]Secret
	Locked        []LineID // lines whose password is in a keyring that did not give it
	Principals    []Principal
	Scripts       []Script
	Wordings      []Wording
	Office        Office
	Drafts        []Message
	Begun         []Begun
	Open          []Message // messages that are not done
	Mails         []Mail    // that are not there yet
	MailPassword  Secret
	Callbacks     []Callback // those still open
	Unfinished    []Call     // calls that an earlier run left without an end, already marked
	SetAside      string     // path of a damaged database that was put aside, "" for none
	SecretsInFile bool       // a password is in a file, not in the system keyring
}

// Call finds a call by its id.
func (s State) Call(id CallID) (Call, bool) {
	for _, c := range s.Calls {
		if c.ID == id {
			return c, true
		}
	}
	return Call{}, false
}

// Caller is the call that the form and the sheet are about: the one shown, or the waiting caller for whose sake that one
// was called.
func (s State) Caller() (Call, bool) {
	c, ok := s.Call(s.Selected)
	if caller, tied := s.Call(c.ConsultFor); tied && c.ConsultFor != "" {
		return caller, true
	}
	return c, ok
}

// Line finds a line by its id.
func (s State) Line(id LineID) (LineStatus, bool) {
	for _, l := range s.Lines {
		if l.Account.ID == id {
			return l, true
		}
	}
	return LineStatus{}, false
}

// Principal finds a principal by id.
func (s State) Principal(id PrincipalID) (Principal, bool) {
	for _, p := range s.Principals {
		if p.ID == id {
			return p, true
		}
	}
	return Principal{}, false
}

// Draft finds a draft by id.
func (s State) Draft(id MessageID) (Message, bool) {
	for _, m := range s.Drafts {
		if m.ID == id {
			return m, true
		}
	}
	return Message{}, false
}
