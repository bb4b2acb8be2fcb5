package api

import (
	"context"
	"errors"
	"net/http"
	"strconv"

	"github.com/gin-gonic/gin"

	"hallmark/api/store"
	"hallmark/checklists"
	"hallmark/standard"
)

var rectificationSchema = store.Schema[checklists.Rectification]{
	Name:     "rectifications",
	ID:       func(r checklists.Rectification) string { return string(r.ID) },
	Revision: func(r checklists.Rectification) int { return r.Revision },
	Keys: map[string]func(checklists.Rectification) []string{
		"hall":  key(func(r checklists.Rectification) string { return string(r.Hall) }),
		"audit": key(func(r checklists.Rectification) string { return string(r.Audit) }),
		"state": key(func(r checklists.Rectification) string { return string(r.State) }),
		"due":   key(func(r checklists.Rectification) string { return r.Due }),
		"open":  key(func(r checklists.Rectification) string { return strconv.FormatBool(r.State.Open()) }),
	},
	Indexes: []store.Index{
		{Order: "due"},
		{Equal: []string{"hall"}, Order: "due"},
		{Equal: []string{"audit"}, Order: "due"},
		{Equal: []string{"state"}, Order: "due"},
		{Equal: []string{"open"}, Order: "due"},
	},
	Bulky: []string{"inspectors", "text", "items", "found", "evidence", "steps", "digest"},
}

// rectificationHead is a rectification without what a list does not show.
func rectificationHead(r checklists.Rectification) checklists.Rectification {
	r.Inspectors, r.Text, r.Items, r.Found, r.Evidence, r.Steps, r.Digest = nil, "", nil, "", nil, nil, ""
	return r
}

// openRectifications opens what an approved audit asks for. What is there already stays.
func (s *Server) openRectifications(ctx context.Context, by checklists.Username, e *standard.Edition,
	a *checklists.Audit, findings []checklists.Finding,
) error {
	repeats, err := s.repeatsOf(ctx, a)
	if err != nil {
		return err
	}
	settings, err := s.settings(ctx)
	if err != nil {
		return err
	}
	list, err := checklists.OpenRectifications(e, a, findings, repeats, findingsFrom(a), s.Calendar,
		settings.On(findingsFrom(a)))
	if err != nil {
		return err
	}
	for _, r := range list {
		if _, err := s.docs.rectifications.Get(ctx, string(r.ID)); err == nil {
			continue
		}
		if err := s.noteRectification(ctx, by, "rectification-opened", "", &r); err != nil {
			return err
		}
		err := s.docs.rectifications.Insert(ctx, r)
		if err != nil && !errors.Is(err, store.ErrExists) {
			return err
		}
	}
	return nil
}

// repeatsOf counts the earlier rectifications of the hall by clause.
func (s *Server) repeatsOf(ctx context.Context, a *checklists.Audit) (map[standard.ClauseUID]int, error) {
	repeats := map[standard.ClauseUID]int{}
	q := store.Query{Equal: map[string]string{"hall": string(a.Hall)}, Order: "due"}
	for r, err := range s.docs.rectifications.Find(ctx, q) {
		if err != nil {
			return nil, err
		}
		if r.Audit != a.ID && r.State != checklists.Revoked && r.Opened.Before(findingsFrom(a)) {
			repeats[r.Clause]++
		}
	}
	return repeats, nil
}

func (s *Server) noteRectification(ctx context.Context, by checklists.Username, action string,
	before standard.Digest, r *checklists.Rectification,
) error {
	return s.note(ctx, Event{Actor: by, Action: action, Subject: "rectification/" + string(r.ID),
		Label: r.HallName + " " + r.Code, Before: before, After: r.Digest, Revision: r.Revision})
}

// rectificationView is a rectification with what follows from today's date.
type rectificationView struct {
	checklists.Rectification
	Open       bool                  `json:"open"`
	Overdue    int                   `json:"overdue"` // working days
	Escalation checklists.Escalation `json:"escalation"`
	RecheckDue string                `json:"recheckDue,omitempty"`
}

func (s *Server) viewRectification(r checklists.Rectification, settings *checklists.Settings,
) rectificationView {
	r.Evidence, r.Items, r.Inspectors = nonNil(r.Evidence), nonNil(r.Items), nonNil(r.Inspectors)
	now, rules := s.now(), settings.On(r.Opened.Time).Escalation
	return rectificationView{r, r.State.Open(), r.Overdue(now, s.Calendar),
		r.Escalation(rules, now, s.Calendar), r.RecheckDue(s.Calendar, settings)}
}

// rectification loads one within the scope of the request.
func (s *Server) rectification(ctx context.Context, caller Caller, id string) (checklists.Rectification, error) {
	r, err := s.docs.rectifications.Get(ctx, id)
	if err == nil && !caller.Reach.coversRectification(caller.User, &r) {
		err = errNotFound
	}
	return r, err
}

func (s *Server) getRectification(c *gin.Context) error {
	r, err := s.rectification(c.Request.Context(), callerOf(c), c.Param("id"))
	if err != nil {
		return err
	}
	return s.sendRectification(c, r)
}

func (s *Server) sendRectification(c *gin.Context, r checklists.Rectification) error {
	settings, err := s.settings(c.Request.Context())
	if err != nil {
		return err
	}
	c.JSON(http.StatusOK, s.viewRectification(r, &settings))
	return nil
}

// updateRectification changes one within the scope of the request and notes the event. Revision,
// when not 0, is that of the rectification as the person saw it.
func (s *Server) updateRectification(ctx context.Context, caller Caller, id string, revision int, action string,
	change func(*checklists.Rectification) error,
) (checklists.Rectification, error) {
	user := caller.User
	return store.Update(ctx, s.docs.rectifications, id,
		func(r *checklists.Rectification) error {
			if !caller.Reach.coversRectification(user, r) {
				return errNotFound
			}
			if revision != 0 && revision != r.Revision {
				return store.ErrConflict
			}
			before := r.Digest
			if err := change(r); err != nil {
				return err
			}
			return s.noteRectification(ctx, user.Username, action, before, r)
		})
}
