package ui

import (
	"testing"

	"anteroom/softphone"
)

func TestPersonOf_IsTheNumberAndOnlyWithoutOneTheName(t *testing.T) {
	for _, x := range []struct {
		stand softphone.Stand
		want  softphone.Person
	}{
		{softphone.Stand{Names: []string{"Ragnhild Østby"}, Numbers: []string{"", "22413077"}}, softphone.Person{Number: "22413077"}},
		{softphone.Stand{Names: []string{"Østby", "Ragnhild Østby"}, Numbers: []string{"anonymous"}}, softphone.Person{Name: "Ragnhild Østby"}},
		{softphone.Stand{Names: []string{"Anonymous", ""}, Numbers: []string{"anonymous", ""}}, softphone.Person{}},
		{softphone.Stand{Names: []string{"Unknown caller", "Bo Li"}, Numbers: []string{"anonymous", "22413077"}}, softphone.Person{Number: "22413077"}},
		{softphone.Stand{Names: []string{"Unknown caller", "Bo Li"}}, softphone.Person{Name: "Bo Li"}},
	} {
		if got := personOf(x.stand); got != x.want {
			t.Errorf("%+v: %+v, want %+v", x.stand, got, x.want)
		}
	}
}
