package amendments

import (
	"context"
	"errors"
	"slices"

	"hallmark/api/access"
	"hallmark/api/follow"
	"hallmark/api/journal"
	"hallmark/api/store"
	"hallmark/api/wire"
	"hallmark/checklists"
	"hallmark/standard"
	"hallmark/standard/message"
)

// SheetLimit is how large an amendment sheet may be, in bytes.
const SheetLimit = standard.MaxSource

// AmendmentStateKey is the key in the catalogue for what people call a state.
func AmendmentStateKey(state AmendmentState) message.Key {
	return message.Key("amendment.state-" + string(state))
}

// amendmentOf loads the amendment of a request's path.
func (s *Service) amendmentOf(ctx context.Context, id string) (*AmendmentDocument, error) {
	d, err := s.Docs.Amendments.Get(ctx, id)
	return &d, err
}

// ProposeAmendment stores a sheet for approval, after a trial of applying it. By is the person who
// hands it in, from its origin ("import", "draft/<id>"), editors are the others who worked on it.
// The same sheet again is harmless; another one for the same edition takes the place of one that
// was rejected or withdrawn. It returns a *[standard.ApplyError] for a sheet that does not fit.
func (s *Service) ProposeAmendment(ctx context.Context, by checklists.Username,
	a *standard.Amendment, from string, editors ...checklists.Username,
) (AmendmentDocument, error) {
	p, err := s.Proposal(ctx, by, a, from, editors...)
	if err == nil && !p.Made {
		err = s.Propose(ctx, &p)
	}
	return p.Amendment, err
}

// Proposal is a sheet that is handed in for approval. Made says that it was handed in before.
type Proposal struct {
	Amendment AmendmentDocument `json:"amendment"`
	Before    standard.Digest   `json:"before"` // of the sheet whose place it takes
	Made      bool              `json:"-"`
}

// Proposal is what [Service.ProposeAmendment] stores, or the refusal; nothing is stored.
func (s *Service) Proposal(ctx context.Context, by checklists.Username, a *standard.Amendment,
	from string, editors ...checklists.Username,
) (p Proposal, err error) {
	if err := s.notApplied(ctx, a); err != nil {
		return p, err
	}
	if _, _, err := s.applied(ctx, a, standard.Apply); err != nil {
		return p, err
	}
	user, err := s.Docs.Users.Get(ctx, string(by))
	if err != nil {
		return p, err
	}
	d, err := newAmendment(a, from, append(slices.Clone(editors), by))
	if err != nil {
		return p, err
	}
	have, err := s.Docs.Amendments.Get(ctx, string(d.ID))
	switch {
	case errors.Is(err, store.ErrNotFound):
	case err != nil:
		return p, err
	case have.Digest == d.Digest && have.State != AmendmentRejected &&
		have.State != AmendmentWithdrawn:
		return Proposal{Amendment: have, Made: true}, nil
	default:
		d.replaces(&have)
	}
	err = d.step(AmendmentProposed, &user, s.Now(), "")
	return Proposal{Amendment: d, Before: have.Digest}, err
}

// Propose stores a proposal. To do so again is harmless. It returns [store.ErrConflict] when another
// sheet for the same edition has come first.
func (s *Service) Propose(ctx context.Context, p *Proposal) error {
	d := &p.Amendment
	n := len(d.Steps)
	last := d.Steps[n-1]
	have, err := s.Docs.Amendments.Get(ctx, string(d.ID))
	switch {
	case err == nil && len(have.Steps) >= n && have.Steps[n-1] == last:
		return nil // by an earlier try
	case err != nil && !errors.Is(err, store.ErrNotFound):
		return err
	}
	event, err := s.noteAmendment(ctx, d, last.By, p.Before)
	if err != nil {
		return err
	}
	if d.Revision > 1 {
		return follow.Replace(ctx, s.Journal.Steps, s.Docs.Amendments, *d, d.Revision-1, event...)
	}
	err = follow.Insert(ctx, s.Journal.Steps, s.Docs.Amendments, *d, event...)
	if errors.Is(err, store.ErrExists) {
		return store.ErrConflict
	}
	return err
}

// noteAmendment appends the last step to the event log.
func (s *Service) noteAmendment(ctx context.Context, d *AmendmentDocument, by checklists.Username,
	before standard.Digest,
) ([]store.Follow, error) {
	return s.Journal.Follows(ctx, journal.Event{Actor: by, Action: "amendment-" + string(d.State),
		Subject: "amendment/" + string(d.ID), Label: d.Title, Before: before, After: d.Digest,
		Revision: d.Revision})
}

// notApplied refuses a sheet whose edition exists already, and a sheet to an edition that another
// sheet has amended.
func (s *Service) notApplied(ctx context.Context, a *standard.Amendment) error {
	_, err := s.Docs.Editions.Get(ctx, string(a.Sheet.ResultEdition))
	if err == nil {
		return &standard.ApplyError{Path: "amendment.id", Code: "apply-twice",
			Args: []any{a.Sheet.ID}}
	}
	if !errors.Is(err, store.ErrNotFound) {
		return err
	}
	q := store.Query{Equal: map[string]string{"base": string(a.Sheet.BaseEdition)}, Brief: true}
	for other, err := range s.Docs.Amendments.Find(ctx, q) {
		if err != nil {
			return err
		}
		if other.State == AmendmentPublished && other.ID != a.Sheet.ResultEdition {
			return wire.InvalidField("amendment.base_edition", "amendment-base", a.Sheet.BaseEdition,
				other.ID)
		}
	}
	return nil
}

// applied returns the edition that a sheet amends and the one that results; apply is
// [standard.Apply] for a sheet that enters and [standard.ApplyStored] for one that is stored.
func (s *Service) applied(ctx context.Context, a *standard.Amendment,
	apply func(*standard.Edition, *standard.Amendment) (*standard.Edition, error)) (
	before, after *standard.Edition, err error,
) {
	before, err = s.Editions.Edition(ctx, a.Sheet.BaseEdition)
	if errors.Is(err, store.ErrNotFound) {
		return nil, nil, wire.InvalidField("amendment.base_edition", "edition", a.Sheet.BaseEdition)
	}
	if err != nil {
		return nil, nil, err
	}
	after, err = apply(before, a)
	return before, after, err
}

type amendmentStepper = access.Stepper[*AmendmentDocument]

// DecideAmendment approves, rejects or takes back.
func (s *Service) DecideAmendment(to AmendmentState) amendmentStepper {
	return func(ctx context.Context, caller access.Caller, id string, in wire.StepRequest) (
		*AmendmentDocument, error,
	) {
		return s.updateAmendment(ctx, caller, id, in, func(d *AmendmentDocument) error {
			return d.step(to, caller.User, s.Now(), in.Comment)
		})
	}
}

// updateAmendment loads the amendment of the path, changes it, notes the event, and saves. A change
// that leaves the revision alone saves nothing.
func (s *Service) updateAmendment(ctx context.Context, caller access.Caller, id string,
	in wire.StepRequest,
	change func(*AmendmentDocument) error, more ...store.Follow,
) (*AmendmentDocument, error) {
	d, err := follow.Update(ctx, s.Journal.Steps, s.Docs.Amendments, id,
		func(d *AmendmentDocument) ([]store.Follow, error) {
			revision := d.Revision
			if in.Revision != 0 && in.Revision != revision && d.State != AmendmentPublished {
				return nil, store.ErrConflict
			}
			if err := change(d); err != nil || d.Revision == revision {
				return nil, err
			}
			event, err := s.noteAmendment(ctx, d, caller.User.Username, d.Digest)
			return append(event, more...), err
		})
	return &d, err
}

// publishKind is the kind of the step of a published sheet that publishes the edition.
const publishKind = "publish"

func (s *Service) publishByStep(ctx context.Context, id, _ string) error {
	d, err := s.Docs.Amendments.Get(ctx, id)
	if err != nil {
		return err
	}
	a, err := d.parse()
	if err != nil {
		return follow.Never(err)
	}
	_, next, err := s.applied(ctx, a, standard.ApplyStored)
	if err != nil {
		return err
	}
	return s.publishEdition(ctx, &d, next)
}

// publishEdition stores and announces the edition that results from a published sheet, and tells the
// consultation about it. It is harmless to repeat.
func (s *Service) publishEdition(ctx context.Context, d *AmendmentDocument,
	next *standard.Edition,
) error {
	if err := s.Feed.PublishEdition(ctx, d.Published().By, next); err != nil {
		return err
	}
	return s.SettleConsultation(ctx, d.Published().By, d)
}

// PublishAmendment signs the sheet in the approver's name and publishes the edition that results.
// No audit is looked at or altered. The edition is a step that follows from the document; asking
// again finishes what broke off, and later changes nothing.
func (s *Service) PublishAmendment(ctx context.Context, caller access.Caller, id string,
	in wire.StepRequest,
) (*AmendmentDocument, error) {
	user := caller.User
	var next *standard.Edition
	publish, err := follow.Step(publishKind, follow.Data+1, id)
	if err != nil {
		return nil, err
	}
	d, err := s.updateAmendment(ctx, caller, id, in, func(d *AmendmentDocument) error {
		a, err := d.parse()
		if err != nil {
			return err
		}
		before, after, err := s.applied(ctx, a, standard.ApplyStored)
		if err != nil {
			return err
		}
		if next = after; d.State == AmendmentPublished {
			return nil
		}
		if err := s.notApplied(ctx, a); err != nil {
			return err
		}
		if err := d.step(AmendmentPublished, user, s.Now(), in.Comment); err != nil {
			return err
		}
		signed := d.Published()
		signed.Before, signed.After = before.Digest(), after.Digest()
		return nil
	}, publish)
	if err != nil {
		return nil, err
	}
	return d, s.publishEdition(ctx, d, next)
}

// GradesBetween returns the grades that published sheets give to the changes from one edition to
// another; none where sheets do not lead there.
func (s *Service) GradesBetween(ctx context.Context, from, to standard.EditionID) (
	checklists.Grades, error,
) {
	grades := checklists.Grades{}
	for to != from {
		d, err := s.Docs.Amendments.Get(ctx, string(to))
		if errors.Is(err, store.ErrNotFound) {
			return checklists.Grades{}, nil
		}
		if err != nil {
			return nil, err
		}
		a, err := d.parse()
		if err != nil {
			return nil, err
		}
		grades.Before(a.Grades())
		to = d.Base
	}
	return grades, nil
}

// Consolidated follows the amendments of an edition back to the one that was published first: that
// edition (nil when id is it) and the sheets in their order.
func (s *Service) Consolidated(ctx context.Context, id standard.EditionID) (
	base *standard.Edition, sheets []*standard.Amendment, err error,
) {
	for {
		d, err := s.Docs.Amendments.Get(ctx, string(id))
		if errors.Is(err, store.ErrNotFound) {
			return base, sheets, nil
		}
		if err != nil {
			return nil, nil, err
		}
		a, err := d.parse()
		if err != nil {
			return nil, nil, err
		}
		id, sheets = d.Base, append([]*standard.Amendment{a}, sheets...)
		if base, err = s.Editions.Edition(ctx, id); err != nil {
			return nil, nil, err
		}
	}
}
