package ldap

import (
	"context"
	"errors"
	"net"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"anteroom/softphone"
)

// asking is a look-up over a server, with settings of its own.
func asking(t *testing.T, s *server, own softphone.Settings) *Directory {
	t.Helper()
	all := softphone.Settings{softphone.SetLDAPServer: s.l.Addr().String(), softphone.SetLDAPBase: "dc=example", softphone.SetLDAPCA: s.ca, softphone.SetLDAPBind: s.user}
	if s.direct {
		all[softphone.SetLDAPSecurity] = "tls"
	}
	for k, v := range own {
		all[k] = v
	}
	d := New(Options{Settings: func() softphone.Settings { return all }, Password: func(context.Context) (softphone.Secret, error) { return "hemmelig", nil }})
	t.Cleanup(func() {
		d.mu.Lock()
		defer d.mu.Unlock()
		d.drop()
	})
	return d
}

func codeOf(err error) softphone.ReasonCode {
	var r softphone.Reason
	errors.As(err, &r)
	return r.Code
}

func TestFind_GivesPeopleOverEveryKindOfConnection(t *testing.T) {
	for _, security := range []string{"starttls", "tls", "plain"} {
		s := serve(t, security == "tls")
		d := asking(t, s, softphone.Settings{softphone.SetLDAPSecurity: security})
		got, err := d.Find(t.Context(), "ragnhild østby", 6)
		if err != nil {
			t.Errorf("%s: %v", security, err)
			continue
		}
		want := []softphone.Contact{{ID: "ldap:uid=ro,dc=example", Kind: softphone.Staff, Surname: "Østby", FirstName: "Ragnhild", Position: "Styreleder", Emails: []string{"r@ostby.example"},
			Numbers: []softphone.ContactNumber{{Kind: softphone.NumberWork, Number: "+47 22 41 30 77"}, {Kind: softphone.NumberMobile, Number: "+47 910 00 011"}}}}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", security, diff)
		}
		if got, err := d.Find(t.Context(), "aasen", 6); err != nil || len(got) != 1 || got[0].Surname != "Aasen" || got[0].Organisation != "Nordvik Rederi" {
			t.Errorf("%s: %+v, %v", security, got, err)
		}
		if _, binds := s.asked(); binds != 1 {
			t.Errorf("%s: bound %d times for two questions", security, binds)
		}
	}
}

func TestFind_EscapesWhatIsTyped(t *testing.T) {
	s := serve(t, true)
	d := asking(t, s, nil)
	if got, err := d.Find(t.Context(), "*)(uid=* \\", 6); err != nil || len(got) != 0 {
		t.Errorf("%v, %v", got, err)
	}
	filters, _ := s.asked()
	if len(filters) != 1 || !strings.Contains(filters[0], `\2a\29\28uid=\2a`) {
		t.Errorf("%q", filters)
	}
}

func TestFind_ComesBackAfterTheServerHasHungUp(t *testing.T) {
	s := serve(t, false)
	d := asking(t, s, nil)
	for range 2 {
		if got, err := d.Find(t.Context(), "aasen", 6); err != nil || len(got) != 1 {
			t.Fatalf("%v, %v", got, err)
		}
		s.hangUp()
	}
}

func TestFind_SaysPlainlyWhatIsWrong(t *testing.T) {
	s, direct := serve(t, false), serve(t, true)
	closed, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	closed.Close()
	for name, c := range map[string]struct {
		s    *server
		own  softphone.Settings
		want softphone.ReasonCode
	}{
		"no server":      {s, softphone.Settings{softphone.SetLDAPServer: ""}, softphone.NotSetUp},
		"nobody there":   {s, softphone.Settings{softphone.SetLDAPServer: closed.Addr().String()}, softphone.DirectoryUnreachable},
		"own authority":  {direct, softphone.Settings{softphone.SetLDAPCA: ""}, softphone.DirectoryCertificate},
		"StartTLS, same": {s, softphone.Settings{softphone.SetLDAPCA: ""}, softphone.DirectoryCertificate},
		"another name":   {direct, softphone.Settings{softphone.SetLDAPServer: strings.Replace(direct.l.Addr().String(), "127.0.0.1", "localhost", 1)}, softphone.DirectoryCertificate},
		"no such file":   {direct, softphone.Settings{softphone.SetLDAPCA: "/nowhere.pem"}, softphone.DirectoryCertificate},
		"refused bind":   {s, softphone.Settings{softphone.SetLDAPBind: "cn=somebody"}, softphone.DirectoryRefused},
		"wrong base":     {s, softphone.Settings{softphone.SetLDAPBase: "dc=elsewhere"}, softphone.DirectorySearchFailed},
		"bad filter":     {s, softphone.Settings{softphone.SetLDAPFilter: "(cn=*%s*"}, softphone.DirectorySearchFailed},
		"bad map":        {s, softphone.Settings{softphone.SetLDAPMap: "surname"}, softphone.BadValue},
		"unknown field":  {s, softphone.Settings{softphone.SetLDAPMap: "shoe=size"}, softphone.BadValue},
	} {
		if got, err := asking(t, c.s, c.own).Find(t.Context(), "østby", 6); codeOf(err) != c.want || len(got) != 0 {
			t.Errorf("%s: %v, %v; want %s", name, got, err, c.want)
		}
	}
	d := New(Options{Settings: func() softphone.Settings {
		return softphone.Settings{softphone.SetLDAPServer: s.l.Addr().String(), softphone.SetLDAPSecurity: "plain", softphone.SetLDAPBind: "cn=x"}
	},
		Password: func(context.Context) (softphone.Secret, error) { return "", nil }})
	if _, err := d.Find(t.Context(), "østby", 6); codeOf(err) != softphone.DirectoryRefused {
		t.Errorf("a name without a password: %v", err)
	}
}

func TestFind_GivenUpComesBackAtOnce(t *testing.T) {
	d := asking(t, serve(t, false), nil)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := d.Find(ctx, "østby", 6); err == nil {
		t.Error("a question given up is answered")
	}
}
