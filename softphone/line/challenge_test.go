package line

import (
	"errors"
	"strconv"
	"strings"
	"testing"

	"github.com/emiago/sipgo/sip"
)

func challenge(status int, headers ...sip.Header) *sip.Response {
	res := sip.NewResponse(status, "")
	for _, h := range headers {
		res.AppendHeader(h)
	}
	return res
}

func TestChallenge_EachRealmGetsItsOwnAnswer(t *testing.T) {
	req := sip.NewRequest(sip.INVITE, sip.Uri{Scheme: "sip", User: "1", Host: "a.example"})
	var a attempt
	c := credentials{user: "u", password: "p"}
	for _, realm := range []string{"one", "two"} {
		ask := `Digest realm="` + realm + `", nonce="n` + realm + `"`
		if ok, err := a.answer(c, req, challenge(407, sip.NewHeader("Proxy-Authenticate", ask))); !ok || err != nil {
			t.Fatalf("%s: %v %v", realm, ok, err)
		}
	}
	a.put(req)
	if n := len(req.GetHeaders("Proxy-Authorization")); n != 2 {
		t.Errorf("%d answers", n)
	}
	ok, _ := a.answer(c, req, challenge(407, sip.NewHeader("Proxy-Authenticate", `Digest realm="two", nonce="other"`)))
	if ok {
		t.Error("a refused password was tried again")
	}
}

func TestChallenge_WhatCannotBeAnsweredIsSaid(t *testing.T) {
	req := sip.NewRequest(sip.REGISTER, sip.Uri{Scheme: "sip", Host: "a.example"})
	for _, ask := range []string{`Basic realm="x"`, `Digest realm="x", nonce="n", algorithm=MD5-sess`, `Digest realm="x", nonce="n", qop="auth-int"`, `Digest "`} {
		var a attempt
		if _, err := a.answer(credentials{}, req, challenge(401, sip.NewHeader("WWW-Authenticate", ask))); !errors.Is(err, errNoDigest) {
			t.Errorf("%s: %v", ask, err)
		}
	}
}

func TestReadHost_TakesWhatPeopleType(t *testing.T) {
	for in, want := range map[string]host{
		"pbx.example.org": {"pbx.example.org", 0}, " sip:pbx.example.org:5062 ": {"pbx.example.org", 5062}, "10.0.0.1:5080": {"10.0.0.1", 5080},
		"[2001:db8::1]:5070": {"2001:db8::1", 5070}, "2001:db8::1": {"2001:db8::1", 0}, "pbx;transport=tcp": {"pbx", 0},
	} {
		if got, err := readHost(in); err != nil || got != want {
			t.Errorf("%q: %+v %v", in, got, err)
		}
	}
	for _, in := range []string{"", "a b", "x:0", "x:99999", "user@host", "x:y:z", "<x>"} {
		if got, err := readHost(in); err == nil {
			t.Errorf("%q gives %+v", in, got)
		}
	}
}

func TestTarget_MakesAnAddressOfANumber(t *testing.T) {
	at := host{"pbx.example.org", 5062}
	for in, want := range map[string]string{
		"900 01 122": "sip:90001122@pbx.example.org:5062", "tel:+47-900-01-122;ext=3": "sip:+4790001122@pbx.example.org:5062",
		"*21#": "sip:*21%23@pbx.example.org:5062", "SIP:kari@other.example;x=y": "sip:kari@other.example;x=y",
	} {
		if u, err := target(in, at); err != nil || u.String() != want {
			t.Errorf("%q: %s %v", in, u.String(), err)
		}
	}
}

func TestChallenge_WithMD5OnlyIsLeftAloneWhereTheLineRefusesIt(t *testing.T) {
	req := sip.NewRequest(sip.REGISTER, sip.Uri{Scheme: "sip", Host: "a.example"})
	c := credentials{user: "u", password: "p", refuseMD5: true}
	for _, ask := range []string{`Digest realm="x", nonce="n"`, `Digest realm="x", nonce="n", algorithm=MD5, qop="auth"`, `Digest realm="x", nonce="n", algorithm=md5`} {
		var a attempt
		if ok, err := a.answer(c, req, challenge(401, sip.NewHeader("WWW-Authenticate", ask))); ok || !errors.Is(err, errWeak) {
			t.Errorf("%s: %v %v", ask, ok, err)
		}
		if a.put(req); req.GetHeader("Authorization") != nil {
			t.Fatalf("%s is answered with %s", ask, req.GetHeader("Authorization"))
		}
	}
	var a attempt
	both := challenge(401, sip.NewHeader("WWW-Authenticate", `Digest realm="x", nonce="n", algorithm=MD5`),
		sip.NewHeader("WWW-Authenticate", `Digest realm="x", nonce="m", algorithm=SHA-256, qop="auth"`))
	if ok, err := a.answer(c, req, both); !ok || err != nil {
		t.Fatalf("with SHA-256 beside: %v %v", ok, err)
	}
	if a.put(req); len(req.GetHeaders("Authorization")) != 1 || !strings.Contains(req.GetHeader("Authorization").Value(), "SHA-256") {
		t.Errorf("answered with %v", req.GetHeaders("Authorization"))
	}
	two := challenge(401, sip.NewHeader("WWW-Authenticate", `Digest realm="x", nonce="m", algorithm=SHA-256, qop="auth"`),
		sip.NewHeader("WWW-Authenticate", `Digest realm="y", nonce="o", algorithm=MD5`))
	if ok, err := a.answer(c, req, two); ok || !errors.Is(err, errWeak) {
		t.Errorf("a second realm that insists on MD5: %v %v", ok, err)
	}
}

func TestChallenge_AWrongPasswordIsToldWhereMD5StandsBesideSomethingStronger(t *testing.T) {
	req := sip.NewRequest(sip.REGISTER, sip.Uri{Scheme: "sip", Host: "a.example"})
	c := credentials{user: "u", password: "wrong", refuseMD5: true}
	var a attempt
	for n, want := range []bool{true, false} {
		nonce := strconv.Itoa(n)
		both := challenge(401, sip.NewHeader("WWW-Authenticate", `Digest realm="x", nonce="s`+nonce+`", algorithm=SHA-256, qop="auth"`),
			sip.NewHeader("WWW-Authenticate", `Digest realm="x", nonce="m`+nonce+`", algorithm=MD5, qop="auth"`))
		if ok, err := a.answer(c, req, both); ok != want || err != nil {
			t.Errorf("asked for the %d. time: %v %v", n+1, ok, err)
		}
	}
}
