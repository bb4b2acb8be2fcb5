package consultations

import (
	"context"
	"net/http"

	"github.com/gin-gonic/gin"

	"hallmark/api/access"
	"hallmark/api/table"
	"hallmark/api/wire"
	"hallmark/standard/message"
)

// GetComments answers GET /api/v1/consultations/:id/comments.
func (s Handlers) GetComments(c *gin.Context) error {
	ctx := c.Request.Context()
	consultation, err := s.Docs.Consultations.Get(ctx, c.Param("id"))
	if err != nil {
		return err
	}
	comments, err := s.CommentsOf(ctx, consultation.ID)
	if err != nil {
		return err
	}
	rows := func(ctx context.Context, l message.Language, comments []Comment) (*table.Table, error) {
		return s.commentTable(ctx, l, &consultation, comments)
	}
	return wire.SendList(c, comments, "", rows)
}

// PostComment answers POST /api/v1/consultations/:id/comments.
func (s Handlers) PostComment(c *gin.Context) error {
	var in newComment
	if err := wire.Bind(c, &in); err != nil {
		return err
	}
	m, err := s.comment(c.Request.Context(), access.UserOf(c), c.Param("id"), in)
	if err != nil {
		return err
	}
	c.JSON(http.StatusCreated, m)
	return nil
}

// PostCommentAnswer answers POST /api/v1/comments/:id/answer.
func (s Handlers) PostCommentAnswer(c *gin.Context) error {
	var in commentAnswer
	if err := wire.Bind(c, &in); err != nil {
		return err
	}
	m, err := s.answerComment(c.Request.Context(), access.UserOf(c), c.Param("id"), in)
	if err != nil {
		return err
	}
	c.JSON(http.StatusOK, m)
	return nil
}
