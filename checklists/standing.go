package checklists

import (
	"slices"

	"hallmark/standard"
)

// PartStanding is how a part of one outcome stands among the halls of its tier. Median and Best are
// rates of the halls that the part applies to; both are 0 when Halls is 0.
type PartStanding struct {
	PartScore
	Median standard.Decimal `json:"median"` // to 0.0001; of an even number the mean of the middle two
	Best   standard.Decimal `json:"best"`
	Halls  int              `json:"halls"`
}

// Peers returns the outcomes that an outcome is compared with, itself included: the latest official
// audit of every other hall of its tier, and the outcome itself for its own hall.
func Peers(o *Outcome, all []Outcome) []Outcome {
	latest := map[HallID]Outcome{}
	for _, other := range all {
		have, ok := latest[other.Hall]
		if other.Official() && other.Tier == o.Tier && (!ok || byStart(have, other) < 0) {
			latest[other.Hall] = other
		}
	}
	latest[o.Hall] = *o
	peers := make([]Outcome, 0, len(latest))
	for _, other := range latest {
		peers = append(peers, other)
	}
	return peers
}

// StandingOf compares the parts of an outcome, such as its chapters, with those of its [Peers]. A
// part that applies to nothing in the outcome is left out.
func StandingOf(o *Outcome, peers []Outcome, parts func(*Outcome) []PartScore) []PartStanding {
	rates := map[string][]standard.Decimal{}
	for i := range peers {
		for _, p := range parts(&peers[i]) {
			if p.Applicable.Sign() > 0 {
				rates[p.Part] = append(rates[p.Part], p.Rate)
			}
		}
	}
	list := []PartStanding{}
	for _, p := range parts(o) {
		if p.Applicable.Sign() == 0 {
			continue
		}
		s := PartStanding{PartScore: p, Halls: len(rates[p.Part])}
		s.Median, s.Best = middle(rates[p.Part])
		list = append(list, s)
	}
	return list
}

// middle returns the median and the largest of some rates.
func middle(rates []standard.Decimal) (median, best standard.Decimal) {
	n := len(rates)
	if n == 0 {
		return median, best
	}
	slices.SortFunc(rates, standard.Decimal.Compare)
	low, _ := rates[(n-1)/2].Scaled(4)
	high, _ := rates[n/2].Scaled(4)
	return standard.NewDecimal((low+high+1)/2, 4), rates[n-1]
}

// ClauseRate is what an outcome earned of one clause.
type ClauseRate struct {
	UID  standard.ClauseUID `json:"uid"`
	Rate standard.Decimal   `json:"rate"` // earned ÷ points, rounded to 0.0001
}

// Rates lists the rates of the clauses that are worth points and were not excluded.
func (o *Outcome) Rates() []ClauseRate {
	rates := make([]ClauseRate, 0, len(o.Clauses))
	for i := range o.Clauses {
		if c := &o.Clauses[i]; !c.Excluded && c.Max.Sign() > 0 {
			rates = append(rates, ClauseRate{c.UID,
				standard.NewDecimal(Portion(10_000, Hundredths(c.Earned), Hundredths(c.Max)), 4)})
		}
	}
	return rates
}

// ClauseStanding is how a clause of one outcome stands among the halls of its tier that it applies
// to.
type ClauseStanding struct {
	ClauseRate
	Median standard.Decimal `json:"median"` // as of a [PartStanding]
	Best   standard.Decimal `json:"best"`
	Halls  int              `json:"halls"`
}

// ClauseStandings compares some clauses of an outcome with the same clauses of its [Peers], itself
// included.
func ClauseStandings(own []ClauseRate, peers [][]ClauseRate) []ClauseStanding {
	rates := make(map[standard.ClauseUID][]standard.Decimal, len(own))
	for _, c := range own {
		rates[c.UID] = nil
	}
	for _, peer := range peers {
		for _, c := range peer {
			if have, asked := rates[c.UID]; asked {
				rates[c.UID] = append(have, c.Rate)
			}
		}
	}
	list := make([]ClauseStanding, len(own))
	for i, c := range own {
		list[i] = ClauseStanding{ClauseRate: c, Halls: len(rates[c.UID])}
		list[i].Median, list[i].Best = middle(rates[c.UID])
	}
	return list
}

// ClauseCost is what a clause took from the total of a score.
type ClauseCost struct {
	UID  standard.ClauseUID `json:"uid"`
	Lost standard.Decimal   `json:"lost"` // points of the clause
	Cost standard.Decimal   `json:"cost"` // of the total, to 0.01, by the weight of the chapter
}

// CostsOf lists the clauses that lost points, the costliest first. The costs explain a score and
// are no part of it: each is rounded by itself, so that they need not add up to what is missing of
// 100.
func CostsOf(e *standard.Edition, s *Score) []ClauseCost {
	chapters, weights := map[int]*ChapterScore{}, int64(0)
	for i := range s.Chapters {
		if c := &s.Chapters[i]; !c.Dropped {
			chapters[c.Number] = c
			weights += millionths(c.Weight)
		}
	}
	costs := []ClauseCost{}
	for i := range s.Clauses {
		line := &s.Clauses[i]
		clause, ok := e.Clause(line.UID)
		lost := Hundredths(line.Max) - Hundredths(line.Earned)
		if !ok || line.Bonus || !line.counts() || lost <= 0 || chapters[clause.Chapter] == nil {
			continue
		}
		chapter := chapters[clause.Chapter]
		cost := Portion(10_000, millionths(chapter.Weight)*lost, weights*Hundredths(chapter.Applicable))
		costs = append(costs, ClauseCost{line.UID, standard.NewDecimal(lost, 2),
			standard.NewDecimal(cost, 2)})
	}
	slices.SortStableFunc(costs, func(a, b ClauseCost) int { return b.Cost.Compare(a.Cost) })
	return costs
}
