package standard

import (
	"slices"
	"strconv"
	"strings"
)

func (v *validator) clauses(e *Edition) {
	sections := make(map[string]bool, len(e.Sections))
	for _, s := range e.Sections {
		sections[s.Code] = true
	}
	var scored [4]bool
	for i := range e.Clauses {
		c, place := &e.Clauses[i], index("clauses", i)
		v.clause(place, c)
		v.once("uid", string(c.UID), place+".uid")
		v.once("code", c.Code, place+".code")
		if validNumber(c.Code) {
			v.position(place, c, e, sections)
			if i > 0 {
				v.after(place+".code", c.Code, e.Clauses[i-1].Code)
			}
		}
		for _, t := range c.Tiers {
			scored[t] = scored[t] || c.Scored
		}
	}
	for _, t := range Tiers() {
		if !scored[t] {
			v.Add("clauses", "tier-empty", t.String())
		}
	}
}

// position checks that a clause stands in its chapter and section. A clause that stands directly in
// its chapter has its own number for a section.
func (v *validator) position(place string, c *Clause, e *Edition, sections map[string]bool) {
	chapter, known := e.Chapter(c.Chapter)
	switch {
	case !known:
		v.Add(place+".chapter", "chapter-unknown", strconv.Itoa(c.Chapter))
	case !below(c.Code, strconv.Itoa(c.Chapter)):
		v.Add(place+".code", "code-parent", c.Code, strconv.Itoa(c.Chapter))
	case c.Scored && !chapter.Scored:
		v.Add(place+".scored", "clause-chapter", strconv.Itoa(c.Chapter))
	}
	switch {
	case c.Section == c.Code:
	case !sections[c.Section]:
		v.Add(place+".section", "section-unknown", c.Section)
	case !below(c.Code, c.Section):
		v.Add(place+".code", "code-parent", c.Code, c.Section)
	}
}

// clause checks what can be known without the rest of the edition.
func (v *validator) clause(place string, c *Clause) {
	v.name(place+".uid", string(c.UID))
	v.number(place+".code", c.Code)
	v.filled(place+".title", c.Title)
	v.filled(place+".text", c.Text)
	v.wording(place, c)
	v.closedSets(place, c)
	if len(c.Tiers) == 0 {
		v.Add(place+".tiers", "empty")
	}
	for i, t := range c.Tiers {
		if slices.Contains(c.Tiers[:i], t) {
			v.Add(index(place+".tiers", i), "twice", t.String())
		}
	}
	if c.Scored {
		v.worth(place, c)
		v.method(place, c)
	} else {
		v.unscored(place, c)
	}
}

// wording checks that a text has the verb of its modality, and none of the words that GB/T 1.1 does
// not allow: 必须 and 需要 are not provisions, and a prohibition is worded 不应.
func (v *validator) wording(place string, c *Clause) {
	verbs := map[Modality][]string{
		Requirement: {"应", "不应"}, Recommendation: {"宜", "不宜"}, Permission: {"可", "不必"},
	}[c.Modality]
	verb := c.Verb
	if verb == "" {
		verb = string(c.Modality)
	} else if len(verbs) > 0 {
		oneOf(v, place+".verb", verb, verbs...)
	}
	whole := c.Text
	v.words(place+".text", c.Text)
	for i, item := range c.Items {
		at := index(place+".items", i)
		v.filled(at+".label", item.Label)
		v.filled(at+".text", item.Text)
		v.words(at+".text", item.Text)
		for _, earlier := range c.Items[:i] {
			if earlier.Label == item.Label {
				v.Add(at+".label", "twice", item.Label)
				break
			}
		}
		whole += "\n" + item.Text
	}
	if len(verbs) > 0 && !v.hasVerb(c, whole, verb) {
		v.Add(place+".text", "verb", verb)
	}
}

// hasVerb looks for a verb as a word. Older versions looked for its signs anywhere, and what they
// accepted stays.
func (v *validator) hasVerb(c *Clause, text, verb string) bool {
	if v.stored != nil && v.stored(c) {
		return strings.Contains(text, verb)
	}
	return HasVerb(text, verb)
}

// words notes each word that is certainly not allowed, once; [WorkingDraft.Check] remarks on those
// that may be.
func (v *validator) words(path, text string) {
	noted := map[string]bool{}
	for _, m := range misuses(text) {
		if m.sure && !noted[m.word] {
			noted[m.word] = true
			v.Add(path, "word", m.word)
		}
	}
}

func (v *validator) closedSets(place string, c *Clause) {
	if c.Modality == "" {
		v.Add(place+".modality", "missing")
	} else {
		oneOf(v, place+".modality", c.Modality, modalities()...)
	}
	if c.DutyHolder != "" {
		oneOf(v, place+".duty_holder", c.DutyHolder,
			DutyHall, DutyDistrictAuthority, DutyBusinessDepartment)
	}
	if c.Dimension != "" {
		oneOf(v, place+".dimension", c.Dimension, Civility, Efficiency, Quality, Management)
	}
	for i, kind := range c.Evidence {
		oneOf(v, index(place+".evidence", i), kind, EvidenceObservation, EvidencePhoto,
			EvidenceRecord, EvidenceDocument, EvidenceInterview)
	}
}

// worth checks that a scored clause has either points or bonus points, for each of its tiers.
func (v *validator) worth(place string, c *Clause) {
	name, points := "points", c.Points
	switch {
	case !c.Points.IsZero() && c.IsBonus():
		v.Add(place+".bonus_points", "points-both")
		return
	case c.IsBonus():
		name, points = "bonus_points", c.BonusPoints
	case c.Points.IsZero():
		v.Add(place+".points", "missing")
		return
	}
	v.everyTier(place+"."+name, points, c.Tiers)
	v.perTier(place+"."+name, points, c.Applies, func(path string, d Decimal) {
		v.between(path, d, 0, maxPoints)
		v.cents(path, d)
	})
}

func (v *validator) unscored(place string, c *Clause) {
	for _, f := range []struct {
		name string
		set  bool
	}{
		{"points", !c.Points.IsZero()},
		{"bonus_points", c.IsBonus()},
		{"veto", c.Veto},
		{"key", c.Key},
		{"method", c.Method != nil},
	} {
		if f.set {
			v.Add(place+"."+f.name, "clause-unscored")
		}
	}
}
