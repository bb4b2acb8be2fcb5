// Package reports owns what is printed of an audit: the signed report and record, the page behind
// the code on a report, exports, and the archive of all reports of a campaign.
package reports
