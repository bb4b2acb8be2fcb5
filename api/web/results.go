package web

import (
	"cmp"
	"net/url"
	"slices"
	"strconv"

	"hallmark/checklists"
	"hallmark/checklists/campaign"
	"hallmark/standard"
)

// Addresses of the results.
const (
	RankingsURL = "/rankings"
	ResultsURL  = "/results"
)

// rowsPage is how many halls stand on one page of a ranking or of results.
const rowsPage = 100

// ResultChoices says which results are shown, with the choices that there are.
type ResultChoices struct {
	Campaign  campaign.ID
	Tier      standard.Tier
	Area      string
	Before    campaign.ID    // for the places won and lost; "" for none
	Campaigns []CampaignName // the latest first
	Areas     []string
}

// CampaignName is a campaign to choose.
type CampaignName struct {
	ID   campaign.ID
	Name string
	Open bool // under way
	Spot bool // a spot check, which is ranked nowhere
}

// ResultForm is asked of /rankings and /results in the address.
type ResultForm struct {
	Campaign string `form:"campaign"`
	Tier     string `form:"tier"`
	Area     string `form:"area"`
	Before   string `form:"before"`
}

// Spot reports whether the campaign is a spot check.
func (c ResultChoices) Spot() bool {
	return slices.ContainsFunc(c.Campaigns, func(m CampaignName) bool { return m.ID == c.Campaign && m.Spot })
}

// CampaignURL is the address of the campaign itself.
func (c ResultChoices) CampaignURL() string { return CampaignURL(c.Campaign) }

// Tiers lists the tiers to choose from.
func (ResultChoices) Tiers() []standard.Tier { return standard.Tiers() }

func (c ResultChoices) query() url.Values {
	q := url.Values{"tier": {c.Tier.String()}}
	if c.Area != "" {
		q.Set("area", c.Area)
	}
	q.Set("before", string(c.Before))
	return q
}

func (c ResultChoices) pageURL(path string, page int) string {
	q := c.query()
	q.Set("campaign", string(c.Campaign))
	if page > 0 {
		q.Set("page", strconv.Itoa(page))
	}
	return path + "?" + q.Encode()
}

// fileURL returns the address of the chosen results as a file.
func (c ResultChoices) fileURL(what, format string) string {
	q := c.query()
	q.Set("format", format)
	return "/api/v1" + CampaignURL(c.Campaign) + "/" + what + "?" + q.Encode()
}

// OtherURL is the address of the same choice on another page.
func (c ResultChoices) OtherURL(path string) string { return c.pageURL(path, 0) }

func onPage[T any](list []T, page int) []T {
	from := min(page*rowsPage, len(list))
	return list[from:min(from+rowsPage, len(list))]
}

func nextPage(path string, c ResultChoices, page, rows int) string {
	if (page+1)*rowsPage >= rows {
		return ""
	}
	return c.pageURL(path, page+1)
}

// Results is the heat map of a tier at /results: halls by chapters, with what stands out.
type Results struct {
	Frame
	Choices ResultChoices
	Of      checklists.Results
	Edition *standard.Edition // of the campaign; nil while it is not sealed
	Page    int
}

func (*Results) template() string { return "results" }

// PartColumn is one part over all halls, with its name in a few words.
type PartColumn struct {
	checklists.PartSummary
	Chapter *standard.Chapter // nil for a part that is no chapter
}

// Chapters lists the chapters by number.
func (p *Results) Chapters() []PartColumn {
	columns := partColumns(p.Of.Chapters)
	for i := range columns {
		if n, err := strconv.Atoi(columns[i].Part); err == nil && p.Edition != nil {
			columns[i].Chapter, _ = p.Edition.Chapter(n)
		}
	}
	slices.SortFunc(columns, func(a, b PartColumn) int {
		return cmp.Or(cmp.Compare(len(a.Part), len(b.Part)), cmp.Compare(a.Part, b.Part))
	})
	return columns
}

// HeatRow is one hall of the heat map.
type HeatRow struct {
	checklists.HallResult
	Cells []HeatCell
}

// HeatCell is the rate of a hall in a chapter.
type HeatCell struct {
	Part    string
	Applies bool
	Rate    standard.Decimal
	Below   bool // below the median of the tier
}

// Heat is the style class of the cell: five bands from "heat-1", up to 60 %, to
// "heat-5", from 95 %.
func (c HeatCell) Heat() string {
	n, _ := c.Rate.Scaled(4)
	for i, limit := range []int64{6000, 7500, 8500, 9500} {
		if n < limit {
			return "heat-" + strconv.Itoa(i+1)
		}
	}
	return "heat-5"
}

// Rows are the halls of this page.
func (p *Results) Rows() []HeatRow {
	columns := p.Chapters()
	var rows []HeatRow
	for _, h := range onPage(p.Of.Halls, p.Page) {
		row := HeatRow{HallResult: h, Cells: make([]HeatCell, len(columns))}
		for i, column := range columns {
			row.Cells[i].Part = column.Part
			for _, part := range h.Chapters {
				if part.Part == column.Part && part.Applicable.Sign() > 0 {
					row.Cells[i] = HeatCell{part.Part, true, part.Rate, part.Rate.Compare(column.Median) < 0}
				}
			}
		}
		rows = append(rows, row)
	}
	return rows
}

// GradeCount is how many halls have a grade.
type GradeCount struct {
	Grade string
	Halls int
}

// Grades counts the halls by grade, the best grade first.
func (p *Results) Grades() []GradeCount {
	var list []GradeCount
	for _, h := range p.Of.Halls {
		if n := len(list); n > 0 && slices.ContainsFunc(list,
			func(g GradeCount) bool { return g.Grade == h.Grade }) {
			continue
		}
		list = append(list, GradeCount{h.Grade, p.Of.Grades[h.Grade]})
	}
	return list
}

// NextURL returns the address of the next page, or "".
func (p *Results) NextURL() string {
	return nextPage(ResultsURL, p.Choices, p.Page, len(p.Of.Halls))
}

// FileURL is the address of the results as a file.
func (p *Results) FileURL(format string) string { return p.Choices.fileURL("results", format) }

// PartTable is a list of parts over all halls. Set is what their names belong to, "" for chapters.
type PartTable struct {
	Title, Set string
	Parts      []PartColumn
}

// Table returns the duty holders, the dimensions, or the chapters.
func (p *Results) Table(set string) PartTable {
	w := words{p.Language}
	switch set {
	case "duty":
		return PartTable{w.say("board.holder"), set, partColumns(p.Of.Holders)}
	case "dimension":
		return PartTable{w.say("board.dimension"), set, partColumns(p.Of.Dimensions)}
	}
	return PartTable{w.say("board.chapter-name"), set, p.Chapters()}
}

func partColumns(parts []checklists.PartSummary) []PartColumn {
	columns := make([]PartColumn, len(parts))
	for i, s := range parts {
		columns[i].PartSummary = s
	}
	return columns
}
