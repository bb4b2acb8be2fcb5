package api

import (
	"context"
	"errors"
	"net/http"

	"github.com/gin-gonic/gin"

	"hallmark/api/store"
	"hallmark/checklists"
	"hallmark/standard"
)

// phoneFormID is the ID of the one form.
const phoneFormID = "phone"

// defaultCalls is how many halls are called a day while nobody has said so.
const defaultCalls = 3

var phoneFormSchema = store.Schema[checklists.PhoneForm]{
	Name:     "phoneForms",
	ID:       func(checklists.PhoneForm) string { return phoneFormID },
	Revision: func(f checklists.PhoneForm) int { return f.Revision },
	Indexes:  []store.Index{{}},
}

// phoneForm returns what a daily phone check asks; without clauses while it was never set.
func (s *Server) phoneForm(ctx context.Context) (checklists.PhoneForm, error) {
	f, err := s.docs.phoneForms.Get(ctx, phoneFormID)
	if errors.Is(err, store.ErrNotFound) {
		return checklists.PhoneForm{Clauses: []standard.ClauseUID{}, PerDay: defaultCalls}, nil
	}
	return f, err
}

// phoneFormRequest replaces the form. Revision is that of the form as the person saw it, 0 while it
// was never set.
type phoneFormRequest struct {
	Revision int                  `json:"revision" validate:"min=0"`
	Clauses  []standard.ClauseUID `json:"clauses" validate:"max=100,unique,dive,max=32"`
	PerDay   int                  `json:"perDay"`
}

func (s *Server) putPhoneForm(c *gin.Context) error {
	var in phoneFormRequest
	if err := bind(c, &in); err != nil {
		return err
	}
	f, err := s.setPhoneForm(c.Request.Context(), userOf(c).Username, in)
	if err != nil {
		return err
	}
	c.JSON(http.StatusOK, f)
	return nil
}

// setPhoneForm makes a form hold for the calls from now on.
func (s *Server) setPhoneForm(ctx context.Context, by checklists.Username, in phoneFormRequest) (
	checklists.PhoneForm, error,
) {
	f, err := s.phoneForm(ctx)
	if err != nil {
		return f, err
	}
	if in.Revision != f.Revision {
		return f, store.ErrConflict
	}
	e, err := s.editionInForce(ctx, s.now())
	if err != nil {
		return f, err
	}
	before := digestDocument(f)
	if err := f.Set(e, in.Clauses, in.PerDay, by, s.now()); err != nil {
		return f, err
	}
	err = s.note(ctx, Event{Actor: by, Action: "phone-form-changed", Subject: "phone-form/" + phoneFormID,
		Before: before, After: digestDocument(f), Revision: f.Revision})
	if err != nil {
		return f, err
	}
	return f, replaceOnly(ctx, s.docs.phoneForms, f, in.Revision)
}
