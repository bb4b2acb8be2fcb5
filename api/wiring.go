package api

import (
	"context"

	"hallmark/api/access"
	"hallmark/api/accounts"
	"hallmark/api/aids"
	"hallmark/api/amendments"
	"hallmark/api/audits"
	"hallmark/api/boards"
	"hallmark/api/briefings"
	"hallmark/api/bulletins"
	"hallmark/api/campaigns"
	"hallmark/api/confirmations"
	"hallmark/api/consultations"
	"hallmark/api/drafts"
	"hallmark/api/editions"
	"hallmark/api/evidence"
	"hallmark/api/feed"
	"hallmark/api/feedback"
	"hallmark/api/follow"
	"hallmark/api/help"
	"hallmark/api/journal"
	"hallmark/api/keys"
	"hallmark/api/notifications"
	"hallmark/api/outbox"
	"hallmark/api/outcomes"
	"hallmark/api/pages"
	"hallmark/api/papers"
	"hallmark/api/phone"
	"hallmark/api/register"
	"hallmark/api/replies"
	"hallmark/api/reports"
	"hallmark/api/robots"
	"hallmark/api/settings"
	"hallmark/api/takeover"
	"hallmark/api/trainings"
	"hallmark/api/webhooks"
	"hallmark/checklists"
	"hallmark/standard"
)

// Kernel has the rooms on which all others rest: the journal, permissions, pages, accounts.
type Kernel struct {
	Steps    *follow.Service
	Journal  *journal.Service
	Access   *access.Service
	Replies  *replies.Service
	Pages    *pages.Service
	Papers   *papers.Service
	Outbox   outbox.Handlers
	Settings settings.Handlers
	Accounts accounts.Handlers
	Help     help.Handlers
}

// Asked has the rooms about what is asked of halls: editions and how they are amended.
type Asked struct {
	Editions      editions.Handlers
	Aids          aids.Handlers
	Feed          feed.Handlers
	Amendments    amendments.Handlers
	Drafts        drafts.Handlers
	Consultations consultations.Handlers
}

// Found has the rooms about what was found in halls: campaigns, audits and their outcomes.
type Found struct {
	Register  register.Handlers
	Evidence  evidence.Handlers
	Campaigns campaigns.Handlers
	Audits    audits.Handlers
	Outcomes  outcomes.Handlers
	Phone     phone.Handlers
	Reports   reports.Handlers
	Takeover  takeover.Handlers

	Confirmations confirmations.Handlers
	Briefings     briefings.Handlers
}

// Told has the rooms about what follows from findings and about telling people and systems of it.
type Told struct {
	Feedback      feedback.Handlers
	Bulletins     bulletins.Handlers
	Trainings     trainings.Handlers
	Boards        boards.Handlers
	Webhooks      webhooks.Handlers
	Robots        robots.Handlers
	Notifications notifications.Handlers
}

// wire makes the rooms, each from those below it, so that the order counts. What a room asks of
// those above is given as functions.
func (s *Server) wire() {
	s.wireKernel(&s.docs)
	s.wireEditions(&s.docs)
	s.wireCampaigns(&s.docs)
	s.wireAudits(&s.docs)
	s.wireOutcomes(&s.docs)
	s.wireBoards(&s.docs)
}

// wireKernel makes what every room leans on.
func (s *Server) wireKernel(d *collections) {
	s.Steps = follow.New(follow.Deps{Engine: s.Engine, Log: s.log})
	for _, p := range parts() {
		s.Steps.Of(p.name)
	}
	s.Steps.Of(reports.ArchiveSchema.Name)
	s.Journal = journal.New(journal.Deps{
		Now: s.now, Steps: s.Steps, Tells: notifications.Tells,
		Secret: s.Secret.Derive,
		Docs:   journal.Docs{Events: d.events, Particulars: d.particulars},
	})
	s.Access = access.New(access.Deps{
		PasswordCost: s.PasswordCost, Now: s.now, Site: s.site,
		Journal: s.Journal,
		Secret:  s.Secret.Derive,
		VisitsOf: func(ctx context.Context, name checklists.Username) ([]checklists.HallID, error) {
			return s.Campaigns.VisitsOf(ctx, name)
		},
		Docs: access.Docs{Guesses: d.guesses, Marks: d.marks, Sessions: d.sessions, Users: d.users},
	})
	s.Replies = replies.New(replies.Deps{Log: s.log, Now: s.now,
		Docs: replies.Docs{Replies: d.replies}})
	s.Pages = pages.New(pages.Deps{
		Templates: s.templates, Site: s.site,
		UnreadFor: func(ctx context.Context, name checklists.Username) int {
			return s.Notifications.UnreadFor(ctx, name)
		},
	})
	s.Papers = papers.New(papers.Deps{
		Fonts: s.Fonts, Now: s.now, Key: s.Current, Since: keys.Since(s.Engine),
		Docs: papers.Docs{Papers: d.papers},
	})
	s.Help = help.Handlers{Service: help.New(help.Deps{
		Pages: s.Pages,
	})}
	s.Outbox = outbox.Handlers{Service: outbox.New(outbox.Deps{
		Secret: s.Secret.Derive, LocalWebhooks: s.LocalWebhooks, Log: s.log, Now: s.now,
		Journal: s.Journal, Pages: s.Pages,
		CountDelivery: s.figures.CountDelivery,
		Senders:       s.senders,
		Targets:       s.targets,
		Docs:          outbox.Docs{Outbox: d.outbox},
	})}
	s.Settings = settings.Handlers{Service: settings.New(settings.Deps{
		Now: s.now, Announced: s.Calendar,
		Journal: s.Journal, Access: s.Access, Pages: s.Pages,
		Docs: settings.Docs{Calendar: d.calendar, Settings: d.settings},
	})}
}

// wireEditions makes the rooms that hold what others look up: editions, halls, accounts,
// photographs.
func (s *Server) wireEditions(d *collections) {
	s.Editions = editions.Handlers{Service: editions.New(editions.Deps{
		Now:     s.now,
		Journal: s.Journal, Pages: s.Pages,
		Consolidated: func(ctx context.Context, id standard.EditionID) (
			base *standard.Edition, sheets []*standard.Amendment, err error,
		) {
			return s.Amendments.Consolidated(ctx, id)
		},
		Docs: editions.Docs{Editions: d.editions},
	})}
	s.Register = register.Handlers{Service: register.New(register.Deps{
		Shelf: s.Shelf, Now: s.now,
		Journal: s.Journal, Pages: s.Pages,
		Docs: register.Docs{Halls: d.halls, Imports: d.imports, Users: d.users},
	})}
	s.Accounts = accounts.Handlers{Service: accounts.New(accounts.Deps{
		PasswordCost: s.PasswordCost, Now: s.now, Site: s.site,
		Journal: s.Journal, Access: s.Access, Pages: s.Pages, Register: s.Register.Service,
		Docs: accounts.Docs{Events: d.events, Halls: d.halls, Users: d.users},
	})}
	s.Evidence = evidence.Handlers{Service: evidence.New(evidence.Deps{
		Blobs: s.Blobs, Now: s.now,
		Journal: s.Journal,
		Docs:    evidence.Docs{Audits: d.audits, Evidence: d.evidence},
	})}
}

// wireCampaigns makes the rooms that lean on these alone.
func (s *Server) wireCampaigns(d *collections) {
	s.Campaigns = campaigns.Handlers{Service: campaigns.New(campaigns.Deps{
		Now:     s.now,
		Journal: s.Journal, Access: s.Access, Pages: s.Pages, Editions: s.Editions.Service,
		Register: s.Register.Service,
		Docs: campaigns.Docs{
			Audits: d.audits, Campaigns: d.campaigns, Draws: d.draws, Outcomes: d.outcomes,
			Users: d.users,
		},
	})}
	s.Feed = feed.Handlers{Service: feed.New(feed.Deps{
		Now:   s.now,
		Pages: s.Pages, Outbox: s.Outbox.Service, Editions: s.Editions.Service,
		Docs: feed.Docs{Feed: d.feed},
	})}
	s.Feedback = feedback.Handlers{Service: feedback.New(feedback.Deps{
		Calendar: s.Settings.Calendar, Fonts: s.Fonts, Now: s.now, Site: s.site,
		Journal: s.Journal, Access: s.Access, Pages: s.Pages, Editions: s.Editions.Service,
		Register: s.Register.Service,
		Docs:     feedback.Docs{Feedback: d.feedback, Halls: d.halls},
	})}
	s.Bulletins = bulletins.Handlers{Service: bulletins.New(bulletins.Deps{
		Calendar: s.Settings.Calendar, Fonts: s.Fonts, Now: s.now, Papers: s.Papers,
		Journal: s.Journal, Access: s.Access, Pages: s.Pages, Settings: s.Settings.Service,
		Editions: s.Editions.Service,
		Docs: bulletins.Docs{
			BulletinRegisters: d.bulletinRegisters, Bulletins: d.bulletins, Halls: d.halls,
			Outcomes: d.outcomes, Rectifications: d.rectifications,
		},
	})}
}

// wireAudits makes the rooms of the standard's changes and of the work in the hall.
func (s *Server) wireAudits(d *collections) {
	s.Amendments = amendments.Handlers{Service: amendments.New(amendments.Deps{
		Fonts: s.Fonts, Now: s.now, Papers: s.Papers,
		Journal: s.Journal, Access: s.Access, Pages: s.Pages, Editions: s.Editions.Service,
		Register: s.Register.Service, Feed: s.Feed.Service,
		SettleConsultation: func(ctx context.Context, by checklists.Username,
			a *amendments.AmendmentDocument,
		) error {
			return s.Consultations.SettleConsultation(ctx, by, a)
		},
		Docs: amendments.Docs{
			Amendments: d.amendments, Audits: d.audits, Editions: d.editions,
			Rectifications: d.rectifications, Users: d.users,
		},
	})}
	s.Audits = audits.Handlers{Service: audits.New(audits.Deps{
		Now: s.now, Streams: s.streams,
		Journal: s.Journal, Access: s.Access, Pages: s.Pages, Editions: s.Editions.Service,
		Register: s.Register.Service, Evidence: s.Evidence.Service, Campaigns: s.Campaigns.Service,
		Amendments:   s.Amendments.Service,
		CountChanges: s.figures.CountChanges,
		RecheckOf: func(ctx context.Context, caller access.Caller,
			in *audits.AuditRequest) (*checklists.Audit, *standard.Edition, error) {
			return s.Outcomes.RecheckOf(ctx, caller, in)
		},
		Docs: audits.Docs{
			Audits: d.audits, Campaigns: d.campaigns, Editions: d.editions, Events: d.events,
			Evidence: d.evidence, Users: d.users,
		},
	})}
	s.Confirmations = confirmations.Handlers{Service: confirmations.New(confirmations.Deps{
		Audits: s.Audits.Service, Evidence: s.Evidence.Service,
	})}
	s.Briefings = briefings.Handlers{Service: briefings.New(briefings.Deps{
		Now: s.now, Audits: s.Audits.Service, Editions: s.Editions.Service,
		Register: s.Register.Service,
	})}
	s.Takeover = takeover.Handlers{Service: takeover.New(takeover.Deps{
		Journal: s.Journal, Access: s.Access, Pages: s.Pages, Editions: s.Editions.Service,
		Serve: s.ServeHTTP,
		Docs: takeover.Docs{Audits: d.audits, Halls: d.halls, HandIns: d.handIns,
			Users: d.users},
	})}
	s.Drafts = drafts.Handlers{Service: drafts.New(drafts.Deps{
		Now:     s.now,
		Journal: s.Journal, Access: s.Access, Pages: s.Pages, Editions: s.Editions.Service,
		Amendments: s.Amendments.Service,
		MayLeave: func(ctx context.Context, draft string) error {
			return s.Consultations.MayLeave(ctx, draft)
		},
		WasConsulted: func(ctx context.Context, draft string) (bool, error) {
			return s.Consultations.WasConsulted(ctx, draft)
		},
		Docs: drafts.Docs{Amendments: d.amendments, Drafts: d.drafts, Users: d.users},
	})}
}

// wireOutcomes makes the rooms of what follows from it.
func (s *Server) wireOutcomes(d *collections) {
	s.Outcomes = outcomes.Handlers{Service: outcomes.New(outcomes.Deps{
		Calendar: s.Settings.Calendar, Now: s.now, Papers: s.Papers,
		Journal: s.Journal, Access: s.Access, Pages: s.Pages, Settings: s.Settings.Service,
		Editions: s.Editions.Service, Register: s.Register.Service, Evidence: s.Evidence.Service,
		Audits: s.Audits.Service,
		Docs: outcomes.Docs{
			Appeals: d.appeals, Audits: d.audits, Evidence: d.evidence, Outcomes: d.outcomes,
			Rectifications: d.rectifications,
		},
	})}
	s.Consultations = consultations.Handlers{Service: consultations.New(consultations.Deps{
		Now:     s.now,
		Journal: s.Journal, Pages: s.Pages, Editions: s.Editions.Service,
		Register: s.Register.Service, Feed: s.Feed.Service, Drafts: s.Drafts.Service,
		Docs: consultations.Docs{
			Comments: d.comments, Consultations: d.consultations, Drafts: d.drafts,
		},
	})}
	s.Phone = phone.Handlers{Service: phone.New(phone.Deps{
		Now:     s.now,
		Journal: s.Journal, Access: s.Access, Pages: s.Pages, Editions: s.Editions.Service,
		Register: s.Register.Service, Campaigns: s.Campaigns.Service, Audits: s.Audits.Service,
		Docs: phone.Docs{
			Audits: d.audits, Campaigns: d.campaigns, Halls: d.halls, PhoneForms: d.phoneForms,
		},
	})}
	s.Reports = reports.Handlers{Service: reports.New(reports.Deps{
		Calendar: s.Settings.Calendar, Fonts: s.Fonts, Key: s.Current, Papers: s.Papers,
		Shelf: s.Shelf, Log: s.log, Now: s.now,
		Site: s.site, Streams: s.streams, Signers: keys.Signers(s.Engine, s.Key),
		Journal: s.Journal, Access: s.Access, Pages: s.Pages, Editions: s.Editions.Service,
		Evidence: s.Evidence.Service, Campaigns: s.Campaigns.Service, Audits: s.Audits.Service,
		Outcomes: s.Outcomes.Service,
		Docs: reports.Docs{
			Archives: d.archives, Audits: d.audits, Campaigns: d.campaigns, Evidence: d.evidence,
			Reports: d.reports,
		},
	})}
}

// wireBoards makes the rooms that look at everything, and those that tell of it.
func (s *Server) wireBoards(d *collections) {
	s.Aids = aids.Handlers{Service: aids.New(aids.Deps{
		Now: s.now, Journal: s.Journal, Access: s.Access, Pages: s.Pages, Editions: s.Editions.Service,
		Docs: aids.Docs{Aids: d.aids},
	})}
	s.Trainings = trainings.Handlers{Service: trainings.New(trainings.Deps{
		Calendar: s.Settings.Calendar, Now: s.now,
		Journal: s.Journal, Access: s.Access, Pages: s.Pages, Editions: s.Editions.Service,
		Register: s.Register.Service,
		Docs:     trainings.Docs{Halls: d.halls, Outcomes: d.outcomes, Trainings: d.trainings},
	})}
	s.Boards = boards.Handlers{Service: boards.New(boards.Deps{
		Now:     s.now,
		Journal: s.Journal, Access: s.Access, Pages: s.Pages, Settings: s.Settings.Service,
		Editions: s.Editions.Service, Register: s.Register.Service, Feedback: s.Feedback.Service,
		Audits: s.Audits.Service, Outcomes: s.Outcomes.Service,
		HandInsWaiting: s.Takeover.Waiting,
		Docs: boards.Docs{
			Appeals: d.appeals, Audits: d.audits, Campaigns: d.campaigns, Halls: d.halls,
			OutcomeHeads: d.outcomeHeads, OutcomeRates: d.outcomeRates, Outcomes: d.outcomes,
			Proposals: d.proposals, RectificationHeads: d.rectificationHeads,
			Rectifications: d.rectifications,
		},
	})}
	s.Webhooks = webhooks.Handlers{Service: webhooks.New(webhooks.Deps{
		LocalWebhooks: s.LocalWebhooks, Now: s.now,
		Journal: s.Journal, Access: s.Access, Pages: s.Pages, Outbox: s.Outbox.Service,
		Feed: s.Feed.Service,
		Docs: webhooks.Docs{Webhooks: d.webhooks},
	})}
	s.Robots = robots.Handlers{Service: robots.New(robots.Deps{
		LocalWebhooks: s.LocalWebhooks, Now: s.now,
		Journal: s.Journal, Access: s.Access, Pages: s.Pages, Outbox: s.Outbox.Service,
		Docs: robots.Docs{Robots: d.robots},
	})}
	s.Notifications = notifications.Handlers{Service: notifications.New(notifications.Deps{
		Calendar: s.Settings.Calendar, DigestHour: s.DigestHour, Mail: s.Mail, Log: s.log,
		Now:    s.now,
		Secret: s.Secret.Derive, Site: s.site,
		Journal: s.Journal, Pages: s.Pages, Outbox: s.Outbox.Service, Settings: s.Settings.Service,
		Outcomes: s.Outcomes.Service, Consultations: s.Consultations.Service,
		Robots: s.Robots.Service,
		Docs: notifications.Docs{
			Amendments: d.amendments, Appeals: d.appeals, Audits: d.audits, Bulletins: d.bulletins,
			Campaigns: d.campaigns, Consultations: d.consultations, Contacts: d.contacts,
			Events: d.events, Feedback: d.feedback, HandIns: d.handIns,
			Notifications: d.notifications,
			Outbox:        d.outbox, Outcomes: d.outcomes, Proposals: d.proposals, Readers: d.readers,
			Rectifications: d.rectifications, Robots: d.robots, Trainings: d.trainings,
			Users: d.users,
		},
	})}
}
