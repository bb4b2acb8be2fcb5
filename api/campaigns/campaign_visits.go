package campaigns

import (
	"context"
	"net/http"
	"slices"
	"time"

	"hallmark/api/access"
	"hallmark/api/store"
	"hallmark/api/web"
	"hallmark/api/wire"
	"hallmark/checklists"
	"hallmark/checklists/campaign"
	"hallmark/standard"
	"hallmark/standard/message"
)

// VisitRequest is what a campaign has to know of an audit that is to start.
type VisitRequest struct {
	ID         checklists.AuditID // where it is "", Visit sets that of the visit
	Hall       checklists.HallID
	Kind       checklists.Kind
	Campaign   string
	Inspectors []checklists.Username // Visit adds those who are sent together
	Only       []standard.ClauseUID
	Own        checklists.AuditID                     // Visit sets it to that of the visit
	Begun      func(now time.Time) (time.Time, error) // when it began, by the clock of the device
	// Admitted lets it begin outside the days of the campaign; Visit sets Campaign to "" then, for it
	// belongs to none.
	Admitted bool
}

// Visit checks an audit that is to start against the plan of its campaign. It returns the plan,
// whose clauses the audit asks, or nil where the name is no campaign's ID but a free text, which
// binds nothing. It fills in the ID of the audit, since each visit is one audit, and all inspectors
// whom the campaign sends to the hall, since they inspect together.
func (s *Service) Visit(ctx context.Context, in *VisitRequest, by checklists.Username) (
	*campaign.Plan, error,
) {
	m, err := s.Docs.Campaigns.Get(ctx, in.Campaign)
	if wire.RefusalOf(err) == wire.ErrNotFound {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	begun, err := in.Begun(s.Now())
	if err != nil {
		return nil, err
	}
	i := slices.IndexFunc(m.Visits, func(v campaign.Visit) bool { return v.Hall == in.Hall })
	switch {
	case !m.Begins(begun) && !in.Admitted:
		return nil, wire.InvalidField("campaign", "campaign-state", m.Plan.Name)
	case s.Today() < m.Plan.From && !in.Admitted: // an audit that began too early without a network waits, too
		return nil, tooEarly(&m.Plan)
	case i < 0:
		return nil, wire.InvalidField("hall", "not-drawn", m.Plan.Name)
	case slices.Contains(m.Visits[i].Voided, in.ID):
		return nil, wire.InvalidField("campaign", "visit-voided", m.Visits[i].HallName)
	case m.Visits[i].Audit != "" && in.ID != "" && m.Visits[i].Audit != in.ID:
		return nil, wire.InvalidField("campaign", "visit-begun", m.Visits[i].HallName)
	case in.Kind != m.Plan.Kind:
		return nil, wire.InvalidField("kind", "campaign-kind", m.Plan.Name)
	case in.Kind != checklists.Self && !slices.Contains(m.Visits[i].Inspectors, by):
		return nil, wire.InvalidField("inspectors", "not-sent", m.Plan.Name)
	case len(in.Only) > 0:
		return nil, wire.InvalidField("only", "campaign-clauses", m.Plan.Name)
	}
	in.Own = campaign.VisitID(m.ID, in.Hall, len(m.Visits[i].Voided))
	if in.ID == "" {
		in.ID = in.Own
	}
	for _, name := range m.Visits[i].Inspectors {
		if !slices.Contains(in.Inspectors, name) {
			in.Inspectors = append(in.Inspectors, name)
		}
	}
	if !m.Begins(begun) || s.Today() < m.Plan.From {
		in.Campaign = ""
	}
	return &m.Plan, nil
}

// tooEarly refuses a visit before the first day of its campaign.
func tooEarly(p *campaign.Plan) error {
	r := wire.Refuse(http.StatusUnprocessableEntity, "invalid")
	r.Fields = []wire.Field{{Name: "campaign", Code: "campaign-early",
		Text: func(l message.Language) string {
			return message.Text(l, "error.field-campaign-early", p.Name, web.Day(l, p.From))
		}}}
	return r
}

// IsVisitID reports whether an audit has an ID that is reserved for visits: a UUID of version 8.
// Only the visit itself may have it, so that nobody takes its ID before it starts.
func IsVisitID(id checklists.AuditID) bool { return len(id) == 36 && id[14] == '8' }

// visitPlan sets the day on which a hall is to be visited.
type visitPlan struct {
	Hall     checklists.HallID `json:"hall" validate:"required,max=32"`
	Day      string            `json:"day" validate:"max=10"` // "" for any day of the campaign
	Revision int               `json:"revision" validate:"min=0"`
}

func (s *Service) planVisit(ctx context.Context, caller access.Caller, id string, in visitPlan) (
	campaign.Campaign, error,
) {
	return s.changeCampaign(ctx, caller, id, in.Revision, "visit-planned",
		plainly(func(m *campaign.Campaign) error {
			i := slices.IndexFunc(m.Visits, func(v campaign.Visit) bool { return v.Hall == in.Hall })
			if i < 0 {
				return wire.InvalidField("hall", "not-drawn", m.Plan.Name)
			}
			if v := m.Visits[i]; v.Day == in.Day && v.Audit == "" {
				return nil // planned before
			}
			return m.PlanVisit(in.Hall, in.Day)
		}))
}

// LinkVisit notes in the campaign which audit is the visit of a hall. Doing so again is harmless,
// and so is an audit of no campaign, or one that was voided.
func (s *Service) LinkVisit(ctx context.Context, a *checklists.Audit) error {
	if a.State == checklists.Voided {
		return nil
	}
	_, err := store.Update(ctx, s.Docs.Campaigns, a.Campaign, func(m *campaign.Campaign) error {
		return m.Link(a.Hall, a.ID, a.StartedAt.Time)
	})
	if wire.RefusalOf(err) == wire.ErrNotFound {
		return nil
	}
	return err
}

// visitView is a visit and the progress of its audit. State is "" before the audit starts.
type visitView struct {
	campaign.Visit
	State    checklists.State   `json:"state"`
	Asked    int                `json:"asked"`
	Answered int                `json:"answered"`
	Result   *checklists.Result `json:"result"` // so far; null before the start
}

// visitViews lists the visits of a campaign with the progress of their audits, of which it reads
// only the summaries.
func (s *Service) visitViews(ctx context.Context, m *campaign.Campaign) ([]visitView, error) {
	audits := map[checklists.AuditID]*checklists.Audit{}
	if slices.ContainsFunc(m.Visits, func(v campaign.Visit) bool { return v.Audit != "" }) {
		q := store.Query{Equal: map[string]string{"campaign": string(m.ID)}, Order: "started",
			Brief: true}
		for a, err := range s.Docs.Audits.Find(ctx, q) {
			if err != nil {
				return nil, err
			}
			audits[a.ID] = &a
		}
	}
	views := make([]visitView, len(m.Visits))
	for i, visit := range m.Visits {
		views[i].Visit = visit
		if a := audits[visit.Audit]; a != nil {
			views[i].State, views[i].Asked, views[i].Answered, views[i].Result = a.State, a.Asked,
				a.Answered, a.Result
		}
	}
	return views, nil
}
