package checklists

import "slices"

// Measure is what follows from standing last again and again.
type Measure string

// The measures 内部通报 and 通报主管部门并问责.
const (
	InternalNotice Measure = "internal-notice"
	ParentNotice   Measure = "parent-notice"
)

// ConsequenceRule says after how many last places a measure follows: in running periods, or within
// the periods of one year. A count of 0 never holds.
type ConsequenceRule struct {
	Running int     `json:"running"`
	InYear  int     `json:"inYear"`
	Measure Measure `json:"measure"`
}

// DefaultConsequences is the practice of domain/README.md B, "Shangyu district": last two periods
// running or three times a year, an internal notice; three running or four times, a notice to the
// parent department. The milder rule stands first.
func DefaultConsequences() []ConsequenceRule {
	return []ConsequenceRule{{2, 3, InternalNotice}, {3, 4, ParentNotice}}
}

// Consequence is a measure that a hall has come to.
type Consequence struct {
	Hall     HallID  `json:"hall"`
	HallName string  `json:"hallName"`
	Running  int     `json:"running"` // last places in a row, up to the present
	InYear   int     `json:"inYear"`  // last places among the rankings given
	Measure  Measure `json:"measure"`
}

// ConsequencesOf returns the measures for the halls that stand last now; year holds the rankings of
// one tier in the year so far, the oldest first, the present one last. Of several rules that hold
// the last one counts.
func ConsequencesOf(year [][]RankLine, rules []ConsequenceRule) []Consequence {
	found := []Consequence{}
	if len(year) == 0 {
		return found
	}
	present := year[len(year)-1]
	for i := range present {
		if !present[i].Last(present) {
			continue
		}
		c := Consequence{Hall: present[i].Hall, HallName: present[i].HallName}
		running := true
		for _, ranking := range slices.Backward(year) {
			last := lastIn(ranking, c.Hall)
			if running = running && last; running {
				c.Running++
			}
			if last {
				c.InYear++
			}
		}
		for _, r := range rules {
			if r.Running > 0 && c.Running >= r.Running || r.InYear > 0 && c.InYear >= r.InYear {
				c.Measure = r.Measure
			}
		}
		if c.Measure != "" {
			found = append(found, c)
		}
	}
	return found
}

func lastIn(ranking []RankLine, hall HallID) bool {
	i := slices.IndexFunc(ranking, func(l RankLine) bool { return l.Hall == hall })
	return i >= 0 && ranking[i].Last(ranking)
}
