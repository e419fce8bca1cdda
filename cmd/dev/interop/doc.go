// Package interop puts the real program on the telephone with real exchanges and telephones: kamailio, Asterisk, baresip
// and sipp, all on loopback, and its directory with OpenLDAP. Its tests have the build tag "interop"; `go run ./cmd/dev
// interop` fetches the peers and runs them. Where the system allows network namespaces, some stand behind a router with
// NAT or at the end of a cable that is pulled. Sound is judged by the frequency that is heard, never by packets counted.
package interop
