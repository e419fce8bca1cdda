package softphone

import (
	"context"
	"fmt"
	"slices"
	"strings"
)

// The settings of the directory server.
const (
	SetLDAPServer   SettingKey = "ldap_server"   // host, or host:port; "" asks none
	SetLDAPSecurity SettingKey = "ldap_security" // starttls, tls, plain
	SetLDAPCA       SettingKey = "ldap_ca"       // file of the authority's certificate; "" trusts the system's
	SetLDAPBase     SettingKey = "ldap_base"
	SetLDAPBind     SettingKey = "ldap_bind"   // who asks; "" asks as nobody
	SetLDAPFilter   SettingKey = "ldap_filter" // for one word, which stands for %s
	SetLDAPMap      SettingKey = "ldap_map"    // field=attribute, by commas
)

// LDAPSpecs are these settings.
var LDAPSpecs = []SettingSpec{
	{Key: SetLDAPServer},
	{Key: SetLDAPSecurity, Default: "starttls", Values: []string{"starttls", "tls", "plain"}},
	{Key: SetLDAPCA}, {Key: SetLDAPBase}, {Key: SetLDAPBind},
	{Key: SetLDAPFilter, Default: "(&(objectClass=person)(|(cn=*%s*)(mail=*%s*)(telephoneNumber=*%s*)(title=*%s*)(department=*%s*)))"},
	{Key: SetLDAPMap, Default: "surname=sn, first_name=givenName, name=cn, position=title, department=department, organisation=o, work=telephoneNumber, mobile=mobile, home=homePhone, email=mail"},
}

// Reasons why a directory server gives nobody.
const (
	DirectoryUnreachable  ReasonCode = "directory_unreachable"
	DirectoryCertificate  ReasonCode = "directory_certificate"
	DirectoryRefused      ReasonCode = "directory_refused" // name or password
	DirectorySearchFailed ReasonCode = "directory_search_failed"
)

// LDAPField says from which attribute a field comes.
type LDAPField struct {
	Field     ContactField
	Attribute string
}

// ParseLDAPMap reads "surname=sn, work=telephoneNumber". The error is a Reason BadValue that names what it is about.
func ParseLDAPMap(s string) (out []LDAPField, _ error) {
	for _, part := range strings.FieldsFunc(s, func(r rune) bool { return r == ',' || r == ';' || r == '\n' }) {
		field, attribute, ok := strings.Cut(part, "=")
		f := LDAPField{ContactField(strings.TrimSpace(field)), strings.TrimSpace(attribute)}
		if !ok || f.Attribute == "" || !slices.Contains(ContactFields, f.Field) {
			return nil, Reason{BadValue, fmt.Sprintf("%s: %q", SetLDAPMap, strings.TrimSpace(part))}
		}
		out = append(out, f)
	}
	return out, nil
}

// ElsewhereSecret keeps the password of the directory server.
type ElsewhereSecret interface {
	// SaveLDAPPassword keeps it; an empty one forgets it.
	SaveLDAPPassword(ctx context.Context, password Secret) error
	// LDAPPassword gives it, "" for none.
	LDAPPassword(ctx context.Context) (Secret, error)
}
