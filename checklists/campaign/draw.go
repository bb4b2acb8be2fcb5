package campaign

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"

	"hallmark/checklists"
	"hallmark/standard"
)

// A draw 抽取 is a computation that anybody can repeat with the seed and the lists: what stands in a
// list is ordered by the SHA-256 of the seed and its name, and taken from the front. Only a person
// who knows the seed beforehand could steer a draw, and the seed is bound by its digest before the
// lists are closed.

// DrawHall is a hall that may be drawn.
type DrawHall struct {
	ID      checklists.HallID `json:"id"`
	Name    string            `json:"name"`
	Tier    standard.Tier     `json:"tier"`
	Visited string            `json:"visited,omitempty"` // day of the last official visit
}

// DrawInspector is an inspector who may be sent. Hall is the one they belong to.
type DrawInspector struct {
	Username checklists.Username          `json:"username"`
	Hall     checklists.HallID            `json:"hall,omitempty"`    // never inspected by them
	Visited  map[checklists.HallID]string `json:"visited,omitempty"` // days of their visits
	// Barred are halls of former work or of relatives.
	Barred []checklists.HallID `json:"barred,omitempty"`
}

// DrawRequest is all that a draw depends on.
type DrawRequest struct {
	Seed       string                `json:"seed"`
	Halls      []DrawHall            `json:"halls"`
	Inspectors []DrawInspector       `json:"inspectors"`
	Quota      map[standard.Tier]int `json:"quota"` // halls to draw; more than there are takes all
	Team       int                   `json:"team"`  // inspectors for each hall; 0 sends nobody
	// Since leaves out halls that were visited on this day or later; "" for none.
	Since string `json:"since"`
	// Again leaves out inspectors who visited the hall on this day or later; "" for none.
	Again string `json:"again"`
}

// Drawn is a hall that was drawn, and the inspectors who go there: fewer than the team where nobody
// is left.
type Drawn struct {
	Hall       checklists.HallID     `json:"hall"`
	Name       string                `json:"name"`
	Tier       standard.Tier         `json:"tier"`
	Lot        string                `json:"lot"` // the digest by which it was ordered
	Inspectors []checklists.Username `json:"inspectors"`
}

// DrawResult is the result of a draw. Passed says of every hall that was not drawn why.
type DrawResult struct {
	Drawn  []Drawn                     `json:"drawn"`
	Passed []Passed                    `json:"passed"`
	Load   map[checklists.Username]int `json:"load"` // visits of each inspector
}

// Passed is a hall that was not drawn.
type Passed struct {
	Hall   checklists.HallID `json:"hall"`
	Reason string            `json:"reason"` // "lot" or "recent"
	Lot    string            `json:"lot"`
}

// MinTeam is how many inspectors a visit needs at least; a call needs one.
const MinTeam = 2

// Draw draws halls and inspectors. The result depends on what stands in the request alone, not on
// the order of its lists. It returns a *[standard.InvalidError] for a request that cannot be drawn.
func Draw(r DrawRequest) (DrawResult, error) {
	if err := r.check(); err != nil {
		return DrawResult{}, err
	}
	out := DrawResult{Drawn: []Drawn{}, Passed: []Passed{}, Load: map[checklists.Username]int{}}
	halls := slices.Clone(r.Halls)
	lots := make(map[checklists.HallID]string, len(halls))
	for _, h := range halls {
		lots[h.ID] = lot(r.Seed, h.Tier.String(), string(h.ID))
	}
	slices.SortFunc(halls, func(a, b DrawHall) int {
		return cmp.Or(cmp.Compare(a.Tier, b.Tier), cmp.Compare(lots[a.ID], lots[b.ID]))
	})
	left := map[standard.Tier]int{}
	for t, n := range r.Quota {
		left[t] = n
	}
	for _, h := range halls {
		switch {
		case r.Since != "" && h.Visited >= r.Since:
			out.Passed = append(out.Passed, Passed{h.ID, "recent", lots[h.ID]})
		case left[h.Tier] == 0:
			out.Passed = append(out.Passed, Passed{h.ID, "lot", lots[h.ID]})
		default:
			left[h.Tier]--
			out.Drawn = append(out.Drawn, Drawn{h.ID, h.Name, h.Tier, lots[h.ID],
				r.team(h.ID, out.Load)})
		}
	}
	return out, nil
}

func (r *DrawRequest) check() error {
	var problems standard.Problems
	if strings.TrimSpace(r.Seed) == "" {
		problems.Add("seed", "empty")
	}
	if r.Team < 0 {
		problems.Add("team", "answer.negative")
	}
	seen := map[checklists.HallID]bool{}
	for i, h := range r.Halls {
		if seen[h.ID] {
			problems.Add(checklists.ItemPath("halls", i), "twice", string(h.ID))
		}
		seen[h.ID] = true
	}
	people := map[checklists.Username]bool{}
	for i, p := range r.Inspectors {
		if people[p.Username] {
			problems.Add(checklists.ItemPath("inspectors", i), "twice", string(p.Username))
		}
		people[p.Username] = true
	}
	if len(people) < r.Team {
		problems.Add("inspectors", "campaign.pool", len(people), r.Team)
	}
	for t, n := range r.Quota {
		if n < 0 {
			problems.Add("quota."+t.String(), "campaign.quota")
		}
	}
	return problems.Err()
}

// team sends the inspectors with the fewest visits so far, by lot among equals.
func (r *DrawRequest) team(hall checklists.HallID, load map[checklists.Username]int) []checklists.Username {
	type candidate struct {
		checklists.Username
		lot string
	}
	free := []candidate{}
	for _, p := range r.Inspectors {
		recent := r.Again != "" && p.Visited[hall] >= r.Again
		if p.Hall != hall && !recent && !slices.Contains(p.Barred, hall) {
			free = append(free, candidate{p.Username, lot(r.Seed, string(hall), string(p.Username))})
		}
	}
	slices.SortFunc(free, func(a, b candidate) int {
		return cmp.Or(cmp.Compare(load[a.Username], load[b.Username]), cmp.Compare(a.lot, b.lot))
	})
	team := []checklists.Username{}
	for _, c := range free[:min(len(free), r.Team)] {
		load[c.Username]++
		team = append(team, c.Username)
	}
	return team
}

// lot is the SHA-256 in hexadecimal of the seed and two names, each on a line of its own.
func lot(seed, kind, name string) string {
	sum := sha256.Sum256([]byte(seed + "\n" + kind + "\n" + name))
	return hex.EncodeToString(sum[:])
}

// SeedDigest returns the digest that binds a seed before the draw: it is published while the seed
// is still secret.
func SeedDigest(seed string) standard.Digest { return standard.DigestBytes([]byte(seed)) }
