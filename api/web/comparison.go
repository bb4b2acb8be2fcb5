package web

import "hallmark/standard"

// Comparison is the page at /editions/{a}/diff/{b}.
type Comparison struct {
	Frame
	Before, After *standard.Edition
	Clauses       []ClauseChange // changed clauses in the order of the text
	Other         []FieldChange  // terms, references, scope, weights
}

func (*Comparison) template() string { return "comparison" }

// Count returns how many clauses have changed in a way.
func (p *Comparison) Count(kind ChangeKind) (n int) {
	for _, c := range p.Clauses {
		if c.Kind == kind {
			n++
		}
	}
	return n
}

// Kinds lists the ways in which a clause changes.
func (p *Comparison) Kinds() []ChangeKind {
	return []ChangeKind{ClauseAdded, ClauseWithdrawn, ClauseChanged, ClauseRenumbered}
}

// ChangeKind is the way in which a clause has changed.
type ChangeKind string

// The ways.
const (
	ClauseAdded      ChangeKind = "added"
	ClauseWithdrawn  ChangeKind = "withdrawn"
	ClauseChanged    ChangeKind = "changed"
	ClauseRenumbered ChangeKind = "renumbered"
)

// ClauseChange is one changed clause.
type ClauseChange struct {
	UID           standard.ClauseUID
	Kind          ChangeKind
	Grade         standard.ChangeGrade // "" when not graded
	Before, After *standard.Clause     // nil where the clause does not exist
	Text          []Span               // redline of the requirement
	Fields        []FieldChange        // all other changes
}

// Clause returns the clause as it reads afterwards, or as it read last.
func (c ClauseChange) Clause() *standard.Clause {
	if c.After != nil {
		return c.After
	}
	return c.Before
}

// FieldChange is one changed field. Name is what people call it, in the frame's language; Before
// or After is "" where there is nothing.
type FieldChange struct {
	Name          string
	Before, After string
}

// SpanOp says what became of a piece of text.
type SpanOp string

// The operations.
const (
	Equal  SpanOp = "equal"
	Delete SpanOp = "delete"
	Insert SpanOp = "insert"
)

// Span is a piece of a redline.
type Span struct {
	Op   SpanOp
	Text string
}
