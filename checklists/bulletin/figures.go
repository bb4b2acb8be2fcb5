package bulletin

import (
	"cmp"
	"slices"

	"hallmark/checklists"
	"hallmark/standard"
)

// Figures are the numbers of a bulletin. They follow from its data alone.
type Figures struct {
	Checks int                     `json:"checks"`
	Kinds  map[checklists.Kind]int `json:"kinds"`
	Halls  int                     `json:"halls"` // that were checked
	Tiers  []TierFigures           `json:"tiers"`
	New    MendingFigures          `json:"new"` // of the rectifications opened in the period
	All    MendingFigures          `json:"all"` // of all that were open in it
	ByHall []HallMending           `json:"byHall"`

	Consequences []checklists.Consequence `json:"consequences"` // of a quarterly one
}

// TierFigures are the figures of the halls of one tier.
type TierFigures struct {
	Tier      standard.Tier         `json:"tier"`
	InService int                   `json:"inService"`
	Checked   int                   `json:"checked"` // halls
	Ranking   []checklists.RankLine `json:"ranking"` // of the official checks
	Grades    []GradeCount          `json:"grades"`  // of the ranking, the best hall's first
	Average   standard.Decimal      `json:"average"` // of its totals, to 0.01; 0 of none
	Before    standard.Decimal      `json:"before"`  // the average of the period before; 0 of none
}

// GradeCount is how many halls came to a grade.
type GradeCount struct {
	Grade string `json:"grade"`
	Halls int    `json:"halls"`
}

// MendingFigures count rectifications.
type MendingFigures struct {
	Total    int                         `json:"total"`
	Severity map[checklists.Severity]int `json:"severity"`
	Halls    int                         `json:"halls"`
	Closed   int                         `json:"closed"`
	Overdue  int                         `json:"overdue"`
	Repeated int                         `json:"repeated"` // the hall has lost the clause before
	Rate     standard.Decimal            `json:"rate"`     // closed ÷ total, to 0.0001; 0 of none
}

// HallMending are the rectifications of one hall.
type HallMending struct {
	Hall     checklists.HallID `json:"hall"`
	HallName string            `json:"hallName"`
	New      []Mending         `json:"new"` // opened in the period
	MendingFigures
}

// FiguresOf computes the numbers of a bulletin.
func FiguresOf(d *Data) Figures {
	f := Figures{Checks: len(d.Checks), Kinds: map[checklists.Kind]int{}, Tiers: []TierFigures{},
		ByHall: []HallMending{}, Consequences: []checklists.Consequence{}}
	halls := map[checklists.HallID]bool{}
	for i := range d.Checks {
		f.Kinds[d.Checks[i].Kind]++
		halls[d.Checks[i].Hall] = true
	}
	f.Halls = len(halls)
	for _, t := range standard.Tiers() {
		f.addTier(d, t)
	}
	f.All = mendingFigures(d.Mending)
	f.New = mendingFigures(d.opened())
	f.addHalls(d)
	return f
}

// opened are the rectifications that were opened in the period.
func (d *Data) opened() []Mending {
	return slices.DeleteFunc(slices.Clone(d.Mending), func(m Mending) bool {
		return !d.Period.Holds(m.Opened)
	})
}

// Overdue are the rectifications past their deadline, the longest first.
func (d *Data) Overdue() []Mending {
	list := slices.DeleteFunc(slices.Clone(d.Mending), func(m Mending) bool {
		return m.Overdue == 0
	})
	slices.SortStableFunc(list, func(a, b Mending) int { return cmp.Compare(b.Overdue, a.Overdue) })
	return list
}

func (f *Figures) addTier(d *Data, t standard.Tier) {
	checked := map[checklists.HallID]bool{}
	for i := range d.Checks {
		if d.Checks[i].Tier == t {
			checked[d.Checks[i].Hall] = true
		}
	}
	tier := TierFigures{Tier: t, InService: d.Halls[t], Checked: len(checked), Grades: []GradeCount{}}
	var before []checklists.RankLine
	var rankings [][]checklists.RankLine
	ofYear := 1
	for _, past := range d.Earlier {
		before = rankingOf(t, past.Checks, before)
		rankings = append(rankings, before)
		if past.Period.From[:4] == d.Period.From[:4] {
			ofYear++
		}
	}
	tier.Ranking, tier.Before = rankingOf(t, d.Checks, before), average(before)
	tier.Average = average(tier.Ranking)
	for _, line := range tier.Ranking {
		// A cap or a veto gives a grade below that of lower totals: a grade may come again.
		at := slices.IndexFunc(tier.Grades, func(g GradeCount) bool { return g.Grade == line.Grade })
		if at < 0 {
			tier.Grades = append(tier.Grades, GradeCount{Grade: line.Grade})
			at = len(tier.Grades) - 1
		}
		tier.Grades[at].Halls++
	}
	if d.Kind == Quarterly {
		f.Consequences = append(f.Consequences,
			checklists.ConsequencesOf(append(rankings, tier.Ranking), ofYear, d.lastPlaces().Rules())...)
	}
	f.Tiers = append(f.Tiers, tier)
}

func rankingOf(t standard.Tier, checks []Check, before []checklists.RankLine) []checklists.RankLine {
	outcomes := make([]checklists.Outcome, len(checks))
	for i := range checks {
		c := &checks[i]
		outcomes[i] = checklists.Outcome{Audit: c.Audit, Hall: c.Hall, HallName: c.HallName, Tier: c.Tier,
			Kind: c.Kind, Partial: c.Partial, Approved: c.Approved, Result: c.Result, Restated: c.Restated,
			Released: checklists.Result{Total: c.Released}}
	}
	return checklists.RankingOf(t, outcomes, before)
}

// average of the totals, rounded half away from zero to 0.01.
func average(ranking []checklists.RankLine) standard.Decimal {
	if len(ranking) == 0 {
		return standard.Decimal{}
	}
	sum := int64(0)
	for i := range ranking {
		sum += checklists.Hundredths(ranking[i].Total)
	}
	return standard.NewDecimal(checklists.Portion(sum, 1, int64(len(ranking))), 2)
}

func mendingFigures(list []Mending) MendingFigures {
	f := MendingFigures{Total: len(list), Severity: map[checklists.Severity]int{}}
	halls := map[checklists.HallID]bool{}
	for i := range list {
		m := &list[i]
		halls[m.Hall] = true
		f.Severity[m.Severity]++
		if !m.Closed.IsZero() {
			f.Closed++
		}
		if m.Overdue > 0 {
			f.Overdue++
		}
		if m.Repeats > 0 {
			f.Repeated++
		}
	}
	f.Halls = len(halls)
	if f.Total > 0 {
		f.Rate = standard.NewDecimal(checklists.Portion(10_000, int64(f.Closed), int64(f.Total)), 4)
	}
	return f
}

// addHalls counts by hall: the one with most new problems first, then by ID.
func (f *Figures) addHalls(d *Data) {
	byHall := map[checklists.HallID][]Mending{}
	for _, m := range d.Mending {
		byHall[m.Hall] = append(byHall[m.Hall], m)
	}
	for hall, list := range byHall {
		h := HallMending{Hall: hall, HallName: list[0].HallName, New: []Mending{},
			MendingFigures: mendingFigures(list)}
		for _, m := range list {
			if d.Period.Holds(m.Opened) {
				h.New = append(h.New, m)
			}
		}
		f.ByHall = append(f.ByHall, h)
	}
	slices.SortFunc(f.ByHall, func(a, b HallMending) int {
		return cmp.Or(cmp.Compare(len(b.New), len(a.New)), cmp.Compare(a.Hall, b.Hall))
	})
}
