package standard

import (
	"encoding/json"

	"hallmark/standard/message"
)

// ClauseUID is the permanent name of a clause ("HS001"). It outlives renumbering.
type ClauseUID string

// Clause is one provision of the standard. What it asks of a tier, how it is checked and what it
// is worth stand here; what was found in a hall stands in package checklists.
type Clause struct {
	UID        ClauseUID  `json:"uid"`
	Code       string     `json:"code"` // printed number, "5.1.1"
	Chapter    int        `json:"chapter"`
	Section    string     `json:"section"`
	Title      string     `json:"title"`
	TitleEN    string     `json:"title_en,omitempty"`
	Text       string     `json:"text"`
	Items      []ListItem `json:"items,omitempty"`
	Modality   Modality   `json:"modality"`
	DutyHolder DutyHolder `json:"duty_holder,omitempty"`
	Dimension  Dimension  `json:"dimension,omitempty"`
	Verb       string     `json:"verb,omitempty"` // where the text uses another verb, "不应"
	Tiers      []Tier     `json:"tiers"`
	Scored     bool       `json:"scored"`

	// Points of each tier, ≥ 0, at most two decimals. A bonus clause has BonusPoints instead and
	// never enters a denominator (formula hallmark/1, section 1).
	Points      PerTier `json:"points,omitzero"`
	BonusPoints PerTier `json:"bonus_points,omitzero"`

	Veto      bool           `json:"veto"`
	Key       bool           `json:"key"` // written for scored clauses only
	Condition string         `json:"condition,omitempty"`
	Method    *Method        `json:"method,omitempty"` // set when Scored
	Evidence  []EvidenceKind `json:"evidence,omitempty"`
	Check     string         `json:"check,omitempty"`
	Refs      []string       `json:"refs,omitempty"`
}

// Label names the clause by its number and uid: "5.1.1 HS001".
func (c *Clause) Label() string { return c.Code + " " + string(c.UID) }

// TitleIn returns the title in a language, the Chinese one where there is no other.
func (c *Clause) TitleIn(l message.Language) string {
	if l == message.English && c.TitleEN != "" {
		return c.TitleEN
	}
	return c.Title
}

// MarshalJSON writes the clause as the reference edition has it: key stands on scored clauses only.
func (c Clause) MarshalJSON() ([]byte, error) {
	type plain Clause
	if c.Scored {
		return json.Marshal(plain(c))
	}
	return json.Marshal(struct {
		plain
		Key *bool `json:"key,omitempty"`
	}{plain: plain(c)})
}

// Applies reports whether the clause is addressed to halls of the tier.
func (c *Clause) Applies(t Tier) bool {
	for _, have := range c.Tiers {
		if have == t {
			return true
		}
	}
	return false
}

// IsBonus reports whether the clause can only add to a score.
func (c *Clause) IsBonus() bool { return !c.BonusPoints.IsZero() }

// Max returns what the clause is worth in a tier: its points, or its bonus points.
func (c *Clause) Max(t Tier) Decimal {
	if v, ok := c.BonusPoints.Get(t); ok {
		return v
	}
	v, _ := c.Points.Get(t)
	return v
}

// ListItem is one lettered item 列项 of a clause: a) …
type ListItem struct {
	Label string `json:"label"`
	Text  string `json:"text"`
}

// Modality is the verbal form of a provision (GB/T 1.1, types of provision): it decides what
// follows when points are lost.
type Modality string

// The modalities 应 (requirement), 宜 (recommendation), 可 (permission).
const (
	Requirement    Modality = "应"
	Recommendation Modality = "宜"
	Permission     Modality = "可"
)

// DutyHolder is the body that answers for a clause.
type DutyHolder string

// The duty holders of the reference edition.
const (
	DutyHall               DutyHolder = "hall"
	DutyDistrictAuthority  DutyHolder = "district_authority"
	DutyBusinessDepartment DutyHolder = "business_department"
)

// Dimension is one of the four aims of a hall by which results are summed up beside the chapters.
type Dimension string

// The dimensions 文明素养, 办事效率, 优质服务, 管理规范.
const (
	Civility   Dimension = "civility"
	Efficiency Dimension = "efficiency"
	Quality    Dimension = "quality"
	Management Dimension = "management"
)

// EvidenceKind is what an auditor looks at.
type EvidenceKind string

// The kinds of evidence.
const (
	EvidenceObservation EvidenceKind = "observation"
	EvidencePhoto       EvidenceKind = "photo"
	EvidenceRecord      EvidenceKind = "record"
	EvidenceDocument    EvidenceKind = "document"
	EvidenceInterview   EvidenceKind = "interview"
)
