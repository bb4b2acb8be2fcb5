package audits

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"

	"github.com/google/uuid"

	"hallmark/api/access"
	"hallmark/api/campaigns"
	"hallmark/api/follow"
	"hallmark/api/journal"
	"hallmark/api/store"
	"hallmark/api/wire"
	"hallmark/checklists"
	"hallmark/checklists/campaign"
	"hallmark/standard"
)

// Audit loads an audit within the scope of the request.
func (s *Service) Audit(ctx context.Context, caller access.Caller, id string) (
	*checklists.Audit, error,
) {
	a, err := s.Docs.Audits.Get(ctx, id)
	if err != nil {
		return nil, err
	}
	if !caller.Reach.CoversAudit(caller.User, &a) {
		return nil, wire.ErrNotFound
	}
	if !caller.Reach.OpensAudit(caller.User, &a) {
		return nil, wire.Refuse(http.StatusForbidden, "not-released")
	}
	return &a, nil
}

// UpdateAuditOf changes an audit within the reach of the caller and saves it together with the event
// and with what else follows; a change that leaves the revision alone saves nothing. With an action
// of "" there is no event: answers are recorded in the chain of the audit itself, with who, when and
// digest, so that the most frequent write is one. It returns [wire.ErrNotFound] for an audit out of
// reach.
func (s *Service) UpdateAuditOf(ctx context.Context, caller access.Caller, id checklists.AuditID,
	action string,
	change func(*checklists.Audit) error, more ...store.Follow,
) (*checklists.Audit, error) {
	user := caller.User
	a, err := follow.Update(ctx, s.Journal.Steps, s.Docs.Audits, string(id),
		func(a *checklists.Audit) ([]store.Follow, error) {
			if !caller.Reach.CoversAudit(user, a) {
				return nil, wire.ErrNotFound
			}
			before, revision := a.Digest, a.Revision
			if err := change(a); err != nil || a.Revision == revision || action == "" {
				return nil, err
			}
			event, err := s.Journal.Follows(ctx, journal.Event{Actor: user.Username, Action: action,
				Subject: "audit/" + string(a.ID), Label: a.Number, Before: before, After: a.Digest,
				Revision: a.Revision})
			return append(event, more...), err
		})
	return &a, err
}

// AuditRequest asks for a new audit.
type AuditRequest struct {
	ID         checklists.AuditID    `json:"id" validate:"omitempty,auditid"`
	Hall       checklists.HallID     `json:"hall" validate:"required,max=32"`
	Kind       checklists.Kind       `json:"kind" validate:"required,oneof=comprehensive announced unannounced phone self third-party recheck"`
	Campaign   string                `json:"campaign" validate:"max=64,clean"`
	Inspectors []checklists.Username `json:"inspectors" validate:"max=10,unique,dive,required,max=32"`
	StartedAt  checklists.Time       `json:"startedAt"` // on a device without a network; now when left out
	Edition    standard.EditionID    `json:"edition" validate:"max=64"`
	// Only are the clauses of a partial audit; none asks the whole checklist, or what the campaign
	// of the visit asks.
	Only []standard.ClauseUID `json:"only" validate:"max=500,unique,dive,max=32"`
	// Origin is the audit whose open rectifications a re-check looks at.
	Origin checklists.AuditID `json:"origin" validate:"omitempty,uuid"`
}

// StartAudit starts an audit of a hall within the scope of the request. Asking again with the same
// ID returns the audit that is there already.
func (s *Service) StartAudit(ctx context.Context, caller access.Caller, in AuditRequest) (
	*checklists.Audit, error,
) {
	user, err := s.Access.Starter(ctx, caller, in.Hall)
	if err != nil {
		return nil, err
	}
	if user.Role == checklists.HallHead && in.Kind != checklists.Self {
		return nil, wire.Refuse(http.StatusForbidden, "self-only")
	}
	if in.Campaign == "" {
		if err := access.VisitsAlone(user, nil); err != nil {
			return nil, err
		}
	}
	h, err := s.Register.Hall(ctx, caller, in.Hall)
	if errors.Is(err, store.ErrNotFound) || errors.Is(err, wire.ErrNotFound) {
		return nil, wire.InvalidField("hall", "unknown-hall", in.Hall)
	}
	if err != nil {
		return nil, err
	}
	if h.Status == checklists.Closed && !journal.Admitted(ctx) {
		return nil, wire.InvalidField("hall", "closed-hall", h.Name)
	}
	if err := s.takeUp(ctx, user, &in); err != nil {
		return nil, err
	}
	visit := campaigns.VisitRequest{ID: in.ID, Hall: in.Hall, Kind: in.Kind, Campaign: in.Campaign,
		Inspectors: in.Inspectors, Only: in.Only, Begun: in.StartTime, Admitted: journal.Admitted(ctx)}
	plan, err := s.Campaigns.Visit(ctx, &visit, user.Username)
	if err != nil {
		return nil, err
	}
	in.ID, in.Inspectors = visit.ID, visit.Inspectors
	if err := access.VisitsAlone(user, plan); err != nil {
		return nil, err
	}
	if campaigns.IsVisitID(in.ID) && (plan == nil || in.ID != visit.Own) {
		return nil, wire.InvalidField("id", "visit-id")
	}
	inspectors, err := s.inspectors(ctx, user, &h, &in, plan)
	if err != nil {
		return nil, err
	}
	at, e, err := s.startOf(ctx, &in)
	if err != nil {
		return nil, err
	}
	if in.ID == "" {
		id, err := uuid.NewV7()
		if err != nil {
			return nil, err
		}
		in.ID = checklists.AuditID(id.String())
	}
	if plan != nil {
		in.Only, in.Campaign = plan.Asks(e, h.Tier), visit.Campaign
	}
	var origin *checklists.Audit
	if in.Origin != "" {
		if origin, e, err = s.RecheckOf(ctx, caller, &in); err != nil {
			return nil, err
		}
	}
	a, err := checklists.Start(checklists.Opening{ID: in.ID, Hall: h, Kind: in.Kind,
		Campaign: in.Campaign, Edition: e, Only: in.Only, Origin: origin, Inspectors: inspectors,
		By: caller.User.Username, Handed: journal.HandedIn(ctx), At: at})
	if err != nil {
		return nil, err
	}
	stored, err := s.insertAudit(ctx, user, caller.User.Username, &a)
	if err != nil {
		return nil, err
	}
	return stored, s.Campaigns.LinkVisit(ctx, stored)
}

func (s *Service) insertAudit(ctx context.Context, user *access.User, by checklists.Username,
	a *checklists.Audit,
) (
	*checklists.Audit, error,
) {
	have, err := s.Docs.Audits.Get(ctx, string(a.ID))
	switch {
	case err == nil && have.Hall == a.Hall && have.Kind == a.Kind && have.Origin == a.Origin &&
		slices.Equal(have.Only, a.Only) && slices.Contains(have.Inspectors, user.Username):
		return &have, s.Journal.Steps.Finish(ctx, s.Docs.Audits.Subject(have))
	case err == nil:
		return nil, store.ErrExists
	case !errors.Is(err, store.ErrNotFound):
		return nil, err
	}
	action := "audit-started"
	if s.Now().Sub(a.StartedAt.Time) > maxOnlineDelay {
		action = "audit-started-offline"
	}
	event, err := s.Journal.Follows(ctx, journal.Event{Actor: by, Action: action,
		Subject: "audit/" + string(a.ID), Label: a.Number, After: a.Digest, Revision: a.Revision})
	if err != nil {
		return nil, err
	}
	visit, err := campaigns.VisitStep(a)
	if err != nil {
		return nil, err
	}
	return a, follow.Insert(ctx, s.Journal.Steps, s.Docs.Audits, *a, append(event, visit...)...)
}

// inspectors checks who is to inspect a hall and puts the person who starts the audit among them.
func (s *Service) inspectors(ctx context.Context, user *access.User, h *checklists.Hall,
	in *AuditRequest,
	plan *campaign.Plan,
) ([]checklists.Username, error) {
	if err := user.MayInspect(h, in.Kind, "hall"); err != nil {
		return nil, err
	}
	out := []checklists.Username{user.Username}
	for i, name := range in.Inspectors {
		if name == user.Username {
			continue
		}
		u, err := s.Docs.Users.Get(ctx, string(name))
		if err != nil && !errors.Is(err, store.ErrNotFound) {
			return nil, err
		}
		control := fmt.Sprintf("inspectors[%d]", i)
		if err != nil || u.Disabled || access.ScopeOf(access.RecordAnswers, &u) == access.Nothing ||
			u.Role == checklists.HallHead {
			return nil, wire.InvalidField(control, "unknown-inspector", name)
		}
		if !access.MayPair(user, &u, plan) {
			return nil, wire.InvalidField(control, "firm-inspector", u.Name)
		}
		if err := u.MayInspect(h, in.Kind, control); err != nil {
			return nil, err
		}
		out = append(out, name)
	}
	return out, nil
}

// AuditFilter is what a list of audits is limited to.
type AuditFilter struct {
	Hall     checklists.HallID
	campaign string
	state    checklists.State
}

func (f AuditFilter) matches(a *checklists.Audit) bool {
	return (f.Hall == "" || a.Hall == f.Hall) && (f.campaign == "" || a.Campaign == f.campaign) &&
		(a.State == f.state || f.state == "" && a.State != checklists.Voided)
}

// Score computes the score of an audit by the edition that it is sealed to.
func (s *Service) Score(ctx context.Context, a *checklists.Audit) (checklists.Score, error) {
	e, err := s.Editions.Edition(ctx, a.Edition)
	if err != nil {
		return checklists.Score{}, err
	}
	return a.Score(e)
}

func (s *Service) submit(ctx context.Context, caller access.Caller, id string, in wire.StepRequest,
	signed []checklists.Signature) (
	*checklists.Audit, error,
) {
	a, err := s.Audit(ctx, caller, id)
	if err != nil {
		return nil, err
	}
	e, err := s.Editions.Edition(ctx, a.Edition)
	if err != nil {
		return nil, err
	}
	return s.Step(ctx, caller, id, in, "audit-submitted", func(a *checklists.Audit) error {
		if err := access.TakesOver(ctx, caller.User, a.Hall); err != nil {
			return err
		}
		if err := s.takeSignatures(ctx, caller, a, signed); err != nil {
			return err
		}
		return a.SubmitWith(e, checklists.Submission{By: caller.User.Username, Comment: in.Comment,
			Said: in.Said, Handed: journal.HandedIn(ctx), Signatures: signed}, s.Now())
	})
}

// Step changes an audit if it has the revision that the request names; a request that names 0
// accepts any. Otherwise it returns [store.ErrConflict]. More are the steps that follow beside the
// event.
func (s *Service) Step(ctx context.Context, caller access.Caller, id string, in wire.StepRequest,
	action string,
	change func(*checklists.Audit) error, more ...store.Follow,
) (*checklists.Audit, error) {
	of := checklists.AuditID(id)
	return s.UpdateAuditOf(ctx, caller, of, action, func(a *checklists.Audit) error {
		if in.Revision != 0 && in.Revision != a.Revision {
			return store.ErrConflict
		}
		return change(a)
	}, more...)
}

// AuditSchema declares the collection of audits. They grow: each revision writes its changes alone.
var AuditSchema = store.Schema[checklists.Audit]{
	Name:     "audits",
	ID:       func(a checklists.Audit) string { return string(a.ID) },
	Revision: func(a checklists.Audit) int { return a.Revision },
	Keys: map[string]func(checklists.Audit) []string{
		"hall":     wire.Key(func(a checklists.Audit) string { return string(a.Hall) }),
		"campaign": wire.Key(func(a checklists.Audit) string { return a.Campaign }),
		"state":    wire.Key(func(a checklists.Audit) string { return string(a.State) }),
		"started":  wire.Key(func(a checklists.Audit) string { return wire.TimeKey(a.StartedAt) }),
		"inspector": func(a checklists.Audit) []string {
			names := make([]string, len(a.Inspectors))
			for i, n := range a.Inspectors {
				names[i] = string(n)
			}
			return names
		},
	},
	Indexes: []store.Index{
		{Order: "started"},
		{Equal: []string{"state"}, Order: "started"},
		{Equal: []string{"hall"}, Order: "started"},
		{Equal: []string{"campaign"}, Order: "started"},
		{Equal: []string{"inspector"}, Order: "started", Multi: "inspector"},
	},
	Growth: &store.Growth[checklists.Audit]{
		Head: func(b []byte, a checklists.Audit) ([]byte, error) { return a.AppendHead(b) },
		Gain: func(b []byte, a checklists.Audit, after int) ([]byte, error) {
			return a.AppendGain(b, after)
		},
		Join:  checklists.JoinGains,
		Split: checklists.SplitGain,
	},
}
