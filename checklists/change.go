package checklists

import (
	"encoding/json"

	"hallmark/standard"
)

// ChangeID is a UUIDv7 made by the device.
type ChangeID string

// Stamp is a hybrid logical clock as text, "1767225600000-0003-tab7": Unix milliseconds (13
// digits), counter (4 digits), device. Stamps sort as text.
type Stamp string

// Op is what a change does to a clause (design/sync.md).
type Op string

// The operations.
const (
	OpAnswer           Op = "answer"         // value: an Answer
	OpNotApplicable    Op = "not-applicable" // value: {"notApplicable":"reason"}
	OpClear            Op = "clear"          // no value
	OpNote             Op = "note"           // value: {"note":"text"}
	OpOccurrenceAdd    Op = "occurrence.add" // value: an Occurrence
	OpOccurrenceRemove Op = "occurrence.remove"
	OpEvidenceAdd      Op = "evidence.add" // value: {"sha256":"…"}
	OpEvidenceRemove   Op = "evidence.remove"
)

// Change is one thing that somebody recorded about one clause, as the tablet sends it.
type Change struct {
	ID     ChangeID           `json:"id"`
	Clause standard.ClauseUID `json:"clause"`
	At     Stamp              `json:"at"`
	Saw    []ChangeID         `json:"saw"` // what the device showed for the clause at the time
	Device string             `json:"device"`
	Op     Op                 `json:"op"`
	Value  json.RawMessage    `json:"value,omitempty"`

	// Set by the server; what a client sends here is refused.
	By       Username `json:"by,omitempty"`
	Received Time     `json:"received,omitzero"`
	Claimed  Stamp    `json:"claimed,omitempty"`  // At as sent, where the clock was brought back
	Revision int      `json:"revision,omitempty"` // of the audit that took it
}

// ChangeStatus is what became of a change.
type ChangeStatus string

// The statuses of design/sync.md.
const (
	Applied    ChangeStatus = "applied"
	Duplicate  ChangeStatus = "duplicate"
	Superseded ChangeStatus = "superseded"
	InConflict ChangeStatus = "conflict"
	Rejected   ChangeStatus = "rejected"
)

// ChangeResult answers one change. Code and Args name a sentence of the message catalogue
// ("change.<code>"); Code is "" for a change that was applied as sent.
type ChangeResult struct {
	ID     ChangeID
	Status ChangeStatus
	Code   string
	Args   []any
}
