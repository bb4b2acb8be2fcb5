package standard

import (
	"maps"
	"regexp"
	"slices"
	"strings"
)

// A held reference is the uid of a clause between these characters; with "/a" behind the uid it is
// the letter of a list item, and with a "!" at the end the item is gone. Editions contain neither
// character (see checkString), so a text that is held and printed again is the same to the byte.
const refOpen, refClose = "\x02", "\x03"

var (
	heldReference  = regexp.MustCompile(refOpen + "([^" + refOpen + refClose + "]*)" + refClose)
	printedNumber  = regexp.MustCompile(`[0-9]{1,4}(?:\.[0-9]{1,4}){1,5}`)
	itemLetter     = regexp.MustCompile(`^(?:[\s、,,和及与或]|中的|的|列项|第)*([a-z])[))]`)
	leadsReference = regexp.MustCompile(
		`(?:见|按|照|依据|根据|符合|满足|遵守|执行|本文件|本标准|第)\s*$`)
	endsReference = regexp.MustCompile(`^\s*(?:的?规定|的?要求|条|节)`)
	chains        = regexp.MustCompile(`^\s*[、,,和及与或至~—-]\s*$`)
	foreignBefore = regexp.MustCompile(
		`(?:[A-Z]{2,}[A-Z/]*\s*[0-9][0-9.]*(?:[—–-][0-9]{4})?|》)(?:\s|的|中|第)*$`)
)

// numbers says which clause has which number at a moment of the draft.
type numbers struct {
	code    map[ClauseUID]string // of clauses of the draft, and the last one of withdrawn clauses
	uid     map[string]ClauseUID // of clauses of the draft
	heading map[string]bool      // sections
	gone    map[ClauseUID]bool
}

func (d *WorkingDraft) numbers() *numbers {
	n := &numbers{code: map[ClauseUID]string{}, uid: map[string]ClauseUID{},
		heading: map[string]bool{}, gone: map[ClauseUID]bool{}}
	for i := range d.Clauses {
		c := &d.Clauses[i]
		n.code[c.UID], n.uid[c.Code] = c.Code, c.UID
	}
	for i := range d.Gone {
		c := &d.Gone[i].Clause
		n.code[c.UID], n.gone[c.UID] = c.Code, true
	}
	for _, s := range d.base.Sections {
		n.heading[s.Code] = true
	}
	return n
}

// print writes the numbers of the moment in the place of held references.
func (n *numbers) print(text string) string {
	if !strings.Contains(text, refOpen) {
		return text
	}
	return heldReference.ReplaceAllStringFunc(text, func(mark string) string {
		uid, letter := markParts(mark)
		if letter != "" {
			return strings.TrimSuffix(letter, "!")
		}
		return n.code[uid]
	})
}

func markParts(mark string) (uid ClauseUID, letter string) {
	id, letter, _ := strings.Cut(mark[len(refOpen):len(mark)-len(refClose)], "/")
	return ClauseUID(id), letter
}

// hold finds the printed numbers of clauses in a text. Was is the held text that stood there
// before: a number that it holds goes on to mean the same clause, though that may be withdrawn and
// another one may have its number now.
func (n *numbers) hold(text, was string) string { return n.holderOf(was).hold(text) }

// holder puts texts into held form, in the place of texts that were held before.
type holder struct {
	*numbers
	meant map[string][]ClauseUID // by printed number, in the order of the texts before
}

func (n *numbers) holderOf(was string) *holder {
	h := &holder{n, map[string][]ClauseUID{}}
	for _, mark := range heldReference.FindAllString(was, -1) {
		if uid, letter := markParts(mark); letter == "" {
			h.meant[n.code[uid]] = append(h.meant[n.code[uid]], uid)
		}
	}
	return h
}

// target says which clause a printed number means.
func (h *holder) target(number string) (ClauseUID, bool) {
	if meant := h.meant[number]; len(meant) > 0 {
		h.meant[number] = meant[1:]
		return meant[0], true
	}
	uid, known := h.uid[number]
	return uid, known
}

func (h *holder) hold(text string) string {
	var out strings.Builder
	end := 0
	for _, r := range h.references(text) {
		uid, known := h.target(r.number)
		if !known {
			continue
		}
		out.WriteString(text[end:r.from] + refOpen + string(uid) + refClose)
		end = r.to
		for rest := text[end:]; ; rest = text[end:] {
			m := itemLetter.FindStringSubmatchIndex(rest)
			if m == nil {
				break
			}
			out.WriteString(rest[:m[2]] + refOpen + string(uid) + "/" + rest[m[2]:m[3]] + refClose)
			end += m[3]
			out.WriteString(rest[m[3]:m[1]])
			end += m[1] - m[3]
		}
	}
	return out.String() + text[end:]
}

// reference is a printed number in a text that points to a clause or a section of this standard.
type reference struct {
	number   string
	from, to int // bytes
}

// references finds the printed numbers that are meant as references: of three and more levels
// ("5.1.1") always, of two levels ("5.1", which may be a measure) only after 见, 按 and the like or
// before 的规定. Numbers of another document ("GB/T 36113—2018 7.5") and dates are left alone.
func (n *numbers) references(text string) []reference {
	var list []reference
	last, lastForeign := -1, false // where the number before ended
	for _, at := range printedNumber.FindAllStringIndex(text, -1) {
		from, to := at[0], at[1]
		number, before, after := text[from:to], text[:from], text[to:]
		chained := last >= 0 && chains.MatchString(text[last:from])
		foreign := foreignBefore.MatchString(before) || chained && lastForeign
		if joinsLeft(before) || joinsRight(after) || !validNumber(number) {
			continue
		}
		last, lastForeign = to, foreign
		first, _, _ := strings.Cut(number, ".")
		short := strings.Count(number, ".") == 1 && !(chained && len(list) > 0) &&
			!leadsReference.MatchString(before) && !endsReference.MatchString(after)
		if foreign || short || len(first) > 2 {
			last = map[bool]int{true: to, false: -1}[foreign]
			continue
		}
		list = append(list, reference{number, from, to})
	}
	return list
}

// joinsLeft reports whether the text before a number is part of a larger name: "V1.2", "-1.2".
func joinsLeft(before string) bool {
	if before == "" {
		return false
	}
	last := before[len(before)-1]
	return last == '.' || last == '/' || last == '-' || last >= '0' && last <= '9' ||
		last >= 'a' && last <= 'z' || last >= 'A' && last <= 'Z'
}

func joinsRight(after string) bool {
	if after == "" {
		return false
	}
	c := after[0]
	digitFollows := c == '.' && len(after) > 1 && after[1] >= '0' && after[1] <= '9'
	return c == '%' || c == '/' || c >= '0' && c <= '9' || digitFollows
}

// printed returns a clause with its references as numbers.
func (n *numbers) printed(c Clause) Clause { return mapTexts(c, n.print) }

// mapTexts returns a copy of a clause in which every text that may hold a reference is mapped.
func mapTexts(c Clause, f func(string) string) Clause {
	c.Text, c.Condition, c.Check = f(c.Text), f(c.Condition), f(c.Check)
	c.Items = slices.Clone(c.Items)
	for i := range c.Items {
		c.Items[i].Text = f(c.Items[i].Text)
	}
	if c.Method == nil {
		return c
	}
	m := *c.Method
	c.Method = &m
	m.PassIf, m.How, m.Numerator, m.Denominator = f(m.PassIf), f(m.How), f(m.Numerator),
		f(m.Denominator)
	m.Levels = maps.Clone(m.Levels)
	for _, key := range slices.Sorted(maps.Keys(m.Levels)) {
		m.Levels[key] = f(m.Levels[key])
	}
	m.Occurrences = slices.Clone(m.Occurrences)
	for i := range m.Occurrences {
		m.Occurrences[i].What = f(m.Occurrences[i].What)
	}
	*c.Method = m
	return c
}

// reletter follows the items of a clause whose letters have changed in the texts that point to
// them. An item that is gone is marked, so that the check finds it.
func (d *WorkingDraft) reletter(uid ClauseUID, before, after []ListItem) {
	letters := map[string]string{}
	for _, was := range before {
		letters[was.Label] = movedLetter(was, before, after)
	}
	follow := func(text string) string {
		return heldReference.ReplaceAllStringFunc(text, func(mark string) string {
			target, letter := markParts(mark)
			now, known := letters[letter]
			if target != uid || letter == "" || !known {
				return mark
			}
			return refOpen + string(uid) + "/" + now + refClose
		})
	}
	for i := range d.Clauses {
		d.Clauses[i] = mapTexts(d.Clauses[i], follow)
	}
	for i := range d.Terms {
		d.Terms[i].Definition = follow(d.Terms[i].Definition)
	}
	d.FrontMatter.Scope = follow(d.FrontMatter.Scope)
}

// movedLetter finds the item by its words, and else by its letter when the list is as long as it
// was: then its words were changed.
func movedLetter(was ListItem, before, after []ListItem) string {
	for _, is := range after {
		if bare(is.Text) == bare(was.Text) {
			return is.Label
		}
	}
	same := slices.ContainsFunc(after, func(is ListItem) bool { return is.Label == was.Label })
	if same && len(before) == len(after) {
		return was.Label
	}
	return was.Label + "!"
}
