package checklists

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"hallmark/standard"
	"hallmark/standard/message"
)

// ChangeID is a UUIDv7 made by the device, or one of version 8 for what a decision changes; see
// [Appeal.DecisionID].
type ChangeID string

// Stamp is a hybrid logical clock as text, "1767225600000-0003-tab7": Unix milliseconds (13
// digits), counter (4 digits), device. Stamps sort as text.
type Stamp string

// Op is what a change does to a clause.
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

// Change is one step that somebody recorded about one clause, as the tablet sends it.
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
	// Handed says from which file the change was taken over; nil for what a device sent itself.
	Handed *Handover `json:"handed,omitempty"`

	Digest standard.Digest `json:"digest,omitempty"` // of the audit's chain up to this change
}

// ChangeStatus is what became of a change.
type ChangeStatus string

// What became of a change.
const (
	Applied    ChangeStatus = "applied"
	Duplicate  ChangeStatus = "duplicate"
	Superseded ChangeStatus = "superseded"
	InConflict ChangeStatus = "conflict"
	Rejected   ChangeStatus = "rejected"
)

// ChangeResult answers one change. Code and Args name a sentence of the message catalogue: a code
// with a dot as it stands ("answer.level"), any other in "change."; Code is "" for a change that
// was applied as sent.
type ChangeResult struct {
	ID     ChangeID
	Status ChangeStatus
	Code   string
	Args   []any
}

// Text returns the sentence in a language; "" when there is nothing to say.
func (r ChangeResult) Text(l message.Language) string {
	switch {
	case r.Code == "":
		return ""
	case strings.Contains(r.Code, "."):
		return message.Text(l, r.Code, r.Args...)
	}
	return message.Text(l, "change."+r.Code, r.Args...)
}

// StampAt returns the stamp of a moment; counter (0..9999) tells apart what happens within the same
// millisecond.
func StampAt(t time.Time, counter int, device string) Stamp {
	return Stamp(fmt.Sprintf("%013d-%04d-%s", t.UnixMilli(), counter, device))
}

// Device is the device that the stamp names; "" in a text that is no stamp.
func (s Stamp) Device() string {
	if len(s) < 20 {
		return ""
	}
	return string(s[19:])
}

// Evidence returns the photographs that the change adds; none for a value that cannot be read.
func (c *Change) Evidence() []standard.Digest {
	if c.Op == OpAnswer && bytes.IndexByte(c.Value, '\\') < 0 &&
		!bytes.Contains(c.Value, []byte("evidence")) {
		return nil // the rule, and cheap to see
	}
	v, err := contentOf(c)
	switch {
	case err != nil:
		return nil
	case c.Op == OpEvidenceAdd:
		return []standard.Digest{v.sha}
	}
	return v.answer.Evidence
}
