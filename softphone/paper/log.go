package paper

import (
	"strings"
	"time"

	"anteroom/softphone"
)

// Log lays messages out as a table, as many pages as it takes. title says which they are.
func Log(title string, messages []softphone.Message, language, company string, now time.Time) *Paper {
	say := Words(language)
	out := New(title, company, say("log.print.foot", company), now)
	out.Title(title)
	t := Table{Size: 8, Columns: []Column{
		{Head: say("log.head.taken"), Width: 12}, {Head: say("log.head.for"), Width: 14, Bold: true}, {Head: say("log.head.from"), Width: 18},
		{Head: say("log.head.text"), Width: 42}, {Head: say("log.head.urgency"), Width: 9}, {Head: say("log.head.state"), Width: 10},
	}}
	for _, m := range messages {
		urgency := m.Urgency
		if urgency == "" {
			urgency = softphone.Normal
		}
		from := []string{}
		for _, s := range []string{softphone.FullName(m.FirstName, m.Patronymic, m.Surname), m.Organisation, m.Number} {
			if s != "" {
				from = append(from, s)
			}
		}
		t.Rows = append(t.Rows, []string{m.Taken.Format("02.01.2006\n15:04"), m.For, strings.Join(from, "\n"), m.Verbatim,
			say("form.urgency." + string(urgency)), say("messages.state." + string(m.State))})
	}
	out.Table(t)
	return out
}
