package api

import (
	"context"
	"errors"

	"hallmark/api/access"
	"hallmark/api/aids"
	"hallmark/api/amendments"
	"hallmark/api/audits"
	"hallmark/api/boards"
	"hallmark/api/bulletins"
	"hallmark/api/campaigns"
	"hallmark/api/consultations"
	"hallmark/api/drafts"
	"hallmark/api/editions"
	"hallmark/api/evidence"
	"hallmark/api/feed"
	"hallmark/api/feedback"
	"hallmark/api/journal"
	"hallmark/api/notifications"
	"hallmark/api/outbox"
	"hallmark/api/outcomes/stored"
	"hallmark/api/papers"
	"hallmark/api/phone"
	"hallmark/api/register"
	"hallmark/api/replies"
	"hallmark/api/reports"
	"hallmark/api/robots"
	"hallmark/api/settings"
	"hallmark/api/store"
	"hallmark/api/takeover"
	"hallmark/api/trainings"
	"hallmark/api/webhooks"
	"hallmark/checklists"
	"hallmark/checklists/bulletin"
	"hallmark/checklists/campaign"
)

// collections has every collection of an installation.
type collections struct {
	ofPeople
	ofStandard
	ofAudits
	ofHalls
	ofOthers
	replies store.Collection[replies.Reply]
}

// ofPeople has the collections about the people who work with the program.
type ofPeople struct {
	users         store.Collection[access.User]
	sessions      store.Collection[access.Session]
	guesses       store.Collection[access.Guess]
	marks         store.Collection[access.Mark]
	particulars   store.Collection[journal.Particular]
	events        store.Collection[journal.Event]
	settings      store.Collection[checklists.Settings]
	calendar      store.Collection[checklists.CalendarYear]
	notifications store.Collection[notifications.Notification]
	readers       store.Collection[notifications.LogReader]
	contacts      store.Collection[notifications.Contact]
}

// ofStandard has the collections about editions and how they are amended.
type ofStandard struct {
	editions      store.Collection[editions.EditionDocument]
	drafts        store.Collection[drafts.DraftDocument]
	amendments    store.Collection[amendments.AmendmentDocument]
	consultations store.Collection[consultations.Consultation]
	comments      store.Collection[consultations.Comment]
	proposals     store.Collection[boards.Proposal]
}

// ofAudits has the collections about audits and what follows from them.
type ofAudits struct {
	audits         store.Collection[checklists.Audit]
	evidence       store.Collection[evidence.Link]
	outcomes       store.Collection[checklists.Outcome]
	rectifications store.Collection[checklists.Rectification]
	appeals        store.Collection[checklists.Appeal]
	reports        store.Collection[reports.IssuedReport]
	archives       store.Collection[reports.Archive]
	papers         store.Collection[papers.Issue]
	handIns        store.Collection[takeover.HandIn]

	// What pages of many halls need, cached while valid.
	outcomeHeads       *store.Kept[checklists.Outcome, checklists.Outcome] // without clauses
	outcomeRates       *store.Kept[checklists.Outcome, []checklists.ClauseRate]
	rectificationHeads *store.Kept[checklists.Rectification, checklists.Rectification] // without texts and steps
}

// ofHalls has the collections about halls and what is planned and said of them.
type ofHalls struct {
	halls             store.Collection[checklists.Hall]
	imports           store.Collection[register.Import]
	campaigns         store.Collection[campaign.Campaign]
	draws             store.Collection[campaign.DrawPart]
	phoneForms        store.Collection[checklists.PhoneForm]
	feedback          store.Collection[checklists.Feedback]
	aids              store.Collection[aids.Document]
	trainings         store.Collection[checklists.Training]
	bulletins         store.Collection[bulletin.Bulletin]
	bulletinRegisters store.Collection[bulletin.Register]
}

// ofOthers has the collections about what is sent to other systems.
type ofOthers struct {
	feed     store.Collection[feed.Entry]
	outbox   store.Collection[outbox.Delivery]
	webhooks store.Collection[webhooks.Webhook]
	robots   store.Collection[robots.Robot]
}

// cachedAudits is how many decoded audits are cached, so that saving one answer reads nothing. So
// many are under way in a province at one time; a full one takes some 140 KB.
const cachedAudits = 512

// How much is cached: the summaries of a year's outcomes and rectifications in a province, some 2
// KB each, and the rates of its largest campaigns, some 7 KB each.
const (
	keptHeads = 20_000
	keptRates = 4_000
)

func openCollections(ctx context.Context, e store.Engine) (collections, error) {
	var c collections
	live, err := store.Open(ctx, e, audits.AuditSchema)
	c.audits = store.Cached(live, cachedAudits, audits.AuditSchema)
	err = errors.Join(err,
		open(ctx, e, access.UserSchema, &c.users),
		open(ctx, e, access.SessionSchema, &c.sessions),
		open(ctx, e, access.GuessSchema, &c.guesses),
		open(ctx, e, access.MarkSchema, &c.marks),
		open(ctx, e, journal.ParticularSchema, &c.particulars),
		open(ctx, e, journal.EventSchema, &c.events),
		open(ctx, e, editions.EditionSchema, &c.editions),
		open(ctx, e, register.HallSchema, &c.halls),
		open(ctx, e, register.ImportSchema, &c.imports),
		open(ctx, e, reports.ReportSchema, &c.reports),
		open(ctx, e, evidence.EvidenceSchema, &c.evidence),
		open(ctx, e, replies.Schema, &c.replies),
		open(ctx, e, amendments.AmendmentSchema, &c.amendments),
		open(ctx, e, stored.OutcomeSchema, &c.outcomes),
		open(ctx, e, stored.RectificationSchema, &c.rectifications),
		open(ctx, e, stored.AppealSchema, &c.appeals),
		open(ctx, e, campaigns.CampaignSchema, &c.campaigns),
		open(ctx, e, campaigns.DrawPartSchema, &c.draws),
		open(ctx, e, drafts.DraftSchema, &c.drafts),
		open(ctx, e, feed.FeedSchema, &c.feed),
		open(ctx, e, webhooks.WebhookSchema, &c.webhooks),
		open(ctx, e, outbox.DeliverySchema, &c.outbox),
		open(ctx, e, boards.ProposalSchema, &c.proposals),
		open(ctx, e, consultations.ConsultationSchema, &c.consultations),
		open(ctx, e, consultations.CommentSchema, &c.comments),
		open(ctx, e, feedback.FeedbackSchema, &c.feedback),
		open(ctx, e, trainings.TrainingSchema, &c.trainings),
		open(ctx, e, aids.Schema, &c.aids),
		open(ctx, e, bulletins.BulletinSchema, &c.bulletins),
		open(ctx, e, bulletins.BulletinRegisterSchema, &c.bulletinRegisters),
		open(ctx, e, settings.SettingsSchema, &c.settings),
		open(ctx, e, settings.CalendarSchema, &c.calendar),
		open(ctx, e, phone.PhoneFormSchema, &c.phoneForms),
		open(ctx, e, notifications.NotificationSchema, &c.notifications),
		open(ctx, e, notifications.LogReaderSchema, &c.readers),
		open(ctx, e, notifications.ContactSchema, &c.contacts),
		open(ctx, e, robots.RobotSchema, &c.robots),
		open(ctx, e, reports.ArchiveSchema, &c.archives),
		open(ctx, e, papers.Schema, &c.papers),
		open(ctx, e, takeover.HandInSchema, &c.handIns),
	)
	c.outcomeHeads = store.Keep(c.outcomes, stored.OutcomeSchema, keptHeads, true,
		stored.OutcomeHead)
	c.outcomeRates = store.Keep(c.outcomes, stored.OutcomeSchema, keptRates, false,
		func(o checklists.Outcome) []checklists.ClauseRate { return o.Rates() })
	c.rectificationHeads = store.Keep(c.rectifications, stored.RectificationSchema, keptHeads, true,
		stored.RectificationHead)
	return c, err
}

// Upgrade gives the data of an engine the form of this program: the number first, so that no older
// program opens what is half-way, then the keys and indexes of every collection. It may be broken
// off at any time and goes on when it is called again.
func Upgrade(ctx context.Context, e store.Engine) error {
	_, err := openCollections(ctx, e)
	return err
}

func open[T any](ctx context.Context, e store.Engine, s store.Schema[T],
	c *store.Collection[T],
) (err error) {
	*c, err = store.Open(ctx, e, s)
	return err
}
