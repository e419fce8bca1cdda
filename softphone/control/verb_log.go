package control

import (
	"errors"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"anteroom/softphone"
)

const logUsage = "log find|count [FIELD=VALUE …] [limit=N] | log export FILE.csv|FILE.xlsx [FIELD=VALUE …]; fields: text for from organisation number by state urgency mood since until undelivered"

type countWords struct {
	Messages int    `json:"messages"`
	File     string `json:"file,omitempty"`
}

// log searches the whole log, and writes what fits to a file.
func (v *visit) log(rest []string) error {
	if len(rest) == 0 || v.Log == nil {
		return usage(logUsage)
	}
	verb, rest, path := rest[0], rest[1:], ""
	if verb == "export" {
		if len(rest) == 0 {
			return usage(logUsage)
		}
		path, rest = rest[0], rest[1:]
	}
	limit := listed
	rest = slices.DeleteFunc(slices.Clone(rest), func(s string) bool {
		n, ok := strings.CutPrefix(s, "limit=")
		if k, err := strconv.Atoi(n); ok && err == nil {
			limit = k
		}
		return ok
	})
	f, err := readFilter(rest, v.Now())
	if err != nil {
		return err
	}
	if why := v.mayBe(softphone.DeedLog); why != nil {
		return why
	}
	drafts := v.Desk.State().Drafts
	switch verb {
	case "find":
		for _, d := range drafts {
			if !d.Empty() && f.Fits(d) && limit > 0 {
				limit--
				if err := v.emit(messageWordsOf(d)); err != nil {
					return err
				}
			}
		}
		found, _, err := v.Log.FindMessages(v.ctx, f, 0, limit)
		for _, m := range found {
			if err == nil {
				err = v.emit(messageWordsOf(m))
			}
		}
		return err
	case "count":
		n, err := v.Log.CountFound(v.ctx, f, 1<<31)
		if err != nil {
			return err
		}
		return v.emit(countWords{Messages: n})
	case "export":
		if why := v.Desk.State().Forbids(softphone.DeedExport); why != nil {
			return why
		}
		if !filepath.IsAbs(path) {
			return softphone.Reason{Code: softphone.BadValue, Detail: "the file with its whole path"}
		}
		out, err := v.Tables.CreateTable(path, ',')
		if err != nil {
			return err
		}
		n, err := softphone.ExportMessages(v.ctx, v.Log, drafts, f, out, softphone.MessageColumns,
			func(m softphone.Message) []string { return softphone.MessageCells(m, nil) }, func(int) {})
		if err != nil {
			return err
		}
		return v.emit(countWords{Messages: n, File: path})
	}
	return usage(logUsage)
}

// readFilter reads FIELD=VALUE pairs; several states, urgencies or moods stand between commas.
func readFilter(pairs []string, now time.Time) (f softphone.MessageFilter, err error) {
	text := map[string]*string{"text": &f.Text, "for": &f.For, "from": &f.From, "organisation": &f.Organisation, "number": &f.Number, "by": &f.By}
	for _, pair := range pairs {
		k, val, ok := strings.Cut(pair, "=")
		if !ok {
			return f, usage(logUsage)
		}
		switch {
		case text[k] != nil:
			*text[k] = val
		case k == "state":
			f.States, err = someOf(val, softphone.Draft, softphone.New, softphone.Delivered, softphone.Seen, softphone.Done)
		case k == "urgency":
			f.Urgencies, err = someOf(val, softphone.Normal, softphone.Urgent, softphone.Immediate)
		case k == "mood":
			f.Moods, err = someOf(val, softphone.MoodGood, softphone.MoodNeutral, softphone.MoodUnhappy)
		case k == "since":
			f.Since, err = dayOf(val, now)
		case k == "until":
			f.Until, err = dayOf(val, now)
		case k == "undelivered":
			f.Undelivered, err = strconv.ParseBool(val)
		default:
			return f, usage(logUsage)
		}
		if err != nil {
			return f, softphone.Reason{Code: softphone.BadValue, Detail: k + ": " + err.Error()}
		}
	}
	return f, nil
}

// dayOf reads a day that has been.
func dayOf(words string, now time.Time) (time.Time, error) {
	t, ok := softphone.ReadDay(words, now, true)
	if !ok {
		return t, errors.New("a day, as 2026-11-24")
	}
	return t, nil
}

func someOf[T ~string](val string, all ...T) (out []T, err error) {
	for _, x := range strings.Split(val, ",") {
		one, err := oneOf(x, all...)
		if err != nil {
			return nil, err
		}
		out = append(out, one)
	}
	return out, nil
}
