package api

import (
	"bytes"
	"context"
	"net/http"
	"slices"

	"github.com/gin-gonic/gin"

	"hallmark/api/store"
	"hallmark/checklists"
	"hallmark/standard"
)

// sendHalls sends the halls under the filter as a file that can be read back.
func (s *Server) sendHalls(c *gin.Context, format string, f *hallFilter) error {
	all, err := s.headsInScope(c.Request.Context(), callerOf(c))
	if err != nil {
		return err
	}
	heads := f.of(all)
	full := make(map[checklists.HallID]checklists.Hall, len(heads))
	if len(heads) < 50 { // one by one; of more, all are read
		for _, h := range heads {
			if full[h.ID], err = s.docs.halls.Get(c.Request.Context(), string(h.ID)); err != nil {
				return err
			}
		}
	} else {
		for h, err := range s.docs.halls.Find(c.Request.Context(), store.Query{}) {
			if err != nil {
				return err
			}
			full[h.ID] = h
		}
	}
	halls := make([]checklists.Hall, len(heads))
	for i, h := range heads {
		halls[i] = full[h.ID]
	}
	return sendTable(c, format, hallSheet(language(c), halls))
}

// headsInScope are the heads of the halls that the person may see.
func (s *Server) headsInScope(ctx context.Context, caller Caller) ([]*checklists.Hall, error) {
	user := caller.User
	reach := scopeOf(ReadHalls, user)
	if reach == OwnHall {
		h, err := s.docs.halls.Get(ctx, string(user.Hall))
		return []*checklists.Hall{&h}, err
	}
	all, err := s.heads(ctx)
	if reach != Anything {
		all = slices.DeleteFunc(slices.Clone(all), func(h *checklists.Hall) bool {
			return !reach.coversHall(user, h.ID)
		})
	}
	return all, err
}

// getHallTemplate is an empty workbook for the register.
func (s *Server) getHallTemplate(c *gin.Context) error {
	return sendTable(c, "xlsx", hallSheet(language(c), nil))
}

// hallImportView is what an import did, or would do.
type hallImportView struct {
	*hallImport
	Losses []lossView `json:"losses"` // what was read and not taken
}

// postHallImport reads the register from a file, or only says what that would change.
func (s *Server) postHallImport(c *gin.Context) error {
	content, err := readBody(c.Request)
	if err != nil {
		return err
	}
	ctx, format := c.Request.Context(), c.Query("format")
	plan, err := s.planHalls(ctx, format, bytes.NewReader(content))
	if err != nil {
		return err
	}
	if c.Query("dryRun") != "true" {
		name := string(standard.DigestBytes(content).Short()) + "." + format
		if err := s.importHalls(ctx, userOf(c).Username, name, plan); err != nil {
			return err
		}
	}
	c.JSON(http.StatusOK, hallImportView{plan, viewLosses(callerOf(c), plan.Losses)})
	return nil
}
