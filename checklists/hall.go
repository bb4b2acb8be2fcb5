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
	// Head is the head's account, which belongs to this hall, as the liaison's does.
	Head        Username `json:"head,omitempty"`
	LiaisonName string   `json:"liaisonName,omitempty"`
	Liaison     Username `json:"liaison,omitempty"`
	Pilot       bool     `json:"pilot,omitempty"`
	// Opened is the day, "2006-01-02", on which the hall opened at its present place; "" is not
	// known, and counts as long ago. It decides whether a transition is for this hall.
	Opened  string `json:"opened,omitempty"`
	Address string `json:"address,omitempty"`
	Phone   string `json:"phone,omitempty"`
	Hours   string `json:"hours,omitempty"` // when it serves the public, in words
	// Duties names the bodies that answer for clauses whose duty holder is not the hall.
	Duties map[standard.DutyHolder]string `json:"duties,omitempty"`
	// Facilities stand in the order of [Facilities].
	Facilities   []Facility                  `json:"facilities,omitempty"`
	Notes        string                      `json:"notes,omitempty"`
	Measurements map[string]standard.Decimal `json:"measurements,omitempty"` // metric to value
	// Changed is when the register last changed the hall.
	Changed  Time `json:"changed,omitzero"`
	Revision int  `json:"revision"`
}

// Facility is something that a hall has or has not. What is counted or measured, such as the floor
// area and the windows, stands in [Hall.Measurements].
type Facility string

// The facilities.
const (
	QueueSystem    Facility = "queue-system"
	SelfServiceDay Facility = "self-service-24h"
	Printing       Facility = "printing"
	PublicWiFi     Facility = "wifi"
	BarrierFree    Facility = "barrier-free"
	NursingRoom    Facility = "nursing-room"
	PublicityBoard Facility = "publicity-board"
	OpinionBox     Facility = "opinion-box"
)

// Facilities lists the facilities.
func Facilities() []Facility {
	return []Facility{QueueSystem, SelfServiceDay, Printing, PublicWiFi, BarrierFree, NursingRoom,
		PublicityBoard, OpinionBox}
}

// The metrics of the register, which every hall may have: the public area in square metres, and how
// many there are of the others.
const (
	FloorArea     = "public_floor_area"
	Windows       = "service_windows"
	GeneralDesks  = "comprehensive_windows"
	SelfTerminals = "self_service_terminals"
)

// RegisterMetrics lists the metrics of the register.
func RegisterMetrics() []string { return []string{FloorArea, Windows, GeneralDesks, SelfTerminals} }

// OtherHolders lists the duty holders that are not the hall itself.
func OtherHolders() []standard.DutyHolder {
	return []standard.DutyHolder{standard.DutyDistrictAuthority, standard.DutyBusinessDepartment}
}

// HallStatus says whether a hall serves the public.
type HallStatus string

// The statuses of a hall.
const (
	InService HallStatus = "in-service"
	Closed    HallStatus = "closed"
)
