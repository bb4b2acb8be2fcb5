package takeover

import (
	"context"
	"net/http"
	"strings"

	"github.com/gin-gonic/gin"

	"hallmark/api/access"
	"hallmark/api/store"
	"hallmark/api/wire"
	"hallmark/checklists"
	"hallmark/standard"
	"hallmark/standard/message"
)

// handInView is a hand-in as the API shows it; Holds says line by line what is in the file, and is
// empty in lists.
type handInView struct {
	ID        string              `json:"id"`
	Audit     checklists.AuditID  `json:"audit"`
	Hall      checklists.HallID   `json:"hall"`
	HallName  string              `json:"hallName"`
	Kind      checklists.Kind     `json:"kind"`
	By        checklists.Username `json:"by"`
	At        checklists.Time     `json:"at"`
	Begun     checklists.Time     `json:"begun"`
	Why       string              `json:"why"`
	File      standard.Digest     `json:"file"`
	State     HandInState         `json:"state"`
	DecidedBy checklists.Username `json:"decidedBy"`
	DecidedAt checklists.Time     `json:"decidedAt"`
	Comment   string              `json:"comment"`
	Corrected checklists.Time     `json:"corrected"`
	Left      []string            `json:"left"`
	Holds     []string            `json:"holds"`
	Revision  int                 `json:"revision"`
}

func viewHandIn(h *HandIn, l message.Language, holds []string) handInView {
	return handInView{h.ID, h.Audit, h.Hall, h.HallName, h.Kind, h.By, h.At, h.Begun, h.Why.In(l), h.File,
		h.State, h.DecidedBy, h.DecidedAt, h.Comment, h.Corrected, wire.NonNil(h.Left),
		wire.NonNil(holds), h.Revision}
}

// holds says line by line what a hand-in holds.
func (s *Service) holds(ctx context.Context, h *HandIn, l message.Language) ([]string, error) {
	q, err := readQueue(strings.NewReader(h.Content))
	if err != nil {
		return nil, err
	}
	var lines []string
	s.showQueue(ctx, q, Order{Language: l, Show: func(line string) { lines = append(lines, line) }})
	return lines, nil
}

// PostHandIn answers POST /api/v1/hand-ins with a file of unsent work.
func (s Handlers) PostHandIn(c *gin.Context) error {
	body, err := wire.BodyOf(c)
	if err != nil {
		return err
	}
	var form queueFile // what follows reads the bytes as they were sent, of which the file's digests speak
	if _, err := wire.DecodeJSON(body, &form); err != nil {
		return err
	}
	h, created, err := s.handIn(c.Request.Context(), access.CallerOf(c), body)
	if err != nil {
		return err
	}
	status := http.StatusOK
	if created {
		status = http.StatusCreated
	}
	c.Header("Location", "/api/v1/hand-ins/"+h.ID)
	return s.answer(c, status, &h)
}

func (s Handlers) answer(c *gin.Context, status int, h *HandIn) error {
	l := wire.LanguageOf(c)
	holds, err := s.holds(c.Request.Context(), h, l)
	if err != nil {
		return err
	}
	c.JSON(status, viewHandIn(h, l, holds))
	return nil
}

// handInQuery reads ?state= and the place of the page; whoever reviews nothing gets what they handed
// in themselves.
func handInQuery(c *gin.Context) (q store.Query, keep func(HandIn) bool, err error) {
	if q, err = wire.PageOf(c); err != nil {
		return q, nil, err
	}
	q.Order, q.Descending = "at", true
	state := HandInState(c.Query("state"))
	switch state {
	case "", HandInWaiting, HandInTaken, HandInRefused:
	default:
		r := wire.Refuse(http.StatusBadRequest, "invalid")
		r.Fields = []wire.Field{wire.Wrong("state", "oneof", "waiting taken refused")}
		return q, nil, r
	}
	u := access.UserOf(c)
	if access.ScopeOf(access.ReviewAudits, u) == access.Anything {
		if state != "" {
			q.Equal = map[string]string{"state": string(state)}
		}
		return q, nil, nil
	}
	q.Equal = map[string]string{"by": string(u.Username)}
	return q, func(h HandIn) bool { return state == "" || h.State == state }, nil
}

// GetHandIns answers GET /api/v1/hand-ins, the newest first.
func (s Handlers) GetHandIns(c *gin.Context) error {
	q, keep, err := handInQuery(c)
	if err != nil {
		return err
	}
	l := wire.LanguageOf(c)
	items, next, err := wire.Collect(c.Request.Context(), s.Docs.HandIns, q, keep,
		func(h HandIn) handInView { return viewHandIn(&h, l, nil) })
	if err != nil {
		return err
	}
	c.JSON(http.StatusOK, wire.ListOf(items, next))
	return nil
}

// GetHandIn answers GET /api/v1/hand-ins/:id.
func (s Handlers) GetHandIn(c *gin.Context) error {
	h, err := s.handInOf(c.Request.Context(), access.CallerOf(c), c.Param("id"))
	if err != nil {
		return err
	}
	return s.answer(c, http.StatusOK, &h)
}

// PostTake answers POST /api/v1/hand-ins/:id/take.
func (s Handlers) PostTake(c *gin.Context) error {
	var in takeRequest
	if err := wire.Bind(c, &in); err != nil {
		return err
	}
	h, err := s.take(c.Request.Context(), access.CallerOf(c), c.Param("id"), in)
	if err != nil {
		return err
	}
	return s.answer(c, http.StatusOK, &h)
}

// PostRefuse answers POST /api/v1/hand-ins/:id/refuse.
func (s Handlers) PostRefuse(c *gin.Context) error {
	var in refuseRequest
	if err := wire.Bind(c, &in); err != nil {
		return err
	}
	h, err := s.refuse(c.Request.Context(), access.CallerOf(c), c.Param("id"), in)
	if err != nil {
		return err
	}
	return s.answer(c, http.StatusOK, &h)
}
