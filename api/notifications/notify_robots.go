package notifications

import (
	"context"
	"slices"

	"hallmark/api/outbox"
	"hallmark/api/robots"
	"hallmark/standard/message"
)

// postRobots has robots post a notification if supervisors, editors or approvers are told of it.
// What only halls and inspectors are told is for no chat. A robot posts the same key once.
func (s *Service) postRobots(ctx context.Context, people *people, t *rule, n *Notification,
	key string,
) error {
	if !slices.ContainsFunc(t.audiences, func(to audience) bool {
		return to == desk || to == drafters || to == signatory
	}) {
		return nil
	}
	chats, err := people.chats(ctx)
	for i := range chats {
		r := &chats[i]
		if err != nil || !r.Enabled || !slices.Contains(r.Topics, t.topic) {
			continue
		}
		text := n.sentence(message.ParseLanguage(r.Language))
		if at := s.Site.Absolute(n.path()); at != "" {
			text += "\n" + at
		}
		var d outbox.Delivery
		if d, err = s.Robots.RobotDelivery(r, robots.RobotNotification, n.Kind+"/"+key,
			text); err == nil {
			err = s.Outbox.Post(ctx, d)
		}
	}
	return err
}
