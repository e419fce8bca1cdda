package softphone

// Device is one sound device as the system names it.
type Device struct {
	ID      string // stable name for settings
	Name    string // for people
	Default bool
}

// AudioStatus is what the sound side runs on at present.
type AudioStatus struct {
	Backend                   string // "pulseaudio", "alsa", "wasapi", "coreaudio", "null", "file"
	Microphone, Speaker, Ring string // names of the devices in use; "" for none
	Microphones, Speakers     []Device
	Trouble                   Reason // zero when all is well
}

// AudioChoice is which devices to use, "" follows the system's default, and how loud.
type AudioChoice struct {
	Microphone, Speaker, Ring string
	RingVolume                int // percent
	// MicrophoneVolume and SpeakerVolume are in percent of what the device gives and gets, up to LoudestVolume; 0 means
	// 100.
	MicrophoneVolume, SpeakerVolume int
}

// LoudestVolume of a microphone or a headset, in percent: 12 dB more than it gives by itself.
const LoudestVolume = 200

// VoiceMode is what one call's sound is connected to.
type VoiceMode string

const (
	VoiceQuiet    VoiceMode = "quiet"    // open, connected to nothing
	VoiceRingback VoiceMode = "ringback" // ringing tone in the headset
	VoiceEarly    VoiceMode = "early"    // hear the other side, say nothing
	VoiceTalk     VoiceMode = "talk"     // microphone and headset
	VoiceMusic    VoiceMode = "music"    // the caller hears hold music, we hear nothing of him
	VoiceBridge   VoiceMode = "bridge"   // he and another call hear each other, see BridgeVoice; we hear neither
)

// Cleaning is what is done to the microphone before callers hear it.
type Cleaning struct {
	Echo  bool // what the headset or loudspeaker plays is taken out of it
	Noise bool // the steady noise of a room is
	Gain  bool // soft and loud voices are brought to one loudness
}

// Any reports whether anything is done at all.
func (c Cleaning) Any() bool { return c != Cleaning{} }

// Levels is how loud it is just now, in decibels of full scale: 0 is as loud as can be, SilentLevel nothing at all.
type Levels struct{ Microphone, Headset float32 }

// SilentLevel is the level of silence.
const SilentLevel = -90

// SoundTestStage is where a test of the sound stands.
type SoundTestStage string

const (
	SoundTestOff     SoundTestStage = ""
	SoundTestPhrase  SoundTestStage = "phrase"  // something is played in the headset
	SoundTestRecord  SoundTestStage = "record"  // the microphone is recorded
	SoundTestPlaying SoundTestStage = "playing" // and played back
)
