package api

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/netip"
	"strings"
	"sync"

	"hallmark/api/store"
	"hallmark/checklists"
	"hallmark/standard"
	"hallmark/standard/message"
)

// CallsForTest lists the server's route table as "GET /api/v1/audits/{id}", in its order.
func (s *Server) CallsForTest() []string {
	var calls []string
	for _, r := range s.routes() {
		parts := strings.Split(r.path, "/")
		for i, part := range parts {
			if name, ok := strings.CutPrefix(part, ":"); ok {
				parts[i] = "{" + name + "}"
			}
		}
		calls = append(calls, r.method+" "+strings.Join(parts, "/"))
	}
	return calls
}

// PasswordHashesForTest returns the stored password of an account and the one that takes its place
// where there is no account.
func (s *Server) PasswordHashesForTest(ctx context.Context, name string) (stored, decoy string, err error) {
	u, err := s.docs.users.Get(ctx, name)
	return u.Password, s.decoy, err
}

// HoldKeyForTest leaves an Idempotency-Key as it is while the first request with it runs.
func (s *Server) HoldKeyForTest(ctx context.Context, user checklists.Username, key, path string,
	body []byte,
) error {
	return s.docs.replies.Insert(ctx, SavedReply{
		ID:      string(standard.DigestBytes([]byte(string(user) + "\n" + key))),
		Request: standard.DigestBytes(append([]byte(path+"\n"), body...)),
		At:      checklists.At(s.now()), Revision: 1,
	})
}

// ProposeForTest proposes a sheet in somebody's name, as a draft does.
func (s *Server) ProposeForTest(ctx context.Context, by checklists.Username,
	a *standard.Amendment,
) error {
	_, err := s.proposeAmendment(ctx, by, a, "draft/test")
	return err
}

// CopyAuditForTest stores an audit again, as one of another hall.
func (s *Server) CopyAuditForTest(ctx context.Context, from string, hall checklists.HallID,
	id string,
) error {
	a, err := s.docs.audits.Get(ctx, from)
	if err != nil {
		return err
	}
	a.ID, a.Hall = checklists.AuditID(id), hall
	return s.docs.audits.Insert(ctx, a)
}

// WeighForTest weighs an amendment and throws the result away.
func (s *Server) WeighForTest(ctx context.Context, id string) (checklists.ImpactTotals, error) {
	d, err := s.docs.amendments.Get(ctx, id)
	if err != nil {
		return checklists.ImpactTotals{}, err
	}
	impact, err := s.impactOf(ctx, &d)
	return impact.Totals, err
}

// ThrottledNamesForTest is how many account names the throttle of sign-ins remembers.
func (s *Server) ThrottledNamesForTest() int {
	s.signIns.names.mu.Lock()
	defer s.signIns.names.mu.Unlock()
	return len(s.signIns.names.m)
}

// AddProceedingsForTest stores an open rectification and an open appeal of an audit, and a
// closed campaign with its ID and inspectors and one draw, kept as an older program did.
func (s *Server) AddProceedingsForTest(ctx context.Context, id string) error {
	a, err := s.docs.audits.Get(ctx, id)
	if err != nil {
		return err
	}
	r := checklists.Rectification{ID: checklists.RectificationID(id + "-HS001"), Audit: a.ID,
		Hall: a.Hall, Tier: a.Tier, Edition: a.Edition, Inspectors: a.Inspectors, Clause: "HS001",
		State: checklists.AwaitingPlan, Due: "2018-03-30", FirstDue: "2018-03-30",
		PlanDue: "2018-03-06", Steps: []checklists.RectificationStep{}, Revision: 1}
	p := checklists.Appeal{ID: checklists.AppealID(id + "-HS001"), Audit: a.ID, Hall: a.Hall,
		Tier: a.Tier, Edition: a.Edition, Clause: "HS001", By: "head", State: checklists.AppealOpen,
		Answer: checklists.Answer{Kind: checklists.Value}, Revision: 1}
	m := checklists.Campaign{ID: checklists.CampaignID(id), State: checklists.CampaignClosed,
		Plan: checklists.CampaignPlan{Inspectors: a.Inspectors}, Revision: 1,
		Lists: &checklists.DrawRequest{}, Draws: []checklists.DrawNote{{Result: &checklists.DrawResult{}}}}
	return errors.Join(s.docs.rectifications.Insert(ctx, r), s.docs.appeals.Insert(ctx, p),
		s.docs.campaigns.Insert(ctx, m))
}

// ForgetFeedForTest takes a line out of the feed, as if the process had died before it.
func (s *Server) ForgetFeedForTest(ctx context.Context, seq int) error {
	return s.docs.feed.Delete(ctx, feedID(seq))
}

// ReachableForTest reports whether a webhook may go to an address.
func ReachableForTest(a netip.Addr, local bool) bool { return reachable(a, local) }

// WebhookURLForTest reports whether a subscription may have an address.
func WebhookURLForTest(url string, local bool) bool { return webhookURL(url, local) }

// SealBulletinForTest does the first half of issuing a bulletin, as a crash leaves it.
func (s *Server) SealBulletinForTest(ctx context.Context, by checklists.Username, id string) error {
	_, err := s.changeBulletin(ctx, by, id, 0, "bulletin-sealed",
		func(b *checklists.Bulletin) error { return b.Seal(by, s.now()) })
	return err
}

// AddTrainingForTest stores a training with an ID that the test knows.
func (s *Server) AddTrainingForTest(ctx context.Context, t checklists.Training) error {
	return s.docs.trainings.Insert(ctx, t)
}

// AddFeedbackForTest stores feedback with an ID that the test knows.
func (s *Server) AddFeedbackForTest(ctx context.Context, f checklists.Feedback) error {
	return s.docs.feedback.Insert(ctx, f)
}

// AskCodeForTest stores an address that waits for its code, and returns the code.
func (s *Server) AskCodeForTest(ctx context.Context, name checklists.Username) (string, error) {
	k := Contact{Username: name, Pending: "zhou@hall.example", Nonce: "once",
		Sent: checklists.At(s.now()), Choices: map[Topic]MailChoice{}, Revision: 1}
	code, err := s.code(&k)
	return code, errors.Join(err, s.docs.contacts.Insert(ctx, k))
}

// UnreadForTest counts what a person has not read.
func (s *Server) UnreadForTest(ctx context.Context, name checklists.Username) (int, error) {
	return s.unread(ctx, name)
}

// NoteForTest appends to the event log.
func (s *Server) NoteForTest(ctx context.Context, e Event) error { return s.note(ctx, e) }

// TellingsForTest lists the kinds of notifications and the topic of each.
func TellingsForTest() map[string]string {
	m := map[string]string{}
	for _, table := range []map[string]telling{tellings, reminders} {
		for kind, t := range table {
			m[kind] = string(t.topic)
		}
	}
	return m
}

// AddCampaignForTest stores a campaign as it lies in a file.
func (s *Server) AddCampaignForTest(ctx context.Context, file []byte) error {
	var m checklists.Campaign
	if err := json.Unmarshal(file, &m); err != nil {
		return err
	}
	return s.docs.campaigns.Insert(ctx, m)
}

// CampaignForTest is a campaign as it is stored.
func (s *Server) CampaignForTest(ctx context.Context, id string) (checklists.Campaign, error) {
	return s.docs.campaigns.Get(ctx, id)
}

// DrawsForTest are the parts of draws that are kept.
func (s *Server) DrawsForTest(ctx context.Context) ([]checklists.DrawPart, error) {
	return gather(ctx, s.docs.draws, store.Query{})
}

// AddResultsForTest stores closed campaigns of a year, one a month, in each of which every one of
// so many sub-district halls has the outcome of an audit, with a total of its own, and as many open
// rectifications.
func (s *Server) AddResultsForTest(ctx context.Context, audit string, campaigns, halls int) error {
	o, err := s.docs.outcomes.Get(ctx, audit)
	if err != nil {
		return err
	}
	var writes []func() error
	for i := range campaigns {
		m := checklists.Campaign{ID: checklists.CampaignID(fmt.Sprintf("campaign-%d", i)),
			State: checklists.CampaignClosed, Edition: o.Edition, Revision: 1, Created: o.Approved,
			Plan: checklists.CampaignPlan{Name: fmt.Sprintf("第 %d 期", i+1),
				Kind: checklists.Unannounced, From: fmt.Sprintf("2018-%02d-01", i+1),
				To: fmt.Sprintf("2018-%02d-28", i+1), Tiers: []standard.Tier{o.Tier}}}
		o.Campaign, o.Kind = string(m.ID), m.Plan.Kind
		for n := range halls {
			o.Hall = checklists.HallID(fmt.Sprintf("X-%04d", n))
			o.HallName = fmt.Sprintf("示例厅 %d(虚构)", n)
			o.Audit = checklists.AuditID(fmt.Sprintf("01890a5d-ac96-774b-%04d-%012d", i, n))
			o.Result.Total = standard.NewDecimal(int64(9900-7*((n*(i+1))%halls)), 2)
			m.Visits = append(m.Visits, checklists.Visit{Hall: o.Hall, HallName: o.HallName,
				Tier: o.Tier, Inspectors: o.Inspectors, Audit: o.Audit})
			outcome, r := o, checklists.Rectification{ID: checklists.RectificationID(o.Audit) + "-HS001",
				Audit: o.Audit, Hall: o.Hall, HallName: o.HallName, Tier: o.Tier, Edition: o.Edition,
				Clause: "HS001", Code: "5.1.1", Title: "示例(虚构)", Text: strings.Repeat("示例", 60),
				Severity: checklists.Minor, Holder: standard.DutyHall, State: checklists.AwaitingPlan,
				Opened: o.Approved, PlanDue: "2018-01-10", FirstDue: "2018-02-10",
				Due: fmt.Sprintf("2018-%02d-10", 1+n%12), Revision: 1}
			writes = append(writes, func() error { return s.docs.outcomes.Insert(ctx, outcome) },
				func() error { return s.docs.rectifications.Insert(ctx, r) })
		}
		writes = append(writes, func() error { return s.docs.campaigns.Insert(ctx, m) })
	}
	return together(writes)
}

// AddSpotCheckForTest stores a closed spot check of one clause, later than what
// [Server.AddResultsForTest] stores.
func (s *Server) AddSpotCheckForTest(ctx context.Context) error {
	return s.docs.campaigns.Insert(ctx, checklists.Campaign{ID: "spot-check", Revision: 1,
		Created: checklists.At(s.now()), State: checklists.CampaignClosed,
		Plan: checklists.CampaignPlan{Name: "抽查",
			Kind: checklists.Unannounced, From: "2018-12-01", To: "2018-12-02",
			Tiers: []standard.Tier{standard.Subdistrict}, Clauses: []standard.ClauseUID{"HS001"}}})
}

// together makes writes side by side, which share commits.
func together(writes []func() error) error {
	const side = 64
	errs := make([]error, side)
	var all sync.WaitGroup
	for i := range side {
		all.Go(func() {
			for n := i; n < len(writes) && errs[i] == nil; n += side {
				errs[i] = writes[n]()
			}
		})
	}
	all.Wait()
	return errors.Join(errs...)
}

// StartArchiveForTest notes that the reports of a campaign are packed, and packs nothing.
func (s *Server) StartArchiveForTest(ctx context.Context, campaign string) error {
	_, err := s.startedForTest(ctx, campaign)
	return err
}

func (s *Server) startedForTest(ctx context.Context, campaign string) (Archive, error) {
	m, err := s.docs.campaigns.Get(ctx, campaign)
	if err != nil {
		return Archive{}, err
	}
	return s.startArchive(ctx, &m, "supervisor", "http://127.0.0.1", message.Chinese)
}

// CancelWhilePackingForTest packs reports that are cancelled meanwhile, and fails when the file is there.
func (s *Server) CancelWhilePackingForTest(ctx context.Context, campaign string) error {
	a, err := s.startedForTest(ctx, campaign)
	if err != nil {
		return err
	}
	if _, err := s.cancelArchive(ctx, "supervisor", a.ID); err != nil {
		return err
	}
	s.makeArchive(ctx, a)
	if _, _, err := s.Shelf.Open(ctx, a.file()); !errors.Is(err, store.ErrNotFound) {
		return fmt.Errorf("the file of a cancelled archive: %v", err)
	}
	return nil
}

// PlantArchiveForTest puts a packed archive of a campaign, of a size in bytes, in place of any other.
func (s *Server) PlantArchiveForTest(ctx context.Context, campaign string, size int) error {
	a := Archive{ID: checklists.CampaignID(campaign), State: ArchiveReady, Noted: checklists.At(s.now()),
		Revision: 1}
	err := s.docs.archives.Insert(ctx, a)
	if errors.Is(err, store.ErrExists) {
		_, err = store.Update(ctx, s.docs.archives, campaign, func(have *Archive) error {
			a.Revision = have.Revision + 1
			*have = a
			return nil
		})
	}
	if err != nil {
		return err
	}
	return s.Shelf.Write(ctx, a.file(), func(w io.Writer) error {
		_, err := w.Write(make([]byte, size))
		return err
	})
}
