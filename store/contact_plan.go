package store

import (
	"cmp"
	"context"
	"crypto/rand"
	"database/sql"
	"slices"
	"strings"

	"anteroom/softphone"
)

// known is what contacts are compared by.
type known struct {
	s       *Store
	country string
	all     []softphone.Contact
	byID    map[softphone.ContactID]int
	byName  map[string][]int
	full    map[string]string // numbers as compared, by how they are written: most are met twice
}

func (k *known) number(n string) string {
	f, ok := k.full[n]
	if !ok {
		f = k.s.full(n, k.country)
		k.full[n] = f
	}
	return f
}

func (k *known) same(a, b string) bool { return k.number(a) == k.number(b) }

func (k *known) add(c softphone.Contact) {
	k.byID[c.ID] = len(k.all)
	name := sortedName(c)
	k.byName[name] = append(k.byName[name], len(k.all))
	k.all = append(k.all, c)
}

// match finds whom a contact of a file is: the same id, or the same name and nothing that speaks against it – a number or
// an e-mail address in common, or the same organisation, or one that only one of the two names. A number alone is no
// sign: a whole office may have one.
func (k *known) match(c softphone.Contact) int {
	if i, ok := k.byID[c.ID]; ok && c.ID != "" {
		return i
	}
	best, weight := -1, 0
	for _, i := range k.byName[sortedName(c)] {
		x := k.all[i]
		w := 0
		a, b := foldName(x.Organisation), foldName(c.Organisation)
		if a == b {
			w = 2
		} else if (a == "" || b == "") && k.house(x, c) {
			w = 1
		}
		if k.share(x, c) {
			w += 4
		}
		if w > weight {
			best, weight = i, w
		}
	}
	return best
}

// house: one of two that name no organisation may be the other one, unless both have numbers or addresses, and others.
func (k *known) house(a, b softphone.Contact) bool {
	return len(a.Numbers)+len(a.Emails) == 0 || len(b.Numbers)+len(b.Emails) == 0
}

func (k *known) share(a, b softphone.Contact) bool {
	for _, n := range a.Numbers {
		if f := k.number(n.Number); f != "" && slices.ContainsFunc(b.Numbers, func(o softphone.ContactNumber) bool { return k.number(o.Number) == f }) {
			return true
		}
	}
	for _, e := range a.Emails {
		if slices.ContainsFunc(b.Emails, func(o string) bool { return strings.EqualFold(e, o) }) {
			return true
		}
	}
	return false
}

func (s *Store) allKnown(ctx context.Context) (*known, error) {
	k := &known{s: s, byID: map[softphone.ContactID]int{}, byName: map[string][]int{}, full: map[string]string{}}
	err := s.view(ctx, func(tx *sql.Tx) (err error) {
		if k.country, err = country(ctx, tx); err != nil {
			return err
		}
		all, err := selectContacts(ctx, tx, "IS NOT NULL")
		for _, c := range all {
			k.add(c)
		}
		return err
	})
	return k, err
}

// PlanImport compares what was read with what is there. A contact that stands twice in the file is joined.
func (s *Store) PlanImport(ctx context.Context, read []softphone.ReadContact) (softphone.ImportPlan, error) {
	var plan softphone.ImportPlan
	k, err := s.allKnown(ctx)
	if err != nil {
		return plan, failed(err, "compare with the directory")
	}
	before := slices.Clone(k.all)
	there := len(before)
	line := map[int]int{} // of the file, by place in k.all
	for _, r := range read {
		if err := ctx.Err(); err != nil {
			return softphone.ImportPlan{}, failed(err, "compare with the directory")
		}
		c := cleanContact(r.Contact)
		i := k.match(c)
		if i < 0 {
			if c.ID == "" {
				c.ID = softphone.ContactID(rand.Text())
			}
			line[len(k.all)] = r.Line
			k.add(c)
			continue
		}
		if first, again := line[i]; again && r.Line != first {
			plan.Problems = append(plan.Problems, softphone.ReadProblem{Line: r.Line, Code: softphone.ProblemTwice, Detail: c.Name()})
		} else {
			line[i] = r.Line
		}
		k.all[i] = k.all[i].Joined(c, true, k.same)
	}
	for i, c := range k.all {
		n, touched := line[i]
		switch {
		case !touched:
		case i >= there:
			plan.New = append(plan.New, softphone.PlannedContact{Line: n, After: c})
		default:
			c = cleanContact(c)
			if changes := softphone.ContactDiff(before[i], c); len(changes) > 0 {
				plan.Changed = append(plan.Changed, softphone.PlannedContact{Line: n, Known: true, After: c, Changes: changes})
			} else {
				plan.Same++
			}
		}
	}
	byLine := func(a, b softphone.PlannedContact) int { return cmp.Compare(a.Line, b.Line) }
	slices.SortStableFunc(plan.New, byLine)
	slices.SortStableFunc(plan.Changed, byLine)
	return plan, nil
}

// Duplicates gives groups of contacts that may be one and the same: with the same number, or with the same name and the
// same organisation or an e-mail address in common.
func (s *Store) Duplicates(ctx context.Context, limit int) ([]softphone.Duplicate, error) {
	k, err := s.allKnown(ctx)
	if err != nil {
		return nil, failed(err, "look for duplicates")
	}
	groups, told := map[string][]int{}, []string{}
	put := func(key string, i int) {
		if len(groups[key]) == 0 {
			told = append(told, key)
		}
		if !slices.Contains(groups[key], i) {
			groups[key] = append(groups[key], i)
		}
	}
	for i, c := range k.all {
		name := sortedName(c)
		if name != "" {
			put("name\x00"+name+"\x00"+foldName(c.Organisation), i)
			for _, e := range c.Emails {
				put("name\x00"+name+"\x00"+strings.ToLower(e), i)
			}
		}
		for _, n := range c.Numbers {
			if f := k.number(n.Number); f != "" {
				put("number\x00"+f, i)
			}
		}
	}
	var out []softphone.Duplicate
	seen := map[string]bool{}
	for _, key := range told {
		g := groups[key]
		if len(g) < 2 || len(g) > 20 { // more share a number because it is a house's
			continue
		}
		d := softphone.Duplicate{Cause: softphone.SameName}
		if strings.HasPrefix(key, "number") {
			d.Cause = softphone.SameNumber
		}
		ids := ""
		for _, i := range g {
			d.Contacts = append(d.Contacts, k.all[i])
			ids += string(k.all[i].ID) + "\x00"
		}
		if seen[ids] {
			continue
		}
		seen[ids] = true
		slices.SortStableFunc(d.Contacts, func(a, b softphone.Contact) int { return cmp.Compare(fullness(b), fullness(a)) })
		if out = append(out, d); len(out) == limit {
			break
		}
	}
	slices.SortStableFunc(out, func(a, b softphone.Duplicate) int {
		return strings.Compare(sortedName(a.Contacts[0]), sortedName(b.Contacts[0]))
	})
	return out, nil
}

// fullness is how much is known of a contact; a member of staff goes before all others.
func fullness(c softphone.Contact) (n int) {
	for _, f := range softphone.ContactFields {
		if c.Text(f) != "" {
			n++
		}
	}
	if c.Kind == softphone.Staff {
		n += 100
	}
	return n + len(c.Numbers) + len(c.Emails)
}
