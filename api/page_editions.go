package api

import (
	"context"
	"net/http"
	"slices"
	"strings"

	"github.com/gin-gonic/gin"

	"hallmark/api/web"
	"hallmark/checklists"
	"hallmark/standard"
)

// subjectURL is the page of what an event was about, or "".
func subjectURL(subject string) string {
	kind, id, _ := strings.Cut(subject, "/")
	switch kind {
	case "audit":
		return web.AuditURL(checklists.AuditID(id)) + "/score"
	case "hall":
		return web.HallURL(checklists.HallID(id))
	case "amendment":
		return web.AmendmentURL(standard.EditionID(id))
	case "draft":
		return web.DraftURL(id)
	case "consultation":
		return web.ConsultationURL(id)
	case "proposal":
		return "/proposals#p-" + id
	case "edition":
		return web.EditionURL(standard.EditionID(id))
	}
	return loopURL(kind, id)
}

// loopURL leads to what belongs to the loop of rectification, campaigns and bulletins, or returns "".
func loopURL(kind, id string) string {
	switch kind {
	case "rectification":
		return web.RectificationURL(checklists.RectificationID(id))
	case "rectifications": // all of an audit
		return web.RectificationFilter{Audit: id}.URL()
	case "appeal":
		return web.AppealURL(checklists.AppealID(id))
	case "campaign":
		return web.CampaignURL(checklists.CampaignID(id))
	case "feedback":
		return web.FeedbackURL + "#f-" + id
	case "training":
		return web.TrainingURL(checklists.TrainingID(id))
	case "bulletin":
		return web.BulletinURL(checklists.BulletinID(id))
	case "bulletins":
		return web.BulletinsURL
	}
	return ""
}

// allEditions loads every edition, the newest first.
func (s *Server) allEditions(ctx context.Context) ([]*standard.Edition, error) {
	lines, err := s.editionLines(ctx)
	if err != nil {
		return nil, err
	}
	out := make([]*standard.Edition, len(lines))
	for i, line := range lines {
		if out[i], err = s.edition(ctx, line.ID); err != nil {
			return nil, err
		}
	}
	return out, nil
}

func (s *Server) pageEditions(c *gin.Context) error {
	page := &web.Editions{Frame: s.frame(c)}
	var err error
	if page.Editions, err = s.allEditions(c.Request.Context()); err != nil {
		return err
	}
	e, err := s.editionInForce(c.Request.Context(), s.now())
	if err == nil {
		page.InForce = e.ID()
	} else if refusalOf(err).Code != "no-edition" {
		return err
	}
	return s.render(c, http.StatusOK, page)
}

func (s *Server) pageEdition(c *gin.Context) error {
	e, err := s.editionOf(c.Request.Context(), c.Param("id"))
	if err != nil {
		return err
	}
	page := &web.Edition{Frame: s.frame(c), Edition: e, Exports: exports(e, language(c))}
	if c.Query("tier") != "" {
		if page.Tier, err = tierOf(c); err != nil {
			return err
		}
	}
	lines, err := s.editionLines(c.Request.Context())
	if err != nil {
		return err
	}
	for _, line := range lines {
		if line.ID != e.ID() {
			page.Others = append(page.Others, line.ID)
		}
	}
	return s.render(c, http.StatusOK, page)
}

func (s *Server) pageClause(c *gin.Context) error {
	e, err := s.editionOf(c.Request.Context(), c.Param("id"))
	if err != nil {
		return err
	}
	clause, ok := e.Clause(standard.ClauseUID(c.Param("uid")))
	if !ok {
		return errNotFound
	}
	page := &web.Clause{Frame: s.frame(c), Edition: e, Clause: clause}
	wordings, err := s.clauseHistory(c.Request.Context(), clause.UID)
	if err != nil {
		return err
	}
	for _, w := range slices.Backward(wordings) { // the latest first
		page.History = append(page.History, web.Wording{Edition: w.Edition, Effective: w.Effective,
			Absent: w.Absent, Code: w.Code, Text: w.Text, Grade: w.Grade, Fields: w.Fields,
			Redline: w.Redline, Asked: w.Asked, Passed: w.Passed, Rate: w.Rate})
	}
	return s.render(c, http.StatusOK, page)
}
