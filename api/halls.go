package api

import (
	"context"
	"encoding/base64"
	"net/http"
	"slices"
	"strings"

	"github.com/gin-gonic/gin"

	"hallmark/api/store"
	"hallmark/checklists"
	"hallmark/standard"
)

type hallRequest struct {
	ID            checklists.HallID              `json:"id" validate:"required,max=32,hallid"`
	Name          string                         `json:"name" validate:"required,max=80,clean"`
	NameEN        string                         `json:"nameEn" validate:"max=160,clean"`
	Tier          string                         `json:"tier" validate:"required,oneof=district subdistrict community"`
	Parent        checklists.HallID              `json:"parent" validate:"max=32"`
	Area          string                         `json:"area" validate:"areacode"`
	Status        checklists.HallStatus          `json:"status" validate:"omitempty,oneof=in-service closed"`
	GoverningBody string                         `json:"governingBody" validate:"max=80,clean"`
	GuidingBody   string                         `json:"guidingBody" validate:"max=80,clean"`
	HeadTitle     string                         `json:"headTitle" validate:"max=40,clean"`
	HeadName      string                         `json:"headName" validate:"max=40,clean"`
	Head          checklists.Username            `json:"head" validate:"max=32,clean"`
	LiaisonName   string                         `json:"liaisonName" validate:"max=40,clean"`
	Liaison       checklists.Username            `json:"liaison" validate:"max=32,clean"`
	Pilot         bool                           `json:"pilot"`
	Opened        string                         `json:"opened" validate:"omitempty,datetime=2006-01-02"`
	Address       string                         `json:"address" validate:"max=120,clean"`
	Phone         string                         `json:"phone" validate:"max=40,clean"`
	Hours         string                         `json:"hours" validate:"max=120,clean"`
	Duties        map[standard.DutyHolder]string `json:"duties" validate:"max=2,dive,keys,oneof=district_authority business_department,endkeys,required,max=80,clean"`
	Facilities    []checklists.Facility          `json:"facilities" validate:"max=20,unique,dive,facility"`
	Notes         string                         `json:"notes" validate:"max=2000,note"`
	Measurements  map[string]standard.Decimal    `json:"measurements" validate:"max=200,dive,keys,metric,endkeys"`
}

// hall is the hall that the request describes.
func (in *hallRequest) hall() (checklists.Hall, error) {
	t, err := standard.ParseTier(in.Tier)
	h := checklists.Hall{ID: in.ID, Name: in.Name, NameEN: in.NameEN, Tier: t, Parent: in.Parent,
		Area: in.Area, Status: in.Status, GoverningBody: in.GoverningBody,
		GuidingBody: in.GuidingBody, HeadTitle: in.HeadTitle, HeadName: in.HeadName, Head: in.Head,
		LiaisonName: in.LiaisonName, Liaison: in.Liaison, Pilot: in.Pilot, Opened: in.Opened,
		Address: in.Address, Phone: in.Phone, Hours: in.Hours, Duties: in.Duties,
		Facilities: facilitiesInOrder(in.Facilities), Notes: strings.TrimSpace(in.Notes),
		Measurements: in.Measurements, Revision: 1}
	if h.Status == "" {
		h.Status = checklists.InService
	}
	return h, err
}

// hallRequestOf is what a request would have to say for a hall to be as it is.
func hallRequestOf(h *checklists.Hall) *hallRequest {
	tier := ""
	if h.Tier != standard.NoTier {
		tier = h.Tier.String()
	}
	return &hallRequest{ID: h.ID, Name: h.Name, NameEN: h.NameEN, Tier: tier, Parent: h.Parent,
		Area: h.Area, Status: h.Status, GoverningBody: h.GoverningBody, GuidingBody: h.GuidingBody,
		HeadTitle: h.HeadTitle, HeadName: h.HeadName, Head: h.Head, LiaisonName: h.LiaisonName,
		Liaison: h.Liaison, Pilot: h.Pilot, Opened: h.Opened, Address: h.Address, Phone: h.Phone,
		Hours: h.Hours, Duties: h.Duties, Facilities: h.Facilities, Notes: h.Notes,
		Measurements: h.Measurements}
}

func facilityNames() (names []string) {
	for _, f := range checklists.Facilities() {
		names = append(names, string(f))
	}
	return names
}

// facilitiesInOrder puts facilities into the order of the register.
func facilitiesInOrder(have []checklists.Facility) (list []checklists.Facility) {
	for _, f := range checklists.Facilities() {
		if slices.Contains(have, f) {
			list = append(list, f)
		}
	}
	return list
}

// hallPatch changes the fields that it names. Revision is that of the hall as the person saw it.
type hallPatch struct {
	Revision      int                            `json:"revision" validate:"required,min=1"`
	Name          *string                        `json:"name" validate:"omitempty,min=1,max=80,clean"`
	NameEN        *string                        `json:"nameEn" validate:"omitempty,max=160,clean"`
	Parent        *checklists.HallID             `json:"parent" validate:"omitempty,max=32"`
	Area          *string                        `json:"area" validate:"omitempty,areacode"`
	Status        *checklists.HallStatus         `json:"status" validate:"omitempty,oneof=in-service closed"`
	GoverningBody *string                        `json:"governingBody" validate:"omitempty,max=80,clean"`
	GuidingBody   *string                        `json:"guidingBody" validate:"omitempty,max=80,clean"`
	HeadTitle     *string                        `json:"headTitle" validate:"omitempty,max=40,clean"`
	HeadName      *string                        `json:"headName" validate:"omitempty,max=40,clean"`
	Head          *checklists.Username           `json:"head" validate:"omitempty,max=32,clean"`
	LiaisonName   *string                        `json:"liaisonName" validate:"omitempty,max=40,clean"`
	Liaison       *checklists.Username           `json:"liaison" validate:"omitempty,max=32,clean"`
	Pilot         *bool                          `json:"pilot"`
	Opened        *string                        `json:"opened" validate:"omitempty,datetime=2006-01-02"`
	Address       *string                        `json:"address" validate:"omitempty,max=120,clean"`
	Phone         *string                        `json:"phone" validate:"omitempty,max=40,clean"`
	Hours         *string                        `json:"hours" validate:"omitempty,max=120,clean"`
	Duties        map[standard.DutyHolder]string `json:"duties" validate:"max=2,dive,keys,oneof=district_authority business_department,endkeys,required,max=80,clean"`
	Facilities    []checklists.Facility          `json:"facilities" validate:"max=20,unique,dive,facility"`
	Notes         *string                        `json:"notes" validate:"omitempty,max=2000,note"`
	Measurements  map[string]standard.Decimal    `json:"measurements" validate:"max=200,dive,keys,metric,endkeys"`
}

func (p *hallPatch) apply(h *checklists.Hall) {
	set(&h.Name, p.Name)
	set(&h.NameEN, p.NameEN)
	set(&h.Parent, p.Parent)
	set(&h.Area, p.Area)
	set(&h.Status, p.Status)
	set(&h.GoverningBody, p.GoverningBody)
	set(&h.GuidingBody, p.GuidingBody)
	set(&h.HeadTitle, p.HeadTitle)
	set(&h.HeadName, p.HeadName)
	set(&h.Head, p.Head)
	set(&h.LiaisonName, p.LiaisonName)
	set(&h.Liaison, p.Liaison)
	set(&h.Pilot, p.Pilot)
	set(&h.Opened, p.Opened)
	set(&h.Address, p.Address)
	set(&h.Phone, p.Phone)
	set(&h.Hours, p.Hours)
	set(&h.Notes, p.Notes)
	if p.Duties != nil {
		h.Duties = p.Duties
	}
	if p.Facilities != nil {
		h.Facilities = facilitiesInOrder(p.Facilities)
	}
	if p.Measurements != nil {
		h.Measurements = p.Measurements
	}
}

func set[T any](field *T, to *T) {
	if to != nil {
		*field = *to
	}
}

// hall loads a hall within the scope of the request.
func (s *Server) hall(ctx context.Context, caller Caller, id checklists.HallID) (checklists.Hall, error) {
	if !caller.Reach.coversHall(caller.User, id) {
		return checklists.Hall{}, errNotFound
	}
	return s.docs.halls.Get(ctx, string(id))
}

// hallsInScope reads one page of halls under the filter, in the order of their IDs.
func (s *Server) hallsInScope(c *gin.Context, f *hallFilter) ([]checklists.Hall, string, error) {
	ctx, user := c.Request.Context(), userOf(c)
	if scope(c) == OwnHall {
		h, err := s.docs.halls.Get(ctx, string(user.Hall))
		if err != nil || !f.keeps(&h) {
			return []checklists.Hall{}, "", err
		}
		return []checklists.Hall{h}, "", nil
	}
	q, err := pageOf(c)
	if err != nil {
		return nil, "", err
	}
	if f.narrow() || scope(c) != Anything {
		return s.hallsFound(ctx, callerOf(c), q, f)
	}
	if f.Tier != standard.NoTier {
		q.Equal = map[string]string{"tier": f.Tier.String()}
	}
	return collect(ctx, s.docs.halls, q, nil, func(h checklists.Hall) checklists.Hall { return h })
}

// hallsFound reads one page of the halls under a filter or scope that no index serves: the register finds
// them, and a cursor is the ID of the last one.
func (s *Server) hallsFound(ctx context.Context, caller Caller, q store.Query, f *hallFilter) ([]checklists.Hall, string, error) {
	after, err := base64.RawURLEncoding.Strict().DecodeString(q.Cursor)
	if err != nil {
		return nil, "", store.ErrCursor
	}
	all, err := s.headsInScope(ctx, caller)
	if err != nil {
		return nil, "", err
	}
	items := []checklists.Hall{}
	for _, h := range all {
		if string(h.ID) <= string(after) || !f.keeps(h) {
			continue
		}
		if n := len(items); n == q.Limit {
			return items, base64.RawURLEncoding.EncodeToString([]byte(items[n-1].ID)), nil
		}
		whole, err := s.docs.halls.Get(ctx, string(h.ID))
		if err != nil {
			return nil, "", err
		}
		items = append(items, whole)
	}
	return items, "", nil
}

func (s *Server) getHalls(c *gin.Context) error {
	f, err := hallFilterOf(c)
	if err != nil {
		return err
	}
	if format := c.Query("format"); format != "" && format != "json" {
		return s.sendHalls(c, format, f)
	}
	items, next, err := s.hallsInScope(c, f)
	if err != nil {
		return err
	}
	c.JSON(http.StatusOK, listOf(items, next))
	return nil
}

func (s *Server) getHall(c *gin.Context) error {
	h, err := s.hall(c.Request.Context(), callerOf(c), checklists.HallID(c.Param("id")))
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
	h, err := in.hall()
	if err != nil {
		return err
	}
	if h, err = s.addHall(c.Request.Context(), userOf(c).Username, h); err != nil {
		return err
	}
	c.Header("Location", "/api/v1/halls/"+string(h.ID))
	c.JSON(http.StatusCreated, h)
	return nil
}

func (s *Server) patchHall(c *gin.Context) error {
	var in hallPatch
	if err := bind(c, &in); err != nil {
		return err
	}
	before, err := s.hall(c.Request.Context(), callerOf(c), checklists.HallID(c.Param("id")))
	if err != nil {
		return err
	}
	if before.Revision != in.Revision {
		return store.ErrConflict
	}
	after := before
	in.apply(&after)
	after, err = s.changeHall(c.Request.Context(), userOf(c).Username, &before, after)
	if err != nil {
		return err
	}
	c.JSON(http.StatusOK, after)
	return nil
}
