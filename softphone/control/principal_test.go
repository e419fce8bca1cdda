package control

import (
	"strings"
	"testing"
	"time"

	"anteroom/softphone"
)

// withPrincipals puts three of them at the desk.
func withPrincipals(d *fakeDesk) {
	for _, p := range []softphone.Principal{{ID: "aasen", FirstName: "Henrik", Surname: "Åsen", Deputies: "Marit Lunde"},
		{ID: "berg", FirstName: "Henrik", Surname: "Berg"}, {ID: "bergh", FirstName: "Siri", Surname: "Bergheim"}} {
		d.step(softphone.PrincipalSaved{Press: softphone.Press{At: softphone.At{At: time.Now()}}, Principal: p})
	}
}

func TestCtl_AMessageFindsItsPrincipalByName(t *testing.T) {
	d, dir := running(t)
	withPrincipals(d)
	m, err := ctl(t, dir, "message", "new", "for=aasen henr", "verbatim=Ring")
	if err != nil || m["principal"] != "aasen" || m["for"] != "Henrik Åsen" || m["deputies"] != "Marit Lunde" {
		t.Errorf("%v %v", m, err)
	}
	if m, err = ctl(t, dir, "message", "new", "for=Henrik Berg", "verbatim=Ring"); err != nil || m["principal"] != "berg" {
		t.Errorf("the whole name: %v %v", m, err)
	}
	if m, err = ctl(t, dir, "message", "new", "principal=bergh", "deputies=", "verbatim=Ring"); err != nil || m["for"] != "Siri Bergheim" || m["deputies"] != "" {
		t.Errorf("by his id: %v %v", m, err)
	}
	if m, err = ctl(t, dir, "message", "new", "for=Olav på lageret", "principal=", "verbatim=Ring"); err != nil || m["for"] != "Olav på lageret" || m["principal"] != "" {
		t.Errorf("for nobody's principal: %v %v", m, err)
	}
	m, err = ctl(t, dir, "message", "new", "for=Olav", "verbatim=Ring")
	if note, _ := m["note"].(string); err != nil || m["for"] != "Olav" || m["principal"] != "" || !strings.Contains(note, `no_such_principal: "Olav"; there are`) || !strings.Contains(note, "Siri Bergheim (bergh)") {
		t.Errorf("for somebody who is no principal: %v %v", m, err)
	}
	_, err = ctl(t, dir, "message", "new", "for=Henrik", "verbatim=Ring")
	if err == nil || !strings.Contains(err.Error(), `several fit "Henrik": Henrik Åsen (aasen), Henrik Berg (berg); write more`) {
		t.Errorf("for one of two it says %v", err)
	}
	if _, err := ctl(t, dir, "message", "new", "principal=nobody", "verbatim=Ring"); err == nil {
		t.Error("a principal who is not there was taken")
	}
	if w, err := ctl(t, dir, "policy", "show", "siri"); err != nil || w["principal"] != "bergh" {
		t.Errorf("%v %v", w, err)
	}
}
