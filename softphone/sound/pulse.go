package sound

import (
	"net"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// pulseAnswers knocks at the places where a PulseAudio or PipeWire server listens.
func pulseAnswers() bool {
	for _, at := range pulsePlaces() {
		network, address, ok := strings.Cut(at, ":")
		if !ok || network == "" {
			continue
		}
		c, err := net.DialTimeout(network, address, 200*time.Millisecond)
		if err == nil {
			c.Close()
			return true
		}
	}
	return false
}

// pulsePlaces lists "unix:PATH" and "tcp:HOST:PORT" as libpulse looks for its server.
// https://www.freedesktop.org/wiki/Software/PulseAudio/Documentation/User/ServerStrings/
func pulsePlaces() []string {
	if s := os.Getenv("PULSE_SERVER"); s != "" {
		var at []string
		for _, one := range strings.Fields(s) {
			if strings.HasPrefix(one, "{") {
				_, one, _ = strings.Cut(one, "}") // {machine}place
			}
			network, address, ok := strings.Cut(one, ":")
			switch {
			case strings.HasPrefix(one, "/"):
				at = append(at, "unix:"+one)
			case ok && network == "unix":
				at = append(at, one)
			case ok && strings.HasPrefix(network, "tcp"):
				if _, _, err := net.SplitHostPort(address); err != nil {
					address = net.JoinHostPort(address, "4713")
				}
				at = append(at, network+":"+address)
			}
		}
		return at
	}
	var at []string
	if d := os.Getenv("PULSE_RUNTIME_PATH"); d != "" {
		at = append(at, "unix:"+filepath.Join(d, "native"))
	}
	if d := os.Getenv("XDG_RUNTIME_DIR"); d != "" {
		at = append(at, "unix:"+filepath.Join(d, "pulse", "native"))
	}
	at = append(at, "unix:/run/user/"+strconv.Itoa(os.Getuid())+"/pulse/native", "unix:/var/run/pulse/native")
	if home, err := os.UserHomeDir(); err == nil {
		own, _ := filepath.Glob(filepath.Join(home, ".config", "pulse", "*-runtime", "native"))
		for _, p := range own {
			at = append(at, "unix:"+p)
		}
	}
	return at
}
