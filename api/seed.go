package api

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"

	"hallmark/api/access"
	"hallmark/api/accounts"
	"hallmark/api/evidence"
	"hallmark/api/journal"
	"hallmark/api/store"
	"hallmark/checklists"
	"hallmark/fixtures"
	"hallmark/standard"
)

// Seed stores the reference edition, the halls, and the demo accounts, which all have the same
// password. What is there already stays as it is, so seeding twice is harmless. It returns the
// accounts that it has made.
func (s *Server) Seed(ctx context.Context, password string) ([]fixtures.Account, error) {
	e, err := fixtures.Edition2017()
	if err != nil {
		return nil, err
	}
	if err := s.Feed.PublishEdition(ctx, journal.Seeder, e); err != nil {
		return nil, fmt.Errorf("edition %s: %w", e.ID(), err)
	}
	if err := s.seedAids(ctx, e); err != nil {
		return nil, fmt.Errorf("aids: %w", err)
	}
	halls, err := fixtures.Halls()
	if err != nil {
		return nil, err
	}
	for _, h := range halls {
		h.Revision = 1
		if err := s.Register.AddHall(ctx, journal.Seeder, h); err != nil &&
			!errors.Is(err, store.ErrExists) {
			return nil, fmt.Errorf("hall %s: %w", h.ID, err)
		}
	}
	// All demo accounts share one hash, for hashing takes a while.
	hash, err := access.HashPassword(password, true, s.PasswordCost)
	if err != nil {
		return nil, err
	}
	var made []fixtures.Account
	for _, a := range fixtures.Accounts() {
		err := s.Accounts.StoreUser(ctx, journal.Seeder,
			accounts.NewUser{Username: a.Username, Name: a.Name,
				Role: a.Role, Hall: a.Hall}, hash)
		switch {
		case err == nil:
			made = append(made, a)
		case !errors.Is(err, store.ErrExists):
			return nil, fmt.Errorf("account %s: %w", a.Username, err)
		}
	}
	return made, nil
}

// seedAids stores the aids of the reference edition, unless there are some.
func (s *Server) seedAids(ctx context.Context, e *standard.Edition) error {
	have, err := s.Aids.Of(ctx, e)
	if err != nil || have.Revision > 0 {
		return err
	}
	list, err := fixtures.Aids2017()
	if err != nil {
		return err
	}
	_, err = s.Aids.Set(ctx, journal.Seeder, e, 0, list)
	return err
}

// SeedAudits stores the finished demo audits with their photographs; [Server.Seed] has to run
// before.
func (s *Server) SeedAudits(ctx context.Context) error {
	audits, err := fixtures.DemoAudits()
	if err != nil {
		return err
	}
	for i := range audits {
		if err := s.seedAudit(ctx, &audits[i]); err != nil {
			return fmt.Errorf("demo audit %s: %w", audits[i].ID, err)
		}
	}
	return nil
}

func (s *Server) seedAudit(ctx context.Context, demo *fixtures.DemoAudit) error {
	if _, err := s.docs.audits.Get(ctx, string(demo.ID)); !errors.Is(err, store.ErrNotFound) {
		return err // there already, or no storage
	}
	e, err := s.Editions.Edition(ctx, "2017")
	if err != nil {
		return err
	}
	hall, err := s.docs.halls.Get(ctx, string(demo.Hall))
	if err != nil {
		return err
	}
	a, err := playDemo(demo, e, hall)
	if err != nil {
		return err
	}
	for _, p := range demo.Photos {
		if _, err := s.Evidence.SaveEvidence(ctx, demo.Inspectors[0], p.Digest, p.Data); err != nil {
			return err
		}
		err := s.docs.evidence.Insert(ctx,
			evidence.Link{ID: evidence.LinkID(p.Digest, a.ID), SHA256: p.Digest,
				Audit: a.ID, By: demo.Inspectors[0], At: demo.Started})
		if err != nil && !errors.Is(err, store.ErrExists) {
			return err
		}
	}
	err = s.Journal.Note(ctx, journal.Event{Actor: journal.Seeder, Action: "audit-approved",
		Subject: "audit/" + string(a.ID),
		Label:   a.Number, After: a.Digest, Revision: a.Revision})
	if err != nil {
		return err
	}
	if err := s.docs.audits.Insert(ctx, *a); err != nil {
		return err
	}
	return s.Outcomes.SettleAudit(ctx, journal.Seeder, a)
}

// playDemo makes the audit as if the demo inspectors worked through it at the times of the fixture.
func playDemo(demo *fixtures.DemoAudit, e *standard.Edition, hall checklists.Hall) (
	*checklists.Audit, error,
) {
	a, err := checklists.Start(checklists.Opening{ID: demo.ID, Hall: hall, Kind: demo.Kind,
		Campaign: demo.Campaign, Edition: e, Inspectors: demo.Inspectors, At: demo.Started.Time})
	if err != nil {
		return nil, err
	}
	last := demo.Started.Time
	for i, answer := range demo.Answers {
		value, err := json.Marshal(answer.Answer)
		if err != nil {
			return nil, err
		}
		last = answer.At.Time
		change := checklists.Change{ID: demoChangeID(demo.ID, i, last), Clause: answer.Clause,
			At: checklists.StampAt(last, 0, "demo"), Saw: []checklists.ChangeID{}, Device: "demo",
			Op: checklists.OpAnswer, Value: value}
		for _, r := range a.Apply(e, []checklists.Change{change}, answer.By, last) {
			if r.Status != checklists.Applied {
				return nil, fmt.Errorf("answer to %s: %s %s %v", answer.Clause, r.Status, r.Code, r.Args)
			}
		}
	}
	if err := a.Submit(e, demo.Inspectors[0], last.Add(20*time.Minute), ""); err != nil {
		return nil, err
	}
	return &a, a.Approve("supervisor", last.Add(26*time.Hour), "")
}

// demoChangeID is the same at every seeding: a UUID of version 7 with the time of the answer, and
// with a digest in the place of chance.
func demoChangeID(audit checklists.AuditID, i int, at time.Time) checklists.ChangeID {
	var id uuid.UUID
	sum := sha256.Sum256(fmt.Appendf(nil, "%s/%d", audit, i))
	copy(id[:], sum[:])
	ms := binary.BigEndian.AppendUint64(nil, uint64(max(0, at.UnixMilli())))
	copy(id[:6], ms[2:])
	id[6], id[8] = id[6]&0x0f|0x70, id[8]&0x3f|0x80
	return checklists.ChangeID(id.String())
}
