package store

import (
	"errors"
	"fmt"
	"net/netip"
	"os"
	"reflect"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"go.uber.org/goleak"

	"anteroom/softphone"
)

func TestMain(m *testing.M) {
	if dir := os.Getenv("STORE_TEST_TYPE_INTO"); dir != "" {
		typeUntilKilled(dir, os.Getenv("STORE_TEST_CALL"))
	}
	goleak.VerifyTestMain(m)
}

func open(t testing.TB, dir string) *Store {
	t.Helper()
	return openWith(t, dir, Options{SecretsInFile: true})
}

func openWith(t testing.TB, dir string, o Options) *Store {
	t.Helper()
	if o.migrations == nil {
		beginMigrated(t, dir)
	}
	s, err := OpenWith(t.Context(), dir, o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { closed(t, s) })
	return s
}

func closed(t testing.TB, s *Store) {
	t.Helper()
	if err := s.Close(); err != nil {
		t.Error(err)
	}
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func load(t testing.TB, s *Store) softphone.Snapshot {
	t.Helper()
	b, err := s.Load(t.Context())
	must(t, err)
	return b
}

// fill gives every field of a noun, also those added later, a value that no other field has.
func fill[T any](noun *T) T {
	n := 0
	fillValue(reflect.ValueOf(noun).Elem(), &n)
	return *noun
}

func fillValue(v reflect.Value, n *int) {
	*n++
	if !v.CanSet() {
		return
	}
	switch v.Interface().(type) {
	case time.Time:
		zone := time.FixedZone("", (*n%25-12)*1800) // some wall clocks of the world
		v.Set(reflect.ValueOf(time.Date(2026, 11, 24, 12, *n%60, 5, *n*1001, zone)))
		return
	case softphone.Span:
		v.Set(reflect.ValueOf(softphone.Span{Days: softphone.Days(*n%127 + 1), From: softphone.Clock(*n % 700), To: softphone.Clock(*n%700 + 60),
			First: softphone.Date{Year: 2026, Month: 12, Day: *n%28 + 1}}))
		return
	case netip.AddrPort:
		v.Set(reflect.ValueOf(netip.AddrPortFrom(netip.AddrFrom4([4]byte{192, 0, 2, byte(*n)}), uint16(10000+*n))))
		return
	}
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			fillValue(v.Field(i), n)
		}
	case reflect.Array:
		for i := range v.Len() {
			fillValue(v.Index(i), n)
		}
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 3, 3))
		for i := range v.Len() {
			fillValue(v.Index(i), n)
		}
	case reflect.String:
		v.SetString(fmt.Sprintf("ærlig «øl» %d; Привет, \"x\" 'y' \x00?", *n))
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Int, reflect.Int64:
		v.SetInt(int64(*n))
	case reflect.Float64:
		v.SetFloat(float64(*n) / 7)
	case reflect.Uint8:
		v.SetUint(uint64(*n))
	default:
		panic("a new kind of field: " + v.Type().String())
	}
}

// same compares nouns by every field; times by the instant and by the wall clock.
func same(t testing.TB, want, got any, opts ...cmp.Option) {
	t.Helper()
	wallClock := cmp.Comparer(func(a, b time.Time) bool {
		return a.Equal(b) && (a.IsZero() || a.Format(time.DateTime) == b.Format(time.DateTime))
	})
	addr := cmp.Comparer(func(a, b netip.AddrPort) bool { return a == b })
	if diff := cmp.Diff(want, got, append(opts, wallClock, addr)...); diff != "" {
		t.Errorf("came back changed (-want +got):\n%s", diff)
	}
}

func reasonOf(err error) softphone.ReasonCode {
	var r softphone.Reason
	errors.As(err, &r)
	return r.Code
}
