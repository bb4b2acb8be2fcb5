package api

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"hash"
	"slices"
	"strings"

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
	"hallmark/api/keys"
	"hallmark/api/notifications"
	"hallmark/api/outbox"
	"hallmark/api/outcomes/stored"
	"hallmark/api/papers"
	"hallmark/api/phone"
	"hallmark/api/register"
	"hallmark/api/reports"
	"hallmark/api/robots"
	"hallmark/api/settings"
	"hallmark/api/store"
	"hallmark/api/takeover"
	"hallmark/api/trainings"
	"hallmark/api/webhooks"
	"hallmark/standard"
)

// Installation is everything that an installation stores: documents and photographs.
type Installation struct {
	Engine store.Engine
	Blobs  store.Blobs
}

// Inventory is what an installation stores, by the name of the collection: how many documents, and
// the SHA-256 over their RFC 8785 forms in the order of their IDs. The forms are made of what is
// stored, not of what this program reads in it. Two installations with equal inventories store the
// same. Sessions and saved replies are not part of it; the open steps of the documents are.
type Inventory map[string]Holding

// Holding is one line of an [Inventory]. The digest of the photographs is over their names; the
// name of a photograph is the digest of its bytes.
type Holding struct {
	Count  int             `json:"count"`
	Digest standard.Digest `json:"digest"`
}

// The names of the blobs and of the open steps in an inventory and in a backup.
const (
	photographs = "photographs"
	openSteps   = "steps"
)

// ErrNotEmpty says that there are documents already in the target of a copy or a restore.
var ErrNotEmpty = errors.New("the target is not empty")

// part is a collection as bytes of JSON: read gives each document to a function as it is stored, in
// its RFC 8785 form, changes nothing, and returns the steps that follow from the documents; add opens
// the collection and returns a function that stores a document as it was read.
type part struct {
	name string
	read func(context.Context, store.Snapshot, func([]byte) error) ([]store.Step, error)
	add  func(context.Context, store.Engine) (func([]byte) error, error)
}

// parts lists the collections that are copied. In their order, no document names one that is copied
// after it.
func parts() []part {
	return []part{
		partOf(keys.Schema),
		partOf(keys.SecretSchema),
		partOf(editions.EditionSchema),
		partOf(amendments.AmendmentSchema),
		partOf(register.HallSchema),
		partOf(register.ImportSchema),
		partOf(access.UserSchema),
		partOf(audits.AuditSchema),
		partOf(evidence.EvidenceSchema),
		partOf(takeover.HandInSchema),
		partOf(reports.ReportSchema),
		partOf(papers.Schema),
		partOf(stored.OutcomeSchema),
		partOf(stored.RectificationSchema),
		partOf(stored.AppealSchema),
		partOf(campaigns.DrawPartSchema),
		partOf(campaigns.CampaignSchema),
		partOf(drafts.DraftSchema),
		partOf(boards.ProposalSchema),
		partOf(consultations.ConsultationSchema),
		partOf(consultations.CommentSchema),
		partOf(feedback.FeedbackSchema),
		partOf(trainings.TrainingSchema),
		partOf(aids.Schema),
		partOf(bulletins.BulletinSchema),
		partOf(bulletins.BulletinRegisterSchema),
		partOf(settings.SettingsSchema),
		partOf(settings.CalendarSchema),
		partOf(phone.PhoneFormSchema),
		partOf(notifications.NotificationSchema),
		partOf(notifications.LogReaderSchema),
		partOf(notifications.ContactSchema),
		partOf(robots.RobotSchema),
		partOf(feed.FeedSchema),
		partOf(webhooks.WebhookSchema),
		partOf(outbox.DeliverySchema),
		partOf(journal.EventSchema),
		partOf(journal.ParticularSchema),
	}
}

func partOf[T any](schema store.Schema[T]) part {
	read := func(ctx context.Context, from store.Snapshot, each func([]byte) error) (
		open []store.Step, err error,
	) {
		for r, err := range store.Records(ctx, from, schema) {
			if err != nil {
				return nil, err
			}
			b, err := standard.AppendCanonical(make([]byte, 0, len(r.JSON)), r.JSON)
			if err != nil {
				return nil, fmt.Errorf("%s: %w", schema.Name, err)
			}
			if err := each(b); err != nil {
				return nil, err
			}
			open = append(open, r.Steps...)
		}
		return open, nil
	}
	add := func(ctx context.Context, e store.Engine) (func([]byte) error, error) {
		load, err := store.Load(ctx, e, schema)
		return func(b []byte) error { return load(b) }, err
	}
	return part{schema.Name, read, add}
}

// Take makes the inventory of an installation. It reads every photograph; one that was altered is
// an error.
func Take(ctx context.Context, from Installation) (Inventory, error) {
	return from.pour(ctx, func(string) (func([]byte) error, error) {
		return func([]byte) error { return nil }, nil
	}, func(string, []byte) error { return nil })
}

// pour reads an installation: for each part it opens an outlet by its name and gives it the lines of
// the part, and it gives every photograph to another. The parts are read in the reverse of their
// order, so that what a document names is read after it and is there, also where the engine cannot
// read all of one instant while others write. What is decided and settled between the reading of two
// parts such an engine may show in one of them alone; on SQLite it cannot happen.
func (from Installation) pour(ctx context.Context, open func(name string) (func([]byte) error, error),
	photograph func(name string, b []byte) error,
) (inv Inventory, err error) {
	source, err := from.Engine.Snapshot(ctx)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, source.Close()) }()
	inv = Inventory{}
	fill := func(name string, read func(each func([]byte) error) error) error {
		out, err := open(name)
		if err != nil {
			return err
		}
		tally := newTally()
		err = read(func(b []byte) error { return errors.Join(out(b), tally.add(b)) })
		inv[name] = tally.holding()
		return err
	}
	var steps []store.Step
	for _, p := range slices.Backward(parts()) {
		err := fill(p.name, func(each func([]byte) error) error {
			open, err := p.read(ctx, source, each)
			steps = append(steps, open...)
			return err
		})
		if err != nil {
			return nil, fmt.Errorf("%s: %w", p.name, err)
		}
	}
	if err := fill(openSteps, func(each func([]byte) error) error {
		return eachStep(steps, each)
	}); err != nil {
		return nil, fmt.Errorf("%s: %w", openSteps, err)
	}
	tally := newTally()
	err = from.eachPhotograph(ctx, source, func(name string, b []byte) error {
		return errors.Join(photograph(name, b), tally.add([]byte(name)))
	})
	inv[photographs] = tally.holding()
	return inv, err
}

// eachStep gives each step as a line of JSON, in the order of the names of the collections.
func eachStep(steps []store.Step, each func([]byte) error) error {
	slices.SortStableFunc(steps, func(a, b store.Step) int {
		return strings.Compare(a.Collection, b.Collection)
	})
	for i := range steps {
		b, err := standard.Canonical(steps[i])
		if err != nil {
			return err
		}
		if err := each(b); err != nil {
			return err
		}
	}
	return nil
}

// putStep stores a step as [eachStep] has written it.
func (to Installation) putStep(ctx context.Context) func([]byte) error {
	return func(b []byte) error {
		var step store.Step
		err := json.Unmarshal(b, &step)
		if err == nil && !slices.ContainsFunc(parts(),
			func(p part) bool { return p.name == step.Collection }) {
			err = fmt.Errorf("%w: a step of %s", ErrBackup, step.Collection)
		}
		if err == nil {
			err = to.Engine.PutStep(ctx, step)
		}
		return err
	}
}

type tally struct {
	sum   hash.Hash
	count int
}

func newTally() *tally { return &tally{sum: sha256.New()} }

func (t *tally) add(b []byte) error {
	t.count++
	t.sum.Write(b)
	t.sum.Write([]byte{'\n'})
	return nil
}

func (t *tally) holding() Holding {
	return Holding{t.count, standard.Digest(hex.EncodeToString(t.sum.Sum(nil)))}
}

// eachPhotograph reads every stored photograph once, in the order of the digests of the uploads.
func (from Installation) eachPhotograph(ctx context.Context, source store.Snapshot,
	each func(string, []byte) error,
) error {
	done := map[standard.Digest]bool{}
	for r, err := range store.Records(ctx, source, evidence.EvidenceSchema) {
		var link evidence.Link
		if err == nil {
			err = json.Unmarshal(r.JSON, &link)
		}
		if err != nil {
			return err
		}
		if link.Stored == "" || done[link.Stored] {
			continue
		}
		done[link.Stored] = true
		b, err := from.Blobs.Get(ctx, string(link.Stored))
		if err != nil {
			return fmt.Errorf("photograph %s: %w", link.Stored, err)
		}
		if err := each(string(link.Stored), b); err != nil {
			return err
		}
	}
	return nil
}

func (to Installation) mustBeEmpty(ctx context.Context) (err error) {
	source, err := to.Engine.Snapshot(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, source.Close()) }()
	for _, p := range parts() {
		_, err := p.read(ctx, source, func([]byte) error { return ErrNotEmpty })
		if err != nil {
			return err
		}
	}
	return nil
}

// Empty reports whether an installation stores nothing.
func (to Installation) Empty(ctx context.Context) (bool, error) {
	err := to.mustBeEmpty(ctx)
	if errors.Is(err, ErrNotEmpty) {
		return false, nil
	}
	return err == nil, err
}

// Copy copies an installation into an empty one and proves it by both inventories. It returns
// ErrNotEmpty, or an error that says what differs.
func Copy(ctx context.Context, from, to Installation) (Inventory, error) {
	if err := to.mustBeEmpty(ctx); err != nil {
		return nil, err
	}
	insert := map[string]func([]byte) error{openSteps: to.putStep(ctx)}
	for _, p := range parts() {
		var err error
		if insert[p.name], err = p.add(ctx, to.Engine); err != nil {
			return nil, err
		}
	}
	want, err := from.pour(ctx, func(name string) (func([]byte) error, error) {
		return insert[name], nil
	}, func(name string, b []byte) error { return to.Blobs.Put(ctx, name, b) })
	if err != nil {
		return nil, err
	}
	return want, want.compare(ctx, to)
}

// compare returns an error if an installation stores something else than the inventory says.
func (inv Inventory) compare(ctx context.Context, to Installation) error {
	have, err := Take(ctx, to)
	if err != nil {
		return err
	}
	for name, held := range have {
		if want, some := inv[name]; held != want && (some || held.Count > 0) {
			return differs(name, held, want)
		}
	}
	return nil
}

func differs(name string, have, want Holding) error {
	return fmt.Errorf("%s: %d documents with digest %s, want %d with %s", name,
		have.Count, have.Digest.Short(), want.Count, want.Digest.Short())
}
