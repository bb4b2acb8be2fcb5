package amendments

import (
	"context"
	"runtime"
	"slices"
	"sync"

	"hallmark/api/store"
	"hallmark/checklists"
	"hallmark/standard"
)

// dryRun shows what publishing a sheet would change.
type dryRun struct {
	Edition standard.EditionID `json:"edition"`
	Digest  standard.Digest    `json:"digest"` // of its clauses
	Impact  checklists.Impact  `json:"impact"`
}

// ImpactOf weighs a sheet on the day when it takes effect.
func (s *Service) ImpactOf(ctx context.Context, d *AmendmentDocument) (checklists.Impact, error) {
	a, err := d.parse()
	if err != nil {
		return checklists.Impact{}, err
	}
	before, after, err := s.applied(ctx, a, standard.ApplyStored)
	if err != nil {
		return checklists.Impact{}, err
	}
	w := checklists.Weighing{Before: before, After: after, Grades: a.Grades(), Day: a.Sheet.Effective}
	return s.weigh(ctx, w)
}

// weigh fills in the halls and weighs.
func (s *Service) weigh(ctx context.Context, w checklists.Weighing) (checklists.Impact, error) {
	halls, err := s.latestAudits(ctx)
	if err != nil {
		return checklists.Impact{}, err
	}
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	loaded, failed := s.load(ctx, halls)
	w.Holdings = func(yield func(checklists.Holding) bool) {
		for h := range loaded {
			if !yield(h) {
				return
			}
		}
	}
	impact, err := checklists.ImpactOf(w)
	if err != nil {
		return impact, err // nobody reads what is still loaded; stop ends it
	}
	return impact, failed()
}

// latestAudits finds, of every hall in service, the latest approved audit of the whole checklist,
// the running ones, and the findings that are not closed. Audits are read without their logs. A
// hall's check of itself is not counted.
func (s *Service) latestAudits(ctx context.Context) ([]checklists.Holding, error) {
	all, err := s.Register.Heads(ctx)
	if err != nil {
		return nil, err
	}
	var halls []checklists.Holding
	at := map[checklists.HallID]int{}
	for _, h := range all {
		if h.Status != checklists.Closed {
			at[h.ID] = len(halls)
			halls = append(halls, checklists.Holding{Hall: *h})
		}
	}
	q := store.Query{Order: "started", Descending: true, Brief: true}
	for a, err := range s.Docs.Audits.Find(ctx, q) {
		if err != nil {
			return nil, err
		}
		i, ok := at[a.Hall]
		switch done := a.State == checklists.Approved || a.State == checklists.Final; {
		case !ok || a.Kind == checklists.Self || a.State == checklists.Voided:
		case !done:
			halls[i].Open = append(halls[i].Open, &a)
		case done && !a.Partial() && halls[i].Last == nil && a.Tier == halls[i].Hall.Tier:
			halls[i].Last = &a
		}
	}
	return halls, s.openFindings(ctx, halls, at)
}

// openFindings adds what is still to be mended.
func (s *Service) openFindings(ctx context.Context, halls []checklists.Holding,
	at map[checklists.HallID]int,
) error {
	q := store.Query{Equal: map[string]string{"open": "true"}, Order: "due"}
	for r, err := range s.Docs.Rectifications.Find(ctx, q) {
		if err != nil {
			return err
		}
		if i, ok := at[r.Hall]; ok {
			halls[i].Findings = append(halls[i].Findings, checklists.Finding{Clause: r.Clause,
				Code: r.Code, Severity: r.Severity, DutyHolder: r.Holder, Lost: r.Lost, Due: r.Due,
				DueUncertain: r.UncertainDue()})
		}
	}
	return nil
}

// load reads the logs of the latest audits, several at a time and only as fast as they are read,
// so that few of them are in memory. The second result waits and returns what went wrong.
func (s *Service) load(ctx context.Context, halls []checklists.Holding) (
	<-chan checklists.Holding, func() error,
) {
	next, loaded := make(chan checklists.Holding), make(chan checklists.Holding, 8)
	var group sync.WaitGroup
	errs := make([]error, runtime.GOMAXPROCS(0)+1)
	for i := range errs {
		group.Go(func() {
			for h := range next {
				if errs[i] == nil {
					errs[i] = s.loadLast(ctx, &h)
				}
				select {
				case loaded <- h:
				case <-ctx.Done():
				}
			}
		})
	}
	go func() {
		defer close(loaded)
		defer group.Wait()
		defer close(next)
		for _, h := range halls {
			select {
			case next <- h:
			case <-ctx.Done():
				return
			}
		}
	}()
	return loaded, func() error {
		group.Wait()
		i := slices.IndexFunc(errs, func(err error) bool { return err != nil })
		if i < 0 {
			return ctx.Err()
		}
		return errs[i]
	}
}

// loadLast reads a hall's latest audit with its log, and its edition.
func (s *Service) loadLast(ctx context.Context, h *checklists.Holding) error {
	if h.Last == nil {
		return nil
	}
	a, err := s.Docs.Audits.Get(ctx, string(h.Last.ID))
	if err != nil {
		return err
	}
	e, err := s.Editions.Edition(ctx, a.Edition)
	if err != nil {
		return err
	}
	h.Last, h.Edition = &a, e
	return nil
}
