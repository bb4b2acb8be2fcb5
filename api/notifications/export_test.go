package notifications

import (
	"context"

	"hallmark/checklists"
)

// UnreadForTest counts what a person has not read.
func (s *Service) UnreadForTest(ctx context.Context, name checklists.Username) (int, error) {
	return s.unread(ctx, name)
}

// TopicsForTest returns the topic of every kind of notification.
func TopicsForTest() map[string]string {
	m := map[string]string{}
	for _, table := range []map[string]rule{rules, reminders} {
		for kind, t := range table {
			m[kind] = string(t.topic)
		}
	}
	return m
}
