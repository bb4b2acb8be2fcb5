package outcomes

import (
	"time"

	"hallmark/api/access"
	"hallmark/api/audits"
	"hallmark/api/editions"
	"hallmark/api/evidence"
	"hallmark/api/follow"
	"hallmark/api/journal"
	"hallmark/api/outcomes/succession"
	"hallmark/api/pages"
	"hallmark/api/papers"
	"hallmark/api/register"
	"hallmark/api/settings"
	"hallmark/api/store"
	"hallmark/checklists"
)

// Deps are the rooms, resources and collections that this room works with.
type Deps struct {
	Calendar func() checklists.Calendar
	Now      func() time.Time

	Journal  *journal.Service
	Access   *access.Service
	Pages    *pages.Service
	Papers   *papers.Service
	Settings *settings.Service
	Editions *editions.Service
	Register *register.Service
	Evidence *evidence.Service
	Audits   *audits.Service

	Docs Docs
}

// Docs are the collections that the room reads and writes.
type Docs struct {
	Appeals        store.Collection[checklists.Appeal]
	Audits         store.Collection[checklists.Audit]
	Evidence       store.Collection[evidence.Link]
	Outcomes       store.Collection[checklists.Outcome]
	Rectifications store.Collection[checklists.Rectification]
}

// Service holds the use cases of the room. It is safe for concurrent use.
type Service struct {
	Deps
}

// New makes the service.
func New(d Deps) *Service {
	s := &Service{Deps: d}
	follow.Handle(d.Journal.Steps, settleKind, s.settleByStep)
	follow.Handle(d.Journal.Steps, suspendKind, s.suspendByStep)
	follow.Handle(d.Journal.Steps, restateKind, s.restateByStep)
	follow.Handle(d.Journal.Steps, upholdKind, s.upholdByStep)
	follow.Handle(d.Journal.Steps, resumeKind, s.resumeByStep)
	return s
}

func (s *Service) succession() succession.Deps {
	return succession.Deps{Journal: s.Journal, Editions: s.Editions, Audits: s.Docs.Audits,
		Rectifications: s.Docs.Rectifications}
}

// Handlers answer the requests for the room.
type Handlers struct{ *Service }
