package control

import (
	"math"
	"os"
	"runtime/metrics"
	"time"

	"anteroom/softphone"
)

// callWords is a call as `anteroom ctl` prints it.
type callWords struct {
	ID          softphone.CallID    `json:"id"`
	Line        softphone.LineID    `json:"line"`
	Direction   softphone.Direction `json:"direction"`
	Peer        peerWords           `json:"peer"`
	OwnNumber   string              `json:"own_number"`
	State       softphone.CallState `json:"state"`
	Ring        int                 `json:"ring"` // that sounds now, or that it was answered on; 0 for none
	Started     *time.Time          `json:"started"`
	Answered    *time.Time          `json:"answered"`
	Ended       *time.Time          `json:"ended"`
	HeldS       float64             `json:"held_s"`
	ReturnDueS  *float64            `json:"return_due_s"` // until the return is due, negative when late; null when not held
	ReturnsDue  int                 `json:"returns_due"`
	ReturnsMade int                 `json:"returns_made"`
	Codec       string              `json:"codec"`
	Encrypted   bool                `json:"encrypted"`
	Quality     *qualityWords       `json:"quality"` // null before anything was measured
	Queued      bool                `json:"queued,omitempty"`
	QueueText   string              `json:"queue_text,omitempty"` // what the exchange says of the queue
	// How often the caller was put through today, this call included.
	RedirectsToday int                   `json:"redirects_today,omitempty"`
	PromisedS      *float64              `json:"promised_s,omitempty"` // until a promised answer, negative when late
	Situation      softphone.SituationID `json:"situation,omitempty"`
	StoppedAt      string                `json:"stopped_at,omitempty"`
	Wrong          bool                  `json:"wrong_number,omitempty"`
	EndReason      string                `json:"end_reason"`
	// How the call is tied to others; absent while it is not.
	Transfer      softphone.TransferStep `json:"transfer,omitempty"`    // how far connecting the caller has come
	ConsultFor    softphone.CallID       `json:"consult_for,omitempty"` // the caller for whom this one is called
	JoinedWith    softphone.CallID       `json:"joined_with,omitempty"`
	Recording     string                 `json:"recording,omitempty"`  // on or paused
	Recordings    []string               `json:"recordings,omitempty"` // files in the data folder's recordings
	Conference    bool                   `json:"conference,omitempty"`
	WaitsFor      string                 `json:"waits_for,omitempty"` // the number, until it is free
	TransferredTo string                 `json:"transferred_to,omitempty"`
	Topic         string                 `json:"topic,omitempty"`         // what it is about
	AgainstSheet  string                 `json:"against_sheet,omitempty"` // what the sheet said when the caller was put through all the same
	AgainstRule   softphone.RuleID       `json:"against_rule,omitempty"`
	EndedBy       softphone.EndedBy      `json:"ended_by"`
}

type peerWords struct {
	Name   string `json:"name"`
	Number string `json:"number"`
	URI    string `json:"uri"`
}

// qualityWords is how the sound of a call travels; loss is a share, rtt_ms null as long as nobody has told.
type qualityWords struct {
	Loss     float64  `json:"loss"`
	JitterMs float64  `json:"jitter_ms"`
	RTTMs    *float64 `json:"rtt_ms"`
	BufferMs float64  `json:"buffer_ms"`
	MOS      float64  `json:"mos"`
}

func qualityWordsOf(q softphone.Quality) *qualityWords {
	if !q.Measured() {
		return nil
	}
	ms := func(d time.Duration) float64 { return math.Round(float64(d)/float64(time.Millisecond)*10) / 10 }
	w := &qualityWords{Loss: math.Round(q.Loss*10000) / 10000, JitterMs: ms(q.Jitter), BufferMs: ms(q.Buffer), MOS: math.Round(q.MOS*100) / 100}
	if q.RTT > 0 {
		rtt := ms(q.RTT)
		w.RTTMs = &rtt
	}
	return w
}

func wordsOf(c softphone.Call, s softphone.Settings, now time.Time) callWords {
	w := callWords{
		ID: c.ID, Line: c.Line, Direction: c.Direction, Peer: peerWords{c.Peer.Name, c.Peer.Number, c.Peer.URI},
		OwnNumber: c.OwnNumber, State: c.State, Ring: c.AnsweredOnRing,
		Started: moment(c.Started), Answered: moment(c.Answered), Ended: moment(c.Ended),
		HeldS: seconds(c.HeldFor(now)), ReturnsDue: c.ReturnsDue(), ReturnsMade: c.ReturnsMade(),
		Codec: c.Codec(), Encrypted: c.Encrypted(), Queued: c.Queued, QueueText: c.QueueText, Quality: qualityWordsOf(c.Quality), EndedBy: c.EndedBy, Transfer: c.Transfer.Step, ConsultFor: c.ConsultFor, JoinedWith: c.Bridged,
		Conference: c.Conference, WaitsFor: c.WaitsFor, TransferredTo: c.TransferredTo,
		Topic: c.Topic, AgainstSheet: string(c.Against.Outcome), AgainstRule: c.Against.Rule,
	}
	w.RedirectsToday, w.Situation, w.StoppedAt, w.Wrong = c.RedirectedToday(), c.Situation, c.StoppedAt, c.Wrong
	if p, ok := c.Promised(); ok {
		left := seconds(p.Due.Sub(now))
		w.PromisedS = &left
	}
	if _, on := c.Recording(); on {
		w.Recording = "on"
		if c.RecordPaused {
			w.Recording = "paused"
		}
	}
	for _, r := range c.Recordings {
		w.Recordings = append(w.Recordings, r.File)
	}
	if !c.EndReason.Zero() {
		w.EndReason = c.EndReason.Error()
	}
	if c.Direction == softphone.In && c.State == softphone.Ringing {
		w.Ring = softphone.RingNumber(c.Started, now, s.Cadence())
	}
	if c.State == softphone.Held {
		due := seconds(c.ReturnDue.Sub(now))
		w.ReturnDueS = &due
	}
	return w
}

func moment(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	return &t
}

// seconds rounds to tenths; adding 0 turns -0 into 0.
func seconds(d time.Duration) float64 { return math.Round(d.Seconds()*10)/10 + 0 }

type lineWords struct {
	ID        softphone.LineID    `json:"id"`
	Address   string              `json:"address"`
	Transport softphone.Transport `json:"transport"`
	State     softphone.LineState `json:"state"`
	Reason    string              `json:"reason"`
	Music     string              `json:"music_trouble,omitempty"` // why its own hold music is not played
	Voicemail voicemailWords      `json:"voicemail"`
}

// voicemailWords is what waits in a line's mailbox. waiting without numbers: the exchange gives none.
type voicemailWords struct {
	Waiting bool `json:"waiting"`
	New     int  `json:"new"`
	Old     int  `json:"old"`
}

func lineWordsOf(l softphone.LineStatus) lineWords {
	w := lineWords{ID: l.Account.ID, Address: l.Account.Address, Transport: l.Account.Transport, State: l.State,
		Voicemail: voicemailWords(l.Voicemail)}
	if !l.Reason.Zero() {
		w.Reason = l.Reason.Error()
	}
	if !l.MusicTrouble.Zero() {
		w.Music = l.MusicTrouble.Error()
	}
	return w
}

type statusWords struct {
	Version string       `json:"version"`
	Program programWords `json:"program"`
	Lines   []lineWords  `json:"lines"`
	Lamps   []lampWords  `json:"lamps"`
	Audio   audioWords   `json:"audio"`
	Calls   []callWords  `json:"calls"`
}

// programWords is what the program itself takes, for whoever looks for leaks.
type programWords struct {
	PID        int    `json:"pid"`
	Goroutines uint64 `json:"goroutines"`
	HeapBytes  uint64 `json:"heap_bytes"` // what the last garbage collection found in use
}

func programNow() programWords {
	s := []metrics.Sample{{Name: "/sched/goroutines:goroutines"}, {Name: "/gc/heap/live:bytes"}}
	metrics.Read(s)
	return programWords{PID: os.Getpid(), Goroutines: s[0].Value.Uint64(), HeapBytes: s[1].Value.Uint64()}
}

// lampWords is a principal's telephone.
type lampWords struct {
	Number string              `json:"number"`
	State  softphone.LampState `json:"state"`
	Told   softphone.ToldKind  `json:"presence,omitempty"` // of its owner
	Note   string              `json:"note,omitempty"`
}

type audioWords struct {
	Backend    string `json:"backend"`
	Microphone string `json:"microphone"`
	Speaker    string `json:"speaker"`
	Ring       string `json:"ring"`
	Muted      bool   `json:"muted"`
	Trouble    string `json:"trouble,omitempty"`
}

type mutedWords struct {
	Muted bool `json:"muted"`
}

// messageWords is a message as `anteroom ctl` prints it; its names are the FIELDs of `message new`.
type messageWords struct {
	ID           softphone.MessageID    `json:"id"`
	Call         softphone.CallID       `json:"call"`
	State        softphone.MessageState `json:"state"`
	Taken        *time.Time             `json:"taken"`
	Principal    softphone.PrincipalID  `json:"principal"`
	For          string                 `json:"for"`
	Surname      string                 `json:"surname"`
	FirstName    string                 `json:"first_name"`
	Patronymic   string                 `json:"patronymic"`
	Position     string                 `json:"position"`
	Organisation string                 `json:"organisation"`
	Verbatim     string                 `json:"verbatim"`
	Mood         softphone.Mood         `json:"mood"`
	Number       string                 `json:"number"`
	ReadBack     bool                   `json:"read_back"`
	CallWhen     string                 `json:"call_when"`
	Email        string                 `json:"email"`
	Deputies     string                 `json:"deputies"`
	Urgency      softphone.Urgency      `json:"urgency"`
	Promised     string                 `json:"promised"`
	PromisedBy   string                 `json:"promised_by"`
	AllReadBack  bool                   `json:"all_read_back"`

	CallFrom     *time.Time `json:"call_from"` // what call_when was understood as, with the next
	CallUntil    *time.Time `json:"call_until"`
	PromisedAt   *time.Time `json:"promised_at"`
	RemindAt     *time.Time `json:"remind_at"`
	EscalateAt   *time.Time `json:"escalate_at"`
	DeliveredHow string     `json:"delivered_how"`
	DeliveredAt  *time.Time `json:"delivered_at"`
	Note         string     `json:"note,omitempty"` // of `message new`: that nobody is called what for says
}

func messageWordsOf(m softphone.Message) messageWords {
	return messageWords{
		m.ID, m.Call, m.State, moment(m.Taken), m.Principal, m.For, m.Surname, m.FirstName, m.Patronymic, m.Position,
		m.Organisation, m.Verbatim, m.Mood, m.Number, m.ReadBack, m.CallWhen, m.Email, m.Deputies, m.Urgency, m.Promised,
		m.PromisedBy, m.AllReadBack,
		moment(m.CallFrom), moment(m.CallUntil), moment(m.PromisedAt), moment(m.RemindAt), moment(m.EscalateAt), m.DeliveredHow, moment(m.DeliveredAt), "",
	}
}
