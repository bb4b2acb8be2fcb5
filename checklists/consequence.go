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

// LastPlaces says after how many last places each measure follows.
type LastPlaces struct {
	Notice LastPlaceCounts `json:"internalNotice"`
	Parent LastPlaceCounts `json:"parentNotice"`
}

// LastPlaceCounts are numbers of last places: in running periods, or within those of one year. 0 is
// never.
type LastPlaceCounts struct {
	Running int `json:"running"`
	InYear  int `json:"inYear"`
}

// maxLastPlaces bounds what can be set: every month of a year.
const maxLastPlaces = 12

// DefaultLastPlaces is the practice of Shangyu district: last two periods
// running or three times a year, an internal notice; three running or four times, a notice to the
// parent department.
func DefaultLastPlaces() LastPlaces {
	return LastPlaces{LastPlaceCounts{2, 3}, LastPlaceCounts{3, 4}}
}

// Rules lists the rules that can hold, the milder first.
func (l LastPlaces) Rules() []ConsequenceRule {
	rules := []ConsequenceRule{{l.Notice.Running, l.Notice.InYear, InternalNotice},
		{l.Parent.Running, l.Parent.InYear, ParentNotice}}
	return slices.DeleteFunc(rules, func(r ConsequenceRule) bool { return r.Running == 0 && r.InYear == 0 })
}

// Consequence is a measure that a hall has come to.
type Consequence struct {
	Hall     HallID  `json:"hall"`
	HallName string  `json:"hallName"`
	Running  int     `json:"running"` // last places in a row, up to the present
	InYear   int     `json:"inYear"`  // last places in the year
	Measure  Measure `json:"measure"`
}

// ConsequencesOf returns the measures for the halls that stand last now. The rankings are those of
// one tier, the oldest first, the present one last; ofYear says how many of the last ones belong to
// the year so far. A ranking in which a hall does not stand, or stands alone, is not one of its
// periods: it neither counts nor breaks a run. Of several rules that hold the last one counts.
func ConsequencesOf(rankings [][]RankLine, ofYear int, rules []ConsequenceRule) []Consequence {
	found := []Consequence{}
	if len(rankings) == 0 {
		return found
	}
	present := rankings[len(rankings)-1]
	for i := range present {
		if !present[i].Last(present) {
			continue
		}
		c := Consequence{Hall: present[i].Hall, HallName: present[i].HallName}
		running := true
		for i, ranking := range slices.Backward(rankings) {
			stands, last := lastIn(ranking, c.Hall)
			if !stands {
				continue
			}
			if running = running && last; running {
				c.Running++
			}
			if last && i >= len(rankings)-ofYear {
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

// lastIn reports whether the hall stands beside others in a ranking, and whether on the last place.
func lastIn(ranking []RankLine, hall HallID) (stands, last bool) {
	i := slices.IndexFunc(ranking, func(l RankLine) bool { return l.Hall == hall })
	if i < 0 || len(ranking) == 1 {
		return false, false
	}
	return true, ranking[i].Last(ranking)
}
