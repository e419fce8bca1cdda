#include "lane.h"

#include <stddef.h>
#include <string.h>
#ifdef __linux__
#include <linux/futex.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>
#endif

#define get(p) __atomic_load_n((p), __ATOMIC_ACQUIRE)
#define set(p, v) __atomic_store_n((p), (v), __ATOMIC_RELEASE)
#define add(p, v) __atomic_fetch_add((p), (v), __ATOMIC_RELEASE)

static int32_t least(int32_t a, int32_t b) { return a < b ? a : b; }

// queue takes n samples, for which there is room.
static void queue(lane_shared *l, const int16_t *in, int32_t n) {
	uint64_t w = l->w; // nobody else writes it
	int32_t at = (int32_t)(w & (laneSize - 1)), first = least(n, laneSize - at);
	memcpy(l->samples + at, in, (size_t)first * sizeof *in);
	memcpy(l->samples, in + first, (size_t)(n - first) * sizeof *in);
	set(&l->w, w + (uint64_t)n);
}

// unqueue gives as many samples as there are and says how many.
static int32_t unqueue(lane_shared *l, int16_t *out, int32_t n) {
	uint64_t r = l->r; // nobody else writes it
	n = least(n, (int32_t)(get(&l->w) - r));
	int32_t at = (int32_t)(r & (laneSize - 1)), first = least(n, laneSize - at);
	memcpy(out, l->samples + at, (size_t)first * sizeof *out);
	memcpy(out + first, l->samples, (size_t)(n - first) * sizeof *out);
	set(&l->r, r + (uint64_t)n);
	return n;
}

// lead leads from a sample into the samples that follow.
static void lead(lane_fader *f, int16_t from) {
	f->from = from;
	f->left = fadeLen;
	f->down = 0;
}

static void apply(lane_fader *f, int16_t *s, int32_t n) {
	if (n <= 0)
		return;
	for (int32_t i = 0; i < n && f->left > 0; i++) {
		f->left--;
		s[i] = (int16_t)((f->from * f->left + s[i] * (fadeLen - f->left)) / fadeLen);
	}
	f->last = s[n - 1];
}

// sink fills s with the way down to silence.
static void sink(lane_fader *f, int16_t *s, int32_t n) {
	if (!f->down) {
		lead(f, f->last);
		f->down = 1;
	}
	memset(s, 0, (size_t)n * sizeof *s);
	apply(f, s, n);
}

// moved counts a call from the device. The first is none to judge by: it fills an empty buffer.
static void moved(lane_shared *l, int32_t n) {
	if (get(&l->beats) > 0 && n > get(&l->piece))
		set(&l->piece, n);
	add(&l->beats, 1u);
}

static int32_t filled(lane_shared *l) { return (int32_t)(get(&l->w) - l->r); }

#ifdef __linux__
enum { rate = 48000 };

static int64_t now(void) { // in samples
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * rate + (int64_t)t.tv_nsec * rate / 1000000000;
}

// await waits for n samples as long as the device can do without. It has enough for the meantime: the sound server asks
// for the next piece as soon as there is room for it, not when it is needed.
static void await(lane_shared *l, int32_t n) {
	int64_t begun = now(), end = begun + get(&l->patience) - n, t = begun;
	set(&l->waits, 1u);
	for (;;) {
		uint32_t rung = get(&l->rung);
		if (filled(l) >= n || (t = now()) >= end)
			break;
		struct timespec rest = {0, (long)((end - t) * 1000000000 / rate)};
		syscall(SYS_futex, &l->rung, FUTEX_WAIT_PRIVATE, rung, &rest, NULL, 0);
	}
	set(&l->waits, 0u);
	set(&l->waited, (int32_t)(now() - begun));
}

void lane_ring(lane_shared *l) {
	add(&l->rung, 1u);
	if (get(&l->waits))
		syscall(SYS_futex, &l->rung, FUTEX_WAKE_PRIVATE, 1, NULL, NULL, 0);
}

int32_t lane_age(lane_shared *l) {
	int64_t stamp = get(&l->stamp), age = now() - stamp;
	return stamp == 0 || age < 0 || age > rate ? -1 : (int32_t)age;
}
#else
static int64_t now(void) { return 0; }
int32_t lane_age(lane_shared *l) { return -1; }
static void await(lane_shared *l, int32_t n) {}
void lane_ring(lane_shared *l) {}
#endif

void lane_render(lane_shared *l, int16_t *out, int32_t n) {
	moved(l, n);
	if (l->primed && filled(l) < n && n < get(&l->patience))
		await(l, n);
	if (!l->primed) {
		int32_t aim = get(&l->aim);
		if (filled(l) < (aim > 0 ? aim : 0) + n) {
			if (l->begun)
				add(&l->odd, (int64_t)n);
			sink(&l->fade, out, n);
			return;
		}
		l->primed = l->begun = 1;
		lead(&l->fade, l->fade.last);
	}
	int32_t got = unqueue(l, out, n);
	apply(&l->fade, out, got);
	if (got < n) {
		l->primed = 0;
		set(&l->starved, get(&l->beats));
		add(&l->odd, (int64_t)(n - got));
		add(&l->hungry, 1u);
		sink(&l->fade, out + got, n - got);
	}
}

void lane_listen(lane_shared *l, const int16_t *in, int32_t n) {
	moved(l, n);
	if (laneSize - (int32_t)(l->w - get(&l->r)) < n)
		add(&l->odd, (int64_t)n);
	else
		queue(l, in, n);
	set(&l->stamp, now());
}

// device_head is how ma_device begins (miniaudio 0.11); its fields cannot be named without its header, which belongs to
// another package.
typedef struct {
	void *context;
	int32_t type;
	uint32_t rate, state;
	void (*data)(void *device, void *out, const void *in, uint32_t frames);
	void (*notified)(const void *notification);
	void (*stopped)(void *device);
	void *user;
} device_head;

static void on_data(void *device, void *out, const void *in, uint32_t frames) {
	lane_shared *l = ((device_head *)device)->user;
	if (l->captures)
		lane_listen(l, in, (int32_t)frames);
	else
		lane_render(l, out, (int32_t)frames);
}

enum { playback = 1, capture = 2 }; // ma_device_type

// lane_notified comes for the first time when the device has started, on its thread where it has one, and puts on_data
// where Go's callback is. In a miniaudio that looks otherwise Go's stays, which does the same and costs more.
void lane_notified(const void *notification) {
	device_head *d = *(device_head *const *)notification; // the first field of ma_device_notification
	lane_shared *l = d->user;
	if (d->notified != lane_notified || d->rate != 48000 || d->data == NULL || l == NULL || d->type != (l->captures ? capture : playback))
		return;
	set(&d->data, on_data);
	set(&l->inC, 1u);
}
