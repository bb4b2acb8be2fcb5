package web

import (
	"strconv"

	"hallmark/checklists"
	"hallmark/standard"
)

// Halls is the list of halls at /halls.
type Halls struct {
	Frame
	Halls []checklists.Hall
}

func (*Halls) template() string { return "halls" }

// ByTier groups all halls, from the top tier.
func (p *Halls) ByTier() []TierHalls {
	return byTier(p.Halls, func(checklists.Hall) bool { return true })
}

// Hall is the page of one hall at /halls/{id}.
type Hall struct {
	Frame
	Hall     checklists.Hall
	Parent   *checklists.Hall // the hall above it; nil for none
	Audits   []AuditRow       // the newest first
	MayStart bool
	Trend    checklists.Trend           // without points for who may not see it
	Standing *Standing                  // nil for who may not see it, and while there is no official result
	Ratings  *checklists.FeedbackCounts // of visitors, shown beside the score; nil for who may not see them
	Own      bool                       // whether it is the person's own hall
}

func (*Hall) template() string { return "hall" }

// Mark is one audit on the chart of a trend, 640 by 180 units.
type Mark struct {
	checklists.TrendPoint
	X, Y int
}

// GridLine is a line of the chart at a rate.
type GridLine struct {
	Y     int
	Label string
}

// The chart's room for marks: from 50 to 620 across, from 100 % at 15 down to 0 % at 165.
const (
	chartLeft, chartWidth = 50, 570
	chartTop, chartHeight = 15, 150
)

// TrendMarks places the audits in their order, equally far apart.
func (p *Hall) TrendMarks() []Mark {
	marks := make([]Mark, len(p.Trend.Points))
	for i, point := range p.Trend.Points {
		marks[i] = Mark{TrendPoint: point, X: chartLeft + chartWidth/2, Y: chartY(point.Like)}
		if n := len(marks) - 1; n > 0 {
			marks[i].X = chartLeft + chartWidth*i/n
		}
	}
	return marks
}

// TrendGrid returns the lines at every quarter.
func (p *Hall) TrendGrid() []GridLine {
	var lines []GridLine
	for _, percent := range []int{0, 25, 50, 75, 100} {
		lines = append(lines, GridLine{chartY(standard.NewDecimal(int64(percent), 2)),
			strconv.Itoa(percent) + "%"})
	}
	return lines
}

func chartY(rate standard.Decimal) int {
	n, _ := rate.Scaled(4)
	return chartTop + chartHeight - int(n*chartHeight/10_000)
}
