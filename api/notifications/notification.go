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

// Notification tells one person of one thing. Its ID follows from the person and from what it
// tells, so it is made once. What a person has read is their own business and no event of the
// journal.
type Notification struct {
	ID        string              `json:"id"` // "ntf_…"
	To        checklists.Username `json:"to"`
	Kind      string              `json:"kind"` // key "notification.kind-…"; of [rules] or [reminders]
	Topic     outbox.Topic        `json:"topic"`
	Subject   string              `json:"subject"`             // of the event, or "rectifications/<audit>"
	Label     string              `json:"label"`               // what people call the subject
	Day       string              `json:"day,omitempty"`       // the deadline it speaks of, "2018-03-30"
	Uncertain bool                `json:"uncertain,omitempty"` // Day counts a year whose holidays are not known
	At        checklists.Time     `json:"at"`                  // when it was made
	Read      bool                `json:"read"`
	Revision  int                 `json:"revision"`
}

// NotificationSchema is how notifications are stored.
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

// notificationID is the ID of the notification that tells a person of what key names.
func notificationID(to checklists.Username, kind, key string) string {
	return "ntf_" + string(standard.DigestBytes([]byte(string(to) + "\n" + kind + "\n" + key)))[:32]
}

// sentence is the notification as a sentence.
func (n *Notification) sentence(l message.Language) string {
	key := "notification.kind-" + n.Kind
	if n.Day != "" {
		day := web.Day(l, n.Day)
		if n.Uncertain {
			day += message.Text(l, "calendar.uncertain")
		}
		return message.Text(l, key, n.Label, day)
	}
	return message.Text(l, key, n.Label)
}

// path is the page to which a notification leads.
func (n *Notification) path() string {
	kind, id, _ := strings.Cut(n.Subject, "/")
	if kind == "audit" && n.Kind == "audit-returned" {
		return web.AuditURL(checklists.AuditID(id))
	}
	return pages.SubjectURL(n.Subject)
}

// The notifications of the halls that were drawn when an announced campaign opens, and when a
// campaign of self-checks does. The inspectors who are sent get "campaign-opened" for the same
// event.
const (
	visitAnnounced = "visit-announced"
	selfCheckAsked = "self-check-asked"
)

// confirmationAwaited is the notification of the inspectors who have not signed in their own sign-in
// when an audit is submitted.
const confirmationAwaited = "confirmation-awaited"

// audience is a group of people who may be told of an event.
type audience string

// The audiences. The first three depend on the subject of the event, the others are roles.
const (
	hallHeads  audience = "hall-heads" // of the halls concerned
	inspectors audience = "inspectors" // of the audit, the rectification or the visit
	authors    audience = "authors"    // of the comment, proposal or amendment
	desk       audience = "supervisors"
	drafters   audience = "editors"
	signatory  audience = "approvers"
	halls      audience = "halls" // the heads of all halls
	visitors   audience = "auditors"
)

// rule says to which topic an event belongs and which audiences are told of it.
type rule struct {
	topic     outbox.Topic
	audiences []audience
}

// rules is the one table of who is told of which event, by the action of the event. The person who
// acted is not told, nor is anybody who may not see its subject (see [subject]).
var rules = map[string]rule{
	"audit-submitted":   {outbox.TopicAudits, []audience{desk}},
	confirmationAwaited: {outbox.TopicAudits, []audience{inspectors}},
	"audit-returned":    {outbox.TopicAudits, []audience{inspectors}},
	"audit-approved":    {outbox.TopicAudits, []audience{hallHeads}},
	"audit-finalized":   {outbox.TopicAudits, []audience{hallHeads}},

	"hand-in-made":    {outbox.TopicAudits, []audience{desk}},
	"hand-in-taken":   {outbox.TopicAudits, []audience{authors}},
	"hand-in-refused": {outbox.TopicAudits, []audience{authors}},

	"campaign-opened": {outbox.TopicCampaigns, []audience{inspectors}},
	visitAnnounced:    {outbox.TopicCampaigns, []audience{hallHeads}},
	selfCheckAsked:    {outbox.TopicCampaigns, []audience{hallHeads}},

	"rectification-opened":   {outbox.TopicRectifications, []audience{hallHeads}},
	"rectification-replied":  {outbox.TopicRectifications, []audience{desk, inspectors}},
	"rectification-returned": {outbox.TopicRectifications, []audience{hallHeads}},
	"rectification-verified": {outbox.TopicRectifications, []audience{hallHeads}},

	"rectification-found-whole": {outbox.TopicRectifications, []audience{hallHeads}},
	"rectification-taken-back":  {outbox.TopicRectifications, []audience{hallHeads}},

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
