package control

import (
	"flag"
	"io"
	"strings"

	"anteroom/softphone"
)

const lineUsage = "line add ADDRESS --user U --password-stdin [--auth-user A] [--name N] [--transport udp|tcp|tls] [--proxy P] " +
	"[--listen IP:PORT] [--codecs opus,g722,pcma,pcmu] [--srtp off|offered|preferred|required] [--stun HOST:PORT] [--own-number N] [--trust FINGERPRINT] [--id ID] [--no-register] | line remove ID"

func (v *visit) line(rest []string, stdin string) error {
	switch {
	case len(rest) == 2 && rest[0] == "remove":
		_, err := v.ask(func(a softphone.AskID) softphone.Event {
			return softphone.LineRemoved{Press: v.at(a, ""), Line: softphone.LineID(rest[1])}
		})
		return err
	case len(rest) >= 2 && rest[0] == "add":
		return v.lineAdd(rest[1:], stdin)
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
	var address []string
	for len(args) > 0 { // the address may stand before or between the flags
		if err := f.Parse(args); err != nil {
			return usage(lineUsage)
		}
		if args = f.Args(); len(args) > 0 {
			address, args = append(address, args[0]), args[1:]
		}
	}
	if len(address) != 1 {
		return usage(lineUsage)
	}
	a.ID, a.Address, a.Transport, a.Register = softphone.LineID(id), address[0], softphone.Transport(transport), !noRegister
	a.SRTP = softphone.SRTP(srtp)
	if codecs != "" {
		a.Codecs = strings.Split(codecs, ",")
	}
	var password softphone.Secret
	if passwordStdin {
		password = softphone.Secret(strings.TrimRight(stdin, "\r\n"))
	}
	if a.ID == "" {
		a.ID = a.DefaultID()
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
