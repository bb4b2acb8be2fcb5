package api

import (
	"bytes"
	"context"
	"errors"
	"net/http"
	"slices"
	"strconv"

	"github.com/gin-gonic/gin"

	"hallmark/api/formats"
	"hallmark/api/store"
	"hallmark/api/web"
	"hallmark/checklists"
	"hallmark/checklists/oscal"
	"hallmark/standard"
	"hallmark/standard/message"
)

// exportedAudit is an audit as a file.
type exportedAudit struct {
	audit   *checklists.Audit
	format  formats.AuditFormat
	content bytes.Buffer
	losses  []standard.Loss
}

// exportAudit writes the audit of the request in the form of ?format=.
func (s *Server) exportAudit(c *gin.Context) (*exportedAudit, error) {
	a, err := s.audit(c.Request.Context(), callerOf(c), c.Param("id"))
	if err != nil {
		return nil, err
	}
	f, ok := formats.OfAudit(c.Query("format"))
	if !ok {
		r := refuse(http.StatusBadRequest, "invalid")
		r.Fields = []Field{field("format", "oneof", formats.AuditNames())}
		return nil, r
	}
	record, err := s.oscalRecord(c.Request.Context(), a, language(c))
	if err != nil {
		return nil, err
	}
	x := &exportedAudit{audit: a, format: f}
	x.losses, err = f.Write(&x.content, record)
	return x, err
}

// oscalRecord collects what the documents of an audit say.
func (s *Server) oscalRecord(ctx context.Context, a *checklists.Audit, l message.Language,
) (oscal.Record, error) {
	e, err := s.edition(ctx, a.Edition)
	if err != nil {
		return oscal.Record{}, err
	}
	answers := a.Answers()
	score, err := a.Score(e)
	if err != nil {
		return oscal.Record{}, err
	}
	names, err := s.names(ctx, a)
	if err != nil {
		return oscal.Record{}, err
	}
	rectifications, err := s.rectificationsOf(ctx, a.ID)
	if err != nil {
		return oscal.Record{}, err
	}
	taken, err := s.taken(ctx, answers)
	return oscal.Record{Edition: e, Audit: a, Names: names, Office: e.Standard.TechnicalBody,
		Findings:       checklists.FindingsOf(e, score, answers, findingsFrom(a), s.Calendar),
		Rectifications: rectifications, Taken: taken, Language: l}, err
}

// rectificationsOf loads what was opened after an audit, the earliest deadline first.
func (s *Server) rectificationsOf(ctx context.Context, id checklists.AuditID,
) ([]checklists.Rectification, error) {
	var list []checklists.Rectification
	q := store.Query{Equal: map[string]string{"audit": string(id)}, Order: "due"}
	for r, err := range s.docs.rectifications.Find(ctx, q) {
		if err != nil {
			return nil, err
		}
		list = append(list, r)
	}
	return list, nil
}

// taken is when the photographs of the answers were taken, as far as they have arrived.
func (s *Server) taken(ctx context.Context, answers checklists.Answers,
) (map[standard.Digest]checklists.Time, error) {
	times := map[standard.Digest]checklists.Time{}
	for _, a := range answers {
		for _, d := range a.Evidence {
			upload, err := s.docs.evidence.Get(ctx, uploadID(d))
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

func (s *Server) getAuditExport(c *gin.Context) error {
	x, err := s.exportAudit(c)
	if err != nil {
		return err
	}
	attach(c, fileName(x.format.FileName(x.audit)))
	c.Header("Hallmark-Losses", strconv.Itoa(len(x.losses)))
	c.Data(http.StatusOK, x.format.ContentType, x.content.Bytes())
	return nil
}

func (s *Server) getAuditExportLosses(c *gin.Context) error {
	x, err := s.exportAudit(c)
	if err != nil {
		return err
	}
	c.JSON(http.StatusOK, listOf(viewLosses(callerOf(c), x.losses), ""))
	return nil
}

// auditExports lists the forms of an audit for its page. There is no plan of action where nothing
// has to be mended.
func auditExports(a *checklists.Audit, findings []checklists.Finding, l message.Language,
) []web.Export {
	mend := slices.ContainsFunc(findings, func(f checklists.Finding) bool {
		return f.Severity != checklists.Advice
	})
	var list []web.Export
	for _, f := range formats.OfAudits() {
		if f.NeedsFindings && !mend {
			continue
		}
		list = append(list, web.Export{
			Name:  message.Text(l, "format."+f.Name),
			About: message.Text(l, "format."+f.Name+"-about"),
			URL:   web.AuditExportURL(a.ID, f.Name),
		})
	}
	return list
}
