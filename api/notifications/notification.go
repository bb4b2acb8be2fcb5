package notifications

import (
	"strings"

	"hallmark/api/outbox"
	"hallmark/api/pages"
	"hallmark/api/store"
	"hallmark/api/web"
	"hallmark/api/wire"
	"hallmark/checklists"
	"hallmark/standard"
	"hallmark/standard/message"
)

// Notification tells one person of one thing. It is made once: its ID follows from the person and
// from what it tells. What somebody has read is the person's own business and no event.
type Notification struct {
	ID       string              `json:"id"` // "ntf_…"
	To       checklists.Username `json:"to"`
	Kind     string              `json:"kind"` // key "notification.kind-…"; of [tellings] or [reminders]
	Topic    outbox.Topic        `json:"topic"`
	Subject  string              `json:"subject"`       // as in an [Event]; "rectifications/<audit>" for all of an audit
	Label    string              `json:"label"`         // what people call the subject
	Day      string              `json:"day,omitempty"` // the deadline it speaks of, "2018-03-30"
	At       checklists.Time     `json:"at"`            // when it was made
	Read     bool                `json:"read"`
	Revision int                 `json:"revision"`
}

var NotificationSchema = store.Schema[Notification]{
	Name:     "notifications",
	ID:       func(n Notification) string { return n.ID },
	Revision: func(n Notification) int { return n.Revision },
	Keys: map[string]func(Notification) []string{
		"to": wire.Key(func(n Notification) string { return string(n.To) }),
		"unread": wire.Key(func(n Notification) string {
			if n.Read {
				return ""
			}
			return string(n.To)
		}),
		"at": wire.Key(func(n Notification) string { return wire.TimeKey(n.At) }),
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
	return pages.SubjectURL(n.Subject)
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
	topic outbox.Topic
	to    []audience
}

// tellings is the one table from the actions of events to those who are told. Whoever acted is not
// told, nor is anybody who may not see the subject (see [affair]).
var tellings = map[string]telling{
	"audit-submitted": {outbox.TopicAudits, []audience{desk}},
	"audit-returned":  {outbox.TopicAudits, []audience{inspectors}},
	"audit-approved":  {outbox.TopicAudits, []audience{hallHeads}},
	"audit-finalized": {outbox.TopicAudits, []audience{hallHeads}},

	"campaign-opened": {outbox.TopicCampaigns, []audience{inspectors}},
	visitAnnounced:    {outbox.TopicCampaigns, []audience{hallHeads}},
	selfCheckAsked:    {outbox.TopicCampaigns, []audience{hallHeads}},

	"rectification-opened":   {outbox.TopicRectifications, []audience{hallHeads}},
	"rectification-replied":  {outbox.TopicRectifications, []audience{desk, inspectors}},
	"rectification-returned": {outbox.TopicRectifications, []audience{hallHeads}},
	"rectification-verified": {outbox.TopicRectifications, []audience{hallHeads}},
	"extension-asked":        {outbox.TopicRectifications, []audience{desk}},
	"extension-refused":      {outbox.TopicRectifications, []audience{hallHeads}},
	"rectification-extended": {outbox.TopicRectifications, []audience{hallHeads}},

	"appeal-made":    {outbox.TopicAppeals, []audience{desk}},
	"appeal-decided": {outbox.TopicAppeals, []audience{hallHeads}},

	"feedback-given":    {outbox.TopicFeedback, []audience{desk}},
	"feedback-shown":    {outbox.TopicFeedback, []audience{hallHeads}},
	"feedback-answered": {outbox.TopicFeedback, []audience{desk}},

	"training-planned": {outbox.TopicTrainings, []audience{hallHeads}},
	"training-changed": {outbox.TopicTrainings, []audience{hallHeads}},

	"bulletin-issued": {outbox.TopicBulletins, []audience{halls, visitors, desk}},

	"amendment-proposed":  {outbox.TopicStandards, []audience{signatory}},
	"amendment-approved":  {outbox.TopicStandards, []audience{authors}},
	"amendment-rejected":  {outbox.TopicStandards, []audience{authors}},
	"amendment-published": {outbox.TopicStandards, []audience{halls, visitors, desk, drafters}},
	"consultation-opened": {outbox.TopicStandards, []audience{halls, visitors, desk}},
	"comment-made":        {outbox.TopicStandards, []audience{drafters}},
	"comment-answered":    {outbox.TopicStandards, []audience{authors}},
	"proposal-made":       {outbox.TopicStandards, []audience{drafters}},
	"proposal-answered":   {outbox.TopicStandards, []audience{authors}},
}
