package checklists

import "hallmark/standard"

// AuditID is a UUIDv7.
type AuditID string

// Kind is the form of an inspection.
type Kind string

// The kinds 综合评定, 明察, 暗访, 电话抽查, 自查, 第三方评估, 复查.
const (
	Comprehensive Kind = "comprehensive"
	Announced     Kind = "announced"
	Unannounced   Kind = "unannounced"
	Phone         Kind = "phone"
	Self          Kind = "self"
	ThirdParty    Kind = "third-party"
	Recheck       Kind = "recheck"
)

// State is where an audit stands.
type State string

// The states: planned → in-progress → submitted → (returned → in-progress) → approved → final.
const (
	Planned    State = "planned"
	InProgress State = "in-progress"
	Submitted  State = "submitted"
	Returned   State = "returned"
	Approved   State = "approved"
	Final      State = "final"
)

// Audit is the inspection of one hall against one edition. It is sealed to the edition when it
// starts; it holds every change ever made to it, and what they come to is computed from them.
type Audit struct {
	ID            AuditID            `json:"id"`
	Number        string             `json:"number"` // printed number, "GS-S03-20180112-4F2A9C"
	Hall          HallID             `json:"hall"`
	HallName      string             `json:"hallName"` // as it was when the audit started
	Tier          standard.Tier      `json:"tier"`
	Kind          Kind               `json:"kind"`
	Campaign      string             `json:"campaign"`
	State         State              `json:"state"`
	Edition       standard.EditionID `json:"edition"`
	EditionDigest standard.Digest    `json:"editionDigest"`
	Inspectors    []Username         `json:"inspectors"`
	StartedAt     Time               `json:"startedAt"`
	UpdatedAt     Time               `json:"updatedAt"`
	Revision      int                `json:"revision"` // from 1, one more with every stored change
	Digest        standard.Digest    `json:"digest"`   // chain over all that was ever recorded
	Result        *Result            `json:"result,omitempty"`

	Transitions []Transition                    `json:"transitions"`
	Log         map[standard.ClauseUID][]Change `json:"log"`

	states map[standard.ClauseUID]ClauseState // derived from Log
}

// Result is the outcome as it stood when the audit was last submitted.
type Result struct {
	Total standard.Decimal `json:"total"`
	Grade string           `json:"grade"`
	Stars string           `json:"stars"`
}

// Transition is one step of an audit from state to state.
type Transition struct {
	From     State           `json:"from"`
	To       State           `json:"to"`
	By       Username        `json:"by"`
	At       Time            `json:"at"`
	Comment  string          `json:"comment,omitempty"`
	Revision int             `json:"revision"`
	Digest   standard.Digest `json:"digest"` // of the audit after the step
}
