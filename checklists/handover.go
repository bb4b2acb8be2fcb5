package checklists

import (
	"time"

	"hallmark/standard"
)

// Handover marks what an operator took over from a file of unsent work that no key vouches for, or a
// supervisor from one that was handed in (trust.md and sync.md of the design). The record of the
// first stands in the operator's name, and says from whose file it came.
type Handover struct {
	File standard.Digest `json:"file"` // SHA-256 of the file
	Of   Username        `json:"of"`   // who worked on the tablet, as the file says
	// By took over what Of had handed in because it could not be begun, at At by the server's clock.
	// The record stands in the name of Of then, whose sign-in handed it in. "" for any other file.
	By Username `json:"by,omitempty"`
	At Time     `json:"at,omitzero"`
}

// Operator is who took a file over whose record stands in the name of somebody.
func (h *Handover) Operator(inNameOf Username) Username {
	if h.By != "" {
		return h.By
	}
	return inNameOf
}

// ApplyHanded is [Audit.Apply] for changes that an operator takes over from a file: each says so.
func (a *Audit) ApplyHanded(e *standard.Edition, changes []Change, by Username, now time.Time,
	handed *Handover,
) []ChangeResult {
	return a.apply(e, changes, Change{By: by, Received: At(now), Handed: handed}, now)
}
