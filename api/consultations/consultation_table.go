package consultations

import (
	"context"

	"hallmark/api/drafts"
	"hallmark/api/editions"
	"hallmark/api/register"
	"hallmark/api/table"
	"hallmark/api/wire"
	"hallmark/standard/message"
)

// consultationTable is a list of consultations for people.
func consultationTable(l message.Language, items []consultationView) *table.Table {
	t := wire.ListTable(l, "consult.list", "consult.draft", "page.drafts.base", "amendment.result",
		"page.drafts.state", "consult.opened", "consult.until", "consult.comments", "consult.unanswered")
	for i := range items {
		consultation, state := &items[i], "consult.closed"
		if consultation.Open {
			state = "consult.open"
		}
		t.Add(consultation.Title, consultation.Base, consultation.Edition, message.Text(l, state),
			table.Date(consultation.Opened.InHall()),
			table.Day(consultation.Until), consultation.Comments, consultation.Unanswered)
	}
	return t
}

// commentTable lists the comments on a draft and the answers to them 意见汇总处理表, for people;
// clauses read as in the draft, and where it has them no more as in its edition.
func (s *Service) commentTable(ctx context.Context, l message.Language, consultation *Consultation,
	comments []Comment,
) (*table.Table, error) {
	base, after, err := s.consulted(ctx, consultation)
	if err != nil {
		return nil, err
	}
	heads, err := s.Register.Heads(ctx)
	if err != nil {
		return nil, err
	}
	t := wire.ListTable(l, "consult.summary", "library.code", "consult.other-clause", "consult.said",
		"consult.by", "page.users.role", "page.users.hall", "notification.at", "consult.decision",
		"consult.answer-text",
		"consult.answerer", "consult.answered")
	t.Title += " " + consultation.Title
	for i := range comments {
		m, code, title, hall := &comments[i], "", message.Text(l, "consult.general"), ""
		if clause := drafts.ClauseIn(m.Clause, after, base); clause != nil {
			code, title = clause.Code, editions.TitleIn(l, clause.Title, clause.TitleEN)
		}
		if h := register.Head(heads, m.Hall); h != nil {
			hall = h.Name
		}
		answer, decision := m.Answer, message.Text(l, "consult.unanswered")
		if answer == nil {
			answer = &CommentAnswer{}
		} else {
			decision = message.Text(l, "consult.decision-"+string(answer.Decision))
		}
		t.Add(code, title, m.Text, m.Name, message.Text(l, "page.role."+string(m.Role)), hall,
			m.At.InHall(), decision, answer.Text, answer.Name, answer.At.InHall())
	}
	return t, nil
}
