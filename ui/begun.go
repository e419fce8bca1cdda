package ui

import (
	"encoding/json"
	"slices"

	"anteroom/softphone"
)

// begunKeeper keeps what is half written on a page, in the books, as it stands. It is used on the UI goroutine.
type begunKeeper struct {
	w    *Window
	kind softphone.BegunKind
	late *lateSave
	held map[string]bool // given to the desk, or about to be
}

func newBegunKeeper(w *Window, k softphone.BegunKind, late *lateSave) *begunKeeper {
	return &begunKeeper{w: w, kind: k, late: late, held: map[string]bool{}}
}

func (k *begunKeeper) key(id string) string { return "begun " + id }

// keep keeps something from when typing pauses; body is written as JSON.
func (k *begunKeeper) keep(id string, body any) {
	text, err := json.Marshal(body)
	if err != nil {
		k.w.refuse(err)
		return
	}
	k.held[id] = true
	e := softphone.BegunKept{Press: softphone.Press{At: softphone.At{At: k.w.now()}}, Begun: softphone.Begun{Kind: k.kind, ID: id, Body: string(text)}}
	k.late.put(k.key(id), func() softphone.Event { return e })
}

// drop forgets it.
func (k *begunKeeper) drop(id string) {
	k.late.forget(k.key(id))
	if k.held[id] {
		delete(k.held, id)
		k.w.desk.Tell(softphone.BegunDropped{Press: softphone.Press{At: softphone.At{At: k.w.now()}}, Kind: k.kind, ID: id})
	}
}

// gone tells whether the desk keeps it no longer, as when the person it names was deleted.
func (k *begunKeeper) gone(id string) bool {
	return k.held[id] && !k.late.pending(k.key(id)) &&
		!slices.ContainsFunc(k.w.desk.State().BegunOf(k.kind), func(b softphone.Begun) bool { return b.ID == id })
}

// left hands over what an earlier run left half written; what take has no use for is dropped.
func (k *begunKeeper) left(s softphone.State, take func(id string, body []byte) bool) {
	for _, b := range s.BegunOf(k.kind) {
		if k.held[b.ID] {
			continue
		}
		k.held[b.ID] = true
		if !take(b.ID, []byte(b.Body)) {
			k.drop(b.ID)
		}
	}
}
