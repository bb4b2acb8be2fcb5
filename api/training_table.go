package api

import (
	"context"
	"strconv"
	"strings"

	"hallmark/api/table"
	"hallmark/checklists"
	"hallmark/standard"
	"hallmark/standard/message"
)

// trainingTable is a list of trainings for people.
func trainingTable(l message.Language, items []checklists.Training) *table.Table {
	t := listTable(l, "training.list", "training.topic", "training.from", "training.to",
		"training.clauses", "training.halls", "training.practice")
	for i := range items {
		g := &items[i]
		t.Add(g.Topic, table.Day(g.From), table.Day(g.To), len(g.Clauses), len(g.Halls), len(g.Practice))
	}
	return t
}

// topicTable is what to train, for people.
func topicTable(l message.Language, topics []checklists.TrainingTopic) *table.Table {
	t := listTable(l, "training.topics", "library.code", "training.clause", "page.edition",
		"training.losing")
	for i := range topics {
		topic, halls := &topics[i], []string{}
		for _, h := range topic.Halls {
			halls = append(halls, h.HallName+" "+message.Text(l, "training.times", len(h.Lost)))
		}
		t.Add(topic.Code, titleIn(l, topic.Title, topic.TitleEN), topic.Edition,
			strings.Join(halls, "\n"))
	}
	return t
}

// titleIn is a title in a language; Chinese where there is no other.
func titleIn(l message.Language, title, english string) string {
	if l == message.English && english != "" {
		return english
	}
	return title
}

// feedbackTable is what visitors say, for people; clauses read as in the edition in force.
func (s *Server) feedbackTable(ctx context.Context, l message.Language, items []feedbackView) (
	*table.Table, error,
) {
	people, err := s.everybody(ctx)
	if err != nil {
		return nil, err
	}
	e, err := s.editionInForce(ctx, s.now())
	if err != nil && refusalOf(err) != errNotFound {
		return nil, err
	}
	t := listTable(l, "feedback.list", "board.hall-id", "feedback.hall", "notification.at",
		"feedback.level", "consult.said", "feedback.contact-of", "feedback.clauses", "feedback.state",
		"feedback.reason", "feedback.due", "loop.overdue-days", "feedback.answer-name",
		"consult.answerer", "consult.answered")
	for i := range items {
		f, by := &items[i], ""
		if f.By != "" {
			by = people.Name(f.By)
		}
		t.Add(f.Hall, f.HallName, f.At.InHall(), message.Text(l, "poster.level-"+strconv.Itoa(int(f.Rating))), f.Comment, f.Contact,
			codesOf(l, e, f.Clauses), message.Text(l, "feedback.state-"+string(f.State)), f.Reason,
			table.Day(f.Due), f.Overdue, f.Answer, by, f.Answered.InHall())
	}
	return t, nil
}

// codesOf are the numbers of clauses in an edition; those that it does not have are left out.
func codesOf(l message.Language, e *standard.Edition, uids []standard.ClauseUID) string {
	var codes []string
	for _, uid := range uids {
		if clause, ok := e.Clause(uid); ok {
			codes = append(codes, clause.Code)
		}
	}
	return strings.Join(codes, message.Text(l, "page.comma"))
}

// bulletinTable is a list of bulletins for people.
func bulletinTable(l message.Language, items []bulletinRow) *table.Table {
	t := listTable(l, "bulletin.list", "bulletin.bulletin", "bulletin.period", "bulletin.kind-name",
		"bulletin.number-name", "bulletin.state", "bulletin.issued-on", "bulletin.corrected")
	for i := range items {
		b := &items[i]
		t.Add(b.Title, b.Period.Text(l, b.Kind), message.Text(l, "bulletin.kind-"+string(b.Kind)),
			b.Number, message.Text(l, "bulletin.state-"+string(b.State)), table.Date(b.Issued.InHall()),
			b.Corrects)
	}
	return t
}
