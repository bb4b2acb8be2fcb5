package api

import (
	"encoding/json"

	"hallmark/checklists"
	"hallmark/standard"
)

// User is a person with an account.
type User struct {
	Username checklists.Username `json:"username"`
	Name     string              `json:"name"`
	Role     checklists.Role     `json:"role"`
	// Hall is that of a hall head, who answers for it. Of who inspects it is the place of work: it
	// gives no right, and is never inspected by the person.
	Hall     checklists.HallID `json:"hall,omitempty"`
	Firm     string            `json:"firm,omitempty"` // of an inspector of a third-party evaluation
	Password string            `json:"password"`       // argon2id, PHC string form
	Disabled bool              `json:"disabled,omitempty"`
	Created  checklists.Time   `json:"created"`
	Revision int               `json:"revision"`

	visits []checklists.HallID // to which campaigns send him; read for a third party\'s inspector alone
}

// Session is one sign-in. The token itself is never stored.
type Session struct {
	ID       string              `json:"id"` // SHA-256 of the token
	Username checklists.Username `json:"username"`
	Created  checklists.Time     `json:"created"`
	Expires  checklists.Time     `json:"expires"`
}

// Event is one line of the event log: who changed what and when. It is written before the change
// itself, so that nothing changes unseen; an event whose After is nobody's Before announces a
// change that lost a race and did not take place.
type Event struct {
	ID       string              `json:"id"` // UUIDv7
	At       checklists.Time     `json:"at"`
	Actor    checklists.Username `json:"actor"`
	Action   string              `json:"action"`  // key "event.<action>" of the message catalogue
	Subject  string              `json:"subject"` // "audit/<id>", "hall/<id>", "user/<name>"
	Label    string              `json:"label"`   // what people call the subject
	Before   standard.Digest     `json:"before"`
	After    standard.Digest     `json:"after"`
	Revision int                 `json:"revision"`
	Request  string              `json:"request,omitempty"`
}

// EditionDocument keeps one edition as it was published.
type EditionDocument struct {
	ID        standard.EditionID `json:"id"`
	Number    string             `json:"number"`
	Name      string             `json:"name"`
	Status    standard.Status    `json:"status"`
	Effective string             `json:"effective"` // "2018-01-20"
	Digest    standard.Digest    `json:"digest"`
	Revision  int                `json:"revision"`
	Document  json.RawMessage    `json:"document,omitempty"`
}

// IssuedReport is a report that was handed out; its code stands in the QR code.
type IssuedReport struct {
	Code     string             `json:"code"`
	Audit    checklists.AuditID `json:"audit"`
	Number   string             `json:"number"`
	HallName string             `json:"hallName"`
	Tier     standard.Tier      `json:"tier"`
	Kind     checklists.Kind    `json:"kind"`
	State    checklists.State   `json:"state"`
	Total    standard.Decimal   `json:"total"`
	Grade    string             `json:"grade"`
	Stars    string             `json:"stars"`
	Partial  bool               `json:"partial,omitempty"` // of a part of the checklist
	Edition  standard.EditionID `json:"edition"`

	EditionDigest standard.Digest `json:"editionDigest"`
	AuditDigest   standard.Digest `json:"auditDigest"`
	AuditRevision int             `json:"auditRevision"`
	Issued        checklists.Time `json:"issued"`
}

// follows reports whether a report of the same audit says what came after the other one.
func (r IssuedReport) follows(other IssuedReport) bool {
	if r.AuditRevision != other.AuditRevision {
		return r.AuditRevision > other.AuditRevision
	}
	return r.Issued.After(other.Issued.Time)
}

// EvidenceLink says that somebody uploaded a photograph, or that an audit shows it; it decides who
// may see it.
type EvidenceLink struct {
	// ID is "<sha256>/" for the first upload, "<sha256>/@<user>" for one by somebody else, and
	// "<sha256>/<audit>" for a link.
	ID     string              `json:"id"`
	SHA256 standard.Digest     `json:"sha256"` // of the bytes as they were uploaded
	Audit  checklists.AuditID  `json:"audit,omitempty"`
	By     checklists.Username `json:"by"`
	At     checklists.Time     `json:"at"`

	// Stored is the digest of the bytes that are kept: the same, or those of the photograph after
	// it was turned upright, scaled and rid of its metadata.
	Stored standard.Digest `json:"stored,omitempty"`

	// When and where the photograph was taken, as the camera wrote it.
	TakenAt checklists.Time `json:"takenAt,omitzero"`
	Place   string          `json:"place,omitempty"`
}

// SavedReply is the answer to a POST with an Idempotency-Key.
type SavedReply struct {
	ID       string          `json:"id"`
	Request  standard.Digest `json:"request"` // of the body
	Status   int             `json:"status"`  // 0 while the first request runs
	Type     string          `json:"type"`
	Body     string          `json:"body"`
	Location string          `json:"location,omitempty"`
	At       checklists.Time `json:"at"`
	Revision int             `json:"revision"`
}
