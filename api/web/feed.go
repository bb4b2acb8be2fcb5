package web

import (
	"hallmark/checklists"
	"hallmark/standard"
)

// Changes is what was published, at /changes, the newest first.
type Changes struct {
	Frame
	Rows []Change
	Next string // cursor of the older part; "" at the end
}

func (*Changes) template() string { return "feed" }

// Change is one thing that was published. Base is "" where there is nothing to compare with.
type Change struct {
	Type          string // "edition.published", key "feed.type-…"
	At            checklists.Time
	Number, Title string
	Edition, Base standard.EditionID
	Effective     string
	Amendment     string
	Digest        standard.Digest
	Clauses       []ClauseUpdate
	URL, Until    string // of a consultation
}

// ClauseUpdate is what became of a clause.
type ClauseUpdate struct {
	UID        standard.ClauseUID
	Kind       standard.ChangeKind
	Grade      standard.ChangeGrade
	CodeBefore string
	CodeAfter  string
	URL        string // of the clause in the edition in which it stands
}
