package api

import (
	"context"
	"errors"
	"net/http"

	"github.com/gin-gonic/gin"
	"github.com/google/uuid"

	"hallmark/api/store"
	"hallmark/checklists"
	"hallmark/standard"
)

type newComment struct {
	ID     string             `json:"id" form:"id" validate:"omitempty,uuid"`
	Clause standard.ClauseUID `json:"clause" form:"clause" validate:"max=64"`
	Text   string             `json:"text" form:"text" validate:"required,max=4000,note"`
}

type commentAnswer struct {
	Revision int             `json:"revision" form:"revision" validate:"required,min=1"`
	Decision CommentDecision `json:"decision" form:"decision" validate:"required,oneof=accepted partly declined"`
	Text     string          `json:"text" form:"text" validate:"required,max=4000,note"`
}

// commentsOf loads the comments of a draft, the earliest first.
func (s *Server) commentsOf(ctx context.Context, draft string) ([]Comment, error) {
	list := []Comment{}
	q := store.Query{Equal: map[string]string{"draft": draft}, Order: "at"}
	for m, err := range s.docs.comments.Find(ctx, q) {
		if err != nil {
			return nil, err
		}
		list = append(list, m)
	}
	return list, nil
}

func unanswered(comments []Comment) (n int) {
	for i := range comments {
		if comments[i].Answer == nil {
			n++
		}
	}
	return n
}

// comment stores what somebody says to a clause of a consultation. Without an ID of its own, the
// same text by the same person to the same clause is the same comment.
func (s *Server) comment(ctx context.Context, u *User, consultation string, in newComment) (
	Comment, error,
) {
	var none Comment
	k, err := s.docs.consultations.Get(ctx, consultation)
	if err != nil {
		return none, err
	}
	if open, err := s.takesComments(ctx, &k); err != nil {
		return none, err
	} else if !open {
		return none, refuse(http.StatusConflict, "consultation-over")
	}
	if err := s.commentable(ctx, &k, in.Clause); err != nil {
		return none, err
	}
	m := Comment{ID: in.ID, Draft: k.ID, Clause: in.Clause, Text: in.Text, By: u.Username,
		Name: u.Name, Role: u.Role, Hall: u.ownHall(), At: checklists.At(s.now()), Revision: 1}
	if m.ID == "" {
		m.ID = uuid.NewSHA1(uuid.NameSpaceURL, []byte("comment/"+k.ID+"/"+string(m.By)+"/"+
			string(m.Clause)+"/"+m.Text)).String()
	}
	if have, err := s.docs.comments.Get(ctx, m.ID); err == nil {
		if have.By != m.By || have.Draft != m.Draft || have.Clause != m.Clause || have.Text != m.Text {
			return none, store.ErrExists
		}
		return have, nil
	} else if !errors.Is(err, store.ErrNotFound) {
		return none, err
	}
	if err := s.noteComment(ctx, u.Username, "made", "", &m); err != nil {
		return none, err
	}
	return m, s.docs.comments.Insert(ctx, m)
}

// commentable refuses a clause that is neither in the edition nor in the text that was opened.
func (s *Server) commentable(ctx context.Context, k *Consultation, uid standard.ClauseUID) error {
	if uid == "" {
		return nil
	}
	base, after, err := s.consulted(ctx, k)
	if err != nil {
		return err
	}
	_, was := base.Clause(uid)
	_, is := after.Clause(uid)
	if !was && !is {
		return invalidField("clause", "clause", uid)
	}
	return nil
}

// answerComment gives or changes an answer; after publication it stays as it is.
func (s *Server) answerComment(ctx context.Context, u *User, id string, in commentAnswer) (
	Comment, error,
) {
	return store.Update(ctx, s.docs.comments, id, func(m *Comment) error {
		if m.Revision != in.Revision {
			return store.ErrConflict
		}
		if m.Edition != "" {
			return refuse(http.StatusConflict, "comment-settled")
		}
		before := digestDocument(m)
		m.Answer = &CommentAnswer{in.Decision, in.Text, u.Username, u.Name, checklists.At(s.now())}
		m.Revision++
		return s.noteComment(ctx, u.Username, "answered", before, m)
	})
}

func (s *Server) noteComment(ctx context.Context, by checklists.Username, action string,
	before standard.Digest, m *Comment,
) error {
	return s.note(ctx, Event{Actor: by, Action: "comment-" + action,
		Subject: "consultation/" + m.Draft, Label: string(m.Clause), Before: before,
		After: digestDocument(m), Revision: m.Revision})
}

func (s *Server) getComments(c *gin.Context) error {
	ctx := c.Request.Context()
	k, err := s.docs.consultations.Get(ctx, c.Param("id"))
	if err != nil {
		return err
	}
	comments, err := s.commentsOf(ctx, k.ID)
	if err != nil {
		return err
	}
	if wantsFile(c) {
		t, err := s.commentTable(ctx, language(c), &k, comments)
		if err != nil {
			return err
		}
		return sendRows(c, "", t)
	}
	c.JSON(http.StatusOK, listOf(comments, ""))
	return nil
}

func (s *Server) postComment(c *gin.Context) error {
	var in newComment
	if err := bind(c, &in); err != nil {
		return err
	}
	m, err := s.comment(c.Request.Context(), userOf(c), c.Param("id"), in)
	if err != nil {
		return err
	}
	c.JSON(http.StatusCreated, m)
	return nil
}

func (s *Server) postCommentAnswer(c *gin.Context) error {
	var in commentAnswer
	if err := bind(c, &in); err != nil {
		return err
	}
	m, err := s.answerComment(c.Request.Context(), userOf(c), c.Param("id"), in)
	if err != nil {
		return err
	}
	c.JSON(http.StatusOK, m)
	return nil
}
