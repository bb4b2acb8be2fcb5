package notifications

import (
	"log/slog"
	"time"

	"hallmark/api/access"
	"hallmark/api/amendments"
	"hallmark/api/boards"
	"hallmark/api/consultations"
	"hallmark/api/follow"
	"hallmark/api/journal"
	"hallmark/api/mail"
	"hallmark/api/outbox"
	"hallmark/api/outcomes"
	"hallmark/api/pages"
	"hallmark/api/robots"
	"hallmark/api/settings"
	"hallmark/api/store"
	"hallmark/api/takeover"
	"hallmark/api/wire"
	"hallmark/checklists"
	"hallmark/checklists/bulletin"
	"hallmark/checklists/campaign"
)

// Deps are what the service works with.
type Deps struct {
	Calendar   func() checklists.Calendar
	DigestHour int
	Mail       *mail.Sender
	Log        *slog.Logger
	Now        func() time.Time
	Secret     func(purpose string) ([]byte, error) // of the installation; 32 bytes
	Site       wire.Site

	Journal       *journal.Service
	Pages         *pages.Service
	Outbox        *outbox.Service
	Settings      *settings.Service
	Outcomes      *outcomes.Service
	Consultations *consultations.Service
	Robots        *robots.Service

	Docs Docs
}

// Docs are the collections that the service reads and writes.
type Docs struct {
	Amendments     store.Collection[amendments.AmendmentDocument]
	Appeals        store.Collection[checklists.Appeal]
	Audits         store.Collection[checklists.Audit]
	Bulletins      store.Collection[bulletin.Bulletin]
	Campaigns      store.Collection[campaign.Campaign]
	Consultations  store.Collection[consultations.Consultation]
	Contacts       store.Collection[Contact]
	Events         store.Collection[journal.Event]
	Feedback       store.Collection[checklists.Feedback]
	HandIns        store.Collection[takeover.HandIn]
	Notifications  store.Collection[Notification]
	Outbox         store.Collection[outbox.Delivery]
	Outcomes       store.Collection[checklists.Outcome]
	Proposals      store.Collection[boards.Proposal]
	Readers        store.Collection[LogReader]
	Rectifications store.Collection[checklists.Rectification]
	Robots         store.Collection[robots.Robot]
	Trainings      store.Collection[checklists.Training]
	Users          store.Collection[access.User]
}

// Service notifies people and keeps their choices. It is safe for concurrent use.
type Service struct {
	Deps
	reminded string // the day on which this process has reminded, "2018-03-30"
}

// New makes the service.
func New(d Deps) *Service {
	s := &Service{Deps: d}
	follow.Handle(d.Journal.Steps, journal.TellKind, s.tellByStep)
	return s
}

// Handlers answer the requests of package notifications.
type Handlers struct{ *Service }
