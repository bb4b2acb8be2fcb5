package web

import (
	"net/url"

	"hallmark/standard"
)

// Comparison is the page at /editions/{a}/diff/{b}.
type Comparison struct {
	Frame
	Before, After *standard.Edition
	Diff          standard.Diff // of the two
}

func (*Comparison) template() string { return "diff" }

// Kinds lists the ways in which a clause changes.
func (p *Comparison) Kinds() []standard.ChangeKind {
	return []standard.ChangeKind{standard.KindAdded, standard.KindWithdrawn,
		standard.KindChanged, standard.KindRenumbered}
}

// Changed lists the changed clauses in the order of the text.
func (p *Comparison) Changed() []ChangedClause {
	list := make([]ChangedClause, len(p.Diff.Clauses))
	for i, c := range p.Diff.Clauses {
		list[i].ClauseChange = c
		for _, f := range c.Fields {
			switch f.Field {
			case "text":
				list[i].Text = f.Redline
			case "code": // stands in the heading
			default:
				list[i].Rest = append(list[i].Rest, f)
			}
		}
	}
	return list
}

// ChangedClause is one changed clause.
type ChangedClause struct {
	standard.ClauseChange
	Text []standard.Span        // redline of the requirement; nil when it has not changed
	Rest []standard.FieldChange // all other changes but that of the number
}

// Clause returns the clause as it reads afterwards, or as it read last.
func (c ChangedClause) Clause() *standard.Clause {
	if c.After != nil {
		return c.After
	}
	return c.Before
}

// Span is a piece of a redline.
type Span = standard.Span

// SpanOp says what became of a piece of text.
type SpanOp = standard.SpanOp

// ComparisonURL returns the address of the comparison of two editions.
func ComparisonURL(before, after standard.EditionID) string {
	return EditionURL(before) + "/diff/" + url.PathEscape(string(after))
}
