package softphone

import (
	"bytes"
	"strings"
	"testing"
)

func TestReadFAQ_UnderstandsWhatWindowsWrites(t *testing.T) {
	for name, raw := range map[string]string{
		"Windows-1252": "language;question;answer;next\r\nnb;Hva koster en kaiplass p\xe5 \xd8ya?;Fra 90 \x80.;N\xe5r kommer dere?\r\n",
		"UTF-16":       "\xff\xfe" + wide("language;question;answer;next\nnb;Hva koster en kaiplass på Øya?;Fra 90 €.;Når kommer dere?\n"),
		"UTF-8":        "\ufefflanguage;question;answer;next\nnb;Hva koster en kaiplass på Øya?;Fra 90 €.;Når kommer dere?\n",
	} {
		all, bad, err := ReadFAQ([]byte(raw))
		if err != nil || len(bad) > 0 || len(all) != 1 {
			t.Fatalf("%s: %v %v %v", name, all, bad, err)
		}
		if e := all[0]; e.Question != "Hva koster en kaiplass på Øya?" || e.Answer != "Fra 90 €." || !e.Asks() {
			t.Errorf("%s: %+v", name, e)
		}
	}
}

func wide(s string) string {
	var b strings.Builder
	for _, r := range s {
		b.WriteByte(byte(r))
		b.WriteByte(byte(r >> 8))
	}
	return b.String()
}

func TestWriteFAQ_NoCellIsAFormulaAndAllIsReadBack(t *testing.T) {
	in := []FAQEntry{{ID: "a", Language: "nb", Category: "@x", Question: "=HYPERLINK(\"http://x\")?", Answer: "-1 eller +1", Tags: []string{"=1"}, Next: "'=hva?"},
		{ID: "b", Language: "en", Question: "Who's in?", Answer: "'tis Odd.", Next: "''twas? "}}
	in[1].Next = "''twas?"
	var b bytes.Buffer
	if err := WriteFAQ(&b, in); err != nil {
		t.Fatal(err)
	}
	for _, cell := range []string{`'@x`, `"'=HYPERLINK`, `'-1 eller`, `'=1`, `''=hva?`} {
		if !strings.Contains(b.String(), cell) {
			t.Errorf("%s is missing in %s", cell, b.String())
		}
	}
	out, bad, err := ReadFAQ(b.Bytes())
	if err != nil || len(bad) > 0 || len(out) != 2 || !SameFAQ(in[0], out[0]) || !SameFAQ(in[1], out[1]) {
		t.Errorf("%+v %v %v", out, bad, err)
	}
}

func TestFAQEntry_AnAnswerWithoutAPriceStillAsks(t *testing.T) {
	e := FAQEntry{Language: "en", Question: "What is it?", Answer: "It is {price}.", Next: "When?"}
	if len(e.Faults()) != 1 || !e.Asks() {
		t.Errorf("%v", e.Faults())
	}
	e.Next = ""
	if e.Asks() {
		t.Error("it does not end with a question")
	}
}
