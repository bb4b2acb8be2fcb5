package accounts

import (
	"context"
	"errors"
	"net/http"

	"hallmark/api/access"
	"hallmark/api/store"
	"hallmark/api/wire"
	"hallmark/checklists"
)

// userPlace is where a person works.
type userPlace struct {
	Hall     checklists.HallID `json:"hall" validate:"max=32"` // "" for none
	Firm     string            `json:"firm" validate:"max=80,clean"`
	Revision int               `json:"revision" validate:"min=0"` // of the account; 0 means any
}

// checkPlace lists what is wrong with a place of work for a person of a role.
func (s *Service) checkPlace(ctx context.Context, role checklists.Role, p userPlace) (
	[]wire.Field, error,
) {
	if err := wire.Validate(&p); err != nil {
		return wire.RefusalOf(err).Fields, nil
	}
	var wrong []wire.Field
	switch {
	case role == checklists.HallHead && p.Hall == "", p.Hall != "" && role != checklists.HallHead &&
		!role.Inspects():
		wrong = append(wrong, wire.Wrong("hall", "hall-head"))
	case p.Hall != "":
		if _, err := s.Docs.Halls.Get(ctx, string(p.Hall)); errors.Is(err, store.ErrNotFound) {
			wrong = append(wrong, wire.Wrong("hall", "unknown-hall", p.Hall))
		} else if err != nil {
			return nil, err
		}
	}
	if p.Firm != "" && role != checklists.Auditor {
		wrong = append(wrong, wire.Wrong("firm", "firm-auditor"))
	}
	return wrong, nil
}

// PlaceUser sets the hall in which an inspector works, which they then never inspect, and the firm
// of a third party's inspector. It refuses hall heads: the hall of a hall head never changes, for
// they answer for what was done there.
func (s *Service) PlaceUser(ctx context.Context, by, name checklists.Username,
	hall checklists.HallID,
	firm string,
) error {
	_, err := s.placeUser(ctx, by, name, userPlace{Hall: hall, Firm: firm})
	return err
}

func (s *Service) placeUser(ctx context.Context, by, name checklists.Username, p userPlace) (
	access.User, error,
) {
	u, err := s.Docs.Users.Get(ctx, string(name))
	if err != nil {
		return u, err
	}
	if !u.Role.Inspects() {
		return u, wire.InvalidField("hall", "place-inspectors")
	}
	wrong, err := s.checkPlace(ctx, u.Role, p)
	if err != nil {
		return u, err
	}
	if len(wrong) > 0 {
		r := wire.Refuse(http.StatusUnprocessableEntity, "invalid")
		r.Fields = wrong
		return u, r
	}
	return s.changeUser(ctx, by, name, "user-placed", func(u *access.User) error {
		if p.Revision != 0 && p.Revision != u.Revision {
			return store.ErrConflict
		}
		u.Hall, u.Firm = p.Hall, p.Firm
		return nil
	})
}
