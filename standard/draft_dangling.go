package standard

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

var chapterReference = regexp.MustCompile(`第\s*([0-9]{1,4})\s*章`)

// textField is a text of a clause that may hold references.
type textField struct{ name, text string }

func textFields(c *Clause) []textField {
	list := []textField{{"text", c.Text}, {"condition", c.Condition}, {"check", c.Check}}
	for i, item := range c.Items {
		list = append(list, textField{index("items", i) + ".text", item.Text})
	}
	if m := c.Method; m != nil {
		list = append(list, textField{"method.pass_if", m.PassIf}, textField{"method.how", m.How},
			textField{"method.numerator", m.Numerator},
			textField{"method.denominator", m.Denominator})
		for _, level := range []string{"0", "1", "2", "3"} {
			list = append(list, textField{"method.levels." + level, m.Levels[level]})
		}
		for i, o := range m.Occurrences {
			list = append(list, textField{index("method.occurrences", i) + ".what", o.What})
		}
	}
	return list
}

// text finds references of a held text that lead nowhere.
func (c *checker) text(uid ClauseUID, field, held string) {
	dangling := func(before, what, code string) {
		from := utf8.RuneCountInString(before)
		c.add(Remark{UID: uid, Field: field, From: from, To: from + utf8.RuneCountInString(what),
			Code: code, Args: []any{what}})
	}
	end := 0
	var printed strings.Builder
	for _, at := range heldReference.FindAllStringIndex(held, -1) {
		printed.WriteString(held[end:at[0]])
		end = at[1]
		mark := held[at[0]:at[1]]
		shown := c.numbers.print(mark)
		if target, letter := markParts(mark); letter != "" {
			if !c.hasItem(target, letter) {
				dangling(printed.String(), shown, "draft.remark-item")
			}
		} else if c.draft.indexOf(target) < 0 {
			dangling(printed.String(), shown, "draft.remark-dangling")
		}
		printed.WriteString(shown)
	}
	c.literal(held, dangling)
}

// hasItem reports whether a clause has a list item; a clause that is gone is noted by itself.
func (c *checker) hasItem(uid ClauseUID, letter string) bool {
	i := c.draft.indexOf(uid)
	return i < 0 || slices.ContainsFunc(c.draft.Clauses[i].Items, func(item ListItem) bool {
		return item.Label == letter
	})
}

// literal finds printed numbers that belong to nothing: no clause, section or term.
func (c *checker) literal(held string, dangling func(before, what, code string)) {
	printed := c.numbers.print(held)
	marked := map[string]bool{} // noted already, by their uid
	for _, mark := range heldReference.FindAllString(held, -1) {
		marked[c.numbers.print(mark)] = true
	}
	for _, r := range c.numbers.references(printed) {
		_, clause := c.numbers.uid[r.number]
		term := slices.ContainsFunc(c.draft.Terms, func(t Term) bool { return t.Code == r.number })
		if !clause && !term && !c.numbers.heading[r.number] && !marked[r.number] {
			dangling(printed[:r.from], r.number, "draft.remark-dangling")
		}
	}
	for _, at := range chapterReference.FindAllStringSubmatchIndex(printed, -1) {
		number, _ := strconv.Atoi(printed[at[2]:at[3]])
		_, known := c.edition.Chapter(number)
		if !known && !foreignBefore.MatchString(printed[:at[0]]) {
			dangling(printed[:at[0]], printed[at[0]:at[1]], "draft.remark-dangling")
		}
	}
}
