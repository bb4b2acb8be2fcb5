package web

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"

	"hallmark/checklists"
	"hallmark/standard"
)

// Standing is how a hall did in its latest official audit, and what is left to do about it.
type Standing struct {
	Audit   *checklists.Audit
	Edition *standard.Edition
	Score   checklists.Score   // official
	Before  *checklists.Result // as first released, where an appeal has changed it; nil otherwise
	Self    *Compared          // the hall's own latest check; nil while there is none
	After   *Compared          // with every verified fix; nil where nothing is verified yet

	Peers      int // halls of the tier that it is compared with, itself included
	Chapters   []checklists.PartStanding
	Dimensions []checklists.PartStanding
	Holders    []checklists.PartScore
	Costs      []checklists.ClauseCost
	Clauses    []checklists.ClauseStanding
	Tasks      []RectificationRow // open rectifications, the earliest deadline first
	Appeals    AppealsOf
	Notice     bool // whether there is a notice of rectification
}

// Compared is another score beside the official one.
type Compared struct {
	Audit checklists.AuditID
	At    checklists.Time
	Score checklists.Score
}

// Caps returns the reasons that lowered the grade.
func (s *Standing) Caps() []CapReason { return capReasons(s.Edition, s.Score.Caps) }

// urgent is how many open rectifications stand on a hall's page.
const urgent = 8

// Urgent returns the open rectifications with the earliest deadlines.
func (s *Standing) Urgent() []RectificationRow { return s.Tasks[:min(len(s.Tasks), urgent)] }

// Released reports whether the result can still be appealed against.
func (s *Standing) Released() bool { return s.Audit.State == checklists.Approved }

// ChapterBar is the bar of one chapter against those of the tier.
type ChapterBar struct {
	*standard.Chapter
	checklists.PartStanding
}

// Bars lists the chapters in the order of the text.
func (s *Standing) Bars() []ChapterBar {
	var bars []ChapterBar
	for _, p := range s.Chapters {
		for i := range s.Edition.Chapters {
			if c := &s.Edition.Chapters[i]; fmt.Sprint(c.Number) == p.Part {
				bars = append(bars, ChapterBar{c, p})
			}
		}
	}
	return bars
}

// shownCosts is how many of the clauses that cost most are named.
const shownCosts = 8

// DearClause is a clause that cost points, with how it stands in the tier.
type DearClause struct {
	*standard.Clause
	checklists.ClauseCost
	In checklists.ClauseStanding
}

// Dearest lists the clauses that cost most.
func (s *Standing) Dearest() []DearClause {
	var list []DearClause
	for _, cost := range s.Costs[:min(shownCosts, len(s.Costs))] {
		if c, ok := s.Edition.Clause(cost.UID); ok {
			dear := DearClause{Clause: c, ClauseCost: cost}
			for _, in := range s.Clauses {
				if in.UID == cost.UID {
					dear.In = in
				}
			}
			list = append(list, dear)
		}
	}
	return list
}

// Gap is a clause that was scored differently in two of the three scores. Self and After are nil
// where there is no such line.
type Gap struct {
	Clause              *standard.Clause
	Official            checklists.ClauseScore
	Self, After         *checklists.ClauseScore
	SelfMore, AfterMore bool
	wide                int64 // to the hall's own check, in hundredths
}

// Gaps lists the clauses whose scores differ, the widest difference to the hall's own check first.
func (s *Standing) Gaps() []Gap {
	self, after := s.Self.lines(), s.After.lines()
	var gaps []Gap
	for _, line := range s.Score.Clauses {
		c, ok := s.Edition.Clause(line.UID)
		if !ok {
			continue
		}
		g := Gap{Clause: c, Official: line, Self: self[line.UID], After: after[line.UID]}
		differs := false
		if g.Self != nil && !g.Self.Excluded && !line.Excluded {
			order := g.Self.Earned.Compare(line.Earned)
			g.SelfMore, differs = order > 0, order != 0
			own, _ := g.Self.Earned.Scaled(2)
			official, _ := line.Earned.Scaled(2)
			g.wide = max(own-official, official-own)
		}
		if g.After != nil {
			order := g.After.Earned.Compare(line.Earned)
			g.AfterMore, differs = order > 0, differs || order != 0
		}
		if differs {
			gaps = append(gaps, g)
		}
	}
	slices.SortStableFunc(gaps, func(a, b Gap) int { return cmp.Compare(b.wide, a.wide) })
	return gaps
}

// lines returns the lines of a score by clause; none for a nil score.
func (c *Compared) lines() map[standard.ClauseUID]*checklists.ClauseScore {
	m := map[standard.ClauseUID]*checklists.ClauseScore{}
	if c != nil {
		for i := range c.Score.Clauses {
			m[c.Score.Clauses[i].UID] = &c.Score.Clauses[i]
		}
	}
	return m
}

// Spoke is one axis of the radar, 320 by 260 units with its centre in the middle.
type Spoke struct {
	checklists.PartStanding
	X, Y           int // end of the axis, 100 %
	LabelX, LabelY int
	Anchor         string
}

// The radar's centre and the length of its axes.
const radarX, radarY, radarRadius = 160, 130, 90

// Spokes lists the axes of the dimensions, clockwise from the top.
func (s *Standing) Spokes() []Spoke {
	spokes := make([]Spoke, len(s.Dimensions))
	for i, d := range s.Dimensions {
		x, y := radarAt(i, len(spokes), 1)
		labelX, labelY := radarAt(i, len(spokes), 1.18)
		anchor := "middle"
		if labelX > radarX+10 {
			anchor = "start"
		} else if labelX < radarX-10 {
			anchor = "end"
		}
		spokes[i] = Spoke{d, x, y, labelX, labelY, anchor}
	}
	return spokes
}

// Ring is the outline of the radar at a share of its axes, 0..100 %.
func (s *Standing) Ring(percent int) string {
	return s.outline(func(checklists.PartStanding) float64 { return float64(percent) / 100 })
}

// Own is the outline of the hall.
func (s *Standing) Own() string {
	return s.outline(func(d checklists.PartStanding) float64 { return shareOf(d.Rate) })
}

// Median is the outline of the tier's medians.
func (s *Standing) Median() string {
	return s.outline(func(d checklists.PartStanding) float64 { return shareOf(d.Median) })
}

func (s *Standing) outline(rate func(checklists.PartStanding) float64) string {
	points := make([]string, len(s.Dimensions))
	for i, d := range s.Dimensions {
		x, y := radarAt(i, len(points), rate(d))
		points[i] = fmt.Sprintf("%d,%d", x, y)
	}
	return strings.Join(points, " ")
}

func radarAt(i, n int, rate float64) (x, y int) {
	angle := 2*math.Pi*float64(i)/float64(n) - math.Pi/2
	return radarX + int(math.Round(radarRadius*rate*math.Cos(angle))),
		radarY + int(math.Round(radarRadius*rate*math.Sin(angle)))
}

// shareOf returns a rate as a float, for drawing only.
func shareOf(rate standard.Decimal) float64 {
	n, _ := rate.Scaled(4)
	return float64(n) / 10_000
}
