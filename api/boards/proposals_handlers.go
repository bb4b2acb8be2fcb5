package boards

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"hallmark/api/access"
	"hallmark/api/store"
	"hallmark/api/wire"
)

// proposalQuery reads ?state= and the place of the page in the list.
func proposalQuery(c *gin.Context) (store.Query, error) {
	q, err := wire.PageOf(c)
	if err != nil {
		return q, err
	}
	q.Order, q.Descending = "at", true
	switch state := ProposalState(c.Query("state")); state {
	case "":
	case ProposalOpen, ProposalTaken, ProposalDeclined:
		q.Equal = map[string]string{"state": string(state)}
	default:
		r := wire.Refuse(http.StatusBadRequest, "invalid")
		r.Fields = []wire.Field{wire.Wrong("state", "oneof", "open taken declined")}
		return q, r
	}
	return q, nil
}

// GetProposals answers GET /api/v1/proposals.
func (s Handlers) GetProposals(c *gin.Context) error {
	q, err := proposalQuery(c)
	if err != nil {
		return err
	}
	items, next, err := wire.Collect(c.Request.Context(), s.Docs.Proposals, q, nil,
		viewProposal(wire.LanguageOf(c)))
	if err != nil {
		return err
	}
	return wire.SendList(c, items, next, wire.With(s.Access.Everybody, proposalTable))
}

// PostProposal answers POST /api/v1/proposals.
func (s Handlers) PostProposal(c *gin.Context) error {
	var in newProposal
	if err := wire.Bind(c, &in); err != nil {
		return err
	}
	p, err := s.propose(c.Request.Context(), access.UserOf(c), in)
	if err != nil {
		return err
	}
	c.JSON(http.StatusCreated, viewProposal(wire.LanguageOf(c))(p))
	return nil
}

// PostProposalAnswer answers POST /api/v1/proposals/:id/answer.
func (s Handlers) PostProposalAnswer(c *gin.Context) error {
	var in proposalAnswer
	if err := wire.Bind(c, &in); err != nil {
		return err
	}
	p, err := s.answerProposal(c.Request.Context(), access.UserOf(c), c.Param("id"), in)
	if err != nil {
		return err
	}
	c.JSON(http.StatusOK, viewProposal(wire.LanguageOf(c))(p))
	return nil
}
