package web

import (
	"net/url"
	"strings"

	"hallmark/checklists"
	"hallmark/standard"
	"hallmark/standard/message"
)

// Amendments is the list of amendment sheets at /amendments, the latest decision first, with a form
// to import one. Its POST is sent to the same address.
type Amendments struct {
	Frame
	Rows       []AmendmentRow
	Next       string // cursor of the older part; "" at the end
	MayPropose bool
	Form       SheetForm    // as sent, when it was refused
	Refused    []SheetPlace // why the sheet was not taken
}

func (*Amendments) template() string { return "amendments" }

// AmendmentRow is one amendment.
type AmendmentRow struct {
	ID      standard.EditionID // of the edition that results
	Number  string
	Title   string
	Base    standard.EditionID
	State   AmendmentState
	Updated checklists.Time
	Editors []string // names
}

// AmendmentState is how far an amendment has come.
type AmendmentState string

// The states.
const (
	AmendmentProposed  AmendmentState = "proposed"
	AmendmentApproved  AmendmentState = "approved"
	AmendmentRejected  AmendmentState = "rejected"
	AmendmentWithdrawn AmendmentState = "withdrawn"
	AmendmentPublished AmendmentState = "published"
)

// Tone returns the style class of the state.
func (s AmendmentState) Tone() string {
	switch s {
	case AmendmentPublished:
		return "good"
	case AmendmentApproved:
		return "state-submitted"
	case AmendmentProposed:
		return "fair"
	}
	return "plain"
}

// SheetForm is sent to /amendments as multipart/form-data: a file "sheet", or else the text, in
// YAML or JSON.
type SheetForm struct {
	Text string `form:"text" validate:"max=8388608"`
}

// SheetField is the name of the file field of [SheetForm].
const SheetField = "sheet"

// SheetPlace is one place where a sheet does not fit, or is wrong: what it says and what there is.
type SheetPlace struct {
	Place, Text string
	Want, Have  string // "" where there are no two texts
}

// Amendment is one sheet at /amendments/{id}: its items with redlines, what was decided about it,
// and what the person may do.
type Amendment struct {
	Frame
	Row       AmendmentRow
	Sheet     *standard.Amendment
	Base      *standard.Edition
	Diff      standard.Diff // of the two editions
	Steps     []AmendmentStep
	Revision  int
	Own       bool // whether the person has worked on it
	May       AmendmentPermissions
	Form      StepForm // as sent, when it was refused
	Published bool     // whether the edition is there
}

func (*Amendment) template() string { return "amendment" }

// AmendmentPermissions says what the signed-in person may do with an amendment as it stands now.
type AmendmentPermissions struct {
	Approve, Reject, Publish, Withdraw, Weigh bool
}

// Decide reports whether there is anything to decide.
func (p AmendmentPermissions) Decide() bool {
	return p.Approve || p.Reject || p.Publish || p.Withdraw
}

// AmendmentStep is one decision.
type AmendmentStep struct {
	To            AmendmentState
	Name          string
	At            checklists.Time
	Comment       string
	Before, After standard.Digest // of a publication
}

// SheetItem is one item with what it changes.
type SheetItem struct {
	standard.Item
	Sentence string                 // in the frame's language
	Change   *ChangedClause         // nil for an item that is not about a clause
	Other    []standard.FieldChange // of an item that is not about a clause
	Grade    standard.ChangeGrade   // of the sheet
	Rule     standard.ChangeGrade   // what the rules propose, where the sheet says otherwise
	Kept     bool                   // whether the transition keeps a threshold
}

// Items lists the items in their order.
func (p *Amendment) Items() []SheetItem {
	changes := map[standard.ClauseUID]ChangedClause{}
	for _, c := range (&Comparison{Diff: p.Diff}).Changed() {
		changes[c.UID] = c
	}
	items := make([]SheetItem, len(p.Sheet.Items))
	for i, item := range p.Sheet.Items {
		items[i] = SheetItem{Item: item, Grade: item.Grade, Sentence: item.SheetText}
		if p.Language == message.English {
			items[i].Sentence = standard.SheetText(p.Language, &item, p.Base)
		}
		c, ok := changes[item.UID]
		if !ok {
			items[i].Other = p.other(&item)
			continue
		}
		items[i].Change = &c
		_, target := c.Field("method.target")
		_, zero := c.Field("method.zero_at")
		items[i].Kept = item.Transition != nil && (target || zero)
		if item.Grade == "" {
			items[i].Grade = c.Grade
		} else if item.Grade != c.Grade {
			items[i].Rule = c.Grade
		}
	}
	return items
}

// other finds the changes around the clauses that an item makes.
func (p *Amendment) other(item *standard.Item) []standard.FieldChange {
	var list []standard.FieldChange
	for _, f := range p.Diff.Other {
		switch item.Op {
		case standard.OpWeight:
			if strings.HasSuffix(f.Field, ".weight") {
				list = append(list, f)
			}
		case standard.OpTerm:
			if f.Field == "terms."+item.Code || strings.HasPrefix(f.Field, "terms."+item.Code+".") {
				list = append(list, f)
			}
		case standard.OpFrontMatter:
			if f.Field == item.Target {
				list = append(list, f)
			}
		}
	}
	return list
}

// AmendmentURL returns the address of the amendment that results in an edition.
func AmendmentURL(id standard.EditionID) string {
	return "/amendments/" + url.PathEscape(string(id))
}

// AmendmentFileURL returns the address of a file of an amendment: "sheet.pdf", "impact.xlsx".
func AmendmentFileURL(id standard.EditionID, name string) string {
	return "/api/v1" + AmendmentURL(id) + "/" + name
}
