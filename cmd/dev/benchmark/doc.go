// Package benchmark measures the real program side by side with baresip and, where it is installed, Linphone, on the same
// machine in the same run, and prints a table. `go run ./cmd/dev bench` runs it after the Go benchmarks.
//
// Telephones use real sound devices (null sinks of a PulseAudio of their own) and are otherwise as they come: baresip
// with its defaults and its concealment loaded, Anteroom with echo cancelling and noise suppression. In calls of one
// telephone with another of its kind a bridge of our own stands between them, which hands on SIP and sound; it notes
// the kernel's times of arrival, and makes loss and jitter. Other measurements are made by a probe of our own.
//
//   - Processor: utime and stime of /proc/PID/stat over at least 20 s, in percent of one core, the mean of both ends.
//   - Memory: VmRSS and VmHWM of /proc/PID/status.
//   - INVITE to 180: from just before the probe sends INVITE to the kernel's time of arrival of 180.
//   - INVITE to the call in the window: see window. Only Anteroom has one; it is drawn without a graphics card.
//   - Registered after start: from starting the program, which knows its line already, to the probe's answer that takes
//     a REGISTER, after one challenge. With Anteroom that is the whole program with its database.
//   - Mouth to ear: clicks of 10 ms played into one's microphone, and where they lie at the other's headset, both
//     channels of one recording.
//   - Lateness of sending: see lateness. Busy means a process that never rests for every core.
//   - Eight calls: from the probe, each taken while the others wait. Linphone answers the second with 486.
//   - Speech: see distortion. The microphones' cleaning is off there, because what it takes away is not the line's. With
//     40±20 ms every packet takes 20 to 60 ms, which are in the delay.
//
// Linphone is Debian's linphonec (package linphone-cli: sixty packages, with the libraries of a desktop, which is why it
// is not fetched by itself). It runs without a screen, on ALSA's way to the sound server.
package benchmark
