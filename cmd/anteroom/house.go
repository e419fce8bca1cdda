package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"time"

	"golang.org/x/sync/errgroup"

	"anteroom/assets"
	"anteroom/softphone"
	"anteroom/softphone/calendar"
	"anteroom/softphone/contactfile"
	"anteroom/softphone/control"
	"anteroom/softphone/desk"
	"anteroom/softphone/exchange"
	"anteroom/softphone/ldap"
	"anteroom/softphone/line"
	"anteroom/softphone/lock"
	"anteroom/softphone/mail"
	"anteroom/softphone/numbering"
	"anteroom/softphone/scriptfile"
	"anteroom/softphone/sheet"
	"anteroom/softphone/sound"
	"anteroom/softphone/voice"
	"anteroom/store"
	"anteroom/ui"
)

// A program that ends may take as long as its calls and books need; a start meanwhile waits for it.
const (
	endingTries = 100
	endingPause = 100 * time.Millisecond
)

// linkPatience is how long a tel: link waits for a line; a number dialled much later would surprise.
const linkPatience = 20 * time.Second

// house is the rooms of one running program, joined.
type house struct {
	flags flags
	log   *slog.Logger
	door  *control.Door
	books *store.Store
	desk  *desk.Desk
	world desk.World
	phone func(context.Context) error   // ends after the desk, so that its last calls are ended at the exchange
	rooms []func(context.Context) error // end after the telephone, whose practice line un-registers here
	open  softphone.Snapshot

	levels    func() softphone.Levels
	elsewhere *ldap.Directory
	lock      *lock.Lock
}

// start runs the program until ctx ends, the window closes or `ctl quit` comes. A second start hands over its link.
func start(ctx context.Context, f flags, log *slog.Logger, out io.Writer) error {
	door, err := control.Listen(f.data)
	for tries := 0; errors.Is(err, control.ErrRunning); tries++ {
		if err := handOver(ctx, f, out); !errors.Is(err, control.ErrNotRunning) || tries == endingTries {
			return err
		}
		select { // the other one is about to end
		case <-time.After(endingPause):
		case <-ctx.Done():
			return nil
		}
		door, err = control.Listen(f.data)
	}
	if err != nil {
		return err
	}
	h := &house{flags: f, log: log, door: door, lock: lock.New(nil)}
	if err := h.build(ctx); err != nil {
		return errors.Join(err, h.close())
	}
	if f.headless {
		ctx, quit := context.WithCancel(ctx)
		defer quit()
		return errors.Join(h.live(ctx, quit, noScreen{}), h.close())
	}
	return errors.Join(h.showWindow(ctx), h.close())
}

func handOver(ctx context.Context, f flags, out io.Writer) error {
	args := []string{"show"}
	if f.tel != "" {
		args = []string{"tel", f.tel}
	}
	if err := control.Send(ctx, f.data, args, "", out); err != nil {
		return fmt.Errorf("Anteroom runs already with this data folder, and answers: %w", err)
	}
	return nil
}

// build opens the books and makes the rooms; nothing runs yet.
func (h *house) build(ctx context.Context) (err error) {
	if h.books, err = store.OpenWith(ctx, h.flags.data, store.Options{
		SecretsInFile: os.Getenv("ANTEROOM_SECRETS") == "file", FullNumber: numbering.Full,
	}); err != nil {
		return err
	}
	if err := h.books.ForgetPrints(); err != nil {
		h.log.Warn("old prints not removed", "err", err)
	}
	if err := shipScripts(ctx, h.books); err != nil {
		return err
	}
	if h.open, err = h.books.Load(ctx); err != nil {
		return err
	}
	h.open.SetAside = h.books.Recovered()
	h.desk = desk.New(h.log)
	if err := h.furnish(ctx); err != nil {
		return err
	}
	deck, err := sound.Open(h.flags.audio, h.desk.Tell, sound.Options{})
	if err != nil {
		return err
	}
	engine := voice.New(h.desk.Tell, deck, voice.Options{Recordings: filepath.Join(h.flags.data, store.RecordingsFolder)})
	instance, err := instanceName(h.flags.data)
	if err != nil {
		h.log.Warn("no lasting name for exchanges", "err", err)
	}
	phone := line.New(h.desk.Tell, line.Options{UserAgent: "Anteroom/" + version, Codecs: voice.CodecNames(), Mirror: engine, Instance: instance})
	practice := exchange.New(exchange.Options{
		Voices:   assets.Practice(),
		Language: func() string { return h.desk.State().Settings.Get(softphone.SetLanguage) },
	})
	calendars := calendar.New(h.desk.Tell, calendar.Options{})
	h.levels = engine.Levels
	h.world = desk.World{Telephone: phone, Voice: engine, Sound: deck, Books: h.books, Exchange: practice, Post: mail.New(mail.Options{}), Callers: h.books, Calendars: calendars}
	h.elsewhere = ldap.New(ldap.Options{Settings: func() softphone.Settings { return h.desk.State().Settings }, Password: h.books.LDAPPassword})
	warm := func(ctx context.Context) error { // so that the first key of a search is answered as fast as the next
		if _, err := h.books.FindContacts(ctx, softphone.ContactQuery{}, 0, 1); err != nil && ctx.Err() == nil {
			h.log.Warn("directory not read", "err", err)
		}
		return nil
	}
	h.rooms = []func(context.Context) error{warm, h.elsewhere.Run, deck.Run, engine.Run, practice.Run, calendars.Run}
	h.phone = phone.Run
	return nil
}

// live runs every room. They end in order: the desk, the telephone, the rest.
func (h *house) live(ctx context.Context, quit func(), screen softphone.Screen) error {
	h.world.Screen = screen
	outer, endRest := context.WithCancel(context.WithoutCancel(ctx))
	defer endRest()
	rooms, outer := errgroup.WithContext(outer)
	for _, r := range h.rooms {
		rooms.Go(func() error { return r(outer) })
	}
	middle, endPhone := context.WithCancel(outer)
	defer endPhone()
	rooms.Go(func() error {
		defer endRest()
		return h.phone(middle)
	})
	inner, endDesk := context.WithCancel(ctx)
	defer endDesk()
	lost := context.AfterFunc(outer, endDesk) // a room that failed ends the rest
	defer lost()
	rooms.Go(func() error {
		defer endPhone()
		return h.desk.Run(inner, h.world)
	})
	rooms.Go(func() error {
		return h.door.Serve(inner, control.Options{
			Desk: h.desk, Messages: h.books, Journal: h.books,
			People: h.books, Way: h.books, Contacts: h.books, Answers: h.books, Presence: h.books, Files: contactfile.Files{}, Elsewhere: h.elsewhere, LDAPSecret: h.books, Keys: ui.Keys{},
			Scripts: h.books, ScriptFiles: scriptfile.Files{}, Policies: h.books, Printer: printer{h.flags.data, !h.flags.headless, h.books.ForgetPrints},
			Log: h.books, Tables: sheet.Files{}, Lock: h.lock, TakeOut: h.books,
			Version: version, Quit: quit, NewID: rand.Text, Now: time.Now,
			Raise: func() { screen.Raise("") },
		})
	})
	h.desk.Tell(softphone.DeskOpened{At: softphone.At{At: time.Now()}, Snapshot: h.open})
	if h.flags.tel != "" {
		rooms.Go(func() error { h.dialWhenReady(inner, screen); return nil })
	}
	return rooms.Wait()
}

// dialWhenReady dials the tel: link the program was started with, once a line can; it says so where none can soon.
func (h *house) dialWhenReady(ctx context.Context, screen softphone.Screen) {
	ready := make(chan struct{}, 1)
	cancel := h.desk.Watch(func(s softphone.State, _ softphone.Event) {
		for _, l := range s.Lines {
			if l.State == softphone.LineRegistered {
				select {
				case ready <- struct{}{}:
				default:
				}
			}
		}
	})
	defer cancel()
	select {
	case <-ready:
	case <-time.After(linkPatience): // the desk refuses it, and knows why
	case <-ctx.Done():
		return
	}
	_, err := h.desk.Ask(ctx, func(a softphone.AskID) softphone.Event {
		return softphone.DialPressed{
			Press:   softphone.Press{At: softphone.At{At: time.Now()}, Ask: a},
			NewCall: softphone.CallID(rand.Text()), Number: h.flags.tel, Outside: true,
		}
	})
	if err == nil || ctx.Err() != nil {
		return
	}
	h.log.Warn("link not dialled", "err", err)
	if w, ok := screen.(*ui.Window); ok {
		w.LinkRefused(h.flags.tel, err)
	}
}

// close gives the data folder up.
func (h *house) close() error {
	var err error
	if h.books != nil {
		err = h.books.Close()
	}
	return errors.Join(err, h.door.Close())
}

// noScreen is the screen of a desk with no window.
type noScreen struct{}

func (noScreen) Raise(softphone.CallID) {}
func (noScreen) Focus(string)           {}
