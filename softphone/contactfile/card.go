package contactfile

import (
	"context"
	"errors"
	"io"
	"mime/quotedprintable"
	"strings"

	"github.com/emersion/go-vcard"

	"anteroom/softphone"
)

// Properties of our own, for what vCard has no words for (RFC 6350 §6.10).
const (
	propertyTopics = "X-ANTEROOM-TOPICS"
	propertyKind   = "X-ANTEROOM-KIND"
	uidPrefix      = "anteroom:"
)

func readCards(ctx context.Context, text string) (softphone.ReadFile, error) {
	f := softphone.ReadFile{Format: softphone.FormatVCard}
	lines := strings.Split(strings.ReplaceAll(text, "\r\n", "\n"), "\n")
	for i := 0; i < len(lines); {
		if ctx.Err() != nil {
			return f, ctx.Err()
		}
		if !is(lines[i], "BEGIN:VCARD") {
			if strings.TrimSpace(lines[i]) != "" {
				f.Problems = append(f.Problems, softphone.ReadProblem{Line: i + 1, Code: softphone.ProblemCard, Detail: cut(lines[i], 80)})
			}
			i++
			continue
		}
		end := i + 1
		for end < len(lines) && !is(lines[end], "END:VCARD") && !is(lines[end], "BEGIN:VCARD") {
			end++
		}
		card, err := vcard.NewDecoder(strings.NewReader(plainCard(lines[i+1 : end]))).Decode()
		if err != nil || end == len(lines) || !is(lines[end], "END:VCARD") {
			if err == nil {
				err = errors.New("END:VCARD")
			}
			f.Problems = append(f.Problems, softphone.ReadProblem{Line: i + 1, Code: softphone.ProblemCard, Detail: err.Error()})
		} else {
			add(&f, softphone.ReadContact{Line: i + 1, Contact: contactOf(card)})
		}
		if i = end; i < len(lines) && is(lines[i], "END:VCARD") {
			i++
		}
	}
	return f, nil
}

func is(line, want string) bool { return strings.EqualFold(strings.TrimSpace(line), want) }

// plainCard gives the lines of a card as version 3.0 has them: unfolded, quoted-printable decoded, bare parameters of 2.1
// with their name, pictures left out.
func plainCard(lines []string) string {
	var b strings.Builder
	b.WriteString("BEGIN:VCARD\r\n")
	for i := 0; i < len(lines); {
		l := lines[i]
		i++
		head, _, _ := strings.Cut(l, ":")
		quoted := strings.Contains(strings.ToUpper(head), "QUOTED-PRINTABLE")
		for i < len(lines) {
			soft := quoted && strings.HasSuffix(strings.TrimRight(l, " \t"), "=") // a soft line break (RFC 2045 §6.7)
			if !soft && !strings.HasPrefix(lines[i], " ") && !strings.HasPrefix(lines[i], "\t") {
				break
			}
			if soft {
				l = strings.TrimSuffix(strings.TrimRight(l, " \t"), "=") + strings.TrimLeft(lines[i], " \t")
			} else {
				l += lines[i][1:]
			}
			i++
		}
		if l = plainLine(l); l != "" {
			b.WriteString(l + "\r\n")
		}
	}
	b.WriteString("END:VCARD\r\n")
	return b.String()
}

// plainLine gives one property; "" for one that is left out.
func plainLine(l string) string {
	at := colon(l)
	if at < 0 {
		return ""
	}
	head, value := l[:at], l[at+1:]
	parts := strings.Split(head, ";")
	name := strings.ToUpper(parts[0])
	if i := strings.LastIndexByte(name, '.'); i >= 0 {
		name = name[i+1:]
	}
	switch name {
	case "PHOTO", "LOGO", "SOUND", "KEY", "AGENT":
		return ""
	}
	var kept []string
	charset, quoted := "", false
	for _, p := range parts[1:] {
		k, v, has := strings.Cut(p, "=")
		switch k = strings.ToUpper(strings.TrimSpace(k)); {
		case k == "CHARSET":
			charset = strings.Trim(v, `"`)
		case k == "ENCODING" && strings.EqualFold(v, "QUOTED-PRINTABLE") || !has && k == "QUOTED-PRINTABLE":
			quoted = true
		case k == "ENCODING":
		case k == "":
		case !has:
			kept = append(kept, "TYPE="+k)
		default:
			kept = append(kept, p)
		}
	}
	if quoted {
		if raw, err := io.ReadAll(quotedprintable.NewReader(strings.NewReader(value))); err == nil || len(raw) > 0 {
			value = decodeAs(string(raw), charset)
		}
		value = strings.NewReplacer("\r\n", `\n`, "\n", `\n`, "\r", `\n`).Replace(value)
	}
	head = parts[0]
	if len(kept) > 0 {
		head += ";" + strings.Join(kept, ";")
	}
	return head + ":" + value
}

// colon is where the value begins: after the first colon outside quotation marks.
func colon(l string) int {
	quoted := false
	for i := range len(l) {
		switch l[i] {
		case '"':
			quoted = !quoted
		case ':':
			if !quoted {
				return i
			}
		}
	}
	return -1
}

func contactOf(card vcard.Card) softphone.Contact {
	c := softphone.Contact{Kind: softphone.Outside}
	if n := card.Name(); n != nil {
		c.Surname, c.FirstName, c.Patronymic, c.Address = n.FamilyName, n.GivenName, n.AdditionalName, n.HonorificPrefix
	}
	full := card.PreferredValue(vcard.FieldFormattedName)
	org := card.PreferredValue(vcard.FieldOrganization)
	parts := splitEscaped(org)
	c.Organisation = parts[0]
	if len(parts) > 1 {
		c.Department = strings.Join(parts[1:], ", ")
	}
	if strings.TrimSpace(c.Surname+c.FirstName+c.Patronymic) == "" {
		switch {
		case strings.EqualFold(card.Value(vcard.FieldKind), "org") || full == c.Organisation:
			if c.Organisation == "" {
				c.Organisation = full
			}
		default:
			splitName(&c, full)
		}
	}
	c.Position = first(card.PreferredValue(vcard.FieldTitle), card.PreferredValue(vcard.FieldRole))
	for _, t := range card[vcard.FieldTelephone] {
		number := strings.TrimSpace(t.Value)
		if len(number) > 4 && strings.EqualFold(number[:4], "tel:") {
			number, _, _ = strings.Cut(number[4:], ";")
		}
		if number != "" {
			c.Numbers = append(c.Numbers, softphone.ContactNumber{Kind: numberKind(t.Params), Number: number})
		}
	}
	for _, e := range card.Values(vcard.FieldEmail) {
		if e = strings.TrimSpace(e); e != "" {
			c.Emails = append(c.Emails, e)
		}
	}
	for _, x := range card.Values(vcard.FieldCategories) {
		c.Groups = append(c.Groups, split(x, ",;")...)
	}
	for _, x := range card.Values(propertyTopics) {
		c.Topics = append(c.Topics, split(x, ",")...)
	}
	c.Notes = strings.TrimSpace(strings.Join(card.Values(vcard.FieldNote), "\n"))
	if softphone.ContactKind(card.Value(propertyKind)) == softphone.Staff {
		c.Kind = softphone.Staff
	}
	if id, ours := strings.CutPrefix(card.Value(vcard.FieldUID), uidPrefix); ours {
		c.ID = softphone.ContactID(id)
	}
	return c
}

// splitEscaped parts a structured value; a semicolon may be escaped.
func splitEscaped(s string) []string {
	var out []string
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		switch {
		case s[i] == '\\' && i+1 < len(s):
			i++
			b.WriteByte(s[i])
		case s[i] == ';':
			out = append(out, strings.TrimSpace(b.String()))
			b.Reset()
		default:
			b.WriteByte(s[i])
		}
	}
	return append(out, strings.TrimSpace(b.String()))
}

func first(all ...string) string {
	for _, s := range all {
		if s != "" {
			return s
		}
	}
	return ""
}

func numberKind(p vcard.Params) softphone.NumberKind {
	switch {
	case p.HasType("cell") || p.HasType("mobile"):
		return softphone.NumberMobile
	case p.HasType("home"):
		return softphone.NumberHome
	case p.HasType("fax") || p.HasType("pager"):
		return softphone.NumberOther
	case p.HasType("work"):
		return softphone.NumberWork
	case p.HasType("other"):
		return softphone.NumberOther
	}
	return softphone.NumberWork
}

func writeCards(ctx context.Context, w io.Writer, all []softphone.Contact) error {
	enc := vcard.NewEncoder(w)
	for _, c := range all {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		card := vcard.Card{}
		card.SetValue(vcard.FieldVersion, "3.0")
		card.SetValue(vcard.FieldUID, uidPrefix+string(c.ID))
		card.SetName(&vcard.Name{FamilyName: c.Surname, GivenName: c.FirstName, AdditionalName: c.Patronymic, HonorificPrefix: c.Address})
		card.SetValue(vcard.FieldFormattedName, first(c.Name(), c.Organisation))
		if c.Organisation != "" || c.Department != "" {
			esc := strings.NewReplacer(`\`, `\\`, ";", `\;`)
			org := esc.Replace(c.Organisation)
			if c.Department != "" {
				org += ";" + esc.Replace(c.Department)
			}
			card.SetValue(vcard.FieldOrganization, org)
		}
		put := func(k, v string) {
			if v != "" {
				card.SetValue(k, v)
			}
		}
		put(vcard.FieldTitle, c.Position)
		put(vcard.FieldNote, c.Notes)
		put(propertyTopics, strings.Join(c.Topics, ","))
		put(propertyKind, string(c.Kind))
		if len(c.Groups) > 0 {
			card.SetCategories(c.Groups)
		}
		for _, n := range c.Numbers {
			kind := map[softphone.NumberKind]string{softphone.NumberWork: "WORK", softphone.NumberMobile: "CELL", softphone.NumberHome: "HOME"}[n.Kind]
			card.Add(vcard.FieldTelephone, &vcard.Field{Value: n.Number, Params: vcard.Params{vcard.ParamType: {first(kind, "OTHER")}}})
		}
		for _, e := range c.Emails {
			card.AddValue(vcard.FieldEmail, e)
		}
		if err := enc.Encode(card); err != nil {
			return err
		}
	}
	return nil
}
