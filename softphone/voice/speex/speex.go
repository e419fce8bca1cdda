// Package speex takes echo and noise out of a microphone and evens out its loudness, through libspeexdsp.
package speex

/*
#cgo pkg-config: speexdsp
#cgo noescape cleaner_run
#cgo nocallback cleaner_run
#include <stdlib.h>
#include <string.h>
#include <speex/speex_echo.h>
#include <speex/speex_preprocess.h>

typedef struct {
	SpeexEchoState *echo; // NULL: echo is left alone
	SpeexPreprocessState *pre;
	int block; // samples of 10 ms
	spx_int16_t *work;
	int tail;   // blocks an echo may take
	int silent; // blocks in a row in which nothing was played that could come back
	int rests;  // the echo canceller does
} cleaner;

// faint is the loudest sample, -54 dB of full scale, whose echo drowns in the noise of any room.
enum { faint = 64 };

static void cleaner_free(cleaner *c) {
	if (c->echo)
		speex_echo_state_destroy(c->echo);
	if (c->pre)
		speex_preprocess_state_destroy(c->pre);
	free(c->work);
	free(c);
}

static void cleaner_set(cleaner *c, int noise, int gain) {
	// With the suppressor off the library would leave the rest of the echo in too: it stays on, and takes 0 dB of noise.
	int on = noise || c->echo != NULL, decibels = noise ? -18 : 0, most = 20, rise = 8, fall = -40;
	spx_int32_t level = 7000; // about -14 dB of full scale while she speaks
	speex_preprocess_ctl(c->pre, SPEEX_PREPROCESS_SET_DENOISE, &on);
	speex_preprocess_ctl(c->pre, SPEEX_PREPROCESS_SET_NOISE_SUPPRESS, &decibels);
	speex_preprocess_ctl(c->pre, SPEEX_PREPROCESS_SET_AGC, &gain);
	speex_preprocess_ctl(c->pre, SPEEX_PREPROCESS_SET_AGC_TARGET, &level);
	speex_preprocess_ctl(c->pre, SPEEX_PREPROCESS_SET_AGC_MAX_GAIN, &most);
	speex_preprocess_ctl(c->pre, SPEEX_PREPROCESS_SET_AGC_INCREMENT, &rise);
	speex_preprocess_ctl(c->pre, SPEEX_PREPROCESS_SET_AGC_DECREMENT, &fall);
}

static cleaner *cleaner_new(int rate, int tail, int echo, int noise, int gain) {
	cleaner *c = calloc(1, sizeof *c);
	if (!c)
		return NULL;
	c->block = rate / 100;
	c->work = calloc(c->block, sizeof *c->work);
	c->tail = (tail + c->block - 1) / c->block;
	c->pre = speex_preprocess_state_init(c->block, rate);
	if (echo)
		c->echo = speex_echo_state_init(c->block, tail);
	if (!c->work || !c->pre || (echo && !c->echo)) {
		cleaner_free(c);
		return NULL;
	}
	if (c->echo) {
		speex_echo_ctl(c->echo, SPEEX_ECHO_SET_SAMPLING_RATE, &rate);
		speex_preprocess_ctl(c->pre, SPEEX_PREPROCESS_SET_ECHO_STATE, c->echo);
	}
	cleaner_set(c, noise, gain);
	return c;
}

// echo_block takes the echo out of a block. While nothing is played for longer than an echo lasts, and the canceller has
// heard that, it rests: it takes two thirds of the work.
static void echo_block(cleaner *c, const spx_int16_t *mic, const spx_int16_t *far, spx_int16_t *out) {
	int i, loud = 0;
	for (i = 0; i < c->block; i++)
		loud |= far[i] > faint || far[i] < -faint;
	c->silent = loud ? 0 : c->silent + 1;
	int rests = c->silent > c->tail + 2;
	if (rests && c->rests) {
		memcpy(out, mic, c->block * sizeof *out);
		return;
	}
	speex_echo_cancellation(c->echo, mic, far, out);
	if (rests == c->rests)
		return;
	// What it gives has no constant part, so that one goes into the other without a step.
	for (i = 0; i < c->block; i++) {
		int w = rests ? i + 1 : c->block - 1 - i;
		out[i] = (spx_int16_t)((out[i] * (c->block - w) + mic[i] * w) / c->block);
	}
	c->rests = rests;
	speex_preprocess_ctl(c->pre, SPEEX_PREPROCESS_SET_ECHO_STATE, rests ? NULL : c->echo);
}

static void cleaner_run(cleaner *c, const spx_int16_t *mic, const spx_int16_t *far, spx_int16_t *out, int blocks) {
	for (; blocks > 0; blocks--, mic += c->block, far += c->block, out += c->block) {
		if (c->echo)
			echo_block(c, mic, far, out);
		else
			memcpy(out, mic, c->block * sizeof *out);
		speex_preprocess_run(c->pre, out);
	}
}
*/
import "C"

import (
	"errors"
	"time"
)

// Delay is how much later the cleaned sound comes.
const Delay = 10 * time.Millisecond

// Options is what a Cleaner does.
type Options struct {
	Echo  bool // takes out what is played and comes back through the microphone
	Noise bool // takes out steady noise, by 18 dB
	Gain  bool // brings speech to one loudness, by 20 dB at most
}

// Cleaner works on one microphone. It belongs to one goroutine at a time, and must be closed.
type Cleaner struct {
	c     *C.cleaner
	block int
}

// New makes a cleaner for mono sound of a rate in Hz. tail is how long after being played a sound may still come back.
func New(rate int, tail time.Duration, o Options) (*Cleaner, error) {
	samples := int(tail * time.Duration(rate) / time.Second)
	c := C.cleaner_new(C.int(rate), C.int(samples), flag(o.Echo), flag(o.Noise), flag(o.Gain))
	if c == nil {
		return nil, errors.New("speex: no memory")
	}
	return &Cleaner{c: c, block: rate / 100}, nil
}

// Set switches noise and gain; echo stays as it was made.
func (c *Cleaner) Set(o Options) { C.cleaner_set(c.c, flag(o.Noise), flag(o.Gain)) }

// Run cleans mic into out. far is what was played while mic was recorded, or shortly before. All three are equally long,
// whole blocks of 10 ms.
func (c *Cleaner) Run(out, mic, far []int16) {
	n := len(mic) / c.block
	if n == 0 || len(mic) != n*c.block || len(far) != len(mic) || len(out) != len(mic) {
		panic("speex: not whole blocks of 10 ms")
	}
	C.cleaner_run(c.c, (*C.spx_int16_t)(&mic[0]), (*C.spx_int16_t)(&far[0]), (*C.spx_int16_t)(&out[0]), C.int(n))
}

// Close frees it.
func (c *Cleaner) Close() {
	C.cleaner_free(c.c)
	c.c = nil
}

func flag(on bool) C.int {
	if on {
		return 1
	}
	return 0
}
