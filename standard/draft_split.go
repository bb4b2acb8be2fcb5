package standard

import (
	"slices"
	"strings"
)

// SplitParts are the texts of the two clauses that one clause becomes.
type SplitParts struct {
	Title     string `json:"title"` // of the first, which keeps the uid
	Text      string `json:"text"`
	RestTitle string `json:"rest_title"` // of the second, which is new
	Rest      string `json:"rest"`
}

// Split makes two clauses of one: the first keeps the permanent name, and the list; the second is
// new, follows it and has the same tiers, points and method until they are edited.
func (d *WorkingDraft) Split(uid ClauseUID, parts SplitParts) (ClauseUID, error) {
	i, err := d.find("uid", uid)
	if err != nil {
		return "", err
	}
	groups, _ := d.layout()
	heading := parentOf(d.Clauses[i].Code)
	if !slices.Contains(groups[heading], uid) {
		return "", wrong("uid", "draft.below-clause", d.Clauses[i].Code)
	}
	n, was := d.numbers(), d.Clauses[i].Text
	second := mapTexts(d.Clauses[i], func(s string) string { return s })
	second.Title, second.TitleEN, second.Items = parts.RestTitle, "", nil
	second.Text = n.hold(parts.Rest, was)
	first := &d.Clauses[i]
	first.Title, first.Text = parts.Title, n.hold(parts.Text, was)
	made := d.insert(second, heading, uid)
	d.Origins = append(d.Origins, Origin{uid, Split, made}, Origin{made, Split, uid})
	return made, nil
}

// Merge makes one clause of two: it has both texts, both lists, the tiers of both and the sum of
// their points; the other one is withdrawn and says which clause stands in its place.
func (d *WorkingDraft) Merge(uid, other ClauseUID, custom Numbering) error {
	i, err := d.find("uid", uid)
	if err != nil {
		return err
	}
	j, err := d.find("other", other)
	if err != nil {
		return err
	}
	if i == j {
		return wrong("other", "draft.merge-self")
	}
	before, merged := d.Clauses[i], mergedClause(d.Clauses[i], d.Clauses[j])
	d.Clauses[i] = merged
	if err := d.Withdraw(other, custom, uid); err != nil {
		d.Clauses[i] = before
		return err
	}
	d.Origins = append(d.Origins, Origin{uid, Merged, other}, Origin{other, Merged, uid})
	return nil
}

func mergedClause(a, b Clause) Clause {
	a.Text += b.Text
	a.Items = slices.Clone(a.Items)
	for _, item := range b.Items {
		if len(a.Items) < 26 {
			item.Label = string("abcdefghijklmnopqrstuvwxyz"[len(a.Items)])
		}
		a.Items = append(a.Items, item)
	}
	a.Tiers = slices.Clone(a.Tiers)
	for _, t := range Tiers() {
		if !b.Applies(t) {
			continue
		}
		if !a.Applies(t) {
			a.Tiers = append(a.Tiers, t)
		}
		if worth, ok := b.Points.Get(t); ok && !a.IsBonus() && a.Scored {
			have, _ := a.Points.Get(t)
			a.Points = a.Points.With(t, sumOf(have, worth))
		}
		if a.Method != nil && b.Method != nil && a.Method.Type == b.Method.Type {
			a.Method = methodWith(a.Method, b.Method, t)
		}
	}
	slices.Sort(a.Tiers)
	a.Veto, a.Key = a.Veto || b.Veto, a.Key || b.Key
	a.Check = strings.TrimSpace(a.Check + b.Check)
	return a
}

// methodWith takes over the thresholds of a tier that a method does not have.
func methodWith(m, other *Method, t Tier) *Method {
	next := *m
	fill := func(p *PerTier, q PerTier) {
		if _, has := p.Get(t); has {
			return
		}
		if v, ok := q.Get(t); ok {
			*p = p.With(t, v)
		}
	}
	fill(&next.Target, other.Target)
	fill(&next.ZeroAt, other.ZeroAt)
	fill(&next.MinSample, other.MinSample)
	return &next
}

// sumOf adds points, which have at most two decimals; what does not fit stays as it is.
func sumOf(a, b Decimal) Decimal {
	x, fits := a.Scaled(2)
	y, too := b.Scaled(2)
	if !fits || !too || x > 1e12 || y > 1e12 {
		return a
	}
	return NewDecimal(x+y, 2)
}

func (d *WorkingDraft) dropOrigins(uid ClauseUID) {
	d.Origins = slices.DeleteFunc(slices.Clone(d.Origins), func(o Origin) bool {
		return o.UID == uid || o.From == uid
	})
}

// originOf says whether a clause was split or merged, for the grade of its item.
func (d *WorkingDraft) originOf(uid ClauseUID) (ChangeGrade, bool) {
	for _, o := range d.Origins {
		if o.UID == uid {
			return o.Grade, true
		}
	}
	return "", false
}
