package api

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"hallmark/api/store"
	"hallmark/checklists"
)

// colleagueView is somebody who may be named as an inspector.
type colleagueView struct {
	Username checklists.Username `json:"username"`
	Name     string              `json:"name"`
	Role     Role                `json:"role"`
	Hall     checklists.HallID   `json:"hall,omitempty"` // where the person works and does not inspect
}

// colleagues are the auditors but the person who asks.
func (s *Server) colleagues(c *gin.Context) ([]colleagueView, error) {
	list := []colleagueView{}
	for u, err := range s.docs.users.Find(c.Request.Context(), store.Query{}) {
		if err != nil {
			return nil, err
		}
		if !u.Disabled && u.Role == Auditor && u.Username != userOf(c).Username {
			list = append(list, colleagueView{u.Username, u.Name, u.Role, u.Hall})
		}
	}
	return list, nil
}

func (s *Server) getColleagues(c *gin.Context) error {
	items, err := s.colleagues(c)
	if err != nil {
		return err
	}
	c.JSON(http.StatusOK, list[colleagueView]{Items: items})
	return nil
}
