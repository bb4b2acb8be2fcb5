package checklists

import "hallmark/standard"

// Severity of a finding.
type Severity string

// The severities (formula hallmark/1, section 7).
const (
	VetoFailure Severity = "veto"   // at once, re-check within 5 working days
	Major       Severity = "major"  // 应, under half of its points
	Minor       Severity = "minor"  // 应, half or more but not all
	Advice      Severity = "advice" // 宜; no rectification
)

// Finding is what follows from a clause that lost points.
type Finding struct {
	Clause     standard.ClauseUID  `json:"clause"`
	Code       string              `json:"code"`
	Severity   Severity            `json:"severity"`
	DutyHolder standard.DutyHolder `json:"dutyHolder"` // who must rectify
	Lost       standard.Decimal    `json:"lost"`       // points
	Workdays   int                 `json:"workdays"`   // 0 for advice
	// Due is "2018-02-05" in the hall's zone; "" for advice.
	Due string `json:"due"`
	// DueUncertain is set when the calendar has no data for a year on the way, so that only
	// weekends were counted.
	DueUncertain bool `json:"dueUncertain,omitempty"`
}
