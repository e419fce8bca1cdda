package exchange

import (
	"fmt"
	"slices"
	"testing"
	"time"
)

// evening is a call lived in virtual time: what is done to the person, and what he did when.
type evening struct {
	person  *person
	answer  time.Duration      // when the console answers; negative: never
	speaks  [][2]time.Duration // when she speaks
	holds   [][2]time.Duration // when he is on hold
	clips   time.Duration      // length of every clip
	did     []string           // "0.7 say 1"
	talking []string           // clips begun while she spoke
}

func (v *evening) live(until time.Duration) {
	var up bool
	var saysUntil time.Duration
	during := func(spans [][2]time.Duration, at time.Duration) bool {
		return slices.ContainsFunc(spans, func(s [2]time.Duration) bool { return at >= s[0] && at < s[1] })
	}
	for at := time.Duration(0); at < until; at += slice {
		up = up || !v.person.called && v.answer >= 0 && at >= v.answer
		m := moment{at: at, up: up, held: during(v.holds, at), hears: during(v.speaks, at), saying: at < saysUntil}
		d := v.person.live(m)
		note := func(what string) { v.did = append(v.did, fmt.Sprintf("%.1f %s", at.Seconds(), what)) }
		switch d.act {
		case say:
			note("say " + d.clip)
			saysUntil = at + v.clips
			if m.hears {
				v.talking = append(v.talking, d.clip)
			}
		case hush:
			note("hush")
			saysUntil = at
		case hangUp:
			note("hang up")
		case ring:
			note("ring")
		case answer:
			note("answer")
			up = true
		}
	}
}

func (v *evening) mustHave(t *testing.T, want ...string) {
	t.Helper()
	if !slices.Equal(v.did, want) {
		t.Errorf("he did\n%q, wanted\n%q", v.did, want)
	}
	if len(v.talking) > 0 {
		t.Errorf("he began %q while she spoke", v.talking)
	}
}

func s(seconds float64) time.Duration { return time.Duration(seconds * float64(time.Second)) }

func span(from, to float64) [2]time.Duration { return [2]time.Duration{s(from), s(to)} }

func twoTurns() *Story { return &Story{Turns: []Turn{{}, {}}} }

func callerOf(st *Story) *evening {
	return &evening{person: newCaller(st, defaultManners()), answer: s(2), clips: s(1)}
}

func TestPerson_GivesUpWhenNobodyAnswers(t *testing.T) {
	v := callerOf(twoTurns())
	v.answer = -1
	v.live(s(60))
	v.mustHave(t, "29.0 hang up")
}

func TestPerson_WaitsForTheGreetingAndHerAnswersAndHangsUpFirst(t *testing.T) {
	v := callerOf(twoTurns())
	v.speaks = [][2]time.Duration{span(2.5, 4), span(6, 9), span(11, 12), span(13, 13.5)}
	v.live(s(60))
	v.mustHave(t, "4.7 say 1", "9.7 say 2", "12.7 say bye", "14.1 hang up")
}

func TestPerson_SaysHelloTwiceToSilenceAndThenGoesOnAsIfAnswered(t *testing.T) {
	v := callerOf(twoTurns())
	v.live(s(60))
	v.mustHave(t, "6.0 say hello", "11.0 say hello", "16.0 say 1", "24.0 say 2", "32.0 say bye", "33.4 hang up")
}

func TestPerson_FinishesWhenSheTalksOverHimAndTakesItAsAnAnswer(t *testing.T) {
	v := callerOf(twoTurns())
	v.speaks = [][2]time.Duration{span(2, 3), span(4, 6.5)} // his first turn is from 3.7 to 4.7
	v.live(s(7.5))
	v.mustHave(t, "3.7 say 1", "7.2 say 2")
}

func TestPerson_ShortPausesInHerSpeechAreNotTheEndOfIt(t *testing.T) {
	v := callerOf(twoTurns())
	v.speaks = [][2]time.Duration{span(2, 3), span(3.5, 4), span(4.6, 6)}
	v.live(s(7))
	v.mustHave(t, "6.7 say 1")
}

func TestPerson_DictatesInGroupsAndLetsHerReadBack(t *testing.T) {
	v := callerOf(&Story{Turns: []Turn{{Pause: 1300}, {Pause: 1300}, {}}})
	v.speaks = [][2]time.Duration{span(2, 3), span(8, 10)} // a greeting, and she reads the second group back
	v.live(s(12))
	v.mustHave(t, "3.7 say 1", "6.0 say 2", "10.7 say 3")
}

func TestPerson_OnHoldIsSilentAndAfterwardsSaysTheInterruptedTurnAgain(t *testing.T) {
	v := callerOf(twoTurns())
	v.speaks = [][2]time.Duration{span(2, 3), span(40, 42), span(47, 48)}
	v.holds = [][2]time.Duration{span(4, 44)} // music at 40 is nothing to him
	v.live(s(52))
	v.mustHave(t, "3.7 say 1", "4.0 hush", "44.9 say back", "48.7 say 1")
}

func TestPerson_BackFromHoldGoesOnAtOnceWhenSheHasAlreadySpoken(t *testing.T) {
	v := callerOf(twoTurns())
	v.speaks = [][2]time.Duration{span(2, 3), span(20.1, 23)}
	v.holds = [][2]time.Duration{span(6, 20)}
	v.live(s(26))
	v.mustHave(t, "3.7 say 1", "6.0 hush", "23.7 say back", "25.4 say 2")
}

func TestPerson_HeldASecondTimeWaitsAnewEachTime(t *testing.T) {
	v := callerOf(twoTurns())
	v.holds = [][2]time.Duration{span(5, 150), span(152, 300)}
	v.live(s(301))
	v.mustHave(t, "5.0 hush", "150.9 say back", "152.0 hush", "300.9 say back")
}

func TestPerson_HangsUpWhenHeWaitedTooLongInOneHold(t *testing.T) {
	v := callerOf(&Story{Turns: []Turn{{}}, PatienceS: 60})
	v.holds = [][2]time.Duration{span(5, 500)}
	v.live(s(500))
	v.mustHave(t, "5.0 hush", "65.0 hang up")
}

func TestPerson_MusicWithoutAHoldTriesHisPatienceToo(t *testing.T) {
	v := callerOf(&Story{Turns: []Turn{{}}, PatienceS: 60})
	v.speaks = [][2]time.Duration{span(3, 500)}
	v.live(s(100))
	if want := []string{"63.0 say annoyed", "64.4 hang up"}; !slices.Equal(v.did, want) {
		t.Errorf("he did %q, wanted %q", v.did, want)
	}
}

func TestPerson_AnsweredOnHoldWaitsAndThenTellsHisStory(t *testing.T) {
	v := callerOf(twoTurns())
	v.holds = [][2]time.Duration{span(2, 10)}
	v.live(s(15))
	v.mustHave(t, "2.0 hush", "10.9 say back")
}

func TestPerson_CalledRingsAnswersWithHisNameAndListens(t *testing.T) {
	v := &evening{person: newCalled(&Story{Role: roleColleague, Turns: []Turn{{}}}, defaultManners()), clips: s(1)}
	v.speaks = [][2]time.Duration{span(8, 10), span(12, 13)}
	v.live(s(30))
	v.mustHave(t, "0.0 ring", "6.0 answer", "6.0 say answer", "10.7 say 1", "13.7 say bye", "15.1 hang up")
}

func TestPerson_RungBackThanksAndDoesNotTellHisStoryAgain(t *testing.T) {
	v := &evening{person: newCalled(twoTurns(), defaultManners()), clips: s(1)}
	v.live(s(40))
	v.mustHave(t, "0.0 ring", "6.0 answer", "6.0 say answer", "14.0 say thanks", "22.0 say bye", "23.4 hang up")
}

func FuzzPerson_NeverTalksOverHerNorOnHoldAndAlwaysEnds(f *testing.F) {
	f.Add([]byte{1, 2, 3, 4, 5, 6, 7, 8})
	f.Add([]byte{200, 0, 100, 255, 3, 90})
	f.Fuzz(func(t *testing.T, events []byte) {
		p := newCaller(&Story{Turns: []Turn{{Pause: 1300}, {}, {}}}, defaultManners())
		var m moment
		var left time.Duration
		gone := false
		for at := time.Duration(0); at < 30*time.Minute; at += slice {
			if n := int(at / (500 * time.Millisecond)); n < len(events) {
				b := events[n]
				m.up, m.hears, m.held = m.up || b&1 != 0, b&2 != 0, b&4 != 0
			} else {
				m.hears, m.held = false, false
			}
			m.at, m.saying = at, left > 0
			d := p.live(m)
			left = max(0, left-slice)
			switch d.act {
			case say:
				left = time.Second
				if m.hears && d.clip != sayAnnoyed || m.held || gone {
					t.Fatalf("%v: says %s, hears %v, held %v, gone %v", at, d.clip, m.hears, m.held, gone)
				}
			case hush:
				left = 0
			case hangUp:
				gone = true
			}
		}
		if !gone {
			t.Fatal("the call never ends")
		}
	})
}
