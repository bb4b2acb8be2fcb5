package standard

// Scoring has the rules of an edition that turn points into a score and a grade. Texts that only
// explain stand beside the numbers and decide nothing.
type Scoring struct {
	Total                 Decimal               `json:"total"` // 100
	Rounding              string                `json:"rounding,omitempty"`
	Formula               string                `json:"formula,omitempty"`
	ClauseScore           map[MethodKind]string `json:"clause_score,omitempty"`
	BonusCap              Decimal               `json:"bonus_cap"`
	VetoRule              string                `json:"veto_rule,omitempty"`
	Caps                  []GradeCap            `json:"caps"`
	CapsNote              string                `json:"caps_note,omitempty"`
	Grades                []Grade               `json:"grades"` // best first, the last from 0
	Stars                 []Grade               `json:"stars"`  // best first
	GradeNote             string                `json:"grade_note,omitempty"`
	Conditional           string                `json:"conditional,omitempty"`
	FindingType           map[Modality]string   `json:"finding_type,omitempty"`
	RectificationDefaults RectificationDefaults `json:"rectification_defaults"`
	Dimensions            map[string]string     `json:"dimensions,omitempty"`
	DutyHolders           map[string]string     `json:"duty_holders,omitempty"`
	SourceKey             map[string]string     `json:"source_key,omitempty"`
}

// CapRule is a condition that lowers a grade (formula hallmark/1, section 5).
type CapRule string

// The three conditions of formula hallmark/1.
const (
	CapVeto    CapRule = "任一veto条款不合格"
	CapKey     CapRule = "任一key条款得分率低于50%"
	CapChapter CapRule = "任一章得分率低于60%"
)

// GradeCap is a condition and the best grade that it leaves.
type GradeCap struct {
	When     CapRule `json:"when"`
	MaxGrade string  `json:"max_grade"`
}

// Grade is a band of official scores: it starts at Min and ends below the next better one.
type Grade struct {
	Name   string  `json:"name"`
	NameEN string  `json:"name_en,omitempty"`
	Min    Decimal `json:"min"`
}

// RectificationDefaults are the deadlines of what follows from lost points, in working days.
type RectificationDefaults struct {
	PlanDueWorkdays int     `json:"plan_due_workdays"`
	Veto            string  `json:"veto"` // the sentence; its days are VetoRecheckWorkdays
	Major           DueRule `json:"major"`
	Minor           DueRule `json:"minor"`
	Note            string  `json:"note,omitempty"`
}

// VetoRecheckWorkdays is the time in which a hall asks for the re-check of a failed veto clause:
// "立即纠正,5个工作日内申请复查".
const VetoRecheckWorkdays = 5

// DueRule is a severity and its deadline.
type DueRule struct {
	When        string `json:"when"`
	DueWorkdays int    `json:"due_workdays"`
}
