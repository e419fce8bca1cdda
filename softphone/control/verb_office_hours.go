package control

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"anteroom/softphone"
)

type receptionWords struct {
	Who   string            `json:"who"`
	Week  map[string]string `json:"week"`
	Dates map[string]string `json:"dates,omitempty"`
	Open  bool              `json:"open_now"`
	Then  *time.Time        `json:"changes"`
	Nb    string            `json:"nb"` // as it is said
	En    string            `json:"en"`
}

func ownerWord(p softphone.PrincipalID) string {
	if p == "" {
		return officeOwner
	}
	return string(p)
}

func (v *visit) listReception() error {
	now := v.Now()
	for _, r := range v.Desk.State().Office.Receptions {
		w := receptionWords{Who: ownerWord(r.Owner), Week: map[string]string{}, Dates: map[string]string{}, Nb: r.Say("nb", now), En: r.Say("en", now)}
		for _, x := range r.Week {
			day := strings.ToLower(x.Day.String())
			w.Week[day] = strings.TrimPrefix(w.Week[day]+","+x.String(), ",")
		}
		for _, d := range r.Days {
			var open []string
			for _, o := range d.Open {
				open = append(open, o.String())
			}
			hours := strings.Join(open, ",")
			if hours == "" {
				hours = "closed"
			}
			w.Dates[d.Date] = strings.TrimSpace(hours + " " + d.Note)
		}
		open, then := r.Open(now)
		w.Open, w.Then = open, moment(then)
		if err := v.emit(w); err != nil {
			return err
		}
	}
	return nil
}

// setReception sets the hours of a weekday, or of a date.
func (v *visit) setReception(deed string, rest []string) error {
	id, err := v.owner(rest[0])
	if err != nil {
		return err
	}
	spans, ok := softphone.SpansTyped(rest[2])
	if strings.EqualFold(rest[2], "closed") {
		spans, ok = nil, true
	}
	if !ok {
		return softphone.Reason{Code: softphone.BadValue, Detail: "hours: 9-11,13-15:30 or closed"}
	}
	r, _ := v.Desk.State().Reception(id)
	if deed == "date" {
		r.Days = slices.DeleteFunc(slices.Clone(r.Days), func(d softphone.OpenDay) bool { return d.Date == rest[1] })
		r.Days = append(r.Days, softphone.OpenDay{Date: rest[1], Open: spans, Note: strings.Join(rest[3:], " ")})
	} else {
		day := time.Weekday(-1)
		for d := time.Sunday; d <= time.Saturday; d++ {
			if len(rest[1]) >= 3 && strings.HasPrefix(strings.ToLower(d.String()), strings.ToLower(rest[1])) {
				day = d
			}
		}
		if day < 0 {
			return softphone.Reason{Code: softphone.BadValue, Detail: fmt.Sprintf("day: %s (monday … sunday)", rest[1])}
		}
		r.Week = slices.DeleteFunc(slices.Clone(r.Week), func(w softphone.WeekSpan) bool { return w.Day == day })
		for _, o := range spans {
			r.Week = append(r.Week, softphone.WeekSpan{Day: day, OpenSpan: o})
		}
	}
	return v.tellAndWait(func(a softphone.AskID) softphone.Event {
		return softphone.ReceptionSaved{Press: v.at(a, ""), Reception: r}
	})
}

type notToldWords struct {
	Who     string            `json:"who"`
	Matter  string            `json:"matter"`
	Words   string            `json:"words,omitempty"`
	Instead softphone.Instead `json:"instead"`
	Say     string            `json:"say,omitempty"`
}

func (v *visit) listNotTold() error {
	for _, n := range v.Desk.State().Office.NotTold {
		if err := v.emit(notToldWords{ownerWord(n.Owner), n.Matter, n.Words, n.Instead, n.Say}); err != nil {
			return err
		}
	}
	return nil
}

func (v *visit) setNotTold(deed string, rest []string) error {
	id, err := v.owner(rest[0])
	if err != nil {
		return err
	}
	list := softphone.NotToldOf(v.Desk.State().Office.NotTold, id)
	before := len(list)
	list = slices.DeleteFunc(list, func(n softphone.NotTold) bool { return strings.EqualFold(n.Matter, rest[1]) })
	switch {
	case deed == "add":
		list = append(list, softphone.NotTold{Owner: id, Matter: rest[1], Instead: softphone.Instead(rest[2]), Words: strings.Join(rest[3:], " ")})
	case len(list) == before:
		return softphone.Reason{Code: softphone.BadValue, Detail: "no such matter: " + rest[1]}
	}
	return v.tellAndWait(func(a softphone.AskID) softphone.Event {
		return softphone.NotToldSaved{Press: v.at(a, ""), Owner: id, List: list}
	})
}
