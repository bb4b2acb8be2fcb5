package editions

import (
	"context"

	"hallmark/api/wire"
	"hallmark/standard"
)

// diffView is the difference of two editions in the API's form.
type diffView struct {
	Before  standard.Version            `json:"before"`
	After   standard.Version            `json:"after"`
	Clauses []clauseChangeView          `json:"clauses"`
	Other   []standard.FieldChange      `json:"other"`
	Counts  map[standard.ChangeKind]int `json:"counts"`
}

// clauseChangeView is one clause that differs, as it reads before and after.
type clauseChangeView struct {
	UID        standard.ClauseUID     `json:"uid"`
	Kind       standard.ChangeKind    `json:"kind"`
	Grade      standard.ChangeGrade   `json:"grade"`
	Grades     []standard.ChangeGrade `json:"grades"`
	CodeBefore string                 `json:"codeBefore,omitempty"`
	CodeAfter  string                 `json:"codeAfter,omitempty"`
	Before     *ClauseView            `json:"before,omitempty"`
	After      *ClauseView            `json:"after,omitempty"`
	Fields     []standard.FieldChange `json:"fields"`
}

// ViewDiff shows a comparison of two editions as the API does, with every list present.
func ViewDiff(d standard.Diff) diffView {
	v := diffView{d.Before, d.After, make([]clauseChangeView, len(d.Clauses)), wire.NonNil(d.Other),
		d.Counts}
	view := func(c *standard.Clause) *ClauseView {
		if c == nil {
			return nil
		}
		shown := ViewClause(c)
		return &shown
	}
	for i, c := range d.Clauses {
		v.Clauses[i] = clauseChangeView{c.UID, c.Kind, c.Grade, wire.NonNil(c.Grades), c.CodeBefore,
			c.CodeAfter, view(c.Before), view(c.After), wire.NonNil(c.Fields)}
	}
	return v
}

// twoEditions loads the editions of a comparison.
func (s *Service) twoEditions(ctx context.Context, id string, other string) (
	before, after *standard.Edition, err error,
) {
	if before, err = s.EditionOf(ctx, id); err != nil {
		return nil, nil, err
	}
	after, err = s.Edition(ctx, standard.EditionID(other))
	return before, after, err
}
