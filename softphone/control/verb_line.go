package control

import (
	"flag"
	"io"
	"strings"

	"anteroom/softphone"
)

const lineUsage = "line add ADDRESS --user U --password-stdin [--auth-user A] [--name N] [--transport udp|tcp|tls] [--proxy P] " +
	"[--listen IP:PORT] [--codecs opus,g722,pcma,pcmu] [--srtp off|offered|preferred|required] [--stun HOST:PORT] [--own-number N] [--trust FINGERPRINT] [--id ID] [--no-register] [KEY=VALUE …] | " +
	"line set ID [--password-stdin] KEY=VALUE … | line show ID | line remove ID"

func (v *visit) line(rest []string, stdin string) error {
	switch {
	case len(rest) == 2 && rest[0] == "remove":
		if why := v.mayBe(softphone.DeedDelete); why != nil {
			return why
		}
		_, err := v.ask(func(a softphone.AskID) softphone.Event {
			return softphone.LineRemoved{Press: v.at(a, ""), Line: softphone.LineID(rest[1])}
		})
		return err
	case len(rest) >= 2 && rest[0] == "add":
		return v.lineAdd(rest[1:], stdin)
	case len(rest) >= 3 && rest[0] == "set":
		return v.lineSet(softphone.LineID(rest[1]), rest[2:], stdin)
	case len(rest) == 2 && rest[0] == "show":
		return v.lineShow(softphone.LineID(rest[1]))
	}
	return usage(lineUsage)
}

func (v *visit) lineAdd(args []string, stdin string) error {
	var a softphone.Account
	var id, transport, codecs, srtp string
	var passwordStdin, noRegister bool
	f := flag.NewFlagSet("line add", flag.ContinueOnError)
	f.SetOutput(io.Discard)
	f.StringVar(&a.User, "user", "", "")
	f.StringVar(&a.AuthUser, "auth-user", "", "")
	f.StringVar(&a.DisplayName, "name", "", "")
	f.StringVar(&transport, "transport", "udp", "")
	f.StringVar(&a.Proxy, "proxy", "", "")
	f.StringVar(&a.Listen, "listen", "", "")
	f.StringVar(&codecs, "codecs", "", "")
	f.StringVar(&srtp, "srtp", "", "")
	f.StringVar(&a.STUN, "stun", "", "")
	f.StringVar(&a.OwnNumber, "own-number", "", "")
	f.StringVar(&a.TrustedCert, "trust", "", "")
	f.StringVar(&id, "id", "", "")
	f.BoolVar(&passwordStdin, "password-stdin", false, "")
	f.BoolVar(&noRegister, "no-register", false, "")
	var address, own []string
	for len(args) > 0 { // the address may stand before or between the flags
		if err := f.Parse(args); err != nil {
			return usage(lineUsage)
		}
		if args = f.Args(); len(args) == 0 {
			break
		}
		if strings.Contains(args[0], "=") {
			own = append(own, args[0])
		} else {
			address = append(address, args[0])
		}
		args = args[1:]
	}
	if len(address) != 1 {
		return usage(lineUsage)
	}
	a.ID, a.Address, a.Transport, a.Register = softphone.LineID(id), address[0], softphone.Transport(transport), !noRegister
	a.SRTP = softphone.SRTP(srtp)
	if codecs != "" {
		a.Codecs = strings.Split(codecs, ",")
	}
	if err := setLine(&a, own); err != nil {
		return err
	}
	var password softphone.Secret
	if passwordStdin {
		password = softphone.Secret(strings.TrimRight(stdin, "\r\n"))
	}
	if a.ID == "" {
		a.ID = a.DefaultID()
	}
	return v.saveLine(a, password)
}

// saveLine sets a line up, or changes it, and prints how it stands.
func (v *visit) saveLine(a softphone.Account, password softphone.Secret) error {
	if why := v.Desk.State().ForbidsLine(a); why != nil {
		return why
	}
	_, err := v.ask(func(ask softphone.AskID) softphone.Event {
		return softphone.LineAdded{Press: v.at(ask, ""), Account: a, Password: password}
	})
	if err != nil {
		return err
	}
	l, _ := v.Desk.State().Line(a.ID)
	return v.emit(lineWordsOf(l))
}

// lineSet changes a line that is there; everything not named stays.
func (v *visit) lineSet(id softphone.LineID, words []string, stdin string) error {
	l, ok := v.Desk.State().Line(id)
	if !ok || id == softphone.PracticeLine {
		return softphone.Reason{Code: softphone.NoSuchLine, Detail: string(id)}
	}
	var password softphone.Secret
	if words[0] == "--password-stdin" {
		password, words = softphone.Secret(strings.TrimRight(stdin, "\r\n")), words[1:]
	}
	a := l.Account
	if err := setLine(&a, words); err != nil {
		return err
	}
	return v.saveLine(a, password)
}

// lineShow prints everything set of a line, by the names `line set` takes.
func (v *visit) lineShow(id softphone.LineID) error {
	l, ok := v.Desk.State().Line(id)
	if !ok {
		return softphone.Reason{Code: softphone.NoSuchLine, Detail: string(id)}
	}
	words := map[string]string{}
	for _, k := range lineKeys {
		words[k.name] = k.get(l.Account)
	}
	return v.emit(words)
}

const ringUsage = "ring [chime|bell|warble|wood|harp]"

// ring lets a tune be heard at the ring device.
func (v *visit) ring(rest []string) error {
	if len(rest) > 1 {
		return usage(ringUsage)
	}
	var tune softphone.RingTune
	if len(rest) == 1 {
		tune = softphone.RingTune(rest[0])
	}
	_, err := v.ask(func(a softphone.AskID) softphone.Event { return softphone.RingTried{Press: v.at(a, ""), Tune: tune} })
	return err
}
