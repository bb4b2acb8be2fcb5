package feedback

import (
	"context"
	"strconv"
	"strings"

	"hallmark/api/editions"
	"hallmark/api/table"
	"hallmark/api/wire"
	"hallmark/standard/message"
)

// feedbackTable is a list of feedback as a table for people. Clauses have the numbers of the
// edition in force.
func (s *Service) feedbackTable(ctx context.Context, l message.Language, items []feedbackView) (
	*table.Table, error,
) {
	people, err := s.Access.Everybody(ctx)
	if err != nil {
		return nil, err
	}
	e, err := s.Editions.EditionInForce(ctx, s.Now())
	if err != nil && wire.RefusalOf(err) != wire.ErrNotFound {
		return nil, err
	}
	t := wire.ListTable(l, "feedback.list", "board.hall-id", "feedback.hall", "notification.at",
		"feedback.level", "consult.said", "feedback.contact-of", "feedback.clauses", "feedback.state",
		"feedback.reason", "feedback.due", "loop.unsure", "loop.overdue-days", "feedback.answer-name",
		"consult.answerer", "consult.answered")
	for i := range items {
		f, by := &items[i], ""
		var unsure []string
		if f.DueUncertain {
			unsure = append(unsure, message.Text(l, "feedback.due"))
		}
		if f.OverdueUncertain {
			unsure = append(unsure, message.Text(l, "loop.unsure-overdue"))
		}
		if f.By != "" {
			by = people.Name(f.By)
		}
		t.Add(f.Hall, f.HallName, f.At.InHall(),
			message.Text(l, "poster.level-"+strconv.Itoa(int(f.Rating))), f.Comment, f.Contact,
			editions.CodesOf(l, e, f.Clauses), message.Text(l, "feedback.state-"+string(f.State)), f.Reason,
			table.Day(f.Due), strings.Join(unsure, message.Text(l, "page.comma")), f.Overdue, f.Answer, by, f.Answered.InHall())
	}
	return t, nil
}
