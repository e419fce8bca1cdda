package control

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"anteroom/softphone"
)

// Presence, hours and what is not told are set and listed from outside as on screen.
func TestCtl_PresenceHoursAndWhatIsNotToldAreSetAndListed(t *testing.T) {
	d, dir := running(t)
	d.step(softphone.PrincipalSaved{Press: softphone.Press{At: softphone.At{At: time.Now()}}, Principal: softphone.Principal{ID: "aasen", FirstName: "Henrik", Surname: "Aasen"}})
	does := func(words ...string) {
		t.Helper()
		if _, err := ctl(t, dir, words...); err != nil {
			t.Errorf("%v: %v", words, err)
		}
	}
	does("presence", "set", "aasen", "out", "+45", "i Rotterdam", "--tell")
	does("reception", "set", "henrik", "monday", "9-11,13-15:30")
	does("reception", "date", "aasen", "2026-12-24", "closed", "Christmas Eve")
	does("nottold", "add", "aasen", "Salary", "writing")
	if w, err := ctl(t, dir, "presence", "list"); err != nil || w["who"] != "aasen" || w["kind"] != "out" || w["note"] != "i Rotterdam" || w["until"] == nil {
		t.Errorf("%v %v", w, err)
	}
	w, err := ctl(t, dir, "reception", "list")
	if err != nil || w["week"].(map[string]any)["monday"] == "" || w["dates"].(map[string]any)["2026-12-24"] != "closed Christmas Eve" {
		t.Errorf("%v %v", w, err)
	}
	if w, err = ctl(t, dir, "nottold", "list"); err != nil || w["matter"] != "Salary" || w["instead"] != "writing" {
		t.Errorf("%v %v", w, err)
	}
	does("nottold", "remove", "aasen", "salary")
	if n := len(d.State().Office.NotTold); n != 0 {
		t.Errorf("%d matters left", n)
	}
	for _, bad := range [][]string{{"presence", "set", "nobody", "out"}, {"presence", "set", "aasen", "asleep"}, {"reception", "set", "aasen", "someday", "9-11"},
		{"reception", "set", "aasen", "monday", "early"}, {"nottold", "remove", "aasen"}} {
		if _, err := ctl(t, dir, bad...); err == nil {
			t.Errorf("%v: taken", bad)
		}
	}
}

// house is a directory of whom the test needs.
type house struct {
	softphone.Directory
	all []softphone.Contact
}

func (h house) Contact(_ context.Context, id softphone.ContactID) (softphone.Contact, error) {
	if i := slices.IndexFunc(h.all, func(c softphone.Contact) bool { return c.ID == id }); i >= 0 {
		return h.all[i], nil
	}
	return softphone.Contact{}, softphone.Reason{Code: softphone.NoSuchContact}
}

func (h house) FindContacts(_ context.Context, q softphone.ContactQuery, _, limit int) (p softphone.ContactPage, err error) {
	for _, c := range h.all {
		if c.Kind == q.Kind && strings.Contains(strings.ToLower(c.Name()), strings.ToLower(q.Words)) && len(p.Contacts) < limit {
			p.Contacts = append(p.Contacts, c)
		}
	}
	return p, nil
}

// Where a colleague is can be said from outside, whether or not anything was said of him before.
func TestCtl_PresenceOfAColleagueIsSet(t *testing.T) {
	d, dir := runningWith(t, func(o *Options) {
		o.Contacts = house{all: []softphone.Contact{{ID: "1", Kind: softphone.Staff, FirstName: "Siri", Surname: "Nes"}, {ID: "2", Kind: softphone.Staff, FirstName: "Odd", Surname: "Nesse"},
			{ID: "3", Kind: softphone.Outside, Surname: "Moen"}}}
	})
	for _, who := range []string{"siri", "1"} {
		if _, err := ctl(t, dir, "presence", "set", who, "meeting", "+30"); err != nil {
			t.Errorf("%s: %v", who, err)
		}
	}
	if all := d.State().Office.Staff; len(all) != 1 || all[0].Contact != "1" || all[0].Name != "Siri Nes" || all[0].Presence.Kind != softphone.PresenceMeeting {
		t.Errorf("%+v", all)
	}
	for _, who := range []string{"nes", "moen", "nobody"} { // two, none of the staff, nobody
		if _, err := ctl(t, dir, "presence", "set", who, "out"); err == nil {
			t.Errorf("%s: taken", who)
		}
	}
}
