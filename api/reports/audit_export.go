package reports

import (
	"bytes"
	"context"
	"errors"

	"hallmark/api/evidence"
	"hallmark/api/formats"
	"hallmark/api/store"
	"hallmark/checklists"
	"hallmark/checklists/oscal"
	"hallmark/standard"
	"hallmark/standard/message"
)

// exportedAudit is an audit written as a file, with what the form of the file does not carry.
type exportedAudit struct {
	audit   *checklists.Audit
	format  formats.AuditFormat
	content bytes.Buffer
	losses  []standard.Loss
}

// oscalRecord gathers all that the OSCAL documents of an audit contain.
func (s *Service) oscalRecord(ctx context.Context, a *checklists.Audit, l message.Language,
) (oscal.Record, error) {
	e, err := s.Editions.Edition(ctx, a.Edition)
	if err != nil {
		return oscal.Record{}, err
	}
	answers := a.Answers()
	score, err := a.Score(e)
	if err != nil {
		return oscal.Record{}, err
	}
	names, err := s.Access.Names(ctx, a)
	if err != nil {
		return oscal.Record{}, err
	}
	rectifications, err := s.Outcomes.RectificationsOf(ctx, a.ID)
	if err != nil {
		return oscal.Record{}, err
	}
	findings, err := s.findings(ctx, e, a, score, answers)
	if err != nil {
		return oscal.Record{}, err
	}
	taken, err := s.taken(ctx, answers)
	return oscal.Record{Edition: e, Audit: a, Names: names, Office: e.Standard.TechnicalBody,
		Findings:       findings,
		Rectifications: rectifications, Taken: taken, Language: l}, err
}

// taken returns when the photographs of the answers were taken, for those that have been uploaded.
func (s *Service) taken(ctx context.Context, answers checklists.Answers,
) (map[standard.Digest]checklists.Time, error) {
	times := map[standard.Digest]checklists.Time{}
	for _, a := range answers {
		for _, d := range a.Evidence {
			upload, err := s.Docs.Evidence.Get(ctx, evidence.UploadID(d))
			if errors.Is(err, store.ErrNotFound) {
				continue
			}
			if err != nil {
				return nil, err
			}
			times[d] = upload.TakenAt
		}
	}
	return times, nil
}
