// Package benchmark measures Anteroom side by side with baresip.
package benchmark
