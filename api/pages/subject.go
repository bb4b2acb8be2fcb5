package pages

import (
	"strings"

	"hallmark/api/web"
	"hallmark/checklists"
	"hallmark/checklists/bulletin"
	"hallmark/checklists/campaign"
	"hallmark/standard"
)

// SubjectURL is the path of the page of an event's subject, such as "audit/<id>"; "" if there is
// none.
func SubjectURL(subject string) string {
	kind, id, _ := strings.Cut(subject, "/")
	switch kind {
	case "hand-in":
		return web.HandInURL(id)
	case "audit":
		return web.AuditURL(checklists.AuditID(id)) + "/score"
	case "hall":
		return web.HallURL(checklists.HallID(id))
	case "amendment":
		return web.AmendmentURL(standard.EditionID(id))
	case "draft":
		return web.DraftURL(id)
	case "consultation":
		return web.ConsultationURL(id)
	case "proposal":
		return "/proposals#p-" + id
	case "edition":
		return web.EditionURL(standard.EditionID(id))
	}
	return loopURL(kind, id)
}

// loopURL leads to what belongs to the loop of rectification, campaigns and bulletins, or returns
// "".
func loopURL(kind, id string) string {
	switch kind {
	case "rectification":
		return web.RectificationURL(checklists.RectificationID(id))
	case "rectifications": // all of an audit
		return web.RectificationFilter{Audit: id}.URL()
	case "appeal":
		return web.AppealURL(checklists.AppealID(id))
	case "campaign":
		return web.CampaignURL(campaign.ID(id))
	case "feedback":
		return web.FeedbackURL + "#f-" + id
	case "training":
		return web.TrainingURL(checklists.TrainingID(id))
	case "bulletin":
		return web.BulletinURL(bulletin.ID(id))
	case "bulletins":
		return web.BulletinsURL
	}
	return ""
}
