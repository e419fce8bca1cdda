package sound

import (
	"slices"
	"strings"
	"time"

	"anteroom/softphone"
)

// post is a place where a device works.
type post int

const (
	microphone post = iota
	speaker
	bell
	posts
)

// found is a device that a sound system lists.
type found struct {
	softphone.Device
	key       deviceKey
	monitorOf string // ID of the speaker whose sound this "microphone" gives back
}

// inventory is every real device there is.
type inventory struct{ microphones, speakers []found }

func (v inventory) of(p post) []found {
	if p == microphone {
		return v.microphones
	}
	return v.speakers
}

// chosen is what a choice names for a post.
func chosen(c softphone.AudioChoice, p post) string {
	return [posts]string{c.Microphone, c.Speaker, c.Ring}[p]
}

// named finds a device by ID, or else by name.
func named(list []found, name string) (found, bool) {
	i := slices.IndexFunc(list, func(f found) bool { return f.ID == name })
	if i < 0 {
		i = slices.IndexFunc(list, func(f found) bool { return f.Name == name })
	}
	if i < 0 || name == "" {
		return found{}, false
	}
	return list[i], true
}

// pick says which device is to work at a post: the chosen one, else the system's default, else any other. A monitor
// never becomes the microphone by itself when we play into what it gives back (the caller would hear himself), and
// only ever as the system's default. byDefault: it is taken because it is the default.
func pick(list []found, want string, playing []string, usable func(id string) bool) (f found, byDefault, ok bool) {
	if f, ok := named(list, want); ok && usable(f.ID) {
		return f, false, true
	}
	for _, f := range list {
		if f.Default && usable(f.ID) && !slices.Contains(playing, f.monitorOf) {
			return f, true, true
		}
	}
	for _, f := range list {
		if f.monitorOf == "" && usable(f.ID) {
			return f, false, true
		}
	}
	return found{}, false, false
}

// shown is the list for the settings window: monitors are left out unless one is in use or chosen, and devices of one
// name are told apart.
func shown(list []found, keep ...string) []softphone.Device {
	var out []softphone.Device
	for _, f := range list {
		if f.monitorOf == "" || f.Default || slices.Contains(keep, f.ID) || slices.Contains(keep, f.Name) {
			out = append(out, f.Device)
		}
	}
	return out
}

// tellApart gives devices of one name their IDs behind it.
func tellApart(list []found) {
	count := map[string]int{}
	for _, f := range list {
		count[f.Name]++
	}
	for i, f := range list {
		if count[f.Name] > 1 {
			list[i].Name = f.Name + " (" + f.ID + ")"
		}
	}
}

// realDevice tells devices from a sound system's ways of having none: PulseAudio's dummy output, and what ALSA lists
// where there is no card (the null device, rate converters, bridges to servers that are not there).
func realDevice(backend, id string, cards bool) bool {
	switch backend {
	case "pulseaudio":
		return strings.TrimSuffix(id, ".monitor") != "auto_null"
	case "alsa":
		return alsaCard(id) || cards && (id == "default" || strings.HasPrefix(id, "sysdefault"))
	}
	return true
}

// alsaCard reports whether an ALSA device is on a card: ":0,0" as miniaudio shortens it, or with its card's name.
func alsaCard(id string) bool {
	return strings.HasPrefix(id, ":") || strings.HasPrefix(id, "hw:") || strings.Contains(id, "CARD=")
}

// refusal keeps a device that was opened and gave nothing from being tried all the time: each trial leaves a thread
// behind that miniaudio never ends.
type refusal struct {
	until time.Time
	wait  time.Duration
}

const (
	firstRefusal = 5 * time.Second
	lastRefusal  = 5 * time.Minute
)

func (r refusal) again(now time.Time) refusal {
	r.wait = min(max(firstRefusal, 4*r.wait), lastRefusal)
	r.until = now.Add(r.wait)
	return r
}
