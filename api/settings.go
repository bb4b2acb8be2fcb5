package api

import (
	"context"
	"errors"
	"net/http"

	"github.com/gin-gonic/gin"

	"hallmark/api/store"
	"hallmark/checklists"
)

// settingsID is the ID of the one document of settings.
const settingsID = "deadlines"

var settingsSchema = store.Schema[checklists.Settings]{
	Name:     "settings",
	ID:       func(checklists.Settings) string { return settingsID },
	Revision: func(d checklists.Settings) int { return d.Revision },
	Indexes:  []store.Index{{}},
}

// settings returns the deadlines of the installation, those of the program while none are set.
func (s *Server) settings(ctx context.Context) (checklists.Settings, error) {
	d, err := s.docs.settings.Get(ctx, settingsID)
	if errors.Is(err, store.ErrNotFound) {
		return checklists.Settings{Versions: []checklists.SettingsVersion{}}, nil
	}
	return d, err
}

// settingsView are the deadlines of what begins now, and what was set when.
type settingsView struct {
	Now checklists.Deadlines `json:"now"`
	checklists.Settings
}

func (s *Server) viewSettings(d checklists.Settings) settingsView {
	now := d.On(s.now())
	last := now.LastPlacesOrDefault()
	now.LastPlaces = &last
	return settingsView{now, d}
}

func (s *Server) getSettings(c *gin.Context) error {
	d, err := s.settings(c.Request.Context())
	if err != nil {
		return err
	}
	c.JSON(http.StatusOK, s.viewSettings(d))
	return nil
}

// settingsRequest sets all deadlines. Revision is that of the settings as the person saw them, 0
// while none are set.
type settingsRequest struct {
	Revision int                        `json:"revision" validate:"min=0"`
	Plan     int                        `json:"plan"`
	Verify   int                        `json:"verify"`
	Appeal   int                        `json:"appeal"`
	Decide   int                        `json:"decide"`
	Escalate checklists.EscalationRules `json:"escalation"`

	LastPlaces *checklists.LastPlaces `json:"lastPlaces"` // nil: as they are
}

func (s *Server) putSettings(c *gin.Context) error {
	var in settingsRequest
	if err := bind(c, &in); err != nil {
		return err
	}
	d, err := s.setDeadlines(c.Request.Context(), userOf(c).Username, in)
	if err != nil {
		return err
	}
	c.JSON(http.StatusOK, s.viewSettings(d))
	return nil
}

// setDeadlines makes deadlines hold for all that begins from now on.
func (s *Server) setDeadlines(ctx context.Context, by checklists.Username, in settingsRequest) (
	checklists.Settings, error,
) {
	d, err := s.settings(ctx)
	if err != nil {
		return d, err
	}
	if in.Revision != d.Revision {
		return d, store.ErrConflict
	}
	if in.LastPlaces == nil {
		in.LastPlaces = d.On(s.now()).LastPlaces
	}
	before := digestDocument(d)
	err = d.Set(checklists.Deadlines{Plan: in.Plan, Verify: in.Verify, Appeal: in.Appeal,
		Decide: in.Decide, Escalation: in.Escalate, LastPlaces: in.LastPlaces}, by, s.now())
	if err != nil {
		return d, err
	}
	err = s.note(ctx, Event{Actor: by, Action: "settings-changed", Subject: "settings/" + settingsID,
		Before: before, After: digestDocument(d), Revision: d.Revision})
	if err != nil {
		return d, err
	}
	return d, replaceOnly(ctx, s.docs.settings, d, in.Revision)
}
