package standard

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"hallmark/standard/message"
)

// Severity says whether a remark keeps a draft from becoming an amendment.
type Severity string

// The severities.
const (
	SeverityError   Severity = "error"
	SeverityWarning Severity = "warning"
)

// Remark is one thing that the check of a draft finds.
type Remark struct {
	UID      ClauseUID // "" for what is not in a clause
	Field    string    // "text", "items[2].text"; without a clause "chapters", "terms[0].definition"
	From, To int       // place in the printed text of the field, in characters; both 0: the whole
	Severity Severity
	Code     string // key of its sentence; without a dot, it is in "problem."
	Args     []any
	Source   string // the rule's place, "GB/T 1.1-2020 C.1"; "" for rules of this program
	Fix      *Fix   // what one click would do, or nil
}

// Fix is a proposed replacement of the characters From to To of the remark's field.
type Fix struct {
	Old, New string
	Modality Modality // instead of words: give the clause this modality
}

// Text returns the sentence in a language.
func (r Remark) Text(l message.Language) string {
	return Problem{Code: r.Code, Args: r.Args}.Text(l)
}

// Check says what is wrong with the draft as it stands: the rules of GB/T 1.1-2020 for wording
// (annex C), numbers (7.3), hanging paragraphs (7.4) and lists (7.5),
// references that lead nowhere, and everything that the edition's own validation finds. A
// draft without a remark of [SeverityError] makes a valid edition.
//
// Of hanging paragraphs the model of an edition can hold two kinds, and both are found: the text
// of a clause that has clauses below it, and a clause that bears the number of a section.
func (d *WorkingDraft) Check() []Remark {
	c := checker{draft: d, numbers: d.numbers(), edition: d.Preview()}
	c.validation()
	for i := range c.edition.Clauses {
		c.clause(&c.edition.Clauses[i], &d.Clauses[i])
	}
	for i, t := range d.Terms {
		c.text("", index("terms", i)+".definition", t.Definition)
	}
	c.text("", "front_matter.scope", d.FrontMatter.Scope)
	c.gaps()
	c.titles()
	c.emptyChapters()
	order := map[ClauseUID]int{"": -1}
	for i := range d.Clauses {
		order[d.Clauses[i].UID] = i
	}
	slices.SortStableFunc(c.list, func(a, b Remark) int { return order[a.UID] - order[b.UID] })
	return c.list
}

type checker struct {
	draft   *WorkingDraft
	numbers *numbers
	edition *Edition
	list    []Remark
}

func (c *checker) add(r Remark) {
	if r.Severity == "" {
		r.Severity = SeverityError
	}
	c.list = append(c.list, r)
}

// validation takes over what validateEdition finds, with the clause and its field as the place.
func (c *checker) validation() {
	var problems Problems
	validateEdition(c.edition, &problems, c.draft.base.words)
	for _, p := range problems.list {
		r := Remark{Field: p.Path, Code: p.Code, Args: p.Args}
		if rest, ok := strings.CutPrefix(p.Path, "clauses["); ok {
			number, field, _ := strings.Cut(rest, "]")
			if i, err := strconv.Atoi(number); err == nil && i < len(c.edition.Clauses) {
				r.UID, r.Field = c.edition.Clauses[i].UID, strings.TrimPrefix(field, ".")
			}
		}
		switch p.Code {
		case "word":
			continue // found again, with its place in the text
		case "verb":
			r.Source, r.Fix = "GB/T 1.1-2020 C", c.otherModality(r.UID)
		}
		c.add(r)
	}
}

// otherModality proposes the modality of the verb that the text does have.
func (c *checker) otherModality(uid ClauseUID) *Fix {
	clause, ok := c.edition.Clause(uid)
	if !ok {
		return nil
	}
	for _, m := range modalities() {
		if m != clause.Modality && HasVerb(clause.Text, string(m)) {
			return &Fix{Modality: m}
		}
	}
	return nil
}

// clause checks one clause; held has its references by uid.
func (c *checker) clause(printed, held *Clause) {
	for _, f := range textFields(held) {
		c.text(printed.UID, f.name, f.text)
	}
	c.words(printed.UID, "text", printed.Text)
	for i, item := range printed.Items {
		c.words(printed.UID, index("items", i)+".text", item.Text)
	}
	c.items(printed)
	c.oldVerb(printed)
	if printed.Section == printed.Code && c.numbers.heading[printed.Code] {
		c.add(Remark{UID: printed.UID, Field: "text", Code: "draft.remark-hanging",
			Args: []any{printed.Code}, Source: "GB/T 1.1-2020 7.4"})
	}
	for i := range c.edition.Clauses {
		if parentOf(c.edition.Clauses[i].Code) == printed.Code {
			c.add(Remark{UID: printed.UID, Field: "text", Code: "draft.remark-hanging",
				Args: []any{printed.Code}, Severity: SeverityWarning, Source: "GB/T 1.1-2020 7.4"})
			break
		}
	}
}

// oldVerb warns of a clause of the base whose verb is only a part of another word. An earlier version
// accepted it, so it keeps no draft from being an edition.
func (c *checker) oldVerb(clause *Clause) {
	verb := clause.Verb
	if verb == "" {
		verb = string(clause.Modality)
	}
	whole := clause.Text
	for _, item := range clause.Items {
		whole += "\n" + item.Text
	}
	if c.draft.base.words(clause) && strings.Contains(whole, verb) && !HasVerb(whole, verb) {
		c.add(Remark{UID: clause.UID, Field: "text", Severity: SeverityWarning, Code: "verb",
			Args: []any{verb}, Source: "GB/T 1.1-2020 C", Fix: c.otherModality(clause.UID)})
	}
}

// words finds the words that GB/T 1.1 does not allow in a provision, and what to write instead. Where
// the signs of a word may be something else, the remark is a warning.
func (c *checker) words(uid ClauseUID, field, text string) {
	for _, m := range misuses(text) {
		r := Remark{UID: uid, Field: field, From: utf8.RuneCountInString(text[:m.from]),
			Code: "draft.remark-word", Args: []any{m.word, m.instead}, Source: "GB/T 1.1-2020 C.1",
			Fix: &Fix{Old: m.word, New: m.instead}}
		if r.To = r.From + utf8.RuneCountInString(m.word); !m.sure {
			r.Severity, r.Code = SeverityWarning, "draft.remark-word-unsure"
		}
		c.add(r)
	}
	for at := 0; ; at += len(notAllowed) {
		i := strings.Index(text[at:], notAllowed)
		if i < 0 {
			return
		}
		at += i
		if !cannotWord.MatchString(text[:at] + "\x00" + text[at:]) {
			from := utf8.RuneCountInString(text[:at])
			c.add(Remark{UID: uid, Field: field, From: from, To: from + 2, Severity: SeverityWarning,
				Code: "draft.remark-word", Args: []any{notAllowed, "不应"},
				Source: "GB/T 1.1-2020 C.1", Fix: &Fix{Old: notAllowed, New: "不应"}})
		}
	}
}

// notAllowed is no prohibition of GB/T 1.1, but for the words of [cannotWord]; there the place is
// marked with a NUL, which no text has.
const notAllowed = "不可"

var cannotWord = regexp.MustCompile(`\x00不可(抗力|或缺|避免|分割|分离|逆|再生|回收|控|见|思议|知|靠|行性|替代|移动)|` +
	`(必|缺一|势|无|密)\x00不可(少|缺|挡|分|$|[，。；])|非.{1,12}\x00不可`)

// items checks that a list has a lead-in, letters in order, and more than one entry.
func (c *checker) items(clause *Clause) {
	if len(clause.Items) == 0 {
		return
	}
	warn := func(field, code string, args ...any) {
		c.add(Remark{UID: clause.UID, Field: field, Code: code, Args: args,
			Severity: SeverityWarning, Source: "GB/T 1.1-2020 7.5"})
	}
	lead := strings.TrimRightFunc(clause.Text, unicode.IsSpace)
	if !strings.HasSuffix(lead, ":") && !strings.HasSuffix(lead, "：") {
		warn("text", "draft.remark-lead-in")
	}
	if len(clause.Items) == 1 {
		warn("items", "draft.remark-one-item")
	}
	for i, item := range clause.Items {
		if want := string(rune('a' + i)); i < 26 && item.Label != want {
			warn(index("items", i)+".label", "draft.remark-letter", want, item.Label)
			break
		}
	}
}

// gaps finds numbers that are not used between others.
func (c *checker) gaps() {
	groups, headings := c.draft.layout()
	for _, heading := range headings {
		prefix := heading
		if code, ok := c.numbers.code[ClauseUID(heading)]; ok {
			prefix = code
		}
		uids := groups[heading]
		next := 1
		for _, uid := range uids {
			for ; next <= 9999; next++ {
				code := prefix + "." + strconv.Itoa(next)
				if code == c.numbers.code[uid] {
					next++
					break
				}
				if !c.numbers.heading[code] {
					c.add(Remark{UID: uid, Field: "code", Severity: SeverityWarning,
						Code: "draft.remark-gap", Args: []any{code}, Source: "GB/T 1.1-2020 7.3"})
				}
			}
		}
	}
}

func (c *checker) titles() {
	first := map[string]string{}
	for i := range c.edition.Clauses {
		clause := &c.edition.Clauses[i]
		title := strings.TrimSpace(clause.Title)
		if code, twice := first[title]; twice && title != "" {
			c.add(Remark{UID: clause.UID, Field: "title", Severity: SeverityWarning,
				Code: "draft.remark-title", Args: []any{title, code}})
			continue
		}
		first[title] = clause.Code
	}
}

// emptyChapters finds chapters that weigh in a tier without a clause that could earn it.
func (c *checker) emptyChapters() {
	for i := range c.edition.Chapters {
		chapter := &c.edition.Chapters[i]
		for _, t := range Tiers() {
			if weight, ok := chapter.Weight.Get(t); !ok || weight.Sign() == 0 {
				continue
			}
			if !slices.ContainsFunc(c.edition.Checklist(t), func(clause *Clause) bool {
				return clause.Chapter == chapter.Number && !clause.IsBonus()
			}) {
				c.add(Remark{Field: "chapters", Severity: SeverityWarning,
					Code: "draft.remark-chapter-empty",
					Args: []any{chapter.Number, c.edition.TierName(t)}})
			}
		}
	}
}
