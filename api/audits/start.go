package audits

import (
	"context"
	"time"

	"hallmark/api/store"
	"hallmark/api/wire"
	"hallmark/checklists"
	"hallmark/standard"
)

// How far from now a device may say that an audit has started.
const (
	maxStartAhead  = 5 * time.Minute
	maxStartAge    = 30 * 24 * time.Hour
	maxFormerAge   = 14 * 24 * time.Hour // on an edition that is not in force any more
	maxOnlineDelay = 2 * time.Minute     // what arrives later was started without a network
)

// startOf returns when an audit starts and the edition that it is sealed to: the one in force at
// its start, for what began before an amendment took effect goes on with the edition before
// (rules_for_software of domain/amendment-XG1.yaml). Beyond two weeks back a device's word is not
// enough for a former edition.
func (s *Service) startOf(ctx context.Context, in *AuditRequest) (
	time.Time, *standard.Edition, error,
) {
	now := s.Now()
	at, err := in.StartTime(now)
	if err != nil {
		return at, nil, err
	}
	current, err := s.Editions.EditionInForce(ctx, now)
	if err != nil {
		return at, nil, err
	}
	e, err := s.editionAt(ctx, at, in.Edition)
	switch {
	case err != nil:
		return at, nil, err
	case in.Edition != "" && in.Edition != e.ID():
		return at, nil, wire.InvalidField("edition", "edition-in-force", in.Edition, e.ID())
	case e.ID() != current.ID() && at.Before(now.Add(-maxFormerAge)):
		return at, nil, wire.InvalidField("startedAt", "former-edition", int(maxFormerAge.Hours()/24),
			e.ID())
	}
	return at, e, nil
}

// StartTime returns when an audit starts by the device's clock.
func (in *AuditRequest) StartTime(now time.Time) (time.Time, error) {
	at := in.StartedAt.Time
	switch {
	case at.IsZero():
		return now, nil
	case at.After(now.Add(maxStartAhead)):
		return at, wire.InvalidField("startedAt", "future", int(maxStartAhead.Minutes()))
	case at.Before(now.Add(-maxStartAge)):
		return at, wire.InvalidField("startedAt", "too-old", int(maxStartAge.Hours()/24))
	}
	return at, nil
}

// editionAt is the edition that was in force at an instant. An edition that was published after
// its effective date came into force when it was published; a device that names the one before
// (asked) and began earlier is right.
func (s *Service) editionAt(ctx context.Context, at time.Time, asked standard.EditionID) (
	*standard.Edition, error,
) {
	e, err := s.Editions.EditionInForce(ctx, at)
	if err != nil || asked == "" || asked == e.ID() {
		return e, err
	}
	tomorrow := at.In(checklists.HallZone).AddDate(0, 0, 1).Format(time.DateOnly)
	q := store.Query{Order: "effective", To: tomorrow, Descending: true, Brief: true}
	for doc, err := range s.Docs.Editions.Find(ctx, q) {
		if err != nil {
			return nil, err
		}
		if doc.Status != standard.Published {
			continue
		}
		published, err := s.publishedAt(ctx, doc.ID)
		if err != nil {
			return nil, err
		}
		if !published.After(at) {
			return s.Editions.Edition(ctx, doc.ID)
		}
	}
	return e, nil
}

// publishedAt is the time at which an edition was published here, by the event log; the zero time
// where the log has no such event.
func (s *Service) publishedAt(ctx context.Context, id standard.EditionID) (time.Time, error) {
	first := time.Time{}
	q := store.Query{Equal: map[string]string{"subject": "edition/" + string(id)}}
	for event, err := range s.Docs.Events.Find(ctx, q) {
		if err != nil {
			return first, err
		}
		if event.Action == "edition-published" {
			return event.At.Time, nil
		}
	}
	return first, nil
}
