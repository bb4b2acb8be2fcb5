package notifications

import (
	"context"
	"slices"

	"hallmark/api/outbox"
	"hallmark/api/robots"
	"hallmark/standard/message"
)

// postRobots lets robots say what was told to supervisors, editors or approvers; what is for halls
// and inspectors alone is for no chat. About names it, once for ever.
func (s *Service) postRobots(ctx context.Context, people *people, t *telling, n *Notification,
	about string,
) error {
	if !slices.ContainsFunc(t.to, func(to audience) bool {
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
		if d, err = s.Robots.RobotDelivery(r, robots.RobotNotification, n.Kind+"/"+about,
			text); err == nil {
			err = s.Outbox.Post(ctx, d)
		}
	}
	return err
}
