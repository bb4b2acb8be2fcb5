package api

import (
	"context"
	"errors"
	"net/http"

	"github.com/gin-gonic/gin"

	"hallmark/api/store"
	"hallmark/checklists"
	"hallmark/standard"
)

type hallRequest struct {
	ID            checklists.HallID           `json:"id" validate:"required,max=32,hallid"`
	Name          string                      `json:"name" validate:"required,max=80,clean"`
	NameEN        string                      `json:"nameEn" validate:"max=160,clean"`
	Tier          string                      `json:"tier" validate:"required,oneof=district subdistrict community"`
	Parent        checklists.HallID           `json:"parent" validate:"max=32"`
	Area          string                      `json:"area" validate:"omitempty,min=2,max=12,number"`
	Status        checklists.HallStatus       `json:"status" validate:"omitempty,oneof=in-service closed"`
	GoverningBody string                      `json:"governingBody" validate:"max=80,clean"`
	GuidingBody   string                      `json:"guidingBody" validate:"max=80,clean"`
	HeadTitle     string                      `json:"headTitle" validate:"max=40,clean"`
	HeadName      string                      `json:"headName" validate:"max=40,clean"`
	Pilot         bool                        `json:"pilot"`
	Opened        string                      `json:"opened" validate:"omitempty,datetime=2006-01-02"`
	Notes         string                      `json:"notes" validate:"max=2000,note"`
	Measurements  map[string]standard.Decimal `json:"measurements" validate:"max=200,dive,keys,metric,endkeys"`
}

// hallPatch changes the fields that it names. Revision is that of the hall as the person saw it.
type hallPatch struct {
	Revision      int                         `json:"revision" validate:"required,min=1"`
	Name          *string                     `json:"name" validate:"omitempty,min=1,max=80,clean"`
	NameEN        *string                     `json:"nameEn" validate:"omitempty,max=160,clean"`
	Area          *string                     `json:"area" validate:"omitempty,max=12,number"`
	Status        *checklists.HallStatus      `json:"status" validate:"omitempty,oneof=in-service closed"`
	GoverningBody *string                     `json:"governingBody" validate:"omitempty,max=80,clean"`
	GuidingBody   *string                     `json:"guidingBody" validate:"omitempty,max=80,clean"`
	HeadTitle     *string                     `json:"headTitle" validate:"omitempty,max=40,clean"`
	HeadName      *string                     `json:"headName" validate:"omitempty,max=40,clean"`
	Pilot         *bool                       `json:"pilot"`
	Opened        *string                     `json:"opened" validate:"omitempty,datetime=2006-01-02"`
	Notes         *string                     `json:"notes" validate:"omitempty,max=2000,note"`
	Measurements  map[string]standard.Decimal `json:"measurements" validate:"max=200,dive,keys,metric,endkeys"`
}

func (p *hallPatch) apply(h *checklists.Hall) {
	set(&h.Name, p.Name)
	set(&h.NameEN, p.NameEN)
	set(&h.Area, p.Area)
	set(&h.Status, p.Status)
	set(&h.GoverningBody, p.GoverningBody)
	set(&h.GuidingBody, p.GuidingBody)
	set(&h.HeadTitle, p.HeadTitle)
	set(&h.HeadName, p.HeadName)
	set(&h.Pilot, p.Pilot)
	set(&h.Opened, p.Opened)
	set(&h.Notes, p.Notes)
	if p.Measurements != nil {
		h.Measurements = p.Measurements
	}
	h.Revision++
}

func set[T any](field *T, to *T) {
	if to != nil {
		*field = *to
	}
}

// hall loads a hall within the scope of the request.
func (s *Server) hall(c *gin.Context, id checklists.HallID) (checklists.Hall, error) {
	if !scope(c).coversHall(userOf(c), id) {
		return checklists.Hall{}, errNotFound
	}
	return s.docs.halls.Get(c.Request.Context(), string(id))
}

// hallsInScope reads one page of halls.
func (s *Server) hallsInScope(c *gin.Context) ([]checklists.Hall, string, error) {
	ctx, user := c.Request.Context(), userOf(c)
	if scope(c) == OwnHall {
		h, err := s.docs.halls.Get(ctx, string(user.Hall))
		if err == nil && c.Query("tier") != "" && c.Query("tier") != h.Tier.String() {
			return []checklists.Hall{}, "", nil
		}
		return []checklists.Hall{h}, "", err
	}
	q, err := pageOf(c)
	if err != nil {
		return nil, "", err
	}
	if c.Query("tier") != "" {
		t, err := tierOf(c)
		if err != nil {
			return nil, "", err
		}
		q.Equal = map[string]string{"tier": t.String()}
	}
	return collect(ctx, s.docs.halls, q, nil, func(h checklists.Hall) checklists.Hall { return h })
}

func (s *Server) getHalls(c *gin.Context) error {
	items, next, err := s.hallsInScope(c)
	if err != nil {
		return err
	}
	c.JSON(http.StatusOK, list[checklists.Hall]{items, next})
	return nil
}

func (s *Server) getHall(c *gin.Context) error {
	h, err := s.hall(c, checklists.HallID(c.Param("id")))
	if err != nil {
		return err
	}
	c.JSON(http.StatusOK, h)
	return nil
}

func (s *Server) postHall(c *gin.Context) error {
	var in hallRequest
	if err := bind(c, &in); err != nil {
		return err
	}
	t, err := standard.ParseTier(in.Tier)
	if err != nil {
		return err
	}
	h := checklists.Hall{ID: in.ID, Name: in.Name, NameEN: in.NameEN, Tier: t,
		Parent: in.Parent, Area: in.Area, Status: in.Status, GoverningBody: in.GoverningBody,
		GuidingBody: in.GuidingBody, HeadTitle: in.HeadTitle, HeadName: in.HeadName,
		Pilot: in.Pilot, Opened: in.Opened, Notes: in.Notes, Measurements: in.Measurements, Revision: 1}
	if h.Status == "" {
		h.Status = checklists.InService
	}
	if err := s.AddHall(c.Request.Context(), userOf(c).Username, h); err != nil {
		return err
	}
	c.Header("Location", "/api/v1/halls/"+string(h.ID))
	c.JSON(http.StatusCreated, h)
	return nil
}

// AddHall stores a new hall. It returns store.ErrExists when the ID is taken.
func (s *Server) AddHall(ctx context.Context, by checklists.Username, h checklists.Hall) error {
	if _, err := s.docs.halls.Get(ctx, string(h.ID)); err == nil {
		return store.ErrExists
	}
	if h.Parent != "" {
		parent, err := s.docs.halls.Get(ctx, string(h.Parent))
		if errors.Is(err, store.ErrNotFound) {
			return invalidField("parent", "unknown-hall", h.Parent)
		}
		if err != nil {
			return err
		}
		if parent.Tier >= h.Tier {
			return invalidField("parent", "parent-tier", parent.Name)
		}
	}
	err := s.note(ctx, Event{Actor: by, Action: "hall-added", Subject: "hall/" + string(h.ID),
		Label: h.Name, After: digestDocument(h), Revision: h.Revision})
	if err != nil {
		return err
	}
	return s.docs.halls.Insert(ctx, h)
}

func (s *Server) patchHall(c *gin.Context) error {
	var in hallPatch
	if err := bind(c, &in); err != nil {
		return err
	}
	ctx := c.Request.Context()
	h, err := s.hall(c, checklists.HallID(c.Param("id")))
	if err != nil {
		return err
	}
	if h.Revision != in.Revision {
		return store.ErrConflict
	}
	before := digestDocument(h)
	in.apply(&h)
	err = s.note(ctx, Event{Actor: userOf(c).Username, Action: "hall-changed",
		Subject: "hall/" + string(h.ID), Label: h.Name, Before: before, After: digestDocument(h),
		Revision: h.Revision})
	if err != nil {
		return err
	}
	if err := s.docs.halls.Replace(ctx, h, in.Revision); err != nil {
		return err
	}
	c.JSON(http.StatusOK, h)
	return nil
}
