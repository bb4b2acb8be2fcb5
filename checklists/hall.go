package checklists

import "hallmark/standard"

// HallID names a hall: "GS-S03".
type HallID string

// Username names a person's account.
type Username string

// Hall is a government service hall 政务大厅.
type Hall struct {
	ID            HallID        `json:"id"`
	Name          string        `json:"name"`
	NameEN        string        `json:"nameEn,omitempty"`
	Tier          standard.Tier `json:"tier"`
	Parent        HallID        `json:"parent,omitempty"`
	Area          string        `json:"area,omitempty"` // GB/T 2260 code, 2 to 12 digits; "" not known
	Status        HallStatus    `json:"status"`
	GoverningBody string        `json:"governingBody,omitempty"`
	GuidingBody   string        `json:"guidingBody,omitempty"`
	HeadTitle     string        `json:"headTitle,omitempty"`
	HeadName      string        `json:"headName,omitempty"`
	Pilot         bool          `json:"pilot,omitempty"`
	// Opened is the day, "2006-01-02", on which the hall opened at its present place; "" is not
	// known, and counts as long ago. It decides whether a transition is for this hall.
	Opened       string                      `json:"opened,omitempty"`
	Notes        string                      `json:"notes,omitempty"`
	Measurements map[string]standard.Decimal `json:"measurements,omitempty"` // metric to value
	Revision     int                         `json:"revision"`
}

// HallStatus says whether a hall serves the public.
type HallStatus string

// The statuses of a hall.
const (
	InService HallStatus = "in-service"
	Closed    HallStatus = "closed"
)
