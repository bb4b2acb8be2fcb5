package web

import (
	"net/url"
	"strconv"

	"hallmark/checklists"
	"hallmark/standard"
)

// DraftsURL is the list of drafts.
const DraftsURL = "/drafts"

// DraftURL returns the address of a draft's desk.
func DraftURL(id string) string { return DraftsURL + "/" + url.PathEscape(id) }

// DraftChapterURL returns the address of one chapter on the desk; 0 is what stands around them.
func DraftChapterURL(id string, chapter int) string {
	if chapter == 0 {
		return DraftURL(id) + "?chapter=frame"
	}
	return DraftURL(id) + "?chapter=" + strconv.Itoa(chapter)
}

// DraftClauseURL returns the address of the desk with the editor of one clause open.
func DraftClauseURL(id string, chapter int, uid standard.ClauseUID) string {
	name := url.QueryEscape(string(uid))
	return DraftChapterURL(id, chapter) + "&clause=" + name + "#" + name
}

// Drafts is the list of drafts at /drafts, the latest edit first.
type Drafts struct {
	Frame
	Rows    []DraftRow
	Next    string               // cursor of the next page; "" on the last one
	Bases   []standard.EditionID // published editions, the newest first
	MayEdit bool
	Form    NewDraftForm
	Refused []SheetPlace // why a file was not taken
}

// ImportField is the file of the form that is sent to /drafts/import.
const ImportField = "file"

// ImportAccepts is what a file chooser offers for it.
func (*Drafts) ImportAccepts() string { return ".xlsx,.csv,.yaml,.yml,.json,.xml" }

func (*Drafts) template() string { return "drafts" }

// DraftRow is one draft of the list.
type DraftRow struct {
	ID, Title string
	Base      standard.EditionID
	State     string // open, submitted, closed
	Author    string
	Updated   checklists.Time
}

// NewDraftForm is sent to /drafts.
type NewDraftForm struct {
	Base  standard.EditionID `form:"base" validate:"required,max=64"`
	Title string             `form:"title" validate:"required,max=120,clean"`
}

// DraftHead is what the pages of one draft have in common.
type DraftHead struct {
	ID, Title string
	Base      standard.EditionID
	State     string
	Revision  int
	Amendment standard.EditionID // "" before it was submitted
	MayEdit   bool               // the draft is open and the person may
	MayReopen bool
	Changes   int // clauses that differ from the base
	Errors    int // remarks that keep it from being submitted
	Digest    standard.Digest
}

// DraftStateForm is sent to /drafts/{id}/state.
type DraftStateForm struct {
	Revision int    `form:"revision" validate:"min=1"`
	State    string `form:"state" validate:"oneof=open closed deleted"`

	Confirmed bool `form:"confirmed"` // on the page that asked first
}
