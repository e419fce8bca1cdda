// The device's side of a lane (see lane.go), in C: a device's thread that called into Go some hundred times a second
// would keep a thread of Go's runtime awake all the time, which costs more than the whole of a call.
#ifndef ANTEROOM_LANE_H
#define ANTEROOM_LANE_H

#include <stdint.h>

enum {
	laneSize = 16384, // samples a lane can hold, a power of two: 341 ms
	fadeLen = 96,     // samples, 2 ms
};

// fader joins pieces of sound without a click, as the fader in lane.go does.
typedef struct {
	int32_t from, left;
	int16_t last;
	uint8_t down;
} lane_fader;

// lane_shared is what the two sides of a lane share. No pointer into Go, so that C may keep it while it is pinned. The
// numbers that both sides touch are read and written atomically.
typedef struct {
	uint64_t w; // samples written and read since the beginning, on cache lines of their own
	uint8_t apart[56];
	uint64_t r;
	int64_t odd;
	uint32_t beats, starved, hungry;
	int32_t piece, aim;
	uint32_t inC; // the device calls C without Go between
	uint32_t rung, waits; // how often the engine has rung; the device waits for it
	int32_t waited;       // samples that the device has waited for the engine last
	int32_t patience;     // samples it may hold a call of the device's up, less those that are asked for; 0: none
	int64_t stamp;        // when the last piece was taken, in samples of the computer's clock; 0: not known

	// The device's side alone.
	uint8_t captures, primed, begun;
	lane_fader fade;

	int16_t samples[laneSize];
} lane_shared;

// lane_render fills what a playing device asks for; lane_listen takes what a capturing device heard. For the device's
// thread.
void lane_render(lane_shared *l, int16_t *out, int32_t n);
void lane_listen(lane_shared *l, const int16_t *in, int32_t n);

// lane_ring tells a device that waits that there is something now. For the engine.
void lane_ring(lane_shared *l);

// lane_age is how many samples' time ago the last piece was taken, -1 where that is not known. For the engine.
int32_t lane_age(lane_shared *l);

// lane_notified is to be a miniaudio device's notification callback, its lane_shared being the user data.
void lane_notified(const void *notification);

#endif
