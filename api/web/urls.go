package web

import (
	"net/url"
	"strconv"

	"hallmark/checklists"
	"hallmark/standard"
)

// AuditURL returns the address of an audit's checklist.
func AuditURL(id checklists.AuditID) string { return "/audits/" + url.PathEscape(string(id)) }

// ChapterURL returns the address of one chapter of a checklist.
func ChapterURL(id checklists.AuditID, chapter int) string {
	return AuditURL(id) + "?chapter=" + strconv.Itoa(chapter)
}

// CardURL returns the address of one clause on the checklist.
func CardURL(id checklists.AuditID, c *standard.Clause) string {
	return ChapterURL(id, c.Chapter) + "#" + url.PathEscape(string(c.UID))
}

// AnswerURL returns the address that a clause's forms are sent to.
func AnswerURL(id checklists.AuditID, uid standard.ClauseUID) string {
	return AuditURL(id) + "/clauses/" + url.PathEscape(string(uid))
}

// CarryURL returns the address that what an audit takes over is sent to.
func CarryURL(id checklists.AuditID) string { return AuditURL(id) + "/carry" }

// HallURL returns the address of a hall.
func HallURL(id checklists.HallID) string { return "/halls/" + url.PathEscape(string(id)) }

// ExportURL returns the address of an edition as a file.
func ExportURL(id standard.EditionID, format string) string {
	return "/api/v1/editions/" + url.PathEscape(string(id)) + "/export?format=" + url.QueryEscape(format)
}

// AuditExportURL returns the address of an audit as a file.
func AuditExportURL(id checklists.AuditID, format string) string {
	return "/api/v1/audits/" + url.PathEscape(string(id)) + "/export?format=" + url.QueryEscape(format)
}

// EditionURL returns the address of an edition.
func EditionURL(id standard.EditionID) string { return "/editions/" + url.PathEscape(string(id)) }

// ClauseURL returns the address of a clause as it reads in an edition.
func ClauseURL(id standard.EditionID, uid standard.ClauseUID) string {
	return EditionURL(id) + "/clauses/" + url.PathEscape(string(uid))
}

// ComparisonURL returns the address of the comparison of two editions.
func ComparisonURL(before, after standard.EditionID) string {
	return EditionURL(before) + "/diff/" + url.PathEscape(string(after))
}

// AmendmentURL returns the address of the amendment that results in an edition.
func AmendmentURL(id standard.EditionID) string { return "/amendments/" + url.PathEscape(string(id)) }

// AmendmentFileURL returns the address of a file of an amendment: "sheet.pdf", "impact.xlsx".
func AmendmentFileURL(id standard.EditionID, name string) string {
	return "/api/v1" + AmendmentURL(id) + "/" + name
}

// ImpactURL returns the address of what an amendment would come to.
func ImpactURL(id standard.EditionID) string { return AmendmentURL(id) + "/impact" }

// EvidenceURL returns the address of a photograph.
func EvidenceURL(d standard.Digest) string { return "/api/v1/evidence/" + url.PathEscape(string(d)) }

// NoticeURL returns the address of an audit's notice of rectification, "pdf" or "docx".
func NoticeURL(id checklists.AuditID, format string) string {
	return "/api/v1" + AuditURL(id) + "/rectification-notice." + format
}

// VerifyURL returns the address behind the code on a report.
func VerifyURL(code string) string { return "/verify/" + url.PathEscape(code) }
