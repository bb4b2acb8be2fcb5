package boards

import (
	"context"
	"net/http"

	"github.com/gin-gonic/gin"

	"hallmark/api/access"
	"hallmark/api/pages"
	"hallmark/api/web"
	"hallmark/api/wire"
)

// PageProblems answers GET /problems.
func (s Handlers) PageProblems(c *gin.Context) error {
	ctx := c.Request.Context()
	f, err := s.filterOf(c)
	if err != nil {
		return err
	}
	lib, err := s.problemsOf(ctx, access.UserOf(c), f)
	if err != nil {
		return err
	}
	page := &web.Problems{Frame: s.Pages.Frame(c), Filter: web.ProblemFilter(f), Audits: lib.Audits,
		Doubles: lib.Doubles, Days: lib.Days,
		MayPropose: access.ScopeOf(access.ProposeChanges, access.UserOf(c)) != access.Nothing}
	for _, line := range lib.Items {
		row := web.ProblemRow{Failure: line.ClauseFailure, Pairs: line.Pairs, Agreed: line.Agreed}
		if line.Kappa != nil {
			row.Kappa = line.Kappa.String()
		}
		page.Rows = append(page.Rows, row)
	}
	lines, err := s.Editions.EditionLines(ctx)
	if err != nil {
		return err
	}
	for _, line := range lines {
		page.Editions = append(page.Editions, line.ID)
	}
	if page.Areas, err = s.Register.AreaChoices(ctx, f.Area); err != nil {
		return err
	}
	return s.Pages.Render(c, http.StatusOK, page)
}

// PageProposals answers GET /proposals.
func (s Handlers) PageProposals(c *gin.Context) error {
	return s.renderProposals(c, http.StatusOK, nil)
}

func (s Handlers) renderProposals(c *gin.Context, status int, wrong error) error {
	page := &web.Proposals{Frame: s.Pages.Frame(c),
		MayAnswer: access.ScopeOf(access.AnswerProposals, access.UserOf(c)) != access.Nothing}
	if wrong != nil {
		page.Path = "/proposals"
		if page.Problems = pages.Problems(wrong, page.Language, ""); page.Problems == nil {
			return wrong
		}
		for i := range page.Problems {
			page.Problems[i].Field = "" // the page has many forms, so no control is marked
		}
	}
	q, err := proposalQuery(c)
	if err != nil {
		return err
	}
	docs, next, err := wire.Collect(c.Request.Context(), s.Docs.Proposals, q, nil,
		func(p Proposal) Proposal { return p })
	if err != nil {
		return err
	}
	page.Next = next
	for i := range docs {
		page.Rows = append(page.Rows, s.proposalRow(c.Request.Context(), access.CallerOf(c), &docs[i]))
	}
	return s.Pages.Render(c, status, page)
}

func (s *Service) proposalRow(ctx context.Context, caller access.Caller, p *Proposal) web.Proposal {
	row := web.Proposal{ID: p.ID, Clause: p.Clause, Edition: p.Edition, Code: p.Code, Title: p.Title,
		Tier: p.Tier, Area: p.Area, Reason: p.reason(caller.Language), Comment: p.Comment, At: p.At,
		State: string(p.State), Answer: p.Answer, Revision: p.Revision}
	row.By = s.Access.NameOf(ctx, p.By)
	if p.AnsweredBy != "" {
		row.Answerer = s.Access.NameOf(ctx, p.AnsweredBy)
	}
	return row
}

// FormProposal answers POST /proposals: it makes a proposal by one click in the problem library.
func (s Handlers) FormProposal(c *gin.Context) error {
	var form web.ProposalForm
	err := pages.BindForm(c, &form)
	if err == nil {
		var p Proposal
		p, err = s.propose(c.Request.Context(), access.UserOf(c), newProposal{Clause: form.Clause,
			Edition: form.Edition, Tier: form.Tier, Area: form.Area})
		if err == nil {
			return pages.SeeOther(c, "/proposals#p-"+p.ID)
		}
	}
	return s.renderProposals(c, wire.RefusalOf(err).Status, err)
}

// FormProposalAnswer answers POST /proposals/:id/answer.
func (s Handlers) FormProposalAnswer(c *gin.Context) error {
	id := c.Param("id")
	if _, err := s.Docs.Proposals.Get(c.Request.Context(), id); err != nil {
		return err
	}
	var form web.ProposalAnswerForm
	err := pages.BindForm(c, &form)
	if err == nil {
		in := proposalAnswer{Revision: form.Revision, State: ProposalState(form.State),
			Answer: form.Answer}
		if err = wire.Validate(&in); err == nil {
			_, err = s.answerProposal(c.Request.Context(), access.UserOf(c), id, in)
		}
	}
	if err != nil {
		return s.renderProposals(c, wire.RefusalOf(err).Status, err)
	}
	return pages.SeeOther(c, "/proposals#p-"+id)
}
