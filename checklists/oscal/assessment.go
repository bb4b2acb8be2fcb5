package oscal

import "hallmark/standard/oscal"

// Plan is an OSCAL assessment plan.
type Plan struct {
	UUID               string           `json:"uuid"`
	Metadata           oscal.Metadata   `json:"metadata"`
	ImportSSP          Reference        `json:"import-ssp"`
	ReviewedControls   ReviewedControls `json:"reviewed-controls"`
	AssessmentSubjects []Subjects       `json:"assessment-subjects"`
	Tasks              []Task           `json:"tasks"`
	BackMatter         oscal.BackMatter `json:"back-matter"`
}

// Results are OSCAL assessment results.
type Results struct {
	UUID       string           `json:"uuid"`
	Metadata   oscal.Metadata   `json:"metadata"`
	ImportAP   Reference        `json:"import-ap"`
	Results    []Result         `json:"results"`
	BackMatter oscal.BackMatter `json:"back-matter"`
}

// Result is what one audit found.
type Result struct {
	UUID             string           `json:"uuid"`
	Title            string           `json:"title"`
	Description      string           `json:"description"`
	Start            string           `json:"start"`
	End              string           `json:"end,omitempty"`
	Props            []oscal.Prop     `json:"props,omitempty"`
	ReviewedControls ReviewedControls `json:"reviewed-controls"`
	Attestations     []Attestation    `json:"attestations,omitempty"`
	Observations     []Observation    `json:"observations,omitempty"`
	Risks            []Risk           `json:"risks,omitempty"`
	Findings         []Finding        `json:"findings,omitempty"`
}

// POAM is an OSCAL plan of action and milestones.
type POAM struct {
	UUID         string           `json:"uuid"`
	Metadata     oscal.Metadata   `json:"metadata"`
	SystemID     *SystemID        `json:"system-id,omitempty"`
	Observations []Observation    `json:"observations,omitempty"`
	Risks        []Risk           `json:"risks,omitempty"`
	Findings     []Finding        `json:"findings,omitempty"`
	Items        []POAMItem       `json:"poam-items"`
	BackMatter   oscal.BackMatter `json:"back-matter"`
}

// Reference names another document.
type Reference struct {
	Href    string `json:"href"`
	Remarks string `json:"remarks,omitempty"`
}

// SystemID names what is assessed.
type SystemID struct {
	ID string `json:"id"`
}

// ReviewedControls lists what an assessment looks at.
type ReviewedControls struct {
	ControlSelections []ControlSelection `json:"control-selections"`
}

// ControlSelection is a list of controls.
type ControlSelection struct {
	IncludeControls []ControlRef `json:"include-controls"`
}

// ControlRef names a control.
type ControlRef struct {
	ControlID string `json:"control-id"`
}

// Subjects says in which places and things the controls are assessed.
type Subjects struct {
	Type            string       `json:"type"`
	IncludeSubjects []SubjectRef `json:"include-subjects"`
}

// SubjectRef names a place, a person or a thing that is assessed.
type SubjectRef struct {
	SubjectUUID string `json:"subject-uuid"`
	Type        string `json:"type"`
	Title       string `json:"title,omitempty"`
}

// Task is something to do, or a milestone.
type Task struct {
	UUID             string            `json:"uuid"`
	Type             string            `json:"type"` // "action" or "milestone"
	Title            string            `json:"title"`
	Timing           *Timing           `json:"timing,omitempty"`
	Subjects         []Subjects        `json:"subjects,omitempty"`
	ResponsibleRoles []ResponsibleRole `json:"responsible-roles,omitempty"`
}

// ResponsibleRole says who plays a role in a task.
type ResponsibleRole struct {
	RoleID     string   `json:"role-id"`
	PartyUUIDs []string `json:"party-uuids,omitempty"`
}

// Timing is when a task is done.
type Timing struct {
	OnDate *OnDate    `json:"on-date,omitempty"`
	Within *DateRange `json:"within-date-range,omitempty"`
}

// OnDate is a day.
type OnDate struct {
	Date string `json:"date"`
}

// DateRange is a time with an end.
type DateRange struct {
	Start string `json:"start"`
	End   string `json:"end"`
}

// Attestation is what people put their names to.
type Attestation struct {
	ResponsibleParties []oscal.ResponsibleParty `json:"responsible-parties,omitempty"`
	Parts              []oscal.Part             `json:"parts"`
}

// Observation is what was seen for one clause.
type Observation struct {
	UUID             string       `json:"uuid"`
	Title            string       `json:"title,omitempty"`
	Description      string       `json:"description"`
	Props            []oscal.Prop `json:"props,omitempty"`
	Methods          []string     `json:"methods"`
	Types            []string     `json:"types,omitempty"`
	Origins          []Origin     `json:"origins,omitempty"`
	Subjects         []SubjectRef `json:"subjects,omitempty"`
	RelevantEvidence []Evidence   `json:"relevant-evidence,omitempty"`
	Collected        string       `json:"collected"`
}

// Origin says who says so.
type Origin struct {
	Actors []Actor `json:"actors"`
}

// Actor is somebody who acted.
type Actor struct {
	Type      string `json:"type"`
	ActorUUID string `json:"actor-uuid"`
	RoleID    string `json:"role-id,omitempty"`
}

// Evidence is a reference to a photograph.
type Evidence struct {
	Href        string `json:"href"`
	Description string `json:"description"`
}

// Finding is whether a clause is met.
type Finding struct {
	UUID                string           `json:"uuid"`
	Title               string           `json:"title"`
	Description         string           `json:"description"`
	Props               []oscal.Prop     `json:"props,omitempty"`
	Target              Target           `json:"target"`
	RelatedObservations []ObservationRef `json:"related-observations,omitempty"`
	RelatedRisks        []RiskRef        `json:"related-risks,omitempty"`
}

// Target is the objective that a finding is about.
type Target struct {
	Type     string       `json:"type"`
	TargetID string       `json:"target-id"`
	Status   TargetStatus `json:"status"`
}

// TargetStatus is "satisfied" or "not-satisfied", and why.
type TargetStatus struct {
	State  string `json:"state"`
	Reason string `json:"reason,omitempty"`
}

// ObservationRef names an observation.
type ObservationRef struct {
	ObservationUUID string `json:"observation-uuid"`
}

// RiskRef names a risk.
type RiskRef struct {
	RiskUUID string `json:"risk-uuid"`
}

// FindingRef names a finding.
type FindingRef struct {
	FindingUUID string `json:"finding-uuid"`
}

// Risk is what is to be mended.
type Risk struct {
	UUID                string           `json:"uuid"`
	Title               string           `json:"title"`
	Description         string           `json:"description"`
	Statement           string           `json:"statement"`
	Props               []oscal.Prop     `json:"props,omitempty"`
	Status              string           `json:"status"`
	Deadline            string           `json:"deadline,omitempty"`
	Remediations        []Remediation    `json:"remediations,omitempty"`
	RiskLog             *RiskLog         `json:"risk-log,omitempty"`
	RelatedObservations []ObservationRef `json:"related-observations,omitempty"`
}

// Remediation is what is planned or was done about a risk.
type Remediation struct {
	UUID        string   `json:"uuid"`
	Lifecycle   string   `json:"lifecycle"` // "planned" or "completed"
	Title       string   `json:"title"`
	Description string   `json:"description"`
	Origins     []Origin `json:"origins,omitempty"`
	Tasks       []Task   `json:"tasks,omitempty"`
}

// RiskLog is the history of a risk.
type RiskLog struct {
	Entries []RiskLogEntry `json:"entries"`
}

// RiskLogEntry is one step of the history of a risk.
type RiskLogEntry struct {
	UUID         string       `json:"uuid"`
	Title        string       `json:"title"`
	Description  string       `json:"description,omitempty"`
	Start        string       `json:"start"`
	Props        []oscal.Prop `json:"props,omitempty"`
	Links        []oscal.Link `json:"links,omitempty"`
	LoggedBy     []LoggedBy   `json:"logged-by"`
	StatusChange string       `json:"status-change"`
}

// LoggedBy says whose step it was.
type LoggedBy struct {
	PartyUUID string `json:"party-uuid"`
}

// POAMItem is one line of a plan of action.
type POAMItem struct {
	UUID                string           `json:"uuid"`
	Title               string           `json:"title"`
	Description         string           `json:"description"`
	Props               []oscal.Prop     `json:"props,omitempty"`
	RelatedFindings     []FindingRef     `json:"related-findings,omitempty"`
	RelatedObservations []ObservationRef `json:"related-observations,omitempty"`
	RelatedRisks        []RiskRef        `json:"related-risks,omitempty"`
}
