package register

import (
	"context"
	"encoding/base64"
	"slices"
	"strings"

	"hallmark/api/access"
	"hallmark/api/store"
	"hallmark/api/wire"
	"hallmark/checklists"
	"hallmark/standard"
)

// HallSchema says how halls are stored. A brief query leaves out the fields that it calls bulky.
var HallSchema = store.Schema[checklists.Hall]{
	Name:     "halls",
	ID:       func(h checklists.Hall) string { return string(h.ID) },
	Revision: func(h checklists.Hall) int { return h.Revision },
	Keys: map[string]func(checklists.Hall) []string{
		"tier":    wire.Key(func(h checklists.Hall) string { return h.Tier.String() }),
		"area":    wire.Key(func(h checklists.Hall) string { return h.Area }),
		"changed": wire.Key(func(h checklists.Hall) string { return wire.TimeKey(h.Changed) }),
	},
	Indexes: []store.Index{{}, {Equal: []string{"tier"}}, {Order: "area"}, {Order: "changed"}},
	Bulky:   []string{"address", "phone", "hours", "duties", "facilities", "notes", "measurements"},
}

// hallRequest describes a whole hall, as a client sends it and as the rules of its fields are
// checked.
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
	Measurements  map[string]standard.Decimal    `json:"measurements" validate:"max=200,dive,keys,metric,endkeys,size"`
}

// hall makes the hall that the request describes.
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

// hallRequestOf is the request that would make a hall exactly what it is.
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

// facilitiesInOrder sorts facilities as the register lists them.
func facilitiesInOrder(have []checklists.Facility) (list []checklists.Facility) {
	for _, f := range checklists.Facilities() {
		if slices.Contains(have, f) {
			list = append(list, f)
		}
	}
	return list
}

// hallPatch changes the fields that are not nil. Revision is that of the hall as the caller saw it.
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
	Measurements  map[string]standard.Decimal    `json:"measurements" validate:"max=200,dive,keys,metric,endkeys,size"`
}

func (p *hallPatch) apply(h *checklists.Hall) {
	wire.Set(&h.Name, p.Name)
	wire.Set(&h.NameEN, p.NameEN)
	wire.Set(&h.Parent, p.Parent)
	wire.Set(&h.Area, p.Area)
	wire.Set(&h.Status, p.Status)
	wire.Set(&h.GoverningBody, p.GoverningBody)
	wire.Set(&h.GuidingBody, p.GuidingBody)
	wire.Set(&h.HeadTitle, p.HeadTitle)
	wire.Set(&h.HeadName, p.HeadName)
	wire.Set(&h.Head, p.Head)
	wire.Set(&h.LiaisonName, p.LiaisonName)
	wire.Set(&h.Liaison, p.Liaison)
	wire.Set(&h.Pilot, p.Pilot)
	wire.Set(&h.Opened, p.Opened)
	wire.Set(&h.Address, p.Address)
	wire.Set(&h.Phone, p.Phone)
	wire.Set(&h.Hours, p.Hours)
	wire.Set(&h.Notes, p.Notes)
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

// Hall loads a hall within the scope of the request, whole. It returns [wire.ErrNotFound] for a
// hall outside of the scope.
func (s *Service) Hall(ctx context.Context, caller access.Caller, id checklists.HallID) (
	checklists.Hall, error,
) {
	if !caller.Reach.CoversHall(caller.User, id) {
		return checklists.Hall{}, wire.ErrNotFound
	}
	return s.Docs.Halls.Get(ctx, string(id))
}

// hallsFound reads one page of halls under a filter or scope that no index serves. It searches the
// summaries; its cursor is the ID of the last hall of the page.
func (s *Service) hallsFound(ctx context.Context, caller access.Caller, q store.Query,
	f *hallFilter,
) ([]checklists.Hall, string, error) {
	after, err := base64.RawURLEncoding.Strict().DecodeString(q.Cursor)
	if err != nil {
		return nil, "", store.ErrCursor
	}
	all, err := s.HeadsInScope(ctx, caller)
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
		whole, err := s.Docs.Halls.Get(ctx, string(h.ID))
		if err != nil {
			return nil, "", err
		}
		items = append(items, whole)
	}
	return items, "", nil
}
