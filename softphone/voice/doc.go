// Package voice carries the sound of calls: RTP and RTCP, codecs, jitter buffer, concealment, mixing, DTMF and tones.
//
// One tick of 10 ms does everything in order, on one locked thread: take a frame from the microphone; take what the
// readers have left in each call's letter boxes; play out and mix what the callers say; code and send what each caller is
// to hear; report. Inside, sound is mono at 48 kHz; a codec has its own rate and stands behind a resampler.
//
// A packet's way in: reader (wire.go) → letterBox → call.receiveRTP → seal (opened, where keys were agreed) → source (is
// it he?) → reception (RFC 3550 statistics) → jitterBuffer → playout (decoder, restorer or concealer) → upsampler → mix.
// A frame's way out: mix → downsampler → outgoing (encoder, DTMF) → seal → wire.
package voice
