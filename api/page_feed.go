package api

import (
	"context"
	"net/http"
	"strings"

	"github.com/gin-gonic/gin"

	"hallmark/api/store"
	"hallmark/api/web"
	"hallmark/standard"
)

func (s *Server) pageChanges(c *gin.Context) error {
	q, err := pageOf(c)
	if err != nil {
		return err
	}
	q.Descending, q.Limit = true, 20
	page := &web.Changes{Frame: s.frame(c)}
	page.Rows, page.Next, err = collect(c.Request.Context(), s.docs.feed, q, nil, changeRow)
	if err != nil {
		return err
	}
	return s.render(c, http.StatusOK, page)
}

func changeRow(e FeedEntry) web.Change {
	row := web.Change{Type: string(e.Type), At: e.At, Number: e.Number, Title: e.Title,
		Edition: e.Edition, Effective: e.Effective, Amendment: e.Amendment, Digest: e.Digest}
	if e.Type == TypeConsultation {
		row.Until, row.URL = e.Until, "/"+strings.Replace(e.Name, "consultation/", "consultations/", 1)
	}
	if e.Base != nil {
		row.Base = e.Base.Edition
	}
	for _, x := range e.Changes {
		at := e.Edition
		if x.Op == standard.KindWithdrawn {
			at = row.Base
		}
		row.Clauses = append(row.Clauses, web.ClauseUpdate{UID: x.UID, Kind: x.Op, Grade: x.Grade,
			CodeBefore: x.CodeBefore, CodeAfter: x.CodeAfter, URL: web.ClauseURL(at, x.UID)})
	}
	return row
}

func (s *Server) pageOutbox(c *gin.Context) error {
	q, err := pageOf(c)
	if err != nil {
		return err
	}
	q.Order, q.Descending, q.Brief = "created", true, true
	page := &web.Outbox{Frame: s.frame(c)}
	for _, state := range []DeliveryState{Pending, Failed, Delivered, Cancelled} {
		page.States = append(page.States, string(state))
		if string(state) == c.Query("state") {
			page.State = string(state)
			q.Equal = map[string]string{"state": page.State}
		}
	}
	targets, err := s.targets(c.Request.Context())
	if err != nil {
		return err
	}
	page.Rows, page.Next, err = collect(c.Request.Context(), s.docs.outbox, q, nil,
		func(d Delivery) web.Delivery { return deliveryRow(callerOf(c), d, targets, "/outbox/"+d.ID) })
	if err != nil {
		return err
	}
	return s.render(c, http.StatusOK, page)
}

// targets are the addresses of the subscriptions and the names of people and robots.
func (s *Server) targets(ctx context.Context) (map[string]string, error) {
	people, err := s.everybody(ctx)
	if err != nil {
		return nil, err
	}
	targets := map[string]string{}
	for name, person := range people {
		targets[string(name)] = person
	}
	for r, err := range s.docs.robots.Find(ctx, store.Query{}) {
		if err != nil {
			return nil, err
		}
		targets[r.ID] = r.Name
	}
	for w, err := range s.docs.webhooks.Find(ctx, store.Query{}) {
		if err != nil {
			return nil, err
		}
		targets[w.ID] = w.URL
	}
	return targets, nil
}

func deliveryRow(caller Caller, d Delivery, targets map[string]string, retry string) web.Delivery {
	row := web.Delivery{ID: d.ID, Type: d.Type, Target: targets[d.Target], State: string(d.State),
		Created: d.Created, NextAt: d.NextAt, Attempts: d.Attempts,
		Failure: whyFailed(caller.Language, d)}
	if row.Target == "" {
		row.Target = d.Target
	}
	if d.State == Failed || d.State == Cancelled {
		row.Retry = retry
	}
	return row
}

func (s *Server) formRetry(c *gin.Context) error {
	err := s.retry(c.Request.Context(), userOf(c).Username, c.Param("id"))
	if err != nil {
		return err
	}
	return seeOther(c, "/outbox")
}
