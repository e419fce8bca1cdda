package calendar

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"anteroom/softphone"
)

const (
	// maxSize is how large a calendar may be, in bytes; those of twenty years have some ten million.
	maxSize = 32 << 20
	// webTime is how long a server may take in all.
	webTime      = 45 * time.Second
	maxRedirects = 5
)

// source is where a calendar comes from, and what is known of it from the last time.
type source struct {
	file           bool
	text           []byte
	etag, modified string // as the server gave them
	stamp          time.Time
	size           int64
}

func (s *source) forget() { *s = source{file: s.file} }

// fetch gives the text, and whether it may have changed since the last time.
func (s *source) fetch(ctx context.Context, client *http.Client, address string) ([]byte, bool, error) {
	scheme, rest, web := strings.Cut(address, "://")
	switch scheme = strings.ToLower(scheme); {
	case !web:
		return s.readFile(address)
	case scheme == "file":
		u, err := url.Parse(address)
		if err != nil {
			return nil, false, softphone.Reason{Code: softphone.CalendarMissing}
		}
		return s.readFile(u.Path)
	case scheme == "webcal": // what browsers hand to a calendar: https in all but name
		text, changed, err := s.get(ctx, client, "https://"+rest)
		return text, changed, err
	}
	return s.get(ctx, client, address)
}

func (s *source) readFile(path string) ([]byte, bool, error) {
	s.file = true
	if home, err := os.UserHomeDir(); err == nil && strings.HasPrefix(path, "~/") {
		path = filepath.Join(home, path[2:])
	}
	info, err := os.Stat(path)
	if err == nil && info.IsDir() {
		err = errors.New("a folder")
	}
	if err != nil {
		return nil, false, missing(err)
	}
	if s.text != nil && info.ModTime().Equal(s.stamp) && info.Size() == s.size {
		return s.text, false, nil
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, false, missing(err)
	}
	defer f.Close()
	text, err := readAll(f)
	if err != nil {
		return nil, false, err
	}
	s.text, s.stamp, s.size = text, info.ModTime(), info.Size()
	return text, true, nil
}

func missing(err error) error {
	var path *fs.PathError
	if errors.As(err, &path) {
		err = path.Err
	}
	return softphone.Reason{Code: softphone.CalendarMissing, Detail: err.Error()}
}

func readAll(r io.Reader) ([]byte, error) {
	text, err := io.ReadAll(io.LimitReader(r, maxSize+1))
	if err != nil {
		return nil, softphone.Reason{Code: softphone.CalendarUnreachable, Detail: plainly(err)}
	}
	if len(text) > maxSize {
		return nil, softphone.Reason{Code: softphone.CalendarUnreadable, Detail: fmt.Sprintf("more than %d MB", maxSize>>20)}
	}
	return text, nil
}

func (s *source) get(ctx context.Context, client *http.Client, address string) ([]byte, bool, error) {
	ctx, cancel := context.WithTimeout(ctx, webTime)
	defer cancel()
	ask, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return nil, false, softphone.Reason{Code: softphone.CalendarUnreachable, Detail: "not an address"}
	}
	ask.Header.Set("Accept", "text/calendar")
	ask.Header.Set("User-Agent", "Anteroom")
	if s.text != nil && s.etag != "" {
		ask.Header.Set("If-None-Match", s.etag)
	}
	if s.text != nil && s.modified != "" {
		ask.Header.Set("If-Modified-Since", s.modified)
	}
	answer, err := client.Do(ask)
	if err != nil {
		return nil, false, unreachable(err)
	}
	defer answer.Body.Close()
	switch {
	case answer.StatusCode == http.StatusNotModified && s.text != nil:
		return s.text, false, nil
	case answer.StatusCode != http.StatusOK:
		return nil, false, softphone.Reason{Code: softphone.CalendarRefused, Detail: answer.Status}
	}
	text, err := readAll(answer.Body)
	if err != nil {
		return nil, false, err
	}
	s.text, s.etag, s.modified = text, answer.Header.Get("ETag"), answer.Header.Get("Last-Modified")
	return text, true, nil
}

// unreachable says why a server gave nothing; the address is left out, since it may be a secret.
func unreachable(err error) error {
	var cert *tls.CertificateVerificationError
	var host x509.HostnameError
	var authority x509.UnknownAuthorityError
	if errors.As(err, &cert) || errors.As(err, &host) || errors.As(err, &authority) {
		return softphone.Reason{Code: softphone.CalendarUntrusted, Detail: plainly(err)}
	}
	return softphone.Reason{Code: softphone.CalendarUnreachable, Detail: plainly(err)}
}

// plainly is an error of the network in few words.
func plainly(err error) string {
	var web *url.Error
	if errors.As(err, &web) { // its text holds the address
		err = web.Err
	}
	var dns *net.DNSError
	var timeout interface{ Timeout() bool }
	switch {
	case errors.As(err, &dns):
		return "unknown host " + dns.Name
	case errors.As(err, &timeout) && timeout.Timeout():
		return "no answer in time"
	case errors.Is(err, syscall.ECONNREFUSED):
		return "connection refused"
	}
	return err.Error()
}

// webClient verifies certificates as the system does, and never goes from https to http.
func webClient() *http.Client {
	return &http.Client{CheckRedirect: func(to *http.Request, via []*http.Request) error {
		switch {
		case len(via) >= maxRedirects:
			return errors.New("sent on too often")
		case via[0].URL.Scheme == "https" && to.URL.Scheme != "https":
			return errors.New("sent on to an address without encryption")
		}
		return nil
	}}
}
