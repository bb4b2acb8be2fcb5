package outcomes

import (
	"net/http"
	"slices"

	"github.com/gin-gonic/gin"

	"hallmark/api/access"
	"hallmark/api/outcomes/shown"
	"hallmark/api/wire"
	"hallmark/checklists"
)

// PostAppeal makes an appeal against one clause of an approved audit. The rectification of the
// clause is suspended until the decision.
func (s Handlers) PostAppeal(c *gin.Context) error {
	var in appealRequest
	if err := wire.Bind(c, &in); err != nil {
		return err
	}
	appeal, made, err := s.appeal(c.Request.Context(), access.CallerOf(c), c.Param("id"), in)
	if err != nil {
		return err
	}
	c.Header("Location", "/api/v1/appeals/"+string(appeal.ID))
	status := http.StatusOK
	if made {
		status = http.StatusCreated
	}
	return s.sendAppeal(c, status, appeal)
}

func (s Handlers) sendAppeal(c *gin.Context, status int, appeal checklists.Appeal) error {
	settings, err := s.Settings.Settings(c.Request.Context())
	if err == nil {
		c.JSON(status, s.viewAppeal(appeal, &settings))
	}
	return err
}

// GetAppealTerm answers GET /api/v1/audits/:id/appeals: until when appeals are taken, and those that
// were made.
func (s Handlers) GetAppealTerm(c *gin.Context) error {
	ctx := c.Request.Context()
	a, err := s.Audits.Audit(ctx, access.CallerOf(c), c.Param("id"))
	if err != nil {
		return err
	}
	settings, err := s.Settings.Settings(ctx)
	if err != nil {
		return err
	}
	term := s.appealTerm(a, &settings)
	if term.Day == "" {
		return &checklists.StateError{From: a.State, To: checklists.Approved}
	}
	list, err := s.AppealsOf(ctx, a.ID)
	if err != nil {
		return err
	}
	items := make([]shown.Appeal, len(list))
	for i := range list {
		items[i] = s.viewAppeal(list[i], &settings)
	}
	c.JSON(http.StatusOK, gin.H{"due": term.Day, "uncertain": !term.Certain, "last": term.Last,
		"open": a.State == checklists.Approved && !term.Over(s.Now()), "items": items})
	return nil
}

// PostDecide answers POST /api/v1/appeals/:id/decide.
func (s Handlers) PostDecide(c *gin.Context) error {
	var in decideRequest
	if err := wire.Bind(c, &in); err != nil {
		return err
	}
	appeal, err := s.decide(c.Request.Context(), access.CallerOf(c), c.Param("id"), in)
	if err != nil {
		return err
	}
	return s.sendAppeal(c, http.StatusOK, appeal)
}

// GetAppeal answers GET /api/v1/appeals/:id.
func (s Handlers) GetAppeal(c *gin.Context) error {
	appeal, err := s.appealOf(c.Request.Context(), access.CallerOf(c), c.Param("id"))
	if err != nil {
		return err
	}
	return s.sendAppeal(c, http.StatusOK, appeal)
}

// appealsInScope reads one page, the newest first: ?hall=, ?audit=, ?status=.
func (s Handlers) appealsInScope(c *gin.Context) ([]shown.Appeal, string, error) {
	q, err := wire.PageOf(c)
	if err != nil {
		return nil, "", err
	}
	user, reach := access.UserOf(c), access.ScopeOf(access.ReadAppeals, access.UserOf(c))
	hall, audit, status := c.Query("hall"), c.Query("audit"), checklists.AppealState(c.Query("status"))
	if status != "" && !slices.Contains(checklists.AppealStates(), status) {
		r := wire.Refuse(http.StatusBadRequest, "invalid")
		r.Fields = []wire.Field{wire.Wrong("status", "state", status)}
		return nil, "", r
	}
	q.Order, q.Descending = "at", true
	switch {
	case reach == access.OwnHall:
		q.Equal = map[string]string{"hall": string(user.Hall)}
	case audit != "":
		q.Equal = map[string]string{"audit": audit}
	case hall != "":
		q.Equal = map[string]string{"hall": hall}
	case status != "":
		q.Equal = map[string]string{"state": string(status)}
	}
	keep := func(appeal checklists.Appeal) bool {
		return reach.CoversHall(user, appeal.Hall) && (hall == "" || string(appeal.Hall) == hall) &&
			(audit == "" || string(appeal.Audit) == audit) &&
			(status == "" || appeal.State == status)
	}
	settings, err := s.Settings.Settings(c.Request.Context())
	if err != nil {
		return nil, "", err
	}
	view := func(appeal checklists.Appeal) shown.Appeal { return s.viewAppeal(appeal, &settings) }
	return wire.Collect(c.Request.Context(), s.Docs.Appeals, q, keep, view)
}

// GetAppeals answers GET /api/v1/appeals.
func (s Handlers) GetAppeals(c *gin.Context) error {
	items, next, err := s.appealsInScope(c)
	if err != nil {
		return err
	}
	return wire.SendList(c, items, next, wire.Plain(shown.AppealTable))
}
