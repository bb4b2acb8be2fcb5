package notifications

import (
	"context"
	"slices"
	"strings"

	"hallmark/api/access"
	"hallmark/api/bulletins"
	"hallmark/api/journal"
	"hallmark/api/store"
	"hallmark/checklists"
	"hallmark/checklists/bulletin"
	"hallmark/checklists/campaign"
	"hallmark/standard"
)

// affair is what an event is about, as it stands now.
type affair struct {
	digests    []standard.Digest // of what the event may have changed
	subject    string            // where the notification leads, when not to the event's subject
	label      string            // what to call it, when not as the event does
	about      string            // names what is told, when events are told together; "" for each alone
	day        string            // that the notification speaks of; "" for none
	ofHall     bool              // the notification leads to the person's own hall
	halls      []checklists.HallID
	inspectors []checklists.Username
	authors    []checklists.Username
	covers     func(*access.User) bool // who may see it
	kind       string                  // of what the halls are told
	announced  *affair                 // what the halls are told, of a campaign that is open and no secret to them
}

// includes reports whether somebody belongs to an audience.
func (f *affair) includes(to audience, u *access.User) bool {
	switch to {
	case hallHeads:
		return u.Role == checklists.HallHead && slices.Contains(f.halls, u.Hall)
	case inspectors:
		return slices.Contains(f.inspectors, u.Username)
	case authors:
		return slices.Contains(f.authors, u.Username)
	case desk:
		return u.Role == checklists.Supervisor
	case drafters:
		return u.Role == checklists.Editor
	case signatory:
		return u.Role == checklists.Approver
	case halls:
		return u.Role == checklists.HallHead
	case visitors:
		return u.Role == checklists.Auditor
	}
	return false
}

// affairOf loads what an event is about. It returns [store.ErrNotFound] for what is gone.
func (s *Service) affairOf(ctx context.Context, e *journal.Event) (affair, error) {
	kind, id, _ := strings.Cut(e.Subject, "/")
	if strings.HasPrefix(e.Action, "comment-") {
		return s.commentAffair(ctx, e, id)
	}
	switch kind {
	case "audit":
		return s.auditAffair(ctx, id)
	case "rectification":
		return s.rectificationAffair(ctx, e, id)
	case "appeal":
		p, err := s.Docs.Appeals.Get(ctx, id)
		return affair{digests: []standard.Digest{journal.DigestDocument(&p)},
			halls: []checklists.HallID{p.Hall},
			covers: func(u *access.User) bool {
				return access.ScopeOf(access.ReadAppeals, u).CoversHall(u,
					p.Hall)
			}}, err
	case "campaign":
		return s.campaignAffair(ctx, id)
	case "feedback":
		f, err := s.Docs.Feedback.Get(ctx, id)
		return affair{digests: []standard.Digest{journal.DigestDocument(&f)},
			halls: []checklists.HallID{f.Hall},
			covers: func(u *access.User) bool {
				return access.ScopeOf(access.ReadFeedback,
					u).CoversFeedback(u, &f)
			}}, err
	case "training":
		return s.trainingAffair(ctx, id)
	case "bulletin":
		b, err := s.Docs.Bulletins.Get(ctx, id)
		return affair{digests: []standard.Digest{journal.DigestDocument(&b)},
			covers: func(u *access.User) bool {
				return access.ScopeOf(access.ReadBulletins, u) != access.Nothing &&
					(b.State == bulletin.Issued || bulletins.SeesDrafts(u))
			}}, err
	}
	return s.standardAffair(ctx, kind, id)
}

func (s *Service) auditAffair(ctx context.Context, id string) (affair, error) {
	a, err := s.Docs.Audits.Get(ctx, id)
	return affair{digests: []standard.Digest{a.Digest}, label: a.HallName + " " + a.Number,
		halls: []checklists.HallID{a.Hall}, inspectors: a.Inspectors,
		covers: func(u *access.User) bool {
			return access.ScopeOf(access.ReadAudits, u).CoversAudit(u,
				&a)
		}}, err
}

// rectificationAffair tells of all that one audit opens, and of all that one re-check visit closes
// or sends back, at once: the notice of rectification and the visit's record list them together.
func (s *Service) rectificationAffair(ctx context.Context, e *journal.Event, id string) (
	affair, error,
) {
	r, err := s.Docs.Rectifications.Get(ctx, id)
	f := affair{digests: []standard.Digest{r.Digest}, halls: []checklists.HallID{r.Hall},
		inspectors: r.Inspectors, covers: func(u *access.User) bool {
			return access.ScopeOf(access.ReadRectifications, u).CoversRectification(u, &r)
		}}
	together := "rectifications/" + string(r.Audit)
	if e.Action == "rectification-opened" {
		f.about = together
	}
	for _, step := range r.Steps {
		if step.Digest == e.After && step.Audit != "" {
			f.about = together + "/" + string(step.Audit)
		}
	}
	if f.about != "" {
		f.subject, f.label = together, r.HallName+" "+r.AuditNumber
	}
	return f, err
}

// campaignAffair knows as inspectors only those who are sent, not all in the pool. No hall belongs
// to it, for a visit may be an unannounced one; the halls that were drawn for an announced campaign
// or one of self-checks are told once that it has begun and until when it goes on, and no more of
// it.
func (s *Service) campaignAffair(ctx context.Context, id string) (affair, error) {
	m, err := s.Docs.Campaigns.Get(ctx, id)
	f := affair{digests: []standard.Digest{journal.DigestDocument(&m)},
		covers: func(u *access.User) bool {
			return access.ScopeOf(access.ReadCampaigns, u).CoversCampaign(u, &m)
		}}
	for _, v := range m.Visits {
		f.inspectors = append(f.inspectors, v.Inspectors...)
	}
	kind := map[checklists.Kind]string{checklists.Announced: visitAnnounced,
		checklists.Self: selfCheckAsked}[m.Plan.Kind]
	if kind != "" && m.State == campaign.Open {
		halls := affair{kind: kind, about: "campaign/" + id, day: m.Plan.To, ofHall: true}
		for _, v := range m.Visits {
			halls.halls = append(halls.halls, v.Hall)
		}
		halls.covers = func(u *access.User) bool { return slices.Contains(halls.halls, u.Hall) }
		f.announced = &halls
	}
	return f, err
}

func (s *Service) trainingAffair(ctx context.Context, id string) (affair, error) {
	t, err := s.Docs.Trainings.Get(ctx, id)
	f := affair{digests: []standard.Digest{journal.DigestDocument(&t)},
		covers: func(u *access.User) bool {
			return access.ScopeOf(access.ReadTrainings, u).CoversTraining(u, &t)
		}}
	for _, h := range t.Halls {
		f.halls = append(f.halls, h.Hall)
	}
	return f, err
}

// standardAffair loads what the standards desk works on.
func (s *Service) standardAffair(ctx context.Context, kind, id string) (f affair, err error) {
	may := func(a access.Action) func(*access.User) bool {
		return func(u *access.User) bool { return access.ScopeOf(a, u) != access.Nothing }
	}
	switch kind {
	case "amendment":
		d, err := s.Docs.Amendments.Get(ctx, id)
		return affair{digests: []standard.Digest{d.Digest}, authors: d.Editors,
			covers: may(access.ReadAmendments)}, err
	case "proposal":
		p, err := s.Docs.Proposals.Get(ctx, id)
		return affair{digests: []standard.Digest{journal.DigestDocument(&p)},
			authors: []checklists.Username{p.By}, covers: may(access.ReadProblems)}, err
	case "consultation":
		k, err := s.Docs.Consultations.Get(ctx, id)
		return affair{digests: []standard.Digest{journal.DigestDocument(&k)}, label: k.Title,
			covers: may(access.ReadConsultations)}, err
	}
	return f, store.ErrNotFound
}

// commentAffair finds the comment that an event of a consultation is about. Comments have no
// subject of their own in the event log.
func (s *Service) commentAffair(ctx context.Context, e *journal.Event, draft string) (
	affair, error,
) {
	f, err := s.standardAffair(ctx, "consultation", draft)
	if err != nil {
		return f, err
	}
	comments, err := s.Consultations.CommentsOf(ctx, draft)
	f.digests = nil
	for i := range comments {
		if journal.DigestDocument(&comments[i]) == e.After {
			f.digests, f.authors = []standard.Digest{e.After}, []checklists.Username{comments[i].By}
		}
	}
	return f, err
}

// happened reports whether the change that an event announces was made. An event is written before
// its change, so that of a change that lost a race is in the log, too: its After is neither what
// stands there now nor what a later change has replaced.
func (s *Service) happened(ctx context.Context, e *journal.Event, f *affair) (bool, error) {
	if slices.Contains(f.digests, e.After) {
		return true, nil
	}
	q := store.Query{Equal: map[string]string{"subject": e.Subject}, From: e.ID}
	for later, err := range s.Docs.Events.Find(ctx, q) {
		if err != nil {
			return false, err
		}
		if later.ID != e.ID && later.Before == e.After {
			return true, nil
		}
	}
	return false, nil
}
