package grid

import "hallmark/standard/message"

// shape is how a row of a table of pairs stands in the edition.
type shape uint8

const (
	single  shape = iota // the field holds the value
	listed               // the field is a list of values
	named                // the field holds a value for each name
	band                 // the field is a list of grades: name, name_en, min
	capping              // the field is a list of caps: when, max_grade
	tierRow              // the field is a list of tiers: id, name_en, name
	seeded               // a further value of a tier: seed
)

// pair is a field that a table of pairs can hold.
type pair struct {
	field    string // "standard.id"
	shape    shape
	form     Form
	set      Set // of the value
	names    Set // of the name
	required bool
}

// Label returns what people call the field.
func (p pair) label(l message.Language) string { return message.Text(l, "grid.pair-"+p.field) }

// pairsOf lists the fields of a table of pairs in their order.
func pairsOf(table string) []pair {
	if table == scoringTable {
		return scoringPairs()
	}
	return []pair{
		{field: "standard.id", form: Line, required: true},
		{field: "standard.number", form: Line, required: true},
		{field: "standard.number_note", form: Prose},
		{field: "standard.name", form: Line, required: true},
		{field: "standard.name_en", form: Line},
		{field: "standard.edition", form: Line, required: true},
		{field: "standard.amendments", shape: listed, form: Line},
		{field: "standard.status", form: Choice, set: Statuses, required: true},
		{field: "standard.ics", form: Line},
		{field: "standard.ccs", form: Line},
		{field: "standard.classification_note", form: Prose},
		{field: "standard.issued", form: Day, required: true},
		{field: "standard.effective", form: Day, required: true},
		{field: "standard.date_note", form: Prose},
		{field: "standard.issuing_body", form: Line, required: true},
		{field: "standard.technical_body", form: Line},
		{field: "standard.drafting_support", form: Line},
		{field: "standard.tiers", shape: tierRow, form: Line, names: Tiers},
		{field: "standard.tiers.seed", shape: seeded, form: Prose, names: Tiers},
		{field: "standard.refs_note", form: Prose},
		{field: "standard.wording_rule", form: Prose},
		{field: "front_matter.scope", form: Prose, required: true},
		{field: "front_matter.scope_en", form: Prose},
		{field: "front_matter.normative_references", shape: listed, form: Line},
		{field: "standard.counts.clauses", form: Whole},
		{field: "standard.counts.scored", form: Whole},
		{field: "standard.counts.unscored", form: Whole},
		{field: "standard.counts.veto", form: Whole},
		{field: "standard.counts.key", form: Whole},
		{field: "standard.counts.scored_per_tier", shape: named, form: Whole, names: Tiers},
	}
}

func scoringPairs() []pair {
	return []pair{
		{field: "scoring.total", form: Amount, required: true},
		{field: "scoring.rounding", form: Prose},
		{field: "scoring.formula", form: Prose},
		{field: "scoring.clause_score", shape: named, form: Prose, names: Methods},
		{field: "scoring.bonus_cap", form: Amount, required: true},
		{field: "scoring.veto_rule", form: Prose},
		{field: "scoring.grades", shape: band, form: Amount},
		{field: "scoring.grade_note", form: Prose},
		{field: "scoring.stars", shape: band, form: Amount},
		{field: "scoring.caps", shape: capping, form: Line, names: CapRules},
		{field: "scoring.caps_note", form: Prose},
		{field: "scoring.conditional", form: Prose},
		{field: "scoring.finding_type", shape: named, form: Prose, names: Modalities},
		{field: "scoring.rectification_defaults.plan_due_workdays", form: Whole, required: true},
		{field: "scoring.rectification_defaults.veto", form: Prose},
		{field: "scoring.rectification_defaults.major.when", form: Prose},
		{field: "scoring.rectification_defaults.major.due_workdays", form: Whole, required: true},
		{field: "scoring.rectification_defaults.minor.when", form: Prose},
		{field: "scoring.rectification_defaults.minor.due_workdays", form: Whole, required: true},
		{field: "scoring.rectification_defaults.note", form: Prose},
		{field: "scoring.dimensions", shape: named, form: Prose},
		{field: "scoring.duty_holders", shape: named, form: Prose},
		{field: "scoring.source_key", shape: named, form: Prose},
	}
}
