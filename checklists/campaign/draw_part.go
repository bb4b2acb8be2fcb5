package campaign

import (
	"hallmark/checklists"
	"hallmark/standard"
)

// DrawPartID is a UUIDv7.
type DrawPartID string

// DrawPart is what is stored beside a campaign: its closed lists, or what one draw came to. Each
// has a line for every hall of the register, some 5 MB for 40,000 of them, and is written once,
// while the campaign itself changes with every visit.
type DrawPart struct {
	ID       DrawPartID   `json:"id"`
	Campaign ID           `json:"campaign"`
	Lists    *DrawRequest `json:"lists,omitempty"` // without the seed
	Result   *DrawResult  `json:"result,omitempty"`
}

// DrawNote is the note of one draw in its campaign. The result of the draw is stored in a
// [DrawPart] and bound by its digest.
type DrawNote struct {
	By     checklists.Username `json:"by"`
	At     checklists.Time     `json:"at"`
	Reason string              `json:"reason,omitempty"` // of a repetition
	Seed   string              `json:"seed"`
	Drawn  int                 `json:"drawn"` // halls
	Passed int                 `json:"passed"`
	Part   DrawPartID          `json:"part,omitempty"`
	Digest standard.Digest     `json:"digest,omitempty"`
	Result *DrawResult         `json:"result,omitempty"` // kept here by an older program only
}

// Counts returns how many halls were drawn and how many were not.
func (d *DrawNote) Counts() (drawn, passed int) {
	if d.Result != nil {
		return len(d.Result.Drawn), len(d.Result.Passed)
	}
	return d.Drawn, d.Passed
}

// DrawLine is the result of a draw for one hall.
type DrawLine struct {
	Hall       checklists.HallID     `json:"hall"`
	Name       string                `json:"name"`
	Tier       standard.Tier         `json:"tier"`
	Outcome    DrawOutcome           `json:"outcome"`
	Inspectors []checklists.Username `json:"inspectors"` // none where it was not drawn
	Lot        string                `json:"lot"`
}

// DrawOutcome says whether a hall was drawn, or why not.
type DrawOutcome string

// The outcomes.
const (
	HallDrawn  DrawOutcome = "drawn"
	HallLot    DrawOutcome = "lot"    // others came first
	HallRecent DrawOutcome = "recent" // visited lately, left out
)

// DrawOutcomes lists the outcomes.
func DrawOutcomes() []DrawOutcome { return []DrawOutcome{HallDrawn, HallLot, HallRecent} }

// Lines lists every hall with its result, first those that were drawn; the lists are those that the
// draw was made from.
func (r *DrawResult) Lines(lists *DrawRequest) []DrawLine {
	halls := make(map[checklists.HallID]*DrawHall, len(lists.Halls))
	for i := range lists.Halls {
		halls[lists.Halls[i].ID] = &lists.Halls[i]
	}
	lines := make([]DrawLine, 0, len(r.Drawn)+len(r.Passed))
	for _, d := range r.Drawn {
		lines = append(lines, DrawLine{d.Hall, d.Name, d.Tier, HallDrawn, d.Inspectors, d.Lot})
	}
	for _, p := range r.Passed {
		line := DrawLine{Hall: p.Hall, Outcome: DrawOutcome(p.Reason), Inspectors: []checklists.Username{}, Lot: p.Lot}
		if h := halls[p.Hall]; h != nil {
			line.Name, line.Tier = h.Name, h.Tier
		}
		lines = append(lines, line)
	}
	return lines
}
