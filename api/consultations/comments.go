package consultations

import (
	"context"
	"errors"
	"net/http"

	"github.com/google/uuid"

	"hallmark/api/access"
	"hallmark/api/follow"
	"hallmark/api/journal"
	"hallmark/api/store"
	"hallmark/api/wire"
	"hallmark/checklists"
	"hallmark/standard"
)

type newComment struct {
	ID     string             `json:"id" form:"id" validate:"omitempty,uuid7"`
	Clause standard.ClauseUID `json:"clause" form:"clause" validate:"max=64"`
	Text   string             `json:"text" form:"text" validate:"required,max=4000,note,seen"`
}

type commentAnswer struct {
	Revision int             `json:"revision" form:"revision" validate:"required,min=1"`
	Decision CommentDecision `json:"decision" form:"decision" validate:"required,oneof=accepted partly declined"`
	Text     string          `json:"text" form:"text" validate:"required,max=4000,note,seen"`
}

// CommentsOf loads the comments of a draft, the earliest first.
func (s *Service) CommentsOf(ctx context.Context, draft string) ([]Comment, error) {
	list := []Comment{}
	q := store.Query{Equal: map[string]string{"draft": draft}, Order: "at"}
	for m, err := range s.Docs.Comments.Find(ctx, q) {
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

// comment stores the comment of somebody on a clause of a consultation. Without an ID of its own,
// the same text by the same person to the same clause is the same comment.
func (s *Service) comment(ctx context.Context, u *access.User, id string, in newComment) (
	Comment, error,
) {
	var none Comment
	consultation, err := s.Docs.Consultations.Get(ctx, id)
	if err != nil {
		return none, err
	}
	if open, err := s.takesComments(ctx, &consultation); err != nil {
		return none, err
	} else if !open {
		return none, wire.Refuse(http.StatusConflict, "consultation-over")
	}
	if err := s.commentable(ctx, &consultation, in.Clause); err != nil {
		return none, err
	}
	m := Comment{ID: in.ID, Draft: consultation.ID, Clause: in.Clause, Text: in.Text, By: u.Username,
		Name: u.Name, Role: u.Role, Hall: u.OwnHall(), At: checklists.At(s.Now()), Revision: 1}
	if m.ID == "" {
		m.ID = uuid.NewSHA1(uuid.NameSpaceURL, []byte("comment/"+consultation.ID+"/"+
			string(m.By)+"/"+
			string(m.Clause)+"/"+m.Text)).String()
	}
	if have, err := s.Docs.Comments.Get(ctx, m.ID); err == nil {
		if have.By != m.By || have.Draft != m.Draft || have.Clause != m.Clause || have.Text != m.Text {
			return none, store.ErrExists
		}
		return have, nil
	} else if !errors.Is(err, store.ErrNotFound) {
		return none, err
	}
	event, err := s.noteComment(ctx, u.Username, "made", "", &m)
	if err != nil {
		return none, err
	}
	return m, follow.Insert(ctx, s.Journal.Steps, s.Docs.Comments, m, event...)
}

// commentable refuses a clause that is neither in the edition nor in the text that was opened.
func (s *Service) commentable(ctx context.Context, consultation *Consultation,
	uid standard.ClauseUID,
) error {
	if uid == "" {
		return nil
	}
	base, after, err := s.consulted(ctx, consultation)
	if err != nil {
		return err
	}
	_, was := base.Clause(uid)
	_, is := after.Clause(uid)
	if !was && !is {
		return wire.InvalidField("clause", "clause", uid)
	}
	return nil
}

// answerComment gives or changes an answer; after publication it stays as it is.
func (s *Service) answerComment(ctx context.Context, u *access.User, id string, in commentAnswer) (
	Comment, error,
) {
	answer := func(m *Comment) ([]store.Follow, error) {
		if m.Revision != in.Revision {
			return nil, store.ErrConflict
		}
		if m.Edition != "" {
			return nil, wire.Refuse(http.StatusConflict, "comment-settled")
		}
		before := journal.DigestDocument(m)
		m.Answer = &CommentAnswer{in.Decision, in.Text, u.Username, u.Name, checklists.At(s.Now())}
		m.Revision++
		return s.noteComment(ctx, u.Username, "answered", before, m)
	}
	return follow.Update(ctx, s.Journal.Steps, s.Docs.Comments, id, answer)
}

func (s *Service) noteComment(ctx context.Context, by checklists.Username, action string,
	before standard.Digest, m *Comment,
) ([]store.Follow, error) {
	return s.Journal.Follows(ctx, journal.Event{Actor: by, Action: "comment-" + action,
		Subject: "consultation/" + m.Draft, Label: string(m.Clause), Before: before,
		After: journal.DigestDocument(m), Revision: m.Revision})
}
