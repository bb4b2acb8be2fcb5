package api

import (
	"context"
	"slices"
	"strings"

	"hallmark/api/store"
	"hallmark/checklists"
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
	covers     func(*User) bool // who may see it
	kind       string           // of what the halls are told
	announced  *affair          // what the halls are told, of a campaign that is open and no secret to them
}

// includes reports whether somebody belongs to an audience.
func (f *affair) includes(to audience, u *User) bool {
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
func (s *Server) affairOf(ctx context.Context, e *Event) (affair, error) {
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
		p, err := s.docs.appeals.Get(ctx, id)
		return affair{digests: []standard.Digest{digestDocument(&p)}, halls: []checklists.HallID{p.Hall},
			covers: func(u *User) bool { return scopeOf(ReadAppeals, u).coversHall(u, p.Hall) }}, err
	case "campaign":
		return s.campaignAffair(ctx, id)
	case "feedback":
		f, err := s.docs.feedback.Get(ctx, id)
		return affair{digests: []standard.Digest{digestDocument(&f)}, halls: []checklists.HallID{f.Hall},
			covers: func(u *User) bool { return scopeOf(ReadFeedback, u).coversFeedback(u, &f) }}, err
	case "training":
		return s.trainingAffair(ctx, id)
	case "bulletin":
		b, err := s.docs.bulletins.Get(ctx, id)
		return affair{digests: []standard.Digest{digestDocument(&b)}, covers: func(u *User) bool {
			return scopeOf(ReadBulletins, u) != Nothing &&
				(b.State == checklists.BulletinIssued || seesDrafts(u))
		}}, err
	}
	return s.standardAffair(ctx, kind, id)
}

func (s *Server) auditAffair(ctx context.Context, id string) (affair, error) {
	a, err := s.docs.audits.Get(ctx, id)
	return affair{digests: []standard.Digest{a.Digest}, label: a.HallName + " " + a.Number,
		halls: []checklists.HallID{a.Hall}, inspectors: a.Inspectors,
		covers: func(u *User) bool { return scopeOf(ReadAudits, u).coversAudit(u, &a) }}, err
}

// rectificationAffair tells of all that one audit opens, and of all that one re-check visit closes or
// sends back, at once: the notice of rectification and the visit's record list them together.
func (s *Server) rectificationAffair(ctx context.Context, e *Event, id string) (affair, error) {
	r, err := s.docs.rectifications.Get(ctx, id)
	f := affair{digests: []standard.Digest{r.Digest}, halls: []checklists.HallID{r.Hall},
		inspectors: r.Inspectors, covers: func(u *User) bool {
			return scopeOf(ReadRectifications, u).coversRectification(u, &r)
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
// or one of self-checks are told once that it has begun and until when it goes on, and no more of it.
func (s *Server) campaignAffair(ctx context.Context, id string) (affair, error) {
	m, err := s.docs.campaigns.Get(ctx, id)
	f := affair{digests: []standard.Digest{digestDocument(&m)}, covers: func(u *User) bool {
		return scopeOf(ReadCampaigns, u).coversCampaign(u, &m)
	}}
	for _, v := range m.Visits {
		f.inspectors = append(f.inspectors, v.Inspectors...)
	}
	kind := map[checklists.Kind]string{checklists.Announced: visitAnnounced,
		checklists.Self: selfCheckAsked}[m.Plan.Kind]
	if kind != "" && m.State == checklists.CampaignOpen {
		halls := affair{kind: kind, about: "campaign/" + id, day: m.Plan.To, ofHall: true}
		for _, v := range m.Visits {
			halls.halls = append(halls.halls, v.Hall)
		}
		halls.covers = func(u *User) bool { return slices.Contains(halls.halls, u.Hall) }
		f.announced = &halls
	}
	return f, err
}

func (s *Server) trainingAffair(ctx context.Context, id string) (affair, error) {
	t, err := s.docs.trainings.Get(ctx, id)
	f := affair{digests: []standard.Digest{digestDocument(&t)}, covers: func(u *User) bool {
		return scopeOf(ReadTrainings, u).coversTraining(u, &t)
	}}
	for _, h := range t.Halls {
		f.halls = append(f.halls, h.Hall)
	}
	return f, err
}

// standardAffair loads what the standards desk works on.
func (s *Server) standardAffair(ctx context.Context, kind, id string) (f affair, err error) {
	may := func(a Action) func(*User) bool {
		return func(u *User) bool { return scopeOf(a, u) != Nothing }
	}
	switch kind {
	case "amendment":
		d, err := s.docs.amendments.Get(ctx, id)
		return affair{digests: []standard.Digest{d.Digest}, authors: d.Editors,
			covers: may(ReadAmendments)}, err
	case "proposal":
		p, err := s.docs.proposals.Get(ctx, id)
		return affair{digests: []standard.Digest{digestDocument(&p)},
			authors: []checklists.Username{p.By}, covers: may(ReadProblems)}, err
	case "consultation":
		k, err := s.docs.consultations.Get(ctx, id)
		return affair{digests: []standard.Digest{digestDocument(&k)}, label: k.Title,
			covers: may(ReadConsultations)}, err
	}
	return f, store.ErrNotFound
}

// commentAffair finds the comment that an event of a consultation is about. Comments have no subject
// of their own in the event log.
func (s *Server) commentAffair(ctx context.Context, e *Event, draft string) (affair, error) {
	f, err := s.standardAffair(ctx, "consultation", draft)
	if err != nil {
		return f, err
	}
	comments, err := s.commentsOf(ctx, draft)
	f.digests = nil
	for i := range comments {
		if digestDocument(&comments[i]) == e.After {
			f.digests, f.authors = []standard.Digest{e.After}, []checklists.Username{comments[i].By}
		}
	}
	return f, err
}

// happened reports whether the change that an event announces was made. An event is written before
// its change, so that of a change that lost a race is in the log, too: its After is neither what
// stands there now nor what a later change has replaced.
func (s *Server) happened(ctx context.Context, e *Event, f *affair) (bool, error) {
	if slices.Contains(f.digests, e.After) {
		return true, nil
	}
	q := store.Query{Equal: map[string]string{"subject": e.Subject}, From: e.ID}
	for later, err := range s.docs.events.Find(ctx, q) {
		if err != nil {
			return false, err
		}
		if later.ID != e.ID && later.Before == e.After {
			return true, nil
		}
	}
	return false, nil
}
