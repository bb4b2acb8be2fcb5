package boards

import (
	"context"
	"time"

	"hallmark/api/access"
	"hallmark/api/audits"
	"hallmark/api/editions"
	"hallmark/api/feedback"
	"hallmark/api/journal"
	"hallmark/api/outcomes"
	"hallmark/api/pages"
	"hallmark/api/register"
	"hallmark/api/settings"
	"hallmark/api/store"
	"hallmark/checklists"
	"hallmark/checklists/campaign"
)

// Deps are what the room works with.
type Deps struct {
	Now func() time.Time

	Journal  *journal.Service
	Access   *access.Service
	Pages    *pages.Service
	Settings *settings.Service
	Editions *editions.Service
	Register *register.Service
	Feedback *feedback.Service
	Audits   *audits.Service
	Outcomes *outcomes.Service

	// HandInsWaiting counts what was handed in and waits for a supervisor.
	HandInsWaiting func(context.Context) (int, error)

	Docs Docs
}

// Docs are the collections that the room reads and writes.
type Docs struct {
	Appeals            store.Collection[checklists.Appeal]
	Audits             store.Collection[checklists.Audit]
	Campaigns          store.Collection[campaign.Campaign]
	Halls              store.Collection[checklists.Hall]
	OutcomeHeads       *store.Kept[checklists.Outcome, checklists.Outcome]
	OutcomeRates       *store.Kept[checklists.Outcome, []checklists.ClauseRate]
	Outcomes           store.Collection[checklists.Outcome]
	Proposals          store.Collection[Proposal]
	RectificationHeads *store.Kept[checklists.Rectification, checklists.Rectification]
	Rectifications     store.Collection[checklists.Rectification]
}

// Service is the room. It is safe for concurrent use.
type Service struct {
	Deps
}

// New makes the room.
func New(d Deps) *Service { return &Service{Deps: d} }

// Handlers answer the requests for the room.
type Handlers struct{ *Service }
