package checklists

import (
	"time"

	"hallmark/standard"
)

// Handover marks what an operator took over from a file of unsent work that no key vouches for
// (trust.md and sync.md of the design): the record stands in the operator's name, and says from
// whose file it came.
type Handover struct {
	File standard.Digest `json:"file"` // SHA-256 of the file
	Of   Username        `json:"of"`   // who worked on the tablet, as the file says
}

// ApplyHanded is [Audit.Apply] for changes that an operator takes over from a file: each says so.
func (a *Audit) ApplyHanded(e *standard.Edition, changes []Change, by Username, now time.Time,
	handed *Handover,
) []ChangeResult {
	return a.apply(e, changes, Change{By: by, Received: At(now), Handed: handed}, now)
}
