package briefings

import (
	"cmp"
	"context"
	"errors"
	"slices"

	"hallmark/api/access"
	"hallmark/api/store"
	"hallmark/api/wire"
	"hallmark/checklists"
	"hallmark/standard"
)

// mostLosses is how many lost clauses of the last result a briefing names.
const mostLosses = 3

// Briefing is what an inspector has to know of a hall before the visit.
type Briefing struct {
	Hall    checklists.HallID     `json:"hall"`
	Name    string                `json:"name"`
	NameEN  string                `json:"nameEn"`
	Tier    standard.Tier         `json:"tier"`
	Status  checklists.HallStatus `json:"status"`
	Opened  string                `json:"opened"`
	Address string                `json:"address"`
	Hours   string                `json:"hours"`
	Phone   string                `json:"phone"`
	Last    *Last                 `json:"last"` // nil where no result is known
}

// Last is the last approved result of a hall, of a whole checklist, with the clauses that cost most.
type Last struct {
	Number string           `json:"number"`
	At     checklists.Time  `json:"at"` // when that audit began
	Total  standard.Decimal `json:"total"`
	Grade  string           `json:"grade"`
	Losses []Loss           `json:"losses"`
}

// Loss is a clause that lost points, with how many.
type Loss struct {
	Clause  standard.ClauseUID `json:"clause"`
	Code    string             `json:"code"`
	Title   string             `json:"title"`
	TitleEN string             `json:"titleEn"`
	Lost    standard.Decimal   `json:"lost"`
}

// Of briefs about halls, in the order asked; those out of the caller's reach are left out.
func (s *Service) Of(ctx context.Context, caller access.Caller, halls []checklists.HallID) (
	[]Briefing, error,
) {
	list := []Briefing{}
	for _, id := range halls {
		h, err := s.Register.Hall(ctx, caller, id)
		if errors.Is(err, store.ErrNotFound) || errors.Is(err, wire.ErrNotFound) {
			continue
		}
		if err != nil {
			return nil, err
		}
		b := Briefing{Hall: h.ID, Name: h.Name, NameEN: h.NameEN, Tier: h.Tier, Status: h.Status,
			Opened: h.Opened, Address: h.Address, Hours: h.Hours, Phone: h.Phone}
		if b.Last, err = s.last(ctx, caller.User, id); err != nil {
			return nil, err
		}
		list = append(list, b)
	}
	return list, nil
}

// last is the last result of a hall that a person may know; nil where there is none.
func (s *Service) last(ctx context.Context, u *access.User, hall checklists.HallID) (*Last, error) {
	a, err := s.Audits.ApprovedBefore(ctx, u,
		&checklists.Audit{Hall: hall, StartedAt: checklists.At(s.Now())})
	if a == nil || err != nil {
		return nil, err
	}
	e, err := s.Editions.Edition(ctx, a.Edition)
	if err != nil {
		return nil, err
	}
	score, err := a.Score(e)
	if err != nil {
		return nil, err
	}
	return &Last{Number: a.Number, At: a.StartedAt, Total: score.Total, Grade: score.Grade,
		Losses: lossesOf(e, &score)}, nil
}

// lossesOf are the clauses that cost most, the worst first, in the order of the text where they cost
// the same.
func lossesOf(e *standard.Edition, score *checklists.Score) []Loss {
	lost := []Loss{}
	for _, line := range score.Clauses {
		c, ok := e.Clause(line.UID)
		if !ok || line.Excluded || line.Bonus || line.Earned.Compare(line.Max) >= 0 {
			continue
		}
		most, _ := line.Max.Scaled(standard.MaxDecimals)
		earned, _ := line.Earned.Scaled(standard.MaxDecimals)
		lost = append(lost, Loss{Clause: c.UID, Code: c.Code, Title: c.Title, TitleEN: c.TitleEN,
			Lost: standard.NewDecimal(most-earned, standard.MaxDecimals)})
	}
	slices.SortStableFunc(lost, func(a, b Loss) int { return cmp.Compare(0, a.Lost.Compare(b.Lost)) })
	return lost[:min(len(lost), mostLosses)]
}
