package audits

import (
	"net/http"
	"slices"
	"strconv"

	"github.com/gin-gonic/gin"

	"hallmark/api/access"
	"hallmark/api/table"
	"hallmark/api/wire"
	"hallmark/checklists"
	"hallmark/standard/message"
)

// PostAudit answers POST /api/v1/audits.
func (s Handlers) PostAudit(c *gin.Context) error {
	var in AuditRequest
	if err := wire.Bind(c, &in); err != nil {
		return err
	}
	a, err := s.StartAudit(c.Request.Context(), access.CallerOf(c), in)
	if err != nil {
		return err
	}
	c.Header("Location", "/api/v1/audits/"+string(a.ID))
	c.JSON(http.StatusCreated, ViewAudit(a))
	return nil
}

// filterOf reads ?hall=, ?campaign= and ?status=.
func filterOf(c *gin.Context) (AuditFilter, error) {
	f := AuditFilter{checklists.HallID(c.Query("hall")), c.Query("campaign"),
		checklists.State(c.Query("status"))}
	if f.state != "" && !slices.Contains(checklists.States(), f.state) {
		r := wire.Refuse(http.StatusBadRequest, "invalid")
		r.Fields = []wire.Field{wire.Wrong("status", "state", f.state)}
		return f, r
	}
	return f, nil
}

// auditsInScope reads one page of audits, the newest first. The scope chooses the index; what the
// index does not serve is filtered here.
func (s *Service) auditsInScope(c *gin.Context, reach access.Scope, f AuditFilter) (
	[]*checklists.Audit, string, error,
) {
	q, err := wire.PageOf(c)
	if err != nil {
		return nil, "", err
	}
	user := access.UserOf(c)
	q.Order, q.Descending, q.Brief = "started", true, true
	fixed := 0
	for _, limit := range []struct{ key, value string }{
		{"hall", string(f.Hall)}, {"campaign", f.campaign}, {"state", string(f.state)},
	} {
		if limit.value != "" {
			q.Equal = map[string]string{limit.key: limit.value}
			fixed++
		}
	}
	switch reach {
	case access.OwnAudit:
		q.Equal = map[string]string{"inspector": string(user.Username)}
		fixed++
	case access.OwnHall:
		q.Equal = map[string]string{"hall": string(user.Hall)}
		fixed++
	}
	keep := func(a checklists.Audit) bool { return f.matches(&a) && reach.CoversAudit(user, &a) }
	if fixed <= 1 && reach != access.OwnHall && f.state != "" {
		keep = nil // one index serves it all
	}
	return wire.Collect(c.Request.Context(), s.Docs.Audits, q, keep,
		func(a checklists.Audit) *checklists.Audit {
			if !reach.OpensAudit(user, &a) {
				a.Answered, a.Result, a.Returned = 0, nil, nil
			}
			return &a
		})
}

// GetAudits answers GET /api/v1/audits.
func (s Handlers) GetAudits(c *gin.Context) error {
	f, err := filterOf(c)
	if err != nil {
		return err
	}
	audits, next, err := s.auditsInScope(c, access.ReachOf(c), f)
	if err != nil {
		return err
	}
	items := make([]AuditLine, len(audits))
	for i, a := range audits {
		items[i] = ViewAuditLine(a)
	}
	rows := func(l message.Language, _ []AuditLine) *table.Table { return auditTable(l, audits) }
	return wire.SendList(c, items, next, wire.Plain(rows))
}

// GetAudit answers GET /api/v1/audits/:id.
func (s Handlers) GetAudit(c *gin.Context) error {
	a, err := s.Audit(c.Request.Context(), access.CallerOf(c), c.Param("id"))
	if err != nil {
		return err
	}
	tag := `"` + strconv.Itoa(a.Revision) + `-` + a.Digest.Short() + `"`
	if wire.NotModified(c, tag) {
		return nil
	}
	c.JSON(http.StatusOK, ViewAudit(a))
	return nil
}

// GetScore answers GET /api/v1/audits/:id/score.
func (s Handlers) GetScore(c *gin.Context) error {
	a, err := s.Audit(c.Request.Context(), access.CallerOf(c), c.Param("id"))
	if err != nil {
		return err
	}
	score, err := s.Score(c.Request.Context(), a)
	if err != nil {
		return err
	}
	c.JSON(http.StatusOK, score)
	return nil
}

// PostVoid answers POST /api/v1/audits/:id/void.
func (s Handlers) PostVoid(c *gin.Context) error { return s.PostStep(c, s.Void) }

// PostStep answers a request that takes an audit one step further; it may come without a body.
func (s *Service) PostStep(c *gin.Context,
	step access.Stepper[*checklists.Audit],
) error {
	var in wire.StepRequest
	if c.Request.ContentLength != 0 {
		if err := wire.Bind(c, &in); err != nil {
			return err
		}
	}
	a, err := step(c.Request.Context(), access.CallerOf(c), c.Param("id"), in)
	if err != nil {
		return err
	}
	c.JSON(http.StatusOK, ViewAudit(a))
	return nil
}
