package calendar

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"go.uber.org/goleak"

	"anteroom/softphone"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

const patience = 30 * time.Second

// follow reads calendars until the test ends; news arrive in the channel.
func follow(t *testing.T, o Options, all ...softphone.Calendar) (*Reader, <-chan softphone.Event) {
	t.Helper()
	news := make(chan softphone.Event, 1000)
	r := New(func(e softphone.Event) { news <- e }, o)
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- r.Run(ctx) }()
	t.Cleanup(func() {
		cancel()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	})
	if err := r.Follow(ctx, all); err != nil {
		t.Fatal(err)
	}
	return r, news
}

// next waits for a piece of news of a kind; others are passed over.
func next[E softphone.Event](t *testing.T, news <-chan softphone.Event) E {
	t.Helper()
	late := time.After(patience)
	for {
		select {
		case e := <-news:
			if x, ok := e.(E); ok {
				return x
			}
		case <-late:
			var none E
			t.Fatalf("no %T came", none)
		}
	}
}

func meetingNow() []byte {
	now := time.Now().UTC()
	return ics(event("DTSTART:"+now.Add(-time.Hour).Format("20060102T150405Z"), "DTEND:"+now.Add(time.Hour).Format("20060102T150405Z"), "SUMMARY:Møte", "LOCATION:Rom 4"))
}

var quick = Options{Web: 5 * time.Millisecond, File: 5 * time.Millisecond, Retry: 5 * time.Millisecond}

func TestReader_FollowsAnAddressAndAsksOnlyForWhatIsNew(t *testing.T) {
	var asked, saved atomic.Int32
	var fail atomic.Bool
	text := meetingNow()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, q *http.Request) {
		asked.Add(1)
		switch {
		case fail.Load():
			w.WriteHeader(http.StatusServiceUnavailable)
		case q.Header.Get("If-None-Match") == `"one"` && q.Header.Get("If-Modified-Since") == "Fri, 27 Nov 2026 10:00:00 GMT":
			saved.Add(1)
			w.WriteHeader(http.StatusNotModified)
		default:
			w.Header().Set("ETag", `"one"`)
			w.Header().Set("Last-Modified", "Fri, 27 Nov 2026 10:00:00 GMT")
			w.Write(text)
		}
	}))
	t.Cleanup(server.Close)
	o := quick
	o.Client = server.Client()
	_, news := follow(t, o, softphone.Calendar{Principal: "p", Address: server.URL + "/secret-token.ics"})
	read := next[softphone.CalendarRead](t, news)
	if read.Principal != "p" || len(read.Busy) != 1 || read.Busy[0].Kind != softphone.PresenceMeeting || read.Busy[0].Note != "Rom 4" {
		t.Errorf("%+v", read)
	}
	for late := time.Now().Add(patience); saved.Load() < 2 && time.Now().Before(late); {
		<-time.After(time.Millisecond)
	}
	if saved.Load() < 2 {
		t.Errorf("%d times asked, never for what is new only", asked.Load())
	}
	fail.Store(true)
	failed := next[softphone.CalendarFailed](t, news)
	if failed.Reason.Code != softphone.CalendarRefused || !strings.HasPrefix(failed.Reason.Detail, "503") || strings.Contains(fmt.Sprint(failed.Reason), "secret") {
		t.Errorf("%+v", failed)
	}
	fail.Store(false)
	next[softphone.CalendarRead](t, news) // told again, so that the trouble is over
}

func TestReader_TrustsNoCertificateThatNobodyKnows(t *testing.T) {
	server := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.Write(meetingNow()) }))
	t.Cleanup(server.Close)
	o := quick
	o.Client = webClient()
	defer o.Client.CloseIdleConnections()
	_, news := follow(t, o, softphone.Calendar{Principal: "p", Address: "webcal://" + strings.TrimPrefix(server.URL, "https://")})
	if why := next[softphone.CalendarFailed](t, news).Reason; why.Code != softphone.CalendarUntrusted {
		t.Errorf("%+v", why)
	}
}

func TestReader_ReadsWebcalOverHTTPS(t *testing.T) {
	server := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.Write(meetingNow()) }))
	t.Cleanup(server.Close)
	o := quick
	o.Client = server.Client()
	_, news := follow(t, o, softphone.Calendar{Principal: "p", Address: "webcal://" + strings.TrimPrefix(server.URL, "https://")})
	if read := next[softphone.CalendarRead](t, news); len(read.Busy) != 1 {
		t.Errorf("%+v", read)
	}
}

func TestReader_NeverGoesOnWithoutEncryption(t *testing.T) {
	plain := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.Write(meetingNow()) }))
	t.Cleanup(plain.Close)
	server := httptest.NewTLSServer(http.RedirectHandler(plain.URL, http.StatusFound))
	t.Cleanup(server.Close)
	o := quick
	o.Client = server.Client()
	o.Client.CheckRedirect = webClient().CheckRedirect
	_, news := follow(t, o, softphone.Calendar{Principal: "p", Address: server.URL})
	if why := next[softphone.CalendarFailed](t, news).Reason; why.Code != softphone.CalendarUnreachable || !strings.Contains(why.Detail, "encryption") {
		t.Errorf("%+v", why)
	}
}

func TestReader_FollowsAFileThatComesChangesAndGoes(t *testing.T) {
	path := filepath.Join(t.TempDir(), "kalender.ics")
	r, news := follow(t, quick, softphone.Calendar{Principal: "p", Address: path})
	if why := next[softphone.CalendarFailed](t, news).Reason; why.Code != softphone.CalendarMissing || strings.Contains(why.Detail, path) {
		t.Errorf("%+v", why)
	}
	write := func(text []byte) { // as a calendar program does it: whole, in one stroke
		t.Helper()
		if err := os.WriteFile(path+".new", text, 0o600); err != nil {
			t.Fatal(err)
		}
		if err := os.Rename(path+".new", path); err != nil {
			t.Fatal(err)
		}
	}
	write(meetingNow())
	if read := next[softphone.CalendarRead](t, news); len(read.Busy) != 1 {
		t.Errorf("%+v", read)
	}
	write(ics())
	if read := next[softphone.CalendarRead](t, news); len(read.Busy) != 0 {
		t.Errorf("%+v", read)
	}
	write([]byte("nothing of the kind"))
	if why := next[softphone.CalendarFailed](t, news).Reason; why.Code != softphone.CalendarUnreadable {
		t.Errorf("%+v", why)
	}
	other := filepath.Join(t.TempDir(), "annen.ics")
	if err := os.WriteFile(other, meetingNow(), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := r.Follow(t.Context(), []softphone.Calendar{{Principal: "q", Address: "file://" + other}}); err != nil {
		t.Fatal(err)
	}
	if read := next[softphone.CalendarRead](t, news); read.Principal != "q" || len(read.Busy) != 1 {
		t.Errorf("%+v", read)
	}
}

func TestReader_SaysWhyNothingAnswers(t *testing.T) {
	server := httptest.NewServer(http.NotFoundHandler())
	gone := server.URL
	server.Close()
	_, news := follow(t, quick, softphone.Calendar{Principal: "p", Address: gone})
	if why := next[softphone.CalendarFailed](t, news).Reason; why.Code != softphone.CalendarUnreachable || why.Detail != "connection refused" {
		t.Errorf("%+v", why)
	}
}
