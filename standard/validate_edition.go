package standard

import (
	"strconv"

	"hallmark/standard/message"
)

// validateEdition checks a whole edition; stored is that of the validator.
func validateEdition(e *Edition, problems *Problems, stored func(*Clause) bool) {
	v := newValidator(problems)
	v.stored = stored
	v.metadata(&e.Standard)
	v.scoring(&e.Scoring)
	v.chapters(e)
	v.sections(e)
	v.filled("front_matter.scope", e.FrontMatter.Scope)
	for i, ref := range e.FrontMatter.NormativeReferences {
		v.filled(index("front_matter.normative_references", i), ref)
		v.once("reference", ref, index("front_matter.normative_references", i))
	}
	for i := range e.Terms {
		v.term(index("terms", i), &e.Terms[i])
	}
	v.clauses(e)
	v.transitions(e)
	v.counts(e)
}

func (v *validator) metadata(m *Metadata) {
	v.filled("standard.id", m.ID)
	v.filled("standard.number", m.Number)
	v.filled("standard.name", m.Name)
	v.filled("standard.issuing_body", m.IssuingBody)
	v.name("standard.edition", string(m.Edition))
	oneOf(v, "standard.status", m.Status, Draft, Published, Withdrawn)
	v.date("standard.issued", m.Issued)
	v.date("standard.effective", m.Effective)
	if v.early(m.Effective, m.Issued) {
		v.Add("standard.effective", "effective-before-issued", message.Day(m.Effective),
			message.Day(m.Issued))
	}
	for i, id := range m.Amendments {
		v.name(index("standard.amendments", i), id)
		v.once("amendment", id, index("standard.amendments", i))
	}
	var seen [4]bool
	for i, info := range m.Tiers {
		place := index("standard.tiers", i)
		v.filled(place+".name", info.Name)
		v.once("tier", info.ID.String(), place+".id")
		seen[info.ID] = true
	}
	for _, t := range Tiers() {
		if !seen[t] {
			v.Add("standard.tiers", "tier-undescribed", t.String())
		}
	}
}

func (v *validator) chapters(e *Edition) {
	for i, c := range e.Chapters {
		place := index("chapters", i)
		if c.Number < 1 || c.Number > 9999 {
			v.Add(place+".number", "range", "1", "9999", strconv.Itoa(c.Number))
		}
		v.filled(place+".title", c.Title)
		v.once("chapter", strconv.Itoa(c.Number), place+".number")
		if i > 0 && c.Number < e.Chapters[i-1].Number {
			v.Add(place+".number", "order", strconv.Itoa(c.Number),
				strconv.Itoa(e.Chapters[i-1].Number))
		}
		if !c.Scored {
			if !c.Weight.IsZero() {
				v.Add(place+".weight", "chapter-unscored")
			}
			continue
		}
		v.everyTier(place+".weight", c.Weight, Tiers())
		v.perTier(place+".weight", c.Weight, anyTier, func(path string, d Decimal) {
			v.positive(path, d)
			v.cents(path, d)
		})
	}
	v.weightSums(e.Chapters)
}

func anyTier(Tier) bool { return true }

// weightSums checks that the weights of a tier add to 100. A weight that could overflow the sum is
// counted as 100 and a hundredth, which spoils it just as well.
func (v *validator) weightSums(chapters []Chapter) {
	for _, t := range Tiers() {
		var sum int64
		for i := range chapters {
			if d, ok := chapters[i].Weight.Get(t); ok && chapters[i].Scored {
				hundredths, fits := d.Scaled(2)
				if !fits || hundredths > 100_00 {
					hundredths = 100_01
				}
				sum += hundredths
			}
		}
		if sum != 100_00 {
			v.Add("chapters", "weight-sum", t.String(), NewDecimal(sum, 2).String())
		}
	}
}

func (v *validator) sections(e *Edition) {
	for i, s := range e.Sections {
		place := index("sections", i)
		v.filled(place+".title", s.Title)
		v.once("section", s.Code, place+".code")
		if !v.number(place+".code", s.Code) {
			continue
		}
		if !hasChapterOf(e, s.Code) {
			v.Add(place+".code", "chapter-unknown", s.Code)
		}
		if i > 0 {
			v.after(place+".code", s.Code, e.Sections[i-1].Code)
		}
	}
}

func hasChapterOf(e *Edition, code string) bool {
	for _, c := range e.Chapters {
		if below(code, strconv.Itoa(c.Number)) {
			return true
		}
	}
	return false
}

func (v *validator) term(place string, t *Term) {
	v.number(place+".code", t.Code)
	v.filled(place+".term", t.Term)
	v.filled(place+".definition", t.Definition)
	v.once("term number", t.Code, place+".code")
	v.once("term", t.Term, place+".term")
}

// counts compares the totals that the file states, if it does, with the clauses.
func (v *validator) counts(e *Edition) {
	stated := e.Standard.Counts
	if stated.IsZero() {
		return
	}
	actual := countsOf(e.Clauses)
	compare := func(name string, stated, actual int) {
		if stated != actual {
			v.Add("standard.counts."+name, "count", stated, actual)
		}
	}
	compare("clauses", stated.Clauses, actual.Clauses)
	compare("scored", stated.Scored, actual.Scored)
	compare("unscored", stated.Unscored, actual.Unscored)
	compare("veto", stated.Veto, actual.Veto)
	compare("key", stated.Key, actual.Key)
	for _, t := range Tiers() {
		if n, ok := stated.ScoredPerTier[t]; ok {
			compare("scored_per_tier."+t.String(), n, actual.ScoredPerTier[t])
		}
	}
}

func countsOf(clauses []Clause) Counts {
	n := Counts{Clauses: len(clauses), ScoredPerTier: map[Tier]int{}}
	for i := range clauses {
		c := &clauses[i]
		if !c.Scored {
			n.Unscored++
			continue
		}
		n.Scored++
		if c.Veto {
			n.Veto++
		}
		if c.Key {
			n.Key++
		}
		for _, t := range c.Tiers {
			n.ScoredPerTier[t]++
		}
	}
	return n
}
