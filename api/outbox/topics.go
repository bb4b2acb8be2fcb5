package outbox

// Topic is a group of notifications; a person chooses for each when to get mail about it.
type Topic string

// The topics.
const (
	TopicAudits         Topic = "audits"
	TopicCampaigns      Topic = "campaigns"
	TopicRectifications Topic = "rectifications"
	TopicAppeals        Topic = "appeals"
	TopicFeedback       Topic = "feedback"
	TopicTrainings      Topic = "trainings"
	TopicBulletins      Topic = "bulletins"
	TopicStandards      Topic = "standards" // drafts, amendments, comments, proposals
)

// Topics lists the topics.
func Topics() []Topic {
	return []Topic{TopicAudits, TopicCampaigns, TopicRectifications, TopicAppeals, TopicFeedback,
		TopicTrainings, TopicBulletins, TopicStandards}
}
