package voice

/*
#include <sys/prctl.h>

// The threads of Go's runtime inherit what holds before it begins.
__attribute__((constructor)) static void take_time(void) {
	prctl(PR_SET_TIMERSLACK, 1000000UL, 0UL, 0UL, 0UL);
}
*/
import "C"
