package api

import (
	"context"
	"net/http"

	"github.com/gin-gonic/gin"

	"hallmark/api/web"
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

type clauseChangeView struct {
	UID        standard.ClauseUID     `json:"uid"`
	Kind       standard.ChangeKind    `json:"kind"`
	Grade      standard.ChangeGrade   `json:"grade"`
	Grades     []standard.ChangeGrade `json:"grades"`
	CodeBefore string                 `json:"codeBefore,omitempty"`
	CodeAfter  string                 `json:"codeAfter,omitempty"`
	Before     *clauseView            `json:"before,omitempty"`
	After      *clauseView            `json:"after,omitempty"`
	Fields     []standard.FieldChange `json:"fields"`
}

func viewDiff(d standard.Diff) diffView {
	v := diffView{d.Before, d.After, make([]clauseChangeView, len(d.Clauses)), nonNil(d.Other), d.Counts}
	view := func(c *standard.Clause) *clauseView {
		if c == nil {
			return nil
		}
		shown := viewClause(c)
		return &shown
	}
	for i, c := range d.Clauses {
		v.Clauses[i] = clauseChangeView{c.UID, c.Kind, c.Grade, nonNil(c.Grades), c.CodeBefore,
			c.CodeAfter, view(c.Before), view(c.After), nonNil(c.Fields)}
	}
	return v
}

// twoEditions loads the editions of a comparison.
func (s *Server) twoEditions(ctx context.Context, id string, other string) (before, after *standard.Edition, err error) {
	if before, err = s.editionOf(ctx, id); err != nil {
		return nil, nil, err
	}
	after, err = s.edition(ctx, standard.EditionID(other))
	return before, after, err
}

func (s *Server) getDiff(c *gin.Context) error {
	before, after, err := s.twoEditions(c.Request.Context(), c.Param("id"), c.Param("other"))
	if err != nil {
		return err
	}
	c.JSON(http.StatusOK, viewDiff(standard.DiffOf(before, after)))
	return nil
}

func (s *Server) pageDiff(c *gin.Context) error {
	before, after, err := s.twoEditions(c.Request.Context(), c.Param("id"), c.Param("other"))
	if err != nil {
		return err
	}
	return s.render(c, http.StatusOK, &web.Comparison{Frame: s.frame(c), Before: before, After: after,
		Diff: standard.DiffOf(before, after)})
}
