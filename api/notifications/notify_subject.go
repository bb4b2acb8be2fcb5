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

// subject is what an event is about, as it stands now, and who belongs to it.
type subject struct {
	digests    []standard.Digest // of the documents that the event may have changed
	leadsTo    string            // the subject to link to; "" for that of the event
	label      string            // what people call it; "" for the label of the event
	key        string            // names what several events tell together; "" for each event alone
	day        string            // the deadline that the notification names; "" for none
	ofHall     bool              // the notification leads to the person's own hall
	halls      []checklists.HallID
	inspectors []checklists.Username
	authors    []checklists.Username
	covers     func(*access.User) bool // who may see it
	kind       string                  // of the second notification of an event, a key of [rules]
	announced  *subject                // what others are told of the same event; or nil
}

// includes reports whether a person belongs to an audience.
func (f *subject) includes(to audience, u *access.User) bool {
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

// subjectOf loads what an event is about. It returns [store.ErrNotFound] if
// that does not exist any more.
func (s *Service) subjectOf(ctx context.Context, e *journal.Event) (subject, error) {
	kind, id, _ := strings.Cut(e.Subject, "/")
	if strings.HasPrefix(e.Action, "comment-") {
		return s.commentSubject(ctx, e, id)
	}
	switch kind {
	case "audit":
		return s.auditSubject(ctx, e, id)
	case "hand-in":
		h, err := s.Docs.HandIns.Get(ctx, id)
		return subject{digests: []standard.Digest{h.Digest()}, authors: []checklists.Username{h.By},
			covers: func(u *access.User) bool {
				return u.Username == h.By || access.ScopeOf(access.ReviewAudits, u) != access.Nothing
			}}, err
	case "rectification":
		return s.rectificationSubject(ctx, e, id)
	case "appeal":
		appeal, err := s.Docs.Appeals.Get(ctx, id)
		return subject{digests: []standard.Digest{journal.DigestDocument(&appeal)},
			halls: []checklists.HallID{appeal.Hall},
			covers: func(u *access.User) bool {
				return access.ScopeOf(access.ReadAppeals, u).CoversHall(u, appeal.Hall)
			}}, err
	case "campaign":
		return s.campaignSubject(ctx, e, id)
	case "feedback":
		f, err := s.Docs.Feedback.Get(ctx, id)
		return subject{digests: []standard.Digest{journal.DigestDocument(&f)},
			halls: []checklists.HallID{f.Hall},
			covers: func(u *access.User) bool {
				return access.ScopeOf(access.ReadFeedback,
					u).CoversFeedback(u, &f)
			}}, err
	case "training":
		return s.trainingSubject(ctx, id)
	case "bulletin":
		b, err := s.Docs.Bulletins.Get(ctx, id)
		return subject{digests: []standard.Digest{journal.DigestDocument(&b)},
			covers: func(u *access.User) bool {
				return access.ScopeOf(access.ReadBulletins, u) != access.Nothing &&
					(b.State == bulletin.Issued || bulletins.SeesDrafts(u))
			}}, err
	}
	return s.standardSubject(ctx, kind, id)
}

// auditSubject has at a submission a subject of its own for the inspectors who have not signed in
// their own sign-in: until they confirm, the papers say so.
func (s *Service) auditSubject(ctx context.Context, e *journal.Event, id string) (subject, error) {
	a, err := s.Docs.Audits.Get(ctx, id)
	f := subject{digests: []standard.Digest{a.Digest}, label: a.HallName + " " + a.Number,
		halls: []checklists.HallID{a.Hall}, inspectors: a.Inspectors,
		covers: func(u *access.User) bool {
			return access.ScopeOf(access.ReadAudits, u).CoversAudit(u, &a)
		}}
	if e.Action == "audit-submitted" && a.State == checklists.Submitted {
		waiting := subject{kind: confirmationAwaited, label: f.label, covers: f.covers}
		for _, one := range a.InspectorsSigned() {
			if one.How == checklists.SignedDevice || one.How == checklists.SignedNot {
				waiting.inspectors = append(waiting.inspectors, one.Username)
			}
		}
		f.announced = &waiting
	}
	return f, err
}

// rectificationSubject gives one key to all rectifications that one audit opens, and one to all
// that one re-check visit closes or sends back. So people are told of them together, as the notice
// of rectification and the record of the visit list them.
func (s *Service) rectificationSubject(ctx context.Context, e *journal.Event, id string) (
	subject, error,
) {
	r, err := s.Docs.Rectifications.Get(ctx, id)
	f := subject{digests: []standard.Digest{r.Digest}, halls: []checklists.HallID{r.Hall},
		inspectors: r.Inspectors, covers: func(u *access.User) bool {
			return access.ScopeOf(access.ReadRectifications, u).CoversRectification(u, &r)
		}}
	together := "rectifications/" + string(r.Audit)
	if e.Action == "rectification-opened" {
		f.key = together
	}
	for _, step := range r.Steps {
		if step.Digest == e.After && step.Audit != "" {
			f.key = together + "/" + string(step.Audit)
		}
	}
	if f.key != "" {
		f.leadsTo, f.label = together, r.HallName+" "+r.AuditNumber
	}
	return f, err
}

// campaignSubject has as inspectors only those who are sent, not all in the pool. It has no halls,
// for a visit may be an unannounced one. The halls that were drawn for an announced campaign or for
// self-checks have a subject of their own, announced: they are told once that the campaign has
// begun and when it ends.
// campaignSubject takes every later revision for a proof that the change of an event was made: visits
// that begin change a campaign without an event.
func (s *Service) campaignSubject(ctx context.Context, e *journal.Event, id string) (subject, error) {
	m, err := s.Docs.Campaigns.Get(ctx, id)
	f := subject{digests: []standard.Digest{journal.DigestDocument(&m)},
		covers: func(u *access.User) bool {
			return access.ScopeOf(access.ReadCampaigns, u).CoversCampaign(u, &m)
		}}
	if e.Revision > 0 && m.Revision > e.Revision {
		f.digests = append(f.digests, e.After)
	}
	for _, v := range m.Visits {
		f.inspectors = append(f.inspectors, v.Inspectors...)
	}
	kind := map[checklists.Kind]string{checklists.Announced: visitAnnounced,
		checklists.Self: selfCheckAsked}[m.Plan.Kind]
	if kind != "" && m.State == campaign.Open {
		halls := subject{kind: kind, key: "campaign/" + id, day: m.Plan.To, ofHall: true}
		for _, v := range m.Visits {
			halls.halls = append(halls.halls, v.Hall)
		}
		halls.covers = func(u *access.User) bool { return slices.Contains(halls.halls, u.Hall) }
		f.announced = &halls
	}
	return f, err
}

func (s *Service) trainingSubject(ctx context.Context, id string) (subject, error) {
	t, err := s.Docs.Trainings.Get(ctx, id)
	f := subject{digests: []standard.Digest{journal.DigestDocument(&t)},
		covers: func(u *access.User) bool {
			return access.ScopeOf(access.ReadTrainings, u).CoversTraining(u, &t)
		}}
	for _, h := range t.Halls {
		f.halls = append(f.halls, h.Hall)
	}
	return f, err
}

// standardSubject loads an amendment, a proposal or a consultation.
func (s *Service) standardSubject(ctx context.Context, kind, id string) (f subject, err error) {
	may := func(a access.Action) func(*access.User) bool {
		return func(u *access.User) bool { return access.ScopeOf(a, u) != access.Nothing }
	}
	switch kind {
	case "amendment":
		d, err := s.Docs.Amendments.Get(ctx, id)
		return subject{digests: []standard.Digest{d.Digest}, authors: d.Editors,
			covers: may(access.ReadAmendments)}, err
	case "proposal":
		p, err := s.Docs.Proposals.Get(ctx, id)
		return subject{digests: []standard.Digest{journal.DigestDocument(&p)},
			authors: []checklists.Username{p.By}, covers: may(access.ReadProblems)}, err
	case "consultation":
		k, err := s.Docs.Consultations.Get(ctx, id)
		return subject{digests: []standard.Digest{journal.DigestDocument(&k)}, label: k.Title,
			covers: may(access.ReadConsultations)}, err
	}
	return f, store.ErrNotFound
}

// commentSubject finds the comment that an event of a consultation is about. Comments have no
// subject of their own in the event log.
func (s *Service) commentSubject(ctx context.Context, e *journal.Event, draft string) (
	subject, error,
) {
	f, err := s.standardSubject(ctx, "consultation", draft)
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
// its change, so the log also has events of changes that lost a race. The After of such an event is
// neither the digest of the document now nor the Before of a later event.
func (s *Service) happened(ctx context.Context, e *journal.Event, f *subject) (bool, error) {
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
