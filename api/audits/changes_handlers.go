package audits

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"hallmark/api/access"
	"hallmark/api/wire"
	"hallmark/checklists"
)

// PostChanges merges what a device recorded. One bad change never blocks the others.
func (s Handlers) PostChanges(c *gin.Context) error {
	revision, changes, refused, err := bindChanges(c)
	if err != nil {
		return err
	}
	results, a, err := s.record(c.Request.Context(), access.CallerOf(c), c.Param("id"), changes,
		refused)
	if err != nil {
		return err
	}
	reply := ChangesReply{Revision: a.Revision, Results: make([]changeResult, 0, len(results)),
		Since: a.Since(revision)}
	l, became := wire.LanguageOf(c), map[checklists.ChangeStatus]int{}
	for _, r := range results {
		became[r.Status]++
		reply.Results = append(reply.Results, viewResult(r, l))
	}
	for status, n := range became {
		s.CountChanges(string(status), n)
	}
	c.JSON(http.StatusOK, reply)
	return nil
}

// bindChanges reads a request, and each of its changes by itself.
func bindChanges(c *gin.Context) (revision int, _ []checklists.Change, _ refusals, _ error) {
	body, err := wire.BodyOf(c)
	if err != nil {
		return 0, nil, nil, err
	}
	wire.NoteTexts(c, body, nil)
	if revision, changes, ok := PlainChanges(body); ok {
		return revision, changes, refuseDevices(changes, refusals{}), nil
	}
	revision, changes, refused, err := StrictChanges(body)
	return revision, changes, refuseDevices(changes, refused), err
}
