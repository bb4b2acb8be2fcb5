package api

import (
	"strings"

	"hallmark/api/store"
	"hallmark/api/web"
	"hallmark/checklists"
	"hallmark/standard"
	"hallmark/standard/message"
)

// Topic is a group of notifications about which a person chooses.
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

// Notification tells one person of one thing. It is made once: its ID follows from the person and
// from what it tells. What somebody has read is the person's own business and no event.
type Notification struct {
	ID       string              `json:"id"` // "ntf_…"
	To       checklists.Username `json:"to"`
	Kind     string              `json:"kind"` // key "notification.kind-…"; of [tellings] or [reminders]
	Topic    Topic               `json:"topic"`
	Subject  string              `json:"subject"`       // as in an [Event]; "rectifications/<audit>" for all of an audit
	Label    string              `json:"label"`         // what people call the subject
	Day      string              `json:"day,omitempty"` // the deadline it speaks of, "2018-03-30"
	At       checklists.Time     `json:"at"`            // when it was made
	Read     bool                `json:"read"`
	Revision int                 `json:"revision"`
}

var notificationSchema = store.Schema[Notification]{
	Name:     "notifications",
	ID:       func(n Notification) string { return n.ID },
	Revision: func(n Notification) int { return n.Revision },
	Keys: map[string]func(Notification) []string{
		"to": key(func(n Notification) string { return string(n.To) }),
		"unread": key(func(n Notification) string {
			if n.Read {
				return ""
			}
			return string(n.To)
		}),
		"at": key(func(n Notification) string { return timeKey(n.At) }),
	},
	Indexes: []store.Index{{Equal: []string{"to"}, Order: "at"},
		{Equal: []string{"unread"}, Order: "at"}, {Order: "at"}},
}

// notificationID names what is told to one person, once for ever.
func notificationID(to checklists.Username, kind, about string) string {
	return "ntf_" + string(standard.DigestBytes([]byte(string(to) + "\n" + kind + "\n" + about)))[:32]
}

// sentence says a notification to a person.
func (n *Notification) sentence(l message.Language) string {
	key := "notification.kind-" + n.Kind
	if n.Day != "" {
		return message.Text(l, key, n.Label, web.Day(l, n.Day))
	}
	return message.Text(l, key, n.Label)
}

// path is where a notification leads to.
func (n *Notification) path() string {
	kind, id, _ := strings.Cut(n.Subject, "/")
	if kind == "audit" && n.Kind == "audit-returned" {
		return web.AuditURL(checklists.AuditID(id))
	}
	return subjectURL(n.Subject)
}

// What the halls that were drawn are told when an announced campaign opens, and one of self-checks;
// who is sent is told of the same event as "campaign-opened".
const (
	visitAnnounced = "visit-announced"
	selfCheckAsked = "self-check-asked"
)

// audience is a circle of people around what an event is about.
type audience string

// The audiences. The first three are bound to the subject, the others are roles.
const (
	hallHeads  audience = "hall-heads" // of the halls concerned
	inspectors audience = "inspectors" // of the audit, the rectification or the visit
	authors    audience = "authors"    // who made the comment or the proposal, or handed in the sheet
	desk       audience = "supervisors"
	drafters   audience = "editors"
	signatory  audience = "approvers"
	halls      audience = "halls" // every hall's head
	visitors   audience = "auditors"
)

// telling says which topic an event belongs to and who is told of it.
type telling struct {
	topic Topic
	to    []audience
}

// tellings is the one table from the actions of events to those who are told. Whoever acted is not
// told, nor is anybody who may not see the subject (see [affair]).
var tellings = map[string]telling{
	"audit-submitted": {TopicAudits, []audience{desk}},
	"audit-returned":  {TopicAudits, []audience{inspectors}},
	"audit-approved":  {TopicAudits, []audience{hallHeads}},
	"audit-finalized": {TopicAudits, []audience{hallHeads}},

	"campaign-opened": {TopicCampaigns, []audience{inspectors}},
	visitAnnounced:    {TopicCampaigns, []audience{hallHeads}},
	selfCheckAsked:    {TopicCampaigns, []audience{hallHeads}},

	"rectification-opened":   {TopicRectifications, []audience{hallHeads}},
	"rectification-replied":  {TopicRectifications, []audience{desk, inspectors}},
	"rectification-returned": {TopicRectifications, []audience{hallHeads}},
	"rectification-verified": {TopicRectifications, []audience{hallHeads}},
	"extension-asked":        {TopicRectifications, []audience{desk}},
	"extension-refused":      {TopicRectifications, []audience{hallHeads}},
	"rectification-extended": {TopicRectifications, []audience{hallHeads}},

	"appeal-made":    {TopicAppeals, []audience{desk}},
	"appeal-decided": {TopicAppeals, []audience{hallHeads}},

	"feedback-given":    {TopicFeedback, []audience{desk}},
	"feedback-shown":    {TopicFeedback, []audience{hallHeads}},
	"feedback-answered": {TopicFeedback, []audience{desk}},

	"training-planned": {TopicTrainings, []audience{hallHeads}},
	"training-changed": {TopicTrainings, []audience{hallHeads}},

	"bulletin-issued": {TopicBulletins, []audience{halls, visitors, desk}},

	"amendment-proposed":  {TopicStandards, []audience{signatory}},
	"amendment-approved":  {TopicStandards, []audience{authors}},
	"amendment-rejected":  {TopicStandards, []audience{authors}},
	"amendment-published": {TopicStandards, []audience{halls, visitors, desk, drafters}},
	"consultation-opened": {TopicStandards, []audience{halls, visitors, desk}},
	"comment-made":        {TopicStandards, []audience{drafters}},
	"comment-answered":    {TopicStandards, []audience{authors}},
	"proposal-made":       {TopicStandards, []audience{drafters}},
	"proposal-answered":   {TopicStandards, []audience{authors}},
}
