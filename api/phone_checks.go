package api

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"slices"
	"time"

	"github.com/gin-gonic/gin"

	"hallmark/api/store"
	"hallmark/checklists"
	"hallmark/standard"
)

// callMemory is how far back the last call to a hall is looked for.
const callMemory = 180 * 24 * time.Hour

// callView is a hall to be called.
type callView struct {
	Hall         checklists.HallID `json:"hall"`
	HallName     string            `json:"hallName"`
	Tier         standard.Tier     `json:"tier"`
	Phone        string            `json:"phone"`    // to be called; "" where the register has none
	Last         checklists.Time   `json:"last"`     // start of the last call before today; "" for none
	Campaign     string            `json:"campaign"` // whose visit it is; "" for none
	CampaignName string            `json:"campaignName"`
}

// phoneDayView is what is to be called on a day and what has been.
type phoneDayView struct {
	Day     string               `json:"day"`
	Edition standard.EditionID   `json:"edition"` // in force
	Form    checklists.PhoneForm `json:"form"`
	Halls   []callView           `json:"halls"`
	Done    []auditLine          `json:"done"` // today, by whomever
}

func (s *Server) getPhoneChecks(c *gin.Context) error {
	v, err := s.phoneDay(c.Request.Context(), userOf(c))
	if err != nil {
		return err
	}
	if wantsFile(c) {
		return sendRows(c, "", phoneDayTable(language(c), v))
	}
	c.JSON(http.StatusOK, v)
	return nil
}

// phoneDay lists the halls of today: the visits of open phone campaigns that send the person, then
// the halls that were called the longest ago, without those that were called today.
func (s *Server) phoneDay(ctx context.Context, user *User) (*phoneDayView, error) {
	now := s.now().In(checklists.HallZone)
	today := time.Date(now.Year(), now.Month(), now.Day(), 0, 0, 0, 0, checklists.HallZone)
	v := &phoneDayView{Day: today.Format(time.DateOnly), Halls: []callView{}, Done: []auditLine{}}
	e, err := s.editionInForce(ctx, s.now())
	if err != nil {
		return nil, err
	}
	v.Edition = e.ID()
	if v.Form, err = s.phoneForm(ctx); err != nil {
		return nil, err
	}
	if v.Halls, err = s.phoneVisits(ctx, user); err != nil {
		return nil, err
	}
	last, done := map[checklists.HallID]checklists.Time{}, map[checklists.HallID]bool{}
	err = s.eachCall(ctx, now.Add(-callMemory), now.AddDate(0, 0, 1), func(a *checklists.Audit) {
		if a.StartedAt.Before(today) {
			last[a.Hall] = a.StartedAt
			return
		}
		v.Done, done[a.Hall] = append(v.Done, viewAuditLine(a)), true
	})
	if err != nil {
		return nil, err
	}
	if len(v.Form.Clauses) == 0 {
		return v, s.addPhones(ctx, v.Halls)
	}
	heads, err := s.heads(ctx)
	if err != nil {
		return nil, err
	}
	var halls []checklists.CalledHall
	for _, h := range heads {
		if len(v.Form.Asks(e, h.Tier)) > 0 {
			halls = append(halls, checklists.CalledHall{Hall: *h, Last: last[h.ID]})
		}
	}
	for _, h := range checklists.HallsToCall(halls, v.Form.PerDay) {
		if !done[h.Hall.ID] && h.Hall.ID != user.Hall {
			v.Halls = append(v.Halls, callView{Hall: h.Hall.ID, HallName: h.Hall.Name,
				Tier: h.Hall.Tier, Last: h.Last})
		}
	}
	return v, s.addPhones(ctx, v.Halls)
}

// addPhones puts beside each hall its number in the register; a hall that is no longer there has
// none.
func (s *Server) addPhones(ctx context.Context, calls []callView) error {
	for i := range calls {
		h, err := s.docs.halls.Get(ctx, string(calls[i].Hall))
		if err != nil && !errors.Is(err, store.ErrNotFound) {
			return err
		}
		calls[i].Phone = h.Phone
	}
	return nil
}

// phoneVisits are the visits of open phone campaigns to which the person is sent and that nobody has
// made yet.
func (s *Server) phoneVisits(ctx context.Context, user *User) ([]callView, error) {
	list := []callView{}
	q := store.Query{Equal: map[string]string{"inspector": string(user.Username)}, Order: "created"}
	for m, err := range s.docs.campaigns.Find(ctx, q) {
		if err != nil {
			return nil, err
		}
		if m.State != checklists.CampaignOpen || m.Plan.Kind != checklists.Phone || s.today() < m.Plan.From {
			continue
		}
		for _, v := range m.Visits {
			if v.Audit == "" && slices.Contains(v.Inspectors, user.Username) {
				list = append(list, callView{Hall: v.Hall, HallName: v.HallName, Tier: v.Tier,
					Campaign: string(m.ID), CampaignName: m.Plan.Name})
			}
		}
	}
	return list, nil
}

// eachCall reads the phone checks that started from an instant on and before another, in their
// order, without their logs.
func (s *Server) eachCall(ctx context.Context, from, to time.Time, each func(*checklists.Audit)) error {
	q := store.Query{Order: "started", From: timeKey(checklists.At(from)),
		To: timeKey(checklists.At(to)), Brief: true}
	for a, err := range s.docs.audits.Find(ctx, q) {
		if err != nil {
			return err
		}
		if a.Kind == checklists.Phone {
			each(&a)
		}
	}
	return nil
}

// phoneCheckRequest is a whole call: it is started, answered and handed in in one go.
type phoneCheckRequest struct {
	ID       checklists.AuditID `json:"id" validate:"omitempty,uuid"`
	Hall     checklists.HallID  `json:"hall" validate:"required,max=32"`
	Campaign string             `json:"campaign" validate:"max=64,clean"`
	Answers  json.RawMessage    `json:"answers" validate:"required"`
}

func (s *Server) postPhoneCheck(c *gin.Context) error {
	var in phoneCheckRequest
	if err := bind(c, &in); err != nil {
		return err
	}
	var answers checklists.Answers
	if err := json.Unmarshal(in.Answers, &answers); err != nil {
		return below("answers", jsonRefusal(err))
	}
	a, err := s.callHall(c.Request.Context(), callerOf(c), in.ID, in.Hall, in.Campaign, answers)
	if err != nil {
		return err
	}
	c.Header("Location", "/api/v1/audits/"+string(a.ID))
	c.JSON(http.StatusCreated, viewAudit(a))
	return nil
}

// phoneAsks returns what a call to a hall asks: what the campaign says whose visit it is, else the
// short form.
func (s *Server) phoneAsks(ctx context.Context, caller Caller, e *standard.Edition, h *checklists.Hall, campaign string) (
	[]standard.ClauseUID, error,
) {
	if err := caller.User.mayInspect(h, checklists.Phone, "hall"); err != nil {
		return nil, err
	}
	plan, err := s.visit(ctx, &visitRequest{Hall: h.ID, Kind: checklists.Phone, Campaign: campaign,
		Begun: func(now time.Time) (time.Time, error) { return now, nil }}, caller.User.Username)
	if err != nil {
		return nil, err
	}
	if plan != nil && len(plan.Clauses) > 0 {
		return plan.Asks(e, h.Tier), nil
	}
	form, err := s.phoneForm(ctx)
	if err != nil {
		return nil, err
	}
	only := form.Asks(e, h.Tier)
	if len(only) == 0 {
		return nil, invalidField("hall", "phone-form", h.Name)
	}
	return only, nil
}

// callHall records a call. Everything is checked before anything is stored, and asking again with
// the same ID returns the call that is there already.
func (s *Server) callHall(ctx context.Context, caller Caller, id checklists.AuditID, hall checklists.HallID, campaign string,
	answers checklists.Answers,
) (*checklists.Audit, error) {
	e, err := s.editionInForce(ctx, s.now())
	if err != nil {
		return nil, err
	}
	h, err := s.hall(ctx, caller, hall)
	if refusalOf(err) == errNotFound {
		return nil, invalidField("hall", "unknown-hall", hall)
	}
	if err != nil {
		return nil, err
	}
	only, err := s.phoneAsks(ctx, caller, e, &h, campaign)
	if err != nil {
		return nil, err
	}
	if err := checklists.CheckCall(e, h.Tier, only, answers); err != nil {
		return nil, err
	}
	a, err := s.startAudit(ctx, caller, auditRequest{ID: id, Hall: hall, Kind: checklists.Phone, Only: only,
		Campaign: campaign})
	if err != nil || a.State != checklists.InProgress {
		return a, err
	}
	var changes []checklists.Change
	for _, uid := range only {
		one, err := s.changesOf(checklists.OpAnswer, uid, nil, []any{answers[uid]})
		if err != nil {
			return nil, err
		}
		changes = append(changes, one...)
	}
	by := caller.User.Username
	return s.updateAuditOf(ctx, caller, a.ID, "audit-submitted", func(a *checklists.Audit) error {
		a.Apply(e, changes, by, s.now())
		return a.Submit(e, by, s.now(), "")
	})
}
