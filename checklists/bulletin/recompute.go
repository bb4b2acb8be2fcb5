package bulletin

import (
	"slices"
	"strings"

	"hallmark/checklists"
	"hallmark/standard/message"
)

// Discrepancy is something in an issued bulletin that does not follow from its data.
type Discrepancy struct {
	Section  Key    // "" for the bulletin as a whole
	Clause   string // number of the clause whose rate it is; "" for none
	Stated   string
	Computed string
}

// Text tells people of the discrepancy, in their language.
func (d Discrepancy) Text(l message.Language) string {
	switch {
	case d.Clause != "":
		return message.Text(l, "bulletin.differs-clause", d.Clause, d.Stated, d.Computed)
	case d.Section != "":
		return message.Text(l, "bulletin.differs-section",
			message.Text(l, "bulletin.section-"+string(d.Section)), d.Stated, d.Computed)
	}
	return message.Text(l, "bulletin.differs-digest")
}

// Recompute computes the figures of an issued bulletin again from the data that are kept with it:
// its digests, the rate of each clause, and every number of the text as it was drafted. It compares
// numbers and not words, so that a bulletin that an earlier version worded in another way agrees.
func (b *Bulletin) Recompute() []Discrepancy {
	var found []Discrepancy
	if !b.CheckDigest() || !b.wellFormed() {
		return []Discrepancy{{}}
	}
	for i := range b.Data.Clauses {
		c := &b.Data.Clauses[i]
		if c.Asked < 1 || c.Failed < 0 || c.Failed > c.Asked {
			found = append(found, Discrepancy{Clause: c.Code, Stated: c.Rate.String(), Computed: "–"})
			continue
		}
		rate := checklists.FailureRate(c.Failed, c.Asked)
		if c.Rate != rate {
			found = append(found, Discrepancy{Clause: c.Code, Stated: c.Rate.String(),
				Computed: rate.String()})
		}
	}
	drafted := b.draftSections()
	for _, want := range drafted {
		i := slices.IndexFunc(b.Sections, func(s Section) bool { return s.Key == want.Key })
		if i < 0 {
			found = append(found, Discrepancy{Section: want.Key, Stated: "–", Computed: want.Drafted})
			continue
		}
		if d, differs := differing(b.Sections[i].Drafted, want.Drafted); differs {
			d.Section = want.Key
			found = append(found, d)
		}
	}
	return found
}

// wellFormed reports whether kind and periods are such as [New] makes.
func (b *Bulletin) wellFormed() bool {
	is := func(p Period) bool {
		of, err := PeriodOf(b.Kind, p.From)
		return err == nil && of == p
	}
	return b.Kind == b.Data.Kind && is(b.Period) && b.Period == b.Data.Period &&
		!slices.ContainsFunc(b.Data.Earlier, func(p Past) bool { return !is(p.Period) })
}

// differing compares the numbers of two texts and names the first that differ.
func differing(stated, computed string) (Discrepancy, bool) {
	a, b := numbers.FindAllString(stated, -1), numbers.FindAllString(computed, -1)
	for i := range max(len(a), len(b)) {
		d := Discrepancy{Stated: "–", Computed: "–"}
		if i < len(a) {
			d.Stated = a[i]
		}
		if i < len(b) {
			d.Computed = b[i]
		}
		if d.Stated != d.Computed {
			return d, true
		}
	}
	return Discrepancy{}, false
}

// RecomputedText tells people that the figures agree, and which numbers somebody has written into
// the text that its data do not have.
func (b *Bulletin) RecomputedText(l message.Language) []string {
	lines := []string{message.Text(l, "bulletin.agrees", b.Number.Text(b.language()))}
	for i := range b.Sections {
		if strays := b.Sections[i].Strays(); len(strays) > 0 {
			lines = append(lines, message.Text(l, "bulletin.agrees-but",
				message.Text(l, "bulletin.section-"+string(b.Sections[i].Key)),
				strings.Join(strays, message.Text(l, "bulletin.comma"))))
		}
	}
	return lines
}
