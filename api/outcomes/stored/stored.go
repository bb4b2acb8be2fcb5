package stored

import (
	"fmt"
	"strconv"

	"hallmark/api/store"
	"hallmark/api/wire"
	"hallmark/checklists"
	"hallmark/standard"
)

// OutcomeSchema declares the collection of outcomes, one for each approved audit, under its ID.
var OutcomeSchema = store.Schema[checklists.Outcome]{
	Name:     "outcomes",
	ID:       func(o checklists.Outcome) string { return string(o.Audit) },
	Revision: func(o checklists.Outcome) int { return o.Revision },
	Keys: map[string]func(checklists.Outcome) []string{
		"hall":     wire.Key(func(o checklists.Outcome) string { return string(o.Hall) }),
		"campaign": wire.Key(func(o checklists.Outcome) string { return o.Campaign }),
		"approved": wire.Key(func(o checklists.Outcome) string { return wire.TimeKey(o.Approved) }),
		"tier":     wire.Key(func(o checklists.Outcome) string { return o.Tier.String() }),
		"total":    wire.Key(func(o checklists.Outcome) string { return totalKey(o.Result.Total) }),
	},
	Indexes: []store.Index{{Order: "approved"}, {Equal: []string{"hall"}, Order: "approved"},
		{Equal: []string{"campaign"}, Order: "approved"},
		{Equal: []string{"campaign", "tier"}, Order: "approved"},
		{Equal: []string{"campaign", "tier"}, Order: "total"}},
	Bulky: []string{"clauses"},
}

// OutcomeHead is an outcome without its clauses.
func OutcomeHead(o checklists.Outcome) checklists.Outcome {
	o.Clauses = nil
	return o
}

// totalKey writes a total so that it sorts as a text; totals lie far within ±100,000.
func totalKey(total standard.Decimal) string {
	n, _ := total.Scaled(4)
	return fmt.Sprintf("%010d", n+1e9)
}

// RectificationSchema declares the collection of rectifications.
var RectificationSchema = store.Schema[checklists.Rectification]{
	Name:     "rectifications",
	ID:       func(r checklists.Rectification) string { return string(r.ID) },
	Revision: func(r checklists.Rectification) int { return r.Revision },
	Keys: map[string]func(checklists.Rectification) []string{
		"hall":  wire.Key(func(r checklists.Rectification) string { return string(r.Hall) }),
		"audit": wire.Key(func(r checklists.Rectification) string { return string(r.Audit) }),
		"state": wire.Key(func(r checklists.Rectification) string { return string(r.State) }),
		"due":   wire.Key(func(r checklists.Rectification) string { return r.Due }),
		"open":  wire.Key(func(r checklists.Rectification) string { return strconv.FormatBool(r.State.Open()) }),
	},
	Indexes: []store.Index{
		{Order: "due"},
		{Equal: []string{"hall"}, Order: "due"},
		{Equal: []string{"audit"}, Order: "due"},
		{Equal: []string{"state"}, Order: "due"},
		{Equal: []string{"open"}, Order: "due"},
	},
	Bulky: []string{"inspectors", "text", "items", "found", "evidence", "steps", "digest"},
}

// RectificationHead is a rectification as a list shows it.
func RectificationHead(r checklists.Rectification) checklists.Rectification {
	r.Inspectors, r.Text, r.Items, r.Found, r.Evidence, r.Steps, r.Digest = nil, "", nil, "", nil,
		nil, ""
	return r
}

// AppealSchema declares the collection of appeals.
var AppealSchema = store.Schema[checklists.Appeal]{
	Name:     "appeals",
	ID:       func(appeal checklists.Appeal) string { return string(appeal.ID) },
	Revision: func(appeal checklists.Appeal) int { return appeal.Revision },
	Keys: map[string]func(checklists.Appeal) []string{
		"hall":  wire.Key(func(appeal checklists.Appeal) string { return string(appeal.Hall) }),
		"audit": wire.Key(func(appeal checklists.Appeal) string { return string(appeal.Audit) }),
		"state": wire.Key(func(appeal checklists.Appeal) string { return string(appeal.State) }),
		"at":    wire.Key(func(appeal checklists.Appeal) string { return wire.TimeKey(appeal.At) }),
	},
	Indexes: []store.Index{{Order: "at"}, {Equal: []string{"hall"}, Order: "at"},
		{Equal: []string{"audit"}, Order: "at"}, {Equal: []string{"state"}, Order: "at"}},
}
