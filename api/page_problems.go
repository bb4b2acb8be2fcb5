package api

import (
	"context"
	"net/http"
	"slices"

	"github.com/gin-gonic/gin"

	"hallmark/api/store"
	"hallmark/api/web"
)

func (s *Server) pageProblems(c *gin.Context) error {
	ctx := c.Request.Context()
	f, err := s.filterOf(c)
	if err != nil {
		return err
	}
	lib, err := s.problemsOf(ctx, userOf(c), f)
	if err != nil {
		return err
	}
	page := &web.Problems{Frame: s.frame(c), Filter: web.ProblemFilter(f), Audits: lib.Audits,
		Doubles: lib.Doubles, Days: lib.Days,
		MayPropose: scopeOf(ProposeChanges, userOf(c)) != Nothing}
	for _, line := range lib.Items {
		row := web.ProblemRow{Failure: line.ClauseFailure, Pairs: line.Pairs, Agreed: line.Agreed}
		if line.Kappa != nil {
			row.Kappa = line.Kappa.String()
		}
		page.Rows = append(page.Rows, row)
	}
	lines, err := s.editionLines(ctx)
	if err != nil {
		return err
	}
	for _, line := range lines {
		page.Editions = append(page.Editions, line.ID)
	}
	if page.Areas, err = s.areaChoices(ctx, f.Area); err != nil {
		return err
	}
	return s.render(c, http.StatusOK, page)
}

// county is how many digits of a GB/T 2260 code name a county.
const county = 6

// areaChoices lists the counties that halls are in, with the area that is chosen. It reads one hall
// of each.
func (s *Server) areaChoices(ctx context.Context, chosen string) ([]string, error) {
	list := []string{chosen}
	for from, more := "", true; more; {
		more = false
		for h, err := range s.docs.halls.Find(ctx, store.Query{Order: "area", From: from, Limit: 1}) {
			if err != nil {
				return nil, err
			}
			area := h.Area[:min(county, len(h.Area))]
			list, from, more = append(list, area), after(h.Area), true
		}
	}
	slices.Sort(list)
	list = slices.Compact(list)
	return slices.DeleteFunc(list, func(area string) bool { return area == "" }), nil
}

// after is what follows all codes of the county of an area; of a shorter code, that one alone.
func after(area string) string {
	if len(area) < county {
		return area + "\x00"
	}
	return area[:county] + ":" // ":" follows "9"
}

func (s *Server) pageProposals(c *gin.Context) error {
	return s.renderProposals(c, http.StatusOK, nil)
}

func (s *Server) renderProposals(c *gin.Context, status int, wrong error) error {
	page := &web.Proposals{Frame: s.frame(c),
		MayAnswer: scopeOf(AnswerProposals, userOf(c)) != Nothing}
	if wrong != nil {
		page.Path = "/proposals"
		if page.Problems = problems(wrong, page.Language, ""); page.Problems == nil {
			return wrong
		}
		for i := range page.Problems {
			page.Problems[i].Field = "" // there are many forms
		}
	}
	q, err := proposalQuery(c)
	if err != nil {
		return err
	}
	docs, next, err := collect(c.Request.Context(), s.docs.proposals, q, nil,
		func(p Proposal) Proposal { return p })
	if err != nil {
		return err
	}
	page.Next = next
	for i := range docs {
		page.Rows = append(page.Rows, s.proposalRow(c.Request.Context(), callerOf(c), &docs[i]))
	}
	return s.render(c, status, page)
}

func (s *Server) proposalRow(ctx context.Context, caller Caller, p *Proposal) web.Proposal {
	row := web.Proposal{ID: p.ID, Clause: p.Clause, Edition: p.Edition, Code: p.Code, Title: p.Title,
		Tier: p.Tier, Area: p.Area, Reason: p.reason(caller.Language), Comment: p.Comment, At: p.At,
		State: string(p.State), Answer: p.Answer, Revision: p.Revision}
	row.By = s.nameOf(ctx, p.By)
	if p.AnsweredBy != "" {
		row.Answerer = s.nameOf(ctx, p.AnsweredBy)
	}
	return row
}

// formProposal is the one click from the problem library.
func (s *Server) formProposal(c *gin.Context) error {
	var form web.ProposalForm
	err := bindForm(c, &form)
	if err == nil {
		var p Proposal
		p, err = s.propose(c.Request.Context(), userOf(c), newProposal{Clause: form.Clause,
			Edition: form.Edition, Tier: form.Tier, Area: form.Area})
		if err == nil {
			return seeOther(c, "/proposals#p-"+p.ID)
		}
	}
	return s.renderProposals(c, refusalOf(err).Status, err)
}

func (s *Server) formProposalAnswer(c *gin.Context) error {
	id := c.Param("id")
	if _, err := s.docs.proposals.Get(c.Request.Context(), id); err != nil {
		return err
	}
	var form web.ProposalAnswerForm
	err := bindForm(c, &form)
	if err == nil {
		in := proposalAnswer{Revision: form.Revision, State: ProposalState(form.State),
			Answer: form.Answer}
		if err = validate(&in); err == nil {
			_, err = s.answerProposal(c.Request.Context(), userOf(c), id, in)
		}
	}
	if err != nil {
		return s.renderProposals(c, refusalOf(err).Status, err)
	}
	return seeOther(c, "/proposals#p-"+id)
}
