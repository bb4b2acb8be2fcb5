// Package reports owns what is printed of an audit: the signed report and record, the public page
// behind the code on a report, exports, and the archive with all reports of a campaign.
package reports
