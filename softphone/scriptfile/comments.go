package scriptfile

import (
	"fmt"
	"strings"

	"github.com/goccy/go-yaml"

	"anteroom/softphone"
)

// heading tells how to edit the file.
func heading(language string) string {
	names, fields, actions := "{"+strings.Join(softphone.ValueNames, "} {")+"}", listed(softphone.FieldNames), listed(softphone.ScriptActions)
	text := headingNB
	if language == "en" {
		text = headingEN
	}
	var b strings.Builder
	for _, line := range strings.Split(strings.TrimSpace(fmt.Sprintf(text, names, fields, actions)), "\n") {
		b.WriteString(strings.TrimRight("# "+line, " ") + "\n")
	}
	return b.String() + "\n"
}

func listed[S ~string](list []S) string {
	out := make([]string, len(list))
	for i, x := range list {
		out[i] = string(x)
	}
	return strings.Join(out, ", ")
}

const headingNB = `
Et samtalemanus for Anteroom. Teksten kan endres i et hvilket som helst skriveprogram og leses inn igjen med
«Importer» eller med: anteroom ctl script import FIL. Innlesingen lager en ny utgave; eldre samtaler beholder sin.
Er noe galt, sier programmet hvilken linje, og ingenting blir endret.

Innrykket med mellomrom viser hva som hører sammen; tabulator går ikke. En setning med kolon eller # i seg settes i "anførselstegn".

id          navnet som programmet kjenner manuset ved: små bokstaver, tall, - og _. Norsk og engelsk har samme id.
operations  trinnene, i rekkefølge. Samtalen begynner i det første.
  sentences   det samme sagt på flere måter. Den som passer best, vises først; tasten 0 gir en annen.
  absent      sies i stedet når den innringeren spør etter, ikke kan nås: fraværet nevnes før navnet spørres om.
  fields      hva som fylles ut her; required: true peker på det til det er gjort, focus: true setter skrivemerket der.
  choices     hva innringeren kan svare, på tastene 1 til 9: to = trinn, over = situasjon, run = annet manus, action = handling.
situations  det som kan dukke opp når som helst, hver med sin store bokstav (key). De som ikke står her, tas fra det
            vanlige manuset (incoming). others er ord til andre enn innringeren: principal, colleague, second_caller.

I setningene kan stå: %s
Det som mangler, vises som et hull det skal spørres om.
Felt: %s
Handlinger: %s
`

const headingEN = `
A call script for Anteroom. The text can be changed in any editor and read back with "Import", or with:
anteroom ctl script import FILE. Reading it makes a new version; earlier calls keep theirs. Where something is wrong,
the program names the line, and nothing is changed.

Indentation with spaces shows what belongs together; tabs do not work. A sentence with a colon or # in it goes in "quotation marks".

id          the name that the program knows the script by: small letters, digits, - and _. Norwegian and English share it.
operations  the steps, in order. The call begins in the first.
  sentences   the same thing said in several ways. The one that fits best is shown first; the 0 key gives another.
  absent      said instead while the person asked for cannot be had: absence is told before the name is asked.
  fields      what is filled in here; required: true points at it until it is done, focus: true puts the caret there.
  choices     what the caller may answer, on keys 1 to 9: to = step, over = situation, run = another script, action = deed.
situations  what can come up at any moment, each with a capital letter of its own (key). Those not listed here are the
            general script's (incoming). others are words for somebody else: principal, colleague, second_caller.

A sentence may hold: %s
What is missing is shown as a gap to ask for.
Fields: %s
Actions: %s
`

// comments stand beside what they are about.
func comments(s softphone.Script) yaml.CommentMap {
	say := func(nb, en string) []*yaml.Comment {
		if s.Language == "en" {
			nb = en
		}
		return []*yaml.Comment{yaml.LineComment(" " + nb)}
	}
	return yaml.CommentMap{
		"$.version":  say("settes av programmet", "set by the program"),
		"$.language": say("nb eller en", "nb or en"),
	}
}
