package bulletin

import (
	"fmt"
	"slices"
	"time"

	"hallmark/checklists"
	"hallmark/standard"
	"hallmark/standard/message"
)

// Kind is how often a bulletin appears.
type Kind string

// The kinds 周通报 and 季度通报.
const (
	Weekly    Kind = "weekly"
	Quarterly Kind = "quarterly"
)

// Kinds lists the kinds.
func Kinds() []Kind { return []Kind{Weekly, Quarterly} }

// Period is a span of days in the hall's zone, both included: "2018-03-05" to "2018-03-11".
type Period struct {
	From string `json:"from"`
	To   string `json:"to"`
}

// PeriodOf returns the week, Monday to Sunday, or the quarter of the year that holds a day. It
// returns a *[standard.InvalidError] for an unknown kind and for a text that is no day.
func PeriodOf(kind Kind, day string) (Period, error) {
	var problems standard.Problems
	if !slices.Contains(Kinds(), kind) {
		problems.Add("kind", "bulletin.kind")
	}
	t, err := time.Parse(checklists.DayLayout, day)
	switch {
	case day == "":
		problems.Add("day", "empty")
	case err != nil:
		problems.Add("day", "audit.day", day)
	}
	if err := problems.Err(); err != nil {
		return Period{}, err
	}
	if kind == Weekly {
		monday := t.AddDate(0, 0, -(int(t.Weekday())+6)%7)
		return Period{monday.Format(checklists.DayLayout), monday.AddDate(0, 0, 6).Format(checklists.DayLayout)}, nil
	}
	first := time.Date(t.Year(), (t.Month()-1)/3*3+1, 1, 0, 0, 0, 0, time.UTC)
	return Period{first.Format(checklists.DayLayout), first.AddDate(0, 3, -1).Format(checklists.DayLayout)}, nil
}

// Bounds returns the first instant of the period and the first one after it.
func (p Period) Bounds() (from, end time.Time) {
	first, _ := time.ParseInLocation(checklists.DayLayout, p.From, checklists.HallZone)
	last, _ := time.ParseInLocation(checklists.DayLayout, p.To, checklists.HallZone)
	return first, last.AddDate(0, 0, 1)
}

// Holds reports whether an instant lies in the period.
func (p Period) Holds(t checklists.Time) bool {
	from, end := p.Bounds()
	return !t.Before(from) && t.Before(end)
}

// Before returns the period of the same kind that ends on the day before.
func (p Period) Before(kind Kind) Period {
	from, _ := p.Bounds()
	before, _ := PeriodOf(kind, from.AddDate(0, 0, -1).Format(checklists.DayLayout)) // a day and a kind
	return before
}

// Earlier lists the earlier quarters whose rankings a quarterly bulletin is compared with, the
// oldest first: those of its year, or for the first quarter the last one of the year before.
func (p Period) Earlier() []Period {
	list := []Period{p.Before(Quarterly)}
	for list[0].From[:4] == p.From[:4] && list[0].From[5:7] != "01" {
		list = slices.Insert(list, 0, list[0].Before(Quarterly))
	}
	return list
}

// Text names a period of a kind: 2018年3月5日至11日, 2018年第一季度.
func (p Period) Text(l message.Language, kind Kind) string {
	from, end := p.Bounds()
	if kind == Quarterly {
		return message.Text(l, fmt.Sprintf("bulletin.quarter-%d", (from.Month()+2)/3), from.Year())
	}
	to := end.AddDate(0, 0, -1)
	return message.Text(l, "bulletin.from-to", dayText(l, from), dayText(l, to))
}

// dayText writes 2018年3月5日.
func dayText(l message.Language, t time.Time) string {
	return message.Text(l, "print.day", t.Year(), int(t.Month()), t.Day())
}

// Number is the number of an issued bulletin: within a year and a kind they run from 1 without a
// gap.
type Number struct {
	Kind   Kind `json:"kind"`
	Year   int  `json:"year"`
	Serial int  `json:"serial"`
}

// Text writes the number after GB/T 9704: code, year in six-sided brackets, serial without zeros in
// front. It is "" before the bulletin is issued.
func (n Number) Text(l message.Language) string {
	if n.Serial == 0 {
		return ""
	}
	return message.Text(l, "bulletin.number", message.Key("bulletin.code-"+string(n.Kind)), n.Year,
		n.Serial)
}

// Register is the list of the bulletins of a kind that were issued in a year, in the order of their
// numbers. Only the register gives numbers.
type Register struct {
	ID       string `json:"id"` // "weekly-2018"
	Kind     Kind   `json:"kind"`
	Year     int    `json:"year"`
	Issued   []ID   `json:"issued"`
	Revision int    `json:"revision"`
}

// Take returns the number of a bulletin: the one that it has already, or else the next one.
func (r *Register) Take(id ID) Number {
	i := slices.Index(r.Issued, id)
	if i < 0 {
		i = len(r.Issued)
		r.Issued, r.Revision = append(slices.Clip(r.Issued), id), r.Revision+1
	}
	return Number{Kind: r.Kind, Year: r.Year, Serial: i + 1}
}
