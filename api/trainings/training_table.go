package trainings

import (
	"strings"

	"hallmark/api/editions"
	"hallmark/api/table"
	"hallmark/api/wire"
	"hallmark/checklists"
	"hallmark/standard/message"
)

// trainingTable is a list of trainings as a table for people.
func trainingTable(l message.Language, items []checklists.Training) *table.Table {
	t := wire.ListTable(l, "training.list", "training.topic", "training.from", "training.to",
		"training.clauses", "training.halls", "training.practice")
	for i := range items {
		training := &items[i]
		t.Add(training.Topic, table.Day(training.From), table.Day(training.To), len(training.Clauses),
			len(training.Halls), len(training.Practice))
	}
	return t
}

// topicTable is the list of suggested topics as a table for people.
func topicTable(l message.Language, topics []checklists.TrainingTopic) *table.Table {
	t := wire.ListTable(l, "training.topics", "library.code", "training.clause", "page.edition",
		"training.losing")
	for i := range topics {
		topic, halls := &topics[i], []string{}
		for _, h := range topic.Halls {
			halls = append(halls, h.HallName+" "+message.Text(l, "training.times", len(h.Lost)))
		}
		t.Add(topic.Code, editions.TitleIn(l, topic.Title, topic.TitleEN), topic.Edition,
			strings.Join(halls, "\n"))
	}
	return t
}
