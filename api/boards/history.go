package boards

import (
	"context"

	"hallmark/api/store"
	"hallmark/checklists"
	"hallmark/standard"
)

// clauseWording is a clause as one edition words it, and how official audits against that edition
// rated it.
type clauseWording struct {
	Edition   standard.EditionID   `json:"edition"`
	Effective string               `json:"effective"`
	Absent    bool                 `json:"absent"` // the edition has no such clause
	Code      string               `json:"code,omitempty"`
	Title     string               `json:"title,omitempty"`
	TitleEN   string               `json:"titleEn,omitempty"`
	Text      string               `json:"text,omitempty"`
	Grade     standard.ChangeGrade `json:"grade,omitempty"` // of the change from the edition before
	Fields    []string             `json:"fields"`          // the fields that differ from that edition
	Redline   []standard.Span      `json:"redline"`         // what changed in the text; empty for nothing
	Asked     int                  `json:"asked"`           // official audits in which the clause counted
	Passed    int                  `json:"passed"`          // those of them in which it got all points
	Rate      *standard.Decimal    `json:"rate"`            // passed ÷ asked, to 0.0001; null if asked is 0
}

// clauseHistory follows a clause through all editions, the earliest first. It returns
// store.ErrNotFound for a clause that no edition has.
func (s *Service) clauseHistory(ctx context.Context, uid standard.ClauseUID) (
	[]clauseWording, error,
) {
	lines, err := s.Editions.EditionLines(ctx)
	if err != nil {
		return nil, err
	}
	list := []clauseWording{}
	var before *standard.Edition
	for i := len(lines) - 1; i >= 0; i-- {
		e, err := s.Editions.Edition(ctx, lines[i].ID)
		if err != nil {
			return nil, err
		}
		_, has := e.Clause(uid)
		if has || len(list) > 0 {
			list = append(list, wordingOf(uid, before, e))
		}
		before = e
	}
	if len(list) == 0 {
		return nil, store.ErrNotFound
	}
	return list, s.passRates(ctx, uid, list)
}

func wordingOf(uid standard.ClauseUID, before, e *standard.Edition) clauseWording {
	w := clauseWording{Edition: e.ID(), Effective: e.Standard.Effective, Fields: []string{},
		Redline: []standard.Span{}}
	clause, ok := e.Clause(uid)
	if ok {
		w.Code, w.Title, w.TitleEN, w.Text = clause.Code, clause.Title, clause.TitleEN, clause.Text
	}
	w.Absent = !ok
	if before == nil {
		return w
	}
	for _, change := range standard.DiffOf(before, e).Clauses {
		if change.UID != uid {
			continue
		}
		w.Grade = change.Grade
		for _, f := range change.Fields {
			w.Fields = append(w.Fields, f.Field)
		}
		if change.Before != nil && change.After != nil && change.Before.Text != change.After.Text {
			w.Redline = standard.Redline(change.Before.Text, change.After.Text)
		}
	}
	return w
}

// passRates counts, by edition, the official audits that asked a clause and those that it passed.
func (s *Service) passRates(ctx context.Context, uid standard.ClauseUID,
	list []clauseWording,
) error {
	outcomes, _, err := s.officialOutcomes(ctx, problemFilter{})
	if err != nil {
		return err
	}
	counts := checklists.PassRatesOf(outcomes, uid)
	for i := range list {
		w := &list[i]
		rate := counts[w.Edition]
		w.Asked, w.Passed = rate.Asked, rate.Passed
		if share, ok := rate.Share(); ok {
			w.Rate = &share
		}
	}
	return nil
}
