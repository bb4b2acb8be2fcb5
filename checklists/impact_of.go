package checklists

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"hallmark/standard"
)

// ImpactOf weighs an amendment: for every hall what becomes of the clauses of its last audit, and
// the score and grade that the hall would have. An audit of an edition other than Before is
// compared from its own edition.
func ImpactOf(w Weighing) (Impact, error) {
	r := reckoner{w: w, plans: map[planKey]*plan{}, tally: map[standard.ClauseUID]map[Fate]int{},
		known: map[standard.EditionID]*standard.Diff{}}
	r.Impact = Impact{Before: standard.Version{Edition: w.Before.ID(), Digest: w.Before.Digest()},
		After: standard.Version{Edition: w.After.ID(), Digest: w.After.Digest()}, Day: w.Day,
		Halls: []HallImpact{}, Clauses: []ClauseImpact{}, Open: []OpenAudit{},
		Findings: []TouchedFinding{}}
	for h := range w.Holdings {
		if err := r.hall(&h); err != nil {
			return Impact{}, err
		}
	}
	r.finish()
	return r.Impact, nil
}

// reckoner builds the impact while halls are added to it.
type reckoner struct {
	w Weighing
	Impact
	plans map[planKey]*plan
	known map[standard.EditionID]*standard.Diff // from an edition to the new one
	tally map[standard.ClauseUID]map[Fate]int
}

// planKey names a plan: halls of a tier whose last audit was of an edition share one.
type planKey struct {
	edition standard.EditionID
	tier    standard.Tier
}

// plan is what becomes of the clauses.
type plan struct {
	fates []ClauseFate
	by    map[standard.ClauseUID]*ClauseFate
	uids  map[Fate][]standard.ClauseUID
	best  map[standard.ClauseUID]Answer // of what has no certain answer
	worst map[standard.ClauseUID]Answer
}

func (r *reckoner) hall(h *Holding) error {
	from := r.w.Before
	if h.Last != nil && h.Edition != nil {
		from = h.Edition
	}
	p := r.plan(from, h.Hall.Tier)
	line := HallImpact{Hall: h.Hall.ID, Name: h.Hall.Name, Tier: h.Hall.Tier,
		Reused: p.uids[FateReused], Recheck: p.uids[FateRecheck], New: p.uids[FateNew],
		Withdrawn: p.uids[FateWithdrawn], Uncertain: []standard.ClauseUID{},
		Kept: r.w.After.KeptIn(h.Hall.Tier, h.Hall.Opened, r.w.Day)}
	if line.Kept == nil {
		line.Kept = []standard.ClauseUID{}
	}
	if h.Last != nil {
		line.Audit, line.Number, line.Edition = h.Last.ID, h.Last.Number, h.Last.Edition
		if err := r.project(&line, p, h.Last); err != nil {
			return err
		}
	}
	for i := range p.fates {
		if f := &p.fates[i]; f.change != nil {
			if r.tally[f.UID] == nil {
				r.tally[f.UID] = map[Fate]int{}
			}
			r.tally[f.UID][f.Fate]++
		}
	}
	r.Halls = append(r.Halls, line)
	r.open(h)
	r.findings(h, p)
	return nil
}

// plan returns the plan from an edition to the new one in a tier.
func (r *reckoner) plan(from *standard.Edition, t standard.Tier) *plan {
	key := planKey{from.ID(), t}
	if p := r.plans[key]; p != nil {
		return p
	}
	diff := r.diff(from)
	p := &plan{fates: FatesOf(from, r.w.After, diff, r.w.Grades, t),
		by: map[standard.ClauseUID]*ClauseFate{}, uids: map[Fate][]standard.ClauseUID{},
		best: map[standard.ClauseUID]Answer{}, worst: map[standard.ClauseUID]Answer{}}
	for _, f := range Fates() {
		p.uids[f] = []standard.ClauseUID{}
	}
	for i := range p.fates {
		f := &p.fates[i]
		p.by[f.UID] = f
		p.uids[f.Fate] = append(p.uids[f.Fate], f.UID)
		if c, ok := r.w.After.Clause(f.UID); ok && f.Fate != FateWithdrawn {
			p.best[f.UID], p.worst[f.UID] = extremes(c, t)
		}
	}
	r.plans[key] = p
	return p
}

func (r *reckoner) diff(from *standard.Edition) *standard.Diff {
	if d := r.known[from.ID()]; d != nil {
		return d
	}
	d := standard.DiffOf(from, r.w.After)
	r.known[from.ID()] = &d
	return &d
}

// extremes are the answers that earn all and none of a clause's points.
func extremes(c *standard.Clause, t standard.Tier) (best, worst Answer) {
	switch m := c.Method; m.Type {
	case standard.PassFail:
		return Answer{Kind: Verdict, Pass: true}, Answer{Kind: Verdict}
	case standard.Graded:
		return Answer{Kind: Level, Level: MaxLevel}, Answer{Kind: Level}
	case standard.Measured:
		target, _ := m.Target.Get(t)
		zero, _ := m.ZeroAt.Get(t)
		return Answer{Kind: Value, Value: target}, Answer{Kind: Value, Value: zero}
	case standard.Ratio:
		return Answer{Kind: RatioOf, Numerator: 1, Denominator: 1},
			Answer{Kind: RatioOf, Denominator: 1}
	default:
		lost := map[string]int{}
		for _, o := range m.Occurrences {
			lost[o.ID] = MaxCount
		}
		return Answer{Kind: Occurrences}, Answer{Kind: Counts, Counts: lost}
	}
}

// project scores the old answers by the new edition, three times.
func (r *reckoner) project(line *HallImpact, p *plan, last *Audit) error {
	if last.Result != nil {
		official := *last.Result
		line.Official = &official
	}
	old := last.Answers()
	projected := make(map[standard.ClauseUID]Answer, len(old))
	open := slices.Clone(line.New)
	for _, f := range p.fates {
		if f.Fate != FateReused && f.Fate != FateRecheck {
			continue
		}
		a, answered := old[f.UID]
		c, _ := r.w.After.Clause(f.UID)
		var wrong standard.Problems
		if a.checkValue(c, line.Tier, &wrong); answered && wrong.Err() == nil {
			projected[f.UID] = a
			if f.Fate == FateReused || a.tells() && f.moved() {
				continue
			}
		}
		line.Uncertain = append(line.Uncertain, f.UID)
		open = append(open, f.UID)
	}
	var err error
	if line.Projected, err = r.result(line, projected); err != nil {
		return err
	}
	for _, uid := range open {
		projected[uid] = p.worst[uid]
	}
	if line.Lowest, err = r.result(line, projected); err != nil {
		return err
	}
	for _, uid := range open {
		projected[uid] = p.best[uid]
	}
	line.Highest, err = r.result(line, projected)
	return err
}

// tells reports whether an answer is a value that another threshold can be held against.
func (a *Answer) tells() bool { return a.Kind == Value || a.Kind == RatioOf }

// moved reports whether the change moves thresholds or tiers and leaves alone what is counted or
// measured, so that an old value tells as much as before.
func (f *ClauseFate) moved() bool {
	moved := false
	for _, field := range f.change.Fields {
		switch field.Field {
		case "method.target", "method.zero_at", "tiers":
			moved = true
		case "items", "method", "method.metric", "method.unit", "method.better", "method.how",
			"method.numerator", "method.denominator":
			return false
		}
	}
	return moved
}

func (r *reckoner) result(line *HallImpact, answers map[standard.ClauseUID]Answer) (*Result, error) {
	s, err := ScoreOf(r.w.After, line.Tier, answers, line.Kept...)
	return &Result{Total: s.Total, Grade: s.Grade, Stars: s.Stars}, err
}

// open notes the running audits that stay on an edition before the new one.
func (r *reckoner) open(h *Holding) {
	for _, a := range h.Open {
		if a.Edition != r.w.After.ID() {
			r.Open = append(r.Open, OpenAudit{a.ID, a.Number, a.Hall, h.Hall.Name, a.State, a.Edition,
				a.StartedAt})
		}
	}
}

func (r *reckoner) findings(h *Holding, p *plan) {
	for _, f := range h.Findings {
		if fate := p.by[f.Clause]; fate != nil && fate.change != nil {
			r.Findings = append(r.Findings, TouchedFinding{h.Hall.ID, h.Hall.Name, f.Clause, f.Code,
				f.Severity, f.Due, fate.Fate, fate.Grade, f.DueUncertain})
		}
	}
}

// finish counts and puts everything in order.
func (r *reckoner) finish() {
	t := &r.Totals
	t.Halls, t.Open, t.Findings = len(r.Halls), len(r.Open), len(r.Findings)
	for i := range r.Halls {
		h := &r.Halls[i]
		t.Audited += count(h.Official != nil)
		t.Changed += count(h.GradeChanges())
		t.Uncertain += count(h.MayChange())
		t.Higher += count(h.Step() > 0)
		t.Lower += count(h.Step() < 0)
	}
	slices.SortFunc(r.Halls, func(a, b HallImpact) int {
		return cmp.Or(count(b.GradeChanges())-count(a.GradeChanges()),
			cmp.Compare(a.Tier, b.Tier), cmp.Compare(a.Hall, b.Hall))
	})
	r.clauses()
}

func count(yes bool) int {
	if yes {
		return 1
	}
	return 0
}

// clauses lists what changes from the edition before, with the halls that each change touches.
func (r *reckoner) clauses() {
	for _, c := range r.diff(r.w.Before).Clauses {
		line := ClauseImpact{UID: c.UID, Code: cmp.Or(c.CodeAfter, c.CodeBefore),
			Grade: cmp.Or(r.w.Grades[c.UID], c.Grade), Halls: map[Fate]int{}}
		if line.Grade != c.Grade {
			line.Rule = c.Grade
		}
		if line.Title = ""; c.After != nil {
			line.Title = c.After.Title
		} else {
			line.Title = c.Before.Title
		}
		maps.Copy(line.Halls, r.tally[c.UID])
		r.Clauses = append(r.Clauses, line)
	}
	slices.SortFunc(r.Open, func(a, b OpenAudit) int {
		return cmp.Or(strings.Compare(a.Number, b.Number), cmp.Compare(a.ID, b.ID))
	})
	slices.SortStableFunc(r.Findings, func(a, b TouchedFinding) int {
		return cmp.Compare(a.Hall, b.Hall) // those of one hall come in one holding, by their day
	})
}
