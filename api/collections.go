package api

import (
	"context"
	"errors"
	"strconv"

	"hallmark/api/store"
	"hallmark/checklists"
)

// collections are the documents of an installation.
type collections struct {
	users    store.Collection[User]
	sessions store.Collection[Session]
	events   store.Collection[Event]
	editions store.Collection[EditionDocument]
	halls    store.Collection[checklists.Hall]
	audits   store.Collection[checklists.Audit]
	reports  store.Collection[IssuedReport]
	evidence store.Collection[EvidenceLink]
	replies  store.Collection[SavedReply]

	amendments     store.Collection[AmendmentDocument]
	outcomes       store.Collection[checklists.Outcome]
	rectifications store.Collection[checklists.Rectification]
	appeals        store.Collection[checklists.Appeal]
	campaigns      store.Collection[checklists.Campaign]
	draws          store.Collection[checklists.DrawPart]
	drafts         store.Collection[DraftDocument]
	feed           store.Collection[FeedEntry]
	webhooks       store.Collection[Webhook]
	outbox         store.Collection[Delivery]
	proposals      store.Collection[Proposal]
	consultations  store.Collection[Consultation]
	comments       store.Collection[Comment]

	feedback          store.Collection[checklists.Feedback]
	trainings         store.Collection[checklists.Training]
	bulletins         store.Collection[checklists.Bulletin]
	bulletinRegisters store.Collection[checklists.BulletinRegister]
	settings          store.Collection[checklists.Settings]
	phoneForms        store.Collection[checklists.PhoneForm]

	// What pages of many halls need, kept as long as it holds good.
	outcomeHeads       *store.Kept[checklists.Outcome, checklists.Outcome] // without clauses
	outcomeRates       *store.Kept[checklists.Outcome, []checklists.ClauseRate]
	rectificationHeads *store.Kept[checklists.Rectification, checklists.Rectification] // without texts and steps

	notifications store.Collection[Notification]
	readers       store.Collection[LogReader]
	contacts      store.Collection[Contact]
	robots        store.Collection[Robot]
	archives      store.Collection[Archive]
}

// cachedAudits is how many decoded audits are kept, so that saving one answer reads nothing: those
// that are under way in a province at one time. A full one takes some 140 KB.
const cachedAudits = 512

// How much is kept: the heads of a year of a province, some 2 KB each, and the rates of its largest
// campaigns, some 7 KB each.
const (
	keptHeads = 20_000
	keptRates = 4_000
)

func openCollections(ctx context.Context, e store.Engine) (collections, error) {
	var c collections
	audits, err := store.Open(ctx, e, auditSchema)
	c.audits = store.Cached(audits, cachedAudits, auditSchema)
	err = errors.Join(err,
		open(ctx, e, userSchema, &c.users),
		open(ctx, e, sessionSchema, &c.sessions),
		open(ctx, e, eventSchema, &c.events),
		open(ctx, e, editionSchema, &c.editions),
		open(ctx, e, hallSchema, &c.halls),
		open(ctx, e, reportSchema, &c.reports),
		open(ctx, e, evidenceSchema, &c.evidence),
		open(ctx, e, replySchema, &c.replies),
		open(ctx, e, amendmentSchema, &c.amendments),
		open(ctx, e, outcomeSchema, &c.outcomes),
		open(ctx, e, rectificationSchema, &c.rectifications),
		open(ctx, e, appealSchema, &c.appeals),
		open(ctx, e, campaignSchema, &c.campaigns),
		open(ctx, e, drawPartSchema, &c.draws),
		open(ctx, e, draftSchema, &c.drafts),
		open(ctx, e, feedSchema, &c.feed),
		open(ctx, e, webhookSchema, &c.webhooks),
		open(ctx, e, deliverySchema, &c.outbox),
		open(ctx, e, proposalSchema, &c.proposals),
		open(ctx, e, consultationSchema, &c.consultations),
		open(ctx, e, commentSchema, &c.comments),
		open(ctx, e, feedbackSchema, &c.feedback),
		open(ctx, e, trainingSchema, &c.trainings),
		open(ctx, e, bulletinSchema, &c.bulletins),
		open(ctx, e, bulletinRegisterSchema, &c.bulletinRegisters),
		open(ctx, e, settingsSchema, &c.settings),
		open(ctx, e, phoneFormSchema, &c.phoneForms),
		open(ctx, e, notificationSchema, &c.notifications),
		open(ctx, e, logReaderSchema, &c.readers),
		open(ctx, e, contactSchema, &c.contacts),
		open(ctx, e, robotSchema, &c.robots),
		open(ctx, e, archiveSchema, &c.archives),
	)
	c.outcomeHeads = store.Keep(c.outcomes, outcomeSchema, keptHeads, true, outcomeHead)
	c.outcomeRates = store.Keep(c.outcomes, outcomeSchema, keptRates, false,
		func(o checklists.Outcome) []checklists.ClauseRate { return o.Rates() })
	c.rectificationHeads = store.Keep(c.rectifications, rectificationSchema, keptHeads, true,
		rectificationHead)
	return c, err
}

func open[T any](ctx context.Context, e store.Engine, s store.Schema[T],
	c *store.Collection[T],
) (err error) {
	*c, err = store.Open(ctx, e, s)
	return err
}

func key[T any](read func(T) string) func(T) []string {
	return func(doc T) []string {
		if v := read(doc); v != "" {
			return []string{v}
		}
		return nil
	}
}

func timeKey(t checklists.Time) string {
	b, _ := t.MarshalText() // never fails
	return string(b)
}

func never[T any](T) int { return 0 }

var auditSchema = store.Schema[checklists.Audit]{
	Name:     "audits",
	ID:       func(a checklists.Audit) string { return string(a.ID) },
	Revision: func(a checklists.Audit) int { return a.Revision },
	Keys: map[string]func(checklists.Audit) []string{
		"hall":     key(func(a checklists.Audit) string { return string(a.Hall) }),
		"campaign": key(func(a checklists.Audit) string { return a.Campaign }),
		"state":    key(func(a checklists.Audit) string { return string(a.State) }),
		"started":  key(func(a checklists.Audit) string { return timeKey(a.StartedAt) }),
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
	},
}

var userSchema = store.Schema[User]{
	Name:     "users",
	ID:       func(u User) string { return string(u.Username) },
	Revision: func(u User) int { return u.Revision },
	Keys:     map[string]func(User) []string{"hall": key(func(u User) string { return string(u.Hall) })},
	Indexes:  []store.Index{{}, {Equal: []string{"hall"}}},
}

var sessionSchema = store.Schema[Session]{
	Name:     "sessions",
	ID:       func(s Session) string { return s.ID },
	Revision: never[Session],
	Keys: map[string]func(Session) []string{
		"user":    key(func(s Session) string { return string(s.Username) }),
		"expires": key(func(s Session) string { return timeKey(s.Expires) }),
	},
	Indexes: []store.Index{{Equal: []string{"user"}}, {Order: "expires"}},
}

var eventSchema = store.Schema[Event]{
	Name:     "events",
	ID:       func(e Event) string { return e.ID },
	Revision: never[Event],
	Keys:     map[string]func(Event) []string{"subject": key(func(e Event) string { return e.Subject })},
	Indexes:  []store.Index{{}, {Equal: []string{"subject"}}},
}

var editionSchema = store.Schema[EditionDocument]{
	Name:     "editions",
	ID:       func(e EditionDocument) string { return string(e.ID) },
	Revision: func(e EditionDocument) int { return e.Revision },
	Keys: map[string]func(EditionDocument) []string{
		"effective": key(func(e EditionDocument) string { return e.Effective }),
	},
	Indexes: []store.Index{{Order: "effective"}},
	Bulky:   []string{"document"},
}

var amendmentSchema = store.Schema[AmendmentDocument]{
	Name:     "amendments",
	ID:       func(d AmendmentDocument) string { return string(d.ID) },
	Revision: func(d AmendmentDocument) int { return d.Revision },
	Keys: map[string]func(AmendmentDocument) []string{
		"base":    key(func(d AmendmentDocument) string { return string(d.Base) }),
		"updated": key(func(d AmendmentDocument) string { return timeKey(d.Updated) }),
	},
	Indexes: []store.Index{{Order: "updated"}, {Equal: []string{"base"}}},
	Bulky:   []string{"document"},
}

var draftSchema = store.Schema[DraftDocument]{
	Name:     "drafts",
	ID:       func(d DraftDocument) string { return d.ID },
	Revision: func(d DraftDocument) int { return d.Revision },
	Keys: map[string]func(DraftDocument) []string{
		"updated": key(func(d DraftDocument) string { return timeKey(d.Updated) }),
	},
	Indexes: []store.Index{{Order: "updated"}},
	Bulky:   []string{"document", "touches"},
}

var hallSchema = store.Schema[checklists.Hall]{
	Name:     "halls",
	ID:       func(h checklists.Hall) string { return string(h.ID) },
	Revision: func(h checklists.Hall) int { return h.Revision },
	Keys: map[string]func(checklists.Hall) []string{
		"tier":    key(func(h checklists.Hall) string { return h.Tier.String() }),
		"area":    key(func(h checklists.Hall) string { return h.Area }),
		"changed": key(func(h checklists.Hall) string { return timeKey(h.Changed) }),
	},
	Indexes: []store.Index{{}, {Equal: []string{"tier"}}, {Order: "area"}, {Order: "changed"}},
	Bulky:   []string{"address", "phone", "hours", "duties", "facilities", "notes", "measurements"},
}

var reportSchema = store.Schema[IssuedReport]{
	Name:     "reports",
	ID:       func(r IssuedReport) string { return r.Code },
	Revision: never[IssuedReport],
	Keys: map[string]func(IssuedReport) []string{
		"audit":    key(func(r IssuedReport) string { return string(r.Audit) }),
		"revision": key(func(r IssuedReport) string { return strconv.Itoa(1e9 + r.AuditRevision) }),
	},
	Indexes: []store.Index{{Equal: []string{"audit"}, Order: "revision"}},
}

var evidenceSchema = store.Schema[EvidenceLink]{
	Name:     "evidence",
	ID:       func(l EvidenceLink) string { return l.ID },
	Revision: never[EvidenceLink],
	Keys: map[string]func(EvidenceLink) []string{
		"digest": key(func(l EvidenceLink) string { return string(l.SHA256) }),
	},
	Indexes: []store.Index{{Equal: []string{"digest"}}},
}

var replySchema = store.Schema[SavedReply]{
	Name:     "replies",
	ID:       func(r SavedReply) string { return r.ID },
	Revision: func(r SavedReply) int { return r.Revision },
	Keys: map[string]func(SavedReply) []string{
		"at": key(func(r SavedReply) string { return timeKey(r.At) }),
	},
	Indexes: []store.Index{{Order: "at"}},
}

// replaceOnly stores the next revision of a document of which there is one only; before is the
// revision that it had, 0 for the first. Who comes second gets [store.ErrConflict].
func replaceOnly[T any](ctx context.Context, c store.Collection[T], doc T, before int) error {
	if before > 0 {
		return c.Replace(ctx, doc, before)
	}
	err := c.Insert(ctx, doc)
	if errors.Is(err, store.ErrExists) {
		return store.ErrConflict
	}
	return err
}
