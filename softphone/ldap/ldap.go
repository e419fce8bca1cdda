// Package ldap asks a directory server for people (RFC 4510 to 4519).
package ldap

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"net"
	"os"
	"strings"
	"sync"
	"time"

	"github.com/go-ldap/ldap/v3"

	"anteroom/softphone"
)

// patience is how long the server may take for one step.
const patience = 4 * time.Second

// Options is what the look-up is made from.
type Options struct {
	Settings func() softphone.Settings
	Password func(context.Context) (softphone.Secret, error)
}

// Directory is a directory server, as the settings have it. One connection is kept between questions.
type Directory struct {
	o Options

	mu   sync.Mutex // guards conn, made; one question at a time
	conn *ldap.Conn
	made how
}

var _ softphone.Elsewhere = (*Directory)(nil)

// New makes a look-up; nothing is connected before the first question.
func New(o Options) *Directory { return &Directory{o: o} }

// how is what a connection depends on.
type how struct {
	server, security, ca, bind string
	password                   softphone.Secret
}

// Run closes the connection when ctx ends.
func (d *Directory) Run(ctx context.Context) error {
	<-ctx.Done()
	d.mu.Lock()
	defer d.mu.Unlock()
	d.drop()
	return nil
}

func (d *Directory) drop() {
	if d.conn != nil {
		_ = d.conn.Close() // it may be broken already
		d.conn = nil
	}
}

// Find asks for people whose entry has every word. The error is a softphone.Reason: NotSetUp, or one of those that begin
// with Directory.
func (d *Directory) Find(ctx context.Context, words string, limit int) ([]softphone.Contact, error) {
	s := d.o.Settings()
	if s.Get(softphone.SetLDAPServer) == "" {
		return nil, softphone.Reason{Code: softphone.NotSetUp, Detail: "LDAP"}
	}
	password, err := d.o.Password(ctx)
	if err != nil {
		return nil, err
	}
	fields, err := softphone.ParseLDAPMap(s.Get(softphone.SetLDAPMap))
	if err != nil {
		return nil, err
	}
	filter := filterOf(s.Get(softphone.SetLDAPFilter), words)
	if filter == "" {
		return nil, nil
	}
	if _, err := ldap.CompileFilter(filter); err != nil {
		return nil, softphone.Reason{Code: softphone.DirectorySearchFailed, Detail: err.Error()}
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	if ctx.Err() != nil { // a newer question has come meanwhile
		return nil, ctx.Err()
	}
	want := how{s.Get(softphone.SetLDAPServer), s.Get(softphone.SetLDAPSecurity), s.Get(softphone.SetLDAPCA), s.Get(softphone.SetLDAPBind), password}
	fresh := false
	if d.conn == nil || d.made != want || d.conn.IsClosing() {
		d.drop()
		if d.conn, err = connect(ctx, want); err != nil {
			d.conn = nil
			return nil, err
		}
		d.made, fresh = want, true
	}
	entries, err := d.search(ctx, s.Get(softphone.SetLDAPBase), filter, limit, attributes(fields))
	if err != nil && !fresh && !said(err) && ctx.Err() == nil { // closed since the last question
		d.drop()
		if d.conn, err = connect(ctx, want); err != nil {
			d.conn = nil
			return nil, err
		}
		entries, err = d.search(ctx, s.Get(softphone.SetLDAPBase), filter, limit, attributes(fields))
	}
	if err != nil {
		d.drop()
		return nil, softphone.Reason{Code: softphone.DirectorySearchFailed, Detail: plainly(err)}
	}
	var out []softphone.Contact
	for _, e := range entries {
		if c := contactOf(e, fields); c.Name() != "" || c.Organisation != "" {
			out = append(out, c)
		}
	}
	return out, nil
}

func (d *Directory) search(ctx context.Context, base, filter string, limit int, attributes []string) ([]*ldap.Entry, error) {
	conn := d.conn // which drop takes away
	stop := context.AfterFunc(ctx, func() { _ = conn.Close() })
	defer stop()
	conn.SetTimeout(patience)
	r, err := conn.Search(ldap.NewSearchRequest(base, ldap.ScopeWholeSubtree, ldap.NeverDerefAliases, limit, int(patience/time.Second), false, filter, attributes, nil))
	if r != nil && ldap.IsErrorAnyOf(err, ldap.LDAPResultSizeLimitExceeded) { // more than asked for
		err = nil
	}
	if err != nil {
		return nil, err
	}
	return r.Entries, nil
}

// connect opens, secures and binds.
func connect(ctx context.Context, h how) (*ldap.Conn, error) {
	host, port, err := net.SplitHostPort(h.server)
	if err != nil {
		if host, port = h.server, "389"; h.security == "tls" {
			port = "636"
		}
	}
	config := &tls.Config{ServerName: host, MinVersion: tls.VersionTLS12}
	if h.ca != "" {
		pem, err := os.ReadFile(h.ca)
		if err != nil {
			return nil, softphone.Reason{Code: softphone.DirectoryCertificate, Detail: err.Error()}
		}
		if config.RootCAs = x509.NewCertPool(); !config.RootCAs.AppendCertsFromPEM(pem) {
			return nil, softphone.Reason{Code: softphone.DirectoryCertificate, Detail: h.ca + ": no PEM certificate"}
		}
	}
	scheme := "ldap://"
	if h.security == "tls" {
		scheme = "ldaps://"
	}
	dialer := &net.Dialer{Timeout: patience}
	conn, err := ldap.DialURL(scheme+net.JoinHostPort(host, port), ldap.DialWithDialer(dialer), ldap.DialWithTLSConfig(config))
	if err != nil {
		return nil, unreached(err)
	}
	stop := context.AfterFunc(ctx, func() { _ = conn.Close() })
	defer stop()
	conn.SetTimeout(patience)
	if h.security == "starttls" {
		if err := conn.StartTLS(config); err != nil {
			_ = conn.Close() // the error that counts is told
			return nil, unreached(err)
		}
	}
	if h.bind == "" {
		return conn, nil // anonymous
	}
	if h.password == "" { // a server takes a name without a password for nobody, and says yes (RFC 4513 §5.1.2)
		_ = conn.Close()
		return nil, softphone.Reason{Code: softphone.DirectoryRefused, Detail: ""}
	}
	if err := conn.Bind(h.bind, string(h.password)); err != nil {
		_ = conn.Close() // as above
		if ldap.IsErrorAnyOf(err, ldap.LDAPResultInvalidCredentials, ldap.LDAPResultInvalidDNSyntax, ldap.LDAPResultNoSuchObject, ldap.LDAPResultInappropriateAuthentication,
			ldap.LDAPResultUnwillingToPerform, ldap.LDAPResultStrongAuthRequired, ldap.LDAPResultConfidentialityRequired) {
			return nil, softphone.Reason{Code: softphone.DirectoryRefused, Detail: plainly(err)}
		}
		return nil, unreached(err)
	}
	return conn, nil
}

// unreached says why there is no connection: a certificate that does not hold, or no answer.
func unreached(err error) softphone.Reason {
	var verify *tls.CertificateVerificationError
	var host x509.HostnameError
	var unknown x509.UnknownAuthorityError
	if errors.As(err, &verify) || errors.As(err, &host) || errors.As(err, &unknown) || strings.Contains(err.Error(), "x509:") || strings.Contains(err.Error(), "certificate") {
		return softphone.Reason{Code: softphone.DirectoryCertificate, Detail: plainly(err)}
	}
	return softphone.Reason{Code: softphone.DirectoryUnreachable, Detail: plainly(err)}
}

// said tells whether an error is the server's answer, not a broken connection.
func said(err error) bool {
	var e *ldap.Error
	return errors.As(err, &e) && e.ResultCode < ldap.ErrorNetwork
}

// plainly is an error without the library's own framing.
func plainly(err error) string {
	var e *ldap.Error
	if errors.As(err, &e) {
		if name := ldap.LDAPResultCodeMap[e.ResultCode]; name != "" && e.ResultCode < ldap.ErrorNetwork {
			return name
		}
		if e.Err != nil {
			return e.Err.Error()
		}
	}
	return err.Error()
}

// filterOf asks for entries in which each word stands somewhere; every %s of the template is the word, escaped (RFC 4515).
func filterOf(template, words string) string {
	var b strings.Builder
	for _, w := range strings.Fields(words) {
		b.WriteString(strings.ReplaceAll(template, "%s", ldap.EscapeFilter(w)))
	}
	if b.Len() == 0 {
		return ""
	}
	return "(&" + b.String() + ")"
}

func attributes(fields []softphone.LDAPField) (out []string) {
	for _, f := range fields {
		out = append(out, f.Attribute)
	}
	return out
}

// contactOf is an entry as a contact; its id says where it is from.
func contactOf(e *ldap.Entry, fields []softphone.LDAPField) softphone.Contact {
	c := softphone.Contact{ID: softphone.ContactID("ldap:" + e.DN), Kind: softphone.Staff}
	full := ""
	for _, f := range fields {
		values := e.GetEqualFoldAttributeValues(f.Attribute)
		if len(values) == 0 {
			continue
		}
		number := func(k softphone.NumberKind) {
			for _, v := range values {
				c.Numbers = append(c.Numbers, softphone.ContactNumber{Kind: k, Number: v})
			}
		}
		switch f.Field {
		case softphone.FieldSurname:
			c.Surname = values[0]
		case softphone.FieldFirstName:
			c.FirstName = values[0]
		case softphone.FieldPatronymic:
			c.Patronymic = values[0]
		case softphone.FieldFullName:
			full = values[0]
		case softphone.FieldPosition:
			c.Position = values[0]
		case softphone.FieldDepartment:
			c.Department = values[0]
		case softphone.FieldOrganisation:
			c.Organisation = values[0]
		case softphone.FieldAddress:
			c.Address = values[0]
		case softphone.FieldWork:
			number(softphone.NumberWork)
		case softphone.FieldMobile:
			number(softphone.NumberMobile)
		case softphone.FieldHome:
			number(softphone.NumberHome)
		case softphone.FieldOther:
			number(softphone.NumberOther)
		case softphone.FieldEmail:
			c.Emails = values
		case softphone.FieldGroups:
			c.Groups = values
		case softphone.FieldTopics:
			c.Topics = values
		case softphone.FieldNotes:
			c.Notes = values[0]
		}
	}
	if c.Name() == "" {
		c.Surname = full
	}
	return c
}
