package standard

// MethodKind is one of the five ways to check a clause (formula hallmark/1, section 2).
type MethodKind string

// The five methods 合格/不合格, 分级, 实测, 比例, 扣分.
const (
	PassFail  MethodKind = "pass_fail"
	Graded    MethodKind = "graded"
	Measured  MethodKind = "measured"
	Ratio     MethodKind = "ratio"
	Deduction MethodKind = "deduction"
)

// Better says which way a measured value is better.
type Better string

// The two directions.
const (
	Higher Better = "higher"
	Lower  Better = "lower"
)

// Method is how a scored clause is checked. Which fields are set depends on Type.
type Method struct {
	Type MethodKind `json:"type"`

	PassIf string `json:"pass_if,omitempty"` // pass_fail

	Levels map[string]string `json:"levels,omitempty"` // graded: "0".."3" to its description

	Metric string `json:"metric,omitempty"` // measured
	Unit   string `json:"unit,omitempty"`
	Better Better `json:"better,omitempty"`

	Numerator   string `json:"numerator,omitempty"` // ratio: what is counted
	Denominator string `json:"denominator,omitempty"`

	// measured and ratio: full points at Target or better, none at ZeroAt or worse.
	Target    PerTier `json:"target,omitzero"`
	ZeroAt    PerTier `json:"zero_at,omitzero"`
	MinSample PerTier `json:"min_sample,omitzero"` // ratio
	How       string  `json:"how,omitempty"`       // measured

	Occurrences []OccurrenceKind `json:"occurrences,omitempty"` // deduction
	Floor       *Decimal         `json:"floor,omitempty"`       // deduction: 0
}

// OccurrenceKind is one kind of finding that a deduction clause counts.
type OccurrenceKind struct {
	ID     string  `json:"id"`
	What   string  `json:"what"`
	Deduct Decimal `json:"deduct"` // points for each occurrence, > 0, at most two decimals
}
