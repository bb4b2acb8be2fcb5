package phone

import (
	"context"
	"errors"

	"hallmark/api/journal"
	"hallmark/api/store"
	"hallmark/checklists"
	"hallmark/standard"
)

// phoneFormID is the ID under which the only form is stored.
const phoneFormID = "phone"

// defaultCalls is how many halls are called a day until somebody sets another number.
const defaultCalls = 3

// PhoneFormSchema says how the form of phone checks is stored.
var PhoneFormSchema = store.Schema[checklists.PhoneForm]{
	Name:     "phoneForms",
	ID:       func(checklists.PhoneForm) string { return phoneFormID },
	Revision: func(f checklists.PhoneForm) int { return f.Revision },
	Indexes:  []store.Index{{}},
}

// phoneForm returns the form of the daily phone checks. It has no clauses until it is set.
func (s *Service) phoneForm(ctx context.Context) (checklists.PhoneForm, error) {
	f, err := s.Docs.PhoneForms.Get(ctx, phoneFormID)
	if errors.Is(err, store.ErrNotFound) {
		return checklists.PhoneForm{Clauses: []standard.ClauseUID{}, PerDay: defaultCalls}, nil
	}
	return f, err
}

// phoneFormRequest replaces the form. Revision is that of the form as the caller saw it, or 0 while
// it has not been set.
type phoneFormRequest struct {
	Revision int                  `json:"revision" validate:"min=0"`
	Clauses  []standard.ClauseUID `json:"clauses" validate:"max=100,unique,dive,max=32"`
	PerDay   int                  `json:"perDay"`
}

// setPhoneForm sets the form for all calls from now on.
func (s *Service) setPhoneForm(ctx context.Context, by checklists.Username, in phoneFormRequest) (
	checklists.PhoneForm, error,
) {
	f, err := s.phoneForm(ctx)
	if err != nil {
		return f, err
	}
	if in.Revision != f.Revision {
		return f, store.ErrConflict
	}
	e, err := s.Editions.EditionInForce(ctx, s.Now())
	if err != nil {
		return f, err
	}
	before := journal.DigestDocument(f)
	if err := f.Set(e, in.Clauses, in.PerDay, by, s.Now()); err != nil {
		return f, err
	}
	return f, journal.ReplaceOnly(ctx, s.Journal, s.Docs.PhoneForms, f, in.Revision,
		journal.Event{Actor: by, Action: "phone-form-changed", Subject: "phone-form/" + phoneFormID,
			Before: before, After: journal.DigestDocument(f), Revision: f.Revision})
}
