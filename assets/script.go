package assets

import _ "embed" // of the scripts

var (
	//go:embed script/incoming.nb.json
	incomingNB []byte
	//go:embed script/incoming.en.json
	incomingEN []byte
)

// Scripts are the call scripts that the desk is born with, as JSON in the form that softphone.ParseScript reads: the
// incoming call in Norwegian and in English. They have the same operations and situations under the same ids, so that
// the language can change in the middle of a call.
func Scripts() [][]byte { return [][]byte{incomingNB, incomingEN} }
