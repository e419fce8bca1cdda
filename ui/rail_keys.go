package ui

import (
	"slices"
	"strconv"
	"strings"

	"anteroom/ui/kit"

	"fyne.io/fyne/v2"
)

// railKeys are the keys of the pages on the rail, as they are set: what stands at each, and at the foot, of those that are a
// digit with Ctrl, "Ctrl + 1–4, 6–8". What finds no room beside the icon is told by the hint alone.
func railKeys(say wording) (at [pageCount]string, foot string) {
	var digits []int
	for i, p := range pageOrder {
		bound := commandNamed("page." + string(p.id)).bound()
		if len(bound) == 0 {
			continue
		}
		k := bound[0]
		n, err := strconv.Atoi(string(k.name))
		switch {
		case k.mod == fyne.KeyModifierControl && err == nil && len(k.name) == 1:
			at[i], digits = string(k.name), append(digits, n)
		case k.mod == 0 && !kit.IsPad(k.name) && len([]rune(k.cap(say))) <= 3:
			at[i] = k.cap(say)
		}
	}
	if len(digits) > 0 {
		slices.Sort(digits)
		foot = "Ctrl + " + ranges(digits)
	}
	return at, foot
}

// ranges writes numbers in their order, those that follow one another as "1–3".
func ranges(list []int) string {
	var out []string
	for i := 0; i < len(list); {
		j := i
		for j+1 < len(list) && list[j+1] == list[j]+1 {
			j++
		}
		word := strconv.Itoa(list[i])
		if j > i {
			word += "–" + strconv.Itoa(list[j])
		}
		out, i = append(out, word), j+1
	}
	return strings.Join(out, ", ")
}
