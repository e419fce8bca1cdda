package control

import "testing"

func TestCallback_IsArrangedListedDoneAndOpenAgain(t *testing.T) {
	_, dir := running(t)
	made, err := ctl(t, dir, "callback", "new", "name=Ragnhild Østby", "number=22 41 30 77", "what=the freight rate", "when=+20")
	if err != nil || made["due"] == nil || made["agreed"] == nil || made["kind"] != "ring" {
		t.Fatalf("%v %v", made, err)
	}
	id := made["id"].(string)
	if w, err := ctl(t, dir, "callback", "list"); err != nil || w["id"] != id {
		t.Fatalf("%v %v", w, err)
	}
	if w, err := ctl(t, dir, "callback", "done", id); err != nil || w["done"] == nil {
		t.Fatalf("%v %v", w, err)
	}
	if w, err := ctl(t, dir, "callback", "open", id); err != nil || w["done"] != nil {
		t.Fatalf("%v %v", w, err)
	}
	for _, bad := range [][]string{{"callback"}, {"callback", "new", "kind=other", "number=22"}, {"callback", "new", "name=x"}, {"callback", "new", "colour=red"},
		{"callback", "done", "nobody"}, {"callback", "lose", id}, {"callback", "new", "never", "number=22"}} {
		if w, err := ctl(t, dir, bad...); err == nil {
			t.Errorf("%v is done: %v", bad, w)
		}
	}
}
