package phone

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"time"

	"hallmark/api/access"
	"hallmark/api/audits"
	"hallmark/api/campaigns"
	"hallmark/api/store"
	"hallmark/api/wire"
	"hallmark/checklists"
	"hallmark/checklists/campaign"
	"hallmark/standard"
)

// callMemory is how far back the last call to a hall is searched for.
const callMemory = 180 * 24 * time.Hour

// callView is a hall that is to be called.
type callView struct {
	Hall         checklists.HallID `json:"hall"`
	HallName     string            `json:"hallName"`
	Tier         standard.Tier     `json:"tier"`
	Phone        string            `json:"phone"`    // to be called; "" where the register has none
	Last         checklists.Time   `json:"last"`     // start of the last call before today; "" for none
	Campaign     string            `json:"campaign"` // the campaign that plans the call; "" for none
	CampaignName string            `json:"campaignName"`
}

// phoneDayView lists the calls of one day: those to be made and those that were made.
type phoneDayView struct {
	Day     string               `json:"day"`
	Edition standard.EditionID   `json:"edition"` // the one in force
	Form    checklists.PhoneForm `json:"form"`
	Halls   []callView           `json:"halls"`
	Done    []audits.AuditLine   `json:"done"` // the calls of today, by all callers
}

// phoneDay lists the halls that a person is to call today: first the visits of open phone campaigns
// that send them, then the halls whose last call is the longest ago. Halls that were called today
// are left out.
func (s *Service) phoneDay(ctx context.Context, user *access.User) (*phoneDayView, error) {
	now := s.Now().In(checklists.HallZone)
	today := time.Date(now.Year(), now.Month(), now.Day(), 0, 0, 0, 0, checklists.HallZone)
	v := &phoneDayView{Day: today.Format(time.DateOnly), Halls: []callView{},
		Done: []audits.AuditLine{}}
	e, err := s.Editions.EditionInForce(ctx, s.Now())
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
		v.Done, done[a.Hall] = append(v.Done, audits.ViewAuditLine(a)), true
	})
	if err != nil {
		return nil, err
	}
	if len(v.Form.Clauses) == 0 {
		return v, s.addPhones(ctx, v.Halls)
	}
	heads, err := s.Register.Heads(ctx)
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

// addPhones adds the phone number of each hall from the register. A hall that is no longer in the
// register has none.
func (s *Service) addPhones(ctx context.Context, calls []callView) error {
	for i := range calls {
		h, err := s.Docs.Halls.Get(ctx, string(calls[i].Hall))
		if err != nil && !errors.Is(err, store.ErrNotFound) {
			return err
		}
		calls[i].Phone = h.Phone
	}
	return nil
}

// phoneVisits returns the visits of open phone campaigns to which the person is sent and which have
// not been made yet.
func (s *Service) phoneVisits(ctx context.Context, user *access.User) ([]callView, error) {
	list := []callView{}
	q := store.Query{Equal: map[string]string{"inspector": string(user.Username)}, Order: "created"}
	for m, err := range s.Docs.Campaigns.Find(ctx, q) {
		if err != nil {
			return nil, err
		}
		if m.State != campaign.Open || m.Plan.Kind != checklists.Phone ||
			s.Campaigns.Today() < m.Plan.From {
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

// eachCall reads the phone checks that started at or after from and before to, in their order.
// Their logs of changes are left out.
func (s *Service) eachCall(ctx context.Context, from, to time.Time,
	each func(*checklists.Audit),
) error {
	q := store.Query{Order: "started", From: wire.TimeKey(checklists.At(from)),
		To: wire.TimeKey(checklists.At(to)), Brief: true}
	for a, err := range s.Docs.Audits.Find(ctx, q) {
		if err != nil {
			return err
		}
		if a.Kind == checklists.Phone {
			each(&a)
		}
	}
	return nil
}

// phoneCheckRequest is a whole call, which is started, answered and submitted in one step.
type phoneCheckRequest struct {
	ID       checklists.AuditID `json:"id" validate:"omitempty,auditid"`
	Hall     checklists.HallID  `json:"hall" validate:"required,max=32"`
	Campaign string             `json:"campaign" validate:"max=64,clean"`
	Answers  json.RawMessage    `json:"answers" validate:"required"`
}

// phoneAsks returns the clauses that a call to a hall asks: those of the campaign that plans the
// call, or else those of the short form.
func (s *Service) phoneAsks(ctx context.Context, caller access.Caller, e *standard.Edition,
	h *checklists.Hall, campaign string) (
	[]standard.ClauseUID, error,
) {
	if err := caller.User.MayInspect(h, checklists.Phone, "hall"); err != nil {
		return nil, err
	}
	plan, err := s.Campaigns.Visit(ctx,
		&campaigns.VisitRequest{Hall: h.ID, Kind: checklists.Phone, Campaign: campaign,
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
		return nil, wire.InvalidField("hall", "phone-form", h.Name)
	}
	return only, nil
}

// callHall records a call. It checks everything before it stores anything. A call with the ID of an
// earlier one returns that one.
func (s *Service) callHall(ctx context.Context, caller access.Caller, id checklists.AuditID,
	hall checklists.HallID, campaign string,
	answers checklists.Answers,
) (*checklists.Audit, error) {
	e, err := s.Editions.EditionInForce(ctx, s.Now())
	if err != nil {
		return nil, err
	}
	h, err := s.Register.Hall(ctx, caller, hall)
	if wire.RefusalOf(err) == wire.ErrNotFound {
		return nil, wire.InvalidField("hall", "unknown-hall", hall)
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
	a, err := s.Audits.StartAudit(ctx, caller,
		audits.AuditRequest{ID: id, Hall: hall, Kind: checklists.Phone, Only: only,
			Campaign: campaign})
	if err != nil || a.State != checklists.InProgress {
		return a, err
	}
	var changes []checklists.Change
	for _, uid := range only {
		one, err := s.Audits.ChangesOf(checklists.OpAnswer, uid, nil, []any{answers[uid]})
		if err != nil {
			return nil, err
		}
		changes = append(changes, one...)
	}
	by := caller.User.Username
	return s.Audits.UpdateAuditOf(ctx, caller, a.ID, "audit-submitted",
		func(a *checklists.Audit) error {
			a.Apply(e, changes, by, s.Now())
			return a.Submit(e, by, s.Now(), "")
		})
}
