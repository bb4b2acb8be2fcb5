package boards

import (
	"context"
	"errors"
	"net/http"

	"github.com/google/uuid"

	"hallmark/api/access"
	"hallmark/api/journal"
	"hallmark/api/store"
	"hallmark/api/wire"
	"hallmark/checklists"
	"hallmark/standard"
	"hallmark/standard/message"
)

// ProposalState says what the editors have decided about a proposal.
type ProposalState string

// The states: undecided, accepted for a later draft, and refused.
const (
	ProposalOpen     ProposalState = "open"
	ProposalTaken    ProposalState = "taken"
	ProposalDeclined ProposalState = "declined"
)

// Proposal suggests to the editors to change a clause 修订建议. Its reasons are figures: those of the
// problem library when it was made, for the tier and area in it.
type Proposal struct {
	ID      string             `json:"id"` // a UUID
	Clause  standard.ClauseUID `json:"clause"`
	Edition standard.EditionID `json:"edition"`
	Code    string             `json:"code"` // printed number in the edition
	Title   string             `json:"title"`

	Tier    string            `json:"tier,omitempty"` // of the filter; "" for all tiers
	Area    string            `json:"area,omitempty"`
	Asked   int               `json:"asked"`
	Failed  int               `json:"failed"`
	Rate    standard.Decimal  `json:"rate"`
	Pairs   int               `json:"pairs"`
	Kappa   *standard.Decimal `json:"kappa,omitempty"`
	Comment string            `json:"comment,omitempty"`

	By         checklists.Username `json:"by"`
	At         checklists.Time     `json:"at"`
	State      ProposalState       `json:"state"`
	Answer     string              `json:"answer,omitempty"`
	AnsweredBy checklists.Username `json:"answeredBy,omitempty"`
	AnsweredAt *checklists.Time    `json:"answeredAt,omitempty"`
	Revision   int                 `json:"revision"`
}

// ProposalSchema says how proposals are stored, and by what they are found.
var ProposalSchema = store.Schema[Proposal]{
	Name:     "proposals",
	ID:       func(p Proposal) string { return p.ID },
	Revision: func(p Proposal) int { return p.Revision },
	Keys: map[string]func(Proposal) []string{
		"state": wire.Key(func(p Proposal) string { return string(p.State) }),
		"at":    wire.Key(func(p Proposal) string { return wire.TimeKey(p.At) }),
	},
	Indexes: []store.Index{{Order: "at"}, {Equal: []string{"state"}, Order: "at"}},
}

// newProposal asks for a proposal. Tier and Area are the filter for its figures.
type newProposal struct {
	ID      string             `json:"id" form:"id" validate:"omitempty,uuid7"`
	Clause  standard.ClauseUID `json:"clause" form:"clause" validate:"required,max=64"`
	Edition standard.EditionID `json:"edition" form:"edition" validate:"required,max=64"`
	Tier    string             `json:"tier" form:"tier" validate:"omitempty,oneof=district subdistrict community"`
	Area    string             `json:"area" form:"area" validate:"omitempty,min=2,max=12,number"`
	Comment string             `json:"comment" form:"comment" validate:"max=2000,note"`
}

type proposalAnswer struct {
	Revision int           `json:"revision" form:"revision" validate:"required,min=1"`
	State    ProposalState `json:"state" form:"state" validate:"required,oneof=taken declined"`
	Answer   string        `json:"answer" form:"answer" validate:"required,max=2000,note,seen"`
}

// suggestionView is a proposal with its reason as a sentence in the language of the reader.
type suggestionView struct {
	Proposal
	Reason string `json:"reason"`
}

func viewProposal(l message.Language) func(Proposal) suggestionView {
	return func(p Proposal) suggestionView { return suggestionView{p, p.reason(l)} }
}

// reason puts the figures into a sentence.
func (p *Proposal) reason(l message.Language) string {
	if p.Kappa == nil {
		return message.Text(l, "library.reason", p.Asked, p.Failed, percent(p.Rate))
	}
	return message.Text(l, "library.reason-kappa", p.Asked, p.Failed, percent(p.Rate), p.Pairs,
		p.Kappa.String())
}

// percent writes a rate with four decimals as a percentage: 0.8625 as "86.25%".
func percent(d standard.Decimal) string {
	n, _ := d.Scaled(4)
	return standard.NewDecimal(n, 2).String() + "%"
}

// propose stores a proposal. Where the request names no ID, the ID follows from the person, the
// clause, the filter and the day, so that a second click makes no second proposal.
func (s *Service) propose(ctx context.Context, u *access.User, in newProposal) (Proposal, error) {
	var none Proposal
	e, err := s.Editions.Edition(ctx, in.Edition)
	if errors.Is(err, store.ErrNotFound) {
		return none, wire.InvalidField("edition", "edition", in.Edition)
	}
	if err != nil {
		return none, err
	}
	clause, ok := e.Clause(in.Clause)
	if !ok {
		return none, wire.InvalidField("clause", "clause", in.Clause)
	}
	now := checklists.At(s.Now())
	p := Proposal{ID: in.ID, Clause: in.Clause, Edition: in.Edition, Code: clause.Code,
		Title: clause.Title, Tier: in.Tier, Area: in.Area, Comment: in.Comment, By: u.Username,
		At: now, State: ProposalOpen, Revision: 1}
	if p.ID == "" {
		p.ID = uuid.NewSHA1(uuid.NameSpaceURL, []byte("proposal/"+string(in.Edition)+"/"+
			string(in.Clause)+"/"+in.Tier+"/"+in.Area+"/"+string(u.Username)+"/"+
			now.InHall().Format("2006-01-02"))).String()
	}
	if have, err := s.Docs.Proposals.Get(ctx, p.ID); err == nil {
		if have.Clause != p.Clause || have.Edition != p.Edition || have.By != p.By {
			return none, store.ErrExists
		}
		return have, nil
	} else if !errors.Is(err, store.ErrNotFound) {
		return none, err
	}
	if err := s.giveNumbers(ctx, u, &p); err != nil {
		return none, err
	}
	return p, journal.Insert(ctx, s.Journal, s.Docs.Proposals, p,
		proposalEvent(u.Username, "made", "", &p))
}

// giveNumbers fills in the figures of the clause from the problem library.
func (s *Service) giveNumbers(ctx context.Context, u *access.User, p *Proposal) error {
	f, err := s.problemFilter(ctx, p.Tier, p.Area, string(p.Edition))
	if err != nil {
		return err
	}
	lib, err := s.problemsOf(ctx, u, f)
	if err != nil {
		return err
	}
	for _, line := range lib.Items {
		if line.UID == p.Clause {
			p.Asked, p.Failed, p.Rate = line.Asked, line.Failed, line.Rate
			p.Pairs, p.Kappa = line.Pairs, line.Kappa
		}
	}
	return nil
}

func proposalEvent(by checklists.Username, action string, before standard.Digest, p *Proposal,
) journal.Event {
	return journal.Event{Actor: by, Action: "proposal-" + action, Subject: "proposal/" + p.ID,
		Label: p.Code + " " + p.Title, Before: before, After: journal.DigestDocument(p),
		Revision: p.Revision}
}

// answerProposal stores the decision about a proposal. A proposal is decided only once.
func (s *Service) answerProposal(ctx context.Context, u *access.User, id string,
	in proposalAnswer) (
	Proposal, error,
) {
	try := func(p *Proposal) (e journal.Event, err error) {
		if p.Revision != in.Revision {
			return e, store.ErrConflict
		}
		if p.State != ProposalOpen {
			return e, wire.Refuse(http.StatusConflict, "proposal-answered")
		}
		before, now := journal.DigestDocument(p), checklists.At(s.Now())
		p.State, p.Answer, p.AnsweredBy, p.AnsweredAt = in.State, in.Answer, u.Username, &now
		p.Revision++
		return proposalEvent(u.Username, "answered", before, p), nil
	}
	return journal.Update(ctx, s.Journal, s.Docs.Proposals, id, try)
}
